//! Times of day: alone in a cell, or beside a date.
//!
//! `2024-05-01 09:30`, `1 May 2024 at 9.30am`, `01/05/2024 0930`, `2024-05-01T08:30:00Z` and `45413.395833` are one moment.
//! A moment with an offset becomes the British wall clock, as agencies here print all others.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::dates::{DateFormat, Written, last_sunday};

mod split;
#[cfg(test)]
mod tests;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClockTime {
    pub time: Time,
    /// Whether seconds were written that are not nought.
    pub has_seconds: bool,
}

/// What a cell says of the time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// No time is written.
    Absent,
    /// As the wall clock showed it.
    Wall(ClockTime),
    /// At this many minutes ahead of UTC.
    Offset(ClockTime, i32),
    /// Seconds or milliseconds since 1970, if the column is of such: the moment on the British clock.
    Epoch(DateTime),
    /// Something is written, and it is not a time.
    Unreadable,
}

/// A cell with a date and perhaps a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp<'t> {
    /// The text of the date alone.
    pub date: &'t str,
    pub clock: Clock,
}

impl Stamp<'_> {
    /// Parts a date from the time beside it.
    pub fn of(text: &str) -> Stamp<'_> {
        let text = text.trim();
        serial(text)
            .or_else(|| epoch(text))
            .or_else(|| split::iso(text))
            .or_else(|| split::digits(text))
            .or_else(|| split::words(text))
            .or_else(|| split::after_colon(text))
            .unwrap_or(Stamp { date: text, clock: Clock::Absent })
    }
}

/// A time of day in a cell of its own; a spreadsheet may have put its day nought beside it.
pub(crate) fn time_alone(text: &str) -> Clock {
    let text = text.trim();
    if text.is_empty() {
        return Clock::Absent;
    }
    if let Some(time) = fraction(text).or_else(|| digits_alone(text)) {
        return Clock::Wall(time);
    }
    split::clock_and_zone(text, false)
}

/// The moment of a day and a clock, on the British wall clock; nothing where no time is written or read.
pub(crate) fn moment(date: Date, clock: Clock) -> Option<(DateTime, bool)> {
    match clock {
        Clock::Absent | Clock::Unreadable => None,
        Clock::Wall(clock) => Some((date.to_datetime(clock.time), clock.has_seconds)),
        Clock::Offset(clock, minutes) => {
            let utc = date.to_datetime(clock.time).checked_sub(Span::new().minutes(minutes)).ok()?;
            Some((british(utc), clock.has_seconds))
        }
        Clock::Epoch(moment) => Some((moment, moment.second() != 0)),
    }
}

/// What the clock on a British wall shows at a moment of UTC: clocks change at one in the morning of the last Sundays of March
/// and October, as they have since 1996.
pub(crate) fn british(utc: DateTime) -> DateTime {
    let change = |month: i8| last_sunday(utc.year(), month).at(1, 0, 0, 0);
    let is_summer = change(3) <= utc && utc < change(10);
    if is_summer { utc.checked_add(Span::new().hours(1)).unwrap_or(utc) } else { utc }
}

/// `45413.395833`, as spreadsheets store moments.
fn serial(text: &str) -> Option<Stamp<'_>> {
    const DIGITS: usize = 5;
    let (day, part) = text.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != DIGITS || !is_number(day) || !is_number(part) {
        return None;
    }
    let clock = time_of_fraction(part).map_or(Clock::Unreadable, Clock::Wall);
    Some(Stamp { date: day, clock })
}

/// `1714552200` and `1714552200000`.
fn epoch(text: &str) -> Option<Stamp<'_>> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let number: i64 = Some(whole).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let micros = match whole.len() {
        10 => number.checked_mul(1_000_000)?,
        13 => number.checked_mul(1_000)?,
        _ => return None,
    };
    Some(Stamp { date: text, clock: Clock::Epoch(british(model::moment_of_micros(micros))) })
}

/// `0.395833`, as spreadsheets store times; `00.39` is a clock's.
fn fraction(text: &str) -> Option<ClockTime> {
    if text == "0" {
        return time_of_fraction("0");
    }
    let part = text.strip_prefix("0.").or_else(|| text.strip_prefix('.'))?;
    let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { time_of_fraction(part) } else { None }
}

/// The time of day of some decimals of a day, to the second; to the minute where the decimals allow it.
fn time_of_fraction(decimals: &str) -> Option<ClockTime> {
    const DAY: f64 = 86_400.0;
    let part: f64 = format!("0.{decimals}").parse().ok()?;
    let seconds = part * DAY;
    let minute = (seconds / 60.0).round() * 60.0;
    let resolution = DAY * 0.1f64.powi(i32::try_from(decimals.len()).unwrap_or(i32::MAX)) / 2.0;
    let is_minute = (seconds - minute).abs() <= resolution.max(0.5);
    // The last half second of a day is printed as the next day by nobody; it stays this day's.
    let seconds = (if is_minute { minute } else { seconds.round() }).min(DAY - 1.0) as u32;
    time_of(seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// `0930`, `930` where a spreadsheet dropped the zero, and `093015`.
fn digits_alone(text: &str) -> Option<ClockTime> {
    let number: u32 = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    match text.len() {
        3 | 4 => time_of(number / 100, number % 100, 0),
        5 | 6 => time_of(number / 10_000, number / 100 % 100, number % 100),
        _ => None,
    }
}

fn time_of(hour: u32, minute: u32, second: u32) -> Option<ClockTime> {
    let part = |number: u32| i8::try_from(number).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
    Some(ClockTime { time, has_seconds: second != 0 })
}

/// Whether a text is a date as it stands.
fn is_date(text: &str) -> bool {
    const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
    let written = Written::of(text);
    DateFormat::EVERY.into_iter().any(|format| written.read_within(format, &YEARS).is_some())
}
