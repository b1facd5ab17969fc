//! From when until when a record is true.

use jiff::civil::{Date, date};

use super::birth::{a_century_before, has_short_year, read_date};
use crate::dates::DateFormat;

/// While an agency says what a record says; a side that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// A filled cell that is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Period {
    /// The period, or nothing where it ends before it begins.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Option<Period> {
        let contradicts = from.zip(to).is_some_and(|(from, to)| to < from);
        (!contradicts).then_some(Period { from, to })
    }
}

/// The first day that is more than what a system fills in.
const FIRST: Date = date(1902, 1, 1);
/// Years of an end date that means "no end": systems need some date, and write 31/12/2999 or 31/12/9999.
const NEVER: [&str; 2] = ["2999", "9999"];
/// 31/12/99, as it is read.
const NEVER_SHORT: Date = date(1999, 12, 31);

/// Reads a day; none if the cell is empty or holds what systems write for never and for always.
pub fn read_day(text: &str, voted: Option<DateFormat>) -> Result<Option<Date>, Unreadable> {
    let is_never = |part: &str| {
        NEVER.contains(&part) || part.len() == 8 && (NEVER.contains(&&part[..4]) || NEVER.contains(&&part[4..]))
    };
    if text.is_empty() || text.split(|c: char| !c.is_ascii_digit()).any(is_never) {
        return Ok(None);
    }
    let day = read_date(text, voted).ok_or(Unreadable)?;
    Ok(Some(day).filter(|day| FIRST <= *day))
}

/// Reads the first day of a record, `last` being the last day of the place's year. `68` is 2068 to the reader of ledgers, and a
/// tenancy that has begun began in 1968. Files are written after the year, so a start within a year of its end stands.
pub fn read_start(text: &str, voted: Option<DateFormat>, last: Date) -> Result<Option<Date>, Unreadable> {
    let latest = last.saturating_add(jiff::Span::new().years(1));
    let is_ahead = |day: &Date| latest < *day && has_short_year(text);
    Ok(read_day(text, voted)?.map(|day| if is_ahead(&day) { a_century_before(day) } else { day }))
}

/// Reads the last day of a record: with two digits for the year, 31/12/99 is what systems write for never too.
pub fn read_end(text: &str, voted: Option<DateFormat>) -> Result<Option<Date>, Unreadable> {
    Ok(read_day(text, voted)?.filter(|day| *day != NEVER_SHORT || !has_short_year(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_never_is_none() {
        let read = |text| read_day(text, Some(DateFormat::DayMonthYear));
        assert_eq!(read("03/04/2021"), Ok(Some(date(2021, 4, 3))));
        assert_eq!(read("2021-04-03"), Ok(Some(date(2021, 4, 3))));
        for open in
            ["", "31/12/9999", "9999-12-31 00:00", "31-Dec-2999", "29991231", "31122999", "31129999", "01/01/1900"]
        {
            assert_eq!(read(open), Ok(None), "{open}");
        }
        assert_eq!((read("31/02/2021"), read("open")), (Err(Unreadable), Err(Unreadable)));
    }

    #[test]
    fn years_of_two_digits_are_of_the_century_that_is_meant() {
        let last = date(2025, 3, 31);
        let start = |text| read_start(text, Some(DateFormat::DayMonthYear), last);
        assert_eq!(start("01/06/68"), Ok(Some(date(1968, 6, 1))));
        assert_eq!(start("01-Jun-68"), Ok(Some(date(1968, 6, 1))));
        assert_eq!(start("01/06/2068"), Ok(Some(date(2068, 6, 1))), "as it is written");
        assert_eq!(start("01/06/24"), Ok(Some(date(2024, 6, 1))));
        assert_eq!(start("01/06/25"), Ok(Some(date(2025, 6, 1))), "the file was written after the year");
        assert_eq!((start("31/12/99"), start("")), (Ok(Some(date(1999, 12, 31))), Ok(None)));

        let end = |text| read_end(text, Some(DateFormat::DayMonthYear));
        for open in ["31/12/99", "31-Dec-99", "31/12/2999", ""] {
            assert_eq!(end(open), Ok(None), "{open}");
        }
        assert_eq!(end("31/12/1999"), Ok(Some(date(1999, 12, 31))), "as it is written");
        assert_eq!((end("30/12/99"), end("31/12/49")), (Ok(Some(date(1999, 12, 30))), Ok(Some(date(2049, 12, 31)))));
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_none() {
        let (early, late) = (Some(date(2020, 1, 1)), Some(date(2021, 1, 1)));
        assert_eq!(Period::new(late, early), None);
        assert_eq!(Period::new(early, early), Some(Period { from: early, to: early }));
        assert_eq!(Period::new(None, early), Some(Period { from: None, to: early }));
    }
}
