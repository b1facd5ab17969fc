//! What bodies, publishers and agencies sent, read into tables: one step for each kind of source.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use engine::{RowGroup, RowGroupEncoder, TableWriter, in_order, n_threads, table_path};
use intake::areas::{area_figure_table, area_table, postcode_table};
use intake::buildings::{District, Whereabouts, building_figure_table, building_table};
use intake::files::Found;
use intake::ledgers::{Reader, lay_side_by_side};
use intake::mapping::Mappings;
use intake::published::{PublicationTables, publication_problems};
use intake::masked_payee::{masked_payee_table, unmet_masks};
use intake::people::activity::ActivityRules;
use intake::people::{PeopleBatch, PeopleReader, person_file_table, person_problems};
use intake::source_file::{SourceFile, source_file_table};
use model::Place;
use model::problem::problem_table;
use model::tables::{
    AREA, AREA_FIGURE, AREA_PROBLEM, BUILDING, BUILDING_FIGURE, BUILDING_PROBLEM, CONTACT, DRIVER, POSTCODE, LEDGER_LINE, LEDGER_PROBLEM, MASKED_PAYEE, PUBLISHED_FIGURE, PERSON_FILE, PERSON_PROBLEM, PERSON_RECORD,
    PUBLICATION, PUBLICATION_PROBLEM, SOURCE_FILE,
};
use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};

/// How a body's files are read, as a person confirmed it.
pub(crate) const MAPPINGS: &str = "mappings/*.toml";
/// The place's own rules for what agencies do.
const ACTIVITIES: &str = "linkage/activities.csv";
/// What says how files about people are read.
pub(crate) const PEOPLE_FILES: &[&str] = &["place.toml", ACTIVITIES];

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "intake::ledgers",
        reads: &[],
        writes: &[&SOURCE_FILE, &LEDGER_LINE, &MASKED_PAYEE, &LEDGER_PROBLEM],
        files: &[
            FileSet::Written(place::PLACE),
            FileSet::Written(&[MAPPINGS, place::MASKED]),
            FileSet::Sources(|sources| &sources.ledgers),
        ],
        folder: None,
        run: ledgers,
    },
    Step {
        name: "intake::publications",
        reads: &[],
        writes: &[&PUBLICATION, &PUBLISHED_FIGURE, &DRIVER, &PUBLICATION_PROBLEM],
        files: &[FileSet::Written(place::PLACE), FileSet::Sources(|sources| &sources.publications)],
        folder: None,
        run: publications,
    },
    Step {
        name: "intake::people",
        reads: &[],
        writes: &[&PERSON_FILE, &PERSON_RECORD, &CONTACT, &PERSON_PROBLEM],
        files: &[FileSet::Written(PEOPLE_FILES), FileSet::Sources(|sources| &sources.people)],
        folder: None,
        run: people,
    },
    Step {
        name: "intake::areas",
        reads: &[],
        writes: &[&AREA, &AREA_FIGURE, &POSTCODE, &AREA_PROBLEM],
        files: &[FileSet::Written(place::PLACE), FileSet::Sources(|sources| &sources.areas)],
        folder: None,
        run: areas,
    },
    Step {
        name: "intake::buildings",
        reads: &[&AREA, &POSTCODE],
        writes: &[&BUILDING, &BUILDING_FIGURE, &BUILDING_PROBLEM],
        files: &[FileSet::Written(place::PLACE), FileSet::Sources(|sources| &sources.buildings)],
        folder: None,
        run: buildings,
    },
];

/// Lines in one row group, and bytes of ledgers that one thread reads before it hands them on.
const GROUP_ROWS: usize = 1 << 17;
const UNIT_BYTES: u64 = 4 << 20;

/// What comes of a unit of files: row groups of lines as they fill, then what each file held.
enum Read {
    Lines(RowGroup),
    Files(Vec<SourceFile>),
}

fn ledgers(work: &Work) -> Result<(), Error> {
    let (place, mappings) = (work.place()?, mappings(work.files())?);
    let masks = place::masked_payees(work.files())?;
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let mut writer = TableWriter::create(&table_path(work.tables, &LEDGER_LINE), &LEDGER_LINE)?;
    let encoder = writer.encoder();
    let reader = Reader { place: &place, mappings: &mappings, masks: &masks };
    let read_unit = |unit: &Vec<Found>, send: &mut dyn FnMut(Read)| -> Result<(), Error> {
        let mut files = Vec::new();
        let mut groups = Groups { batches: Vec::new(), n_rows: 0, error: None, encoder: &encoder };
        for file in unit {
            files.extend(reader.read(file, &mut |batch| groups.push(batch, send)));
            work.progress.advance(1);
        }
        groups.flush(send);
        groups.error.map_or(Ok(()), Err)?;
        send(Read::Files(files));
        Ok(())
    };
    let mut files = Vec::new();
    in_order(&units(&sources.found), n_threads(), read_unit, |read| match read {
        Read::Lines(group) => Ok(writer.append(group)?),
        Read::Files(more) => {
            files.extend(more);
            Ok(())
        }
    })?;
    writer.finish()?;
    check_ids(&files)?;
    let beside = lay_side_by_side(&place, &files, &sources.problems);
    work.write(&SOURCE_FILE, source_file_table(&files, &beside.copies))?;
    work.write(&MASKED_PAYEE, masked_payee_table(&files))?;
    let mut problems = beside.problems;
    problems.extend(unmet_masks(&masks, &files));
    problems.sort();
    work.write(&LEDGER_PROBLEM, problem_table(&LEDGER_PROBLEM, &problems))
}

pub(crate) fn mappings(files: &Files) -> Result<Mappings, Error> {
    Ok(Mappings::of(files.in_folder("mappings"))?)
}

/// Files that one thread reads as one piece of work.
fn units(found: &[Found]) -> Vec<Vec<Found>> {
    let mut units: Vec<Vec<Found>> = Vec::new();
    let mut n_bytes = UNIT_BYTES;
    for file in found {
        if n_bytes >= UNIT_BYTES {
            units.push(Vec::new());
            n_bytes = 0;
        }
        n_bytes += std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
        units.last_mut().expect("a unit was begun").push(file.clone());
    }
    units
}

/// Batches gathered into row groups.
struct Groups<'a> {
    batches: Vec<RecordBatch>,
    n_rows: usize,
    error: Option<Error>,
    encoder: &'a RowGroupEncoder,
}

impl Groups<'_> {
    fn push(&mut self, batch: RecordBatch, send: &mut dyn FnMut(Read)) {
        self.n_rows += batch.num_rows();
        self.batches.push(batch);
        if self.n_rows >= GROUP_ROWS {
            self.flush(send);
        }
    }

    fn flush(&mut self, send: &mut dyn FnMut(Read)) {
        let batches = std::mem::take(&mut self.batches);
        if self.n_rows > 0 && self.error.is_none() {
            match self.encoder.encode(&batches) {
                Ok(group) => send(Read::Lines(group)),
                Err(error) => self.error = Some(error.into()),
            }
        }
        self.n_rows = 0;
    }
}

fn check_ids(files: &[SourceFile]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for file in files {
        if let Some(other) = seen.insert(file.file_id.clone(), file.shown()) {
            return Err(Error::SameId(other, file.shown()));
        }
    }
    Ok(())
}

/// Published totals; a publication that cannot be read is a problem like any other file.
fn publications(work: &Work) -> Result<(), Error> {
    let place = work.place()?;
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let read = |file: &Found, send: &mut dyn FnMut(PublicationTables)| {
        send(intake::published::read(file, &place));
        work.progress.advance(1);
        Ok::<(), Error>(())
    };
    let mut publications: Vec<PublicationTables> = Vec::new();
    in_order(&sources.found, n_threads(), read, |outturn| {
        publications.push(outturn);
        Ok(())
    })?;
    let problems = publication_problems(&publications, &sources.problems);
    let sheets: Vec<RecordBatch> = publications.iter().map(|outturn| outturn.sheets.clone()).collect();
    let (figures, drivers): (Vec<RecordBatch>, Vec<RecordBatch>) =
        publications.into_iter().map(|outturn| (outturn.lines, outturn.drivers)).unzip();
    work.write_all(&PUBLICATION, &sheets)?;
    work.write_all(&PUBLISHED_FIGURE, &figures)?;
    work.write_all(&DRIVER, &drivers)?;
    work.write(&PUBLICATION_PROBLEM, problem_table(&PUBLICATION_PROBLEM, &problems))
}

fn people(work: &Work) -> Result<(), Error> {
    let (place, rules) = (work.place()?, activities(work.files())?);
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let mut records = TableWriter::create(&table_path(work.tables, &PERSON_RECORD), &PERSON_RECORD)?;
    let mut contacts = TableWriter::create(&table_path(work.tables, &CONTACT), &CONTACT)?;
    let mut failed = None;
    let mut write = |batch: PeopleBatch| {
        let (writer, batch) = match batch {
            PeopleBatch::Records(batch) => (&mut records, batch),
            PeopleBatch::Contacts(batch) => (&mut contacts, batch),
        };
        if failed.is_none() {
            failed = writer.encoder().encode(&[batch]).and_then(|group| writer.append(group)).err();
        }
    };
    let files = PeopleReader::open(&place, &rules, &sources.found).read(&mut write, &|| work.progress.advance(1));
    failed.map_or(Ok(()), Err)?;
    records.finish()?;
    contacts.finish()?;
    work.write(&PERSON_FILE, person_file_table(&files))?;
    let problems = person_problems(&files, &sources.problems);
    work.write(&PERSON_PROBLEM, problem_table(&PERSON_PROBLEM, &problems))
}

/// Boundaries, lookups and figures of areas, and postcodes.
fn areas(work: &Work) -> Result<(), Error> {
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let areas = intake::areas::read(&sources.found, &sources.problems);
    work.write(&AREA, area_table(&areas))?;
    work.write(&AREA_FIGURE, area_figure_table(&areas.figures))?;
    work.write(&POSTCODE, postcode_table(&areas.postcodes))?;
    work.write(&AREA_PROBLEM, problem_table(&AREA_PROBLEM, &areas.problems))
}

/// Registers of buildings. What the place's areas and postcodes say is laid beside them.
fn buildings(work: &Work) -> Result<(), Error> {
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let districts = own_districts(&work.place()?);
    let whereabouts = Whereabouts::of(districts, &work.read(&AREA)?, &work.read(&POSTCODE)?);
    let buildings = intake::buildings::read(&sources.found, &sources.problems, &whereabouts);
    work.write(&BUILDING, building_table(&buildings.sites))?;
    work.write(&BUILDING_FIGURE, building_figure_table(&buildings.figures))?;
    work.write(&BUILDING_PROBLEM, problem_table(&BUILDING_PROBLEM, &buildings.problems))
}

/// The districts that a place is made of, each with its codes of all times.
pub(crate) fn own_districts(place: &Place) -> Vec<District> {
    let is_own = |district: &model::count_rule::District| {
        let is_named = |code: &String| district.has_code(code) || district.within.contains(code);
        let has_begun = district.first_year.is_none_or(|first| first <= place.year);
        let is_there = has_begun && district.end_year.is_none_or(|end| place.year < end);
        is_there && place.area_codes.iter().any(is_named)
    };
    let own = place::districts_of(place).into_iter().filter(is_own);
    own.map(|district| District { name: district.name, codes: district.codes }).collect()
}

pub(crate) fn activities(files: &Files) -> Result<ActivityRules, Error> {
    ActivityRules::read(files.text(ACTIVITIES)?.as_deref())
        .map_err(|why| Error::Linkage(format!("{ACTIVITIES} cannot be read: {why}")))
}
