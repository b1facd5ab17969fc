//! How long each stage of linking takes: `cargo run --release -p linkage --example stages -- PEOPLE.csv`.
//!
//! The file has the columns of `gen_people.py` of the linkage benchmark, saved as CSV: `unique_id`, `person` (whose the record truly is),
//! `first_name`, `surname`, `dob`, `postcode` and `address`. Records are made and linked as the product does it; reading the file is not
//! counted. Prints the time and the processor's time of every stage, precision, recall and F1, and a number for all that
//! was found: where it stays the same, so did every pair, its weight, and who is who.

#![allow(clippy::print_stdout)] // an example is read on the terminal

use std::collections::BTreeSet;
use std::error::Error;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;
use std::time::Instant;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int64Array, RecordBatch, StringArray};
use foldhash::fast::FixedState;
use jiff::civil::{Date, date};
use linkage::evidence::pairs_against_truth;
use linkage::people::{PeopleRecords, columns_of, model_for};
use linkage::score::ScoredPair;
use linkage::{LinkOptions, Linked, NameOrigins, PairSink, Records, Stage, link};
use model::tables::{PERSON_RECORD, person_record as column};

/// Rows in one batch, as the product reads them.
const BATCH_ROWS: usize = 1 << 16;
const SOURCE: &str = "people";

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file of people?")?;
    let rows = csv::Reader::from_path(&path)?.into_records().collect::<Result<Vec<_>, _>>()?;
    let batches: Vec<RecordBatch> = rows.chunks(BATCH_ROWS).map(batch).collect();
    let mut watch = Watch::start();
    let columns = [column::GIVEN_NAME, column::FAMILY_NAME, column::BORN, column::BORN_YEAR];
    let columns = columns.into_iter().chain([column::POSTCODE, column::ADDRESS]);
    let mut people = PeopleRecords::new(&columns_of(&[columns.collect::<BTreeSet<_>>()], None), &[])?;
    batches.iter().try_for_each(|batch| people.push(batch, &[]))?;
    let records = people.finish()?;
    let model = model_for(&records, None)?;
    watch.end("records");
    let origins = NameOrigins::read(None).map_err(|_| "the list of names is not readable")?;
    let options = LinkOptions { around_threshold: true, name_origins: Some(origins), ..LinkOptions::USUAL };
    let mut following = Following { watch, n_pairs: 0, digest: 0 };
    let linked = link(&records, &model, &options, &mut following)?;
    following.watch.whole();
    print_accuracy(&records, &linked, &rows)?;
    println!("{} pairs, found {:016x}", following.n_pairs, digest(&linked, following.digest));
    Ok(())
}

/// Rows of `person_record`, their texts in dictionaries as the reader of files makes them.
fn batch(rows: &[csv::StringRecord]) -> RecordBatch {
    let cell = |row: &csv::StringRecord, at: usize| Some(row[at].to_owned()).filter(|text| !text.is_empty());
    let texts = |at: usize| -> ArrayRef {
        let texts: Vec<Option<String>> = rows.iter().map(|row| cell(row, at)).collect();
        Arc::new(texts.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>())
    };
    let born: Vec<Option<Date>> = rows.iter().map(|row| row[5].parse().ok()).collect();
    // The first of January is what systems fill in where only the year is known, so the reader of files takes the year alone.
    let is_whole = |born: &Date| born.day_of_year() != 1;
    let day = |born: &Option<Date>| born.filter(is_whole).map(|born| (born - date(1970, 1, 1)).get_days());
    let years = born.iter().map(|born| born.map(|born| i64::from(born.year())));
    let columns: [(&str, ArrayRef); 9] = [
        (column::AGENCY, Arc::new(rows.iter().map(|_| SOURCE).collect::<DictionaryArray<Int32Type>>())),
        (column::RECORD_ID, Arc::new(rows.iter().map(|row| Some(&row[0])).collect::<StringArray>())),
        (column::GIVEN_NAME, texts(3)),
        (column::FAMILY_NAME, texts(4)),
        (column::BORN, Arc::new(born.iter().map(day).collect::<Date32Array>())),
        (column::BORN_YEAR, Arc::new(years.collect::<Int64Array>())),
        (column::BORN_AS_PRINTED, Arc::new(StringArray::new_null(rows.len()))),
        (column::POSTCODE, texts(6)),
        (column::ADDRESS, texts(7)),
    ];
    let of = |name: &str| columns.iter().find(|(own, _)| *own == name);
    let array = |name: &str| of(name).expect("it is one of these").1.clone();
    PERSON_RECORD.some_columns(rows.len(), |name| of(name).is_some(), array)
}

/// What each stage took.
struct Watch {
    begun: Instant,
    stage: Instant,
    cpu: f64,
}

impl Watch {
    fn start() -> Watch {
        Watch { begun: Instant::now(), stage: Instant::now(), cpu: cpu_seconds() }
    }

    fn end(&mut self, stage: &str) {
        let cpu = cpu_seconds();
        println!(
            "{stage:>10}  {:6.2} s  {:6.2} s of the processor",
            self.stage.elapsed().as_secs_f64(),
            cpu - self.cpu
        );
        (self.stage, self.cpu) = (Instant::now(), cpu);
    }

    fn whole(&self) {
        println!("{:>10}  {:6.2} s", "altogether", self.begun.elapsed().as_secs_f64());
    }
}

/// Seconds that the processor worked for this process, where the system tells in hundredths; 0 elsewhere.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name of the program: user and system time are the twelfth and thirteenth field.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

struct Following {
    watch: Watch,
    n_pairs: u64,
    digest: u64,
}

impl PairSink for &mut Following {
    type Error = linkage::Error;

    fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), linkage::Error> {
        for pair in pairs {
            let ScoredPair { left, right, weight, pattern, rule, apart } = *pair;
            self.digest = hash((self.digest, left, right, weight.to_bits(), pattern, rule, apart));
        }
        self.n_pairs += pairs.len() as u64;
        Ok(())
    }

    fn end(&mut self, stage: Stage) -> Result<(), linkage::Error> {
        self.watch.end(match stage {
            Stage::Train => "train",
            Stage::Compare => "compare",
            Stage::Cluster => "cluster",
        });
        Ok(())
    }
}

fn hash(value: impl Hash) -> u64 {
    FixedState::with_seed(0).hash_one(value)
}

/// All that was found, as a number.
fn digest(linked: &Linked, of_pairs: u64) -> u64 {
    let clusters = linked.around.iter().map(|at| at.clusters.labels()).chain([linked.clusters.labels()]);
    let of_clusters: Vec<u64> = clusters.map(hash).collect();
    let said = format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        linked.model.write(),
        linked.notes,
        linked.reach,
        linked.summary,
        linked.cuts,
        linked.placeholders,
        linked.held_apart,
        linked.quality,
        linked.by_origin
    );
    hash((of_pairs, of_clusters, said))
}

fn print_accuracy(records: &Records, linked: &Linked, rows: &[csv::StringRecord]) -> Result<(), Box<dyn Error>> {
    let mut truth = vec![0; records.n_records()];
    for row in rows {
        let at = records.row_of(SOURCE, &row[0]).ok_or("every row is a record")?;
        truth[at as usize] = row[1].parse::<u32>()?;
    }
    let counts = pairs_against_truth(&linked.clusters, &truth);
    let share = |share: Option<statistics::Share>| share.map_or(f64::NAN, |share| share.value);
    let (precision, recall) = (share(counts.precision()), share(counts.recall()));
    println!("precision {precision:.6}, recall {recall:.6}, F1 {:.6}", counts.f1());
    println!("{}", linked.quality);
    for rule in &linked.summary.rules {
        println!("{:>10} pairs compared, {:>8} kept: {}", rule.n_pairs, rule.n_kept, rule.rule);
    }
    Ok(())
}
