//! Tables on a terminal.

use std::io::IsTerminal;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

/// Width of a page where the output goes to a file or nothing says how wide the terminal is.
const PAGE_WIDTH: u16 = 120;

/// A table with headings; columns named in `right` are numbers.
pub fn table(headings: &[&str], right: &[usize], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    let style = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    table.load_style(style);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width());
    table.set_header(headings.iter().map(Cell::new).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row.iter().map(|cell| Cell::new(report::for_terminal(cell))).collect::<Vec<_>>());
    }
    for index in right {
        if let Some(column) = table.column_mut(*index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Columns of the terminal.
pub fn width() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = terminal_size::terminal_size().map(|(width, _)| width.0);
    told.or(seen).unwrap_or(PAGE_WIDTH).max(60)
}

pub fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
