//! Whether every line that came in went somewhere.
//!
//! Lines in = spend + transfers + financing + excluded, to the penny, by file and by body; and rows
//! of a file = headings + blanks + problems + lines (design, section 8, rule 1).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use arrow_array::RecordBatch;
use model::Row;
use model::tables::{SOURCE_FILE, source_file};

use crate::totals::{Tally, Totals, merge_into};

/// Money or rows that were lost or made on the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// The rows of a file do not add up to what became of them.
    Rows { file_id: String, n_rows: u64, n_accounted: u64 },
    /// What a file's lines were read as and what they were treated as differ.
    File { file_id: String, read: model::Tally, treated: model::Tally },
    /// The same for all files of a body.
    Body { body_id: String, read: model::Tally, treated: model::Tally },
    /// The sum over classes is not the sum over files.
    Classes { body_id: String, by_file: model::Tally, by_class: model::Tally },
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Breach::Rows { file_id, n_rows, n_accounted } => {
                write!(f, "file {file_id} has {n_rows} rows, of which {n_accounted} are accounted for")
            }
            Breach::File { file_id, read, treated } => {
                write!(f, "file {file_id} was read as {read} and treated as {treated}")
            }
            Breach::Body { body_id, read, treated } => {
                write!(f, "the files of {body_id} were read as {read} and treated as {treated}")
            }
            Breach::Classes { body_id, by_file, by_class } => {
                write!(f, "the files of {body_id} add up to {by_file}, its classes to {by_class}")
            }
        }
    }
}

/// Checks that no line and no penny was lost between the files and the account.
pub fn check_conservation(source_files: &RecordBatch, totals: &Totals) -> Result<(), Vec<Breach>> {
    let files: Vec<Row> = SOURCE_FILE.read(source_files).iter().collect();
    let read = Read::of(&files);
    let treated_by_file = sum_by(&totals.by_file, |key| &key.file_id);
    let treated_by_body = sum_by(&totals.by_file, |key| &key.body_id);
    let by_class = sum_by(&totals.by_class, |class| &class.body_id);

    let mut breaches = row_breaches(&files);
    breaches.extend(differences(&read.by_file, &treated_by_file).map(|(file_id, read, treated)| Breach::File {
        file_id,
        read,
        treated,
    }));
    breaches.extend(differences(&read.by_body, &treated_by_body).map(|(body_id, read, treated)| Breach::Body {
        body_id,
        read,
        treated,
    }));
    breaches.extend(differences(&treated_by_body, &by_class).map(|(body_id, by_file, by_class)| Breach::Classes {
        body_id,
        by_file,
        by_class,
    }));
    if breaches.is_empty() { Ok(()) } else { Err(breaches) }
}

/// Sums over everything that shares a name.
fn sum_by<K>(sums: &BTreeMap<K, Tally>, name_of: impl Fn(&K) -> &String) -> BTreeMap<String, Tally> {
    let mut by_name = BTreeMap::new();
    merge_into(&mut by_name, sums.iter().map(|(key, tally)| (name_of(key).clone(), *tally)));
    by_name
}

/// What intake says that it read.
#[derive(Default)]
struct Read {
    by_file: BTreeMap<String, Tally>,
    by_body: BTreeMap<String, Tally>,
}

impl Read {
    fn of(files: &[Row]) -> Read {
        let mut read = Read::default();
        for file in files {
            let (n_lines, amount) = (file.count(source_file::N_LINES), file.money(source_file::AMOUNT));
            let tally = Tally { n_lines, amount, ..Tally::default() };
            merge_into(&mut read.by_file, [(file.text(source_file::FILE_ID).to_owned(), tally)]);
            merge_into(&mut read.by_body, [(file.text(source_file::BODY_ID).to_owned(), tally)]);
        }
        read
    }
}

fn row_breaches(files: &[Row]) -> Vec<Breach> {
    let parts =
        [source_file::N_HEADER_ROWS, source_file::N_BLANK_ROWS, source_file::N_PROBLEM_ROWS, source_file::N_LINES];
    let breach = |file: &Row| {
        let n_rows = file.count(source_file::N_ROWS);
        let n_accounted = parts.iter().map(|part| file.count(part)).sum();
        let file_id = || file.text(source_file::FILE_ID).to_owned();
        (n_rows != n_accounted).then(|| Breach::Rows { file_id: file_id(), n_rows, n_accounted })
    };
    files.iter().filter_map(breach).collect()
}

/// Every key whose two sums differ; what is missing on one side is nothing there.
fn differences<'a>(
    left: &'a BTreeMap<String, Tally>,
    right: &'a BTreeMap<String, Tally>,
) -> impl Iterator<Item = (String, model::Tally, model::Tally)> + 'a {
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let sum_of =
        |sums: &BTreeMap<String, Tally>, key: &String| sums.get(key).map_or_else(model::Tally::default, Tally::lines);
    let both = keys.into_iter().map(move |key| (key.clone(), sum_of(left, key), sum_of(right, key)));
    both.filter(|(_, left, right): &(String, model::Tally, model::Tally)| left != right)
}
