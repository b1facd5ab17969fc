//! The files that steps depend on: what people write, and what bodies send.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use engine::{in_order, n_threads};
use intake::files::{Found, Sources, match_glob};
use model::Place;
use place::Files;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::record::SourceRecord;
use crate::stage::cache_dir;
use crate::step::{FileSet, Step};
use crate::step_inputs::{Register, StepInputs};

/// Everything that steps may depend on, read and found once.
pub(crate) struct Inputs {
    pub place: Place,
    written: Files,
    sources: Sources,
    registers: Vec<Register>,
    hashes: BTreeMap<PathBuf, FileHash>,
}

/// SHA-256 and size of a file.
#[derive(Clone, Debug)]
struct FileHash {
    sha256: String,
    n_bytes: u64,
}

impl Inputs {
    /// Reads the files of these steps.
    ///
    /// # Errors
    /// [`Error`] where the place is not one, or a file cannot be read; [`Error::NoSources`].
    pub fn read(dir: &Path, steps: impl Iterator<Item = &'static Step>) -> Result<Inputs, Error> {
        let patterns: BTreeSet<&str> = steps.flat_map(Step::written).collect();
        let written = Files::read(dir, &patterns.into_iter().collect::<Vec<_>>())?;
        let place = place::place(&written)?;
        insist_on_root(&place)?;
        let (sources, registers) = (Sources::find(&place), registers(&place));
        let received = sources.all().map(|file| file.path.clone());
        let paths: Vec<PathBuf> = received.chain(registers.iter().map(|register| register.path.clone())).collect();
        let hashes = hash_files(dir, &paths)?;
        Ok(Inputs { place, written, sources, registers, hashes: paths.into_iter().zip(hashes).collect() })
    }

    /// What a step declares, of all that.
    pub fn of(&self, step: &Step) -> StepInputs {
        let mut inputs = StepInputs {
            written: self.written.only(&step.written()),
            sources: intake::files::Files::default(),
            registers: Vec::new(),
            parts: Vec::new(),
        };
        inputs.parts.extend(inputs.written.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
        for files in step.files {
            match files {
                FileSet::Written(_) => {}
                FileSet::Sources(of_kind) => self.add_sources(of_kind(&self.sources), &mut inputs),
                FileSet::Registers => self.add_registers(&mut inputs),
            }
        }
        inputs
    }

    fn add_sources(&self, files: &intake::files::Files, inputs: &mut StepInputs) {
        for file in &files.found {
            let body = file.body_id.as_deref().unwrap_or_default();
            let name = format!("{}:{body}:{}", file.kind.word(), file.shown_path);
            inputs.parts.push((name, self.hashes[&file.path].sha256.clone().into()));
        }
        let problems = files.problems.iter().map(|problem| ("not found".to_owned(), format!("{problem:?}").into()));
        inputs.parts.extend(problems);
        inputs.sources = files.clone();
    }

    fn add_registers(&self, inputs: &mut StepInputs) {
        for (index, register) in self.registers.iter().enumerate() {
            let name = format!("register:{index}:{}", register.kind.word());
            inputs.parts.push((name, self.hashes[&register.path].sha256.clone().into()));
        }
        inputs.registers = self.registers.clone();
    }

    /// The source files as the record of the run names them.
    pub fn source_records(&self) -> Vec<SourceRecord> {
        let record = |file: &Found| SourceRecord {
            path: file.shown_path.clone(),
            sha256: self.hashes[&file.path].sha256.clone(),
            n_bytes: self.hashes[&file.path].n_bytes,
        };
        let mut records: Vec<SourceRecord> = self.sources.all().map(record).collect();
        records.sort_by(|a, b| a.path.cmp(&b.path));
        records.dedup();
        records
    }
}

/// The lists of public bodies that a place names.
pub(crate) fn registers(place: &Place) -> Vec<Register> {
    let of = |register: &model::place::RegisterFile| {
        // Registers of the place itself lie in it; those it points at lie beside its sources.
        let root = if register.files.starts_with("rules/") { &place.root } else { &place.sources_root };
        let kind = register.kind;
        match_glob(root, &register.files)
            .into_iter()
            .flatten()
            .map(move |(_, path)| Register { path, kind })
            .collect::<Vec<_>>()
    };
    place.registers.iter().flat_map(of).collect()
}

/// What the last build saw of a file. A file of the same size and time of change is not read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    n_bytes: u64,
    changed_nanos: u128,
    sha256: String,
}

/// SHA-256 and size of each file, from memory where size and time of change are as they were.
fn hash_files(dir: &Path, files: &[PathBuf]) -> Result<Vec<FileHash>, Error> {
    let cache = cache_dir(dir).join("seen.json");
    let mut seen: BTreeMap<String, Seen> =
        fs::read(&cache).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let now = SystemTime::now();
    let key = |path: &Path| path.to_string_lossy().into_owned();
    let mut hashed = Vec::with_capacity(files.len());
    let known = |path: &PathBuf, send: &mut dyn FnMut(Seen)| {
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
    Ok(hashed.into_iter().map(|file| FileHash { sha256: file.sha256, n_bytes: file.n_bytes }).collect())
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

/// A root that is not there would make an account of nothing, and that would take the place of the last one.
pub(crate) fn insist_on_root(place: &Place) -> Result<(), Error> {
    let has_files_there = place.sources.iter().any(|source| !source.kind.is_about_people());
    match has_files_there && !place.sources_root.is_dir() {
        true => Err(Error::NoSources(place.sources_root.clone())),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps;

    #[test]
    fn a_root_that_is_not_there_is_no_empty_account() {
        let dir = tempfile::tempdir().unwrap();
        let place = "name = \"X\"\nyear = \"2024-25\"\n[sources]\nroot = \"sauces\"\n[[body]]\nid = \"a\"\nname = \"A\"\nkind = \"council\"\n[[source]]\nbody = \"a\"\nfiles = [\"*.csv\"]\n";
        fs::write(dir.path().join("place.toml"), place).unwrap();
        let error = Inputs::read(dir.path(), steps()).err().expect("no files");
        assert!(error.to_string().contains("sauces") && error.hint().is_some(), "{error}");
        fs::create_dir(dir.path().join("sauces")).unwrap();
        assert!(Inputs::read(dir.path(), steps()).is_ok());
    }
}
