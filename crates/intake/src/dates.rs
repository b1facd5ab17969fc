//! Dates as ledgers print them, decided for a whole column.
//!
//! `03/04/2024` is the third of April or the fourth of March, and no single cell can say which. So a
//! column is read once to count which formats its values allow (method, section 1.12, T27), and the
//! vote decides. Forms that can mean only one day (`2024-04-03`, `3-Apr-24`, a spreadsheet's serial
//! number) are read as what they are beside the format that was voted.

use std::ops::RangeInclusive;

use jiff::civil::Date;

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
}

impl DateFormat {
    pub const ALL: [DateFormat; 9] = [
        DateFormat::YearMonthDay,
        DateFormat::DayMonthYear,
        DateFormat::MonthDayYear,
        DateFormat::DayNameYear,
        DateFormat::NameYear,
        DateFormat::Compact,
        DateFormat::Serial,
        DateFormat::CompactDayFirst,
        DateFormat::NameDayYear,
    ];

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
        }
    }

    pub fn parse(name: &str) -> Option<DateFormat> {
        DateFormat::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Reads a text that is written this way.
    pub fn read(self, text: &str) -> Option<Date> {
        // Outside these years a "date" in a ledger is a number that looks like one.
        self.read_within(text, &(1980..=2100))
    }

    /// As [`DateFormat::read`], for dates of other years than those of ledgers: people are older.
    pub fn read_within(self, text: &str, years: &RangeInclusive<i32>) -> Option<Date> {
        let date = |year: i32, month: i32, day: i32| date(year, month, day, years);
        let parts = Parts::of(text)?;
        let [a, b, c] = [parts.get(0), parts.get(1), parts.get(2)];
        match (self, parts.len(), a, b, c) {
            (DateFormat::YearMonthDay, 3, Num(y, 4), Num(m, _), Num(d, _)) => date(y, m, d),
            (DateFormat::DayMonthYear, 3, Num(d, 1..=2), Num(m, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::MonthDayYear, 3, Num(m, 1..=2), Num(d, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::DayNameYear, 3, Num(d, 1..=2), Name(m), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::NameYear, 2, Name(m), Num(y, n), _) => date(full_year(y, n)?, m, 1),
            (DateFormat::Compact, 1, Num(n, 8), _, _) => date(n / 10_000, n / 100 % 100, n % 100),
            (DateFormat::CompactDayFirst, 1, Num(n, 7 | 8), _, _) => date(n % 10_000, n / 10_000 % 100, n / 1_000_000),
            (DateFormat::NameDayYear, 3, Name(m), Num(d, 1..=2), Num(y, n)) => date(full_year(y, n)?, m, d),
            (DateFormat::Serial, 1, Num(n @ 20_000..=60_000, 5), _, _) => {
                Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(n))).ok()
            }
            _ => None,
        }
    }

    /// Whether a text of this form can mean one day only.
    fn is_certain(self) -> bool {
        !matches!(
            self,
            DateFormat::DayMonthYear
                | DateFormat::MonthDayYear
                | DateFormat::Compact
                | DateFormat::CompactDayFirst
                | DateFormat::Serial
        )
    }
}

/// How many values of a column can be read in each format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateVote {
    n_by_format: [u64; DateFormat::ALL.len()],
    /// Values that only a month-first reading allows, such as `04/13/2024`.
    n_month_first_only: u64,
}

impl DateVote {
    /// Counts a value that stands `n` times in the column.
    pub fn count(&mut self, text: &str, n: u64) {
        if text.is_empty() {
            return;
        }
        let allows = DateFormat::ALL.map(|format| format.read(text).is_some());
        for (n_format, allowed) in self.n_by_format.iter_mut().zip(allows) {
            *n_format += if allowed { n } else { 0 };
        }
        if allows[DateFormat::MonthDayYear as usize] && !allows[DateFormat::DayMonthYear as usize] {
            self.n_month_first_only += n;
        }
    }

    pub fn n(&self, format: DateFormat) -> u64 {
        self.n_by_format[format as usize]
    }

    /// The format that most values allow. Day first wins a tie with month first, and month first needs a
    /// value that nothing else explains: a British file is day first until it proves otherwise.
    pub fn winner(&self) -> Option<DateFormat> {
        let votes = |format: DateFormat| match format {
            DateFormat::MonthDayYear if self.n_month_first_only == 0 => 0,
            format => self.n(format),
        };
        // `max_by_key` keeps the last of equals, so the order is turned round.
        DateFormat::ALL.into_iter().rev().max_by_key(|format| votes(*format)).filter(|format| votes(*format) > 0)
    }

    /// Whether values of the same column disagree on the order of day and month.
    pub fn is_mixed(&self) -> bool {
        let day_first_only =
            self.n(DateFormat::DayMonthYear) + self.n_month_first_only > self.n(DateFormat::MonthDayYear);
        self.n_month_first_only > 0 && day_first_only
    }
}

/// Reads a value of a column whose format was voted.
pub fn read_date(text: &str, voted: DateFormat) -> Option<Date> {
    let is_beside = |format: &DateFormat| match format {
        // Where the vote says nothing on the order of day and month, a British file is day first.
        DateFormat::DayMonthYear => voted != DateFormat::MonthDayYear,
        format => format.is_certain() || *format == DateFormat::Serial,
    };
    let beside = DateFormat::ALL.into_iter().filter(|format| *format != voted && is_beside(format));
    voted.read(text).or_else(|| beside.filter_map(|format| format.read(text)).next())
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
    /// Numbers and month names of a date; a time behind them is passed over. None where there is more.
    fn of(text: &str) -> Option<Parts> {
        let text = text.trim();
        let date = match text.split_once(['T', ' ']) {
            // `2024-04-03T00:00:00`, `03/04/2024 00:00`: what follows a space and holds a colon is a time.
            Some((date, time)) if time.contains(':') && date.bytes().any(|b| b.is_ascii_digit()) => {
                match text.rsplit_once(' ') {
                    Some((date, time)) if time.contains(':') => date,
                    _ => date,
                }
            }
            _ => text,
        };
        let mut found = Parts { parts: [Part::None; 3], n: 0 };
        let words = date.split(['/', '-', '.', ' ', ',', '\u{2013}']).filter(|word| !word.is_empty());
        for word in words.skip_while(|word| is_weekday(word)).flat_map(split_run_together) {
            *found.parts.get_mut(found.n)? = part(word)?;
            found.n += 1;
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

/// `Mon`, `Monday`, before the date itself.
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
    // `3rd April 2024`
    let digits = ["st", "nd", "rd", "th"]
        .into_iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|digits| digits.len() <= 2);
    if let Some(digits) = digits
        && let Ok(day) = digits.parse()
    {
        return Some(Num(day, digits.len()));
    }
    month_named(word).map(Name)
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
mod tests {
    use super::*;

    fn check(text: &str, voted: DateFormat, expected: &str) {
        let found = read_date(text, voted).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_in_every_way_that_ledgers_write_them() {
        use DateFormat::*;
        check("03/04/2024", DayMonthYear, "2024-04-03");
        check("03/04/2024", MonthDayYear, "2024-03-04");
        check("3.4.24", DayMonthYear, "2024-04-03");
        check("07/Jun/2011 ", DayMonthYear, "2011-06-07");
        check("19-Apr-11", DayMonthYear, "2011-04-19");
        check("3rd September 2024", DayMonthYear, "2024-09-03");
        check("2024-04-03T00:00:00", DayMonthYear, "2024-04-03");
        check("2024-04-03 00:00:00", YearMonthDay, "2024-04-03");
        check("03/04/2024 12:30", DayMonthYear, "2024-04-03");
        check("45387", DayMonthYear, "2024-04-05");
        check("20240403", Compact, "2024-04-03");
        check("Apr-24", NameYear, "2024-04-01");
        check("14042025", CompactDayFirst, "2025-04-14");
        check("4042025", CompactDayFirst, "2025-04-04");
        check("Apr 14 2025", DayMonthYear, "2025-04-14");
        check("April 14, 2025", NameDayYear, "2025-04-14");
        check("14Apr2025", DayNameYear, "2025-04-14");
        check("14-APR-25", DayMonthYear, "2025-04-14");
        check("Mon 14 April 2025", DayNameYear, "2025-04-14");
        check("Monday, 14/04/2025", DayMonthYear, "2025-04-14");
        check("14 Ebrill 2025", DayNameYear, "2025-04-14");
        check("1 Mai 2025", DayNameYear, "2025-05-01");
        check("99/99/99999", DayMonthYear, "");
        check("31/02/2024", DayMonthYear, "");
        check("Total", DayMonthYear, "");
        check("", DayMonthYear, "");
    }

    /// Method, T27.
    #[test]
    fn the_format_is_decided_by_vote_over_the_column() {
        let mut vote = DateVote::default();
        for text in ["03/04/2024", "12/04/2024", "19/04/2024", "30/04/2024", "45387", "05/04/24"] {
            vote.count(text, 1);
        }
        // T27 counts two-digit years apart (4 and 1); here they are one format.
        assert_eq!(vote.n(DateFormat::DayMonthYear), 4 + 1);
        assert_eq!(vote.n(DateFormat::MonthDayYear), 2 + 1);
        assert_eq!(vote.n(DateFormat::YearMonthDay), 0);
        assert_eq!(vote.winner(), Some(DateFormat::DayMonthYear));
        assert_eq!(DateFormat::Serial.read("45387").unwrap().to_string(), "2024-04-05");
    }

    #[test]
    fn a_column_is_month_first_only_when_a_value_proves_it() {
        let vote = |texts: &[&str]| {
            let mut vote = DateVote::default();
            texts.iter().for_each(|text| vote.count(text, 1));
            vote
        };
        assert_eq!(vote(&["03/04/2024", "05/06/2024"]).winner(), Some(DateFormat::DayMonthYear));
        assert_eq!(vote(&["03/04/2024", "04/13/2024"]).winner(), Some(DateFormat::MonthDayYear));
        assert!(vote(&["13/04/2024", "04/13/2024"]).is_mixed());
        assert!(!vote(&["03/04/2024", "04/13/2024"]).is_mixed());
        assert_eq!(vote(&["n/a"]).winner(), None);
    }
}
