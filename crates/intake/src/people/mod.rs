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
mod moments;
mod name;
mod period;
mod person_file;
mod reading;
mod record_reader;
mod rows;
mod stated_day;
mod text_column;
mod together;
mod value;

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io;

use arrow_array::RecordBatch;
use model::problem::Problem;
use model::tables::PersonFileKind;
use model::{Place, ProblemKind};

pub use extract::{BirthForm, Extract, ExtractBatch, ExtractCounts, OtherColumn, Reading};
pub use field::PersonField;
pub use known_names::KnownNames;
pub use person_file::{PersonFile, person_file_table};
pub use reading::grouped;
pub use together::{bare, known_names, shared_columns};

use crate::encoding::Encoding;
use crate::files::Found;
use crate::open::{self, Kind, Opened, Unreadable};
use crate::plain::{PlainError, RowSource, TableSource};
use crate::rows::{Row, Rows, Step};
use crate::sheet::Workbook;
use activity::ActivityRules;
use layout::{HEADER_ROWS_MAX, Layout};

/// What a heading says that a column of records holds of a person.
pub fn meaning(heading: &str) -> Option<PersonField> {
    field::field_of(heading, false)
}

/// How many fields of a person the columns of a sheet are; none where it is a cover sheet, notes, or a list of something else.
///
/// # Errors
/// An error of the file.
pub fn n_fields_of_people(rows: &mut dyn Rows) -> io::Result<usize> {
    let sample = sample(rows, Encoding::Utf8, HEADER_ROWS_MAX)?;
    let n_fields = Layout::find(&sample, &[], &[]).map_or(0, |layout| layout.n_fields_of_people());
    Ok(if n_fields < 2 { 0 } else { n_fields })
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
    /// What each file that was found holds.
    found: Vec<Vec<Table>>,
    /// Headings of columns that no field explains and that several agencies share.
    further: Vec<String>,
    /// Every agency and number that has a record so far, as two hashes: names would fill the memory.
    seen: Seen,
}

/// A file, or a sheet of a workbook, whose columns are known.
enum Table {
    /// Nothing can be read of it.
    LeftOut(PersonFile),
    People(PersonFile, Extract),
    Contacts(PersonFile, TableSource),
}

impl<'a> PeopleReader<'a> {
    /// Opens every file far enough to know its columns: they are read together.
    pub fn open(place: &'a Place, activities: &'a ActivityRules, found: &[Found]) -> PeopleReader<'a> {
        let mut found: Vec<Vec<Table>> = found.iter().map(tables).collect();
        let extracts = || {
            found.iter().flatten().filter_map(|table| match table {
                Table::People(file, extract) => Some((file.agency.as_str(), extract)),
                _ => None,
            })
        };
        let further = together::shared_columns(extracts(), None);
        let known = together::known_names(extracts().map(|(_, extract)| extract));
        for table in found.iter_mut().flatten() {
            if let Table::People(file, extract) = table
                && extract.settle_forms(&known).is_err()
            {
                *table = Table::LeftOut(file.clone().broken());
            }
        }
        PeopleReader { place, activities, found, further, seen: Seen::default() }
    }

    /// Reads every file: its sheets, and their rows in batches in the order of the file. `done` hears of each file that is
    /// read.
    pub fn read(mut self, emit: &mut dyn FnMut(PeopleBatch), done: &dyn Fn()) -> Vec<PersonFile> {
        let mut files = Vec::new();
        for tables in std::mem::take(&mut self.found) {
            files.extend(tables.into_iter().map(|table| self.read_table(table, emit)));
            done();
        }
        files
    }

    fn read_table(&mut self, table: Table, emit: &mut dyn FnMut(PeopleBatch)) -> PersonFile {
        let last = self.place.year.last_day();
        match table {
            Table::LeftOut(file) => file,
            Table::People(file, extract) => {
                let reading = rows::Reading { last, further: &self.further };
                rows::read_records(file, &extract, &reading, &mut self.seen, emit)
            }
            Table::Contacts(mut file, source) => {
                match rows::read_contacts(&mut file, &source, self.activities, &self.seen, emit) {
                    Ok(()) => file,
                    Err(_) => file.broken(),
                }
            }
        }
    }
}

/// Agencies' numbers that have records.
#[derive(Default)]
struct Seen {
    keys: HashSet<u128>,
    hashers: [RandomState; 2],
}

impl Seen {
    fn key(&self, agency: &str, id: &str) -> u128 {
        let [high, low] = [0, 1].map(|at: usize| u128::from(self.hashers[at].hash_one((agency, id))));
        high << 64 | low
    }

    /// Whether no record had the number yet.
    fn insert(&mut self, agency: &str, id: &str) -> bool {
        let key = self.key(agency, id);
        self.keys.insert(key)
    }

    fn contains(&self, agency: &str, id: &str) -> bool {
        self.keys.contains(&self.key(agency, id))
    }
}

/// The tables of one file.
fn tables(found: &Found) -> Vec<Table> {
    let of_opened = |opened: Opened| -> Vec<Table> {
        let new = |sheet: Option<&str>| PersonFile::new(found, &opened, sheet);
        match &opened.kind {
            Kind::Unreadable(why) => vec![Table::LeftOut(new(None).unreadable(why))],
            Kind::Text(text) => vec![table(new(None), found, TableSource::of_text(text.clone()))],
            Kind::Workbook(bytes) => match Workbook::open(bytes.clone()) {
                Err(_) => vec![Table::LeftOut(new(None).broken())],
                Ok(mut workbook) => {
                    let sheets = workbook.sheet_names();
                    let of_sheet = |sheet: &String| match workbook.rows(sheet) {
                        Err(_) => Table::LeftOut(new(Some(sheet)).broken()),
                        Ok(rows) => table(new(Some(sheet)), found, TableSource::of_sheet(rows)),
                    };
                    beside(sheets.iter().map(of_sheet).collect())
                }
            },
        }
    };
    open::open(&found.path, &found.shown_path).into_iter().flat_map(of_opened).collect()
}

/// Sheets without anything of a person, beside one that is read, ask nothing of anybody.
fn beside(mut tables: Vec<Table>) -> Vec<Table> {
    if tables.iter().any(|table| !matches!(table, Table::LeftOut(_))) {
        for table in &mut tables {
            let Table::LeftOut(file) = table else { continue };
            file.is_beside();
        }
    }
    tables
}

fn table(mut file: PersonFile, found: &Found, source: TableSource) -> Table {
    let said: Vec<(PersonField, String)> = match said(found) {
        Ok(said) => said,
        Err(text) => return Table::LeftOut(file.left_out(ProblemKind::FileUnsure, text)),
    };
    match file.kind {
        PersonFileKind::Contacts => match contacts_layout(&source, &said) {
            Err(PlainError::Empty) => Table::LeftOut(file.unreadable(&Unreadable::Empty)),
            Err(PlainError::NoHeadings) => Table::LeftOut(file.without_layout()),
            Err(_) => Table::LeftOut(file.broken()),
            Ok(layout) => {
                file.layout = Some(layout);
                match file.missing_said(&said) {
                    Some(text) => Table::LeftOut(file.left_out(ProblemKind::FileUnsure, text)),
                    None => Table::Contacts(file, source),
                }
            }
        },
        PersonFileKind::People => match Extract::open(Box::new(source), &said, &[]) {
            Err(PlainError::Empty) => Table::LeftOut(file.unreadable(&Unreadable::Empty)),
            Err(PlainError::NoHeadings) => Table::LeftOut(file.without_layout()),
            Err(_) => Table::LeftOut(file.broken()),
            Ok(extract) => {
                file.layout = Some(extract.layout.clone());
                match file.missing_said(&said) {
                    Some(text) => Table::LeftOut(file.left_out(ProblemKind::FileUnsure, text)),
                    None if !extract.has_ids() => Table::LeftOut(file.without_layout()),
                    None => Table::People(file, extract),
                }
            }
        },
    }
}

fn contacts_layout(source: &TableSource, said: &[(PersonField, String)]) -> Result<Layout, PlainError> {
    let sample = sample(source.rows(None)?.as_mut(), source.encoding(), HEADER_ROWS_MAX)?;
    if sample.is_empty() {
        return Err(PlainError::Empty);
    }
    Layout::of_contacts(&sample, said).ok_or(PlainError::NoHeadings)
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
