//! A page that is read from top to bottom: the cover and the summary.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::sheet::{COUNT_FORMAT, Changes, MONEY_FORMAT, heading_format, money_width, written};
use crate::block::{Block, Value, count, plural_noun};
use crate::summary::Summary;

const WIDTH_MAX: usize = 48;
const BLUE: Color = Color::RGB(0x001F_3864);

/// A worksheet and the row that is next.
pub struct Page<'a> {
    pub worksheet: &'a mut Worksheet,
    pub row: u32,
    /// The columns that a paragraph spans.
    pub last_column: u16,
    /// Characters that fit on a line of a paragraph.
    pub line_width: usize,
}

impl Page<'_> {
    pub fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        let format = Format::new().set_bold().set_font_size(20).set_font_color(BLUE);
        self.worksheet.set_row_height(self.row, 30)?;
        self.text(0, text, &format)?;
        self.row += 1;
        Ok(())
    }

    /// A heading with a blank row above it.
    pub fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.text(0, text, &Format::new().set_bold().set_font_size(14).set_font_color(BLUE))?;
        self.row += 1;
        Ok(())
    }

    /// Words over the whole width, as high as they need.
    pub fn paragraph(&mut self, text: &str) -> Result<(), XlsxError> {
        self.paragraph_from(0, text, self.line_width)?;
        self.row += 1;
        Ok(())
    }

    /// Words from a column to the last one, in the current row.
    pub fn paragraph_from(&mut self, column: u16, text: &str, line_width: usize) -> Result<(), XlsxError> {
        let format = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_indent(u8::from(column > 0));
        let n_lines = text.chars().count().div_ceil(line_width).max(1);
        self.worksheet.set_row_height(self.row, 15.0 * n_lines as f64 + 1.0)?;
        if column == self.last_column {
            return self.text(column, text, &format);
        }
        let text = written(text, &mut Changes::default()).into_owned();
        self.worksheet.merge_range(self.row, column, self.row, self.last_column, "", &format)?;
        self.worksheet.write_string_with_format(self.row, column, text, &format).map(drop)
    }

    /// Headings of a table; those of `numbers` stand over the numbers, on the right.
    pub fn headings(&mut self, headings: &[&str], numbers: &[u16]) -> Result<(), XlsxError> {
        for (i, heading) in (0..).zip(headings) {
            let format = match numbers.contains(&i) {
                true => heading_format().set_align(FormatAlign::Right),
                false => heading_format().set_indent(u8::from(i > 0)),
            };
            self.worksheet.write_string_with_format(self.row, i, *heading, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    pub fn values(&mut self, values: &[Value], is_total: bool) -> Result<(), XlsxError> {
        for (i, value) in (0..).zip(values) {
            self.value(i, value, is_total)?;
        }
        self.row += 1;
        Ok(())
    }

    pub fn value(&mut self, column: u16, value: &Value, is_bold: bool) -> Result<(), XlsxError> {
        let mut format = Format::new().set_align(FormatAlign::Top);
        if is_bold {
            format = format.set_bold().set_border_top(FormatBorder::Thin);
        }
        let number = |worksheet: &mut Worksheet, row, number: f64, format: Format| {
            worksheet.write_number_with_format(row, column, number, &format).map(drop)
        };
        match value {
            // A blank keeps words off the number on their left.
            Value::Text(text) => self.text(column, text, &format.set_text_wrap().set_indent(u8::from(column > 0))),
            Value::NotComputed => self.text(column, "not computed", &format.set_italic().set_align(FormatAlign::Right)),
            Value::Count(n) => number(self.worksheet, self.row, *n as f64, format.set_num_format(COUNT_FORMAT)),
            Value::Money(money) => {
                number(self.worksheet, self.row, money.pounds(), format.set_num_format(MONEY_FORMAT))
            }
            Value::Share(share) => number(self.worksheet, self.row, *share, format.set_num_format("0.0%")),
        }
    }

    pub fn text(&mut self, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = written(text, &mut Changes::default());
        self.worksheet.write_string_with_format(self.row, column, text, format).map(drop)
    }
}

/// The summary: every block under the one before.
pub fn write_summary(worksheet: &mut Worksheet, summary: &Summary) -> Result<(), XlsxError> {
    let blocks = summary.blocks();
    set_up(worksheet)?;
    for (i, width) in (0..).zip(widths(&blocks)) {
        worksheet.set_column_width(i, width as f64 + 1.0)?;
    }
    let mut page = Page { worksheet, row: 0, last_column: 7, line_width: 150 };
    let year = plural_noun(summary.net_by_year.len(), "financial year");
    page.title(&format!("{}, {year} {}", summary.place, summary.years_in_words()))?;
    for block in &blocks {
        write_block(&mut page, block)?;
    }
    Ok(())
}

pub fn set_up(worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    Ok(())
}

fn write_block(page: &mut Page<'_>, block: &Block) -> Result<(), XlsxError> {
    page.heading(&block.title)?;
    if !block.rows.is_empty() {
        let is_number = |i: &u16| block.rows.iter().all(|row| !matches!(row[usize::from(*i)], Value::Text(_)));
        let n_columns = u16::try_from(block.headings.len()).unwrap_or(u16::MAX);
        page.headings(&block.headings, &(0..n_columns).filter(is_number).collect::<Vec<_>>())?;
    }
    for (i, row) in block.rows.iter().enumerate() {
        page.values(row, block.has_total && i + 1 == block.rows.len())?;
    }
    if block.note.is_empty() { Ok(()) } else { page.paragraph(&block.note) }
}

/// The width of each column over all blocks.
fn widths(blocks: &[Block]) -> Vec<usize> {
    let n_columns = blocks.iter().map(|block| block.headings.len()).max().unwrap_or(0);
    let mut widths = vec![10; n_columns];
    for row in blocks.iter().flat_map(|block| &block.rows) {
        for (width, value) in widths.iter_mut().zip(row) {
            *width = (*width).max(value_width(value)).min(WIDTH_MAX);
        }
    }
    widths
}

fn value_width(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.chars().count(),
        Value::Count(n) => count(*n).len(),
        Value::Money(money) => money_width(*money),
        Value::Share(_) => "100.0%".len(),
        Value::NotComputed => "not computed".len(),
    }
}
