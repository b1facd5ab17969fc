//! Records as columns of codes into dictionaries of distinct values.
//!
//! A million records hold a few hundred first names, so whatever is asked of a value is asked once
//! for each distinct one, and two records are compared by comparing numbers.
//!
//! Rows are in the order of source and id, whatever the order in which they came. Every tie further
//! on goes to the lower row, so results do not depend on the order of files or records.
//!
//! With a limit on memory the codes go to scratch as rows come; distinct values and ids stay in memory.

mod batches;
mod build;
mod spill;
mod texts;

use std::fmt;
use std::sync::Arc;

pub use batches::{Values, printed};
pub use build::{CodedValues, RecordsBuilder};
pub use texts::{Dictionary, Texts};

use crate::memory::ScratchRows;

/// The code of a value that is not there.
pub const NULL: u32 = u32::MAX;

/// Records of one or many sources.
#[derive(Clone)]
pub struct Records {
    columns: Vec<Column>,
    ids: Texts,
    /// Sorted.
    sources: Vec<String>,
    /// The first row of each source, and the number of rows behind the last.
    source_starts: Vec<u32>,
    codes: Codes,
}

/// Where the codes of the columns are.
#[derive(Clone)]
enum Codes {
    WithColumns,
    /// Row by row, one code for each column.
    OnScratch(Arc<ScratchRows>),
}

/// One column: for each row the code of its value, or [`NULL`].
#[derive(Clone)]
pub struct Column {
    pub name: String,
    /// Empty where records are on scratch: see [`Records::codes_of`].
    pub codes: Vec<u32>,
    pub values: Texts,
}

impl Records {
    pub fn n_records(&self) -> usize {
        self.ids.len()
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names of the sources, sorted.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The source of a row, as a position in [`Records::sources`].
    pub fn source_of(&self, row: u32) -> usize {
        self.source_starts.partition_point(|start| *start <= row) - 1
    }

    /// The rows of a source.
    pub fn rows_of(&self, source: usize) -> std::ops::Range<u32> {
        self.source_starts[source]..self.source_starts[source + 1]
    }

    /// The id of a row within its source.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(row as usize)
    }

    /// The row of an id, where the source has it.
    pub fn row_of(&self, source: &str, id: &str) -> Option<u32> {
        let source = self.sources.iter().position(|name| name == source)?;
        let rows = self.rows_of(source);
        let n_before = build::partition(rows.len(), |at| build::id_order(self.id(rows.start + at as u32), id).is_lt());
        let row = rows.start + n_before as u32;
        (row < rows.end && self.id(row) == id).then_some(row)
    }

    /// The value of a row in a column. Asked of records on scratch, it panics.
    pub fn value(&self, column: &str, row: u32) -> Option<&str> {
        self.column(column)?.value(row)
    }
}

impl Column {
    /// The value of a row. Asked of a column whose codes are on scratch, it panics.
    pub fn value(&self, row: u32) -> Option<&str> {
        let code = self.codes[row as usize];
        (code != NULL).then(|| self.values.get(code as usize))
    }
}

/// Prints how much there is and nothing of what.
impl fmt::Debug for Records {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Records({} of {} sources, columns", self.n_records(), self.sources.len())?;
        self.columns.iter().try_for_each(|column| write!(formatter, " {}:{}", column.name, column.values.len()))?;
        formatter.write_str(if matches!(self.codes, Codes::OnScratch(_)) { ", on scratch)" } else { ")" })
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Column({}, {} rows, {} values)", self.name, self.codes.len(), self.values.len())
    }
}
