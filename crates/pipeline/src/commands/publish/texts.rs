//! Texts that are about to be published, read for names and numbers of private individuals.
//!
//! Pages are drawn from the tables that may leave, so every text on a page is in one of them, or in what people wrote
//! in the place's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int32Type;
use disclosure::identifier_in;
use engine::{Folder, TableReader};
use model::tables::{self, LEDGER_LINE, SOURCE_FILE, ledger_line, source_file};
use model::{Kind, Table, Tables};
use place::Files;

use super::{FoundText, Reason};
use crate::Error;

/// Rows of ledgers that are named for one text.
const N_ROWS: usize = 3;
/// What people write that pages show.
const WRITTEN: &[&str] = &["place.toml", "proposals/*.toml", "rules/*.csv"];

/// Texts, with the rows that hold each.
type Texts = BTreeMap<String, u64>;

/// Texts that seem to name a private individual, or hold a number of one.
pub fn about_people(dir: &Path, tables: &Folder) -> Result<Vec<Reason>, Error> {
    let mut reasons = Vec::new();
    for table in tables::that_may_leave().filter(|table| tables.exists(table)) {
        for (column, texts) in texts_of(tables, table)? {
            for (text, n_rows) in texts {
                let found = || FoundText {
                    text: text.clone(),
                    stands_in: format!("{}.{column}", table.name),
                    rows: Vec::new(),
                    n_rows,
                };
                reasons.extend(judged(&text, column, found));
            }
        }
    }
    reasons.extend(written(dir)?);
    once(&mut reasons);
    add_rows(tables, &mut reasons)?;
    Ok(reasons)
}

/// A row that a problem quotes is read cell by cell: numbers that stand alone are not those of a sentence.
fn judged(text: &str, column: &str, found: impl FnOnce() -> FoundText) -> Option<Reason> {
    let mut cells = text.split(" | ");
    let names = match column {
        source_file::PATH | source_file::SHEET => intake::doubts::file_names_person,
        column if is_of_payees(column) => intake::payee::names_person,
        _ => intake::payee::mentions_person,
    };
    match cells.clone().find_map(identifier_in) {
        Some(identifier) => Some(Reason::Number { found: found(), identifier }),
        None => cells.any(names).then(|| Reason::Name(found())),
    }
}

/// Whether a column holds whole names of payees, which tell a person by their shape; headings do so only by a title.
fn is_of_payees(column: &str) -> bool {
    column == "name" || ["payee", "supplier"].iter().any(|word| column.contains(word))
}

/// Distinct texts of the columns that hold free text, with the rows that hold each.
fn texts_of(folder: &Folder, table: &Table) -> Result<Vec<(&'static str, Texts)>, Error> {
    let is_free =
        |column: &&model::Column| column.kind == Kind::Text && column.words.is_empty() && !is_key(column.name);
    let columns: Vec<&'static str> = table.columns.iter().filter(is_free).map(|column| column.name).collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Texts> = vec![Texts::new(); columns.len()];
    for batch in TableReader::open(folder.path(), table, &columns, true)?.rows()? {
        let batch = batch?;
        for (texts, at) in found.iter_mut().zip(0..) {
            add_texts(&batch, at, texts);
        }
    }
    Ok(columns.into_iter().zip(found).collect())
}

/// Ids of ours and checksums name nobody.
fn is_key(column: &str) -> bool {
    column.ends_with("_id") || column.ends_with("sha256")
}

fn add_texts(batch: &RecordBatch, at: usize, texts: &mut Texts) {
    let column = batch.column(at).as_dictionary::<Int32Type>();
    let values = column.values().as_string::<i32>();
    let mut n_rows = vec![0_u64; values.len()];
    column.keys().iter().flatten().for_each(|key| n_rows[key as usize] += 1);
    for (key, n) in n_rows.into_iter().enumerate().filter(|(key, n)| 0 < *n && values.is_valid(*key)) {
        *texts.entry(values.value(key).to_owned()).or_default() += n;
    }
}

/// Lines of files that people write. Who decided something is meant to be named, so columns for that are not read.
fn written(dir: &Path) -> Result<Vec<Reason>, Error> {
    let files = Files::read(dir, WRITTEN)?;
    let mut reasons = Vec::new();
    for (name, bytes) in files.iter() {
        let text = String::from_utf8_lossy(bytes);
        let is_private = name == place::MASKED;
        for (at, line) in (1_u64..).zip(text.lines()).filter(|_| !is_private) {
            let found = |text: &str| FoundText {
                text: text.to_owned(),
                stands_in: name.to_owned(),
                rows: vec![format!("{name}:{at}")],
                n_rows: 1,
            };
            reasons.extend(identifier_in(line).map(|identifier| Reason::Number { found: found(line), identifier }));
        }
    }
    Ok(reasons)
}

/// A text is in many tables; it is told once, for the table that comes first.
fn once(reasons: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    reasons.retain(|reason| reason.found().is_none_or(|found| seen.insert(found.text.clone())));
}

/// Where each file and sheet of a ledger stands.
fn paths_by_file(folder: &Folder) -> Result<BTreeMap<String, String>, Error> {
    let files = engine::read_all(folder.path(), &SOURCE_FILE)?;
    let path = |row: model::Row<'_>| {
        let sheet = row.text_if_any(source_file::SHEET).map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
        (row.text(source_file::FILE_ID).to_owned(), format!("{}{sheet}", row.text(source_file::PATH)))
    };
    Ok(SOURCE_FILE.read(&files).iter().map(path).collect())
}

/// Names the first rows of ledgers that hold each text.
fn add_rows(folder: &Folder, reasons: &mut [Reason]) -> Result<(), Error> {
    if reasons.is_empty() || !folder.exists(&LEDGER_LINE) {
        return Ok(());
    }
    let columns = [
        ledger_line::FILE_ID,
        ledger_line::PAYEE,
        ledger_line::DEPARTMENT,
        ledger_line::SERVICE,
        ledger_line::SUBJECTIVE,
        ledger_line::CATEGORY,
        ledger_line::REFERENCE,
        ledger_line::ROW,
    ];
    let paths = paths_by_file(folder)?;
    let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for found in reasons.iter().filter_map(Reason::found) {
        wanted.insert(found.text.clone(), Vec::new());
    }
    for batch in TableReader::open(folder.path(), &LEDGER_LINE, &columns, false)?.rows()? {
        let batch = batch?;
        for row in LEDGER_LINE.read(&batch).iter() {
            for column in &columns[1..7] {
                let rows = row.text_if_any(column).and_then(|text| wanted.get_mut(text));
                if let Some(rows) = rows.filter(|rows| rows.len() < N_ROWS) {
                    let file = row.text(ledger_line::FILE_ID);
                    let path = paths.get(file).map_or(file, String::as_str);
                    rows.push(format!("{path}:{}", row.count(ledger_line::ROW)));
                }
            }
        }
    }
    for found in reasons.iter_mut().filter_map(Reason::found_mut).filter(|found| found.rows.is_empty()) {
        found.rows = wanted.remove(&found.text).unwrap_or_default();
    }
    Ok(())
}
