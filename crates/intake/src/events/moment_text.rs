//! A printed moment parted into the text of its day and its time of day, whatever their order.

use std::borrow::Cow;

use super::moment::{TimeOfDay, time_of_day};

/// The text of a day, and the time of day beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parted<'a> {
    pub day: Cow<'a, str>,
    pub time: Option<TimeOfDay>,
}

/// Parts `01/02/2020 09:30`, `Tue Oct 11 13:45:40 CEST 2011`, `14APR2025:00:00:00`, `20111011134540`. None where there is a
/// time that cannot be read.
pub(super) fn part(text: &str) -> Option<Parted<'_>> {
    let text = text.trim();
    if let Some(parted) = run_together(text) {
        return Some(parted);
    }
    if let Some((day, time)) = around_t(text) {
        return Some(Parted { day: Cow::Borrowed(day), time: Some(time_of_day(time)?) });
    }
    let words: Vec<&str> = text.split([' ', '\u{a0}', '\u{202f}', ',']).filter(|word| !word.is_empty()).collect();
    match words.iter().position(|word| word.contains(':')) {
        Some(at) => around_colon(&words, at),
        None => dotted_time(&words).or(Some(Parted { day: Cow::Borrowed(text), time: None })),
    }
}

/// The day and the time around the `T` of `11/10/2011T13:45`.
fn around_t(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['T', 't'])?;
    let (day, time) = (&text[..at], &text[at + 1..]);
    let is_between = day.ends_with(|c: char| c.is_ascii_digit()) && time.starts_with(|c: char| c.is_ascii_digit());
    (is_between && time.contains(':')).then_some((day, time))
}

/// The time stands at a word with a colon, its half of the day and its zone behind it; the rest is the day.
fn around_colon<'a>(words: &[&'a str], at: usize) -> Option<Parted<'a>> {
    if let [word] = words
        && let Some((day, time)) = run_into_time(word)
    {
        return Some(Parted { day: Cow::Borrowed(day), time: Some(time_of_day(&time)?) });
    }
    let n_behind = words[at + 1..].iter().take_while(|word| belongs_to_time(word)).count();
    let time = time_of_day(&words[at..=at + n_behind].join(" "))?;
    let day: Vec<&str> = words[..at].iter().chain(&words[at + n_behind + 1..]).copied().collect();
    (!day.is_empty()).then(|| Parted { day: Cow::Owned(day.join(" ")), time: Some(time) })
}

/// The day and the time of `14APR2025:00:00:00`, `30-12-2010:11.02` and `2020-02-01/10:30`. None for a time alone.
fn run_into_time(word: &str) -> Option<(&str, String)> {
    let colon = word.find(':')?;
    let (before, behind) = (&word[..colon], &word[colon + 1..]);
    let n_digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_year = 3 < n_digits;
    if is_year {
        // The colon parts the year from the hour.
        return (6 < before.len())
            .then(|| (before, if behind.contains(':') { behind.to_owned() } else { behind.replace('.', ":") }));
    }
    let day = before[..before.len() - n_digits].strip_suffix(['/', '-', '_', '.'])?;
    (5 < day.len()).then(|| (day, word[day.len() + 1..].to_owned()))
}

/// `PM`, `CEST`, `+0200`: neither a number nor the name of a month or weekday.
fn belongs_to_time(word: &str) -> bool {
    const WORDS: [&str; 12] = ["am", "pm", "a.m.", "p.m.", "z", "utc", "gmt", "bst", "wet", "west", "cet", "cest"];
    let lower = word.to_ascii_lowercase();
    WORDS.contains(&lower.as_str())
        || word.starts_with(['+', '['])
        || (word.starts_with('-') && 2 < word.len())
        || (lower.starts_with("gmt") || lower.starts_with("utc"))
        // Zones that are not understood belong to the time too, so that it is refused and not misread.
        || (word.len() == 3 && word.ends_with('T') && lower != "oct" && lower != "sat")
}

/// `11.10.2011 13.45` and `11-OCT-11 01.45.40.276000 PM`: a second word of two or three numbers of two digits, and parts of a second.
fn dotted_time<'a>(words: &[&'a str]) -> Option<Parted<'a>> {
    let (day, time, half) = match words {
        [day, time] => (*day, *time, ""),
        [day, time, half] if belongs_to_time(half) => (*day, *time, *half),
        _ => return None,
    };
    let parts: Vec<&str> = time.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_short = |part: &&str| part.len() <= 2;
    let is_time = (2..=4).contains(&parts.len()) && parts.iter().all(is_number) && parts.iter().take(3).all(is_short);
    if !is_time || day.len() < 6 {
        return None;
    }
    let time = format!("{} {half}", parts.join(":"));
    Some(Parted { day: Cow::Borrowed(day), time: Some(time_of_day(time.trim())?) })
}

/// `20111011134540`, `20111011T1345` and `20111011T134540Z`.
fn run_together(text: &str) -> Option<Parted<'_>> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (day, rest) = text.split_at_checked(8)?;
    if !is_digits(day) || !(day.starts_with("19") || day.starts_with("20")) {
        return None;
    }
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (time, zone) = rest.split_at(n_digits);
    let time = match n_digits {
        4 => format!("{}:{}{zone}", &time[..2], &time[2..]),
        6 => format!("{}:{}:{}{zone}", &time[..2], &time[2..4], &time[4..]),
        _ => return None,
    };
    Some(Parted { day: Cow::Borrowed(day), time: Some(time_of_day(&time)?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::moment::MICROS_OF_SECOND;

    fn check(text: &str, day: &str, seconds: Option<i64>, offset: Option<i16>) {
        let parted = part(text).unwrap_or_else(|| panic!("{text} is parted"));
        let time = parted.time.map(|time| time.micros / MICROS_OF_SECOND);
        assert_eq!((&*parted.day, time, parted.time.and_then(|time| time.offset)), (day, seconds, offset), "{text}");
    }

    #[test]
    fn the_day_and_the_time_are_parted_in_any_order() {
        let half_past_nine = Some(9 * 3_600 + 30 * 60);
        check("01/02/2020 09:30", "01/02/2020", half_past_nine, None);
        check("01/02/2020, 9:30\u{202f}AM", "01/02/2020", half_past_nine, None);
        check("09:30 01/02/2020", "01/02/2020", half_past_nine, None);
        check("Tue Oct 11 09:30:00 CEST 2011", "Tue Oct 11 2011", half_past_nine, Some(120));
        check("11 octobre 2011 09:30", "11 octobre 2011", half_past_nine, None);
        check("14APR2025:09:30:00", "14APR2025", half_past_nine, None);
        check("11.10.2011 09.30", "11.10.2011", half_past_nine, None);
        check("11-OCT-11 09.30.00.276000 AM", "11-OCT-11", half_past_nine, None);
        check("20111011093000", "20111011", half_past_nine, None);
        check("30-12-2010:09.30", "30-12-2010", half_past_nine, None);
        check("2020-02-01/09:30:00", "2020-02-01", half_past_nine, None);
        check("2020-02-01-09:30:00", "2020-02-01", half_past_nine, None);
        check("20200422T0930", "20200422", half_past_nine, None);
        check("20200422T093000Z", "20200422", half_past_nine, Some(0));
        check("1/2/20T09:30+01:00", "1/2/20", half_past_nine, Some(60));
        check("01/02/2020", "01/02/2020", None, None);
        check("3 Apr 2024", "3 Apr 2024", None, None);
    }

    #[test]
    fn a_zone_that_is_not_understood_is_not_passed_over() {
        assert_eq!(part("01/02/2020 09:30 EST"), None);
        assert_eq!(part("Tue Oct 11 09:30:00 IST 2011"), None);
    }
}
