//! Sheets of workbooks as rows of text.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};

use crate::rows::{Row, Rows, Step};

/// One sheet, its cells turned into text as it is read.
#[derive(Clone)]
pub struct SheetRows {
    range: Arc<Range<Data>>,
    next: usize,
    first_row: u64,
    first_column: usize,
}

/// A workbook held in memory.
pub struct Workbook {
    sheets: Sheets<Cursor<Vec<u8>>>,
}

impl Workbook {
    /// Opens XLSX, XLSM, XLSB, XLS or ODS by what the bytes say, whatever the file is called.
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, calamine::Error> {
        Ok(Workbook { sheets: open_workbook_auto_from_rs(Cursor::new(bytes))? })
    }

    pub fn format(&self) -> &'static str {
        match self.sheets {
            Sheets::Xls(_) => "xls",
            Sheets::Xlsx(_) => "xlsx",
            Sheets::Xlsb(_) => "xlsb",
            Sheets::Ods(_) => "ods",
        }
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    pub fn rows(&mut self, sheet: &str) -> Result<SheetRows, calamine::Error> {
        let range = self.sheets.worksheet_range(sheet)?;
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        Ok(SheetRows { range: Arc::new(range), next: 0, first_row: u64::from(first_row), first_column: first_column as usize })
    }
}

impl SheetRows {
    /// The same rows again, from the first.
    pub fn from_start(&self) -> SheetRows {
        SheetRows { next: 0, ..self.clone() }
    }
}

impl Rows for SheetRows {
    fn next(&mut self, row: &mut Row) -> std::io::Result<Step> {
        // Rows above the used range are blank rows that a person sees and counts.
        let number = self.next as u64;
        if number < self.first_row {
            self.next += 1;
            row.clear(number + 1);
            return Ok(Step::Row);
        }
        let index = (number - self.first_row) as usize;
        if self.range.height() <= index {
            return Ok(Step::End);
        }
        self.next += 1;
        row.clear(number + 1);
        (0..self.first_column).for_each(|_| row.push_cell(""));
        for cell in &self.range[index] {
            row.push_cell(&cell_text(cell));
        }
        Ok(Step::Row)
    }
}

/// A cell as a person sees it: numbers to the fifteen digits that a spreadsheet keeps, dates as ISO days.
fn cell_text(cell: &Data) -> String {
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
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(value) => number_text(value.as_f64()),
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
    fn numbers_are_those_that_the_cell_shows() {
        assert_eq!(number_text(49937.59000000003), "49937.59");
        assert_eq!(number_text(756.5699999999999), "756.57");
        assert_eq!(number_text(-1776.0), "-1776");
        assert_eq!(number_text(0.005), "0.005");
        assert_eq!(cell_text(&Data::Error(calamine::CellErrorType::Ref)), "#REF!");
    }
}
