//! `check`: what is in the sources, how each file would be read, and what looks wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use engine::{in_order, n_threads};
use intake::doubts::SideBySide;
use intake::files::Sources;
use intake::ledgers::{Reader, lay_side_by_side};
use intake::mapping::{Mappings, mapping_file};
use intake::people::{PeopleReader, PersonFile, person_problems};
use intake::reading::Reading;
use intake::source_file::SourceFile;
use model::Place;
use model::problem::Problem;
use place::Files;

use crate::inputs::registers;
use crate::stage::recover;
use crate::steps::intake::{MAPPINGS, PEOPLE_FILES, activities, mappings};
use crate::steps::ledger::register_bodies;
use crate::{Ended, Error, Progress};

/// What `check` found.
pub struct Checked {
    pub place: Place,
    /// Every file and sheet, in the order of bodies and paths.
    pub tables: Vec<SourceFile>,
    /// Every file about people: how its headings were read, and how many rows it has.
    pub people: Vec<PersonFile>,
    /// Every problem, those of single rows too.
    pub problems: Vec<Problem>,
    /// The short name of each copy, with that of the file it repeats.
    pub copies: BTreeMap<String, String>,
    /// What was doubtful in the registers.
    pub register_doubts: Vec<String>,
    /// Mapping files that were written.
    pub written: Vec<PathBuf>,
}

/// Reads every ledger of a place without building anything, and writes the readings to `mappings/`.
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
    let tables = ledgers(&Reader { place: &place, mappings: &mappings, masks: &masks }, &sources, progress)?;
    let people = people(dir, &place, &sources)?;
    let SideBySide { mut problems, copies } = lay_side_by_side(&place, &tables, &sources.ledgers.problems);
    problems.extend(sources.publications.problems);
    problems.extend(person_problems(&people, &sources.people.problems));
    problems.sort();
    let (_, register_doubts) = register_bodies(&registers(&place))?;
    let written = write_mappings(dir, &mappings, &tables)?;
    Ok(Checked { place, tables, people, problems, copies, register_doubts, written })
}

/// Reads the ledgers found, and keeps how they are read.
pub(super) fn ledgers(
    reader: &Reader<'_>,
    sources: &Sources,
    progress: &dyn Progress,
) -> Result<Vec<SourceFile>, Error> {
    let found = &sources.ledgers.found;
    progress.begin("check", found.len() as u64);
    let read = |file: &intake::files::Found, send: &mut dyn FnMut(Vec<SourceFile>)| {
        send(reader.read(file, &mut drop));
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
    let mut reader = PeopleReader::new(place, &rules);
    Ok(sources.people.found.iter().flat_map(|file| reader.read(file, &mut drop)).collect())
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
