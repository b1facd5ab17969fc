//! Pairs and clusters as files that any other tool reads.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use engine::{TableWriter, create_file};
use linkage::Records;
use linkage::score::{ScoredPair, match_probability};
use model::write::texts;
use model::{Column, Kind, Table};

use crate::fail::Failure;

/// Files that the command writes; they are no tables of a place.
pub const PAIR: Table = Table {
    name: "pairs",
    meaning: "Two records that are compared and alike",
    written_by: "totalplace link",
    is_about_people: true,
    columns: &[
        column(pair::LEFT_SOURCE, Kind::Text, "File of the one record"),
        column(pair::LEFT_ID, Kind::Text, "Its id"),
        column(pair::RIGHT_SOURCE, Kind::Text, "File of the other"),
        column(pair::RIGHT_ID, Kind::Text, "Its id"),
        column(pair::MATCH_WEIGHT, Kind::Estimate, "Evidence in bits, prior included"),
        column(pair::MATCH_PROBABILITY, Kind::Estimate, "That both are of one person"),
        column(pair::RULE, Kind::Text, "The first blocking rule that makes the pair"),
    ],
};
mod pair {
    pub const LEFT_SOURCE: &str = "left_source";
    pub const LEFT_ID: &str = "left_id";
    pub const RIGHT_SOURCE: &str = "right_source";
    pub const RIGHT_ID: &str = "right_id";
    pub const MATCH_WEIGHT: &str = "match_weight";
    pub const MATCH_PROBABILITY: &str = "match_probability";
    pub const RULE: &str = "rule";
}
pub const CLUSTER: Table = Table {
    name: "clusters",
    meaning: "A record and whose it is",
    written_by: "totalplace link",
    is_about_people: true,
    columns: &[
        column(cluster::SOURCE, Kind::Text, "File of the record"),
        column(cluster::ID, Kind::Text, "Its id"),
        column(cluster::PERSON, Kind::Id, "Number of the person"),
    ],
};
pub mod cluster {
    pub const SOURCE: &str = "source";
    pub const ID: &str = "id";
    pub const PERSON: &str = "person";
}

const fn column(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column { name, kind, nullable: false, leaves: true, words: &[], meaning }
}

/// Rows encoded at once.
const ROWS: usize = 1 << 17;

/// A table written to Parquet and to CSV as its rows come.
struct Both {
    parquet: TableWriter,
    csv: BufWriter<File>,
    csv_path: PathBuf,
}

impl Both {
    fn create(dir: &Path, table: &Table) -> Result<Both, Failure> {
        let path = |ending: &str| -> PathBuf { dir.join(format!("{}.{ending}", table.name)) };
        let csv_path = path("csv");
        let file = create_file(&csv_path, table.is_about_people).map_err(|error| unwritten(&csv_path, &error))?;
        let mut csv = BufWriter::with_capacity(1 << 18, file);
        writeln!(csv, "{}", headings(table)).map_err(|error| unwritten(&csv_path, &error))?;
        Ok(Both { parquet: TableWriter::create(&path("parquet"), table).map_err(failed)?, csv, csv_path })
    }

    /// Writes rows to both files at once, each on a thread of its own.
    fn write(&mut self, batch: RecordBatch, csv: impl FnOnce() -> Vec<u8> + Send) -> Result<(), Failure> {
        let encoder = self.parquet.encoder();
        let (group, lines) = rayon::join(|| encoder.encode(&[batch]), csv);
        self.parquet.append(group.map_err(failed)?).map_err(failed)?;
        self.csv.write_all(&lines).map_err(|error| unwritten(&self.csv_path, &error))
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.csv.flush().map_err(|error| unwritten(&self.csv_path, &error))?;
        self.parquet.finish().map_err(failed)
    }
}

/// The first line of a table as CSV.
pub fn headings(table: &Table) -> String {
    table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
}

fn failed(error: engine::Error) -> Failure {
    Failure::new(error.to_string(), MAKE_ROOM)
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", path.display(), engine::reason(error)), MAKE_ROOM)
}

const MAKE_ROOM: &str = "make room there, or name another folder with --out; files of an earlier run are as they were";

/// Writes a file about people whole.
pub fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    let written = create_file(path, true).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| unwritten(path, &error))
}

/// Pairs on their way to the files.
pub struct Pairs<'r> {
    dir: PathBuf,
    records: &'r Records,
    rules: Vec<String>,
    waiting: Vec<ScoredPair>,
    /// None until there is something to write, so that a run that fails before leaves those of an earlier one.
    files: Option<Both>,
}

impl<'r> Pairs<'r> {
    pub fn to(dir: &Path, records: &'r Records) -> Pairs<'r> {
        Pairs { dir: dir.to_owned(), records, rules: Vec::new(), waiting: Vec::new(), files: None }
    }

    /// Hears the rules by which pairs come.
    pub fn begin(&mut self, rules: &[&str]) {
        self.rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
    }

    /// Takes pairs as they are found.
    pub fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), Failure> {
        self.waiting.extend_from_slice(pairs);
        // As many each time, however pairs come: the file is the same.
        while ROWS <= self.waiting.len() {
            let rest = self.waiting.split_off(ROWS);
            let full = std::mem::replace(&mut self.waiting, rest);
            self.write(&full)?;
        }
        Ok(())
    }

    pub fn finish(&mut self) -> Result<(), Failure> {
        let last = std::mem::take(&mut self.waiting);
        if !last.is_empty() {
            self.write(&last)?;
        }
        self.files.take().map_or_else(|| Both::create(&self.dir, &PAIR), Ok)?.finish()
    }

    fn write(&mut self, pairs: &[ScoredPair]) -> Result<(), Failure> {
        let files = match &mut self.files {
            Some(files) => files,
            None => self.files.insert(Both::create(&self.dir, &PAIR)?),
        };
        files.write(batch(self.records, &self.rules, pairs), || csv(self.records, &self.rules, pairs))
    }
}

fn batch(records: &Records, rules: &[String], pairs: &[ScoredPair]) -> RecordBatch {
    let numbers = |of: fn(f64) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(pairs.iter().map(|pair| of(pair.weight))))
    };
    PAIR.batch([
        (pair::LEFT_SOURCE, texts(pairs.iter().map(|pair| Some(source(records, pair.left))))),
        (pair::LEFT_ID, texts(pairs.iter().map(|pair| Some(records.id(pair.left))))),
        (pair::RIGHT_SOURCE, texts(pairs.iter().map(|pair| Some(source(records, pair.right))))),
        (pair::RIGHT_ID, texts(pairs.iter().map(|pair| Some(records.id(pair.right))))),
        (pair::MATCH_WEIGHT, numbers(|weight| weight)),
        (pair::MATCH_PROBABILITY, numbers(match_probability)),
        (pair::RULE, texts(pairs.iter().map(|pair| Some(rules[usize::from(pair.rule)].as_str())))),
    ])
}

fn csv(records: &Records, rules: &[String], pairs: &[ScoredPair]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(96 * pairs.len());
    for pair in pairs {
        for row in [pair.left, pair.right] {
            push_cell(&mut lines, source(records, row));
            push_cell(&mut lines, records.id(row));
        }
        let numbers = (pair.weight, match_probability(pair.weight));
        let _ = write!(lines, "{:.4},{:.6},", numbers.0, numbers.1); // writing to memory cannot fail
        push_cell(&mut lines, &rules[usize::from(pair.rule)]);
        end_line(&mut lines);
    }
    lines
}

fn source(records: &Records, row: u32) -> &str {
    &records.sources()[records.source_of(row)]
}

/// A row for every record: whose it is.
pub fn clusters(dir: &Path, records: &Records, person_of_row: &[u64]) -> Result<(), Failure> {
    let mut files = Both::create(dir, &CLUSTER)?;
    for (chunk, people) in person_of_row.chunks(ROWS).enumerate() {
        let first = (chunk * ROWS) as u32;
        let rows = || first..first + people.len() as u32;
        let numbers = Int64Array::from_iter_values(people.iter().map(|person| *person as i64));
        let batch = CLUSTER.batch([
            (cluster::SOURCE, texts(rows().map(|row| Some(source(records, row))))),
            (cluster::ID, texts(rows().map(|row| Some(records.id(row))))),
            (cluster::PERSON, Arc::new(numbers)),
        ]);
        files.write(batch, || {
            let mut lines = Vec::with_capacity(32 * people.len());
            for (row, person) in rows().zip(people) {
                push_cell(&mut lines, source(records, row));
                push_cell(&mut lines, records.id(row));
                let _ = writeln!(lines, "{person}"); // writing to memory cannot fail
            }
            lines
        })?;
    }
    files.finish()
}

fn push_cell(line: &mut Vec<u8>, text: &str) {
    if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        line.push(b'"');
        line.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(text.as_bytes());
    }
    line.push(b',');
}

fn end_line(lines: &mut [u8]) {
    if let Some(last) = lines.last_mut() {
        *last = b'\n';
    }
}
