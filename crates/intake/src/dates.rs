//! Dates as ledgers print them, decided for a whole column.
//!
//! `03/04/2024` is the third of April or the fourth of March, and no single cell can say which. So a
//! column is read once to count which formats its values allow (method, section 1.12, T27), and the
//! vote decides. Forms that can mean only one day (`2024-04-03`, `3-Apr-24`, a spreadsheet's serial
//! number) are read as what they are beside the format that was voted.

mod months_abroad;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use months_abroad::month_abroad;

/// Outside these years a "date" in a ledger is a number that looks like one.
const YEARS: RangeInclusive<i32> = 1980..=2100;

/// A way of writing dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateFormat {
    /// `2024-04-03`, with or without a time.
    YearMonthDay,
    /// `03/04/2024` or `3.4.24`, day first.
    DayMonthYear,
    /// `04/03/2024`, month first.
    MonthDayYear,
    /// `3-Apr-24`, `03 April 2024`.
    DayNameYear,
    /// `Apr-24`: the first day of the month is taken.
    NameYear,
    /// `20240403`.
    Compact,
    /// `45385`: days since 30 December 1899, as spreadsheets store dates.
    Serial,
    /// `03042024`, or `3042024` where a spreadsheet dropped the zero.
    CompactDayFirst,
    /// `Apr 3 2024`, `April 3, 2024`.
    NameDayYear,
    /// `24-04-03`: the year first, in two digits.
    ShortYearMonthDay,
    /// `030424`, or `30424` where a spreadsheet dropped the zero.
    CompactShortYear,
    /// `240403`.
    CompactShortYearFirst,
    /// `2024-04` or `04/2024`: the first day of the month is taken.
    YearMonth,
    /// `45385.75`: a serial number with a time.
    SerialTime,
    /// `1712102400`: seconds since 1970.
    EpochSeconds,
    /// `1712102400000`
    EpochMilliseconds,
}

impl DateFormat {
    /// Every format: the recognisable ones first, then those that are dates only under a heading that says so, because a
    /// code or an amount may be written the same way.
    pub const EVERY: [DateFormat; 16] = [
        DateFormat::YearMonthDay,
        DateFormat::DayMonthYear,
        DateFormat::MonthDayYear,
        DateFormat::DayNameYear,
        DateFormat::NameYear,
        DateFormat::Compact,
        DateFormat::Serial,
        DateFormat::CompactDayFirst,
        DateFormat::NameDayYear,
        DateFormat::ShortYearMonthDay,
        DateFormat::CompactShortYear,
        DateFormat::CompactShortYearFirst,
        DateFormat::YearMonth,
        DateFormat::SerialTime,
        DateFormat::EpochSeconds,
        DateFormat::EpochMilliseconds,
    ];

    /// Formats that are recognisable without a heading.
    pub const ALL: [DateFormat; 9] = match DateFormat::EVERY.first_chunk() {
        Some(first) => *first,
        None => unreachable!(),
    };

    pub fn name(self) -> &'static str {
        match self {
            DateFormat::YearMonthDay => "yyyy-mm-dd",
            DateFormat::DayMonthYear => "dd/mm/yyyy",
            DateFormat::MonthDayYear => "mm/dd/yyyy",
            DateFormat::DayNameYear => "dd-Mon-yyyy",
            DateFormat::NameYear => "Mon-yyyy",
            DateFormat::Compact => "yyyymmdd",
            DateFormat::CompactDayFirst => "ddmmyyyy",
            DateFormat::NameDayYear => "Mon dd yyyy",
            DateFormat::Serial => "serial number",
            DateFormat::ShortYearMonthDay => "yy-mm-dd",
            DateFormat::CompactShortYear => "ddmmyy",
            DateFormat::CompactShortYearFirst => "yymmdd",
            DateFormat::YearMonth => "yyyy-mm",
            DateFormat::SerialTime => "serial number with time",
            DateFormat::EpochSeconds => "seconds since 1970",
            DateFormat::EpochMilliseconds => "milliseconds since 1970",
        }
    }

    pub fn parse(name: &str) -> Option<DateFormat> {
        DateFormat::EVERY.into_iter().find(|format| format.name() == name)
    }

    /// Reads a text that is written this way.
    pub fn read(self, text: &str) -> Option<Date> {
        self.read_within(text, &YEARS)
    }

    /// As [`DateFormat::read`], for dates of other years than those of ledgers: people are older.
    pub fn read_within(self, text: &str, years: &RangeInclusive<i32>) -> Option<Date> {
        Written::of(text).read_within(self, years)
    }

    fn read_written(self, Written { text, parts }: &Written<'_>, years: &RangeInclusive<i32>) -> Option<Date> {
        let date = |year: i32, month: i32, day: i32| date(year, month, day, years);
        match self {
            DateFormat::EpochSeconds => return epoch_day(text, 10, 1).filter(|day| years.contains(&day.year().into())),
            DateFormat::EpochMilliseconds => {
                return epoch_day(text, 13, 1_000).filter(|day| years.contains(&day.year().into()));
            }
            DateFormat::SerialTime => return whole_serial(text).and_then(|n| DateFormat::Serial.read_within(n, years)),
            _ => {}
        }
        let parts = parts.as_ref()?;
        let [a, b, c] = [parts.get(0), parts.get(1), parts.get(2)];
        match (self, parts.len(), a, b, c) {
            (DateFormat::YearMonthDay, 3, Num(y, 4), Num(m, _), Num(d, _)) => {
                date(y, m, d).map(|day| if is_an_hour_early(text, day) { day.tomorrow().unwrap_or(day) } else { day })
            }
            (DateFormat::DayMonthYear, 3, Num(d, 1..=2), Num(m, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::MonthDayYear, 3, Num(m, 1..=2), Num(d, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::DayNameYear, 3, Num(d, 1..=2), Name(m), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::NameYear, 2, Name(m), Num(y, n), _) => date(full_year(y, n)?, m, 1),
            (DateFormat::Compact, 1, Num(n, 8), _, _) => date(n / 10_000, n / 100 % 100, n % 100),
            (DateFormat::CompactDayFirst, 1, Num(n, 7 | 8), _, _) => date(n % 10_000, n / 10_000 % 100, n / 1_000_000),
            (DateFormat::NameDayYear, 3, Name(m), Num(d, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::ShortYearMonthDay, 3, Num(y, 2), Num(m, 1..=2), Num(d, 1..=2)) => date(full_year(y, 2)?, m, d),
            (DateFormat::CompactShortYear, 1, Num(n, 5 | 6), _, _) => {
                date(full_year(n % 100, 2)?, n / 100 % 100, n / 10_000)
            }
            (DateFormat::CompactShortYearFirst, 1, Num(n, 6), _, _) => {
                date(full_year(n / 10_000, 2)?, n / 100 % 100, n % 100)
            }
            (DateFormat::YearMonth, 2, Num(y, 4), Num(m, 1..=2), _) => date(y, m, 1),
            (DateFormat::YearMonth, 2, Num(m, 1..=2), Num(y, 4), _) => date(y, m, 1),
            (DateFormat::Serial, 1, Num(n @ 20_000..=60_000, 5), _, _) => {
                Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(n))).ok()
            }
            _ => None,
        }
    }

    /// Whether a text of this form can mean one day only.
    fn is_certain(self) -> bool {
        matches!(
            self,
            DateFormat::YearMonthDay | DateFormat::DayNameYear | DateFormat::NameYear | DateFormat::NameDayYear
        )
    }
}

/// A text split once, to be read in several formats.
pub struct Written<'a> {
    text: &'a str,
    parts: Option<Parts>,
}

impl Written<'_> {
    /// Splits a text, once for all formats.
    pub fn of(text: &str) -> Written<'_> {
        Written { text, parts: Parts::of(text) }
    }

    /// As [`DateFormat::read`].
    pub fn read(&self, format: DateFormat) -> Option<Date> {
        self.read_within(format, &YEARS)
    }

    /// As [`DateFormat::read_within`].
    pub fn read_within(&self, format: DateFormat, years: &RangeInclusive<i32>) -> Option<Date> {
        format.read_written(self, years)
    }
}

/// Whether a moment is the midnight of the next day in British Summer Time, printed in UTC: `2024-04-30T23:00:00Z` is 1 May.
/// Programs that hold a day as a moment print it so, all through the summer.
fn is_an_hour_early(text: &str, day: Date) -> bool {
    let Some((_, time)) = text.split_once(['T', 't']) else { return false };
    let is_utc = ["Z", "z", "+00:00", "+0000", "+00"].iter().find_map(|zone| time.strip_suffix(zone));
    let is_eleven = is_utc.is_some_and(|time| {
        let (clock, parts) = time.split_once('.').unwrap_or((time, ""));
        matches!(clock, "23:00:00" | "23:00") && parts.bytes().all(|byte| byte == b'0')
    });
    is_eleven && is_summer_evening(day)
}

/// Whether clocks are an hour ahead at the end of a day: from the last Sunday of March until the day before the last Sunday of
/// October.
pub(crate) fn is_summer_evening(day: Date) -> bool {
    last_sunday(day.year(), 3) <= day && day < last_sunday(day.year(), 10)
}

/// The last Sunday of a month of 31 days.
pub(crate) fn last_sunday(year: i16, month: i8) -> Date {
    let last = Date::constant(year, month, 31);
    last.checked_sub(jiff::Span::new().days(i64::from(last.weekday().to_sunday_zero_offset()))).unwrap_or(last)
}

/// The day of a moment in seconds or milliseconds since 1970. Midnight in British Summer Time is an hour earlier in UTC.
fn epoch_day(text: &str, n_digits: usize, per_second: i64) -> Option<Date> {
    let is_number = text.len() == n_digits && text.bytes().all(|b| b.is_ascii_digit());
    day_of_epoch(is_number.then(|| text.parse::<i64>().ok()).flatten()?.div_euclid(per_second))
}

/// The day of some seconds since 1970, or before it; midnight of British summer time is 23 o'clock of the day before.
pub(crate) fn day_of_epoch(seconds: i64) -> Option<Date> {
    const HOUR: i64 = 3_600;
    let is_summer_midnight = (seconds + HOUR).rem_euclid(24 * HOUR) == 0;
    let days = (seconds + if is_summer_midnight { HOUR } else { 0 }).div_euclid(24 * HOUR);
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The digits before the point of `45385.75`.
fn whole_serial(text: &str) -> Option<&str> {
    let (whole, time) = text.split_once('.')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (is_number(whole) && is_number(time)).then_some(whole)
}

/// How many values of a column can be read in each format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateVote {
    n_by_format: [u64; DateFormat::EVERY.len()],
    /// Years of the values in each format, one bit a year.
    years: [u128; DateFormat::EVERY.len()],
    /// Months of the year, one bit a month.
    months: [u16; DateFormat::EVERY.len()],
    /// Values that only a month-first reading allows, such as `04/13/2024`.
    n_month_first_only: u64,
}

/// With more months than this, a column is not the file of one month.
const MONTHS_OF_A_FILE: u32 = 4;
/// With more years than this in one column, another reading is likelier.
const YEARS_OF_A_FILE: u32 = 2;

impl DateVote {
    /// Counts a value that stands `n` times in the column.
    pub fn count(&mut self, text: &str, n: u64) {
        self.count_within(text, n, &YEARS);
    }

    /// As [`DateVote::count`], for dates of other years than those of ledgers.
    pub fn count_within(&mut self, text: &str, n: u64, years: &RangeInclusive<i32>) {
        if text.is_empty() {
            return;
        }
        let written = Written::of(text);
        let dates = DateFormat::EVERY.map(|format| written.read_within(format, years));
        for (i, date) in dates.iter().enumerate() {
            let Some(date) = date else { continue };
            self.n_by_format[i] += n;
            self.years[i] |= 1 << (date.year() - 1980).clamp(0, 127);
            self.months[i] |= 1 << date.month();
        }
        let allows = |format: DateFormat| dates[format as usize].is_some();
        if allows(DateFormat::MonthDayYear) && !allows(DateFormat::DayMonthYear) {
            self.n_month_first_only += n;
        }
    }

    pub fn n(&self, format: DateFormat) -> u64 {
        self.n_by_format[format as usize]
    }

    /// The format that most values allow. Day first wins a tie with month first, and month first needs a
    /// value that nothing else explains: a British file is day first until it proves otherwise. Of other equals
    /// the first is taken, unless it strews the column over years and another does not: `25-04-01`, `25-04-02`
    /// are two days of 2025.
    pub fn winner(&self) -> Option<DateFormat> {
        let votes = |format: DateFormat| match format {
            DateFormat::MonthDayYear if self.n_month_first_only == 0 => 0,
            format => self.n(format),
        };
        let most = DateFormat::EVERY.into_iter().map(votes).max().filter(|most| 0 < *most)?;
        let mut equals = DateFormat::EVERY.into_iter().filter(|format| votes(*format) == most);
        let first = equals.next()?;
        let n_years = |format: DateFormat| self.years[format as usize].count_ones();
        let is_strewn = YEARS_OF_A_FILE < n_years(first);
        equals.find(|other| is_strewn && n_years(*other) <= YEARS_OF_A_FILE).or(Some(first))
    }

    /// As [`DateVote::winner`], where the year is known that the lines are likely of: `24-04-01` is then the first of April
    /// 2024, and not a day of 2001, if every value of the column lies near 2024 that way and none does the other way. Nor is
    /// a column of one day of one month in several years, if it is of one year the other way.
    pub fn winner_near(&self, year: i32) -> Option<DateFormat> {
        let first = self.winner()?;
        let near = (year - 1..=year + 2).fold(0u128, |years, year| years | 1 << (year - 1980).clamp(0, 127));
        let years = |format: DateFormat| self.years[format as usize];
        let is_far = years(first) & near == 0;
        let is_of_one_month = self.months[first as usize].count_ones() == 1 && 1 < years(first).count_ones();
        let is_better = |other: &DateFormat| {
            let is_equal = self.n(*other) == self.n(first) && years(*other) & !near == 0;
            is_equal && (is_far || is_of_one_month && years(*other).count_ones() == 1)
        };
        DateFormat::EVERY.into_iter().find(is_better).or(Some(first))
    }

    /// Whether values of the same column disagree on the order of day and month.
    pub fn is_mixed(&self) -> bool {
        let day_first_only =
            self.n(DateFormat::DayMonthYear) + self.n_month_first_only > self.n(DateFormat::MonthDayYear);
        self.n_month_first_only > 0 && day_first_only
    }

    /// Whether the month may come first although no value proves it: read so, all values are in one month; read
    /// day first, they are the same day of many months.
    pub fn may_be_month_first(&self) -> bool {
        let n_months = |format: DateFormat| self.months[format as usize].count_ones();
        let n = self.n(DateFormat::DayMonthYear);
        self.winner() == Some(DateFormat::DayMonthYear)
            && self.n(DateFormat::MonthDayYear) == n
            && n_months(DateFormat::MonthDayYear) == 1
            && MONTHS_OF_A_FILE < n_months(DateFormat::DayMonthYear)
    }
}

/// Reads a value of a column whose format was voted.
pub fn read_date(text: &str, voted: DateFormat) -> Option<Date> {
    read_date_within(text, voted, &YEARS)
}

/// As [`read_date`], for dates of other years than those of ledgers.
pub fn read_date_within(text: &str, voted: DateFormat, years: &RangeInclusive<i32>) -> Option<Date> {
    let is_beside = |format: &DateFormat| match format {
        // Where the vote says nothing on the order of day and month, a British file is day first.
        DateFormat::DayMonthYear => !matches!(voted, DateFormat::MonthDayYear | DateFormat::ShortYearMonthDay),
        format => format.is_certain() || matches!(format, DateFormat::Serial | DateFormat::SerialTime),
    };
    let beside = DateFormat::EVERY.into_iter().filter(|format| *format != voted && is_beside(format));
    let written = Written::of(text);
    let read = |format: DateFormat| written.read_within(format, years);
    read(voted).or_else(|| beside.filter_map(read).next())
}

/// As [`read_date`], for workbooks that count days from 1904, as old Macintosh ones do.
pub fn read_date_from_1904(text: &str, voted: DateFormat) -> Option<Date> {
    const DAYS: i64 = 1_462;
    let date = read_date(text, voted)?;
    let serial = DateFormat::Serial.read(text).or_else(|| DateFormat::SerialTime.read(text));
    if serial == Some(date) { date.checked_add(jiff::Span::new().days(DAYS)).ok() } else { Some(date) }
}

/// A month named in a text such as a file's or sheet's name, 1 to 12.
pub fn month_named(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const WELSH: [&str; 12] = [
        "ionawr",
        "chwefror",
        "mawrth",
        "ebrill",
        "mai",
        "mehefin",
        "gorffennaf",
        "awst",
        "medi",
        "hydref",
        "tachwedd",
        "rhagfyr",
    ];
    let lower = word.to_ascii_lowercase();
    if let Some(index) = WELSH.iter().position(|month| *month == lower) {
        return Some(index as i32 + 1);
    }
    let index = MONTHS.iter().position(|m| lower.starts_with(m))?;
    (lower.len() == 3 || LONG[index] == lower || lower == "sept").then_some(index as i32 + 1)
}

#[derive(Clone, Copy)]
enum Part {
    /// A number and how many digits it was written with.
    Num(i32, usize),
    /// A month's name.
    Name(i32),
    None,
}
use Part::{Name, Num};

struct Parts {
    parts: [Part; 3],
    n: usize,
}

impl Parts {
    /// The numbers and month names of a date, without weekdays and a time after it; `None` if there is anything else.
    fn of(text: &str) -> Option<Parts> {
        let mut found = Parts { parts: [Part::None; 3], n: 0 };
        let date = without_time(text.trim());
        let words = date.split(['/', '-', '.', ' ', ',', '(', ')', '\u{2013}', '\u{a0}']);
        let mut words = words.filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            // In Welsh, Tuesday and March are one word: `Dydd Mawrth 15 Ebrill`.
            if word.eq_ignore_ascii_case("dydd") {
                words.next();
                continue;
            }
            if is_weekday(word) {
                continue;
            }
            for piece in split_run_together(word) {
                *found.parts.get_mut(found.n)? = part(piece)?;
                found.n += 1;
            }
        }
        (found.n > 0).then_some(found)
    }

    fn len(&self) -> usize {
        self.n
    }

    fn get(&self, index: usize) -> Part {
        self.parts[index]
    }
}

/// `2024-04-03` of `2024-04-03T00:00:00` and `03/04/2024` of `03/04/2024 12:30 PM`: a time holds a colon.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let before = &text[..colon];
    let has_day = |date: &str| date.bytes().any(|b| b.is_ascii_digit());
    match before.rfind([' ', 'T', 't']) {
        Some(at) if has_day(&before[..at]) => &before[..at],
        // `14APR2025:00:00:00`
        _ if 6 < before.len() => before,
        _ => text,
    }
}

/// `Mon`, `Monday`, beside the date itself.
fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let short =
        |day: &str| word.len() >= 3 && day.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    DAYS.iter().any(|day| short(day))
}

/// `14Apr2025` is a day, a month and a year; `3rd` and every other word stay whole.
fn split_run_together(word: &str) -> impl Iterator<Item = &str> {
    let is_letter = |b: u8| b.is_ascii_alphabetic();
    let ends = (word.bytes().position(is_letter), word.bytes().rposition(is_letter));
    let parts = match ends {
        (Some(first @ 1..), Some(last)) if last + 1 < word.len() && word.is_ascii() => {
            [&word[..first], &word[first..=last], &word[last + 1..]]
        }
        _ => [word, "", ""],
    };
    parts.into_iter().filter(|part| !part.is_empty())
}

fn part(word: &str) -> Option<Part> {
    let bytes = word.as_bytes();
    if bytes.len() <= 8 && bytes.iter().all(u8::is_ascii_digit) {
        return Some(Num(bytes.iter().fold(0, |n, b| n * 10 + i32::from(b - b'0')), bytes.len()));
    }
    // `3rd April 2024`, `3ydd Ebrill 2024`
    let digits = ["st", "nd", "rd", "th", "af", "ail", "ydd", "fed", "ed", "eg", "ain"]
        .into_iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|digits| digits.len() <= 2);
    if let Some(digits) = digits
        && let Ok(day) = digits.parse()
    {
        return Some(Num(day, digits.len()));
    }
    month_named(word).or_else(|| welsh_month_cut_off(word)).or_else(|| month_abroad(word)).map(Name)
}

/// Welsh months cut short, `Ebr`, `Tach`: months in a cell of dates, though not in a file's name.
fn welsh_month_cut_off(word: &str) -> Option<i32> {
    const CUT_OFF: [&[&str]; 12] = [
        &["ion"],
        &["chw", "chwe", "chwef"],
        &["maw"],
        &["ebr"],
        &["mai"],
        &["meh"],
        &["gor", "gorff"],
        &["aws"],
        &["med"],
        &["hyd"],
        &["tach", "tac"],
        &["rhag", "rha"],
    ];
    let index = CUT_OFF.iter().position(|names| names.iter().any(|name| word.eq_ignore_ascii_case(name)))?;
    Some(index as i32 + 1)
}

fn full_year(year: i32, n_digits: usize) -> Option<i32> {
    match n_digits {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn date(year: i32, month: i32, day: i32, years: &RangeInclusive<i32>) -> Option<Date> {
    if !years.contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests;
