//! One table on one sheet, or on several where it is longer than a sheet.

use std::borrow::Cow;

use jiff::civil::Date;
use model::{Cell, Column, Kind, Table, Tables};
use money::Money;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::Error;
use crate::block::count;
use crate::text::without_unprintable;

pub const MONEY_FORMAT: &str = "£#,##0.00;[Red]-£#,##0.00";
pub const COUNT_FORMAT: &str = "#,##0";
const DATE_FORMAT: &str = "dd mmm yyyy";
/// Above this a number of Excel's, a double, no longer holds every whole number.
const EXACT_MAX: u64 = 1 << 53;
/// Characters that a cell of Excel's holds, as UTF-16 counts them.
const TEXT_MAX: usize = 32_767;
/// Rows whose content decides how wide columns are.
const N_ROWS_SAMPLED: u32 = 1_000;
const WIDTH_MAX: usize = 60;

/// Cells that could not be written as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    n_unprintable: usize,
    n_cut: usize,
    n_numbers_as_text: usize,
}

impl Changes {
    /// In sentences, for the cover.
    pub fn notes(self) -> Vec<String> {
        let note = |n: usize, what: &str| (n > 0).then(|| format!("{} {what}", count(n)));
        let notes = [
            note(
                self.n_unprintable,
                "cells contain control characters, which a workbook cannot hold; each is shown as its picture, such as ␁.",
            ),
            note(self.n_cut, "cells are longer than a workbook allows and end in …; the data package has them whole."),
            note(
                self.n_numbers_as_text,
                "numbers are too large for Excel to hold exactly, so they are written as text.",
            ),
        ];
        notes.into_iter().flatten().collect()
    }
}

/// The looks of cells.
struct Formats {
    heading: Format,
    money: Format,
    date: Format,
    whole: Format,
    count: Format,
    number: Format,
}

impl Formats {
    fn new() -> Formats {
        Formats {
            heading: heading_format(),
            money: Format::new().set_num_format(MONEY_FORMAT),
            date: Format::new().set_num_format(DATE_FORMAT).set_align(FormatAlign::Left),
            whole: Format::new().set_num_format("0"),
            count: Format::new().set_num_format(COUNT_FORMAT),
            number: Format::new().set_num_format("0.00##"),
        }
    }
}

/// White on dark blue, as headings of every sheet.
pub fn heading_format() -> Format {
    let format = Format::new().set_bold().set_font_color("#FFFFFF").set_background_color("#1F3864");
    format.set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes a table and returns the names of its sheets.
pub fn write(
    workbook: &mut Workbook,
    tables: &dyn Tables,
    table: &'static Table,
    rows_max: usize,
    changes: &mut Changes,
) -> Result<Vec<String>, Error> {
    let mut writer = Writer::start(workbook, table, rows_max)?;
    for batch in table.batches(tables, &[])? {
        let batch = batch?;
        let columns = table.read(&batch).all_cells();
        let mut cells = Vec::with_capacity(columns.len());
        for row in 0..batch.num_rows() {
            cells.clear();
            cells.extend(columns.iter().map(|column| column.value(row)));
            writer.write_row(&cells, changes)?;
        }
    }
    Ok(writer.finish()?)
}

/// Rows of one table on as many sheets as they need.
pub struct Writer<'w> {
    workbook: &'w mut Workbook,
    table: &'static Table,
    rows_max: usize,
    formats: Formats,
    names: Vec<String>,
    /// Rows of the last sheet.
    n_rows: u32,
    /// The widest content of each column of the last sheet so far, in characters.
    widths: Vec<usize>,
}

impl<'w> Writer<'w> {
    pub fn start(workbook: &'w mut Workbook, table: &'static Table, rows_max: usize) -> Result<Writer<'w>, XlsxError> {
        let (formats, names) = (Formats::new(), Vec::new());
        let mut writer = Writer { workbook, table, rows_max, formats, names, n_rows: 0, widths: Vec::new() };
        writer.start_sheet()?;
        Ok(writer)
    }

    fn start_sheet(&mut self) -> Result<(), XlsxError> {
        let name = match self.names.len() {
            0 => self.table.name.to_owned(),
            n => format!("{} ({})", self.table.name, n + 1),
        };
        let worksheet = self.workbook.add_worksheet_with_constant_memory()?;
        worksheet.set_name(&name)?.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9);
        worksheet.set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for (i, column) in (0..).zip(self.table.columns) {
            worksheet.write_string_with_format(0, i, column.name, &self.formats.heading)?;
        }
        // The button of the filter needs room beside the name.
        self.widths = self.table.columns.iter().map(|column| column.name.len() + 4).collect();
        self.n_rows = 0;
        self.names.push(name);
        Ok(())
    }

    /// The sheet that rows are added to: always the last one.
    fn worksheet(&mut self) -> &mut Worksheet {
        self.workbook.worksheets_mut().last_mut().expect("a sheet was started")
    }

    /// Adds a row, a cell for each column.
    pub fn write_row(&mut self, cells: &[Cell<'_>], changes: &mut Changes) -> Result<(), XlsxError> {
        if self.rows_max <= self.n_rows as usize {
            self.finish_sheet()?;
            self.start_sheet()?;
        }
        self.n_rows += 1;
        let worksheet = self.workbook.worksheets_mut().last_mut().expect("a sheet was started");
        for (i, (column, cell)) in self.table.columns.iter().zip(cells).enumerate() {
            if self.n_rows <= N_ROWS_SAMPLED {
                self.widths[i] = self.widths[i].max(width(*cell)).min(WIDTH_MAX);
            }
            // A table has at most a few dozen columns.
            write_cell(worksheet, (self.n_rows, i as u16), column, *cell, &self.formats, changes)?;
        }
        Ok(())
    }

    fn finish_sheet(&mut self) -> Result<(), XlsxError> {
        let last_column = u16::try_from(self.table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let (n_rows, widths) = (self.n_rows, std::mem::take(&mut self.widths));
        let worksheet = self.worksheet();
        for (i, width) in (0..).zip(&widths) {
            worksheet.set_column_width(i, *width as f64 + 1.0)?;
        }
        worksheet.autofilter(0, 0, n_rows, last_column)?;
        Ok(())
    }

    /// Ends the last sheet and gives the names of all.
    pub fn finish(mut self) -> Result<Vec<String>, XlsxError> {
        self.finish_sheet()?;
        Ok(self.names)
    }
}

fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    declared: &Column,
    cell: Cell<'_>,
    formats: &Formats,
    changes: &mut Changes,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => Ok(()),
        // Never `write`, which would take a text that begins with `=` for a formula.
        Cell::Text(text) => worksheet.write_string(row, column, written(text, changes)).map(drop),
        Cell::Money(money) => match exact(money.pence()) {
            Some(pence) => worksheet.write_number_with_format(row, column, pence / 100.0, &formats.money).map(drop),
            None => number_as_text(worksheet, (row, column), &money.plain(), changes),
        },
        Cell::Whole(whole) => match exact(whole) {
            Some(number) => {
                let format = if declared.kind == Kind::Count { &formats.count } else { &formats.whole };
                worksheet.write_number_with_format(row, column, number, format).map(drop)
            }
            None => number_as_text(worksheet, (row, column), &whole.to_string(), changes),
        },
        Cell::Date(date) => match excel_date(date) {
            Some(date) => worksheet.write_datetime_with_format(row, column, &date, &formats.date).map(drop),
            None => worksheet.write_string(row, column, date.to_string()).map(drop),
        },
        // A text, because the only format of days here would hide the time.
        Cell::Moment(moment) => worksheet.write_string(row, column, moment.to_string()).map(drop),
        Cell::Flag(flag) => worksheet.write_boolean(row, column, flag).map(drop),
        Cell::Number(number) => worksheet.write_number_with_format(row, column, number, &formats.number).map(drop),
    }
}

fn number_as_text(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    changes: &mut Changes,
) -> Result<(), XlsxError> {
    changes.n_numbers_as_text += 1;
    worksheet.write_string(row, column, text).map(drop)
}

fn exact(number: i64) -> Option<f64> {
    (number.unsigned_abs() <= EXACT_MAX).then_some(number as f64)
}

/// Excel's days begin in 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let part = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?).ok()
}

/// A text as a cell can hold it.
pub fn written<'t>(text: &'t str, changes: &mut Changes) -> Cow<'t, str> {
    let text = without_unprintable(text);
    if let Cow::Owned(_) = text {
        changes.n_unprintable += 1;
    }
    if text.len() <= TEXT_MAX || text.encode_utf16().count() <= TEXT_MAX {
        return text;
    }
    changes.n_cut += 1;
    let mut n_units = 1; // the mark at the end
    let kept = text.chars().take_while(|c| {
        n_units += c.len_utf16();
        n_units <= TEXT_MAX
    });
    Cow::Owned(kept.chain(['…']).collect())
}

fn width(cell: Cell<'_>) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().take(WIDTH_MAX).count(),
        Cell::Whole(whole) => whole.to_string().len() + 2,
        Cell::Money(money) => money_width(money),
        Cell::Date(_) => DATE_FORMAT.len(),
        Cell::Moment(_) => "2009-05-14T09:30:00".len(),
        Cell::Flag(_) => "FALSE".len(),
        Cell::Number(_) => "0.0000".len(),
    }
}

pub fn money_width(money: Money) -> usize {
    money.to_string().chars().count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_cannot_hold_is_replaced_and_counted() {
        let mut changes = Changes::default();
        assert_eq!(written("=1+1", &mut changes), "=1+1");
        assert_eq!(changes, Changes::default());
        assert_eq!(written("a\u{2}b", &mut changes), "a␂b");
        let cut = written(&"😀".repeat(20_000), &mut changes).into_owned();
        assert!(cut.encode_utf16().count() <= TEXT_MAX && cut.ends_with('…'));
        assert_eq!((changes.n_unprintable, changes.n_cut), (1, 1));
        assert_eq!(changes.notes().len(), 2);
    }

    #[test]
    fn pence_are_numbers_only_where_a_double_is_exact() {
        assert_eq!(exact(1 << 53), Some(9_007_199_254_740_992.0));
        assert_eq!(exact((1 << 53) + 1), None);
        assert_eq!(exact(-(1 << 53) - 1), None);
    }
}
