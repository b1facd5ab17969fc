//! Pairs and clusters as files that any other tool reads.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use engine::{TableWriter, create_file};
use linkage::Records;
use linkage::score::{PairLevel, PairLevels, ScoredPair, match_probability};
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
pub mod pair {
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
    meaning: "A record, and whose it is",
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

/// What begins the names of two columns for each comparison of the model, as Splink calls them.
const GAMMA: &str = "gamma_";
const BAYES_FACTOR: &str = "bf_";

/// [`PAIR`] with two columns for each comparison: the level, and what it says.
fn pair_table(levels: Option<&PairLevels>) -> Table {
    let names = levels.iter().flat_map(|levels| &levels.comparisons).map(|comparison| comparison.name.as_str());
    let of_comparison = |name: &str| {
        // A table's columns last as long as the program; this is one table a run.
        let named = |prefix: &str| -> &'static str { Box::leak(format!("{prefix}{name}").into_boxed_str()) };
        [
            column(named(GAMMA), Kind::Id, "Level: -1 missing, 0 anything else, higher the more alike"),
            column(
                named(BAYES_FACTOR),
                Kind::Estimate,
                "How many times likelier the level is if the records are one person than if they are two",
            ),
        ]
    };
    let columns: Vec<Column> = PAIR.columns.iter().copied().chain(names.flat_map(of_comparison)).collect();
    Table { columns: Box::leak(columns.into_boxed_slice()), ..PAIR }
}

/// Whether a first line is that of pairs, whatever they were compared on.
pub fn is_heading_of_pairs(line: &str) -> bool {
    let rest = line.strip_prefix(&headings(&PAIR));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(&format!(",{GAMMA}")))
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
    let mut line = Vec::new();
    table.columns.iter().for_each(|column| push_cell(&mut line, column.name));
    line.pop();
    String::from_utf8_lossy(&line).into_owned()
}

fn failed(error: engine::Error) -> Failure {
    Failure::new(error.to_string(), MAKE_ROOM)
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", path.display(), engine::reason(error)), MAKE_ROOM)
}

const MAKE_ROOM: &str =
    "free some space there, or name another folder with --out; the files of an earlier run are unchanged";

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
    levels: Option<PairLevels>,
    waiting: Vec<ScoredPair>,
    /// None until there is something to write, so that a run that fails before leaves those of an earlier one.
    files: Option<(Table, Both)>,
}

impl<'r> Pairs<'r> {
    pub fn to(dir: &Path, records: &'r Records) -> Pairs<'r> {
        let (rules, waiting) = (Vec::new(), Vec::new());
        Pairs { dir: dir.to_owned(), records, rules, levels: None, waiting, files: None }
    }

    /// Hears the rules by which pairs come, and what their levels say.
    pub fn begin(&mut self, rules: &[&str], levels: &PairLevels) {
        self.rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
        self.levels = Some(levels.clone());
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
        self.files.take().map_or_else(|| self.create(), Ok)?.1.finish()
    }

    fn create(&self) -> Result<(Table, Both), Failure> {
        let table = pair_table(self.levels.as_ref());
        Ok((table, Both::create(&self.dir, &table)?))
    }

    fn write(&mut self, pairs: &[ScoredPair]) -> Result<(), Failure> {
        if self.files.is_none() {
            self.files = Some(self.create()?);
        }
        let Some((table, files)) = &mut self.files else { unreachable!("just made") };
        let patterns = PairPatterns::of(pairs, self.levels.as_ref());
        let batch = batch(table, self.records, &self.rules, pairs, &patterns);
        files.write(batch, || csv(self.records, &self.rules, pairs, &patterns))
    }
}

/// The distinct patterns of some pairs: many pairs are alike on all comparisons, so what is written of that is made once.
struct PairPatterns {
    /// For each pair which pattern it has.
    of_pair: Vec<u32>,
    /// The levels of each pattern, by comparison, and the end of a line that says so.
    levels: Vec<Vec<PairLevel>>,
    lines: Vec<String>,
}

impl PairPatterns {
    fn of(pairs: &[ScoredPair], levels: Option<&PairLevels>) -> PairPatterns {
        let mut patterns =
            PairPatterns { of_pair: Vec::with_capacity(pairs.len()), levels: Vec::new(), lines: Vec::new() };
        let mut known: HashMap<u64, u32> = HashMap::new();
        for pair in pairs {
            let at = *known.entry(pair.pattern).or_insert_with(|| {
                let levels = levels.map_or_else(Vec::new, |levels| levels.of_pattern(pair.pattern));
                patterns.lines.push(levels.iter().map(cells).collect());
                patterns.levels.push(levels);
                patterns.levels.len() as u32 - 1
            });
            patterns.of_pair.push(at);
        }
        patterns
    }

    /// The level of every pair on one comparison.
    fn on(&self, comparison: usize) -> impl Iterator<Item = PairLevel> {
        self.of_pair.iter().map(move |at| self.levels[*at as usize][comparison])
    }

    fn line(&self, pair: usize) -> &str {
        &self.lines[self.of_pair[pair] as usize]
    }
}

fn cells(level: &PairLevel) -> String {
    format!("{},{},", level.gamma, significant(level.bayes_factor))
}

/// A number to six digits, with an exponent where it is very large or very small.
fn significant(number: f64) -> String {
    let rounded: f64 = format!("{number:.5e}").parse().expect("a number is printed as a number");
    if rounded == 0.0 || (1e-6..1e9).contains(&rounded) { rounded.to_string() } else { format!("{rounded:e}") }
}

fn batch(
    table: &Table,
    records: &Records,
    rules: &[String],
    pairs: &[ScoredPair],
    patterns: &PairPatterns,
) -> RecordBatch {
    let numbers = |of: fn(f64) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(pairs.iter().map(|pair| of(pair.weight))))
    };
    let array = |name: &'static str| -> ArrayRef {
        match name {
            pair::LEFT_SOURCE => chosen(records.sources(), pairs.iter().map(|pair| records.source_of(pair.left))),
            pair::LEFT_ID => texts(pairs.iter().map(|pair| Some(records.id(pair.left)))),
            pair::RIGHT_SOURCE => chosen(records.sources(), pairs.iter().map(|pair| records.source_of(pair.right))),
            pair::RIGHT_ID => texts(pairs.iter().map(|pair| Some(records.id(pair.right)))),
            pair::MATCH_WEIGHT => numbers(|weight| weight),
            pair::MATCH_PROBABILITY => numbers(match_probability),
            pair::RULE => chosen(rules, pairs.iter().map(|pair| usize::from(pair.rule))),
            of_level => {
                let at = table.index(of_level) - PAIR.columns.len();
                if at.is_multiple_of(2) {
                    Arc::new(Int64Array::from_iter_values(patterns.on(at / 2).map(|level| level.gamma)))
                } else {
                    Arc::new(Float64Array::from_iter_values(patterns.on(at / 2).map(|level| level.bayes_factor)))
                }
            }
        }
    };
    table.some_columns(pairs.len(), |_| true, array)
}

/// A column of texts of which there are few.
fn chosen(texts: &[String], places: impl Iterator<Item = usize>) -> ArrayRef {
    let keys = Int32Array::from_iter_values(places.map(|place| place as i32)); // files and rules are few
    let texts = StringArray::from_iter_values(texts);
    Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts)).expect("every place is of a text"))
}

fn csv(records: &Records, rules: &[String], pairs: &[ScoredPair], patterns: &PairPatterns) -> Vec<u8> {
    let mut lines = Vec::with_capacity(192 * pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        for row in [pair.left, pair.right] {
            push_cell(&mut lines, source(records, row));
            push_cell(&mut lines, records.id(row));
        }
        push_fixed::<4>(&mut lines, pair.weight);
        push_fixed::<6>(&mut lines, match_probability(pair.weight));
        push_cell(&mut lines, &rules[usize::from(pair.rule)]);
        lines.extend_from_slice(patterns.line(at).as_bytes());
        end_line(&mut lines);
    }
    lines
}

/// A number with this many digits after the point, as `{:.4}` prints it, and a comma. There are millions of them, and working each out to
/// the last bit takes ten times as long.
fn push_fixed<const N_DIGITS: usize>(lines: &mut Vec<u8>, number: f64) {
    /// Below this a product with a power of ten is off by far less than the distance from a half.
    const SCALED_MAX: f64 = 1e9;
    const HALF_WITHIN: f64 = 1e-5;
    let scaled = number.abs() * 10_f64.powi(N_DIGITS as i32);
    let is_clear = scaled < SCALED_MAX && HALF_WITHIN < (scaled.fract() - 0.5).abs();
    if !is_clear {
        let _ = write!(lines, "{number:.N_DIGITS$},"); // writing to memory cannot fail
        return;
    }
    if number.is_sign_negative() {
        lines.push(b'-');
    }
    let mut digits = [b'0'; 16];
    let (mut rest, mut at) = (scaled.round() as u64, digits.len());
    while rest != 0 || digits.len() - at <= N_DIGITS {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let point = digits.len() - N_DIGITS;
    lines.extend_from_slice(&digits[at..point]);
    lines.push(b'.');
    lines.extend_from_slice(&digits[point..]);
    lines.push(b',');
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
            (cluster::SOURCE, chosen(records.sources(), rows().map(|row| records.source_of(row)))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_they_always_are() {
        let mut chance = 7_u64;
        let mut drawn = || {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 11) as f64 / (1_u64 << 53) as f64
        };
        let edges =
            [0.0, -0.0, 0.5, 0.00005, 0.00015, -1e-9, 1.0, 12.345_65, -9.999_95, 0.999_999_5, 1e12, -1e300, f64::MAX];
        let numbers = edges.into_iter().chain((0..20_000).map(|at| (drawn() - 0.5) * 10_f64.powi(at % 9 - 5)));
        for number in numbers {
            let mut lines = Vec::new();
            push_fixed::<4>(&mut lines, number);
            push_fixed::<6>(&mut lines, number);
            assert_eq!(String::from_utf8_lossy(&lines), format!("{number:.4},{number:.6},"), "{number:e}");
        }
    }

    #[test]
    fn bayes_factors_have_six_digits_whatever_their_size() {
        let all = [1.0, 1234.56789, 0.012_345_678_9, 1.5e-7, 8.0e300, 1e-320];
        assert_eq!(all.map(significant), ["1", "1234.57", "0.0123457", "1.5e-7", "8e300", "1e-320"]);
    }

    #[test]
    fn pairs_are_known_by_their_heading_whatever_they_were_compared_on() {
        let heading = headings(&PAIR);
        assert!(is_heading_of_pairs(&heading));
        assert!(is_heading_of_pairs(&format!("{heading},gamma_born,bf_born")));
        assert!(!is_heading_of_pairs(&format!("{heading},mine")) && !is_heading_of_pairs("left_source"));
    }
}
