//! What people decided about who is who: the register of identities, and the answers of reviewers.
//!
//! Both are files to which lines are only ever added, each time by writing the whole file anew beside the old one. They
//! hold record numbers and people's numbers, but no names. They are personal data all the same: only their owner can read
//! them, and they stay where the place's records may stay.

use std::io;
use std::path::Path;

use authored::WholeFile;
use model::decision::{PairAnswer, SignedRecord};
use serde::{Deserialize, Serialize};

use crate::PlaceError;
use crate::added_rows::with_rows;
use crate::files::Files;
use crate::people_rows::{PAIR_ANSWERS, SIGNATURES, SIGNED_PEOPLE, Signature, SignedRow, rows, signed_records};
use crate::signing::{self, Damage};

/// All that people decided about who is who.
pub const PEOPLE_DECISIONS: &[&str] = &[SIGNED_PEOPLE, SIGNATURES, PAIR_ANSWERS];

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
///
/// # Errors
/// [`PlaceError::Damaged`] where it is not what its signatures say.
pub fn signed_people(files: &Files) -> Result<Vec<SignedRecord>, PlaceError> {
    let path = files.dir().join(SIGNED_PEOPLE);
    let records = signed_records(&path, files.get(SIGNED_PEOPLE).unwrap_or_default())?;
    signing::check(&records, &signatures(files)?).map_err(|damage| damage.of(files.dir()))?;
    Ok(records)
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

/// Adds a signature and what it says of each record that changed, so that both files are there or neither is changed.
///
/// # Errors
/// [`PlaceError::Damaged`] where what is there cannot be relied on, or somebody else signed in the meantime.
pub fn add_signature(dir: &Path, signature: &Signature, records: &[SignedRecord]) -> Result<(), PlaceError> {
    signing::finish_signing(dir)?;
    let _held = signing::lock(dir)?;
    let files = Files::read(dir, &[SIGNED_PEOPLE, SIGNATURES])?;
    signed_people(&files)?;
    if signature.signature != signatures(&files)?.len() as u64 + 1 {
        let why = format!("somebody else gave signature {} in the meantime", signature.signature);
        return Err(Damage { file: SIGNATURES, why }.of(dir));
    }
    let (n_records, records_sha256) = (Some(records.len() as u64), Some(signing::records_sha256(records)));
    let proven = Signature { n_records, records_sha256, ..signature.clone() };
    let row = |record: &SignedRecord| SignedRow {
        signature: record.signature,
        agency: record.agency.clone(),
        record_id: record.record_id.clone(),
        person_id: record.person_id,
    };
    let register = prepare(&files, SIGNED_PEOPLE, records.iter().map(row))?;
    let signatures = prepare(&files, SIGNATURES, [proven])?;
    // A stop between the two is mended by `finish_signing`.
    register.put_in_place().map_err(|error| PlaceError::unwritable(&dir.join(SIGNED_PEOPLE), &error))?;
    signatures.put_in_place().map_err(|error| PlaceError::unwritable(&dir.join(SIGNATURES), &error))
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
    let _held = signing::lock(dir)?;
    let files = Files::read(dir, &[PAIR_ANSWERS])?;
    // Nothing is added to a file that cannot be read.
    pair_answers(&files)?;
    let whole = prepare(&files, PAIR_ANSWERS, answers.iter().map(row))?;
    whole.put_in_place().map_err(|error| PlaceError::unwritable(&dir.join(PAIR_ANSWERS), &error))
}

fn read<R: for<'d> Deserialize<'d>>(files: &Files, name: &'static str) -> Result<Vec<R>, PlaceError> {
    rows(&files.dir().join(name), name, files.get(name).unwrap_or_default())
}

/// A file of decisions with rows added, ready to be put in place.
fn prepare<R: Serialize>(
    files: &Files,
    name: &str,
    rows: impl IntoIterator<Item = R>,
) -> Result<WholeFile, PlaceError> {
    let path = files.dir().join(name);
    let unwritable = |error: io::Error| PlaceError::unwritable(&path, &error);
    let whole = with_rows(files.get(name).unwrap_or_default(), rows)
        .map_err(|_| unwritable(io::Error::other("its rows are not CSV")))?;
    WholeFile::prepare_for_owner(&path, &whole).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::finish_signing;

    fn files(dir: &Path) -> Files {
        Files::read(dir, PEOPLE_DECISIONS).unwrap()
    }

    fn record(signature: u64, id: &str, person_id: Option<u64>) -> SignedRecord {
        SignedRecord { signature, agency: "police".to_owned(), record_id: id.to_owned(), person_id }
    }

    fn signature(signature: u64) -> Signature {
        Signature {
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
            n_records: None,
            records_sha256: None,
        }
    }

    /// A place with two signatures, and its folder of decisions.
    fn signed_place() -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        add_signature(dir.path(), &signature(1), &[record(1, "N,1", Some(7)), record(1, "N2", Some(8765))]).unwrap();
        add_signature(dir.path(), &signature(2), &[record(2, "N2", None), record(2, "N3", Some(1234))]).unwrap();
        let decisions = dir.path().join("decisions");
        (dir, decisions)
    }

    #[test]
    fn lines_are_only_added_and_come_back_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(
            (signed_people(&files(dir.path())).unwrap(), signatures(&files(dir.path())).unwrap()),
            (vec![], vec![])
        );
        let first = [record(1, "N,1", Some(7)), record(1, "N2", Some(8))];
        add_signature(dir.path(), &signature(1), &first).unwrap();
        let before = fs::read_to_string(dir.path().join(SIGNED_PEOPLE)).unwrap();
        add_signature(dir.path(), &signature(2), &[record(2, "N2", None)]).unwrap();
        let after = fs::read_to_string(dir.path().join(SIGNED_PEOPLE)).unwrap();
        assert!(after.starts_with(&before) && before.starts_with("signature,agency,record_id,person_id\n"), "{after}");
        assert_eq!(signed_people(&files(dir.path())).unwrap(), [first.as_slice(), &[record(2, "N2", None)]].concat());
        let signed: Vec<Option<u64>> =
            signatures(&files(dir.path())).unwrap().iter().map(|signature| signature.n_records).collect();
        assert_eq!(signed, [Some(2), Some(1)]);
        assert_eq!(fs::read_dir(dir.path().join("decisions")).unwrap().count(), 2, "nothing else stays");
    }

    #[test]
    fn a_register_that_was_cut_or_changed_is_told_and_not_believed() {
        let (dir, decisions) = signed_place();
        let whole = fs::read_to_string(decisions.join("people.csv")).unwrap();
        let without = |line: &str| whole.replace(line, "");
        let cases = [
            (whole[..whole.len() - 3].to_owned(), "may be cut off"),
            (without("2,police,N3,1234\n"), "signature 2 stands under 2 records, and 1 are there"),
            (without("1,police,N2,8765\n"), "signature 1 stands under 2 records, and 1 are there"),
            (whole.replace("1234", "12"), "the records of signature 2 are not the ones that were signed"),
            (format!("{whole}3,police,N4,9\n"), "its records of signature 3 have no such signature"),
            (String::new(), "signature 1 stands under 2 records, and 0 are there"),
        ];
        for (text, expected) in cases {
            fs::write(decisions.join("people.csv"), &text).unwrap();
            let error = signed_people(&files(dir.path())).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            let again = add_signature(dir.path(), &signature(3), &[record(3, "N5", Some(2))]).unwrap_err().to_string();
            assert_eq!(again, error, "nothing is added to what cannot be relied on");
            assert_eq!(fs::read_to_string(decisions.join("people.csv")).unwrap(), text);
        }
    }

    #[test]
    fn signatures_that_were_cut_are_told() {
        let (dir, decisions) = signed_place();
        let whole = fs::read_to_string(decisions.join("signatures.csv")).unwrap();
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        let cases = [
            (whole[..whole.len() - 5].to_owned(), "may be cut off"),
            (lines[..2].concat(), "its records of signature 2 have no such signature"),
            ([lines[0], lines[2]].concat(), "line 2 is not signature 1"),
        ];
        for (text, expected) in cases {
            fs::write(decisions.join("signatures.csv"), &text).unwrap();
            let error = signed_people(&files(dir.path())).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_signing_that_was_stopped_between_its_two_files_is_ended() {
        let (dir, decisions) = signed_place();
        let whole = fs::read_to_string(decisions.join("signatures.csv")).unwrap();
        let first: String = whole.split_inclusive('\n').take(2).collect();
        fs::write(decisions.join("signatures.csv"), &first).unwrap();
        fs::write(decisions.join(".signatures.csv.part"), &whole).unwrap();
        finish_signing(dir.path()).unwrap();
        assert_eq!(signed_people(&files(dir.path())).unwrap().len(), 4);
        // Stopped before the register was in place, nothing was signed.
        let half = format!("{whole}3,2025-06-01,Ann,1,1,0,0,0,0,ab,1,cd\n");
        for part in [half.as_str(), &whole[..whole.len() - 4]] {
            fs::write(decisions.join(".signatures.csv.part"), part).unwrap();
            finish_signing(dir.path()).unwrap();
            assert_eq!(fs::read_to_string(decisions.join("signatures.csv")).unwrap(), whole);
            assert!(!decisions.join(".signatures.csv.part").exists());
        }
    }

    #[test]
    fn two_people_cannot_give_one_signature() {
        let (dir, _) = signed_place();
        let error = add_signature(dir.path(), &signature(2), &[record(2, "N4", Some(9))]).unwrap_err().to_string();
        assert!(error.contains("somebody else gave signature 2"), "{error}");
    }

    #[test]
    fn signatures_of_an_earlier_version_are_read_and_added_to() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        let heading = "signature,signed_on,signed_by,n_people,n_new,n_merged,n_split,n_changed,n_gone,changes_sha256";
        fs::write(dir.path().join(SIGNATURES), format!("{heading}\n1,2025-01-01,Ann,1,1,0,0,0,0,ab\n")).unwrap();
        fs::write(dir.path().join(SIGNED_PEOPLE), "signature,agency,record_id,person_id\n1,police,N1,1\n").unwrap();
        assert_eq!(signed_people(&files(dir.path())).unwrap().len(), 1);
        add_signature(dir.path(), &signature(2), &[record(2, "N2", Some(2))]).unwrap();
        assert_eq!(signed_people(&files(dir.path())).unwrap().len(), 2);
        let text = fs::read_to_string(dir.path().join(SIGNATURES)).unwrap();
        assert!(
            text.starts_with(&format!("{heading},n_records,records_sha256\n1,2025-01-01,Ann,1,1,0,0,0,0,ab,,\n2,"))
        );
    }

    #[test]
    fn answers_that_are_cut_off_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let answer = |id: &str| PairAnswer {
            decided_on: "2025-05-01".to_owned(),
            decided_by: "Ann".to_owned(),
            one: ("police".to_owned(), id.to_owned()),
            other: ("health".to_owned(), "7".to_owned()),
            verdict: "same".to_owned(),
        };
        add_pair_answers(dir.path(), &[answer("N1")]).unwrap();
        add_pair_answers(dir.path(), &[answer("N2")]).unwrap();
        assert_eq!(pair_answers(&files(dir.path())).unwrap(), [answer("N1"), answer("N2")]);
        let whole = fs::read_to_string(dir.path().join(PAIR_ANSWERS)).unwrap();
        for n_lost in [1, 3, 9] {
            fs::write(dir.path().join(PAIR_ANSWERS), &whole[..whole.len() - n_lost]).unwrap();
            assert!(pair_answers(&files(dir.path())).unwrap_err().to_string().contains("cannot be relied on"));
            assert!(add_pair_answers(dir.path(), &[answer("N3")]).is_err());
        }
    }

    #[test]
    fn a_broken_line_is_named_and_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        let text = "signature,agency,record_id,person_id\n1,police,N1,1\n1,police,MarkedId,Marker\n";
        fs::write(dir.path().join(SIGNED_PEOPLE), text).unwrap();
        let error = signed_people(&files(dir.path())).unwrap_err().to_string();
        assert!(error.contains("line 3") && !error.contains("Marker") && !error.contains("MarkedId"), "{error}");
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
