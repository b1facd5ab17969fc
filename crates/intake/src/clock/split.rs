//! Where in a cell the date ends and the time begins.

use super::{Clock, ClockTime, Stamp, is_date, time_of};

/// `2024-05-01T09:30:00.250+01:00` and `20240501T0930Z`.
pub(super) fn iso(text: &str) -> Option<Stamp<'_>> {
    let at = text.find(['T', 't'])?;
    let (date, time) = (&text[..at], &text[at + 1..]);
    let is_date =
        date.len() >= 8 && date.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.'));
    let is_time = time.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    (is_date && is_time).then(|| Stamp { date, clock: clock_and_zone(time, true) })
}

/// `202405010930` and `20240501093000`.
pub(super) fn digits(text: &str) -> Option<Stamp<'_>> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || ![12, 14].contains(&text.len()) {
        return None;
    }
    let (date, time) = text.split_at(8);
    Some(Stamp { date, clock: clock_and_zone(time, false) })
}

/// `14APR2025:09:30:00`
pub(super) fn after_colon(text: &str) -> Option<Stamp<'_>> {
    let (date, time) = text.split_once(':')?;
    (7 <= date.len() && is_date(date)).then(|| Stamp { date, clock: clock_and_zone(time, false) })
}

/// The time in the last words, or in the first: `1 May 2024 at 9.30 am`, `09:30 on 01/05/2024`, `01/05/2024 0930`.
pub(super) fn words(text: &str) -> Option<Stamp<'_>> {
    if let Some((date, time)) = time_last(text).or_else(|| time_first(text)) {
        let date = without_words_between(date);
        return (!date.is_empty()).then(|| Stamp { date, clock: clock_and_zone(time, false) });
    }
    // Four digits are a year unless a whole date stands before them.
    let (date, time) = text.rsplit_once(char::is_whitespace)?;
    let date = without_words_between(date);
    let is_time = matches!(time.len(), 4 | 5) && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_time && !is_date(text) && is_date(date)).then(|| Stamp { date, clock: clock_and_zone(time, false) })
}

/// The longest of the last three words that are a time.
fn time_last(text: &str) -> Option<(&str, &str)> {
    let spaces = text.rmatch_indices(char::is_whitespace).take(3);
    let split = spaces.map(|(at, _)| (&text[..at], &text[at..]));
    split.filter(|(_, time)| is_of_time(time)).last()
}

/// The longest of the first three words that can be read as a time; the first word, if none can.
fn time_first(text: &str) -> Option<(&str, &str)> {
    let spaces = || text.match_indices(char::is_whitespace).take(3);
    let split = || spaces().map(|(at, _)| (&text[at..], &text[..at])).filter(|(_, time)| is_of_time(time));
    let is_readable = |(_, time): &(&str, &str)| clock_and_zone(time, false) != Clock::Unreadable;
    split().filter(is_readable).last().or_else(|| split().next())
}

fn without_words_between(date: &str) -> &str {
    let date = date.trim().trim_end_matches([',', '@', '-', ';', '|']).trim_end();
    let date = date.strip_suffix(" at").unwrap_or(date);
    date.strip_prefix("on ").unwrap_or(date).trim().trim_end_matches(',')
}

/// Whether words can only be a time: they begin with a digit and hold a colon between digits, or end in `am` or `pm`.
fn is_of_time(words: &str) -> bool {
    let words = words.trim();
    let bytes = words.as_bytes();
    let begins = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let colon = words.find(':');
    let has_clock =
        colon.is_some_and(|at| (1..=2).contains(&at) && bytes[..at].iter().all(u8::is_ascii_digit) && begins(at + 1));
    let has_half = || half_of_day(words).is_some_and(|(clock, _)| clock.len() <= 8 && !clock.contains([' ', '/', '-']));
    begins(0) && (has_clock || has_half()) || matches!(words, "noon" | "midnight" | "12 noon" | "12 midnight")
}

/// A clock and the zone that may stand behind it.
pub(super) fn clock_and_zone(text: &str, is_iso: bool) -> Clock {
    let text = text.split_once('[').map_or(text, |(text, _)| text).trim();
    let (clock, offset) = zone(text, is_iso);
    match (clock_of(clock), offset) {
        (None, _) => Clock::Unreadable,
        (Some(time), None) => Clock::Wall(time),
        (Some(time), Some(minutes)) => Clock::Offset(time, minutes),
    }
}

/// The clock before a zone, and the minutes that the zone is ahead of UTC. A minus sign is a zone's only in the form of
/// ISO 8601: `09:30-10:15` is an appointment.
fn zone(text: &str, is_iso: bool) -> (&str, Option<i32>) {
    for (name, minutes) in [("Z", 0), ("UTC", 0), ("GMT", 0), ("BST", 60)] {
        let cut = text.len().checked_sub(name.len()).filter(|at| text.is_char_boundary(*at));
        if let Some((clock, _)) = cut.map(|at| text.split_at(at)).filter(|(_, end)| end.eq_ignore_ascii_case(name)) {
            return (clock.trim_end(), Some(minutes));
        }
    }
    let sign = text.rfind(['+', '-']).filter(|at| is_iso || text.as_bytes()[*at] == b'+');
    let offset = sign.and_then(|at| Some((text[..at].trim_end(), offset_of(&text[at..])?)));
    offset.map_or((text, None), |(clock, minutes)| (clock, Some(minutes)))
}

/// `+01:00`, `+0100` or `+01`.
fn offset_of(text: &str) -> Option<i32> {
    const HOURS_MAX: i32 = 14;
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let number: i32 = Some(&digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let (hours, minutes) = match digits.len() {
        2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    let minutes = Some(hours * 60 + minutes).filter(|_| hours <= HOURS_MAX && minutes < 60)?;
    Some(if text.starts_with('-') { -minutes } else { minutes })
}

/// `09:30`, `9.30am`, `0930`, `09:30:15.250`, `noon`.
fn clock_of(text: &str) -> Option<ClockTime> {
    match text.to_ascii_lowercase().as_str() {
        "noon" | "12 noon" => return time_of(12, 0, 0),
        "midnight" | "12 midnight" => return time_of(0, 0, 0),
        _ => {}
    }
    let (clock, half) = half_of_day(text).map_or((text, None), |(clock, is_afternoon)| (clock, Some(is_afternoon)));
    let [hour, minute, second] = parts(clock.trim(), half.is_some())?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
    };
    time_of(hour, minute, second)
}

/// What stands before `am` or `pm`, and whether it is `pm`.
fn half_of_day(text: &str) -> Option<(&str, bool)> {
    const HALVES: [(&str, bool); 6] =
        [("a.m.", false), ("p.m.", true), ("a.m", false), ("p.m", true), ("am", false), ("pm", true)];
    let text = text.trim();
    HALVES.into_iter().find_map(|(name, is_afternoon)| {
        let at = text.len().checked_sub(name.len()).filter(|at| text.is_char_boundary(*at))?;
        text[at..].eq_ignore_ascii_case(name).then(|| (text[..at].trim_end(), is_afternoon))
    })
}

/// Hour, minute and second; fractions of a second are cut off. An hour alone is a time only before `am` and `pm`.
fn parts(clock: &str, is_half: bool) -> Option<[u32; 3]> {
    let number = |text: &str, n_digits: std::ops::RangeInclusive<usize>| -> Option<u32> {
        let is_number = n_digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        Some(text).filter(|_| is_number)?.parse().ok()
    };
    if let Some(digits) = number(clock, 1..=6) {
        return match clock.len() {
            1 | 2 if is_half => Some([digits, 0, 0]),
            3 | 4 => Some([digits / 100, digits % 100, 0]),
            6 => Some([digits / 10_000, digits / 100 % 100, digits % 100]),
            _ => None,
        };
    }
    let sign = if clock.contains(':') { ':' } else { '.' };
    let mut words = clock.split(sign);
    let (hour, minute) = (number(words.next()?, 1..=2)?, number(words.next()?, 2..=2)?);
    let second = words.next().map_or(Some(0), |second| {
        let (whole, rest) = second.split_once(['.', ',']).unwrap_or((second, "0"));
        number(whole, 2..=2).filter(|_| number(rest, 1..=9).is_some())
    })?;
    words.next().is_none().then_some([hour, minute, second])
}
