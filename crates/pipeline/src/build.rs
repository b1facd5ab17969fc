//! Bringing `out/` up to date.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::inputs::{Inputs, StepInputs};
use crate::record::{RunRecord, StepRecord, TableRecord};
use crate::stage::{Stage, out_dir};
use crate::step::{Step, Work};
use crate::{Error, Progress, steps};

/// What a build did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Steps that ran; the others were up to date.
    pub ran: Vec<&'static str>,
    pub record: RunRecord,
}

/// Brings `out/` of a place up to date, up to and with the named steps; all of them where none is named.
pub fn build(dir: &Path, only: &[String], progress: &dyn Progress) -> Result<Built, Error> {
    let wanted = selected(only)?;
    let stage = Stage::begin(dir)?;
    let inputs = Inputs::read(dir)?;
    let before = RunRecord::read(&out_dir(dir)).unwrap_or_default();
    // A build that was stopped left its finished steps in the stage: they need not run again.
    let staged = RunRecord::read(&stage.dir()).unwrap_or_default();
    let mut record = RunRecord {
        program: format!("totalplace {}", env!("CARGO_PKG_VERSION")),
        place: inputs.place.name.clone(),
        financial_year: inputs.place.year.to_string(),
        sources: inputs.source_records(),
        steps: BTreeMap::new(),
    };
    let mut ran = Vec::new();
    for step in steps() {
        let inputs = inputs.of(step);
        let key = key_of(step, &inputs, &record);
        if !wanted.contains(&step.name) {
            keep_as_it_was(step, &key, &before, &stage, &mut record)?;
            continue;
        }
        let was_up_to_date = bring_up_to_date(step, key, &inputs, &stage, [&staged, &before], &mut record, progress)?;
        if !was_up_to_date {
            ran.push(step.name);
            record.write(&stage.dir())?;
        }
        progress.end(step.name, was_up_to_date);
    }
    record.write(&stage.dir())?;
    stage.commit()?;
    Ok(Built { ran, record })
}

/// The named steps and those above them.
fn selected(only: &[String]) -> Result<Vec<&'static str>, Error> {
    let all: Vec<&'static str> = steps().map(|step| step.name).collect();
    let mut last = if only.is_empty() { all.len() } else { 0 };
    for name in only {
        let matches = |step: &&str| *step == name || step.split("::").next() == Some(name);
        let index = all.iter().rposition(matches).ok_or_else(|| Error::NoStep(name.clone(), all.join(", ")))?;
        last = last.max(index + 1);
    }
    Ok(all[..last].to_vec())
}

/// The digest of everything that a step depends on.
pub(crate) fn key_of(step: &Step, inputs: &StepInputs, record: &RunRecord) -> String {
    inputs.digest(step, &hashes_of(step, record), |_| true)
}

/// SHA-256 of the tables that a step reads, by name; empty for one that is not there.
fn hashes_of<'a>(step: &Step, record: &'a RunRecord) -> BTreeMap<&'a str, &'a str> {
    let made: BTreeMap<&str, &TableRecord> =
        record.steps.values().flat_map(|step| &step.tables).map(|(name, table)| (name.as_str(), table)).collect();
    step.reads.iter().map(|table| (table.name, made.get(table.name).map_or("", |made| made.sha256.as_str()))).collect()
}

/// Takes a step over from an earlier build, or runs it; true where it was up to date.
fn bring_up_to_date(
    step: &'static Step,
    key: String,
    inputs: &StepInputs,
    stage: &Stage,
    earlier: [&RunRecord; 2],
    record: &mut RunRecord,
    progress: &dyn Progress,
) -> Result<bool, Error> {
    let [staged, before] = earlier.map(|record| record.steps.get(step.name).filter(|made| made.inputs == key));
    let is_staged = |table: &&model::Table| engine::table_path(&stage.tables(), table).is_file();
    let folder_is_staged = step.folder.is_none_or(|folder| stage.dir().join(folder).is_dir());
    if let Some(made) = staged.filter(|_| step.writes.iter().all(is_staged) && folder_is_staged) {
        record.steps.insert(step.name.to_owned(), made.clone());
        return Ok(true);
    }
    let folder_is_there = step.folder.is_none_or(|folder| stage.out().join(folder).is_dir());
    if let Some(made) =
        before.filter(|_| step.writes.iter().all(|table| is_there(stage, table.name)) && folder_is_there)
    {
        remove_made(step, stage)?;
        link_made(step, stage)?;
        record.steps.insert(step.name.to_owned(), made.clone());
        return Ok(true);
    }
    remove_made(step, stage)?;
    // From here on the stage holds no finished table of this step, whatever its last record said.
    record.write(&stage.dir())?;
    let tables = stage.tables();
    let key_before = earlier[1].steps.get(step.name).map(|made| made.inputs.as_str());
    let hashes = hashes_of(step, record);
    let dir = stage.place();
    (step.run)(&Work { step, inputs, dir, tables: &tables, key: &key, key_before, hashes, progress })?;
    record.steps.insert(step.name.to_owned(), made_by(step, key, &stage.tables())?);
    Ok(false)
}

/// Removes what the step wrote into the stage.
fn remove_made(step: &Step, stage: &Stage) -> Result<(), Error> {
    step.folder.map_or(Ok(()), |folder| stage.remove_folder(folder))?;
    step.writes.iter().try_for_each(|table| remove_staged(stage, table.name))
}

/// Takes over what the step wrote in the last build.
fn link_made(step: &Step, stage: &Stage) -> Result<(), Error> {
    step.folder.map_or(Ok(()), |folder| stage.link_folder(folder))?;
    step.writes.iter().try_for_each(|table| stage.link_table(table.name))
}

fn is_there(stage: &Stage, table: &str) -> bool {
    stage.out().join("tables").join(format!("{table}.parquet")).is_file()
}

/// A table may be a link to the one in `out/`, so it is removed and never written over.
fn remove_staged(stage: &Stage, table: &str) -> Result<(), Error> {
    let path = stage.tables().join(format!("{table}.parquet"));
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", &path)(error)),
        _ => Ok(()),
    }
}

fn keep_as_it_was(
    step: &Step,
    key: &str,
    before: &RunRecord,
    stage: &Stage,
    record: &mut RunRecord,
) -> Result<(), Error> {
    let Some(made) = before.steps.get(step.name) else { return Ok(()) };
    if let Some(folder) = step.folder {
        stage.remove_folder(folder)?;
        // Pages of other tables than those beside them would be taken for true.
        if made.inputs != key || !stage.out().join(folder).is_dir() {
            return Ok(());
        }
        stage.link_folder(folder)?;
    }
    for table in step.writes.iter().filter(|table| is_there(stage, table.name)) {
        stage.link_table(table.name)?;
    }
    record.steps.insert(step.name.to_owned(), made.clone());
    Ok(())
}

fn made_by(step: &Step, inputs: String, folder: &Path) -> Result<StepRecord, Error> {
    let table_record = |table: &&'static model::Table| -> Result<(String, TableRecord), Error> {
        let path = engine::table_path(folder, table);
        let sha256 = intake::open::sha256_of(&path).map_err(Error::file("read", &path))?;
        Ok((table.name.to_owned(), TableRecord { sha256, n_rows: engine::n_rows(folder, table)? }))
    };
    Ok(StepRecord { inputs, tables: step.writes.par_iter().map(table_record).collect::<Result<_, _>>()? })
}
