//! Links the records of one CSV file and says how long each stage took and how right it was.
//!
//! The file has a heading, ids in `unique_id`, and the true person in `person` where it is known, as the
//! generator of the linkage benchmark writes it.
//!
//! ```console
//! $ cargo run --release -p linkage --example link_people -- people.csv [MODEL.toml] [PAIRS.csv]
//! ```

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use linkage::clusters::{Link, Ties};
use linkage::estimate::train;
use linkage::evidence::pairs_against_truth;
use linkage::records::{Records, RecordsBuilder};
use linkage::score::{ScoredPair, match_weight, score};
use linkage::{Bound, Model, cluster, count_pairs};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// More pairs than the library's usual limit: ten million people share many names.
const N_PAIRS_MAX: u64 = 5_000_000_000;
const N_ROWS_AT_ONCE: usize = 1 << 16;
const NOT_COMPARED: [&str; 2] = ["unique_id", "agency"];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(people) = arguments.first() else {
        return Err("usage: link_people PEOPLE.csv [MODEL.toml] [PAIRS.csv]".into());
    };
    let model = match arguments.get(1) {
        Some(path) => Model::read(&std::fs::read_to_string(path)?)?,
        None => Model::read(linkage::linkage_model::PEOPLE)?,
    };
    let mut stages = Stages { last: Instant::now(), seconds: Vec::new() };
    let records = read(Path::new(people))?;
    stages.end("read");
    let bound = Bound::new(&records, &model)?;
    stages.end("bind");
    let training = train(&bound)?;
    training.notes.iter().for_each(|note| println!("note: {note}"));
    let bound = bound.with_parameters_of(&training.model);
    stages.end("train");
    let mut out = arguments.get(2).map(|path| File::create(path).map(BufWriter::new)).transpose()?;
    let at_least = match_weight(model.thresholds.link);
    let mut links: Vec<Link> = Vec::new();
    let mut failed = None;
    let summary = score(&bound, match_weight(model.thresholds.keep), N_PAIRS_MAX, |pairs| {
        links.extend(pairs.iter().filter(|pair| at_least <= pair.weight).map(Link::from));
        let written = out.as_mut().map_or(Ok(()), |out| {
            let line = |pair: &ScoredPair| (records.id(pair.left), records.id(pair.right), pair.weight);
            pairs.iter().map(line).try_for_each(|(left, right, weight)| writeln!(out, "{left},{right},{weight:.4}"))
        });
        if let Err(error) = written {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    failed.map_or(Ok(()), Err)?;
    stages.end("score");
    let (clusters, _, cuts) = cluster(&records, &model, links, Ties::LowestId);
    stages.end("cluster");
    for (rule, count) in summary.rules.iter().zip(count_pairs(&bound)) {
        println!("{:>12} pairs ({:>12} new, {:>10} kept) on {}", count.n_pairs, rule.n_pairs, rule.n_kept, rule.rule);
    }
    let total: f64 = stages.seconds.iter().map(|(_, seconds)| seconds).sum();
    let times: Vec<String> =
        stages.seconds.iter().map(|(stage, seconds)| format!("\"{stage}\": {seconds:.2}")).collect();
    let n_kept: u64 = summary.rules.iter().map(|rule| rule.n_kept).sum();
    println!(
        "{{{}, \"total\": {total:.2}, \"records\": {}, \"pairs_kept\": {n_kept}, \"clusters\": {}, \"giants\": {}{}, \"peak_mb\": {}}}",
        times.join(", "),
        records.n_records(),
        clusters.n_clusters(),
        cuts.len(),
        accuracy(&records, &clusters),
        peak_mb()
    );
    Ok(())
}

struct Stages {
    last: Instant,
    seconds: Vec<(&'static str, f64)>,
}

impl Stages {
    fn end(&mut self, stage: &'static str) {
        self.seconds.push((stage, self.last.elapsed().as_secs_f64()));
        self.last = Instant::now();
    }
}

fn accuracy(records: &Records, clusters: &linkage::clusters::Clusters) -> String {
    let Some(truth) = records.column("person") else { return String::new() };
    let counts = pairs_against_truth(clusters, &truth.codes);
    let value = |share: Option<linkage::evidence::Share>| share.map_or(0.0, |share| share.value);
    let (precision, recall) = (value(counts.precision()), value(counts.recall()));
    format!(", \"precision\": {precision:.4}, \"recall\": {recall:.4}, \"f1\": {:.4}", counts.f1())
}

/// Reads a share of the rows while the share before it is put into dictionaries.
fn read(path: &Path) -> Outcome<Records> {
    let mut reader = csv::Reader::from_path(path)?;
    let headings = reader.headers()?.clone();
    let id = headings.iter().position(|heading| heading == "unique_id").ok_or("no column `unique_id`")?;
    let columns: Vec<usize> = (0..headings.len()).filter(|at| !NOT_COMPARED.contains(&&headings[*at])).collect();
    let names: Vec<&str> = columns.iter().map(|at| &headings[*at]).collect();
    let mut builder = RecordsBuilder::new(&names)?;
    let mut rows = share(&mut reader)?;
    while !rows.is_empty() {
        let (pushed, next) = rayon::join(
            || {
                let values = columns.iter().map(|at| rows.iter().map(|row| row.get(*at))).collect();
                builder.push_columns(rows.iter().map(|row| &row[id]), values)
            },
            || share(&mut reader).map_err(|error| error.to_string()),
        );
        pushed?;
        rows = next?;
    }
    Ok(builder.finish()?)
}

fn share(reader: &mut csv::Reader<File>) -> Result<Vec<csv::StringRecord>, csv::Error> {
    reader.records().take(N_ROWS_AT_ONCE).collect()
}

/// The most memory that this process held at once, where the system says.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}
