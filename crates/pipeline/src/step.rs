//! What a step is: the tables that it reads and writes, the files that it depends on, and what it runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use engine::{StoredGroup, TableReader, TableWriter, table_path};
use intake::files::Sources;
use model::{Place, Table};
use place::Files;

use crate::record::InputDigest;
use crate::rooms::room;
use crate::step_inputs::StepInputs;
use crate::{Error, Progress};

/// One step: from tables that stand above it, and from the place's files, to tables of its own.
///
/// All that a step depends on is declared here, and it is given nothing else. So its digest follows from
/// the declaration, and no table can go stale because somebody forgot to mention a file.
pub struct Step {
    /// The room, and after `::` which of its steps, where it has several.
    pub name: &'static str,
    pub reads: &'static [&'static Table],
    pub writes: &'static [&'static Table],
    pub files: &'static [FileSet],
    /// A folder of files that it writes beside the tables.
    pub folder: Option<&'static str>,
    pub(crate) run: fn(&Work) -> Result<(), Error>,
}

/// Files that a step depends on.
#[derive(Clone, Copy, Debug)]
pub enum FileSet {
    /// What people write in the place's folder, by patterns such as `rules/*.csv`.
    Written(&'static [&'static str]),
    /// Files as received, of the sources of one kind.
    Sources(fn(&Sources) -> &intake::files::Files),
    /// Lists of public bodies that the place names.
    Registers,
}

impl Step {
    /// The room that the step belongs to.
    pub fn room(&self) -> &'static str {
        self.name.split("::").next().unwrap_or(self.name)
    }

    /// A digest of the step's code, of its files whose names are wanted, and of the tables that it reads.
    pub(crate) fn digest(
        &self,
        inputs: &StepInputs,
        hashes: &BTreeMap<&str, &str>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> String {
        let digest = InputDigest::new(self.name).with("code", room(self.room()).digest.as_bytes());
        let wanted = inputs.parts.iter().filter(|(name, _)| is_wanted(name));
        let digest = wanted.fold(digest, |digest, (name, content)| digest.with(name, content));
        // In the order in which the step names them, whatever the order of the map.
        let tables = self.reads.iter().map(|table| (table.name, hashes.get(table.name).copied().unwrap_or_default()));
        tables.fold(digest, |digest, (table, hash)| digest.with(table, hash.as_bytes())).finish()
    }

    /// Patterns of the files that people write and on which the step depends.
    pub(crate) fn written(&self) -> Vec<&'static str> {
        let patterns = |files: &'static FileSet| match files {
            FileSet::Written(patterns) => *patterns,
            FileSet::Sources(_) | FileSet::Registers => &[],
        };
        self.files.iter().flat_map(patterns).copied().collect()
    }
}

/// What a step that runs is given.
pub(crate) struct Work<'a> {
    pub step: &'static Step,
    /// The files that the step declares.
    pub inputs: &'a StepInputs,
    /// The place's folder.
    pub dir: &'a Path,
    /// The folder that holds the tables above the step, and takes its own.
    pub tables: &'a Path,
    /// Digest of everything that the step depends on.
    pub key: &'a str,
    /// The same of the step when the last finished build ran it.
    pub key_before: Option<&'a str>,
    /// SHA-256 of the tables that the step reads, by name.
    pub hashes: BTreeMap<&'a str, &'a str>,
    pub progress: &'a dyn Progress,
}

impl Work<'_> {
    /// The place, for a step that declares [`place::PLACE`].
    pub fn place(&self) -> Result<Place, Error> {
        Ok(place::place(self.files())?)
    }

    /// What people wrote and the step declares.
    pub fn files(&self) -> &Files {
        &self.inputs.written
    }

    /// The folder of files that the step declares, beside the tables.
    pub fn made_folder(&self, name: &str) -> Result<PathBuf, Error> {
        let folder = self.tables.parent().expect("tables stand in a folder of their own").join(name);
        std::fs::create_dir_all(&folder).map_err(Error::file("make the folder", &folder))?;
        Ok(folder)
    }

    /// Says that the step begins, and how much there is to do.
    pub fn begin(&self, n_units: usize) {
        self.progress.begin(self.step.name, n_units as u64);
    }

    /// A whole table that is known to be small.
    pub fn read(&self, table: &'static Table) -> Result<RecordBatch, Error> {
        Ok(engine::read_all(self.tables, table)?)
    }

    /// A whole table, a batch at a time.
    pub fn batches(&self, table: &'static Table) -> Result<Vec<RecordBatch>, Error> {
        Ok(TableReader::open(self.tables, table, &[], false)?.rows()?.collect::<Result<_, _>>()?)
    }

    pub fn write(&self, table: &'static Table, batch: RecordBatch) -> Result<(), Error> {
        self.write_all(table, &[batch])
    }

    pub fn write_all(&self, table: &'static Table, batches: &[RecordBatch]) -> Result<(), Error> {
        Ok(TableWriter::write_all(&table_path(self.tables, table), table, batches)?)
    }

    /// Runs a function on every row group of some columns of a table and merges the results in order, telling
    /// how far it has come. Text comes as dictionaries.
    pub fn map_row_groups<T: Send>(
        &self,
        table: &'static Table,
        columns: &[&'static str],
        map: impl Fn(StoredGroup<'_>) -> Result<T, Error> + Sync,
        merge: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let reader = TableReader::open(self.tables, table, columns, true)?;
        self.begin(reader.n_row_groups());
        let told = |group: StoredGroup<'_>| {
            let mapped = map(group);
            self.progress.advance(1);
            mapped
        };
        engine::map_row_groups(&reader, told, merge)
    }
}
