//! A publication while it is read, and what is found in it.

use model::place::SourceKind;
use model::problem::Problem;
use model::spending::{Sector, SpendingKind, Stage};
use model::{FinancialYear, ProblemKind};
use money::Money;
use sha2::{Digest, Sha256};

use crate::open::hex;
use crate::source_file::file_id;

/// One publication, to name its sheets in the tables.
pub(super) struct Publication {
    /// The path that people see.
    pub path: String,
    kind: SourceKind,
    sha256: String,
}

/// What was found in one publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub lines: Vec<Line>,
    pub problems: Vec<Problem>,
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

impl Publication {
    pub fn new(path: &str, kind: SourceKind, bytes: &[u8]) -> Publication {
        Publication { path: path.to_owned(), kind, sha256: hex(&Sha256::digest(bytes)) }
    }

    /// One of its sheets, by name; a CSV has one without a name.
    pub fn sheet(&self, name: &str) -> Sheet {
        Sheet { file_id: file_id(&self.sha256, &self.path, Some(name)), kind: self.kind }
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
}
