//! Published totals, read into `outturn_line`.
//!
//! Three layouts are known: the Revenue Outturn Summary of the ministry for local government
//! (every English authority, a sheet a measure), HM Treasury's Country and Regional Analysis
//! database (every region, function and year) and a plain CSV. Years, units, line numbers and
//! headings are taken from the file itself. Pounds are exact: published thousands are multiplied
//! out in decimal digits, never in binary.

mod bodies;
pub(crate) mod grid;
mod headings;
mod line_numbers;
mod plain;
mod regional;
mod summary;
mod table;

use std::path::Path;

use arrow_array::RecordBatch;
use model::place::{Place, SourceKind};
use sha2::{Digest, Sha256};

/// What one publication holds.
#[derive(Clone, Debug)]
pub struct Outturn {
    /// Rows of `outturn_line`.
    pub lines: RecordBatch,
    /// Rows of `row_problem`. Their body is the publication itself, by the word of its source kind.
    pub problems: RecordBatch,
    pub source: OutturnSource,
}

/// What was read, for the record of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutturnSource {
    /// Path relative to the sources' root.
    pub path: String,
    pub sha256: String,
    pub n_bytes: u64,
    /// Sheets that figures were taken from; one empty name for a CSV.
    pub sheets: Vec<String>,
    /// Rows of figures in those sheets.
    pub n_rows: usize,
    pub n_lines: usize,
    pub n_problems: usize,
    /// Printed totals that the figures were added up to and compared with, and those that agreed.
    pub n_totals_checked: usize,
    pub n_totals_agreed: usize,
}

/// Why a publication cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read `{path}`: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("`{path}` has no {expected}")]
    HeadingsMissing { path: String, expected: &'static str },
    #[error("`{path}`, sheet `{sheet}`, does not say whether its figures are pounds, thousands or millions")]
    UnitMissing { path: String, sheet: String },
    #[error("`{path}`, sheet `{sheet}`, does not say which financial year it is for")]
    YearMissing { path: String, sheet: String },
    #[error("`{path}` holds {found}, not {wanted}")]
    OtherYears { path: String, wanted: String, found: String },
    #[error("`{path}` is a source of kind `{kind}`, which holds no published totals")]
    NotPublished { path: String, kind: &'static str },
}

/// Reads one publication.
///
/// `shown_path` is the path that people see and that goes into the tables; `file_id` makes the id
/// of a sheet from its name (an empty name for a CSV).
pub fn read(
    path: &Path,
    shown_path: &str,
    kind: SourceKind,
    place: &Place,
    file_id: impl Fn(&str) -> String,
) -> Result<Outturn, Error> {
    let unreadable = |reason: String| Error::Unreadable { path: shown_path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
    let workbook = || grid::read_workbook(&bytes).map_err(unreadable);
    let reading = match kind {
        SourceKind::RevenueOutturnSummary => summary::read(&workbook()?, shown_path, place)?,
        SourceKind::CountryRegionalAnalysis => regional::read(&workbook()?, shown_path, place)?,
        SourceKind::Outturn => plain::read(&grid::read_csv(&bytes).map_err(unreadable)?, shown_path, place)?,
        other => return Err(Error::NotPublished { path: shown_path.to_owned(), kind: other.word() }),
    };
    let source = OutturnSource {
        path: shown_path.to_owned(),
        sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        n_bytes: bytes.len() as u64,
        n_rows: reading.n_rows,
        n_lines: reading.lines.len(),
        n_problems: reading.problems.len(),
        n_totals_checked: reading.n_totals_checked,
        n_totals_agreed: reading.n_totals_agreed,
        sheets: reading.sheets.clone(),
    };
    let file_ids: Vec<String> = reading.sheets.iter().map(|sheet| file_id(sheet)).collect();
    Ok(Outturn {
        lines: table::lines(&reading.lines, &file_ids),
        problems: table::problems(&reading.problems, &file_ids, kind.word()),
        source,
    })
}

#[cfg(test)]
mod tests;
