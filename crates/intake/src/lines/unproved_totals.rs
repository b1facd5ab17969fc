//! Rows that are called totals but are not the sum of any lines of the file: lines may be missing.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::{LineReader, shorten};
use crate::fields::Field;
use crate::rows::Row;

/// Printed totals are rounded, and so are lines with parts of a penny.
const ROUNDING: Money = Money::from_pence(100);

/// A row that only its words make a total.
pub(super) struct UnprovedTotal {
    row: u64,
    printed: String,
    amount: Money,
    /// The sum of all lines above it.
    above: Money,
    /// How far it is from the nearest sum of lines above.
    off: Money,
}

impl LineReader<'_> {
    /// Keeps a total out of the lines.
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

    /// Drops totals that turn out to be the sum of lines below them.
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
            let text = format!("differs by {off} from the lines that it may total: {}", total.printed);
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
