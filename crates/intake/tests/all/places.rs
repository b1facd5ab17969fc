//! Places as tests need them: sources in a folder, a year, and nothing else.

use std::path::Path;

use model::place::{Options, Source, SourceKind};
use model::{FinancialYear, Place};

/// Ledgers of a body, by patterns of their files.
pub fn ledgers<S: AsRef<str>>(body: &str, files: &[S]) -> Source {
    Source {
        body_id: Some(body.to_owned()),
        kind: SourceKind::Ledger,
        agency: None,
        columns: Vec::new(),
        building: None,
        files: files.iter().map(|file| file.as_ref().to_owned()).collect(),
    }
}

/// The place in a folder whose files are in it.
pub fn place_in(root: &Path, year: i32, sources: Vec<Source>) -> Place {
    Place {
        name: "Test".to_owned(),
        area_codes: Vec::new(),
        region: None,
        population: None,
        year: FinancialYear(year),
        earlier_years: Vec::new(),
        bodies: Vec::new(),
        sources,
        registers: Vec::new(),
        themes: Vec::new(),
        options: Options::default(),
        root: root.to_owned(),
        sources_root: root.to_owned(),
    }
}
