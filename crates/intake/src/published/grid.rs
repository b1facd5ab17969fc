//! A file as rows of cells.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Sheets};

use crate::sheet::WorkbookError;
use crate::text::find_delimiter;

/// One sheet, with every row and column where the file has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub name: String,
    /// A reader who opens the workbook does not see it.
    pub is_hidden: bool,
    pub rows: Vec<Vec<Data>>,
}

/// One record of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Line of the file on which the record starts, from 1.
    pub row: u64,
    pub cells: Vec<String>,
}

/// More cells than any publication has. One cell in the last corner of a sheet would otherwise ask for
/// seventeen thousand million of them.
const N_CELLS_MAX: usize = 20_000_000;

impl Grid {
    /// The text of a cell without white space around it; empty where there is no such cell.
    pub fn text(&self, row: usize, column: usize) -> String {
        self.cell(row, column).map(cell_text).unwrap_or_default()
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<&Data> {
        self.rows.get(row)?.get(column)
    }

    /// The texts of a row.
    pub fn texts(&self, row: usize) -> Vec<String> {
        self.rows.get(row).map(|cells| cells.iter().map(cell_text).collect()).unwrap_or_default()
    }

    /// A CSV as one sheet without a name, each record on the row of its first line.
    pub fn of_csv(records: Vec<Record>) -> Grid {
        let mut rows: Vec<Vec<Data>> = Vec::with_capacity(records.len());
        for record in records {
            let row = usize::try_from(record.row).unwrap_or(usize::MAX).saturating_sub(1).max(rows.len());
            rows.resize(row, Vec::new());
            let cell = |text: String| if text.is_empty() { Data::Empty } else { Data::String(text) };
            rows.push(record.cells.into_iter().map(cell).collect());
        }
        Grid { name: String::new(), is_hidden: false, rows }
    }
}

/// The text of a cell without white space around it, its inner white space made single.
pub(crate) fn cell_text(cell: &Data) -> String {
    cell.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the bytes begin as a ZIP (XLSX, ODS) or a compound document (XLS) does.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Bytes that a packed publication may unpack to: enough for a national table, too few to fill the memory.
const UNPACKED_MAX: u64 = 256 << 20;

/// The bytes of a file, unpacked where it is packed with gzip.
pub(crate) fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(bytes.as_slice()).take(UNPACKED_MAX + 1);
    decoder.read_to_end(&mut unpacked).map_err(|error| format!("it cannot be unpacked: {error}"))?;
    match unpacked.len() as u64 {
        n if n <= UNPACKED_MAX => Ok(unpacked),
        _ => Err(format!(
            "it unpacks to more than {} MB: unpack it and supply only the parts that are needed",
            UNPACKED_MAX >> 20
        )),
    }
}

/// The sheets of a workbook, or a CSV as one; the reason in words where it is neither.
pub(crate) fn read_any(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    if is_workbook(bytes) { read_workbook(bytes) } else { Ok(vec![Grid::of_csv(read_csv(bytes)?)]) }
}

/// Every sheet of a workbook; or, in words, why it is not a workbook.
pub(crate) fn read_workbook(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    if !is_workbook(bytes) {
        return Err("it is not a workbook".to_owned());
    }
    crate::sheet::insist_on_size(bytes).map_err(|error| error.to_string())?;
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(told)?;
    let sheets = book.sheets_metadata().to_vec();
    sheets
        .into_iter()
        .map(|sheet| {
            let (name, is_hidden) = (sheet.name, sheet.visible != calamine::SheetVisible::Visible);
            let rows = match &mut book {
                Sheets::Xlsx(book) => sparse_rows(book, &name)?,
                other => dense_rows(&other.worksheet_range(&name).map_err(told)?),
            };
            Ok(Grid { name, is_hidden, rows })
        })
        .collect()
}

/// A spreadsheet library's message without the cell that it quotes: the file may be about people after all.
fn told(error: impl Into<calamine::Error>) -> String {
    WorkbookError::from(error.into()).to_string()
}

/// Rows of an XLSX sheet, as wide as their last filled cell.
fn sparse_rows(book: &mut calamine::Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Vec<Data>>, String> {
    let mut rows: Vec<Vec<Data>> = Vec::new();
    let mut n_cells = 0;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(told)?;
    while let Some(cell) = cells.next_cell().map_err(told)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if rows.len() <= row {
            n_cells += row + 1 - rows.len();
            rows.resize(row + 1, Vec::new());
        }
        let cells_of_row = &mut rows[row];
        if cells_of_row.len() <= column {
            n_cells += column + 1 - cells_of_row.len();
            cells_of_row.resize(column + 1, Data::Empty);
        }
        if n_cells > N_CELLS_MAX {
            return Err(format!("sheet `{sheet}` has more than {N_CELLS_MAX} cells"));
        }
        cells_of_row[column] = cell.get_value().clone().into();
    }
    Ok(rows)
}

/// Rows of a range, which starts at its first filled cell, put back where the sheet has them.
fn dense_rows(range: &calamine::Range<Data>) -> Vec<Vec<Data>> {
    let Some((first_row, first_column)) = range.start() else { return Vec::new() };
    let above = (0..first_row).map(|_| Vec::new());
    let rows = range.rows().map(|row| {
        let before = (0..first_column).map(|_| Data::Empty);
        before.chain(row.iter().cloned()).collect()
    });
    above.chain(rows).collect()
}

/// How much of a file tells its delimiter.
const BYTES_OF_DELIMITER: usize = 1 << 16;

/// Every record of a CSV file, whatever its delimiter, cells trimmed. Text that is not UTF-8 is read as Windows-1252.
pub(crate) fn read_csv(bytes: &[u8]) -> Result<Vec<Record>, String> {
    let (utf8, _, mixed) = encoding_rs::UTF_8.decode(bytes);
    let text = if mixed { encoding_rs::WINDOWS_1252.decode(bytes).0 } else { utf8 };
    if is_workbook(bytes) || text.contains('\0') {
        return Err("it is not a CSV file".to_owned());
    }
    let delimiter = find_delimiter(&text.as_bytes()[..text.len().min(BYTES_OF_DELIMITER)]);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|e| e.to_string())?;
            let row = record.position().map_or(0, |at| at.line() + n_blank_lines_at(&text, at.byte()));
            Ok(Record { row, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() })
        })
        .collect()
}

/// The reader skips blank lines, but says that a record starts at the first of those before it.
fn n_blank_lines_at(text: &str, byte: u64) -> u64 {
    let rest = usize::try_from(byte).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or_default();
    rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_keeps_its_line_numbers_over_blank_lines_and_quoted_breaks() {
        let records = read_csv(b"\xef\xbb\xbfa,b\n\n\"x\ny\", z \n1\n").unwrap();
        let found: Vec<(u64, String)> = records.iter().map(|r| (r.row, r.cells.join("|"))).collect();
        assert_eq!(found, [(1, "a|b".into()), (3, "x\ny|z".into()), (5, "1".into())]);
    }

    #[test]
    fn semicolons_and_tabs_divide_cells_as_commas_do() {
        for text in ["a;b\n£1,000;2,5\n", "a\tb\n£1,000\t2,5\n", "a,b\n\"£1,000\",\"2,5\"\n"] {
            assert_eq!(read_csv(text.as_bytes()).unwrap()[1].cells, ["£1,000", "2,5"], "{text}");
        }
    }

    #[test]
    fn text_that_is_not_utf8_is_windows_1252() {
        assert_eq!(read_csv(b"caf\xe9,\xa35").unwrap()[0].cells, ["café", "£5"]);
    }

    #[test]
    fn what_is_not_a_workbook_or_not_text_is_refused_in_words() {
        assert_eq!(read_workbook(b"<html>"), Err("it is not a workbook".to_owned()));
        assert!(read_workbook(b"PK\x03\x04 and nothing else").is_err());
        assert!(read_csv(b"PK\x03\x04").is_err());
    }
}
