//! Rows of the files in which people decide who is who.

use std::path::Path;

use model::decision::SignedRecord;
use serde::{Deserialize, Serialize};

use crate::PlaceError;

/// Whose every record is, signature after signature.
pub const SIGNED_PEOPLE: &str = "decisions/people.csv";
/// Who signed, when, and what changed.
pub const SIGNATURES: &str = "decisions/signatures.csv";
/// Answers of reviewers on pairs of records.
pub const PAIR_ANSWERS: &str = "decisions/person_pairs.csv";

/// One signature under a run's people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Counted from 1.
    pub signature: u64,
    pub signed_on: String,
    pub signed_by: String,
    pub n_people: u64,
    pub n_new: u64,
    pub n_merged: u64,
    pub n_split: u64,
    pub n_changed: u64,
    pub n_gone: u64,
    /// SHA-256 of the table of changes that was read before signing.
    pub changes_sha256: String,
    /// Rows of the register that it added, and their checksum; early signatures have neither.
    #[serde(default)]
    pub n_records: Option<u64>,
    #[serde(default)]
    pub records_sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SignedRow {
    pub signature: u64,
    pub agency: String,
    pub record_id: String,
    pub person_id: Option<u64>,
}

/// The rows of the register.
pub(crate) fn signed_records(path: &Path, bytes: &[u8]) -> Result<Vec<SignedRecord>, PlaceError> {
    let record = |SignedRow { signature, agency, record_id, person_id }| SignedRecord {
        signature,
        agency,
        record_id,
        person_id,
    };
    Ok(rows(path, SIGNED_PEOPLE, bytes)?.into_iter().map(record).collect())
}

/// The columns of a file of decisions, in the order in which they are written.
fn columns_of(name: &str) -> &'static [&'static str] {
    match name {
        SIGNED_PEOPLE => &["signature", "agency", "record_id", "person_id"],
        PAIR_ANSWERS => {
            &["decided_on", "decided_by", "agency", "record_id", "other_agency", "other_record_id", "verdict"]
        }
        _ => &["signature", "signed_on", "signed_by", "n_people"],
    }
}

/// Rows of a file of decisions. What is wrong is told by file and line, never by what the line holds.
pub(crate) fn rows<R: for<'d> Deserialize<'d>>(path: &Path, name: &str, bytes: &[u8]) -> Result<Vec<R>, PlaceError> {
    rows_of(path, columns_of(name), bytes)
}

/// As [`rows`], of a file whose heading must name these columns.
pub(crate) fn rows_of<R: for<'d> Deserialize<'d>>(
    path: &Path,
    columns: &[&str],
    bytes: &[u8],
) -> Result<Vec<R>, PlaceError> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let damaged = |why: String| PlaceError::Damaged { path: path.to_owned(), why };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let has = reader.headers().map_err(|_| damaged("line 1 is no CSV heading".to_owned()))?.clone();
    if let Some(missing) = columns.iter().find(|column| !has.iter().any(|has| has == **column)) {
        let (path, columns) = (path.to_owned(), columns.join(","));
        return Err(PlaceError::Headings { path, missing: (*missing).to_owned(), columns });
    }
    let mut rows = Vec::new();
    for (at, row) in reader.deserialize().enumerate() {
        rows.push(row.map_err(|_| damaged(format!("line {} does not match the headings", at + 2)))?);
    }
    // A number that is cut off is a number still; only the end of its line says that it is whole.
    if !bytes.ends_with(b"\n") {
        return Err(damaged("its last line has no line ending, so it may be cut off".to_owned()));
    }
    Ok(rows)
}
