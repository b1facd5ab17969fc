//! Which sheet of a workbook is the event log.

use std::path::Path;

use super::error::Error;
use super::options::{NamedColumns, Options};
use super::problem::Notice;
use super::table_head::score;
use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};
use crate::sheet::{SheetRows, Workbook};

/// Headings further down than this are not looked for.
const ROWS_MAX: usize = 40;
/// A sheet whose headings say this much of events may be the log.
const SCORE_MIN: usize = 2;

/// The sheet that is read.
pub(super) struct ChosenSheet {
    pub rows: SheetRows,
    pub counts_from_1904: bool,
    /// What is said of the other sheets.
    pub notice: Option<Notice>,
}

/// The sheet named, or the only one whose headings are those of events.
pub(super) fn chosen_sheet(path: &Path, bytes: Vec<u8>, options: &Options) -> Result<ChosenSheet, Error> {
    let unreadable = |error: crate::sheet::WorkbookError| Error::not_a_log(path, error.to_string());
    let mut workbook = Workbook::open(bytes).map_err(unreadable)?;
    let names = workbook.sheet_names();
    let read = match &options.sheet {
        Some(asked) if names.contains(asked) => asked.clone(),
        Some(asked) => {
            return Err(Error::NoSheet { path: path.to_owned(), asked: asked.clone(), sheets: names });
        }
        None => only_log(path, &mut workbook, &names, &options.columns)?,
    };
    let others: Vec<String> = names.iter().filter(|name| **name != read).map(|name| format!("`{name}`")).collect();
    let notice = (!others.is_empty()).then(|| Notice::OtherSheets { read: read.clone(), others: others.join(", ") });
    let rows = workbook.rows(&read).map_err(unreadable)?;
    Ok(ChosenSheet { rows, counts_from_1904: workbook.counts_from_1904(), notice })
}

fn only_log(path: &Path, workbook: &mut Workbook, names: &[String], named: &NamedColumns) -> Result<String, Error> {
    let mut filled = Vec::new();
    for name in names {
        let mut rows = workbook.rows(name).map_err(|error| Error::not_a_log(path, error.to_string()))?;
        let score = best_score(&mut rows, named).map_err(Error::file(path))?;
        filled.extend(score.map(|score| (name.clone(), score)));
    }
    let logs: Vec<String> =
        filled.iter().filter(|(_, score)| SCORE_MIN <= *score).map(|(name, _)| name.clone()).collect();
    let candidates = if logs.is_empty() { filled.into_iter().map(|(name, _)| name).collect() } else { logs };
    match &candidates[..] {
        [] => Err(Error::Empty { path: path.to_owned() }),
        [one] => Ok(one.clone()),
        _ => Err(Error::SeveralSheets { path: path.to_owned(), sheets: candidates }),
    }
}

/// What the headings of a sheet say of events; none for an empty sheet.
fn best_score(rows: &mut SheetRows, named: &NamedColumns) -> std::io::Result<Option<usize>> {
    let mut row = Row::default();
    let mut best = None;
    for _ in 0..ROWS_MAX {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Row if !row.is_blank() => best = best.max(Some(score(&row.texts(&Encoding::Utf8), named))),
            Step::Row | Step::TooLong { .. } => {}
        }
    }
    Ok(best)
}
