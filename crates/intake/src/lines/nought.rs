//! Amounts of nought: a formula that nothing calculated, or a column that was emptied.

use std::collections::BTreeMap;

use model::ProblemKind;
use money::Money;

use super::{Counts, Day, LineReader};
use crate::fields::Field;

/// The share of a file's lines that may be nought: cancelled payments are often printed so.
const SHARE_MAX: f64 = 0.1;
const LINES_MIN: u64 = 5;
/// Lines of a month of which none has an amount.
const OF_MONTH_MIN: u64 = 3;

/// Lines of nought, and by month.
#[derive(Default)]
pub(super) struct Nought {
    n: u64,
    by_month: BTreeMap<i32, u64>,
}

impl Nought {
    pub fn count(&mut self, amount: Money, day: Day) {
        if amount == Money::ZERO {
            self.n += 1;
            if day.days.is_some() {
                *self.by_month.entry(day.month).or_default() += 1;
            }
        }
    }
}

impl LineReader<'_> {
    pub(super) fn doubt_nought(&mut self) {
        let Nought { n, by_month } = std::mem::take(&mut self.nought);
        let Counts { n_lines, months, .. } = &self.counts;
        let is_much = LINES_MIN <= n && SHARE_MAX * *n_lines as f64 <= n as f64;
        let is_all = OF_MONTH_MIN <= n && n == *n_lines;
        let empty = by_month.iter().find(|(month, n)| {
            OF_MONTH_MIN <= **n && 1 < months.len() && months.get(month).is_some_and(|(of_month, _)| of_month == *n)
        });
        let text = match empty {
            _ if is_much || is_all => {
                format!(
                    "{n} of {n_lines} amounts are 0.00: a formula may never have been calculated, so their pounds are not known"
                )
            }
            Some((month, n)) => format!(
                "all {n} amounts of {}-{:02} are 0.00: a formula may never have been calculated, so their pounds are not known",
                month.div_euclid(12),
                month.rem_euclid(12) + 1
            ),
            None => return,
        };
        let n = if is_much || is_all { n } else { empty.map_or(n, |(_, n)| *n) };
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.push_problem(None, ProblemKind::AmountsNought, n, None, column, text);
    }
}
