//! The files that steps depend on: what people write, and what bodies send.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

use engine::{in_order, n_threads};
use intake::files::{Found, Sources, match_glob};
use model::Place;
use place::Files;

use crate::Error;
use crate::record::SourceRecord;
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

/// SHA-256 and size of a file, and a mark that shows whether it has changed since.
#[derive(Clone, Debug)]
struct FileHash {
    sha256: String,
    n_bytes: u64,
    mark: Mark,
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
        let hashes = hash_files(&paths)?;
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

    /// Checks that every file is what it was when it was hashed: tables read while somebody was writing would match no
    /// version of the file.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], with the first such file.
    pub fn insist_unchanged(&self) -> Result<(), Error> {
        match self.hashes.iter().find(|(path, hash)| !hash.is_still_of(path)) {
            Some((path, _)) => Err(Error::ChangedMeanwhile(path.clone())),
            None => Ok(()),
        }
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
        // Registers of the place itself are in it; those it points at lie beside its sources.
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

/// SHA-256 of each file. Size and modification time prove nothing: a file may be edited and keep both.
fn hash_files(files: &[PathBuf]) -> Result<Vec<FileHash>, Error> {
    let mut hashed = Vec::with_capacity(files.len());
    let hash = |path: &PathBuf, send: &mut dyn FnMut(FileHash)| {
        send(FileHash::of(path)?);
        Ok::<(), Error>(())
    };
    in_order(files, n_threads(), hash, |file| {
        hashed.push(file);
        Ok(())
    })?;
    Ok(hashed)
}

impl FileHash {
    fn of(path: &Path) -> Result<FileHash, Error> {
        // Taken before the file is hashed, so that anything written meanwhile changes the mark.
        let mark = Mark::of(path).map_err(Error::file("read", path))?;
        let sha256 = intake::open::sha256_of(path).map_err(Error::file("read", path))?;
        Ok(FileHash { sha256, n_bytes: mark.n_bytes, mark })
    }

    /// Whether the file still holds what was hashed, even if it was touched.
    fn is_still_of(&self, path: &Path) -> bool {
        let is_untouched = cfg!(unix) && Mark::of(path).is_ok_and(|now| now == self.mark);
        is_untouched || intake::open::sha256_of(path).is_ok_and(|now| now == self.sha256)
    }
}

/// What the file system changes on every write to a file. Where it keeps a change time of its own, nobody can set that
/// back, so within a build the mark proves as much as the content does.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    n_bytes: u64,
    changed: Option<SystemTime>,
    inode: Option<(u64, u64, i64, i64)>,
}

impl Mark {
    fn of(path: &Path) -> io::Result<Mark> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let inode = None;
        Ok(Mark { n_bytes: metadata.len(), changed: metadata.modified().ok(), inode })
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
