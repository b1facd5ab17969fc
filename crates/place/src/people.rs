//! What people decided about who is who: the register of identities, and the answers of reviewers.
//!
//! Both are files to which lines are only ever added. They hold numbers of records and of people, and no name; even so
//! they are personal data and stay where the place's records may stay.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use model::decision::{PairAnswer, SignedRecord};
use serde::{Deserialize, Serialize};

use crate::PlaceError;
use crate::files::Files;

/// Whose every record is, signature after signature.
pub const SIGNED_PEOPLE: &str = "decisions/people.csv";
/// Who signed, when, and what changed.
pub const SIGNATURES: &str = "decisions/signatures.csv";
/// Answers of reviewers on pairs of records.
pub const PAIR_ANSWERS: &str = "decisions/person_pairs.csv";
/// All that people decided about who is who.
pub const PEOPLE_DECISIONS: &[&str] = &[SIGNED_PEOPLE, SIGNATURES, PAIR_ANSWERS];

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
}

#[derive(Serialize, Deserialize)]
struct SignedRow {
    signature: u64,
    agency: String,
    record_id: String,
    person_id: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct AnswerRow {
    decided_on: String,
    decided_by: String,
    agency: String,
    record_id: String,
    other_agency: String,
    other_record_id: String,
    verdict: String,
}

/// The register of identities in the order in which it was signed; empty where nobody signed yet.
pub fn signed_people(files: &Files) -> Result<Vec<SignedRecord>, PlaceError> {
    let rows: Vec<SignedRow> = read(files, SIGNED_PEOPLE)?;
    let record = |SignedRow { signature, agency, record_id, person_id }| SignedRecord {
        signature,
        agency,
        record_id,
        person_id,
    };
    Ok(rows.into_iter().map(record).collect())
}

/// The signatures so far.
pub fn signatures(files: &Files) -> Result<Vec<Signature>, PlaceError> {
    read(files, SIGNATURES)
}

/// The answers of reviewers, in the order in which they were given.
pub fn pair_answers(files: &Files) -> Result<Vec<PairAnswer>, PlaceError> {
    let rows: Vec<AnswerRow> = read(files, PAIR_ANSWERS)?;
    let answer = |row: AnswerRow| PairAnswer {
        decided_on: row.decided_on,
        decided_by: row.decided_by,
        one: (row.agency, row.record_id),
        other: (row.other_agency, row.other_record_id),
        verdict: row.verdict,
    };
    Ok(rows.into_iter().map(answer).collect())
}

/// Adds a signature and what it says of each record that changed. The register comes first: a signature without its
/// records would say that they were signed, and they would not be there.
pub fn add_signature(dir: &Path, signature: &Signature, records: &[SignedRecord]) -> Result<(), PlaceError> {
    let row = |record: &SignedRecord| SignedRow {
        signature: record.signature,
        agency: record.agency.clone(),
        record_id: record.record_id.clone(),
        person_id: record.person_id,
    };
    add(dir, SIGNED_PEOPLE, records.iter().map(row))?;
    add(dir, SIGNATURES, [signature.clone()])
}

/// Adds answers of reviewers.
pub fn add_pair_answers(dir: &Path, answers: &[PairAnswer]) -> Result<(), PlaceError> {
    let row = |answer: &PairAnswer| AnswerRow {
        decided_on: answer.decided_on.clone(),
        decided_by: answer.decided_by.clone(),
        agency: answer.one.0.clone(),
        record_id: answer.one.1.clone(),
        other_agency: answer.other.0.clone(),
        other_record_id: answer.other.1.clone(),
        verdict: answer.verdict.clone(),
    };
    add(dir, PAIR_ANSWERS, answers.iter().map(row))
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
fn read<R: for<'d> Deserialize<'d>>(files: &Files, name: &str) -> Result<Vec<R>, PlaceError> {
    let path = files.dir().join(name);
    let unreadable = |error: io::Error| PlaceError::unreadable(&path, &error);
    let Some(bytes) = files.get(name) else { return Ok(Vec::new()) };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let columns = columns_of(name);
    let has = reader.headers().map_err(|_| unreadable(io::Error::other("line 1 is no CSV heading")))?.clone();
    if let Some(missing) = columns.iter().find(|column| !has.iter().any(|has| has == **column)) {
        let asked = columns.join(",");
        return Err(PlaceError::Headings { path, missing: (*missing).to_owned(), columns: asked });
    }
    let mut rows = Vec::new();
    for (at, row) in reader.deserialize().enumerate() {
        let broken = |_: csv::Error| {
            unreadable(io::Error::other(format!("line {} does not hold what the heading asks for", at + 2)))
        };
        rows.push(row.map_err(broken)?);
    }
    Ok(rows)
}

/// Adds rows to the end of a file in one write, with the heading where the file is new.
fn add<R: Serialize>(dir: &Path, name: &str, rows: impl IntoIterator<Item = R>) -> Result<(), PlaceError> {
    let path = dir.join(name);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    fs::create_dir_all(dir.join("decisions")).map_err(unwritable)?;
    let is_new = fs::metadata(&path).map_or(true, |metadata| metadata.len() == 0);
    let mut writer = csv::WriterBuilder::new().has_headers(is_new).from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(|error| unwritable(io::Error::other(error.to_string())))?;
    }
    let bytes = writer.into_inner().map_err(|error| unwritable(io::Error::other(error.to_string())))?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(unwritable)?;
    file.write_all(&bytes).and_then(|()| file.sync_data()).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(dir: &Path) -> Files {
        Files::read(dir, PEOPLE_DECISIONS).unwrap()
    }

    #[test]
    fn lines_are_only_added_and_come_back_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(
            (signed_people(&files(dir.path())).unwrap(), signatures(&files(dir.path())).unwrap()),
            (vec![], vec![])
        );
        let record = |signature, id: &str, person_id| SignedRecord {
            signature,
            agency: "police".to_owned(),
            record_id: id.to_owned(),
            person_id,
        };
        let signature = |signature| Signature {
            signature,
            signed_on: "2025-05-01".to_owned(),
            signed_by: "Ann, of the county".to_owned(),
            n_people: 1,
            n_new: 1,
            n_merged: 0,
            n_split: 0,
            n_changed: 0,
            n_gone: 0,
            changes_sha256: "ab".to_owned(),
        };
        let first = [record(1, "N,1", Some(7)), record(1, "N2", Some(8))];
        add_signature(dir.path(), &signature(1), &first).unwrap();
        let before = fs::read_to_string(dir.path().join(SIGNED_PEOPLE)).unwrap();
        add_signature(dir.path(), &signature(2), &[record(2, "N2", None)]).unwrap();
        let after = fs::read_to_string(dir.path().join(SIGNED_PEOPLE)).unwrap();
        assert!(after.starts_with(&before) && before.starts_with("signature,agency,record_id,person_id\n"), "{after}");
        assert_eq!(signed_people(&files(dir.path())).unwrap(), [first.as_slice(), &[record(2, "N2", None)]].concat());
        assert_eq!(signatures(&files(dir.path())).unwrap(), [signature(1), signature(2)]);
    }

    #[test]
    fn a_broken_line_is_named_and_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        let text = "signature,agency,record_id,person_id\n1,police,N1,1\n1,police,N2,Marker\n";
        fs::write(dir.path().join(SIGNED_PEOPLE), text).unwrap();
        let error = signed_people(&files(dir.path())).unwrap_err().to_string();
        assert!(error.contains("line 3") && !error.contains("Marker") && !error.contains("N2"), "{error}");
    }

    #[test]
    fn a_heading_that_is_missing_is_named_and_nothing_of_the_file_is_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("decisions")).unwrap();
        fs::write(dir.path().join(PAIR_ANSWERS), "agency,record_id,Marker\nhealth,1,Marker\n").unwrap();
        let error = pair_answers(&files(dir.path())).unwrap_err().to_string();
        assert!(error.ends_with("has no column `decided_on`") && !error.contains("Marker"), "{error}");
    }
}
