//! How many cells the rows of a table have.

use super::{SampleRow, looks_like_amount};
use crate::dates::{DateFormat, Written};
use crate::rows::Row;

/// How many cells rows have, so that a row with a cell too many is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Width {
    /// Columns up to the last one that has a heading.
    pub n_headed: usize,
    /// Columns that most rows fill: more where they have cells under no heading.
    pub n_filled: usize,
    /// Cells that most rows have, filled or not.
    n_cells: usize,
}

impl Width {
    pub(super) fn of(headings: &[String], body: &[&SampleRow]) -> Width {
        let n_headed = filled(headings);
        let n_filled = commonest(body.iter().map(|(_, cells)| filled(cells)).filter(|n| n_headed < *n));
        let is_usual = |(n_rows, _): &(usize, usize)| body.len() < 2 * n_rows;
        let n_cells = commonest(body.iter().map(|(_, cells)| cells.len())).filter(is_usual);
        Width {
            n_headed,
            n_filled: n_filled.filter(is_usual).map_or(n_headed, |(_, n)| n),
            n_cells: n_cells.map_or(0, |(_, n)| n).max(headings.len()),
        }
    }

    /// How many cells a row has too many for the headings: they may be parts of one cell, split at a comma.
    pub fn n_surplus(&self, row: &Row) -> usize {
        let n_more = row.len().saturating_sub(self.n_headed);
        if n_more == 0 {
            return 0;
        }
        let n_beyond = (0..n_more).rev().find(|i| !row.cell(self.n_headed + i).is_empty()).map_or(0, |last| last + 1);
        n_beyond.max(row.len().saturating_sub(self.n_cells))
    }

    /// Whether rows commonly fill cells under no heading.
    pub fn has_unheaded(&self) -> bool {
        self.n_headed < self.n_filled
    }
}

fn filled(cells: &[String]) -> usize {
    cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// The commonest number, and how often it is there.
fn commonest(numbers: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    let mut n_rows = std::collections::BTreeMap::new();
    numbers.for_each(|n| *n_rows.entry(n).or_insert(0) += 1);
    n_rows.into_iter().map(|(n, rows)| (rows, n)).max()
}

/// Whether a row holds an amount or a date, and so is a payment and no part of a heading.
pub(super) fn has_figure(cells: &[String]) -> bool {
    let is_date = |cell: &str| {
        let written = Written::of(cell);
        DateFormat::ALL.iter().any(|format| written.read(*format).is_some())
    };
    let has_digit = |cell: &str| cell.bytes().any(|b| b.is_ascii_digit());
    cells.iter().any(|cell| has_digit(cell) && (looks_like_amount(cell) || is_date(cell)))
}
