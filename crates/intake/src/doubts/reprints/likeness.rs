//! How many lines of one table are in another, where dates or amounts were printed otherwise.

use std::ops::Range;

use money::Money;

use super::Sorted;
use crate::lines::ByPayee;

/// Dates of one month, or that lie no further apart than this, may be those of one payment.
const DAYS_NEAR: i32 = 7;
/// Lines of one payee and about one amount among which the same payment is looked for.
const LINES_SCANNED: usize = 256;
/// Lines that are looked up before whole tables are compared.
const SAMPLE_LINES: usize = 16;
/// The share of lines and of pounds that must agree: most of them.
pub(super) const SHARE_MIN: f64 = 0.8;
/// Different amounts that are counted.
pub(super) const AMOUNTS_MAX: usize = 20;

/// How the amounts of one table are to be found in another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Print {
    /// To the penny.
    Same,
    /// In whole pounds, tens or thousands of them: less than this many pence apart.
    Rounded(i64),
    /// With VAT where the other is without.
    WithVat,
    /// Without VAT where the other is with it.
    WithoutVat,
}

impl Print {
    /// Where an amount may be in the other table, in pence: as printed first.
    fn places(self, pence: i64) -> [Option<(i64, i64)>; 3] {
        let near = |pence: i64| Some((pence - 1, pence + 1));
        let times = |over: i64, under: i64| near((2 * pence * over + under) / (2 * under));
        match self {
            Print::Same => [Some((pence, pence)), None, None],
            Print::Rounded(step) => [Some((pence - step + 1, pence + step - 1)), None, None],
            Print::WithVat => [Some((pence, pence)), times(6, 5), times(21, 20)],
            Print::WithoutVat => [Some((pence, pence)), times(5, 6), times(20, 21)],
        }
    }

    /// Whether a day may be printed as another.
    fn are_near(self, a: ByPayee, b: ByPayee) -> bool {
        let Some((a, b)) = a.day().zip(b.day()) else { return true };
        match self {
            Print::Rounded(100) | Print::Same | Print::WithVat | Print::WithoutVat => {
                (a - b).abs() <= DAYS_NEAR || month_of(a) == month_of(b)
            }
            Print::Rounded(_) => a == b,
        }
    }
}

/// Lines of the first table that are in the second.
#[derive(Clone, Debug, Default)]
pub(super) struct Likeness {
    pub n_lines: u64,
    pub amount: Money,
    /// Pounds whatever their sign.
    pub turnover: i128,
    /// The first of the different amounts.
    pub amounts: Vec<u64>,
    /// Lines whose reference is the same too.
    pub n_references: u64,
    /// Lines with another day or another amount.
    pub n_on_other_days: u64,
    pub n_of_other_amounts: u64,
}

impl Likeness {
    fn add(&mut self, table: &Sorted<'_>, line: ByPayee, other: ByPayee) {
        let amount = table.amount(line);
        self.n_lines += 1;
        self.amount += amount;
        self.turnover += i128::from(amount.pence().abs());
        self.n_references += u64::from(line.reference() != 0 && line.reference() == other.reference());
        self.n_on_other_days += u64::from(line.day() != other.day());
        self.n_of_other_amounts += u64::from(line.payee_and_amount() != other.payee_and_amount());
        if self.amounts.len() < AMOUNTS_MAX && !self.amounts.contains(&line.amount()) {
            self.amounts.push(line.amount());
        }
    }

    /// Whether it is most of a table, by lines and by pounds.
    pub fn is_most_of(&self, table: &Sorted<'_>, share_min: f64) -> bool {
        share_min * table.lines.len() as f64 <= self.n_lines as f64
            && share_min * table.turnover as f64 <= self.turnover as f64
    }
}

/// Lines that are in the other table on the same day or one near it.
pub(super) fn nearby(table: &Sorted<'_>, other: &Sorted<'_>, print: Print) -> Likeness {
    let mut found = Likeness::default();
    let mut is_taken = vec![false; other.lines.len()];
    for line in &table.lines {
        if let Some(at) = place_of(*line, other, print, &|at| !is_taken[at]) {
            is_taken[at] = true;
            found.add(table, *line, other.lines[at]);
        }
    }
    found
}

/// Whether a few lines of a table say that it is worth comparing whole.
pub(super) fn may_be_alike(table: &Sorted<'_>, other: &Sorted<'_>, print: Option<Print>) -> bool {
    let step = table.lines.len().div_ceil(SAMPLE_LINES).max(1);
    let (mut n, mut n_missing) = (0, 0);
    for line in table.lines.iter().step_by(step) {
        n += 1;
        let is_there = match print {
            Some(print) => place_of(*line, other, print, &|_| true).is_some(),
            None => !run_of(*line, other).is_empty(),
        };
        n_missing += usize::from(!is_there);
        if SAMPLE_LINES < 2 * n_missing {
            return false;
        }
    }
    2 * n_missing <= n
}

/// Where a line is in another table: on its own day if it can be, else on one near it.
fn place_of(line: ByPayee, other: &Sorted<'_>, print: Print, is_free: &dyn Fn(usize) -> bool) -> Option<usize> {
    let Some(pence) = line.pence() else {
        return run_of(line, other).find(|at| is_free(*at) && print.are_near(line, other.lines[*at]));
    };
    let fits = |at: &usize| is_free(*at) && print.are_near(line, other.lines[*at]);
    print.places(pence).into_iter().flatten().find_map(|(least, most)| {
        let scanned = || within(line.payee(), least, most, other).take(LINES_SCANNED);
        scanned().find(|at| fits(at) && other.lines[*at].day() == line.day()).or_else(|| scanned().find(fits))
    })
}

fn within(payee: u8, least: i64, most: i64, other: &Sorted<'_>) -> Range<usize> {
    match (ByPayee::first(payee, least), ByPayee::first(payee, most + 1)) {
        (Some(first), Some(end)) => {
            let at = |line: ByPayee| other.lines.partition_point(|other| *other < line);
            at(first)..at(end)
        }
        _ => 0..0,
    }
}

/// The lines of another table with the payee and amount of this one.
pub(super) fn run_of(line: ByPayee, other: &Sorted<'_>) -> Range<usize> {
    let key = line.payee_and_amount();
    let first = other.lines.partition_point(|other| other.payee_and_amount() < key);
    first..other.lines[first..].partition_point(|other| other.payee_and_amount() <= key) + first
}

/// Lines of the first table that are in the second as often, on whatever day: what is paid every month stands there
/// more often.
pub(super) fn whenever(table: &Sorted<'_>, other: &Sorted<'_>) -> Likeness {
    let mut found = Likeness::default();
    let mut at = 0;
    for run in table.lines.chunk_by(|a, b| a.payee_and_amount() == b.payee_and_amount()) {
        let key = run[0].payee_and_amount();
        at += other.lines[at..].partition_point(|other| other.payee_and_amount() < key);
        let n_there = other.lines[at..].iter().take_while(|other| other.payee_and_amount() == key).count();
        if 0 < n_there && n_there <= run.len() {
            let pairs = run.iter().zip(&other.lines[at..at + n_there]);
            pairs.for_each(|(line, other)| found.add(table, *line, *other));
        }
    }
    found
}

pub(super) fn month_of(day: i32) -> i32 {
    let date = model::date_of_day(day);
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::Meanings;

    /// £10.00 is £12.00 with VAT of a fifth and £10.50 with that of a twentieth, each a penny off at most.
    #[test]
    fn an_amount_is_looked_for_where_its_print_may_have_put_it() {
        let places = |print: Print, pence| print.places(pence).into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(places(Print::Same, 1_000), [(1_000, 1_000)]);
        assert_eq!(places(Print::Rounded(100), 1_000), [(901, 1_099)]);
        assert_eq!(places(Print::WithVat, 1_000), [(1_000, 1_000), (1_199, 1_201), (1_049, 1_051)]);
        assert_eq!(places(Print::WithoutVat, 1_200), [(1_200, 1_200), (999, 1_001), (1_142, 1_144)]);
    }

    #[test]
    fn a_day_may_be_printed_as_another_of_its_week_or_month_but_not_beside_large_roundings() {
        let line = |day: Option<i32>| {
            let mut lines = Meanings::default();
            lines.push(day, Money::from_pence(1_000), 1, 1);
            lines.by_payee()[0]
        };
        let (first_of_july, last_of_july) = (20_270, 20_300);
        let are_near = |print: Print, a: i32, b: i32| print.are_near(line(Some(a)), line(Some(b)));
        for print in [Print::Same, Print::Rounded(100), Print::WithVat, Print::WithoutVat] {
            assert!(are_near(print, first_of_july, last_of_july), "{print:?}: of one month");
            assert!(are_near(print, first_of_july, first_of_july - 7), "{print:?}: of one week");
            assert!(!are_near(print, first_of_july, first_of_july - 8), "{print:?}");
        }
        assert!(are_near(Print::Rounded(1_000), first_of_july, first_of_july));
        assert!(!are_near(Print::Rounded(1_000), first_of_july, first_of_july + 1));
        assert!(Print::Same.are_near(line(None), line(Some(first_of_july))), "no date contradicts none");
    }
}
