//! The sheet that says what every column means.

use model::Table;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::sheet::heading_format;
use crate::reference::with_words;

const HEADINGS: [(&str, f64); 6] =
    [("Table", 18.0), ("Column", 22.0), ("Kind", 10.0), ("Unit", 24.0), ("May be empty", 10.0), ("Meaning", 110.0)];

/// One row a column of the tables in the workbook; a first row for each table says what its rows are.
pub fn write(worksheet: &mut Worksheet, tables: &[&'static Table]) -> Result<(), XlsxError> {
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    worksheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    worksheet.set_repeat_rows(0, 0)?;
    for (i, (heading, width)) in (0..).zip(HEADINGS) {
        worksheet.write_string_with_format(0, i, heading, &heading_format())?;
        worksheet.set_column_width(i, width)?;
    }
    let mut row = 0;
    for table in tables {
        row += 1;
        let meaning = format!("One row: {} Written by {}.", table.meaning.trim(), table.written_by);
        worksheet.write_string_with_format(row, 0, table.name, &bold)?;
        worksheet.write_string_with_format(row, 5, meaning, &bold)?;
        for column in table.columns {
            row += 1;
            let kind = format!("{:?}", column.kind).to_lowercase();
            let empty = if column.nullable { "yes" } else { "no" };
            let cells = [table.name, column.name, &kind, column.kind.unit(), empty, &with_words(column)];
            for (i, cell) in (0..).zip(cells) {
                worksheet.write_string_with_format(row, i, cell, &plain)?;
            }
        }
    }
    worksheet.autofilter(0, 0, row, 5).map(drop)
}
