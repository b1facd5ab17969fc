//! A column of moments: read once for its vote on the order of day and month, then cell by cell.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use model::event_log::Precision;

use super::moment::{MICROS_OF_DAY, PrintedMoment, iso};
use super::moment_text::{Parted, part};
use crate::dates::{DateFormat, DateVote, Written, read_date_within};

/// Records of people are made far into the future by some anonymisers; ledgers are not.
const YEARS: RangeInclusive<i32> = 1900..=2300;
/// More distinct days than any log has; beyond this a day is read again each time.
const DAYS_MAX: usize = 1 << 18;
/// From the day from which most workbooks count to the one from which old Macintosh ones do.
const DAYS_TO_1904: i64 = 1_462;

/// What the cells of a column say of how they are written.
#[derive(Debug, Default)]
pub(super) struct MomentSurvey {
    n: u64,
    n_iso: u64,
    /// Cells of digits alone, which may be numbers of anything.
    n_numbers: u64,
    days: HashMap<Box<str>, u64>,
    /// A cell is `2020-31-12`: the day stands before the month, and then `2020-01-12` says the wrong one.
    has_day_before_month: bool,
}

impl MomentSurvey {
    pub fn count(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.n += 1;
        self.n_numbers += u64::from(text.bytes().all(|byte| byte.is_ascii_digit()));
        if iso(text).is_some() || epoch(text).is_some() {
            self.n_iso += 1;
            return;
        }
        let day = part(text).map_or_else(|| text.into(), |parted| parted.day);
        self.has_day_before_month |= is_year_day_month(text);
        if let Some(n) = self.days.get_mut(&*day) {
            *n += 1;
        } else if self.days.len() < DAYS_MAX {
            self.days.insert(day.into(), 1);
        }
    }

    /// How the column is to be read.
    pub fn settle(&self, counts_from_1904: bool) -> MomentColumn {
        let mut vote = DateVote::default();
        let mut days: Vec<(&str, u64)> = self.days.iter().map(|(day, n)| (&**day, *n)).collect();
        days.sort_unstable();
        days.iter().for_each(|(day, n)| vote.count_within(day, *n, &YEARS));
        let format = vote.winner();
        let n_either = vote.n(DateFormat::DayMonthYear);
        let is_day_first_assumed =
            format == Some(DateFormat::DayMonthYear) && n_either == vote.n(DateFormat::MonthDayYear);
        MomentColumn {
            format: format.unwrap_or(DateFormat::YearMonthDay),
            is_day_first_assumed,
            is_mixed: vote.is_mixed() || self.has_day_before_month,
            counts_from_1904,
            days: HashMap::new(),
        }
    }

    /// Whether its cells show without a heading that they are moments: nearly all can be read, and few are numbers alone,
    /// which may be numbers of cases as well.
    pub fn is_surely_of_moments(&self) -> bool {
        let mut column = self.settle(false);
        let n_read = self.days.iter().filter(|(day, _)| column.day(day).is_some()).map(|(_, n)| n).sum::<u64>();
        0 < self.n && self.n * 95 <= (self.n_iso + n_read) * 100 && self.n_numbers * 2 < self.n
    }
}

/// How the moments of a column are read.
#[derive(Debug)]
pub(super) struct MomentColumn {
    format: DateFormat,
    /// Day first although no value proves it.
    pub is_day_first_assumed: bool,
    pub is_mixed: bool,
    counts_from_1904: bool,
    days: HashMap<Box<str>, Option<(Date, Precision)>>,
}

impl MomentColumn {
    pub fn read(&mut self, text: &str) -> Option<PrintedMoment> {
        iso(text).or_else(|| epoch(text)).or_else(|| self.serial(text)).or_else(|| {
            let Parted { day, time } = part(text)?;
            let (date, precision) = self.day(&day)?;
            Some(time.map_or_else(|| PrintedMoment::of_day(date, precision), |time| time.on(date)))
        })
    }

    /// The day of a text, and whether it is only a month.
    fn day(&mut self, text: &str) -> Option<(Date, Precision)> {
        if let Some(day) = self.days.get(text) {
            return *day;
        }
        let is_serial = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let n_days = if is_serial && self.counts_from_1904 { DAYS_TO_1904 } else { 0 };
        let date = read_date_within(text, self.format, &YEARS);
        let date = date.and_then(|date| date.checked_add(jiff::Span::new().days(n_days)).ok());
        let day = date.map(|date| (date, precision_of(text)));
        if self.days.len() < DAYS_MAX {
            self.days.insert(text.into(), day);
        }
        day
    }

    /// `43831.395833`, days since 30 December 1899 as a spreadsheet keeps them, to the millisecond.
    fn serial(&self, text: &str) -> Option<PrintedMoment> {
        const MILLIS_OF_DAY: f64 = 86_400_000.0;
        let (whole, part) = text.split_once(['.', ','])?;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() != 5 || part.is_empty() || !is_digits(whole) || !is_digits(part) {
            return None;
        }
        let date = DateFormat::Serial.read_within(whole, &YEARS)?;
        let fraction: f64 = format!("0.{part}").parse().ok()?;
        let millis = (fraction * MILLIS_OF_DAY).round() as i64;
        let days_1904 = if self.counts_from_1904 { DAYS_TO_1904 * MICROS_OF_DAY } else { 0 };
        let day = PrintedMoment::of_day(date, Precision::Second);
        Some(PrintedMoment { local: day.local + days_1904 + millis * 1_000, ..day })
    }
}

/// Whether a text begins as `2020-31-12` does, which is a day only if the month stands last.
fn is_year_day_month(text: &str) -> bool {
    let Some((day, _)) = text.split_at_checked(10) else { return false };
    let mut parts = day.split(['-', '/']);
    let mut number = |n_digits: usize| {
        let part = parts.next().filter(|part| part.len() == n_digits)?;
        part.parse::<u32>().ok()
    };
    let numbers = [number(4), number(2), number(2)];
    matches!(numbers, [Some(1900..=2300), Some(13..=31), Some(1..=12)])
}

/// A month and a year alone are a month.
fn precision_of(day: &str) -> Precision {
    let written = Written::of(day);
    let is = |format: DateFormat| written.read_within(format, &YEARS).is_some();
    if is(DateFormat::NameYear) || is(DateFormat::YearMonth) { Precision::Month } else { Precision::Day }
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, by how many digits there are.
fn epoch(text: &str) -> Option<PrintedMoment> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let micros = match (whole.len(), part.len()) {
        (10, 0) => number * 1_000_000,
        (10, _) => number * 1_000_000 + format!("{part:0<6}").get(..6)?.parse::<i64>().ok()?,
        (13, 0) => number * 1_000,
        (16, 0) => number,
        (19, 0) => number / 1_000,
        _ => return None,
    };
    Some(PrintedMoment::of_utc(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a column and says its moments in UTC, a day or month as such.
    fn check(cells: &[&str], expected: &[&str]) {
        let mut survey = MomentSurvey::default();
        cells.iter().for_each(|cell| survey.count(cell));
        let mut column = survey.settle(false);
        let read: Vec<String> = cells.iter().map(|cell| said(column.read(cell))).collect();
        assert_eq!(read, expected);
    }

    fn said(moment: Option<PrintedMoment>) -> String {
        let Some(moment) = moment else { return "-".to_owned() };
        let text = jiff::Timestamp::from_microsecond(moment.utc()).expect("a moment").to_string();
        match moment.precision {
            Precision::Second => text,
            Precision::Minute => text.replace(":00Z", "Z"),
            Precision::Day => text[..10].to_owned(),
            Precision::Month => text[..7].to_owned(),
        }
    }

    #[test]
    fn the_column_votes_on_the_order_of_day_and_month() {
        check(&["01/02/2020 09:30", "13/02/2020 10:00"], &["2020-02-01T09:30Z", "2020-02-13T10:00Z"]);
        check(&["01/02/2020 09:30", "02/13/2020 10:00"], &["2020-01-02T09:30Z", "2020-02-13T10:00Z"]);
        check(&["1/2/20 9:30 PM"], &["2020-02-01T21:30Z"]);
    }

    #[test]
    fn months_of_other_languages_are_months() {
        check(&["11 octobre 2011 13:45", "3 f\u{e9}vr. 2012 08:00"], &["2011-10-11T13:45Z", "2012-02-03T08:00Z"]);
        check(&["11. Dez. 2011", "2. M\u{e4}rz 2012"], &["2011-12-11", "2012-03-02"]);
    }

    #[test]
    fn numbers_are_moments_where_they_can_be_nothing_else() {
        check(&["43831.395833333336"], &["2020-01-01T09:30:00Z"]);
        check(&["43831,5", "43832,25"], &["2020-01-01T12:00:00Z", "2020-01-02T06:00:00Z"]);
        check(&["1318333540"], &["2011-10-11T11:45:40Z"]);
        check(&["1318333540276"], &["2011-10-11T11:45:40.276Z"]);
        check(&["1318333540276000000"], &["2011-10-11T11:45:40.276Z"]);
        check(&["20111011134540"], &["2011-10-11T13:45:40Z"]);
        check(&["1.31833E+12"], &["-"]);
    }

    #[test]
    fn a_date_is_a_day_and_a_month_is_a_month() {
        check(&["03/04/2024", "30/04/2024"], &["2024-04-03", "2024-04-30"]);
        check(&["2024-04", "2024-05"], &["2024-04", "2024-05"]);
        check(&["Apr-24"], &["2024-04"]);
    }

    #[test]
    fn years_of_anonymised_logs_are_read() {
        check(&["04/05/2184 16:13", "14/05/2184 16:13"], &["2184-05-04T16:13Z", "2184-05-14T16:13Z"]);
    }
}
