//! Contracts and grants, as registers, notices and funders print them.
//!
//! A file is known by what is in it: JSON of the Open Contracting Data Standard ([`ocds`]) or of 360Giving
//! ([`grants_json`]), or a table whose headings are found by their words and by what stands under them ([`headings`]). What
//! cannot be read stays empty, and a problem names the file and the row. Nothing of a private individual who gets a
//! grant is kept.

mod bodies;
mod cells;
mod columns;
mod content;
mod doubts;
mod grant_columns;
mod grant_table;
mod grants_json;
mod headings;
mod json;
mod numbers;
mod ocds;
mod problems;
mod recipients;
mod register;
mod supplier_cell;

use arrow_array::RecordBatch;
use model::ProblemKind;
use model::contract::{Contract, ContractSupplier, contract_table, mark_latest, supplier_table};
use model::grant::{Grant, grant_table as grants_as_table};
use model::place::{Place, SourceKind};
use model::problem::Problem;

use crate::files::Found;
use crate::people::detection::{ABOUT_PEOPLE, rows_are_about_people};
use bodies::Bodies;
use content::{Content, Sheet};
use problems::Problems;

/// What one file holds.
#[derive(Clone, Debug, Default)]
pub struct ContractFile {
    pub path: String,
    pub contracts: Vec<Contract>,
    pub suppliers: Vec<ContractSupplier>,
    pub grants: Vec<Grant>,
    pub problems: Vec<Problem>,
}

/// What all files hold, as rows of tables.
#[derive(Clone, Debug)]
pub struct ContractTables {
    /// Rows of `contract`.
    pub contracts: RecordBatch,
    /// Rows of `contract_supplier`.
    pub suppliers: RecordBatch,
    /// Rows of `grant`.
    pub grants: RecordBatch,
    /// Sorted.
    pub problems: Vec<Problem>,
}

/// Reads one file of contracts or grants. One that cannot be read is a problem like any other.
pub fn read(found: &Found, place: &Place) -> ContractFile {
    let body_id = found.body_id.as_deref();
    let reader = FileReader { kind: found.kind, body_id, bodies: Bodies::of(place) };
    let mut file = ContractFile { path: found.shown_path.clone(), ..ContractFile::default() };
    let mut problems = Problems::of_file(body_id.unwrap_or(found.kind.word()), &found.shown_path);
    match std::fs::read(&found.path) {
        Ok(bytes) => reader.read(bytes, &mut problems, &mut file),
        Err(error) => problems.unreadable(&error.to_string()),
    }
    file.problems.extend(problems.finish());
    file
}

/// Lays the files of a place beside each other: marks the latest release of each procurement, and says what differs.
pub fn lay_together(files: Vec<ContractFile>, not_found: &[Problem]) -> ContractTables {
    let (mut contracts, mut suppliers, mut grants) = (Vec::new(), Vec::new(), Vec::new());
    let mut problems = not_found.to_vec();
    for file in files {
        contracts.extend(file.contracts);
        suppliers.extend(file.suppliers);
        grants.extend(file.grants);
        problems.extend(file.problems);
    }
    mark_latest(&mut contracts);
    problems.extend(doubts::of_contracts(&contracts));
    problems.extend(doubts::of_grants(&grants));
    problems.sort();
    ContractTables {
        contracts: contract_table(&contracts),
        suppliers: supplier_table(&suppliers),
        grants: grants_as_table(&grants),
        problems,
    }
}

/// How the files of one source are read.
struct FileReader<'p> {
    kind: SourceKind,
    /// The body that the source names.
    body_id: Option<&'p str>,
    bodies: Bodies,
}

impl FileReader<'_> {
    fn read(&self, bytes: Vec<u8>, problems: &mut Problems, file: &mut ContractFile) {
        match Content::of(bytes) {
            Err(why) => problems.unreadable(&why),
            Ok(Content::Json { values, broken }) => {
                self.read_json(&values, problems, file);
                broken.iter().for_each(|why| problems.unreadable(why));
            }
            Ok(Content::Sheets(sheets)) => self.read_sheets(&sheets, problems, file),
        }
    }

    fn read_json(&self, values: &[serde_json::Value], problems: &mut Problems, file: &mut ContractFile) {
        let is_read = match self.kind {
            SourceKind::Grants => grants_json::read(values, self, problems, file),
            _ => ocds::read(values, self, problems, file),
        };
        if !is_read {
            problems.not_contracts(self.kind, "its JSON has neither `releases` nor `grants` of this source's kind");
        }
    }

    fn read_sheets(&self, sheets: &[Sheet], problems: &mut Problems, file: &mut ContractFile) {
        // One sheet about people stops the file, hidden or not.
        if sheets.iter().any(|sheet| rows_are_about_people(sheet.rows.iter())) {
            return problems.file(ProblemKind::FileAboutPeople, ABOUT_PEOPLE);
        }
        let mut beside = Vec::new();
        let mut is_read = false;
        for sheet in sheets.iter().filter(|sheet| sheet.n_filled > 0) {
            if sheet.is_hidden {
                problems.hidden(sheet);
                continue;
            }
            let is_table = match self.kind {
                SourceKind::Grants => grant_table::read(sheet, self, problems, file),
                _ => register::read(sheet, self, problems, file),
            };
            if is_table { is_read = true } else { beside.push(sheet) }
        }
        match is_read {
            true => beside.into_iter().for_each(|sheet| problems.beside(sheet)),
            false => problems.not_contracts(self.kind, &content::said_of(sheets)),
        }
    }

    /// The body that the source names, or else the one whose name is printed.
    fn body_of(&self, printed: Option<&str>) -> Option<String> {
        self.body_id.map(str::to_owned).or_else(|| self.bodies.named(printed?))
    }
}
