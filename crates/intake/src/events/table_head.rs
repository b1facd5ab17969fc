//! Where a table begins: exports have titles, notes and blank rows above their headings.

use std::path::Path;

use super::error::Error;
use super::headings::{Meaning, meaning, without_signs};
use super::options::NamedColumns;
use super::role::Role;
use crate::encoding::Encoding;
use crate::plain::{RowSource, is_value};
use crate::rows::{Row, Step};

/// Headings further down than this are not looked for.
const ROWS_ABOVE_MAX: usize = 40;
/// Rows that show what the columns hold.
const ROWS_OF_SAMPLE: usize = 1_000;

/// The headings of a table, and the first rows under them.
pub(super) struct TableStart {
    pub headings: Vec<String>,
    pub sample: Vec<Vec<String>>,
    pub heading_row: u64,
    /// Filled rows above the headings.
    pub n_above: u64,
}

/// Finds the headings.
pub(super) fn find_start(source: &dyn RowSource, path: &Path, named: &NamedColumns) -> Result<TableStart, Error> {
    let encoding = source.encoding();
    let rows = first_rows(source, path, &encoding)?;
    if rows.is_empty() {
        return Err(Error::Empty { path: path.to_owned() });
    }
    let at = heading_row(&rows, named).ok_or_else(|| Error::NoHeadings { path: path.to_owned() })?;
    let mut headings = rows[at].1.clone();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    let sample = rows[at + 1..].iter().take(ROWS_OF_SAMPLE).map(|(_, cells)| cells.clone()).collect();
    let headings = headings.iter().map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Ok(TableStart { headings, sample, heading_row: rows[at].0, n_above: at as u64 })
}

fn first_rows(source: &dyn RowSource, path: &Path, encoding: &Encoding) -> Result<Vec<(u64, Vec<String>)>, Error> {
    let mut rows = source.rows(None).map_err(Error::file(path))?;
    let mut row = Row::default();
    let mut first = Vec::new();
    while first.len() < ROWS_ABOVE_MAX + ROWS_OF_SAMPLE {
        match rows.next(&mut row).map_err(Error::file(path))? {
            Step::End => break,
            Step::Row if !row.is_blank() => first.push((row.number, row.texts(encoding))),
            Step::Row | Step::TooLong { .. } => {}
        }
    }
    Ok(first)
}

/// The row that says most of what an event log has; where none does, the first whose cells are no values, if it has several.
fn heading_row(rows: &[(u64, Vec<String>)], named: &NamedColumns) -> Option<usize> {
    let upper = &rows[..rows.len().min(ROWS_ABOVE_MAX)];
    let best = upper.iter().map(|(_, cells)| score(cells, named)).max()?;
    if 2 <= best {
        return upper.iter().position(|(_, cells)| score(cells, named) == best);
    }
    let is_headings = |cells: &[String]| {
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        2 <= filled().count() && !filled().any(|cell| is_value(cell))
    };
    upper.iter().position(|(_, cells)| is_headings(cells)).filter(|at| *at == 0 || best == 1)
}

/// How many of the roles of an event the cells of a row name.
pub(super) fn score(cells: &[String], named: &NamedColumns) -> usize {
    let says = |role: Role| {
        let is_asked = |cell: &String| {
            named.of(role).is_some_and(|asked| !asked.is_empty() && without_signs(asked) == without_signs(cell))
        };
        let is_of_role = |cell: &String| match meaning(cell) {
            Some((Meaning::Role(of), _)) => of == role,
            Some((Meaning::Moment, _)) => role == Role::Start,
            None => false,
        };
        cells.iter().any(|cell| is_of_role(cell) || is_asked(cell))
    };
    Role::EVERY.into_iter().filter(|role| says(*role)).count()
}
