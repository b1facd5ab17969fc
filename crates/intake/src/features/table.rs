//! Features of a table of rows: where its headings stand, and what stands above them.

use calamine::Data;

use super::{Feature, Heading, Sheet, key};
use crate::published::grid::Grid;

/// Rows among which the headings are looked for: titles and notes may stand above them.
const N_ROWS_LOOKED_AT: usize = 30;
/// Known headings that a row of headings must have.
const N_KNOWN_MIN: usize = 2;

/// The features of a grid; none where no row looks like headings.
pub fn sheet(grid: &Grid, is_known: &dyn Fn(&str) -> bool) -> Option<Sheet> {
    let at = heading_row(grid, is_known)?;
    let groups = groups(grid, at);
    let texts = grid.texts(at);
    let heading = |(column, text): (usize, &String)| Heading::new(text, groups.get(column).cloned().flatten());
    let headings: Vec<Heading> = texts.iter().enumerate().map(heading).collect();
    let rows = (at + 1..grid.rows.len()).map(|row| (row, cells(&grid.rows[row])));
    let features = rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let feature =
        |(row, cells): (usize, Vec<String>)| Feature { row: row as u64 + 1, cells, shape: None, geometry: None };
    let name = (!grid.name.is_empty()).then(|| grid.name.clone());
    Some(Sheet { name, headings, features: features.map(feature).collect() })
}

/// The row with the most headings that are known; the first of several.
fn heading_row(grid: &Grid, is_known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let n_known = |row: usize| {
        let texts = grid.texts(row);
        texts.iter().filter(|text| is_known(&Heading::new(text, None).key)).count()
    };
    let rows = 0..grid.rows.len().min(N_ROWS_LOOKED_AT);
    let best = rows.map(|row| (n_known(row), row)).max_by_key(|(n, row)| (*n, std::cmp::Reverse(*row)))?;
    (N_KNOWN_MIN <= best.0).then_some(best.1)
}

/// Each column's group: what stands in the row above the headings, there or to the left, where that row names groups.
fn groups(grid: &Grid, at: usize) -> Vec<Option<String>> {
    let Some(above) = at.checked_sub(1).map(|row| grid.texts(row)) else { return Vec::new() };
    // A title stands alone; groups are several.
    if above.iter().filter(|text| !text.is_empty()).count() < 2 {
        return Vec::new();
    }
    let mut group: Option<String> = None;
    let width = grid.texts(at).len();
    let mut groups = Vec::with_capacity(width);
    for column in 0..width {
        if let Some(text) = above.get(column).filter(|text| !key(text).is_empty()) {
            group = Some(text.clone());
        }
        groups.push(group.clone());
    }
    groups
}

/// The texts of a row; dates of workbooks as days.
fn cells(row: &[Data]) -> Vec<String> {
    let cell = |cell: &Data| match cell {
        Data::DateTime(moment) => moment.as_datetime().map_or_else(String::new, |moment| moment.date().to_string()),
        other => crate::published::grid::cell_text(other),
    };
    row.iter().map(cell).collect()
}
