//! Rows that are called totals and add up nothing that the file holds: lines that they sum may be missing.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::{LineReader, shorten};
use crate::fields::Field;
use crate::rows::Row;

/// Printed totals are rounded, and lines to parts of a penny.
const ROUNDING: Money = Money::from_pence(100);

/// A row that is a total by its words alone.
pub(super) struct UnprovedTotal {
    row: u64,
    printed: String,
    amount: Money,
    /// What all lines above it come to.
    above: Money,
    /// How far it is from the nearest sum of lines above.
    off: Money,
}

impl LineReader<'_> {
    /// Takes a row that adds up others out of the lines.
    pub(super) fn total_row(&mut self, row: &Row, amount: Money) {
        self.prove_totals_above();
        if !self.adds_up(row, amount) {
            let above = self.counts.amount;
            let off = nearer(amount - above, amount - self.groups.since_group());
            let printed = shorten(&self.told_row(row), 200);
            self.unproved.push(UnprovedTotal { row: row.number, printed, amount, above, off });
        }
        self.groups.total();
        self.problem(row, ProblemKind::TotalRow, Some(amount), Field::Amount);
    }

    fn adds_up(&self, row: &Row, amount: Money) -> bool {
        amount == Money::ZERO
            || self.seen.totals.contains(&row.number)
            || 0 < self.groups.run(amount)
            || amount == self.counts.amount
            || self.is_any_run(amount)
    }

    /// A total may stand above what it adds up.
    pub(super) fn prove_totals_above(&mut self) {
        let sum = self.counts.amount;
        self.unproved.retain(|total| {
            let off = total.amount - (sum - total.above);
            ROUNDING <= off.abs()
        });
    }

    pub(super) fn doubt_unproved_totals(&mut self) {
        self.prove_totals_above();
        let sum = self.counts.amount;
        for total in std::mem::take(&mut self.unproved) {
            let off = nearer(total.off, total.amount - (sum - total.above));
            if off.abs() < ROUNDING {
                continue;
            }
            let text = format!("{off} more than the lines come to that it may add up: {}", total.printed);
            let problem = Problem::new(&self.table.body_id, ProblemKind::TotalDiffers, text);
            let file_id = Some(self.table.file_id.clone());
            let column = self.reading.heading(Field::Amount).map(str::to_owned);
            let (row, amount) = (Some(total.row), Some(off));
            self.counts.problems.push(Problem { file_id, row, column, n_rows: 1, amount, ..problem });
        }
    }
}

fn nearer(a: Money, b: Money) -> Money {
    if b.abs() < a.abs() { b } else { a }
}
