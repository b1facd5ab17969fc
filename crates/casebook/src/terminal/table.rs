//! Rows of cells in columns of their own width.

use std::fmt::Write as _;

/// How many inputs a terminal has room for.
pub(super) const N_INPUTS: usize = 6;
/// Longer texts would break the columns.
const LABEL_WIDTH: usize = 52;

/// Rows of cells: the first column to the left, the others to the right.
pub(super) fn table<R: AsRef<[String]>>(rows: &[R], out: &mut String) {
    let n_columns = rows.iter().map(|row| row.as_ref().len()).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.as_ref().get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..n_columns).map(width).collect();
    for row in rows {
        let mut line = String::from(" ");
        for (column, cell) in row.as_ref().iter().enumerate() {
            let width = widths[column];
            match column {
                0 => write!(line, " {cell:<width$}"),
                _ => write!(line, "  {cell:>width$}"),
            }
            .expect("text takes every cell");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= LABEL_WIDTH {
        return text.to_owned();
    }
    text.chars().take(LABEL_WIDTH - 1).chain(['…']).collect()
}
