//! Lines whose payee is the body itself.

use model::ProblemKind;
use money::Money;

use super::LineReader;
use crate::fields::Field;

/// The share of a file's pounds from which they are no internal charges: then the column holds who pays.
const SHARE_MIN: f64 = 0.5;
const LINES_MIN: u64 = 3;

/// Lines to the body itself, with their pounds, and the pounds of all, whatever their sign.
#[derive(Default)]
pub(super) struct OwnName {
    n: u64,
    amount: Money,
    turnover: Money,
    turnover_of_all: Money,
}

impl OwnName {
    pub fn count(&mut self, is_own: bool, amount: Money) {
        self.turnover_of_all += amount.abs();
        if is_own {
            self.n += 1;
            self.amount += amount;
            self.turnover += amount.abs();
        }
    }
}

impl LineReader<'_> {
    pub(super) fn doubt_own_name(&mut self) {
        let OwnName { n, amount, turnover, turnover_of_all } = self.own_name;
        let is_most = SHARE_MIN * turnover_of_all.pence() as f64 <= turnover.pence() as f64;
        if n < LINES_MIN || !is_most {
            return;
        }
        let column = self.reading.heading(Field::Payee).map(str::to_owned);
        let text = format!(
            "{n} of {} lines ({amount}) have the body's own name as payee under `{}`: they would be payments to itself",
            self.counts.n_lines,
            column.as_deref().unwrap_or_default(),
        );
        self.push_problem(None, ProblemKind::PayeeMissing, n, Some(amount), column, text);
    }
}
