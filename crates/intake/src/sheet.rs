//! Sheets of workbooks as rows of text.

use std::fmt;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use calamine::{Cell, Data, DataRef, Ods, Reader, SheetVisible, Sheets, Xls, Xlsb, Xlsx, XlsxError};
use model::tables::SourceFormat;

use crate::rows::{Row, Rows, Step};
use crate::sheet_extent::{COLUMNS_MAX, Extent, ROWS_MAX};
use crate::sheet_marks::{Marks, WorkbookMarks};

/// What a workbook may unpack to: more is an attack or a mistake.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;
/// How much smaller a workbook may be than what it unpacks to, once it unpacks to more than this.
const UNPACKED_RATIO_MAX: u64 = 200;
const UNPACKED_ALWAYS: u64 = 16 << 20;
/// What the text of a sheet may come to: one long text can be in a million cells.
const TEXT_BYTES_MAX: usize = 512 << 20;
/// Cells from the first column of each row to its last filled one, of all rows together.
const CELLS_MAX: u64 = 128 << 20;

/// One sheet, its cells turned into text.
#[derive(Clone)]
pub struct SheetRows {
    cells: Arc<Cells>,
    marks: Arc<Marks>,
    /// The next row, from 0.
    next_row: u64,
    /// The next cell, in the order of rows and columns.
    next_cell: usize,
}

/// The filled cells of a sheet and nothing between them: a sheet with one cell in its last corner would
/// otherwise take as much memory as one with seventeen thousand million.
#[derive(Default)]
struct Cells {
    /// Sorted by row, then column.
    spots: Vec<Spot>,
    text: String,
}

/// Where a cell stands, from 0, and which part of the text is its own.
#[derive(Clone, Copy)]
struct Spot {
    row: u32,
    column: u32,
    start: usize,
    end: usize,
}

impl Cells {
    /// Adds a cell as its reader found it; false where no sheet has such a cell, or it is one too many.
    fn add(&mut self, cell: Cell<DataRef<'_>>) -> bool {
        let (row, column) = cell.get_position();
        if !matches!(cell.get_value(), DataRef::Empty) {
            self.push((row, column), &cell.get_value().clone().into());
        }
        row < ROWS_MAX && column < COLUMNS_MAX && self.text.len() <= TEXT_BYTES_MAX
    }

    /// Cells from the first column of each row to its last filled one; the spots are sorted.
    fn n_spanned(&self) -> u64 {
        let ends = self.spots.chunk_by(|a, b| a.row == b.row).filter_map(|row| row.last());
        ends.map(|last| u64::from(last.column) + 1).sum()
    }

    fn push(&mut self, (row, column): (u32, u32), cell: &Data) {
        let start = self.text.len();
        self.text.push_str(&cell_text(cell));
        self.spots.push(Spot { row, column, start, end: self.text.len() });
    }
}

/// Why a workbook cannot be read.
#[derive(Debug)]
pub enum WorkbookError {
    Password,
    /// It unpacks to far more than a ledger would.
    Bomb,
    /// Its cells, written out, are far more than the file holds, or lie where no sheet reaches.
    TooFar,
    /// Its archive has no end.
    CutOff,
    /// Neither XLSX, XLSB, XLS nor ODS, or broken.
    Broken(String),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkbookError::Password => write!(f, "the workbook is protected by a password: ask for a copy without one"),
            WorkbookError::Bomb => {
                write!(f, "the workbook unpacks to far more than a ledger should: open it by hand and check it")
            }
            WorkbookError::TooFar => {
                write!(
                    f,
                    "it has cells far outside a ledger's rows and columns, so it is not read: open it and save the rows as CSV"
                )
            }
            WorkbookError::CutOff => write!(f, "the file is cut off or damaged: ask for it again"),
            WorkbookError::Broken(why) => write!(f, "the workbook cannot be read: {why}"),
        }
    }
}

impl std::error::Error for WorkbookError {}

impl From<calamine::Error> for WorkbookError {
    fn from(error: calamine::Error) -> WorkbookError {
        let text = error.to_string();
        if text.contains("password") {
            return WorkbookError::Password;
        }
        // What the library quotes, behind a colon or between quotation marks, may be what a cell says.
        let said = text.split([':', '\'', '"']).next().unwrap_or_default();
        WorkbookError::Broken(said.trim_end().to_owned())
    }
}

/// A workbook held in memory.
pub struct Workbook {
    sheets: Sheets<Cursor<Vec<u8>>>,
    marks: WorkbookMarks,
}

impl Workbook {
    /// Opens XLSX, XLSM, XLSB, XLS or ODS by what the bytes say, whatever the file is called.
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, WorkbookError> {
        if !bytes.starts_with(b"PK") {
            return Ok(Workbook { sheets: open_compound(bytes)?, marks: WorkbookMarks::default() });
        }
        insist_on_size(&bytes)?;
        let marks = WorkbookMarks::of(&bytes);
        Ok(Workbook { sheets: open_archive(bytes)?, marks })
    }

    pub fn format(&self) -> SourceFormat {
        match self.sheets {
            Sheets::Xls(_) => SourceFormat::Xls,
            Sheets::Xlsx(_) => SourceFormat::Xlsx,
            Sheets::Xlsb(_) => SourceFormat::Xlsb,
            Sheets::Ods(_) => SourceFormat::Ods,
        }
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// Whether a sheet is hidden.
    pub fn is_hidden(&self, sheet: &str) -> bool {
        let known = self.sheets.sheets_metadata().iter().find(|known| known.name == sheet);
        known.is_some_and(|known| known.visible != SheetVisible::Visible)
    }

    /// Whether numbers that are days are counted from 1904.
    pub fn counts_from_1904(&self) -> bool {
        self.marks.counts_from_1904
    }

    pub fn rows(&mut self, sheet: &str) -> Result<SheetRows, WorkbookError> {
        let mut cells = match &mut self.sheets {
            Sheets::Xlsx(workbook) => xlsx_cells(workbook, sheet)?,
            Sheets::Xlsb(workbook) => xlsb_cells(workbook, sheet)?,
            workbook => range_cells(workbook, sheet)?,
        };
        cells.spots.sort_by_key(|spot| (spot.row, spot.column));
        // Where a broken sheet gives one cell twice the first stands.
        cells.spots.dedup_by_key(|spot| (spot.row, spot.column));
        if CELLS_MAX < cells.n_spanned() {
            return Err(WorkbookError::TooFar);
        }
        let marks = Arc::new(self.marks.sheet(sheet));
        Ok(SheetRows { cells: Arc::new(cells), marks, next_row: 0, next_cell: 0 })
    }
}

/// XLSX, XLSB and ODS are archives; their members tell which.
fn open_archive(bytes: Vec<u8>) -> Result<Sheets<Cursor<Vec<u8>>>, WorkbookError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|_| WorkbookError::CutOff)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let (is_ods, is_xlsb) = (has("content.xml"), has("xl/workbook.bin"));
    let input = Cursor::new(bytes);
    Ok(match (is_ods, is_xlsb) {
        (true, _) => Sheets::Ods(Ods::new(input).map_err(calamine::Error::Ods)?),
        (_, true) => Sheets::Xlsb(Xlsb::new(input).map_err(calamine::Error::Xlsb)?),
        _ => Sheets::Xlsx(Xlsx::new(input).map_err(calamine::Error::Xlsx)?),
    })
}

/// Turns away what no reader should be given: a workbook that would fill the memory. Other files pass.
pub(crate) fn insist_on_size(bytes: &[u8]) -> Result<(), WorkbookError> {
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut archive) => insist_on_extent(&mut archive, bytes.len() as u64),
        Err(_) => Ok(()),
    }
}

/// Whether the members unpack to more than a workbook of this size would, or lay out more. What they claim is not believed.
fn insist_on_extent(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, n_packed: u64) -> Result<(), WorkbookError> {
    let limit = UNPACKED_BYTES_MAX.min((n_packed * UNPACKED_RATIO_MAX).max(UNPACKED_ALWAYS));
    let mut n_unpacked = 0;
    for index in 0..archive.len() {
        // A member that cannot be unpacked is met again, and reported, by the reader that needs it.
        let Ok(member) = archive.by_index(index) else { continue };
        let mut extent = Extent::of(&String::from_utf8_lossy(member.name_raw()));
        n_unpacked += io::copy(&mut member.take(limit + 1 - n_unpacked), &mut extent).unwrap_or(0);
        if limit < n_unpacked {
            return Err(WorkbookError::Bomb);
        }
        if extent.is_beyond() {
            return Err(WorkbookError::TooFar);
        }
    }
    Ok(())
}

/// XLS, or the envelope of a workbook that is protected by a password.
fn open_compound(bytes: Vec<u8>) -> Result<Sheets<Cursor<Vec<u8>>>, WorkbookError> {
    let envelope: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(envelope.len()).any(|window| window == envelope) {
        return Err(WorkbookError::Password);
    }
    Ok(Sheets::Xls(Xls::new(Cursor::new(bytes)).map_err(calamine::Error::Xls)?))
}

/// Cells as they are in the file, one by one.
fn xlsx_cells(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<Cells, WorkbookError> {
    let mut cells = Cells::default();
    let mut reader = match workbook.worksheet_cells_reader(sheet) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(cells), // a chart on a sheet of its own
        reader => reader.map_err(calamine::Error::Xlsx)?,
    };
    while let Some(cell) = reader.next_cell().map_err(calamine::Error::Xlsx)? {
        if !cells.add(cell) {
            return Err(WorkbookError::TooFar);
        }
    }
    Ok(cells)
}

fn xlsb_cells(workbook: &mut Xlsb<Cursor<Vec<u8>>>, sheet: &str) -> Result<Cells, WorkbookError> {
    let mut cells = Cells::default();
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(calamine::Error::Xlsb)?;
    while let Some(cell) = reader.next_cell().map_err(calamine::Error::Xlsb)? {
        if !cells.add(cell) {
            return Err(WorkbookError::TooFar);
        }
    }
    Ok(cells)
}

fn range_cells(workbook: &mut Sheets<Cursor<Vec<u8>>>, sheet: &str) -> Result<Cells, calamine::Error> {
    let range = workbook.worksheet_range(sheet)?;
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    let mut cells = Cells::default();
    for (row, column, cell) in range.used_cells() {
        cells.push((first_row + row as u32, first_column + column as u32), cell);
    }
    Ok(cells)
}

impl SheetRows {
    /// Whether a column, from 0, is hidden.
    pub fn is_column_hidden(&self, column: usize) -> bool {
        u32::try_from(column).is_ok_and(|column| self.marks.hidden_columns.contains(&column))
    }

    /// The same rows again, from the first.
    pub fn from_start(&self) -> SheetRows {
        SheetRows { next_row: 0, next_cell: 0, ..self.clone() }
    }
}

impl Rows for SheetRows {
    fn next(&mut self, row: &mut Row) -> io::Result<Step> {
        let Cells { spots, text } = &*self.cells;
        if self.next_cell == spots.len() {
            return Ok(Step::End);
        }
        // Rows without cells are blank rows that a person sees and counts.
        let this_row = self.next_row;
        self.next_row += 1;
        row.clear(self.next_row);
        for spot in spots[self.next_cell..].iter().take_while(|spot| u64::from(spot.row) == this_row) {
            (row.len()..spot.column as usize).for_each(|_| row.push_cell(""));
            let text = &text[spot.start..spot.end];
            match self.marks.foreign.get(&(spot.row, spot.column)) {
                Some(mark) if !text.is_empty() => row.push_cell(&format!("{mark}{text}")),
                _ => row.push_cell(text),
            }
            self.next_cell += 1;
        }
        row.is_hidden = u32::try_from(this_row).is_ok_and(|row| self.marks.hidden_rows.contains(&row));
        Ok(Step::Row)
    }
}

/// A cell as a person sees it: numbers to the fifteen digits that a spreadsheet keeps, dates as ISO days, and times to the second.
pub(crate) fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number_text(*n),
        Data::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTime(value) if value.is_datetime() => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            time_text(value.as_f64(), &format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::DateTime(value) => number_text(value.as_f64()),
    }
}

/// The day of a moment, with its time if it is not midnight; the time alone where there are no days.
fn time_text(days: f64, day: &str) -> String {
    const DAY_SECONDS: f64 = 86_400.0;
    let seconds = ((days - days.floor()) * DAY_SECONDS).round() as u32;
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    // Half a second before midnight is a day that a formula worked out.
    let is_day = seconds == 0 || f64::from(seconds) == DAY_SECONDS;
    match (0.0..1.0).contains(&days) {
        true => time,
        false if is_day => day.to_owned(),
        false => format!("{day} {time}"),
    }
}

fn number_text(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        return format!("{n:.0}");
    }
    // 49937.59000000003 is 49937.59 in the cell: binary digits beyond the fifteenth are noise.
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_their_times_and_days_have_none() {
        assert_eq!(time_text(45_413.395_833_333, "2024-05-01"), "2024-05-01 09:30:00");
        assert_eq!(time_text(45_413.0, "2024-05-01"), "2024-05-01");
        assert_eq!(time_text(0.395_833_333, "1899-12-31"), "09:30:00");
        assert_eq!(time_text(0.0, "1899-12-31"), "00:00:00");
    }

    #[test]
    fn numbers_are_those_that_the_cell_shows() {
        assert_eq!(number_text(49937.59000000003), "49937.59");
        assert_eq!(number_text(756.5699999999999), "756.57");
        assert_eq!(number_text(-1776.0), "-1776");
        assert_eq!(number_text(0.005), "0.005");
        assert_eq!(cell_text(&Data::Error(calamine::CellErrorType::Ref)), "#REF!");
    }
}
