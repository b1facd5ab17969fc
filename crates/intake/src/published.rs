//! Published figures, read into `published_figure`, and drivers, read into `driver`.
//!
//! A layout is known by the headings of the file itself ([`layout`]): returns of English authorities to the ministry for
//! local government, HM Treasury's Country and Regional Analysis, lines of returns in long form, adult social care,
//! allocations of the NHS, benefits, schools' grant, counts that others published, and a plain table for whatever comes
//! as a PDF. Years, units, line numbers and headings are taken from the file. Pounds are exact: published thousands are
//! multiplied out in decimal digits, never in binary. What cannot be read is a problem with the file and its pounds.

mod allocations;
mod areas;
mod benefit_tables;
mod benefits;
mod bodies;
mod counts;
mod drivers;
mod error;
mod figures;
pub(crate) mod grid;
mod headings;
mod layout;
mod line_numbers;
mod measure;
mod plain;
mod publication;
mod regional;
mod return_lines;
mod returns;
mod school_grant;
mod social_care;
mod spellings;
mod stages;
mod units;

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::place::{Place, SourceKind};
use model::problem::Problem;
use model::tables::{PUBLICATION, PUBLISHED_FIGURE};

use crate::files::Found;
use error::Error;
use grid::Grid;
use publication::{Publication, Reading};

/// What one publication holds, as rows of tables.
#[derive(Clone, Debug)]
pub struct PublicationTables {
    /// Rows of `publication`: the sheets that were read.
    pub sheets: RecordBatch,
    /// Rows of `published_figure`.
    pub lines: RecordBatch,
    /// Rows of `driver`.
    pub drivers: RecordBatch,
    pub problems: Vec<Problem>,
}

/// Reads one publication. One that cannot be read is a problem like any other file.
pub fn read(found: &Found, place: &Place) -> PublicationTables {
    let (sheets, lines, mut reading) = read_file(found, place).unwrap_or_else(|error| {
        let body_id = found.body_id.as_deref().unwrap_or(found.kind.word());
        let problem = Problem::new(body_id, ProblemKind::FileUnreadable, error.to_string());
        (
            PUBLICATION.rows().finish(),
            PUBLISHED_FIGURE.rows().finish(),
            Reading { problems: vec![problem], ..Reading::default() },
        )
    });
    if matches!(found.kind, SourceKind::Published | SourceKind::Drivers) {
        reading.problems.iter_mut().for_each(|problem| name_file(problem, &found.shown_path));
    }
    PublicationTables { sheets, lines, drivers: figures::driver_table(&reading.drivers), problems: reading.problems }
}

/// One source of published figures has files of every layout, so each problem says which file it is in.
fn name_file(problem: &mut Problem, path: &str) {
    if !problem.text.contains(path) {
        problem.text = format!("`{path}`: {}", problem.text);
    }
}

/// The sheets of a file and its figures as tables, and all that is in it.
fn read_file(found: &Found, place: &Place) -> Result<(RecordBatch, RecordBatch, Reading), Error> {
    let unreadable = |reason: String| Error::Unreadable { path: found.shown_path.clone(), reason };
    let bytes = std::fs::read(&found.path).map_err(|e| unreadable(e.to_string()))?;
    let publication = Publication::new(&found.shown_path, found.kind, &bytes);
    let bytes = grid::unpacked(bytes).map_err(unreadable)?;
    let workbook = || grid::read_workbook(&bytes).map_err(unreadable);
    let reading = match found.kind {
        SourceKind::RevenueOutturnSummary => returns::read(&workbook()?, &publication, place, true),
        SourceKind::CountryRegionalAnalysis => regional::read(&workbook()?, &publication, place),
        SourceKind::Outturn => {
            plain::read(&Grid::of_csv(grid::read_csv(&bytes).map_err(unreadable)?), &publication, place)
        }
        SourceKind::Published => layout::read(&bytes, &publication, place),
        SourceKind::Drivers => drivers::read(&grid::read_any(&bytes).map_err(unreadable)?, &publication),
        other => panic!("a source of kind `{}` has no published figures", other.word()),
    }?;
    let lines = figures::published_figures(&publication, &reading.lines);
    Ok((figures::publication_table(&publication, &reading), lines, reading))
}

/// Every problem of a place's publications: first those that could not be found or read, sorted, then what stands in
/// the others, in their order.
pub fn publication_problems(read: &[PublicationTables], not_found: &[Problem]) -> Vec<Problem> {
    let all = read.iter().flat_map(|outturn| &outturn.problems).chain(not_found).cloned();
    let (inside, mut problems): (Vec<Problem>, Vec<Problem>) = all.partition(|problem| problem.file_id.is_some());
    problems.sort();
    problems.extend(inside);
    problems
}

#[cfg(test)]
mod attacked_tests;
#[cfg(test)]
mod layouts_tests;
#[cfg(test)]
mod shared_tables_tests;
#[cfg(test)]
mod shared_tests;
#[cfg(test)]
mod tests;
