//! `check`: what is in the sources, how each file would be read, and what looks wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::ledgers::{Reader, Table, find_problems};
use intake::mapping::mapping_file;
use intake::people::PersonFile;
use intake::problem::Problem;
use intake::reading::Reading;
use model::Place;

use crate::inputs::Inputs;
use crate::ordered::{in_order, n_threads};
use crate::stage::recover;
use crate::{Error, Progress};

/// What `check` found.
pub struct Checked {
    pub place: Place,
    /// Every file and sheet, in the order of bodies and paths.
    pub tables: Vec<Table>,
    /// Every file about people: how its headings were read, and how many rows it has.
    pub people: Vec<PersonFile>,
    /// Every problem, those of single rows too.
    pub problems: Vec<Problem>,
    /// What was doubtful in the registers.
    pub register_doubts: Vec<String>,
    /// Mapping files that were written.
    pub written: Vec<PathBuf>,
}

/// Reads every ledger of a place without building anything, and writes the readings to `mappings/`.
pub fn check(dir: &Path, progress: &dyn Progress) -> Result<Checked, Error> {
    let inputs = Inputs::read(dir)?;
    recover(dir)?;
    let ledgers = inputs.ledgers();
    progress.begin("check", ledgers.len() as u64);
    let reader = Reader { place: &inputs.place, mappings: &inputs.mappings };
    let mut tables: Vec<Table> = Vec::new();
    let read = |file: &intake::files::Found, send: &mut dyn FnMut(Vec<Table>)| {
        send(reader.read(file, &mut drop));
        progress.advance(1);
        Ok::<(), Error>(())
    };
    in_order(&ledgers, n_threads(), read, |read| {
        tables.extend(read);
        Ok(())
    })?;
    progress.end("check", false);
    let mut problems: Vec<Problem> = tables.iter().flat_map(|table| table.counts.problems.clone()).collect();
    problems.extend(find_problems(&inputs.find_problems));
    problems.extend(intake::doubts::doubts(&inputs.place, &tables));
    let people = crate::people::look(&inputs)?;
    problems.extend(people.iter().flat_map(|file| file.problems.clone()));
    problems.sort();
    let (_, register_doubts) = inputs.register_bodies()?;
    let written = write_mappings(dir, &inputs, &tables)?;
    Ok(Checked { place: inputs.place, tables, people, problems, register_doubts, written })
}

/// Writes each body's readings; what a person confirmed is kept word for word.
fn write_mappings(dir: &Path, inputs: &Inputs, tables: &[Table]) -> Result<Vec<PathBuf>, Error> {
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
        let persons: Vec<_> = inputs.mappings.persons(body_id).collect();
        let text = mapping_file(body_id, &persons, &readings);
        let path = folder.join(format!("{body_id}.toml"));
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            continue;
        }
        let part = folder.join(format!(".{body_id}.toml.part"));
        fs::write(&part, &text).map_err(Error::file("write", &part))?;
        fs::rename(&part, &path).map_err(Error::file("write", &path))?;
        written.push(path);
    }
    Ok(written)
}
