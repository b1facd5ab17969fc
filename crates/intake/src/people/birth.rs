//! Dates in files about people: one format a column, by vote.

use jiff::civil::Date;

use crate::dates::DateFormat;

/// How many values of a column each format can read.
#[derive(Clone, Debug, Default)]
pub struct Vote {
    n_by_format: [u64; DateFormat::ALL.len()],
}

/// The years in which something about a person may lie.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1850..=2100;

impl Vote {
    pub fn count(&mut self, text: &str) {
        for (n, format) in self.n_by_format.iter_mut().zip(DateFormat::ALL) {
            *n += u64::from(format.read_within(text, &YEARS).is_some());
        }
    }

    /// The format that reads most; of equals the first, so a British file is day first until more speaks against it.
    pub fn winner(&self) -> Option<DateFormat> {
        let n = |format: &DateFormat| self.n_by_format[*format as usize];
        DateFormat::ALL.into_iter().rev().max_by_key(n).filter(|format| 0 < n(format))
    }
}

/// A date of a column whose format was voted; the certain forms are read whatever was voted.
pub fn read_date(text: &str, voted: Option<DateFormat>) -> Option<Date> {
    const CERTAIN: [DateFormat; 2] = [DateFormat::YearMonthDay, DateFormat::DayNameYear];
    voted.into_iter().chain(CERTAIN).find_map(|format| format.read_within(text, &YEARS))
}

/// A date of birth and the year of birth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Birth {
    pub born: Option<Date>,
    pub year: Option<i16>,
}

/// Why a birth is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBirth {
    Unreadable,
    Outside,
}

/// Nobody is older than this.
const AGE_MAX: i16 = 120;

/// Reads a date of birth, `last` being the last day on which somebody here can have been born.
///
/// The first of January is what systems fill in where only the year is known, so it tells the year alone; and the first
/// of January 1900 and 1901 tell nothing (method, section 3.2).
pub fn read_birth(text: &str, voted: Option<DateFormat>, last: Date) -> Result<Birth, NoBirth> {
    if text.is_empty() {
        return Ok(Birth::default());
    }
    let date = read_date(text, voted).ok_or(NoBirth::Unreadable)?;
    // `33` is 2033 to the reader of ledgers; nobody is born after the files were written.
    let date = if last < date && has_short_year(text) { a_century_before(date) } else { date };
    let is_default = (date.month(), date.day()) == (1, 1);
    if is_default && (1900..=1901).contains(&date.year()) {
        return Ok(Birth::default());
    }
    let year = read_year(date.year(), last)?;
    if last < date {
        Err(NoBirth::Outside)
    } else {
        Ok(Birth { born: (!is_default).then_some(date), year: Some(year) })
    }
}

/// Whether a date was written with two digits for its year.
pub fn has_short_year(text: &str) -> bool {
    !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// What a short year means that reads as one of the wrong century.
pub fn a_century_before(date: Date) -> Date {
    date.saturating_sub(jiff::Span::new().years(100))
}

/// A year in which somebody here can have been born.
pub fn read_year(year: i16, last: Date) -> Result<i16, NoBirth> {
    if (last.year() - AGE_MAX..=last.year()).contains(&year) { Ok(year) } else { Err(NoBirth::Outside) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LAST: Date = date(2025, 3, 31);

    #[test]
    fn births_are_read_as_they_are_meant() {
        let day_first = Some(DateFormat::DayMonthYear);
        let birth = |text| read_birth(text, day_first, LAST);
        assert_eq!(birth("21/09/33"), Ok(Birth { born: Some(date(1933, 9, 21)), year: Some(1933) }));
        assert_eq!(birth("21/09/1933"), Ok(Birth { born: Some(date(1933, 9, 21)), year: Some(1933) }));
        assert_eq!(birth("1990-04-30"), Ok(Birth { born: Some(date(1990, 4, 30)), year: Some(1990) }));
        assert_eq!(birth("01/01/1990"), Ok(Birth { born: None, year: Some(1990) }), "a default date tells the year");
        assert_eq!(birth("01/01/1900"), Ok(Birth::default()), "and this one tells nothing");
        assert_eq!(birth(""), Ok(Birth::default()));
        assert_eq!(birth("not known"), Err(NoBirth::Unreadable));
        assert_eq!(birth("21/09/2033"), Err(NoBirth::Outside));
        assert_eq!(birth("31/02/1990"), Err(NoBirth::Unreadable));
    }

    #[test]
    fn a_column_votes() {
        let mut vote = Vote::default();
        ["05/28/1990", "03/04/1961", "12/31/2001"].iter().for_each(|text| vote.count(text));
        assert_eq!(vote.winner(), Some(DateFormat::MonthDayYear));
        let mut vote = Vote::default();
        ["19900528", "19610304"].iter().for_each(|text| vote.count(text));
        assert_eq!(read_birth("19900528", vote.winner(), LAST).map(|birth| birth.born), Ok(Some(date(1990, 5, 28))));
        assert_eq!(Vote::default().winner(), None);
    }
}
