//! Numbers in the amount column that are not amounts: references, codes and dates.
//!
//! Real payments of whole pounds are mostly round, and scattered. References are not round, lie close together or rise
//! from row to row, and are all of one length.

use std::collections::BTreeSet;

use model::ProblemKind;
use money::Money;

use super::{Counts, LineReader};
use crate::dates::DateFormat;

/// Whole pounds below this are never looked at: small payments of whole pounds are usual.
const POUNDS_MIN: i64 = 1_000;
/// How many amounts are remembered; more would show the same.
const KEPT_MAX: usize = 200_000;
/// The fewest numbers that may be references.
const N_MIN: usize = 10;
/// References of one series lie this close: the largest is at most an eighth more than the smallest.
const SPREAD: i64 = 8;

/// The whole pounds among the amounts of a file, in the order of its rows.
#[derive(Default)]
pub(super) struct WholeAmounts {
    pounds: Vec<i64>,
    /// Numbers printed with a zero in front, such as telephone numbers, and their pounds.
    n_led_by_nought: u64,
    led_by_nought: Money,
    first_led_by_nought: i64,
    /// Whether every amount of the file so far is at least the one before it.
    previous: Option<Money>,
    n_falls: u64,
}

/// The fewest numbers that may be references where they stand out from the file's other amounts.
const FEW_MIN: usize = 3;
/// They are this many times the amount in the middle.
const TIMES_MIN: f64 = 50.0;

/// What a file's other amounts and its dates are like.
#[derive(Clone, Default)]
struct Beside {
    /// The amount in the middle, in pounds.
    median: Option<f64>,
    /// Its days and those of a month before and after, as a spreadsheet counts them.
    days: Option<std::ops::RangeInclusive<i64>>,
}

impl Beside {
    fn of(counts: &Counts) -> Beside {
        // Spreadsheets count from 30 December 1899.
        const SERIAL_OF_1970: i64 = 25_569;
        let days = counts
            .first_day
            .zip(counts.last_day)
            .map(|(first, last)| i64::from(first) + SERIAL_OF_1970 - 31..=i64::from(last) + SERIAL_OF_1970 + 31);
        // Over more than a year, real payments lie among its days.
        let days = days.filter(|days| days.end() - days.start() <= 366 + 62);
        Beside { median: counts.sizes.under(0.5).map(|pence| pence / 100.0), days }
    }

    /// What a few long numbers are that lie close together and far above all others.
    fn what_few_are(&self, numbers: &[i64], length: u32) -> Option<&'static str> {
        let different: BTreeSet<i64> = numbers.iter().copied().filter(|number| number % 50 != 0).collect();
        let least = *numbers.iter().min()? as f64;
        let is_apart = self.median.is_some_and(|median| TIMES_MIN * median <= least);
        let are_odd = FEW_MIN <= different.len() && 4 * numbers.len() <= 5 * different.len();
        (7 <= length && is_apart && are_odd && is_close(numbers)).then_some(
            "have the same number of digits, are close together and are far above the other amounts, as references would be",
        )
    }
}

/// Lines whose amounts are probably something else.
struct References {
    what: &'static str,
    n: u64,
    amount: Money,
    example: i64,
}

impl WholeAmounts {
    /// Counts an amount, in the order of the rows.
    pub fn count(&mut self, amount: Money, printed: &str) {
        self.n_falls += u64::from(self.previous.is_some_and(|previous| amount < previous));
        self.previous = Some(amount);
        let pence = amount.pence();
        if pence % 100 != 0 || pence < 100 * POUNDS_MIN {
            return;
        }
        if let [b'0', b'0'..=b'9', ..] = printed.as_bytes() {
            if self.n_led_by_nought == 0 {
                self.first_led_by_nought = pence / 100;
            }
            self.n_led_by_nought += 1;
            self.led_by_nought += amount;
        }
        if self.pounds.len() < KEPT_MAX {
            self.pounds.push(pence / 100);
        }
    }

    /// The largest group of numbers that are probably not amounts.
    fn references(&self, n_lines: u64, beside: Beside) -> Option<References> {
        if 3 <= self.n_led_by_nought {
            let (n, amount, example) = (self.n_led_by_nought, self.led_by_nought, self.first_led_by_nought);
            return Some(References { what: "begin with a zero", n, amount, example });
        }
        let n_digits = |pounds: &i64| pounds.ilog10() + 1;
        let lengths: BTreeSet<u32> = self.pounds.iter().map(n_digits).collect();
        let of_length = |length: u32| -> Vec<i64> {
            self.pounds.iter().copied().filter(|pounds| n_digits(pounds) == length).collect()
        };
        let found = lengths.into_iter().filter_map(|length| {
            let numbers = of_length(length);
            let what = self.what(&numbers, length, n_lines).or_else(|| beside.what_few_are(&numbers, length))?;
            let sum: i64 = numbers.iter().sum();
            let amount = Money::from_pence(sum.saturating_mul(100));
            Some(References { what, n: numbers.len() as u64, amount, example: numbers[0] })
        });
        found.max_by_key(|references| references.amount).or_else(|| self.days_of_file(beside))
    }

    /// Numbers that are days of the file's own time, as a spreadsheet counts them.
    fn days_of_file(&self, beside: Beside) -> Option<References> {
        let days = beside.days.clone()?;
        let numbers: Vec<i64> = self.pounds.iter().copied().filter(|n| *n % 50 != 0 && days.contains(n)).collect();
        let different: BTreeSet<i64> = numbers.iter().copied().collect();
        let amount = Money::from_pence(numbers.iter().sum::<i64>().saturating_mul(100));
        let what = "are dates around the file's own, as a spreadsheet numbers them";
        (FEW_MIN <= different.len()).then(|| References { what, n: numbers.len() as u64, amount, example: numbers[0] })
    }

    /// What numbers of one length are, if they are not amounts.
    fn what(&self, numbers: &[i64], length: u32, n_lines: u64) -> Option<&'static str> {
        if length == 8 && 3 <= numbers.len() && numbers.iter().all(|n| is_day(*n)) {
            return Some("are dates such as 20240403");
        }
        if numbers.len() < N_MIN {
            return None;
        }
        let is_whole_file = 95 * n_lines <= 100 * numbers.len() as u64;
        let is_odd = |number: &&i64| *number % 50 != 0;
        let is_mostly_odd = 2 * numbers.iter().filter(is_odd).count() > numbers.len();
        // One regular payment is not a series.
        let odd: BTreeSet<i64> = numbers.iter().filter(is_odd).copied().collect();
        let is_rising = numbers.windows(2).all(|pair| pair[0] < pair[1]) && 0 < self.n_falls;
        if length == 4 && is_whole_file && numbers.iter().all(|n| (1990..2050).contains(n)) {
            return Some("are years");
        }
        match length {
            5.. if is_rising && is_close(numbers) => {
                Some("rise from row to row and are close together, as references would be")
            }
            5.. if is_mostly_odd && 8 <= odd.len() && 80 * odd.len() <= 100 * n_close(&odd) => {
                Some("have the same number of digits and are close together, as references or dates would be")
            }
            _ if is_whole_file && is_mostly_odd && 3 <= odd.len() && 12 <= numbers.len() => {
                Some("have the same number of digits and no pence, as codes would")
            }
            _ => None,
        }
    }
}

/// Whether the largest of some numbers is not much more than the smallest.
fn is_close(numbers: &[i64]) -> bool {
    let (Some(least), Some(most)) = (numbers.iter().min(), numbers.iter().max()) else { return false };
    most - least <= least / SPREAD
}

/// The most numbers that lie close together.
fn n_close(numbers: &BTreeSet<i64>) -> usize {
    let sorted: Vec<i64> = numbers.iter().copied().collect();
    let n_from = |(i, least): (usize, &i64)| sorted.partition_point(|n| n - least <= least / SPREAD) - i;
    sorted.iter().enumerate().map(n_from).max().unwrap_or(0)
}

fn is_day(number: i64) -> bool {
    let text = number.to_string();
    [DateFormat::Compact, DateFormat::CompactDayFirst]
        .into_iter()
        .any(|format| format.read_within(&text, &(2000..=2040)).is_some())
}

impl LineReader<'_> {
    pub(super) fn doubt_references(&mut self) {
        let Some(found) = self.whole.references(self.counts.n_lines, Beside::of(&self.counts)) else { return };
        let column = self.reading.heading(crate::fields::Field::Amount).map(str::to_owned);
        let References { what, n, amount, example } = found;
        let text = format!("{n} whole numbers such as {example} {what}; they were counted as {}", amount.short());
        self.push_problem(None, ProblemKind::ReferencesAsAmounts, n, Some(amount), column, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pounds: impl IntoIterator<Item = i64>, n: Option<u64>) {
        check_beside(pounds, Beside::default(), n);
    }

    #[track_caller]
    fn check_beside(pounds: impl IntoIterator<Item = i64>, beside: Beside, n: Option<u64>) {
        let mut whole = WholeAmounts::default();
        let mut n_lines = 0;
        pounds.into_iter().for_each(|pounds| {
            n_lines += 1;
            whole.count(Money::from_pence(100 * pounds), &pounds.to_string())
        });
        assert_eq!(whole.references(n_lines, beside).map(|found| found.n), n);
    }

    #[test]
    fn a_few_numbers_that_stand_out_are_no_amounts() {
        let beside = || Beside { median: Some(700.0), days: Some(45_700..=45_800) };
        check_beside([35_479_603, 812, 35_479_611, 40, 35_479_627], beside(), Some(3));
        check_beside([45_748, 900, 45_751, 12_000, 45_763, 45_763], beside(), Some(4));
        check_beside([45_748, 900, 45_751, 12_000], beside(), None);
        check_beside([35_479_603, 48_112_009, 91_000_007], beside(), None);
        check_beside([5_250_000, 5_300_000, 5_410_000, 5_500_000], beside(), None);
        check_beside([20_003, 20_017, 20_031], beside(), None);
    }

    /// Numbers without an order, the same in each run.
    fn scattered(n: i64, least: i64, most: i64) -> impl Iterator<Item = i64> {
        (1..=n).map(move |i| least + (i * 7_919 + i * i * 104_729) % (most - least))
    }

    #[test]
    fn invoice_numbers_codes_years_and_dates_are_no_amounts() {
        check((0..40).map(|i| 35_479_600 + 5 * i).flat_map(|n| [n, 12]), Some(40));
        check(scattered(30, 4_500_000_000, 4_500_100_000), Some(30));
        check((0..30).map(|i| 20_250_401 + i % 30), Some(30));
        check(scattered(60, 45_748, 45_778), Some(60));
        check((0..60).map(|i| 4_011 + 37 * (i % 20)), Some(60));
        check((0..20).map(|i| 2_024 + i % 2), Some(20));
        check((0..12).map(|i| 1_000_000 + 100 * i).flat_map(|n| [n, 40]), Some(12));
    }

    #[test]
    fn payments_of_whole_pounds_are_amounts() {
        check(scattered(200, 3, 400), None);
        check(scattered(200, 1_000, 1_000_000), None);
        check(scattered(200, 10_000, 99_999).flat_map(|n| [n, 250]), None);
        check([25_000, 30_000, 45_000, 50_000, 25_500, 26_000, 27_500, 28_000, 29_000, 26_500, 25_100, 27_000], None);
        check(std::iter::repeat_n(15_833, 12), None);
        check((1..60).map(|i| 1_013 * i), None);
        check(scattered(9, 10_000, 99_999).chain(std::iter::repeat_n(17_848, 40)).flat_map(|n| [n, 7]), None);
    }
}
