//! A line under the payments that names the unit of the amounts.

use model::ProblemKind;

use super::{LineReader, shorten};
use crate::reading::Unit;
use crate::rows::Row;

impl LineReader<'_> {
    /// Keeps the first row without an amount that names another unit than pounds.
    pub(super) fn look_for_unit(&mut self, row: &Row, cells: &[String]) {
        if self.unit_below.is_some() || self.reading.unit != Unit::Pounds || self.reading.is_confirmed {
            return;
        }
        let units = cells.iter().map(|cell| (Unit::of_banner(cell), cell));
        self.unit_below = units
            .into_iter()
            .find(|(unit, _)| *unit != Unit::Pounds)
            .map(|(unit, cell)| (row.number, unit, shorten(cell, 100)));
    }

    pub(super) fn doubt_unit_below(&mut self) {
        let Some((row, unit, cell)) = self.unit_below.take() else { return };
        let (n, amount) = (self.counts.n_lines, self.counts.amount);
        let text =
            format!("row {row} says {cell:?}, so the amounts may be in {}; they were counted as pounds", unit.words());
        self.push_problem(None, ProblemKind::AmountsOutOfScale, n, Some(amount), None, text);
    }
}
