//! One sheet of the workbook, written cell by cell.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet};

use super::expression::{Expression, Row};
use crate::Error;

/// The column of year 0: the same on every sheet, so that formulas line up.
pub(super) const FIRST_YEAR: u16 = 7;

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Pounds,
    /// An assumption that a reader may change.
    Input,
    Number,
    Factor,
    Percent,
    Ratio,
    TotalPounds,
}

impl Style {
    fn format(self) -> Format {
        let pounds = "£#,##0;[Red]-£#,##0";
        match self {
            Style::Pounds => Format::new().set_num_format(pounds),
            Style::TotalPounds => Format::new().set_num_format(pounds).set_bold().set_border_top(FormatBorder::Thin),
            Style::Input => {
                Format::new().set_num_format("#,##0.####").set_background_color(Color::RGB(0xFF_F4_CC)).set_unlocked()
            }
            Style::Number => Format::new().set_num_format("#,##0.00"),
            Style::Factor => Format::new().set_num_format("0.0000"),
            Style::Percent => Format::new().set_num_format("0.00%"),
            Style::Ratio => Format::new().set_num_format("0.0000").set_bold(),
        }
    }
}

/// A sheet under writing.
pub(super) struct Page<'a> {
    name: String,
    sheet: &'a mut Worksheet,
    /// Whether formulas carry the value they must have. Without it a program that opens the file has to compute.
    with_results: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, with_results: bool) -> Page<'a> {
        Page { name: sheet.name(), sheet, with_results }
    }

    pub(super) fn title(&mut self, title: &str, explanation: &str) -> Result<(), Error> {
        self.sheet.write_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
        self.sheet.write_with_format(1, 0, explanation, &Format::new().set_italic())?;
        Ok(())
    }

    pub(super) fn headings(&mut self, row: u32, headings: &[&str]) -> Result<(), Error> {
        let format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0xE6_EA_EE));
        for (column, heading) in headings.iter().enumerate() {
            self.sheet.write_with_format(row, column as u16, *heading, &format)?;
        }
        Ok(())
    }

    pub(super) fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), Error> {
        self.sheet.write_string(row, column, text)?;
        Ok(())
    }

    /// A number that stands for itself.
    pub(super) fn number(&mut self, row: u32, column: u16, number: f64, style: Style) -> Result<Expression, Error> {
        self.sheet.write_with_format(row, column, number, &style.format())?;
        Ok(Expression::cell(&self.name, row, column, number))
    }

    /// A formula, and the cell it is now in.
    pub(super) fn formula(
        &mut self,
        row: u32,
        column: u16,
        expression: &Expression,
        style: Style,
    ) -> Result<Expression, Error> {
        let formula = Formula::new(expression.formula());
        let formula = if self.with_results { formula.set_result(expression.value.to_string()) } else { formula };
        self.sheet.write_with_format(row, column, formula, &style.format())?;
        Ok(Expression::cell(&self.name, row, column, expression.value))
    }

    /// A formula that can give words.
    pub(super) fn text_formula(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        result: String,
        style: Style,
    ) -> Result<(), Error> {
        let formula = Formula::new(formula);
        let formula = if self.with_results { formula.set_result(result) } else { formula };
        self.sheet.write_with_format(row, column, formula, &style.format())?;
        Ok(())
    }

    /// A formula for every year.
    pub(super) fn years(
        &mut self,
        row: u32,
        expressions: impl Iterator<Item = Expression>,
        style: Style,
    ) -> Result<Row, Error> {
        let mut values = Vec::new();
        for (t, expression) in expressions.enumerate() {
            let column = FIRST_YEAR + t as u16;
            // What needs no computing is a number, not a formula of one.
            match expression.text().parse::<f64>() {
                Ok(number) => drop(self.number(row, column, number, style)?),
                Err(_) => drop(self.formula(row, column, &expression, style)?),
            }
            values.push(expression.value);
        }
        Ok(Row::new(&self.name, row, FIRST_YEAR, values))
    }

    pub(super) fn widths(&mut self, widths: &[(u16, f64)]) -> Result<(), Error> {
        for (column, width) in widths {
            self.sheet.set_column_width(*column, *width)?;
        }
        Ok(())
    }

    /// Keeps headings and names in sight.
    pub(super) fn freeze(&mut self, row: u32, column: u16) -> Result<(), Error> {
        self.sheet.set_freeze_panes(row, column)?;
        Ok(())
    }

    pub(super) fn sheet(&mut self) -> &mut Worksheet {
        self.sheet
    }
}
