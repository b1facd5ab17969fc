//! Rows that pad a sheet say nothing about its columns.

use std::collections::HashMap;

use super::SampleRow;

/// With this many copies of one row, it may be padding.
const COPIES_MIN: usize = 3;

/// The rows without those that hold only the same few words over and over, such as the body's own name.
pub(super) fn without<'s>(body: &[&'s SampleRow]) -> Vec<&'s SampleRow> {
    let n_filled = |row: &SampleRow| row.1.iter().filter(|cell| !cell.is_empty()).count();
    let widest = body.iter().map(|row| n_filled(row)).max().unwrap_or(0);
    let is_sparse = |row: &SampleRow| 2 * n_filled(row) <= widest;
    let mut copies: HashMap<&[String], usize> = HashMap::new();
    body.iter().filter(|row| is_sparse(row)).for_each(|row| *copies.entry(row.1.as_slice()).or_default() += 1);
    let is_padding = |row: &SampleRow| is_sparse(row) && COPIES_MIN <= copies[row.1.as_slice()];
    body.iter().copied().filter(|row| !is_padding(row)).collect()
}
