//! Rows that are compared with each other: all of them, or those of some blocks.

use std::borrow::Cow;
use std::ops::Range;

use crate::bind::Bound;

/// Rows with their codes, enough to compare every pair among them without any other row.
///
/// All rows of a block are in one part, so parts of a rule can be worked out one after the other where memory does not hold
/// them all.
pub(crate) struct Partition<'b> {
    pub(crate) bound: &'b Bound<'b>,
    codes: Cow<'b, [u32]>,
    /// The row of each record of the part; none where the part is all records.
    rows: Option<Vec<u32>>,
    /// Of the value that has most codes, those that rows of this part have.
    keys: Option<Range<u32>>,
}

impl<'b> Partition<'b> {
    /// Some rows in order, each with one code for each slot of the binding, and their range of keys.
    pub(super) fn of_rows(bound: &'b Bound<'b>, rows: Vec<u32>, codes: Vec<u32>, keys: Range<u32>) -> Partition<'b> {
        debug_assert_eq!(codes.len(), rows.len() * bound.slots.len());
        Partition { bound, codes: codes.into(), rows: Some(rows), keys: Some(keys) }
    }

    /// All rows; none where memory does not hold them.
    pub(crate) fn whole(bound: &'b Bound<'b>) -> Option<Partition<'b>> {
        let codes = Cow::Borrowed(bound.matrix()?);
        Some(Partition { bound, codes, rows: None, keys: None })
    }

    pub(super) fn keys(&self) -> Option<Range<u32>> {
        self.keys.clone()
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.codes.len() / self.bound.slots.len()
    }

    /// The codes of a row of the part.
    pub(crate) fn row(&self, at: u32) -> &[u32] {
        let width = self.bound.slots.len();
        &self.codes[at as usize * width..][..width]
    }

    /// Which of all rows a row of the part is.
    pub(crate) fn row_of_all(&self, at: u32) -> u32 {
        self.rows.as_ref().map_or(at, |rows| rows[at as usize])
    }

    pub(crate) fn source_of(&self, at: u32) -> usize {
        self.bound.records.source_of(self.row_of_all(at))
    }
}
