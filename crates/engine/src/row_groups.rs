//! A room run over a large table: one function on each row group, one that takes the results in order.

use arrow::array::RecordBatch;

use crate::side_by_side::{in_order, n_threads};
use crate::{Error, TableReader};

/// One row group of a table that is being read.
#[derive(Clone, Copy)]
pub struct StoredGroup<'r> {
    reader: &'r TableReader,
    /// Its place in the table, from 0.
    pub index: usize,
}

impl StoredGroup<'_> {
    /// All its rows as one batch.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read.
    pub fn batch(&self) -> Result<RecordBatch, Error> {
        self.reader.row_group(self.index)
    }

    /// Some of its rows, by their places in it, which are in order.
    ///
    /// # Errors
    /// As [`StoredGroup::batch`].
    pub fn rows(&self, rows: &[usize]) -> Result<RecordBatch, Error> {
        self.reader.rows_of(self.index, rows)
    }
}

/// Runs `map` on every row group, side by side, and hands what comes of each to `merge` in the order of
/// the groups, so that the result does not depend on the number of threads.
///
/// This is the one way in which a room runs over a large table: threads of one machine today, workers of
/// a cluster later, which is why `map` is given nothing but the row group.
///
/// # Errors
/// The first one of `map` or of `merge`, after which no further group is begun.
pub fn map_row_groups<T: Send, E: From<Error> + Send>(
    table: &TableReader,
    map: impl Fn(StoredGroup<'_>) -> Result<T, E> + Sync,
    mut merge: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let groups: Vec<usize> = (0..table.n_row_groups()).collect();
    let work = |index: &usize, send: &mut dyn FnMut(T)| {
        send(map(StoredGroup { reader: table, index: *index })?);
        Ok(())
    };
    in_order(&groups, n_threads(), work, &mut merge)
}
