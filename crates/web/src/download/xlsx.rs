//! Rows as a workbook: a cover that says what they are, and one sheet.

use std::fs::File;

use jiff::civil::Date;
use model::BoxError;
use model::Kind;
use money::Money;
use report::block::count;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::cells::{Cell, ROWS};
use super::{Asked, Rows};
use crate::App;

const MONEY_FORMAT: &str = "£#,##0.00;[Red]-£#,##0.00";
const DATE_FORMAT: &str = "dd mmm yyyy";
/// Characters that a cell of Excel's holds, as UTF-16 counts them.
const TEXT_MAX: usize = 32_767;
/// Above this a number of Excel's, a double, no longer holds every whole number.
const EXACT_MAX: u64 = 1 << 53;

/// Writes the rows, of which a sheet has room for all, to a nameless file.
pub fn written(app: &App, asked: &Asked, mut rows: Rows) -> Result<File, BoxError> {
    let account = app.site.account();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties()?);
    workbook.add_worksheet().set_name("Cover")?;
    let mut sheet = Sheet::begin(&mut workbook)?;
    rows.take(account, usize::MAX, |cells| Ok(sheet.push(cells)?))?;
    let n_changed = sheet.finish()?;
    write_cover(workbook.worksheet_from_index(0)?, app, asked, n_changed)?;
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file)?;
    Ok(file)
}

/// A workbook carries the moment of its making; a fixed one lets two downloads have the same bytes.
fn properties() -> Result<DocProperties, XlsxError> {
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new().set_author("Total Place").set_creation_datetime(&moment))
}

fn write_cover(sheet: &mut Worksheet, app: &App, asked: &Asked, n_changed: usize) -> Result<(), XlsxError> {
    let place = app.site.place();
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format(MONEY_FORMAT).set_align(FormatAlign::Left);
    let mut row = 0;
    let mut line = |sheet: &mut Worksheet, name: &str, value: Value<'_>| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        match value {
            Value::Text(text) => sheet.write_string(row, 1, clean(text, &mut 0))?,
            Value::Money(amount) => sheet.write_number_with_format(row, 1, pounds(amount), &money)?,
        };
        row += 1;
        Ok(())
    };
    line(sheet, "Rows behind a figure", Value::Text(&format!("{}, {}", place.name, place.year)))?;
    line(sheet, "Pounds counted", Value::Money(asked.tally.amount))?;
    line(sheet, "Lines", Value::Text(&count(asked.tally.n_lines)))?;
    for (name, value) in conditions(app, asked) {
        line(sheet, &name, Value::Text(&value))?;
    }
    line(sheet, "Filter", Value::Text(&asked.filter.to_query()))?;
    if n_changed > 0 {
        let note = format!(
            "{} cells contain characters that a workbook cannot hold, or too many of them; the CSV file has them.",
            count(n_changed)
        );
        line(sheet, "Changed", Value::Text(&note))?;
    }
    sheet.set_column_width(0, 26)?.set_column_width(1, 80)?;
    Ok(())
}

enum Value<'v> {
    Text(&'v str),
    Money(Money),
}

/// What a person reads of the filter.
fn conditions(app: &App, asked: &Asked) -> Vec<(String, String)> {
    let account = app.site.account();
    let conditions = asked.filter.choices().flat_map(|(dimension, choice)| {
        choice.values.iter().map(move |value| {
            let label = account.label(dimension, value.as_deref());
            let label = if choice.is_exception { format!("not {label}") } else { label };
            (dimension.title().to_owned(), label)
        })
    });
    conditions.collect()
}

/// The sheet of rows; rows leave memory as they are written.
struct Sheet<'w> {
    worksheet: &'w mut Worksheet,
    n_rows: u32,
    n_changed: usize,
    money: Format,
    date: Format,
    whole: Format,
}

impl<'w> Sheet<'w> {
    fn begin(workbook: &'w mut Workbook) -> Result<Sheet<'w>, XlsxError> {
        let worksheet = workbook.add_worksheet_with_constant_memory()?;
        worksheet.set_name("Rows")?.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9);
        let heading = Format::new().set_bold().set_font_color("#FFFFFF").set_background_color("#1F3864");
        for (i, column) in (0..).zip(ROWS.columns) {
            worksheet.write_string_with_format(0, i, column.name, &heading)?;
            worksheet.set_column_width(i, width(column.name, column.kind))?;
        }
        Ok(Sheet {
            worksheet,
            n_rows: 0,
            n_changed: 0,
            money: Format::new().set_num_format(MONEY_FORMAT),
            date: Format::new().set_num_format(DATE_FORMAT).set_align(FormatAlign::Left),
            whole: Format::new().set_num_format("0"),
        })
    }

    fn push(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.n_rows += 1;
        for (column, cell) in (0..).zip(cells) {
            self.write(column, cell)?;
        }
        Ok(())
    }

    fn write(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut *self.worksheet, self.n_rows);
        match cell {
            Cell::Empty => return Ok(()),
            // Never `write`, which would take a text that begins with `=` for a formula.
            Cell::Text(text) => sheet.write_string(row, column, clean(text, &mut self.n_changed))?,
            Cell::Money(money) if is_exact(money.pence()) => {
                sheet.write_number_with_format(row, column, pounds(*money), &self.money)?
            }
            Cell::Money(money) => sheet.write_string(row, column, money.plain())?,
            Cell::Whole(whole) if is_exact(*whole) => {
                sheet.write_number_with_format(row, column, *whole as f64, &self.whole)?
            }
            Cell::Whole(whole) => sheet.write_string(row, column, whole.to_string())?,
            Cell::Date(date) => match excel_date(*date) {
                Some(date) => sheet.write_datetime_with_format(row, column, &date, &self.date)?,
                None => sheet.write_string(row, column, date.to_string())?,
            },
            Cell::Flag(flag) => sheet.write_boolean(row, column, *flag)?,
        };
        Ok(())
    }

    /// Returns how many cells could not be written as they are.
    fn finish(self) -> Result<usize, XlsxError> {
        let last_column = (ROWS.columns.len() - 1) as u16;
        self.worksheet.autofilter(0, 0, self.n_rows, last_column)?;
        Ok(self.n_changed)
    }
}

fn width(name: &str, kind: Kind) -> f64 {
    let least = match kind {
        Kind::Text if matches!(name, "payee" | "path" | "printed_service") => 36.0,
        Kind::Text | Kind::Id | Kind::Money => 16.0,
        _ => 12.0,
    };
    // The button of the filter needs room beside the name.
    f64::max(least, name.len() as f64 + 4.0)
}

/// A text as a cell can hold it; counts those that cannot stand as they are.
fn clean(text: &str, n_changed: &mut usize) -> String {
    let kept = report::for_terminal(text);
    let n_units = kept.encode_utf16().count();
    *n_changed += usize::from(kept != text || TEXT_MAX < n_units);
    if n_units <= TEXT_MAX {
        return kept.into_owned();
    }
    let mut n_units = 1; // the mark at the end
    let kept = kept.chars().take_while(|c| {
        n_units += c.len_utf16();
        n_units <= TEXT_MAX
    });
    kept.chain(['…']).collect()
}

fn pounds(money: Money) -> f64 {
    money.pence() as f64 / 100.0
}

fn is_exact(number: i64) -> bool {
    number.unsigned_abs() <= EXACT_MAX
}

/// Excel's days begin in 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let part = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_cannot_hold_is_replaced_and_counted() {
        let mut n_changed = 0;
        assert_eq!(clean("=1+1", &mut n_changed), "=1+1");
        assert_eq!(n_changed, 0);
        assert_eq!(clean("a\u{2}b", &mut n_changed), "a␂b");
        let cut = clean(&"😀".repeat(20_000), &mut n_changed);
        assert!(cut.encode_utf16().count() <= TEXT_MAX && cut.ends_with('…'));
        assert_eq!(n_changed, 2);
    }
}
