//! A table as it leaves the place: without the columns that never leave.

use std::path::Path;

use model::Table;

use crate::{Error, TableReader, TableWriter};

/// Writes the columns of a table that may leave the place to a file of their own, byte for byte as they are stored.
///
/// # Errors
/// [`Error`] where the table cannot be read or the file cannot be written.
pub fn write_leaving(folder: &Path, table: &Table, to: &Path) -> Result<(), Error> {
    let kept = TableReader::open_to_copy(folder, table)?;
    let places: Vec<usize> = table.columns.iter().map(|column| table.as_kept().index(column.name)).collect();
    let mut writer = TableWriter::create(to, table)?;
    for index in 0..kept.n_row_groups() {
        writer.append_copied(&kept, index, &places)?;
    }
    writer.finish()
}
