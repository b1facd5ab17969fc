//! Make a fictional place of any size, with the right answers known.
//!
//! Wendshire has a county, two districts, police, fire, a health board with two trusts, a department
//! that pays it, a combined authority, a housing association and a charity that passes grants on.
//! [`write`] makes what all of them would send: ledgers in a dozen layouts with the dirt of real ones,
//! published outturn that they reconcile to, what is published of the whole of the place's money, and
//! beside it the answers.
//!
//! Nothing here reads the product or its rules. Each line is booked with the treatment that the
//! method asks for (table 1.5), each slip is written down as it is made, and the truth is added up
//! from what was booked. Files are written side by side, each from a stream of chance of its own, and
//! no ledger is ever held in memory: the same seed gives the same bytes at any number of threads.

mod answers;
mod between;
mod bodies;
mod dice;
mod files;
mod folder;
mod ledgers;
mod lines;
mod outcomes;
mod outturn;
mod overlaps;
mod part;
mod people;
mod place_file;
mod print;
mod proposals;
mod purchases;
mod sites;
mod slips;
mod suppliers;
mod trades;
mod truth;
mod whole;
mod world;

use std::io;
use std::path::{Path, PathBuf};

use model::FinancialYear;
use money::Money;

pub use overlaps::write_overlaps;

/// What place to make.
#[derive(Clone, Debug)]
pub struct Plan {
    /// People who live there; money and suppliers grow with them.
    pub people: u64,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// The year that the ledgers are of.
    pub year: FinancialYear,
    /// Ledger lines, about; none for [`LINES_PER_PERSON`] times the people.
    pub lines: Option<u64>,
    /// Payees and purposes that a spreadsheet or browser might run, draw or follow.
    pub attacks: bool,
}

/// Ledger lines for each person, where a plan says nothing: about what councils, police and health
/// bodies of an area publish together in a year.
pub const LINES_PER_PERSON: f64 = 1.2;

impl Plan {
    fn n_lines(&self) -> u64 {
        self.lines.unwrap_or((self.people as f64 * LINES_PER_PERSON) as u64)
    }

    fn file_plans(&self) -> Vec<ledgers::FilePlan> {
        ledgers::file_plans(self.n_lines(), self.year)
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files in the folder, those of the truth among them.
    pub n_files: u64,
    /// Ledger lines in the source files.
    pub n_lines: u64,
    /// Sum of these lines.
    pub amount: Money,
    /// People in the agencies' files, a few more than the plan has; those of the plan where there are no such files.
    pub n_people: u64,
    pub n_bytes: u64,
}

/// How far the writing is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub n_files_done: usize,
    pub n_files: usize,
    pub n_lines: u64,
}

/// Why a place could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder holds something already.
    #[error("`{dir}` is not empty")]
    NotEmpty { dir: PathBuf },
    #[error("`{path}` cannot be written: {source}")]
    Io { path: PathBuf, source: io::Error },
    /// A text file, workbook or archive cannot be written.
    #[error("a {what} cannot be written: {reason}")]
    Format { what: &'static str, reason: String },
}

impl Error {
    fn io(path: &Path) -> impl Fn(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Io { path: path.clone(), source }
    }

    fn csv(error: csv::Error) -> Error {
        Error::Format { what: "text file", reason: error.to_string() }
    }

    fn workbook(error: rust_xlsxwriter::XlsxError) -> Error {
        Error::Format { what: "workbook", reason: error.to_string() }
    }

    fn archive(error: zip::result::ZipError) -> Error {
        Error::Format { what: "archive", reason: error.to_string() }
    }
}

/// Writes the place into a folder that is empty or not there yet: its money alone.
///
/// `progress` is called from several threads, after every file.
///
/// # Errors
/// If the folder holds files, or cannot be written to.
pub fn write(dir: &Path, plan: &Plan, progress: &(dyn Fn(Progress) + Sync)) -> Result<Written, Error> {
    write_all(dir, plan, progress, false)
}

/// Writes the same, and beside it files about people and what agencies do with them, buildings, outcomes and
/// proposals. No ledger changes by it.
///
/// # Errors
/// If the folder holds files, or cannot be written to.
pub fn write_with_people(dir: &Path, plan: &Plan, progress: &(dyn Fn(Progress) + Sync)) -> Result<Written, Error> {
    write_all(dir, plan, progress, true)
}

fn write_all(
    dir: &Path,
    plan: &Plan,
    progress: &(dyn Fn(Progress) + Sync),
    with_people: bool,
) -> Result<Written, Error> {
    folder::empty_folder(dir)?;
    let world = world::World::new(plan);
    let truth = files::write_ledgers(dir, &world, progress)?;
    let published = outturn::published(&truth, plan);
    outturn::write(dir, plan, &published)?;
    let whole = whole::write(dir, plan, &truth, &published)?;
    place_file::write(dir, plan, with_people)?;
    let people = if with_people { Some(people::write(dir, plan)?) } else { None };
    if let Some(people) = &people {
        sites::write(dir, plan, &truth)?;
        outcomes::write(dir, plan, people)?;
        proposals::write(dir, plan, people)?;
    }
    let answers = answers::Answers { ledgers: &truth, published: &published, whole: &whole, people: people.as_ref() };
    answers::write(dir, &world, &answers)?;
    let total = truth.total();
    let (n_files, n_bytes) = folder::size(dir)?;
    let amount = Money::from_pence(total.pence);
    let n_people = people.map_or(plan.people, |people| people.n_people);
    Ok(Written { n_files, n_lines: total.n, amount, n_people, n_bytes })
}
