//! A file that is one plain table: headings in the first filled row and a record in each row below.
//!
//! Ledgers are searched for their table; here a person says that the file is one.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::encoding::Encoding;
use crate::open::{Kind, Text, Unreadable, open};
use crate::rows::{Row, Rows, Step};
use crate::sheet::{SheetRows, Workbook};

/// A table whose headings are known.
pub struct PlainTable {
    columns: Vec<String>,
    source: TableSource,
}

/// How much the columns of a sheet say of what is looked for; nought where it is a cover sheet, notes, or something else.
pub type SheetScore = fn(&mut dyn Rows) -> io::Result<usize>;

/// Where the rows of one table come from, whatever its format.
pub trait RowSource: Send + Sync {
    /// The rows, starting with the first. Where some columns are named, the others may be empty.
    ///
    /// # Errors
    /// An error of the file.
    fn rows(&self, columns: Option<&[usize]>) -> io::Result<Box<dyn Rows + '_>>;

    /// How the cells are to be decoded.
    fn encoding(&self) -> Encoding;

    /// Whether cells of columns that nobody named are left out, so that a row without any cell may hold something.
    fn leaves_cells_out(&self) -> bool {
        false
    }
}

/// A text, or one sheet of a workbook.
pub struct TableSource {
    source: Source,
    beside: SheetsBeside,
}

/// The other sheets of a workbook of which one is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetsBeside {
    /// The sheet that is read, where nobody named it and others are filled.
    pub read: Option<String>,
    /// Others whose headings name people too.
    pub of_people: Vec<String>,
}

enum Source {
    Text(Text),
    Sheet(SheetRows),
}

impl TableSource {
    /// Opens a text or a workbook, of which the sheet named is read; else the one whose columns say most of people, or the first
    /// that is not empty where none does.
    ///
    /// # Errors
    /// [`PlainError`].
    pub fn open(path: &Path, sheet: Option<&str>, score: SheetScore) -> Result<TableSource, PlainError> {
        let mut opened = open(path, "");
        if opened.len() != 1 {
            return Err(PlainError::Archive { n_files: opened.len() });
        }
        match opened.remove(0).kind {
            Kind::Text(text) => Ok(TableSource::of_text(text)),
            Kind::Workbook(bytes) => {
                let (rows, beside) = chosen_sheet(bytes, sheet, score)?;
                Ok(TableSource { beside, ..TableSource::of_sheet(rows) })
            }
            Kind::Unreadable(Unreadable::Empty) => Err(PlainError::Empty),
            Kind::Unreadable(Unreadable::NotALedger(why) | Unreadable::Broken(why)) => Err(PlainError::Unreadable(why)),
        }
    }

    pub(crate) fn of_text(text: Text) -> TableSource {
        TableSource { source: Source::Text(text), beside: SheetsBeside::default() }
    }

    pub(crate) fn of_sheet(rows: SheetRows) -> TableSource {
        TableSource { source: Source::Sheet(rows), beside: SheetsBeside::default() }
    }

    /// The sheets of its workbook that are not read.
    pub fn beside(&self) -> &SheetsBeside {
        &self.beside
    }
}

impl RowSource for TableSource {
    fn rows(&self, _: Option<&[usize]>) -> io::Result<Box<dyn Rows + '_>> {
        Ok(match &self.source {
            Source::Text(text) => Box::new(text.rows()?),
            Source::Sheet(rows) => Box::new(rows.from_start()),
        })
    }

    fn encoding(&self) -> Encoding {
        match &self.source {
            Source::Text(text) => text.encoding,
            Source::Sheet(_) => Encoding::Utf8,
        }
    }
}

/// Why a file is no plain table. No message holds what is in a cell: it may be about a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlainError {
    #[error("the file is empty")]
    Empty,
    #[error("{0}")]
    Unreadable(String),
    #[error("an archive of {n_files} files: unpack it and name each of them")]
    Archive { n_files: usize },
    #[error("the workbook has no sheet `{sheet}`; it has {}", quoted(.sheets))]
    NoSheet { sheet: String, sheets: Vec<String> },
    #[error(
        "the first row has a number, a date or an address instead of headings, and the columns do not show what they contain; add a row of headings"
    )]
    NoHeadings,
    #[error("there are two columns `{heading}`")]
    HeadingTwice { heading: String },
    #[error("row {row} is too long to be a single row: a quotation mark is opened and never closed")]
    RowTooLong { row: u64 },
}

fn quoted(sheets: &[String]) -> String {
    sheets.iter().map(|sheet| format!("`{sheet}`")).collect::<Vec<_>>().join(", ")
}

impl From<io::Error> for PlainError {
    fn from(error: io::Error) -> PlainError {
        PlainError::Unreadable(error.to_string())
    }
}

impl PlainTable {
    /// Opens a text or a workbook, of which the first sheet that is not empty is read, or the one named.
    ///
    /// # Errors
    /// [`PlainError`].
    pub fn open(path: &Path, sheet: Option<&str>, score: SheetScore) -> Result<PlainTable, PlainError> {
        let source = TableSource::open(path, sheet, score)?;
        let mut row = Row::default();
        first_filled(&mut *source.rows(None)?, &mut row)?;
        let columns = headings(&row.texts(&source.encoding()))?;
        Ok(PlainTable { columns, source })
    }

    /// Headings in the order of the file. A column without one is called by its place: `column 3`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The chosen columns by position, in the order of the file, as text, this many rows at a time.
    ///
    /// # Errors
    /// As [`PlainTable::open`]; the iterator gives the same for a row that cannot be read.
    pub fn batches(&self, columns: &[usize], batch_rows: usize) -> Result<Batches<'_>, PlainError> {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        let field = |column: &usize| Field::new(&self.columns[*column], DataType::Utf8, true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let mut row = Row::default();
        let mut rows = self.source.rows(None)?;
        first_filled(&mut *rows, &mut row)?;
        Ok(Batches { rows, row, columns, schema, batch_rows, encoding: self.source.encoding(), is_done: false })
    }
}

fn chosen_sheet(
    bytes: Vec<u8>,
    sheet: Option<&str>,
    score: SheetScore,
) -> Result<(SheetRows, SheetsBeside), PlainError> {
    let unreadable = |error: crate::sheet::WorkbookError| PlainError::Unreadable(error.to_string());
    let mut workbook = Workbook::open(bytes).map_err(unreadable)?;
    let sheets = workbook.sheet_names();
    if let Some(sheet) = sheet {
        return match sheets.iter().any(|name| name == sheet) {
            true => Ok((workbook.rows(sheet).map_err(unreadable)?, SheetsBeside::default())),
            false => Err(PlainError::NoSheet { sheet: sheet.to_owned(), sheets }),
        };
    }
    let mut filled: Vec<(String, SheetRows, usize)> = Vec::new();
    for sheet in sheets {
        let rows = workbook.rows(&sheet).map_err(unreadable)?;
        if first_filled(&mut rows.from_start(), &mut Row::default()).is_ok() {
            let n_fields = score(&mut rows.from_start())?;
            filled.push((sheet, rows, n_fields));
        }
    }
    let is_alone = filled.len() < 2;
    // Of several that say as much the first.
    let most = filled.iter().map(|(_, _, n_fields)| *n_fields).max().ok_or(PlainError::Empty)?;
    let at = filled.iter().position(|(_, _, n_fields)| *n_fields == most).unwrap_or_default();
    let (name, rows, _) = filled.remove(at);
    let of_people = filled.into_iter().filter(|(_, _, n_fields)| *n_fields != 0).map(|(sheet, ..)| sheet).collect();
    Ok((rows, SheetsBeside { read: (!is_alone).then_some(name), of_people }))
}

fn first_filled(rows: &mut dyn Rows, row: &mut Row) -> Result<(), PlainError> {
    loop {
        match rows.next(row)? {
            Step::End => return Err(PlainError::Empty),
            Step::TooLong { .. } => return Err(PlainError::RowTooLong { row: row.number }),
            Step::Row if !row.is_blank() => return Ok(()),
            Step::Row => {}
        }
    }
}

fn headings(cells: &[String]) -> Result<Vec<String>, PlainError> {
    if cells.iter().any(|cell| is_value(cell)) {
        return Err(PlainError::NoHeadings);
    }
    let mut known = HashSet::new();
    let mut headings = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        let heading = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        if !heading.is_empty() && !known.insert(heading.clone()) {
            return Err(PlainError::HeadingTwice { heading });
        }
        headings.push(if heading.is_empty() { format!("column {}", place + 1) } else { heading });
    }
    Ok(headings)
}

/// Whether a cell holds what no heading would: half of it digits, as dates and numbers have, or a mail address.
pub(crate) fn is_value(cell: &str) -> bool {
    let n_digits = cell.chars().filter(char::is_ascii_digit).count();
    let n_letters = cell.chars().filter(|c| c.is_alphanumeric()).count();
    cell.contains('@') || (2 <= n_digits && n_letters <= 2 * n_digits)
}

/// Rows of a plain table, many at a time.
pub struct Batches<'t> {
    rows: Box<dyn Rows + 't>,
    row: Row,
    columns: Vec<usize>,
    schema: SchemaRef,
    batch_rows: usize,
    encoding: Encoding,
    is_done: bool,
}

impl Batches<'_> {
    fn batch(&mut self) -> Result<RecordBatch, PlainError> {
        let mut builders: Vec<StringBuilder> = self.columns.iter().map(|_| StringBuilder::new()).collect();
        let mut n_rows = 0;
        while n_rows < self.batch_rows && !self.is_done {
            match self.rows.next(&mut self.row)? {
                Step::End => self.is_done = true,
                Step::TooLong { .. } => return Err(PlainError::RowTooLong { row: self.row.number }),
                Step::Row if self.row.is_blank() => {}
                Step::Row => {
                    n_rows += 1;
                    for (builder, column) in builders.iter_mut().zip(&self.columns) {
                        let text: Cow<'_, str> = self.row.text(*column, &self.encoding);
                        builder.append_option(Some(text).filter(|text| !text.is_empty()));
                    }
                }
            }
        }
        let columns: Vec<ArrayRef> =
            builders.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef).collect();
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(n_rows));
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &options)
            .map_err(|error| PlainError::Unreadable(error.to_string()))
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<RecordBatch, PlainError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let batch = self.batch();
        self.is_done |= batch.is_err();
        Some(batch).filter(|batch| !batch.as_ref().is_ok_and(|batch| batch.num_rows() == 0))
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;

    use super::*;

    fn table(text: &str) -> Result<PlainTable, PlainError> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("it is written");
        PlainTable::open(file.path(), None, |_| Ok(0))
    }

    fn check(text: &str, columns: &[usize], expected: &[&str]) {
        let table = table(text).expect("a table");
        let mut found = Vec::new();
        for batch in table.batches(columns, 2).expect("batches") {
            let batch = batch.expect("a batch");
            let cell =
                |array: &ArrayRef, row| array.as_string::<i32>().iter().nth(row).flatten().unwrap_or("-").to_owned();
            let row = |row| batch.columns().iter().map(|array| cell(array, row)).collect::<Vec<_>>().join("|");
            found.extend((0..batch.num_rows()).map(row));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_come_in_batches_of_the_chosen_columns() {
        let text = "\n id ;First  name;;dob\n1;Ann;x;1990-01-02\n\n2;Bob\n3;;y;2000-02-03\n";
        assert_eq!(table(text).expect("a table").columns(), ["id", "First name", "column 3", "dob"]);
        check(text, &[3, 0], &["1|1990-01-02", "2|-", "3|2000-02-03"]);
        check("a\n", &[0], &[]);
    }

    #[test]
    fn what_is_no_table_is_said_without_what_it_holds() {
        let said = |text: &str| table(text).err().expect("a mistake").to_string();
        assert_eq!(said(" \n"), "the file is empty");
        assert_eq!(said("name,name\n"), "there are two columns `name`");
        for first in ["Marker,1990-01-02,LS1", "marker@example.org,Marker"] {
            let said = said(&format!("{first}\nx,y,z\n"));
            assert!(said.starts_with("the first row has a number, a date or an address"), "{said}");
            assert!(!said.contains("arker"), "{said}");
        }
        assert_eq!(said("%PDF-1.4"), "it is a PDF document");
    }
}
