//! Lines that cancel each other: both sides of a ledger's postings.

use model::ProblemKind;
use money::Money;

use super::LineReader;
use crate::fields::Field;

/// Lines below which a sum of nought may be chance.
const LINES_MIN: u64 = 10;
/// What is left of a file's pounds, as a share of all of them.
const REST_MAX: f64 = 0.001;

impl LineReader<'_> {
    pub(super) fn doubt_counter_entries(&mut self) {
        let (n_lines, amount, below) = (self.counts.n_lines, self.counts.amount, self.counts.amount_negative);
        let turnover = amount - below - below;
        let is_nought = amount.abs().pence() as f64 <= REST_MAX * turnover.pence() as f64;
        if n_lines < LINES_MIN || turnover == Money::ZERO || !is_nought {
            return;
        }
        let text = format!(
            "{} of {n_lines} lines are below zero and the file adds up to {amount}: each payment ({} in all) may stand \
             beside its counter-entry",
            self.counts.n_negative,
            Money::ZERO - below,
        );
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        let n = self.counts.n_negative;
        self.push_problem(None, ProblemKind::SideUnreadable, n, Some(Money::ZERO - below), column, text);
    }
}
