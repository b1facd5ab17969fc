//! Dates in files about people: one format a column, by vote.

use jiff::civil::{Date, date};

use crate::dates::{DateFormat, Written};

/// How many values of a column each format can read.
#[derive(Clone, Debug, Default)]
pub struct Vote {
    n_by_format: [u64; DateFormat::EVERY.len()],
    n_years: u64,
    n_filled: u64,
    /// How many have each year in the form that is read first.
    n_by_year: std::collections::BTreeMap<i16, u64>,
}

/// The years in which something about a person may lie; files of historians go back far.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1000..=2100;
/// Days since 30 December 1899 that may be a date of a person: from 1900 to 2100.
const SERIALS: std::ops::RangeInclusive<i64> = 2..=73_415;
/// A number of fewer digits is a serial only in a column of serials: `1985` is a year.
const SERIAL_DIGITS: usize = 5;

impl Vote {
    pub fn count(&mut self, text: &str) {
        self.count_times(text, 1);
    }

    /// Counts a value that stands `n` times in the column.
    pub fn count_times(&mut self, text: &str, n: u64) {
        if text.is_empty() {
            return;
        }
        self.n_filled += n;
        self.n_years += if year_alone(text).is_some() { n } else { 0 };
        let written = Written::of(text);
        let mut year = year_alone(text);
        for (votes, format) in self.n_by_format.iter_mut().zip(DateFormat::EVERY) {
            let read = read_in(format, text, &written, true);
            *votes += if read.is_some() { n } else { 0 };
            year = year.or(read.map(|date| date.year()));
        }
        year.iter().for_each(|year| *self.n_by_year.entry(*year).or_default() += n);
    }

    /// The format that reads most; of equals the first, so a British file is day first until more speaks against it.
    pub fn winner(&self) -> Option<DateFormat> {
        let n = |format: &DateFormat| self.n_by_format[*format as usize];
        DateFormat::EVERY.into_iter().rev().max_by_key(n).filter(|format| 0 < n(format))
    }

    /// The share of filled cells that are dates in one format, or years.
    pub fn share(&self) -> f64 {
        let most = self.winner().map_or(0, |format| self.n_by_format[format as usize]).max(self.n_years);
        if self.n_filled == 0 { 0.0 } else { most as f64 / self.n_filled as f64 }
    }

    /// The share of dates that are before the living were born.
    pub fn share_before(&self, living: Births) -> f64 {
        let n_all: u64 = self.n_by_year.values().sum();
        let n_before: u64 = self.n_by_year.range(..living.first_year).map(|(_, n)| n).sum();
        if n_all == 0 { 0.0 } else { n_before as f64 / n_all as f64 }
    }
}

/// Reads a text in one format; serial numbers of people begin in 1900. In a vote a number must have the digits of a serial or of seconds;
/// in a column of such it may have fewer.
fn read_in(format: DateFormat, text: &str, written: &Written<'_>, is_vote: bool) -> Option<Date> {
    let serial_digits = if is_vote { SERIAL_DIGITS } else { 1 };
    match format {
        DateFormat::Serial => serial(text, serial_digits),
        // `33675.0` is a serial that went through a program for tables; with a time it is one too.
        DateFormat::SerialTime => {
            let (whole, time) = text.split_once('.')?;
            serial(whole, serial_digits).filter(|_| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))
        }
        DateFormat::EpochSeconds => epoch(text, 1, if is_vote { 9 } else { 1 }),
        DateFormat::EpochMilliseconds => epoch(text, 1_000, if is_vote { 12 } else { 1 }),
        format => {
            let date = written.read_within(format, &YEARS)?;
            if is_summer_midnight(text) { date.tomorrow().ok() } else { Some(date) }
        }
    }
}

/// Seconds, or milliseconds, since 1970 or before it, as people are born before it too.
fn epoch(text: &str, per_second: i64, n_digits_min: usize) -> Option<Date> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.len() < n_digits_min || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = crate::dates::day_of_epoch(whole.parse::<i64>().ok()?.div_euclid(per_second))?;
    YEARS.contains(&i32::from(day.year())).then_some(day)
}

/// Whether a program wrote down midnight of British summer time by the clock of Greenwich: `1961-05-11T23:00:00Z` is 12 May.
fn is_summer_midnight(text: &str) -> bool {
    let of_greenwich = text.strip_suffix(['Z', 'z']).or_else(|| text.strip_suffix("+00:00"));
    of_greenwich.is_some_and(|text| {
        let to_the_second = text.split('.').next().unwrap_or_default();
        ["T23:00:00", "T23:00", " 23:00:00", " 23:00"].iter().any(|hour| to_the_second.ends_with(hour))
    })
}

fn serial(text: &str, n_digits_min: usize) -> Option<Date> {
    if !(n_digits_min..=SERIAL_DIGITS).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let days: i64 = text.parse().ok().filter(|days| SERIALS.contains(days))?;
    date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

/// `1985`, where a year alone stands for a date.
fn year_alone(text: &str) -> Option<i16> {
    let year: i16 = Some(text).filter(|text| text.len() == 4).and_then(|text| text.parse().ok())?;
    YEARS.contains(&i32::from(year)).then_some(year)
}

/// A date of a column whose format was voted; the certain forms are read whatever was voted.
pub fn read_date(text: &str, voted: Option<DateFormat>) -> Option<Date> {
    const CERTAIN: [DateFormat; 3] = [DateFormat::YearMonthDay, DateFormat::DayNameYear, DateFormat::NameDayYear];
    let written = Written::of(text);
    voted.into_iter().chain(CERTAIN).find_map(|format| read_in(format, text, &written, false))
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

/// When people of a file can have been born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Births {
    first_year: i16,
    last: Date,
}

/// Nobody who lives is older than this.
const AGE_MAX: i16 = 120;

impl Births {
    /// Of people who live, or lived lately, on a day.
    pub fn of_the_living(last: Date) -> Births {
        Births { first_year: last.year() - AGE_MAX, last }
    }

    /// Of people of any time.
    pub fn of_any_time(last: Date) -> Births {
        Births { first_year: *YEARS.start() as i16, last }
    }

    pub fn last(&self) -> Date {
        self.last
    }

    /// A year in which somebody can have been born.
    ///
    /// # Errors
    /// [`NoBirth::Outside`].
    pub fn year(&self, year: i16) -> Result<i16, NoBirth> {
        if (self.first_year..=self.last.year()).contains(&year) { Ok(year) } else { Err(NoBirth::Outside) }
    }
}

/// Reads a date of birth.
///
/// The first of January is what systems fill in where only the year is known, so it tells the year alone; and the first
/// of January 1900 and 1901 tell nothing (method, section 3.2).
pub fn read_birth(text: &str, voted: Option<DateFormat>, births: &Births) -> Result<Birth, NoBirth> {
    let is_serial = matches!(voted, Some(DateFormat::Serial | DateFormat::SerialTime));
    if let Some(year) = year_alone(text).filter(|_| !is_serial) {
        return Ok(Birth { born: None, year: Some(births.year(year)?) });
    }
    if text.is_empty() {
        return Ok(Birth::default());
    }
    let date = read_date(text, voted).ok_or(NoBirth::Unreadable)?;
    // `33` is 2033 to the reader of ledgers; nobody is born after the files were written.
    let is_short = !matches!(voted, Some(DateFormat::Serial | DateFormat::SerialTime)) && has_short_year(text);
    let date = if births.last < date && is_short { a_century_before(date) } else { date };
    let birth = birth_on(date, births)?;
    // The first of a month that was written without a day is nobody's birthday.
    let is_month = matches!(voted, Some(DateFormat::YearMonth | DateFormat::NameYear));
    Ok(Birth { born: birth.born.filter(|_| !is_month), ..birth })
}

/// What a date of birth tells.
pub fn birth_on(date: Date, births: &Births) -> Result<Birth, NoBirth> {
    let is_default = (date.month(), date.day()) == (1, 1);
    if is_default && (1900..=1901).contains(&date.year()) {
        return Ok(Birth::default());
    }
    let year = births.year(date.year())?;
    if births.last < date {
        Err(NoBirth::Outside)
    } else {
        Ok(Birth { born: (!is_default).then_some(date), year: Some(year) })
    }
}

/// What stands where a date of birth should, year first as dates are written, if it is written in three parts and is no
/// date: `22-12-2972` becomes `2972-12-22`. It is compared as a text with dates and with its like, and is never a date.
pub fn as_printed(text: &str, voted: Option<DateFormat>) -> Option<String> {
    let is_sign = |c: char| matches!(c, '/' | '-' | '.' | ' ');
    let parts: Vec<&str> = match text.len() {
        8 if !text.contains(is_sign) && text.is_ascii() => vec![&text[..4], &text[4..6], &text[6..]],
        _ => text.split(is_sign).filter(|part| !part.is_empty()).collect(),
    };
    let [a, b, c] = parts.as_slice() else { return None };
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_short = |part: &str| part.len() <= 2;
    if !text.is_ascii() || n_digits < 4 || !parts.iter().all(|part| (1..=4).contains(&part.len())) {
        return None;
    }
    let (year, month, day) = match (a.len(), c.len()) {
        (4, _) if is_short(b) && is_short(c) => (a, b, c),
        (1 | 2, 4) if voted == Some(DateFormat::MonthDayYear) => (c, a, b),
        (1 | 2, 4) if is_short(b) => (c, b, a),
        _ => return None,
    };
    Some(format!("{year}-{month:0>2}-{day:0>2}").to_ascii_lowercase())
}

/// Whether a date was written with two digits for its year.
pub fn has_short_year(text: &str) -> bool {
    !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// What a short year means that reads as one of the wrong century.
pub fn a_century_before(date: Date) -> Date {
    date.saturating_sub(jiff::Span::new().years(100))
}

/// A year of a column of its own: `98` is 1998, and `04` is 2004 where somebody can have been born then.
pub fn full_year(year: i32, last: Date) -> i32 {
    let century = i32::from(last.year()) / 100 * 100;
    match year {
        0..=99 if century + year <= i32::from(last.year()) => century + year,
        0..=99 => century - 100 + year,
        year => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: Date = date(2025, 3, 31);
    const LIVING: Births = Births { first_year: 1905, last: LAST };

    #[test]
    fn births_are_read_as_they_are_meant() {
        let day_first = Some(DateFormat::DayMonthYear);
        let birth = |text| read_birth(text, day_first, &LIVING);
        assert_eq!(birth("21/09/33"), Ok(Birth { born: Some(date(1933, 9, 21)), year: Some(1933) }));
        assert_eq!(birth("21/09/1933"), Ok(Birth { born: Some(date(1933, 9, 21)), year: Some(1933) }));
        assert_eq!(birth("1990-04-30"), Ok(Birth { born: Some(date(1990, 4, 30)), year: Some(1990) }));
        assert_eq!(birth("01/01/1990"), Ok(Birth { born: None, year: Some(1990) }), "a default date tells the year");
        assert_eq!(birth("1990"), Ok(Birth { born: None, year: Some(1990) }), "and so does a year");
        assert_eq!(birth("01/01/1900"), Ok(Birth::default()), "and this one tells nothing");
        assert_eq!(birth(""), Ok(Birth::default()));
        assert_eq!(birth("not known"), Err(NoBirth::Unreadable));
        assert_eq!(birth("21/09/2033"), Err(NoBirth::Outside));
        assert_eq!(birth("31/02/1990"), Err(NoBirth::Unreadable));
    }

    #[test]
    fn people_of_history_are_born_before_the_living() {
        let born = Birth { born: Some(date(1797, 2, 12)), year: Some(1797) };
        assert_eq!(read_birth("1797-02-12", None, &Births::of_the_living(LAST)), Err(NoBirth::Outside));
        assert_eq!(read_birth("1797-02-12", None, &Births::of_any_time(LAST)), Ok(born));
    }

    /// Every form of the third of December 1961, in a column that says which comes first.
    #[test]
    fn every_form_of_a_date_is_read() {
        let born = Ok(Birth { born: Some(date(1961, 12, 3)), year: Some(1961) });
        for (column, text) in [
            (["28/05/1990", "03/04/1961"], "03/12/1961"),
            (["28.05.90", "03.04.61"], "3.12.61"),
            (["05/28/1990", "03/04/1961"], "12/03/1961"),
            (["05-28-1990", "03-04-1961"], "12-3-1961"),
            (["28-May-1990", "03-Apr-1961"], "03-Dec-1961"),
            (["28 May 1990", "3 April 1961"], "3rd December 1961"),
            (["May 28, 1990", "April 3, 1961"], "Dec 3, 1961"),
            (["19900528", "19610304"], "19611203"),
            (["28051990", "03041961"], "03121961"),
            (["1990/05/28", "1961/03/04"], "1961/12/03"),
            (["1990-05-28T00:00:00", "1961-03-04 00:00"], "1961-12-03T00:00:00"),
            (["90-05-28", "61-03-29"], "61-12-03"),
            (["33021", "8000"], "22618"),
            (["33021.0", "8000.0"], "22618.0"),
            (["643852800", "-278553600"], "-254966400"),
            (["643852800000", "-278553600000"], "-254966400000.0"),
            (["1990-05-27T23:00:00Z", "1961-03-04T00:00:00.000Z"], "1961-12-02T23:00:00.000Z"),
            (["1990-05-28T23:00:00", "1961-03-04T00:00:00"], "1961-12-03T23:00:00"),
        ] {
            let mut vote = Vote::default();
            column.iter().for_each(|text| vote.count(text));
            assert_eq!(read_birth(text, vote.winner(), &LIVING), born, "{text} by {column:?}");
        }
    }

    #[test]
    fn a_serial_of_four_digits_is_a_year_unless_the_column_has_serials() {
        assert_eq!(
            read_birth("9856", Some(DateFormat::Serial), &LIVING).map(|birth| birth.born),
            Ok(Some(date(1926, 12, 25)))
        );
        assert_eq!(read_birth("1985", Some(DateFormat::DayMonthYear), &LIVING).map(|birth| birth.year), Ok(Some(1985)));
        let mut years = Vote::default();
        ["1985", "1962"].iter().for_each(|text| years.count(text));
        assert_eq!((years.winner(), years.share()), (None, 1.0));
    }

    #[test]
    fn what_is_no_date_keeps_its_parts_for_comparison() {
        let arranged = |text, voted| as_printed(text, voted);
        let day_first = Some(DateFormat::DayMonthYear);
        assert_eq!(arranged("22-12-2972", day_first).as_deref(), Some("2972-12-22"));
        assert_eq!(arranged("3l/02/1990", day_first).as_deref(), Some("1990-02-3l"));
        assert_eq!(arranged("02/31/1990", Some(DateFormat::MonthDayYear)).as_deref(), Some("1990-02-31"));
        assert_eq!(arranged("19900231", Some(DateFormat::Compact)).as_deref(), Some("1990-02-31"));
        assert_eq!(arranged("1/2/19g0", day_first).as_deref(), Some("19g0-02-01"));
        for text in ["not known", "??/??/????", "12", "١٢/٠١/١٩٩٠", "1/2/3/4", "unknown yet no"] {
            assert_eq!(arranged(text, day_first), None, "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_the_last_that_was() {
        assert_eq!([98, 4, 25, 26, 1961].map(|year| full_year(year, LAST)), [1998, 2004, 2025, 1926, 1961]);
    }

    #[test]
    fn a_column_votes() {
        let mut vote = Vote::default();
        ["05/28/1990", "03/04/1961", "12/31/2001"].iter().for_each(|text| vote.count(text));
        assert_eq!(vote.winner(), Some(DateFormat::MonthDayYear));
        let mut vote = Vote::default();
        ["19900528", "19610304"].iter().for_each(|text| vote.count(text));
        assert_eq!(read_birth("19900528", vote.winner(), &LIVING).map(|birth| birth.born), Ok(Some(date(1990, 5, 28))));
        assert_eq!(Vote::default().winner(), None);
    }
}
