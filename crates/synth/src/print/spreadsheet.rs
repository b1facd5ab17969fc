//! XLSX workbooks, a row at a time.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet, number, print_date, serial};
use crate::Error;
use crate::ledgers::DateStyle;

/// A workbook that is the same to the byte whenever it is written.
pub(crate) fn workbook(author: &str, saved: Date) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(saved.year() as u16, saved.month() as u8, saved.day() as u8)?;
    workbook.set_properties(&DocProperties::new().set_author(author).set_creation_datetime(&date));
    Ok(workbook)
}

/// One sheet of a workbook while it is written.
pub(crate) struct Spreadsheet<'a> {
    sheet: &'a mut Worksheet,
    dates: DateStyle,
    day: Format,
    money: Format,
    n_rows: u32,
}

impl<'a> Spreadsheet<'a> {
    pub fn new(sheet: &'a mut Worksheet, dates: DateStyle) -> Spreadsheet<'a> {
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let money = Format::new().set_num_format("#,##0.00");
        Spreadsheet { sheet, dates, day, money, n_rows: 0 }
    }

    fn cell(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut *self.sheet, self.n_rows);
        match (cell, self.dates) {
            (Cell::Empty, _) => return Ok(()),
            (Cell::Text(text), _) => sheet.write_string(row, column, text.as_ref())?,
            (Cell::WrongEncoding(text), _) => sheet.write_string(row, column, *text)?,
            (Cell::Amount(tenths), _) => sheet.write_number_with_format(row, column, number(*tenths), &self.money)?,
            (Cell::Day(date), DateStyle::Cell) => {
                sheet.write_number_with_format(row, column, serial(*date), &self.day)?
            }
            (Cell::Day(date), DateStyle::Serial) => sheet.write_number(row, column, serial(*date))?,
            (Cell::Day(date), style) => {
                let mut text = String::new();
                print_date(*date, style, &mut text);
                sheet.write_string(row, column, text)?
            }
        };
        Ok(())
    }
}

impl Sheet for Spreadsheet<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for (column, cell) in (0..).zip(cells) {
            self.cell(column, cell).map_err(Error::workbook)?;
        }
        self.n_rows += 1;
        Ok(())
    }
}
