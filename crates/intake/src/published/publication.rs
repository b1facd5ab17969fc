//! A publication while it is read, and what is found in it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use model::place::SourceKind;
use model::problem::Problem;
use model::spending::{Sector, SpendingKind, Stage};
use model::{FinancialYear, ProblemKind};
use money::Money;
use sha2::{Digest, Sha256};

use super::error::Error;
use super::headings;
use crate::open::hex;
use crate::source_file::file_id;

/// One publication, to name its sheets in the tables.
pub(super) struct Publication {
    /// The path that people see.
    pub path: String,
    kind: SourceKind,
    pub sha256: String,
    /// The sheets that were looked at, by id; a CSV's has no name.
    sheets: RefCell<BTreeMap<String, Option<String>>>,
}

/// What was found in one publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub lines: Vec<Line>,
    pub drivers: Vec<Driver>,
    pub problems: Vec<Problem>,
}

/// One row of `driver`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Driver {
    pub file_id: String,
    pub row: u64,
    pub area_code: String,
    pub area: String,
    pub driver: String,
    /// The day or count it is of, as printed.
    pub as_of: String,
    pub value: f64,
}

/// One row of `published_figure`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub file_id: String,
    pub row: u64,
    /// Heading of the column.
    pub column: String,
    pub body_id: Option<String>,
    /// Who spends, as printed.
    pub spender: String,
    pub spender_code: Option<String>,
    pub area: String,
    pub area_code: Option<String>,
    pub sector: Option<Sector>,
    pub stage: Stage,
    pub segment: Option<String>,
    pub kind: Option<SpendingKind>,
    pub year: FinancialYear,
    pub series: String,
    pub line_code: String,
    pub label: String,
    pub amount: Money,
}

impl Line {
    /// A figure of an outturn, of which a caller that knows more says more.
    pub fn new(sheet: &Sheet, row: u64, series: &str, year: FinancialYear, amount: Money) -> Line {
        Line {
            file_id: sheet.file_id.clone(),
            row,
            column: String::new(),
            body_id: None,
            spender: String::new(),
            spender_code: None,
            area: String::new(),
            area_code: None,
            sector: None,
            stage: Stage::Outturn,
            segment: None,
            kind: None,
            year,
            series: series.to_owned(),
            line_code: String::new(),
            label: String::new(),
            amount,
        }
    }
}

impl Publication {
    pub fn new(path: &str, kind: SourceKind, bytes: &[u8]) -> Publication {
        Publication { path: path.to_owned(), kind, sha256: hex(&Sha256::digest(bytes)), sheets: RefCell::default() }
    }

    /// Its name without the folders before it and the ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The financial year that the file's name tells.
    ///
    /// # Errors
    /// [`Error::YearOfFileMissing`] where it tells none.
    pub fn year(&self) -> Result<FinancialYear, Error> {
        let stem = self.stem();
        headings::year_of_name(stem).ok_or_else(|| {
            let name = self.path.rsplit('/').next().unwrap_or(&self.path);
            let example = name.replacen(stem, &format!("{stem}_2016-17"), 1);
            Error::YearOfFileMissing { path: self.path.clone(), example }
        })
    }

    /// A sheet's headings are missing.
    pub fn without(&self, expected: &'static str) -> Error {
        Error::HeadingsMissing { path: self.path.clone(), expected }
    }

    /// One of its sheets, by name; a CSV has one without a name.
    pub fn sheet(&self, name: &str) -> Sheet {
        let file_id = file_id(&self.sha256, &self.path, Some(name));
        let shown = (!name.is_empty()).then(|| name.to_owned());
        self.sheets.borrow_mut().insert(file_id.clone(), shown);
        Sheet { file_id, kind: self.kind }
    }

    /// Its path, with a sheet in brackets.
    pub fn shown(&self, sheet: Option<&str>) -> String {
        sheet.map_or_else(|| self.path.clone(), |sheet| format!("{} [{sheet}]", self.path))
    }

    /// Ids and names of the sheets that were looked at.
    pub fn sheets(&self) -> Vec<(String, Option<String>)> {
        self.sheets.borrow().clone().into_iter().collect()
    }
}

/// One sheet of a publication.
#[derive(Clone)]
pub(super) struct Sheet {
    pub file_id: String,
    kind: SourceKind,
}

impl Sheet {
    /// A problem in the sheet. Its body is the publication itself, by the word of its kind.
    pub fn problem(&self, kind: ProblemKind, text: String) -> Problem {
        Problem { file_id: Some(self.file_id.clone()), ..Problem::new(self.kind.word(), kind, text) }
    }

    /// A problem of one cell, or of several of one row.
    pub fn cell_problem(&self, row: u64, column: &str, kind: ProblemKind, text: String) -> Problem {
        let column = (!column.is_empty()).then(|| column.to_owned());
        Problem { row: Some(row), column, n_rows: 1, ..self.problem(kind, text) }
    }
}
