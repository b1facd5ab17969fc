//! Pairs and clusters as files that any other tool reads.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use engine::TableWriter;
use linkage::score::{ScoredPair, match_probability};
use linkage::{Model, Records};
use model::{Column, Kind, Table};

use crate::fail::Failure;

/// Files that the command writes; they are no tables of a place.
const PAIR: Table = Table {
    name: "pairs",
    meaning: "Two records that are compared and alike",
    written_by: "totalplace link",
    is_about_people: true,
    columns: &[
        text("left_source", "File of the one record"),
        text("left_id", "Its id"),
        text("right_source", "File of the other"),
        text("right_id", "Its id"),
        number("match_weight", "Evidence in bits, prior included"),
        number("match_probability", "That both are of one person"),
        text("rule", "The first blocking rule that makes the pair"),
    ],
};
const CLUSTER: Table = Table {
    name: "clusters",
    meaning: "A record and whose it is",
    written_by: "totalplace link",
    is_about_people: true,
    columns: &[
        text("source", "File of the record"),
        text("id", "Its id"),
        Column { name: "person", kind: Kind::Id, nullable: false, meaning: "Number of the person" },
    ],
};

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Text, nullable: false, meaning }
}

const fn number(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Estimate, nullable: false, meaning }
}

/// Rows encoded at once.
const ROWS: usize = 1 << 17;

/// A table written to Parquet and to CSV as its rows come.
struct Both {
    parquet: TableWriter,
    csv: BufWriter<File>,
    table: Table,
}

impl Both {
    fn create(dir: &Path, table: Table) -> Result<Both, Failure> {
        let path = |ending: &str| -> PathBuf { dir.join(format!("{}.{ending}", table.name)) };
        let mut csv = BufWriter::with_capacity(1 << 18, File::create(path("csv"))?);
        let headings: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        writeln!(csv, "{}", headings.join(","))?;
        Ok(Both { parquet: TableWriter::create(&path("parquet"), &table).map_err(failed)?, csv, table })
    }

    /// Writes rows to both files at once, each on a thread of its own.
    fn write(&mut self, columns: Vec<ArrayRef>, csv: impl FnOnce() -> Vec<u8> + Send) -> Result<(), Failure> {
        let batch = RecordBatch::try_new(self.table.schema(), columns).map_err(std::io::Error::other)?;
        let encoder = self.parquet.encoder();
        let (group, lines) = rayon::join(|| encoder.encode(&[batch]), csv);
        self.parquet.append(group.map_err(failed)?).map_err(failed)?;
        Ok(self.csv.write_all(&lines)?)
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.csv.flush()?;
        self.parquet.finish().map_err(failed)
    }
}

fn failed(error: engine::Error) -> Failure {
    Failure::Other { text: error.to_string(), hint: None }
}

/// Pairs on their way to the files.
pub struct Pairs<'r> {
    records: &'r Records,
    rules: Vec<String>,
    waiting: Vec<ScoredPair>,
    files: Both,
    failed: Option<Failure>,
}

impl<'r> Pairs<'r> {
    pub fn create(dir: &Path, records: &'r Records, model: &Model) -> Result<Pairs<'r>, Failure> {
        let rules = model.blocking.iter().map(linkage::linkage_model::Rule::text).collect();
        Ok(Pairs { records, rules, waiting: Vec::new(), files: Both::create(dir, PAIR)?, failed: None })
    }

    /// Takes pairs as they are found; asks to stop where they cannot be written.
    pub fn take(&mut self, pairs: &[ScoredPair]) -> ControlFlow<()> {
        self.waiting.extend_from_slice(pairs);
        // As many each time, however pairs come: the file is the same.
        while ROWS <= self.waiting.len() {
            let rest = self.waiting.split_off(ROWS);
            let full = std::mem::replace(&mut self.waiting, rest);
            if let Err(failure) = self.write(full) {
                self.failed = Some(failure);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    fn write(&mut self, pairs: Vec<ScoredPair>) -> Result<(), Failure> {
        let (records, rules) = (self.records, &self.rules);
        let source = |row: u32| records.sources()[records.source_of(row)].as_str();
        let texts = |of: &dyn Fn(&ScoredPair) -> &'r str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(pairs.iter().map(of)))
        };
        let numbers = |of: fn(f64) -> f64| -> ArrayRef {
            Arc::new(Float64Array::from_iter_values(pairs.iter().map(|pair| of(pair.weight))))
        };
        let rule: ArrayRef =
            Arc::new(StringArray::from_iter_values(pairs.iter().map(|pair| rules[usize::from(pair.rule)].as_str())));
        let columns = vec![
            texts(&|pair| source(pair.left)),
            texts(&|pair| records.id(pair.left)),
            texts(&|pair| source(pair.right)),
            texts(&|pair| records.id(pair.right)),
            numbers(|weight| weight),
            numbers(match_probability),
            rule,
        ];
        let lines = || {
            let mut lines = Vec::with_capacity(96 * pairs.len());
            for pair in &pairs {
                for row in [pair.left, pair.right] {
                    push_cell(&mut lines, source(row));
                    push_cell(&mut lines, records.id(row));
                }
                let numbers = (pair.weight, match_probability(pair.weight));
                let _ = write!(lines, "{:.4},{:.6},", numbers.0, numbers.1); // writing to memory cannot fail
                push_cell(&mut lines, &rules[usize::from(pair.rule)]);
                end_line(&mut lines);
            }
            lines
        };
        self.files.write(columns, lines)
    }

    pub fn finish(mut self) -> Result<(), Failure> {
        if let Some(failure) = self.failed.take() {
            return Err(failure);
        }
        let last = std::mem::take(&mut self.waiting);
        if !last.is_empty() {
            self.write(last)?;
        }
        self.files.finish()
    }
}

/// A row for every record: whose it is.
pub fn clusters(dir: &Path, records: &Records, person_of_row: &[u64]) -> Result<(), Failure> {
    let mut files = Both::create(dir, CLUSTER)?;
    let source = |row: u32| records.sources()[records.source_of(row)].as_str();
    for (chunk, people) in person_of_row.chunks(ROWS).enumerate() {
        let first = (chunk * ROWS) as u32;
        let rows = || first..first + people.len() as u32;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(rows().map(source))),
            Arc::new(StringArray::from_iter_values(rows().map(|row| records.id(row)))),
            Arc::new(Int64Array::from_iter_values(people.iter().map(|person| *person as i64))),
        ];
        let lines = || {
            let mut lines = Vec::with_capacity(32 * people.len());
            for (row, person) in rows().zip(people) {
                push_cell(&mut lines, source(row));
                push_cell(&mut lines, records.id(row));
                let _ = writeln!(lines, "{person}"); // writing to memory cannot fail
            }
            lines
        };
        files.write(columns, lines)?;
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
