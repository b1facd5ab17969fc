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
    /// The same where headings outnumber them: cells at the end that rows leave out.
    n_usual: Option<usize>,
    /// Columns of which three filled cells in five hold a digit, one bit each.
    digits: u128,
    /// Columns of which three in five hold none.
    words: u128,
}

impl Width {
    pub(super) fn of(headings: &[String], body: &[&SampleRow]) -> Width {
        let n_headed = filled(headings);
        let n_filled = commonest(body.iter().map(|(_, cells)| filled(cells)).filter(|n| n_headed < *n));
        let is_usual = |(n_rows, _): &(usize, usize)| body.len() < 2 * n_rows;
        let n_cells = commonest(body.iter().map(|(_, cells)| cells.len())).filter(is_usual);
        let n_usual = n_cells.map(|(_, n)| n).filter(|n| *n < n_headed);
        Width {
            n_headed,
            n_usual,
            n_filled: n_filled.filter(is_usual).map_or(n_headed, |(_, n)| n),
            n_cells: n_cells.map_or(0, |(_, n)| n).max(headings.len()),
            digits: columns_where(body, n_headed, |n_with, n| 3 * n <= 5 * n_with),
            words: columns_where(body, n_headed, |n_with, n| 5 * n_with <= 2 * n),
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

    /// Whether a row has more cells than most rows, though no more than there are headings.
    pub fn is_ragged(&self, row: &Row) -> bool {
        self.n_usual.is_some_and(|n_usual| n_usual < row.len() && row.len() <= self.n_headed)
    }

    /// How many cells a row has more than most rows have, filled or not.
    pub fn n_more_than_others(&self, row: &Row) -> usize {
        row.len().saturating_sub(self.n_cells)
    }

    /// Whether the cells behind a column are more like those of other rows if they are moved to the left, as far as some
    /// columns mostly hold digits and others mostly none. Behind the last column it is words that are moved.
    pub fn is_moved(&self, row: &Row, behind: usize, n_surplus: usize) -> bool {
        let has_digit = |i: usize| row.cell(i).iter().any(u8::is_ascii_digit);
        let is_unlike = |column: usize, cell: usize| {
            let is_in = |columns: u128| column < 128 && columns >> column & 1 == 1;
            !row.cell(cell).is_empty()
                && (is_in(self.digits) && !has_digit(cell) || is_in(self.words) && has_digit(cell))
        };
        let later = || behind + 1..self.n_headed;
        let as_it_stands = later().filter(|i| is_unlike(*i, *i)).count();
        let moved = later().filter(|i| is_unlike(*i, i + n_surplus)).count();
        moved < as_it_stands || later().is_empty() && !has_digit(behind + n_surplus)
    }

    /// How many cells under no heading most rows fill.
    pub fn n_unheaded(&self) -> usize {
        self.n_filled - self.n_headed
    }
}

/// Columns of which it is so, by how many of their filled cells hold a digit; one bit each.
fn columns_where(body: &[&SampleRow], n_columns: usize, is_so: impl Fn(usize, usize) -> bool) -> u128 {
    let has_digit = |cell: &&str| cell.bytes().any(|b| b.is_ascii_digit());
    let of_column = |i: usize| {
        let cells = body.iter().filter_map(move |(_, cells)| cells.get(i)).map(|cell| cell.trim());
        let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        !filled.is_empty() && is_so(filled.iter().filter(|cell| has_digit(cell)).count(), filled.len())
    };
    (0..n_columns.min(128)).filter(|i| of_column(*i)).fold(0, |columns, i| columns | 1 << i)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        text.split('|').map(|cell| cell.trim().to_owned()).collect()
    }

    fn row(text: &str) -> Row {
        let mut row = Row::default();
        row.clear(9);
        cells(text).iter().for_each(|cell| row.push_cell(cell));
        row
    }

    fn width(rows: &[&str]) -> Width {
        let body: Vec<SampleRow> = (2..).zip(rows.iter().map(|row| cells(row))).collect();
        Width::of(&cells("Date|Supplier|Amount"), &body.iter().collect::<Vec<_>>())
    }

    const THREE: [&str; 3] = ["03/04/2025|Acorn Ltd|5.00", "04/04/2025|Birch Ltd|6.00", "05/04/2025|Cedar 4 Ltd|7.00"];

    /// `Birch, Sons Ltd` without quotation marks moves the amount to the right.
    #[test]
    fn cells_are_moved_where_they_are_then_like_those_above() {
        let width = width(&THREE);
        let split = row("04/04/2025|Birch|Sons Ltd|7.00");
        assert_eq!((width.n_surplus(&split), width.n_more_than_others(&split)), (1, 1));
        assert!(width.is_moved(&split, 1, 1));
        let noted = row("04/04/2025|Birch|7.00|see note");
        assert_eq!(width.n_surplus(&noted), 1);
        assert!(!width.is_moved(&noted, 1, 1));
        assert!(width.is_moved(&noted, 2, 1), "behind the last column it is words that are moved");
        assert!(!width.is_moved(&row("04/04/2025|Birch|7|500.00"), 2, 1));
        assert_eq!(width.n_surplus(&row("04/04/2025|Birch|7.00")), 0);
        assert_eq!(width.n_surplus(&row("04/04/2025|Birch|7.00||x")), 2, "up to the last that is filled");
    }

    #[test]
    fn rows_are_compared_with_what_most_rows_have() {
        assert!(width(&THREE).n_unheaded() == 0 && !width(&THREE).is_ragged(&row("a|b|c")));
        let unheaded = width(&["03/04/2025|Acorn|5.00|x", "04/04/2025|Birch|6.00|y", "05/04/2025|Cedar|7.00"]);
        assert_eq!(unheaded.n_unheaded(), 1);
        assert_eq!(unheaded.n_more_than_others(&row("a|b|c|d")), 0);
        let half = width(&["03/04/2025|Acorn|5.00|x", "04/04/2025|Birch|6.00"]);
        assert_eq!(half.n_unheaded(), 0, "half of the rows are not most");
        let short = width(&["03/04/2025|Acorn", "04/04/2025|Birch", "05/04/2025|Cedar|7.00"]);
        assert_eq!(["a|b", "a|b|c", "a|b|c|d"].map(|text| short.is_ragged(&row(text))), [false, true, false]);
    }

    #[test]
    fn the_commonest_of_equals_is_the_larger() {
        assert_eq!(commonest([2, 3, 3, 2, 3].into_iter()), Some((3, 3)));
        assert_eq!(commonest([2, 3].into_iter()), Some((1, 3)));
        assert_eq!(commonest(std::iter::empty()), None);
        assert_eq!(["a||b|", "||", "a"].map(|text| filled(&cells(text))), [3, 0, 1]);
    }
}
