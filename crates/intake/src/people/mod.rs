//! Files about people: whom an agency knows, and what it did with them.
//!
//! As with ledgers, every row is accounted for: rows = headings + blanks + problems + records. What is wrong is told by
//! file, row and heading; no message ever holds anything that a cell about a person says.

pub mod activity;
mod birth;
mod cell_column;
mod cell_reader;
mod contacts;
mod content;
pub(crate) mod detection;
mod extract;
mod field;
mod forms;
mod known_names;
mod layout;
mod name;
mod period;
mod person_file;
mod record_reader;
mod rows;
mod stated_day;
mod text_column;
mod value;

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io;

use arrow_array::RecordBatch;
use model::problem::Problem;
use model::tables::PersonFileKind;
use model::{Place, ProblemKind};

pub use extract::{BirthForm, Extract, ExtractBatch, ExtractCounts, OtherColumn};
pub use field::PersonField;
pub use known_names::KnownNames;
pub use person_file::{PersonFile, person_file_table};

use crate::encoding::Encoding;
use crate::files::Found;
use crate::open::{self, Kind, Opened, Unreadable};
use crate::rows::{Row, Rows, Step};
use crate::sheet::Workbook;
use activity::ActivityRules;
use layout::{HEADER_ROWS_MAX, Layout};

/// What a heading says that a column of records holds of a person.
pub fn meaning(heading: &str) -> Option<PersonField> {
    field::field_of(heading, false)
}

/// A batch on its way into its table.
pub enum PeopleBatch {
    Records(RecordBatch),
    Contacts(RecordBatch),
}

/// Reads the files about people, those with records before those with contacts.
pub struct PeopleReader<'a> {
    place: &'a Place,
    activities: &'a ActivityRules,
    /// Every agency and number that has a record so far, as two hashes: names would fill the memory.
    seen: HashSet<u128>,
    hashers: [RandomState; 2],
}

impl<'a> PeopleReader<'a> {
    pub fn new(place: &'a Place, activities: &'a ActivityRules) -> PeopleReader<'a> {
        PeopleReader { place, activities, seen: HashSet::new(), hashers: [RandomState::new(), RandomState::new()] }
    }

    /// Reads one file: its sheets, and their rows in batches in the order of the file.
    pub fn read(&mut self, found: &Found, emit: &mut dyn FnMut(PeopleBatch)) -> Vec<PersonFile> {
        open::open(&found.path, &found.shown_path)
            .into_iter()
            .flat_map(|opened| self.read_opened(found, opened, emit))
            .collect()
    }

    fn read_opened(&mut self, found: &Found, opened: Opened, emit: &mut dyn FnMut(PeopleBatch)) -> Vec<PersonFile> {
        let new = |sheet: Option<&str>| PersonFile::new(found, &opened, sheet);
        match &opened.kind {
            Kind::Unreadable(why) => vec![unreadable(new(None), why)],
            Kind::Text(text) => {
                let open_rows = || text.rows().map(|rows| Box::new(rows) as Box<dyn Rows>);
                vec![self.read_table(new(None), found, text.encoding, &open_rows, emit)]
            }
            Kind::Workbook(bytes) => match Workbook::open(bytes.clone()) {
                Err(error) => vec![unreadable(new(None), &Unreadable::Broken(error.to_string()))],
                Ok(mut workbook) => {
                    let sheets = workbook.sheet_names();
                    sheets
                        .iter()
                        .map(|sheet| self.read_sheet(new(Some(sheet)), found, &mut workbook, sheet, emit))
                        .collect()
                }
            },
        }
    }

    fn read_sheet(
        &mut self,
        file: PersonFile,
        found: &Found,
        workbook: &mut Workbook,
        sheet: &str,
        emit: &mut dyn FnMut(PeopleBatch),
    ) -> PersonFile {
        match workbook.rows(sheet) {
            Err(error) => unreadable(file, &Unreadable::Broken(error.to_string())),
            Ok(rows) => {
                let open_rows = || Ok(Box::new(rows.from_start()) as Box<dyn Rows>);
                self.read_table(file, found, Encoding::Utf8, &open_rows, emit)
            }
        }
    }

    fn read_table<'r>(
        &mut self,
        mut file: PersonFile,
        found: &Found,
        encoding: Encoding,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(PeopleBatch),
    ) -> PersonFile {
        let broken = |file: PersonFile, error: io::Error| unreadable(file, &Unreadable::Broken(error.to_string()));
        let said: Vec<(PersonField, String)> = match said(found) {
            Ok(said) => said,
            Err(text) => return file.left_out(ProblemKind::FileUnsure, text),
        };
        let sample = match open_rows().and_then(|mut rows| sample(rows.as_mut(), encoding, HEADER_ROWS_MAX)) {
            Ok(sample) => sample,
            Err(error) => return broken(file, error),
        };
        if sample.is_empty() {
            return file.left_out(ProblemKind::FileEmpty, "it holds nothing".to_owned());
        }
        let Some(layout) = Layout::find(&sample, file.kind == PersonFileKind::Contacts, &said) else {
            let text = no_layout(file.kind);
            return file.left_out(ProblemKind::FileUnsure, text);
        };
        if let Some((field, heading)) = said.iter().find(|(field, _)| layout.heading(*field).is_none()) {
            let text = format!("place.toml says `{} = \"{heading}\"`, and no heading is called so", field.word());
            return file.left_out(ProblemKind::FileUnsure, text);
        }
        file.layout = Some(layout);
        match self.read_rows(&mut file, encoding, open_rows, emit) {
            Ok(()) => file,
            Err(error) => broken(file, error),
        }
    }

    fn read_rows<'r>(
        &mut self,
        file: &mut PersonFile,
        encoding: Encoding,
        open_rows: &dyn Fn() -> io::Result<Box<dyn Rows + 'r>>,
        emit: &mut dyn FnMut(PeopleBatch),
    ) -> io::Result<()> {
        let layout = file.layout.as_ref().expect("the layout was found before the rows");
        let forms = forms::vote(layout, encoding, KnownNames::shipped(), open_rows()?.as_mut())?;
        let context = rows::Context { last: self.place.year.last_day(), activities: self.activities, forms, encoding };
        let mut is_new = {
            let PeopleReader { seen, hashers, .. } = self;
            let key = |agency: &str, id: &str| {
                let [high, low] = [0, 1].map(|at: usize| u128::from(hashers[at].hash_one((agency, id))));
                high << 64 | low
            };
            move |agency: &str, id: &str, is_record: bool| {
                let key = key(agency, id);
                if is_record { seen.insert(key) } else { !seen.contains(&key) }
            }
        };
        rows::read(file, &context, open_rows()?.as_mut(), &mut is_new, emit)
    }
}

/// Every problem of a place's files about people, sorted: of their rows, of themselves and of finding them.
pub fn person_problems(files: &[PersonFile], not_found: &[Problem]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = files.iter().flat_map(|file| &file.problems).chain(not_found).cloned().collect();
    problems.sort();
    problems
}

/// What `columns` in `place.toml` says, or which of its words is none.
fn said(found: &Found) -> Result<Vec<(PersonField, String)>, String> {
    let one = |(word, heading): &(String, String)| match PersonField::parse(word) {
        Some(field) => Ok((field, heading.clone())),
        None => {
            let known: Vec<&str> = PersonField::ALL.iter().map(|field| field.word()).collect();
            Err(format!("`columns` in place.toml has `{word}`, which is no field; the fields are {}", known.join(", ")))
        }
    };
    found.columns.iter().map(one).collect()
}

/// The first filled rows, in which the heading is looked for.
fn sample(rows: &mut dyn Rows, encoding: Encoding, n_rows: usize) -> io::Result<Vec<(u64, Vec<String>)>> {
    let mut sample = Vec::new();
    let mut row = Row::default();
    while sample.len() < n_rows {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Row if !row.is_blank() => sample.push((row.number, row.texts(&encoding))),
            _ => {}
        }
    }
    Ok(sample)
}

fn no_layout(kind: PersonFileKind) -> String {
    let wanted = match kind {
        PersonFileKind::Contacts => "the number of the person and what was done",
        PersonFileKind::People => "the number of the person and a name or date of birth",
    };
    format!("no row names {wanted}: say which heading is which under `columns` of its source in place.toml")
}

fn unreadable(file: PersonFile, why: &Unreadable) -> PersonFile {
    let (kind, text) = match why {
        Unreadable::Empty => (ProblemKind::FileEmpty, "it holds nothing".to_owned()),
        Unreadable::NotALedger(text) => (ProblemKind::FileNotLedger, text.clone()),
        // What a library says of a broken workbook may quote a cell.
        Unreadable::Broken(_) => {
            let text = "it is damaged, protected by a password, or of another format than its name says";
            (ProblemKind::FileUnreadable, text.to_owned())
        }
    };
    file.left_out(kind, text)
}
