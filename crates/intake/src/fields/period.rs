//! Cells of accounting periods: `202013`, `2023-24 P01`, `Apr-23`, `Period 1`, `7`.

use crate::dates::month_named;

/// Periods are numbered up to 14: the last two are for what is booked after the year's end.
const NUMBER_MAX: u32 = 14;
/// Words printed beside a period that add nothing.
const WORDS: [&str; 14] =
    ["p", "pd", "per", "period", "m", "mth", "month", "fy", "yr", "year", "financial", "accounting", "acc", "fin"];

/// What a cell says of the accounting period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodCell {
    /// Its financial year, by the calendar year it starts in.
    Year(i32),
    /// A year and a number: a period of that financial year, or a month of that calendar year.
    YearAndNumber(i32, u32),
    /// A month of a calendar year, spelt.
    Month(i32, u32),
    /// A number alone: a period or a month.
    Number(u32),
}

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeriodBasis {
    /// Periods of the financial year: 1 is April.
    #[default]
    Accounting,
    /// Months of the calendar: 1 is January.
    Calendar,
    /// The lines' dates support neither: a number alone says nothing.
    Unclear,
}

/// How many dated lines lie within a month of their period, under each reading of the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodVotes {
    n: u64,
    accounting: u64,
    calendar: u64,
}

impl PeriodCell {
    /// Reads a cell; `None` if it gives no period.
    pub fn read(text: &str) -> Option<PeriodCell> {
        let text = text.trim();
        if text.is_empty() || 24 < text.len() {
            return None;
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return of_digits(text);
        }
        of_words(text)
    }

    /// The financial year of a line of this period, dated in a month counted as `year × 12 + month - 1`.
    pub fn year(self, basis: PeriodBasis, date: Option<i32>) -> Option<i32> {
        match self {
            PeriodCell::Year(year) => Some(year),
            PeriodCell::Month(year, month) => Some(year_of(year * 12 + month as i32 - 1)),
            PeriodCell::YearAndNumber(year, number @ 1..=12) if basis == PeriodBasis::Calendar => {
                Some(year_of(year * 12 + number as i32 - 1))
            }
            PeriodCell::YearAndNumber(year, _) => Some(year),
            PeriodCell::Number(_) if basis == PeriodBasis::Unclear => None,
            PeriodCell::Number(number) => {
                let month_of_year = if basis == PeriodBasis::Calendar { number as i32 - 1 } else { accounting(number) };
                let date = date?;
                // The month of the period that is nearest to the date.
                let ahead = (month_of_year - date).rem_euclid(12);
                Some(year_of(date + if ahead <= 6 { ahead } else { ahead - 12 }))
            }
        }
    }
}

impl PeriodVotes {
    /// Counts the period of a line dated in a month counted as `year × 12 + month - 1`.
    pub fn count(&mut self, cell: PeriodCell, date: Option<i32>) {
        let Some(date) = date else { return };
        let (accounting, calendar) = match cell {
            PeriodCell::YearAndNumber(year, number) => {
                (year * 12 + 3 + (number.min(12) as i32 - 1) - date, year * 12 + number as i32 - 1 - date)
            }
            PeriodCell::Number(number) => (round(accounting(number) - date), round(number as i32 - 1 - date)),
            PeriodCell::Year(_) | PeriodCell::Month(..) => return,
        };
        self.n += 1;
        self.accounting += u64::from(accounting.abs() <= 1);
        self.calendar += u64::from(calendar.abs() <= 1);
    }

    /// The reading of the numbers that the dates support.
    pub fn basis(&self) -> PeriodBasis {
        match self {
            votes if votes.accounting < votes.calendar && votes.n <= 2 * votes.calendar => PeriodBasis::Calendar,
            votes if votes.n <= 2 * votes.accounting => PeriodBasis::Accounting,
            _ => PeriodBasis::Unclear,
        }
    }
}

/// The month of the year, 0 for January, of an accounting period; what follows the twelfth belongs to March.
fn accounting(number: u32) -> i32 {
    (3 + number.min(12) as i32 - 1) % 12
}

/// Months from one to another around the year.
fn round(months: i32) -> i32 {
    let ahead = months.rem_euclid(12);
    if ahead <= 6 { ahead } else { ahead - 12 }
}

/// The financial year of a month counted as `year × 12 + month - 1`.
fn year_of(month: i32) -> i32 {
    (month - 3).div_euclid(12)
}

fn is_year(n: i32) -> bool {
    (1990..2100).contains(&n)
}

/// `202013`, `2020013`, `7`, `007`.
fn of_digits(text: &str) -> Option<PeriodCell> {
    let n: u32 = (text.len() <= 7).then(|| text.parse().ok()).flatten()?;
    let (year, number) = match text.len() {
        6 => (n / 100, n % 100),
        7 => (n / 1000, n % 1000),
        1..=3 => return (1..=NUMBER_MAX).contains(&n).then_some(PeriodCell::Number(n)),
        _ => return None,
    };
    let is_period = is_year(year as i32) && (1..=NUMBER_MAX).contains(&number);
    is_period.then_some(PeriodCell::YearAndNumber(year as i32, number))
}

fn of_words(text: &str) -> Option<PeriodCell> {
    let lower = text.to_lowercase();
    let is_part = |part: &&str| !part.is_empty();
    let digits: Vec<&str> = lower.split(|c: char| !c.is_ascii_digit()).filter(is_part).collect();
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(is_part);
    let mut month = None;
    for word in words {
        match month_named(word) {
            Some(named) if month.is_none() => month = Some(named as u32),
            None if WORDS.contains(&word) => {}
            _ => return None,
        }
    }
    let number = |text: &str| text.parse::<i32>().ok();
    let pair = digits.windows(2).find_map(|pair| financial_year(pair[0], pair[1]));
    match (month, digits.as_slice()) {
        (_, [_, _] | [_, _, _]) if pair.is_some() => pair.map(PeriodCell::Year),
        (Some(month), [year]) => {
            let year = match year.len() {
                2 => 2000 + number(year)?,
                4 => number(year).filter(|year| is_year(*year))?,
                _ => return None,
            };
            Some(PeriodCell::Month(year, month))
        }
        (None, [one]) => of_digits(one),
        (None, [a, b]) => {
            let (year, other) = if a.len() == 4 { (a, b) } else { (b, a) };
            let (year, other) = (number(year).filter(|n| year.len() == 4 && is_year(*n))?, other.parse().ok()?);
            (1..=NUMBER_MAX).contains(&other).then_some(PeriodCell::YearAndNumber(year, other))
        }
        _ => None,
    }
}

/// The year that starts a pair such as `2023` and `24`, `2023` and `2024`, `23` and `24`.
pub(crate) fn financial_year(first: &str, second: &str) -> Option<i32> {
    let (a, b): (i32, i32) = (first.parse().ok()?, second.parse().ok()?);
    match (first.len(), second.len()) {
        (4, 4) if is_year(a) && b == a + 1 => Some(a),
        (4, 2) if is_year(a) && b == (a + 1) % 100 => Some(a),
        // Fewer could be a day, a month or a period.
        (2, 2) if NUMBER_MAX as i32 <= a && b == a + 1 && b < 50 => Some(2000 + a),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<PeriodCell>) {
        assert_eq!(PeriodCell::read(text), expected, "{text}");
    }

    #[test]
    fn periods_are_read_as_bodies_write_them() {
        use PeriodCell::{Month, Number, Year, YearAndNumber};
        check("202013", Some(YearAndNumber(2020, 13)));
        check("2020013", Some(YearAndNumber(2020, 13)));
        check("2023/01", Some(YearAndNumber(2023, 1)));
        check("01.2023", Some(YearAndNumber(2023, 1)));
        check("P1 2023", Some(YearAndNumber(2023, 1)));
        for text in ["2023-24", "2023/24 P01", "P01 2023-2024", "FY2023/24", "23/24", "Period 12 2023/24", "2023/2024"]
        {
            check(text, Some(Year(2023)));
        }
        check("Apr-23", Some(Month(2023, 4)));
        check("March 2024", Some(Month(2024, 3)));
        for text in ["7", "07", "007", "P7", "Period 7", "Month 07"] {
            check(text, Some(Number(7)));
        }
        for text in
            ["", "0", "15", "202015", "2023", "Acorn 7", "01/04/2023", "Q1", "12/13/14/15", "198901", "200022816"]
        {
            check(text, None);
        }
    }

    #[test]
    fn a_number_is_of_the_year_that_brings_it_next_to_the_date() {
        let march_2023 = Some(2023 * 12 + 2);
        let year = |cell: PeriodCell, basis| cell.year(basis, march_2023);
        assert_eq!(year(PeriodCell::Number(1), PeriodBasis::Accounting), Some(2023));
        assert_eq!(year(PeriodCell::Number(12), PeriodBasis::Accounting), Some(2022));
        assert_eq!(year(PeriodCell::Number(13), PeriodBasis::Accounting), Some(2022));
        assert_eq!(year(PeriodCell::Number(4), PeriodBasis::Calendar), Some(2023));
        assert_eq!(year(PeriodCell::Number(3), PeriodBasis::Calendar), Some(2022));
        assert_eq!(year(PeriodCell::Number(1), PeriodBasis::Unclear), None);
        assert_eq!(PeriodCell::Number(1).year(PeriodBasis::Accounting, None), None);
        assert_eq!(PeriodCell::YearAndNumber(2024, 1).year(PeriodBasis::Accounting, march_2023), Some(2024));
        assert_eq!(PeriodCell::YearAndNumber(2024, 1).year(PeriodBasis::Calendar, march_2023), Some(2023));
    }

    #[test]
    fn the_dates_tell_whether_numbers_are_of_periods_or_of_months() {
        let votes = |cells: &[(PeriodCell, i32)]| {
            let mut votes = PeriodVotes::default();
            cells.iter().for_each(|(cell, month)| votes.count(*cell, Some(2023 * 12 + month - 1)));
            votes.basis()
        };
        let number = PeriodCell::Number;
        assert_eq!(votes(&[(number(1), 4), (number(2), 5), (number(3), 5)]), PeriodBasis::Accounting);
        assert_eq!(votes(&[(number(4), 4), (number(5), 5), (number(6), 6)]), PeriodBasis::Calendar);
        assert_eq!(votes(&[(number(9), 4), (number(10), 5), (number(11), 6)]), PeriodBasis::Unclear);
        assert_eq!(votes(&[(PeriodCell::YearAndNumber(2023, 5), 5)]), PeriodBasis::Calendar);
        assert_eq!(votes(&[]), PeriodBasis::Accounting);
    }

    #[test]
    fn years_and_numbers_have_bounds() {
        use PeriodCell::{Month, Number, YearAndNumber};
        check("14", Some(Number(14)));
        check("199001", Some(YearAndNumber(1990, 1)));
        check("209914", Some(YearAndNumber(2099, 14)));
        check("Apr 1990", Some(Month(1990, 4)));
        check("Accounting period 7 2023", Some(YearAndNumber(2023, 7)));
        for text in [
            "198912",
            "210001",
            "202000",
            "2020000",
            "Apr 2100",
            "Apr 123",
            "Accounting period 07 2023",
            "May June 2023",
        ] {
            check(text, None);
        }
        let years = [("14", "15"), ("48", "49"), ("1999", "00"), ("2098", "2099")].map(|(a, b)| financial_year(a, b));
        assert_eq!(years, [Some(2014), Some(2048), Some(1999), Some(2098)]);
        let none = [("13", "14"), ("49", "50"), ("2023", "25"), ("1989", "1990"), ("2023", "2025"), ("23", "2024")];
        assert_eq!(none.map(|(a, b)| financial_year(a, b)), [None; 6]);
    }

    /// September is as far ahead of March as it is behind; what is half a year away is taken to come.
    #[test]
    fn a_number_half_a_year_away_is_of_the_time_to_come() {
        let year = |number: u32| PeriodCell::Number(number).year(PeriodBasis::Accounting, Some(2023 * 12 + 2));
        assert_eq!([6, 7].map(year), [Some(2023), Some(2022)]);
    }

    #[test]
    fn dates_support_a_reading_within_a_month_and_in_half_of_the_lines() {
        let votes = |cells: &[(PeriodCell, Option<i32>)]| {
            let mut votes = PeriodVotes::default();
            cells.iter().for_each(|(cell, date)| votes.count(*cell, *date));
            votes.basis()
        };
        let number = PeriodCell::Number;
        let of_2023 = |month: i32| Some(2023 * 12 + month - 1);
        assert_eq!(votes(&[(number(1), of_2023(5))]), PeriodBasis::Accounting, "paid a month later");
        assert_eq!(votes(&[(number(12), of_2023(4))]), PeriodBasis::Accounting, "in the year after");
        assert_eq!(votes(&[(number(1), of_2023(6))]), PeriodBasis::Unclear, "two months later");
        assert_eq!(votes(&[(number(1), of_2023(4)), (number(1), of_2023(8))]), PeriodBasis::Accounting, "half");
        assert_eq!(
            votes(&[(number(1), of_2023(4)), (number(1), of_2023(8)), (number(1), of_2023(8))]),
            PeriodBasis::Unclear
        );
        assert_eq!(votes(&[(number(8), of_2023(8)), (number(8), of_2023(5))]), PeriodBasis::Calendar, "half");
        let of_period = |year: i32| PeriodCell::YearAndNumber(year, 13);
        assert_eq!(votes(&[(of_period(2022), of_2023(3))]), PeriodBasis::Accounting, "what follows the twelfth");
        assert_eq!(votes(&[(of_period(2021), of_2023(3))]), PeriodBasis::Unclear, "a year earlier");
        let said = [(PeriodCell::Year(1999), of_2023(4)), (number(9), None), (PeriodCell::Month(1999, 1), of_2023(4))];
        assert_eq!(votes(&said), PeriodBasis::Accounting, "none of these votes");
    }
}
