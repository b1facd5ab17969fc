//! `check`: what is in the sources, how each file would be read, and what looks wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use arrow::array::RecordBatch;
use engine::{in_order, n_threads};
use intake::doubts::SideBySide;
use intake::files::Sources;
use intake::ledgers::{Reader, lay_side_by_side};
use intake::mapping::{Mappings, mapping_file};
use intake::masked_payee::unmet_masks;
use intake::people::{PeopleReader, PersonFile, person_problems};
use intake::reading::Reading;
use intake::source_file::SourceFile;
use model::Place;
use model::payee_answer::PayeeAnswer;
use model::problem::Problem;
use place::Files;

use crate::commands::event_logs::{CheckedLog, event_logs};
use crate::commands::publications::{CheckedPublication, publications};
use crate::inputs::registers;
use crate::stage::recover;
use crate::steps::intake::{MAPPINGS, PEOPLE_FILES, activities, mappings};
use crate::steps::ledger::register_bodies;
use crate::unmet_rules::{AnsweredPayees, of_files, ruled};
use crate::{Ended, Error, Progress};

/// What `check` found.
pub struct Checked {
    pub place: Place,
    /// Every file and sheet, in the order of bodies and paths.
    pub tables: Vec<SourceFile>,
    /// Every file or sheet of published figures and of drivers.
    pub publications: Vec<CheckedPublication>,
    /// Every file about people: how its headings were read, and how many rows it has.
    pub people: Vec<PersonFile>,
    /// Every event log, and how it was read.
    pub event_logs: Vec<CheckedLog>,
    /// Every problem, those of single rows too.
    pub problems: Vec<Problem>,
    /// The short name of each copy, with that of the file it repeats.
    pub copies: BTreeMap<String, String>,
    /// Short names of the files whose lines a rule counts, though they are copies or of another year.
    pub counted: BTreeSet<String>,
    /// What was doubtful in the registers.
    pub register_doubts: Vec<String>,
    /// Mapping files that were written.
    pub written: Vec<PathBuf>,
}

/// Reads every ledger and publication of a place without building anything, and writes the readings to `mappings/`.
///
/// # Errors
/// [`Error`] where the place cannot be read or a mapping file not be written.
pub fn check(dir: &Path, progress: &dyn Progress) -> Result<Checked, Error> {
    recover(dir)?;
    let place = place::read(dir)?;
    crate::inputs::insist_on_root(&place)?;
    let sources = Sources::find(&place);
    let files = Files::read(dir, &[MAPPINGS, place::MASKED])?;
    let (mappings, masks) = (mappings(&files)?, place::masked_payees(&files)?);
    let answered = AnsweredPayees::of(answers(dir, &place));
    let met = Mutex::new(BTreeSet::new());
    let meet = |lines: RecordBatch| {
        if !answered.is_empty() {
            met.lock().expect("nobody panics with it").extend(answered.among(&lines));
        }
    };
    let tables = ledgers(&Reader { place: &place, mappings: &mappings, masks: &masks }, &sources, &meet, progress)?;
    let people = people(dir, &place, &sources)?;
    let SideBySide { mut problems, copies } = lay_side_by_side(&place, &tables, &sources.ledgers.problems);
    let (publications, of_publications) = publications(&place, &sources, progress)?;
    problems.extend(of_publications);
    problems.extend(person_problems(&people, &sources.people.problems));
    let (event_logs, of_logs) = event_logs(&sources.event_logs);
    problems.extend(of_logs);
    problems.extend(unmet_masks(&masks, &tables));
    problems.extend(answered.unmet(&met.into_inner().expect("nobody panics with it")));
    let (unmet, counted) = file_rules(dir, &place, &tables);
    problems.extend(unmet);
    problems.sort();
    let (_, register_doubts) = register_bodies(&registers(&place))?;
    let written = write_mappings(dir, &mappings, &tables)?;
    Ok(Checked { place, tables, publications, people, event_logs, problems, copies, counted, register_doubts, written })
}

/// What people said about payees; nothing where the file cannot be read, which is the build's to say.
fn answers(dir: &Path, place: &Place) -> Vec<(PayeeAnswer, usize)> {
    let files = Files::read(dir, place::PLACE_AND_REGISTERS);
    files.and_then(|files| place::payee_answers_by_line(&files, place)).unwrap_or_default()
}

/// The rules that name files of which none is there, and the files that a rule counts. Rules that cannot be read are the
/// build's to say.
fn file_rules(dir: &Path, place: &Place, tables: &[SourceFile]) -> (Vec<Problem>, BTreeSet<String>) {
    let rules = Files::read(dir, place::RULES).and_then(|files| place::rules(&files));
    let Ok(rules) = rules else { return Default::default() };
    let shown: Vec<String> = tables.iter().map(SourceFile::shown).collect();
    let files = ruled(place, shown.iter().map(String::as_str).zip(tables.iter().map(|table| table.body_id.as_str())));
    let is_counted = place::counted_files(&rules, &files);
    let counted = tables.iter().zip(is_counted).filter(|(_, is_counted)| *is_counted);
    (of_files(&rules, &files), counted.map(|(table, _)| table.file_id.clone()).collect())
}

/// Reads the ledgers found, and keeps how they are read; their lines are shown to `look`.
pub(super) fn ledgers(
    reader: &Reader<'_>,
    sources: &Sources,
    look: &(dyn Fn(RecordBatch) + Sync),
    progress: &dyn Progress,
) -> Result<Vec<SourceFile>, Error> {
    let found = &sources.ledgers.found;
    progress.begin("check", found.len() as u64);
    let read = |file: &intake::files::Found, send: &mut dyn FnMut(Vec<SourceFile>)| {
        send(reader.read(file, &mut |lines| look(lines)));
        progress.advance(1);
        Ok::<(), Error>(())
    };
    let mut files: Vec<SourceFile> = Vec::new();
    in_order(found, n_threads(), read, |read| {
        files.extend(read);
        Ok(())
    })?;
    progress.end("check", Ended::Ran);
    Ok(files)
}

/// Reads the files about people and keeps nothing of them but how they are read.
fn people(dir: &Path, place: &Place, sources: &Sources) -> Result<Vec<PersonFile>, Error> {
    let rules = activities(&Files::read(dir, PEOPLE_FILES)?)?;
    Ok(PeopleReader::open(place, &rules, &sources.people.found).read(&mut drop, &|| {}))
}

/// Writes each body's readings; what a person confirmed is kept word for word.
fn write_mappings(dir: &Path, mappings: &Mappings, tables: &[SourceFile]) -> Result<Vec<PathBuf>, Error> {
    let mut by_body: BTreeMap<&str, Vec<(Reading, String)>> = BTreeMap::new();
    for table in tables {
        if let Some(reading) = &table.reading {
            by_body.entry(&table.body_id).or_default().push((reading.clone(), table.shown()));
        }
    }
    let folder = dir.join("mappings");
    fs::create_dir_all(&folder).map_err(Error::file("make the folder", &folder))?;
    let mut written = Vec::new();
    for (body_id, readings) in by_body {
        let persons: Vec<_> = mappings.persons(body_id).collect();
        let text = mapping_file(body_id, &persons, &readings);
        let path = folder.join(format!("{body_id}.toml"));
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            continue;
        }
        authored::write_whole(&path, text.as_bytes()).map_err(Error::file("write", &path))?;
        written.push(path);
    }
    Ok(written)
}
