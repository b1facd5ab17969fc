//! A file of contracts or grants as JSON values or as sheets.

use std::collections::BTreeSet;

use calamine::Data;
use serde_json::Value;

use crate::published::grid::{Grid, is_workbook, read_csv, read_workbook, unpacked};
use crate::sheet::cell_text;

/// What a file is.
pub(super) enum Content {
    Json {
        /// One value, or one a line.
        values: Vec<Value>,
        /// Why the rest cannot be read.
        broken: Option<String>,
    },
    Sheets(Vec<Sheet>),
}

/// One sheet as text; a CSV is one without a name.
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    /// Cells as a person sees them, with their line breaks made spaces.
    pub rows: Vec<Vec<String>>,
    /// Rows with anything in them.
    pub n_filled: usize,
}

impl Content {
    /// Tells what bytes are, packed with gzip or not; in words why they are neither.
    pub fn of(bytes: Vec<u8>) -> Result<Content, String> {
        let bytes = unpacked(bytes)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if bytes.trim_ascii().is_empty() {
            return Err("the file is empty".to_owned());
        }
        if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) && !is_workbook(bytes) {
            return Ok(json(bytes));
        }
        let grids = if is_workbook(bytes) { read_workbook(bytes)? } else { vec![Grid::of_csv(read_csv(bytes)?)] };
        Ok(Content::Sheets(grids.into_iter().map(Sheet::of).collect()))
    }
}

/// JSON, one value or many; a file that breaks off keeps what stands before.
fn json(bytes: &[u8]) -> Content {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter() {
        match value {
            Ok(value) => values.push(value),
            Err(error) => return Content::Json { values, broken: Some(told(&error)) },
        }
    }
    Content::Json { values, broken: None }
}

/// What is wrong with JSON, without anything that stands in it.
fn told(error: &serde_json::Error) -> String {
    let what = if error.is_eof() { "the JSON breaks off" } else { "it is not JSON" };
    format!("{what} at line {}, column {}", error.line(), error.column())
}

impl Sheet {
    fn of(grid: Grid) -> Sheet {
        let text = |cell: &Data| cell_text(cell).split_whitespace().collect::<Vec<_>>().join(" ");
        let rows: Vec<Vec<String>> = grid.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let n_filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count();
        Sheet { name: grid.name, is_hidden: grid.is_hidden, rows, n_filled }
    }

    /// A cell; empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", String::as_str)
    }

    pub fn is_blank(&self, row: usize) -> bool {
        self.rows.get(row).is_none_or(|cells| cells.iter().all(String::is_empty))
    }
}

/// The first headings of sheets that are no table of this kind, for a message. A row with numbers is not shown: it may be
/// of people.
pub(super) fn said_of(sheets: &[Sheet]) -> String {
    let first = sheets.iter().flat_map(|sheet| &sheet.rows).find(|row| row.iter().any(|cell| !cell.is_empty()));
    let is_heading = |cell: &&String| !cell.is_empty() && !crate::plain::is_value(cell);
    let headings: BTreeSet<&String> = first.into_iter().flatten().filter(is_heading).collect();
    match headings.len() {
        0 => "no row of it looks like headings".to_owned(),
        _ => {
            let told: Vec<String> =
                headings.iter().take(8).map(|heading| format!("`{}`", crate::payee::told_heading(heading))).collect();
            format!("its first row has {}", told.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_that_breaks_off_keeps_what_stands_before() {
        let Ok(Content::Json { values, broken }) = Content::of(b"\xef\xbb\xbf{\"a\":1}\n{\"a\":".to_vec()) else {
            panic!("it is JSON");
        };
        assert_eq!((values.len(), broken.as_deref()), (1, Some("the JSON breaks off at line 2, column 5")));
    }

    #[test]
    fn a_line_break_in_a_cell_is_a_space() {
        let Ok(Content::Sheets(sheets)) = Content::of(b"\"Contractor/\nProvider\",b\n1,2\n".to_vec()) else {
            panic!("it is a CSV");
        };
        assert_eq!((sheets[0].cell(0, 0), sheets[0].cell(2, 1)), ("Contractor/ Provider", "2"));
        assert!(Content::of(b" \n".to_vec()).is_err_and(|why| why == "the file is empty"));
    }
}
