//! Published totals, read into `published_figure`.
//!
//! Three layouts are known: the Revenue Outturn Summary of the ministry for local government
//! (every English authority, a sheet a measure), HM Treasury's Country and Regional Analysis
//! database (every region, function and year) and a plain CSV. Years, units, line numbers and
//! headings are taken from the file itself. Pounds are exact: published thousands are multiplied
//! out in decimal digits, never in binary.

mod bodies;
mod error;
pub(crate) mod grid;
mod headings;
mod line_numbers;
mod lines;
mod plain;
mod publication;
mod regional;
mod summary;

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::place::{Place, SourceKind};
use model::problem::Problem;

use crate::files::Found;
use error::Error;
use publication::{Publication, Reading};

/// What one publication holds.
#[derive(Clone, Debug)]
pub struct Outturn {
    /// Rows of `published_figure`.
    pub lines: RecordBatch,
    /// Rows of `driver`.
    pub drivers: RecordBatch,
    pub problems: Vec<Problem>,
}

/// Reads one publication. One that cannot be read is a problem like any other file.
pub fn read(found: &Found, place: &Place) -> Outturn {
    let reading = read_file(found, place).unwrap_or_else(|error| {
        let body_id = found.body_id.as_deref().unwrap_or(found.kind.word());
        let problem = Problem::new(body_id, ProblemKind::FileUnreadable, error.to_string());
        Reading { lines: Vec::new(), problems: vec![problem] }
    });
    Outturn {
        lines: lines::published_figures(&reading.lines),
        drivers: model::tables::DRIVER.rows().finish(),
        problems: reading.problems,
    }
}

fn read_file(found: &Found, place: &Place) -> Result<Reading, Error> {
    let unreadable = |reason: String| Error::Unreadable { path: found.shown_path.clone(), reason };
    let bytes = std::fs::read(&found.path).map_err(|e| unreadable(e.to_string()))?;
    let publication = Publication::new(&found.shown_path, found.kind, &bytes);
    let workbook = || grid::read_workbook(&bytes).map_err(unreadable);
    match found.kind {
        SourceKind::RevenueOutturnSummary => summary::read(&workbook()?, &publication, place),
        SourceKind::CountryRegionalAnalysis => regional::read(&workbook()?, &publication, place),
        SourceKind::Outturn => plain::read(&grid::read_csv(&bytes).map_err(unreadable)?, &publication, place),
        SourceKind::Published | SourceKind::Drivers => Err(unreadable("its layout is not known yet".to_owned())),
        other => panic!("a source of kind `{}` holds no published totals", other.word()),
    }
}

/// Every problem of a place's publications: first those that could not be found or read, sorted, then what stands in
/// the others, in their order.
pub fn publication_problems(read: &[Outturn], not_found: &[Problem]) -> Vec<Problem> {
    let all = read.iter().flat_map(|outturn| &outturn.problems).chain(not_found).cloned();
    let (inside, mut problems): (Vec<Problem>, Vec<Problem>) = all.partition(|problem| problem.file_id.is_some());
    problems.sort();
    problems.extend(inside);
    problems
}

#[cfg(test)]
mod tests;
