//! What a build reads beside the tables: the place, its rules and registers, its source files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use intake::files::{FindProblem, Found, find, match_glob};
use intake::mapping::Mappings;
use linkage::review::Verdict;
use model::Place;
use model::decision::{PairAnswer, SignedRecord, SupplierDecision};
use model::place::{RegisterBody, RegisterKind, SourceKind};
use model::rule::Rules;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::ordered::{in_order, n_threads};
use crate::people::LinkageFiles;
use crate::proposals::ProposalFiles;
use crate::record::SourceRecord;
use crate::stage::cache_dir;

/// Everything that the steps read from files.
pub struct Inputs {
    pub place: Place,
    pub rules: Rules,
    pub supplier_decisions: Vec<SupplierDecision>,
    pub mappings: Mappings,
    pub proposals: ProposalFiles,
    pub found: Vec<Found>,
    pub find_problems: Vec<FindProblem>,
    pub registers: Vec<(std::path::PathBuf, RegisterKind)>,
    /// Content of the text files that steer the steps, by name.
    pub place_bytes: Vec<u8>,
    pub rule_bytes: Vec<(String, Vec<u8>)>,
    pub supplier_decision_bytes: Vec<u8>,
    /// Who was who when somebody last signed, and what reviewers answered.
    pub signed_people: Vec<SignedRecord>,
    pub pair_answers: Vec<PairAnswer>,
    pub people_decision_bytes: Vec<(String, Vec<u8>)>,
    pub linkage: LinkageFiles,
    pub mapping_bytes: Vec<(String, Vec<u8>)>,
}

impl Inputs {
    pub fn read(dir: &Path) -> Result<Inputs, Error> {
        let place = place::read(dir)?;
        insist_on_root(&place)?;
        let rules = place::rules(dir)?;
        let mappings_dir = dir.join("mappings");
        let mappings = Mappings::read(&mappings_dir)?;
        let (found, find_problems) = find(&place);
        let place_file = dir.join("place.toml");
        Ok(Inputs {
            registers: register_files(&place),
            rules,
            supplier_decisions: place::supplier_decisions(dir)?,
            mappings,
            proposals: ProposalFiles::read(dir)?,
            found,
            find_problems,
            place_bytes: fs::read(&place_file).map_err(Error::file("read", &place_file))?,
            rule_bytes: place::rule_bytes(dir),
            supplier_decision_bytes: place::supplier_decision_bytes(dir),
            signed_people: place::signed_people(dir)?,
            pair_answers: pair_answers(dir)?,
            people_decision_bytes: decision_bytes(dir),
            linkage: LinkageFiles::read(dir)?,
            mapping_bytes: toml_files(&mappings_dir),
            place,
        })
    }

    pub fn ledgers(&self) -> Vec<Found> {
        self.found.iter().filter(|file| file.kind == SourceKind::Ledger).cloned().collect()
    }

    pub fn publications(&self) -> Vec<Found> {
        let is_publication = |file: &&Found| file.kind != SourceKind::Ledger && !file.kind.is_about_people();
        self.found.iter().filter(is_publication).cloned().collect()
    }

    /// Files about people: records first, then contacts, each by agency and path.
    pub fn about_people(&self) -> Vec<Found> {
        let mut found: Vec<Found> = self.found.iter().filter(|file| file.kind.is_about_people()).cloned().collect();
        let agency = |file: &Found| file.agency.clone().or_else(|| file.body_id.clone());
        found.sort_by_key(|file| (file.kind != SourceKind::People, agency(file), file.shown_path.clone()));
        found
    }

    /// The registers of the place, then those that are shipped; with what was doubtful in them.
    pub fn register_bodies(&self) -> Result<(Vec<RegisterBody>, Vec<String>), Error> {
        let mut bodies = Vec::new();
        let mut doubts = Vec::new();
        for (path, kind) in &self.registers {
            let (more, more_doubts) = intake::register::read(path, *kind)?;
            bodies.extend(more);
            doubts.extend(more_doubts);
        }
        bodies.extend(intake::register::shipped());
        Ok((bodies, doubts))
    }
}

fn register_files(place: &Place) -> Vec<(std::path::PathBuf, RegisterKind)> {
    let files = |root: &Path, glob: &str| match_glob(root, glob, None, &mut Vec::new());
    place
        .registers
        .iter()
        .flat_map(|register| {
            // Registers of the place itself lie in it; those it points at lie beside its sources.
            let root = if register.files.starts_with("rules/") { &place.root } else { &place.sources_root };
            files(root, &register.files).into_iter().map(|(_, path)| (path, register.kind))
        })
        .collect()
}

/// The answers of reviewers. One whose verdict is no word would let two people be joined that somebody held apart.
fn pair_answers(dir: &Path) -> Result<Vec<PairAnswer>, Error> {
    let answers = place::pair_answers(dir)?;
    match answers.iter().position(|answer| Verdict::parse(&answer.verdict).is_none()) {
        None => Ok(answers),
        Some(at) => Err(Error::Linkage(format!(
            "the verdict of answer {} in {} is none of {}; mend the row and build again",
            at + 1,
            place::PAIR_ANSWERS,
            Verdict::ALL.map(Verdict::word).join(", ")
        ))),
    }
}

/// The content of the decisions about people, by name.
fn decision_bytes(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |name: &str| (name.to_owned(), fs::read(dir.join(name)).unwrap_or_default());
    [place::SIGNED_PEOPLE, place::PAIR_ANSWERS].map(read).into()
}

fn toml_files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read(&path).unwrap_or_default())
        })
        .collect();
    files.sort();
    files
}

/// What the last build saw of a file. A file of the same size and time of change is not read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    n_bytes: u64,
    changed_nanos: u128,
    sha256: String,
}

/// SHA-256 and size of each file, from memory where size and time of change are as they were.
pub fn hash_files(dir: &Path, files: &[std::path::PathBuf]) -> Result<Vec<(String, u64)>, Error> {
    let cache = cache_dir(dir).join("seen.json");
    let mut seen: BTreeMap<String, Seen> =
        fs::read(&cache).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let now = SystemTime::now();
    let key = |path: &Path| path.to_string_lossy().into_owned();
    let mut hashed = Vec::with_capacity(files.len());
    let known = |path: &std::path::PathBuf, send: &mut dyn FnMut(Seen)| {
        send(see(path, seen.get(&key(path)))?);
        Ok::<(), Error>(())
    };
    in_order(files, n_threads(), known, |file| {
        hashed.push(file);
        Ok(())
    })?;
    for (path, file) in files.iter().zip(&hashed) {
        // A file changed within the clock's grain of this look could change again unseen.
        let is_settled =
            changed(path).is_some_and(|at| now.duration_since(at).is_ok_and(|age| age > Duration::from_secs(2)));
        if is_settled {
            seen.insert(key(path), file.clone());
        }
    }
    if let Ok(text) = serde_json::to_vec(&seen) {
        // Only speed is lost where this cannot be written.
        let _ = fs::write(&cache, text);
    }
    Ok(hashed.into_iter().map(|file| (file.sha256, file.n_bytes)).collect())
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn see(path: &Path, before: Option<&Seen>) -> Result<Seen, Error> {
    let n_bytes = fs::metadata(path).map_err(Error::file("read", path))?.len();
    let changed_nanos =
        changed(path).and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos());
    match before {
        Some(seen) if seen.n_bytes == n_bytes && seen.changed_nanos == changed_nanos => Ok(seen.clone()),
        _ => Ok(Seen {
            n_bytes,
            changed_nanos,
            sha256: intake::open::sha256_of(path).map_err(Error::file("read", path))?,
        }),
    }
}

/// The source files as the record of the run names them.
pub fn source_records(found: &[Found], hashes: &[(String, u64)]) -> Vec<SourceRecord> {
    let record = |(file, (sha256, n_bytes)): (&Found, &(String, u64))| SourceRecord {
        path: file.shown_path.clone(),
        sha256: sha256.clone(),
        n_bytes: *n_bytes,
    };
    let mut records: Vec<SourceRecord> = found.iter().zip(hashes).map(record).collect();
    records.sort_by(|a, b| a.path.cmp(&b.path));
    records.dedup();
    records
}

/// A root that is not there would make an account of nothing, and that would take the place of the last one.
fn insist_on_root(place: &Place) -> Result<(), Error> {
    let has_files_there = place.sources.iter().any(|source| !source.kind.is_about_people());
    match has_files_there && !place.sources_root.is_dir() {
        true => Err(Error::NoSources(place.sources_root.clone())),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_that_is_no_word_stops_the_build_and_names_nobody() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("decisions")).unwrap();
        let write = |verdict: &str| {
            let heading = "decided_on,decided_by,agency,record_id,other_agency,other_record_id,verdict";
            let row = format!("2024-05-01,Marker,police,N1,health,P2,{verdict}");
            fs::write(dir.path().join(place::PAIR_ANSWERS), format!("{heading}\n{row}\n")).unwrap();
            pair_answers(dir.path())
        };
        assert_eq!(write("different").unwrap().len(), 1);
        let message = write("differnt").unwrap_err().to_string();
        assert!(
            message.contains("answer 1 in decisions/person_pairs.csv is none of same, different, unsure"),
            "{message}"
        );
        assert!(!message.contains("Marker") && !message.contains("N1"), "{message}");
    }

    #[test]
    fn a_root_that_is_not_there_is_no_empty_account() {
        let dir = tempfile::tempdir().unwrap();
        let place = "name = \"X\"\nyear = \"2024-25\"\n[sources]\nroot = \"sauces\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"council\"\n[[source]]\nbody = \"a\"\nfiles = [\"*.csv\"]\n";
        fs::write(dir.path().join("place.toml"), place).unwrap();
        let error = Inputs::read(dir.path()).err().expect("no files");
        assert!(error.to_string().contains("sauces") && error.hint().is_some(), "{error}");
        fs::create_dir(dir.path().join("sauces")).unwrap();
        assert!(Inputs::read(dir.path()).is_ok());
    }
}
