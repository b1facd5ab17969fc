//! Lines that add up the lines above them without being called a total.
//!
//! A dated row with a name in the payee's cell (`BACS run 1`, or the supplier's own name) cannot be known for a subtotal by
//! its cells. Many of them together can: they make up half of what the file adds up to.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::{LineReader, Meanings};
use crate::fields::Field;

/// Two lines add up to the next one by chance now and then; of more than these, few do.
const LINES_OF_A_SUM: u64 = 3;
/// Sums of all lines are half of a file; nearly half of it are sums of most.
const PERCENT_OF_FILE_MIN: i128 = 40;

/// Lines so far that are the sum of those just above.
#[derive(Default)]
pub(super) struct HiddenSums {
    /// What all lines above summed to, in pence, and how many they were.
    above: HashMap<i64, u64, FixedState>,
    sum: i64,
    n_lines: u64,
    n_found: u64,
    n_of_many: u64,
    first_row: Option<u64>,
    found: Money,
}

impl HiddenSums {
    pub fn line(&mut self, row: u64, amount: Money) {
        let pence = amount.pence();
        let start = (0 < pence).then(|| self.above.get(&(self.sum - pence))).flatten();
        let n_run = start.map_or(0, |n_before| self.n_lines - n_before);
        if 1 < n_run {
            self.n_found += 1;
            self.n_of_many += u64::from(LINES_OF_A_SUM <= n_run);
            self.found += amount;
            self.first_row.get_or_insert(row);
        }
        self.above.insert(self.sum, self.n_lines);
        self.sum += pence;
        self.n_lines += 1;
    }

    /// The first row, how many there are, and their pounds, where these are too many to be chance.
    fn proved(&self) -> Option<(u64, u64, Money)> {
        let share_is_large = i128::from(self.sum) * PERCENT_OF_FILE_MIN <= i128::from(self.found.pence()) * 100;
        let is_proved = 1 < self.n_found && 0 < self.n_of_many && share_is_large;
        self.first_row.filter(|_| is_proved).map(|row| (row, self.n_found, self.found))
    }
}

/// Lines at the top of a table, and lines under each of them, among which the first sum of a group is looked for.
const TOP_LINES: usize = 8;
const LINES_UNDER_MAX: usize = 2_000;
/// Sums above their lines are rarer than sums below, so more of them are a proof.
const SUMS_ABOVE_MIN: u64 = 3;

/// Whether one of the first lines is the sum of lines under it.
fn has_sum_above(amounts: &[i64]) -> bool {
    (0..amounts.len().min(TOP_LINES)).any(|at| {
        let mut sum = 0_i64;
        let under = amounts[at + 1..].iter().take(LINES_UNDER_MAX).enumerate();
        0 < amounts[at]
            && under.into_iter().any(|(n, pence)| {
                sum += pence;
                0 < n && sum == amounts[at]
            })
    })
}

impl LineReader<'_> {
    /// The same for lines that add up those under them.
    pub(super) fn doubt_sums_above(&mut self, in_order: &Meanings) {
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::PossibleTotal);
        let amount = |line: usize| in_order.amount(in_order.get(line)).pence();
        let top: Vec<i64> = (0..in_order.len().min(TOP_LINES + LINES_UNDER_MAX)).map(amount).collect();
        if is_said || !has_sum_above(&top) {
            return;
        }
        let mut sums = HiddenSums::default();
        (0..in_order.len()).rev().for_each(|line| sums.line(0, Money::from_pence(amount(line))));
        let Some((_, n_rows, amount)) = sums.proved().filter(|(_, n, _)| SUMS_ABOVE_MIN <= *n) else { return };
        let text = format!("{n_rows} lines are totals of the lines below them: {amount} may be counted twice");
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.push_problem(None, ProblemKind::PossibleTotal, n_rows, Some(amount), column, text);
    }

    pub(super) fn doubt_hidden_sums(&mut self) {
        let Some((row, n_rows, amount)) = self.hidden_sums.proved() else { return };
        let text = format!(
            "{n_rows} lines, the first in row {row}, are totals of the lines above them: {amount} may be counted twice"
        );
        let problem = Problem::new(&self.table.body_id, ProblemKind::PossibleTotal, text);
        let file_id = Some(self.table.file_id.clone());
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.counts.problems.push(Problem { file_id, row: Some(row), column, n_rows, amount: Some(amount), ..problem });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proved(pence: &[i64]) -> Option<(u64, u64, i64)> {
        let mut sums = HiddenSums::default();
        (2..).zip(pence).for_each(|(row, pence)| sums.line(row, Money::from_pence(*pence)));
        sums.proved().map(|(row, n_rows, amount)| (row, n_rows, amount.pence()))
    }

    #[test]
    fn sums_of_groups_are_half_of_the_file() {
        let two_months = [120_013, -8_007, 95_511, 207_517, 61_003, 4_999, 77_777, 31_212, 174_991];
        assert_eq!(proved(&two_months), Some((5, 2, 382_508)));
        let by_supplier = [5_001, 7_777, 12_778, 300, 450, 150, 900, 820, 820];
        assert_eq!(proved(&by_supplier), Some((4, 2, 13_678)), "a supplier of one line proves nothing");
    }

    #[test]
    fn lines_that_add_up_now_and_then_are_ordinary() {
        assert_eq!(proved(&[1_000, 2_000, 3_000, 45_000, 7_100, 9_900, 123]), None);
        assert_eq!(proved(&[5_000, 5_000, 5_000, 5_000, 5_000]), None, "standing payments");
        assert_eq!(proved(&[120_013, -120_013, 95_511, -95_511]), None, "payments taken back");
        assert_eq!(proved(&[]), None);
    }
}
