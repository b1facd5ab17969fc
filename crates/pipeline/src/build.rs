//! Bringing `out/` up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use crate::inputs::Inputs;
use crate::record::{RunRecord, StepRecord, TableRecord};
use crate::stage::{Stage, out_dir};
use crate::step::{Step, Work};
use crate::step_inputs::StepInputs;
use crate::{Ended, Error, Progress, steps};

/// What a build did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Steps that ran; the others were up to date, or the place has nothing for them.
    pub ran: Vec<&'static str>,
    /// Steps that the place has something for.
    pub n_used: usize,
    pub record: RunRecord,
}

/// Brings `out/` of a place up to date: the named steps with those whose tables they read, or all steps.
///
/// What other steps made is kept where it is still what they would make.
///
/// # Errors
/// [`Error`] of the first step that cannot be done; `out/` stays as it was.
pub fn build(dir: &Path, only: &[String], progress: &dyn Progress) -> Result<Built, Error> {
    let wanted = selected(only)?;
    // What is no place is left untouched, so it is looked at before anything is written.
    place::read(dir)?;
    let stage = Stage::begin(dir)?;
    let inputs = Inputs::read(dir, steps())?;
    let before = RunRecord::read(&out_dir(dir)).unwrap_or_default();
    // A build that was stopped left its finished steps in the stage: they need not run again.
    let staged = RunRecord::read(&stage.dir()).unwrap_or_default();
    let mut record = RunRecord {
        program: format!("totalplace {}", env!("CARGO_PKG_VERSION")),
        place: inputs.place.name.clone(),
        financial_year: inputs.place.years_in_words(),
        sources: inputs.source_records(),
        steps: BTreeMap::new(),
    };
    let mut built = Built { ran: Vec::new(), n_used: 0, record: RunRecord::default() };
    for step in steps() {
        let inputs_of_step = inputs.of(step);
        let key = key_of(step, &inputs_of_step, &record);
        if !wanted.contains(&step.name) {
            keep_what_is_still_true(step, &key, &before, &stage, &mut record)?;
            continue;
        }
        let was_up_to_date =
            bring_up_to_date(step, key, &inputs_of_step, &stage, [&staged, &before], &mut record, progress)?;
        if !was_up_to_date {
            discard_where_files_changed(&inputs, &stage)?;
            record.write(&stage.dir())?;
        }
        let how = ended(was_up_to_date, &record.steps[step.name]);
        built.n_used += usize::from(how != Ended::Unused);
        built.ran.extend((how == Ended::Ran).then_some(step.name));
        progress.end(step.name, how);
    }
    record.write(&stage.dir())?;
    stage.commit()?;
    Ok(Built { record, ..built })
}

/// Checks that no file changed during the build before its results are kept: if one did, all of them are discarded.
fn discard_where_files_changed(inputs: &Inputs, stage: &Stage) -> Result<(), Error> {
    inputs.insist_unchanged().or_else(|changed| stage.discard().and(Err(changed)))
}

/// The named steps and those that write what they read; all where none is named. A room stands for its steps.
fn selected(only: &[String]) -> Result<BTreeSet<&'static str>, Error> {
    let matches = |step: &Step, name: &String| step.name == name || step.room() == name;
    if let Some(unknown) = only.iter().find(|name| !steps().any(|step| matches(step, name))) {
        let all: Vec<&str> = steps().map(|step| step.name).collect();
        return Err(Error::NoStep(unknown.clone(), all.join(", ")));
    }
    let mut selected = BTreeSet::new();
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    // Tables are written above the steps that read them, so one walk from the last step to the first finds all.
    for step in steps().rev() {
        let is_named = only.is_empty() || only.iter().any(|name| matches(step, name));
        if is_named || step.writes.iter().any(|table| needed.contains(table.name)) {
            selected.insert(step.name);
            needed.extend(step.reads.iter().map(|table| table.name));
        }
    }
    Ok(selected)
}

/// A room that the place has nothing for writes tables without rows.
fn ended(was_up_to_date: bool, made: &StepRecord) -> Ended {
    let is_unused = !made.tables.is_empty() && made.tables.values().all(|table| table.n_rows == 0);
    match (is_unused, was_up_to_date) {
        (true, _) => Ended::Unused,
        (false, true) => Ended::UpToDate,
        (false, false) => Ended::Ran,
    }
}

/// The digest of everything that a step depends on.
pub(crate) fn key_of(step: &Step, inputs: &StepInputs, record: &RunRecord) -> String {
    step.digest(inputs, &hashes_of(step, record), |_| true)
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
    if let Some(made) = before.filter(|_| is_made(step, stage)) {
        remove_made(step, stage)?;
        link_made(step, stage)?;
        record.steps.insert(step.name.to_owned(), made.clone());
        return Ok(true);
    }
    remove_made(step, stage)?;
    // After this line the stage holds no finished table of this step, whatever its last record said.
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

/// Whether the last build has all that the step makes.
fn is_made(step: &Step, stage: &Stage) -> bool {
    let tables = stage.out().join("tables");
    step.writes.iter().all(|table| engine::table_path(&tables, table).is_file())
        && step.folder.is_none_or(|folder| stage.out().join(folder).is_dir())
}

/// A table may be a link to the one in `out/`, so it is removed and never written over.
fn remove_staged(stage: &Stage, table: &str) -> Result<(), Error> {
    let path = stage.tables().join(format!("{table}.parquet"));
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file("remove", &path)(error)),
        _ => Ok(()),
    }
}

/// Takes over what a step that is not asked for made, unless it would make something else by now: tables of
/// other inputs than those beside them would be taken for true.
fn keep_what_is_still_true(
    step: &Step,
    key: &str,
    before: &RunRecord,
    stage: &Stage,
    record: &mut RunRecord,
) -> Result<(), Error> {
    remove_made(step, stage)?;
    let made = before.steps.get(step.name).filter(|made| made.inputs == key && is_made(step, stage));
    if let Some(made) = made {
        link_made(step, stage)?;
        record.steps.insert(step.name.to_owned(), made.clone());
    }
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
