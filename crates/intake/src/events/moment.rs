//! One printed moment: its day, its time of day, its offset from UTC, and how exactly it is known.

use jiff::civil::Date;
use model::event_log::Precision;

pub(super) const MICROS_OF_SECOND: i64 = 1_000_000;
pub(super) const MICROS_OF_DAY: i64 = 86_400 * MICROS_OF_SECOND;
const MICROS_OF_MINUTE: i64 = 60 * MICROS_OF_SECOND;

/// A moment as printed, before the clock of its log is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PrintedMoment {
    /// Microseconds since 1970 on the clock that printed it.
    pub local: i64,
    /// Minutes that this clock is ahead of UTC, where it is said.
    pub offset: Option<i16>,
    pub precision: Precision,
}

impl PrintedMoment {
    pub fn of_day(date: Date, precision: Precision) -> PrintedMoment {
        PrintedMoment { local: day_number(date) * MICROS_OF_DAY, offset: None, precision }
    }

    /// Of microseconds since 1970 in UTC.
    pub fn of_utc(micros: i64) -> PrintedMoment {
        PrintedMoment { local: micros, offset: Some(0), precision: Precision::Second }
    }

    pub fn utc(self) -> i64 {
        self.local - i64::from(self.offset.unwrap_or(0)) * MICROS_OF_MINUTE
    }

    /// Whether it is a time and not only a day or month.
    pub fn has_time(self) -> bool {
        matches!(self.precision, Precision::Second | Precision::Minute)
    }
}

pub(super) fn day_number(date: Date) -> i64 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    date.since((jiff::Unit::Day, EPOCH)).map_or(0, |span| i64::from(span.get_days()))
}

/// `2011-10-11T13:45:40.276` of microseconds since 1970. What lies beyond the year 9999, which no form can hold, is its last
/// microsecond.
pub(super) fn local_text(micros: i64) -> String {
    const LAST_DAY: i64 = 2_932_896;
    let (day, micros) = (micros.div_euclid(MICROS_OF_DAY), micros.rem_euclid(MICROS_OF_DAY));
    let (day, micros) = if LAST_DAY < day { (LAST_DAY, MICROS_OF_DAY - 1) } else { (day, micros) };
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    let date = Date::constant(1970, 1, 1).checked_add(span).unwrap_or(Date::MIN);
    let (seconds, micros) = (micros / MICROS_OF_SECOND, micros % MICROS_OF_SECOND);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    format!("{date}T{time}{}", fraction.trim_end_matches('0'))
}

/// A time of day, and an offset behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeOfDay {
    pub micros: i64,
    pub precision: Precision,
    pub offset: Option<i16>,
}

impl TimeOfDay {
    pub fn on(self, date: Date) -> PrintedMoment {
        let local = day_number(date) * MICROS_OF_DAY + self.micros;
        PrintedMoment { local, offset: self.offset, precision: self.precision }
    }
}

/// `2011-10-11 13:45:40.276+02:00`, with `T` or a space, with less of it or without: most moments are written so, and in one
/// look. None for any other form, and for a year and month alone.
pub(super) fn iso(text: &str) -> Option<PrintedMoment> {
    let bytes = text.as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = bytes else { return None };
    let year = i16::from(two(*y1, *y2)?) * 100 + i16::from(two(*y3, *y4)?);
    let date = Date::new(year, two(*m1, *m2)? as i8, two(*d1, *d2)? as i8).ok()?;
    match rest {
        [] | [b'Z'] => Some(PrintedMoment::of_day(date, Precision::Day)),
        [b'T' | b't' | b' ', ..] => Some(time_of_day(text[11..].trim_start())?.on(date)),
        _ => None,
    }
}

fn two(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

/// `13:45`, `13:45:40.276`, `1:45:40 PM`, each with an offset or without.
pub(super) fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let mut rest = text.as_bytes();
    let hour = digits(&mut rest, 2)?;
    skip(&mut rest, b':')?;
    let minute = two_digits(&mut rest)?;
    let mut precision = Precision::Minute;
    let (mut second, mut micros) = (0, 0);
    if skip(&mut rest, b':').is_some() {
        second = two_digits(&mut rest)?;
        micros = fraction(&mut rest)?;
        precision = Precision::Second;
    }
    let rest = std::str::from_utf8(rest).ok()?.trim_start();
    let (half, rest) = half_of_day(rest);
    let hour = hour_of_day(hour, half)?;
    let offset = offset(rest)?;
    // 24:00 is the midnight that ends the day, and a leap second the first of the next minute.
    let is_end_of_day = hour == 24 && minute == 0 && second == 0 && micros == 0;
    if minute > 59 || second > 60 || (hour > 23 && !is_end_of_day) {
        return None;
    }
    let micros = ((hour * 60 + minute) * 60 + second) * MICROS_OF_SECOND + micros;
    Some(TimeOfDay { micros, precision, offset })
}

fn digits(rest: &mut &[u8], n_max: usize) -> Option<i64> {
    let n = rest.iter().take(n_max).take_while(|byte| byte.is_ascii_digit()).count();
    let (number, behind) = rest.split_at(n);
    *rest = behind;
    (n > 0).then(|| number.iter().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')))
}

/// Minutes and seconds have two digits; one alone is what is left of a row that was cut off.
fn two_digits(rest: &mut &[u8]) -> Option<i64> {
    let [tens, ones, behind @ ..] = *rest else { return None };
    let number = two(*tens, *ones)?;
    *rest = behind;
    Some(i64::from(number))
}

fn skip(rest: &mut &[u8], byte: u8) -> Option<()> {
    *rest = rest.strip_prefix(&[byte])?;
    Some(())
}

/// Microseconds of a fraction of a second; what is finer is cut off.
fn fraction(rest: &mut &[u8]) -> Option<i64> {
    // `13:45:40:276`, as some programs print milliseconds
    let [b'.' | b',' | b':', behind @ ..] = *rest else { return Some(0) };
    let n = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, behind) = behind.split_at(n);
    *rest = behind;
    let micros = (0..6).fold(0, |sum, at| sum * 10 + number.get(at).map_or(0, |digit| i64::from(digit - b'0')));
    (n > 0).then_some(micros)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(text: &str) -> (Option<Half>, &str) {
    const WORDS: [(&str, Half); 6] = [
        ("a.m.", Half::Morning),
        ("p.m.", Half::Afternoon),
        ("am", Half::Morning),
        ("pm", Half::Afternoon),
        ("a", Half::Morning),
        ("p", Half::Afternoon),
    ];
    for (word, half) in WORDS {
        let Some((start, rest)) = text.split_at_checked(word.len()) else { continue };
        if start.eq_ignore_ascii_case(word) && !rest.starts_with(|c: char| c.is_alphabetic()) {
            return (Some(half), rest.trim_start());
        }
    }
    (None, text)
}

fn hour_of_day(hour: i64, half: Option<Half>) -> Option<i64> {
    match (half, hour) {
        (None, hour) => Some(hour),
        (Some(Half::Morning), 12) => Some(0),
        (Some(Half::Morning), 0..=11) | (Some(Half::Afternoon), 12) => Some(hour),
        (Some(Half::Afternoon), 1..=11) => Some(hour + 12),
        _ => None,
    }
}

/// Minutes ahead of UTC; `Some(None)` without an offset, and none where the words are not understood.
fn offset(text: &str) -> Option<Option<i16>> {
    // `+02:00[Europe/Amsterdam]`, as Java prints it
    let text = text.split_once('[').map_or(text, |(offset, _)| offset).trim();
    if text.is_empty() {
        return Some(None);
    }
    let named = |word: &&(&str, i16)| text.eq_ignore_ascii_case(word.0);
    const NAMED: [(&str, i16); 8] =
        [("Z", 0), ("UTC", 0), ("GMT", 0), ("WET", 0), ("BST", 60), ("CET", 60), ("CEST", 120), ("WEST", 60)];
    if let Some((_, minutes)) = NAMED.iter().find(named) {
        return Some(Some(*minutes));
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, rest) = match text.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        // U+2212, the minus sign that ISO 8601 prefers
        [0xe2, 0x88, 0x92, rest @ ..] => (-1, rest),
        _ => return None,
    };
    let mut rest = rest;
    let hours = digits(&mut rest, 2)?;
    let _ = skip(&mut rest, b':');
    let minutes = if rest.is_empty() { 0 } else { digits(&mut rest, 2)? };
    let is_offset = rest.is_empty() && hours <= 14 && minutes <= 59;
    is_offset.then(|| Some(sign * (hours * 60 + minutes) as i16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, utc: &str, precision: Precision) {
        let moment = iso(text).unwrap_or_else(|| panic!("{text} is a moment"));
        let expected: jiff::Timestamp = utc.parse().expect("a timestamp");
        assert_eq!((moment.utc(), moment.precision), (expected.as_microsecond(), precision), "{text}");
    }

    #[test]
    fn iso_moments_keep_their_offset_and_their_precision() {
        check("2011-10-11 13:45:40.276000+02:00", "2011-10-11T11:45:40.276Z", Precision::Second);
        check("2011-10-11T13:45:40.276+0200", "2011-10-11T11:45:40.276Z", Precision::Second);
        check("2011-10-11T13:45:40,276Z", "2011-10-11T13:45:40.276Z", Precision::Second);
        check("2011-10-11T13:45", "2011-10-11T13:45:00Z", Precision::Minute);
        check("2011-10-11", "2011-10-11T00:00:00Z", Precision::Day);
        check("2011-10-11T13:45:40.276+02:00[Europe/Amsterdam]", "2011-10-11T11:45:40.276Z", Precision::Second);
        check("2011-10-11T13:45:40.123456789Z", "2011-10-11T13:45:40.123456Z", Precision::Second);
        check("2011-10-11 24:00", "2011-10-12T00:00:00Z", Precision::Minute);
        check("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", Precision::Second);
        check("2011-10-11 13:45:40-05", "2011-10-11T18:45:40Z", Precision::Second);
    }

    #[test]
    fn moments_are_written_as_they_were_printed() {
        for text in
            ["2011-10-11T13:45:40.276", "9999-12-31T23:59:59", "0001-01-01T00:00:00", "1969-12-31T23:59:59.000001"]
        {
            assert_eq!(local_text(iso(text).expect("a moment").local), text);
        }
        assert_eq!(local_text(i64::MAX), "9999-12-31T23:59:59.999999");
    }

    #[test]
    fn what_is_no_moment_is_not_made_one() {
        for text in [
            "2011-13-01",
            "2011-02-30 10:00",
            "2011-10-11T25:00",
            "2011-10-11 13:61",
            "0000-00-00T00:00:00.000",
            "2011-10-11 13:45 EST",
            "2011-10-11 13:45:40.276+02:00 or later",
            "2011-10-11x",
            "2011-10-11 24:01",
            "2011-10-11 13:4",
            "2011-10-11 13:45:4",
            "2011-10-11 13:45:",
            "2011-10-11 13:45+99:00",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn clocks_of_twelve_hours_have_two_twelves() {
        let hours = |text| time_of_day(text).map(|time| time.micros / MICROS_OF_SECOND / 3_600);
        assert_eq!(hours("12:05 AM"), Some(0));
        assert_eq!(hours("12:05 p.m."), Some(12));
        assert_eq!(hours("9:30:15pm"), Some(21));
        assert_eq!(hours("13:30 PM"), None);
        assert_eq!(hours("0:30 PM"), None);
    }
}
