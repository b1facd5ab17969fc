//! People linked by ours and by Splink on the same records, in one run.
//!
//! Ours runs twice: with the settings of the Splink peer, so that what differs is the program, and with the model that
//! it chooses by the headings. People are drawn each alone, as the Splink peer's generator does, and home by home. Ours reads the file, writes pairs, clusters and model, and is timed as a whole process;
//! Splink is timed without Python's start and writes nothing.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::measure::{Bench, Run, median};
use super::people::Drawn;
use super::table::{mib, row, seconds};
use super::{n_threads, program, python, verdict};
use crate::Outcome;
use crate::shell::{command, fresh_dir, output, root, target_dir};

/// What issue 13 asks for with our own model, and with Splink's settings too.
const RATIO_MIN: f64 = 17.0;
const RATIO_RECORDS: u64 = 1_000_000;
const PEAK_SHARE_MAX: f64 = 0.5;
/// What issue 4 asks for beyond what Splink holds.
const PEAK_KIB_MAX: u64 = 16 << 20;
/// What issue 13 asks for of people home by home: a family falsely joined ends the product.
const PRECISION_MIN: f64 = 0.99;

const AS_SPLINK: &str = "benches/peers/linkage_splink.toml";
/// Ten million people share many names: more pairs than the usual limit.
const PAIRS_MAX: &str = "5000000000";

pub struct Options {
    n_records: Vec<u64>,
    n_runs: usize,
    /// Splink keeps every pair that it compares, which above this no machine of ours holds.
    n_splink_max: u64,
    drawn: Vec<Drawn>,
    program: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options =
            Options { n_records: Vec::new(), n_runs: 3, n_splink_max: 1_000_000, drawn: Vec::new(), program: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next();
            if *word == "--people" {
                let drawn = value.and_then(|value| Drawn::parse(value));
                options.drawn.push(drawn.ok_or("`--people` needs `alone` or `homes`")?);
                continue;
            }
            if *word == "--program" {
                options.program = Some(PathBuf::from(value.ok_or("`--program` needs a path")?));
                continue;
            }
            let number = value.and_then(|n| n.replace('_', "").parse::<u64>().ok()).filter(|n| *n > 0);
            let number = number.ok_or_else(|| format!("`{word}` needs a number above 0"));
            match *word {
                "--records" => options.n_records.push(number?),
                "--runs" => options.n_runs = number? as usize,
                "--splink-max" => options.n_splink_max = number?,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench linkage`; there are --records N, --people alone|homes, --runs N, --splink-max N and --program PATH"
                    ));
                }
            }
        }
        if options.n_records.is_empty() {
            options.n_records = vec![100_000, 1_000_000, 10_000_000];
        }
        if options.drawn.is_empty() {
            options.drawn = vec![Drawn::Alone, Drawn::Homes];
        }
        Ok(options)
    }
}

/// Everything that `cargo xtask bench linkage` shows.
pub fn linkage(options: &Options) -> Outcome {
    let bench = Bench::ready(options.program.as_deref())?;
    for n_records in &options.n_records {
        for drawn in &options.drawn {
            compare(&bench, *n_records, *drawn, options)?;
        }
    }
    Ok(())
}

impl Bench {
    /// Builds the program unless one is named, and makes the folder of people and results.
    pub(super) fn ready(named: Option<&Path>) -> Outcome<Bench> {
        let (program, target) = (program(named)?, target_dir()?);
        let dir = target.join("bench-linkage");
        std::fs::create_dir_all(&dir).map_err(|error| format!("cannot make `{}`: {error}", dir.display()))?;
        Ok(Bench { program, python: python(&target.join("bench-venv"))?, n_threads: n_threads(), dir })
    }
}

/// One way of linking, and what its runs came to.
struct Way {
    name: &'static str,
    runs: Vec<Run>,
    accuracy: Value,
}

fn compare(bench: &Bench, n_records: u64, drawn: Drawn, options: &Options) -> Outcome {
    let people = drawn.records(bench, n_records)?;
    // A large run takes its time and is not repeated.
    let n_runs = if RATIO_RECORDS < n_records { 1 } else { options.n_runs };
    let has_splink = n_records <= options.n_splink_max;
    let way = |name| Way { name, runs: Vec::new(), accuracy: Value::Null };
    let mut ways = [way("totalplace, Splink's settings"), way("totalplace, its own model"), way("Splink 5 on DuckDB")];
    for _ in 0..n_runs {
        for (way, model) in ways.iter_mut().zip([Some(AS_SPLINK), None]) {
            let (run, accuracy) = ours(bench, &people, model)?;
            (way.accuracy, way.runs) = (accuracy, std::mem::take(&mut way.runs).into_iter().chain([run]).collect());
        }
        if has_splink {
            let run = splink(bench, &people)?;
            (ways[2].accuracy, ways[2].runs) =
                (run.json(), std::mem::take(&mut ways[2].runs).into_iter().chain([run]).collect());
        }
    }
    let (words, n_threads) = (drawn.words(), bench.n_threads);
    println!("\n{n_records} records, {words}, {n_threads} threads, {n_runs} runs of each in turn");
    println!("{}", row(&["", "min", "median", "max", "peak memory", "precision", "recall", "F1"]));
    ways.iter().filter(|way| !way.runs.is_empty()).for_each(print_way);
    if drawn == Drawn::Homes {
        let precision = ways[1].accuracy["precision"].as_f64().unwrap_or(0.0);
        println!("{}: precision {}", ways[1].name, verdict(PRECISION_MIN <= precision, "at least 0.99"));
    }
    if has_splink {
        print_ratios(&ways, n_records);
    } else {
        println!("Splink was left out above {} records: it keeps every pair that it compares", options.n_splink_max);
        let peak = peak(&ways[0]).max(peak(&ways[1]));
        println!("most memory: {} ({})", mib(peak), verdict(peak < PEAK_KIB_MAX, "under 16 GiB"));
    }
    Ok(())
}

/// Links into a new folder and holds the clusters against the truth.
fn ours(bench: &Bench, people: &Path, model: Option<&str>) -> Outcome<(Run, Value)> {
    let out = bench.dir.join("linked");
    fresh_dir(&out)?;
    let mut words = vec![text(&bench.program), "link".to_owned(), text(people), "--out".to_owned(), text(&out)];
    words.extend(["--pairs-max", PAIRS_MAX, "--id", "unique_id", "--truth", "person"].map(str::to_owned));
    words.extend(model.iter().flat_map(|model| ["--model".to_owned(), text(&root().join(model))]));
    // 1 is done, with clusters that were cut.
    let run = bench.run(&words.iter().map(String::as_str).collect::<Vec<_>>(), &[0, 1])?;
    let script = root().join("benches/peers/linkage_truth.py");
    let words = [text(&script), text(&out.join("clusters.parquet")), text(people)];
    let said = output(command(&text(&bench.python), &words.iter().map(String::as_str).collect::<Vec<_>>()))?;
    Ok((run, serde_json::from_str(&said).map_err(|error| format!("linkage_truth.py printed no JSON: {error}"))?))
}

fn splink(bench: &Bench, people: &Path) -> Outcome<Run> {
    let script = root().join("benches/peers/linkage_splink.py");
    let words = [text(&bench.python), text(&script), text(people), bench.n_threads.to_string()];
    bench.run(&words.iter().map(String::as_str).collect::<Vec<_>>(), &[0])
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn took(run: &Run) -> f64 {
    run.own_seconds().unwrap_or(run.seconds)
}

fn peak(way: &Way) -> u64 {
    way.runs.iter().map(|run| run.peak_kib).max().unwrap_or(0)
}

fn f1(way: &Way) -> f64 {
    way.accuracy["f1"].as_f64().unwrap_or(0.0)
}

fn print_way(way: &Way) {
    let times: Vec<f64> = way.runs.iter().map(took).collect();
    let min = times.iter().copied().fold(f64::INFINITY, f64::min);
    let max = times.iter().copied().fold(0.0, f64::max);
    let share = |key: &str| format!("{:.4}", way.accuracy[key].as_f64().unwrap_or(f64::NAN));
    let middle = seconds(median(times.iter().copied()));
    let cells = [&seconds(min), &middle, &seconds(max), &mib(peak(way)), &share("precision"), &share("recall")];
    let cells: Vec<&str> = std::iter::once(way.name).chain(cells.into_iter().map(String::as_str)).collect();
    println!("{}{:>12}", row(&cells), share("f1"));
}

fn print_ratios(ways: &[Way; 3], n_records: u64) {
    let middle = |way: &Way| median(way.runs.iter().map(took));
    for ours in &ways[..2] {
        let ratio = middle(&ways[2]) / middle(ours);
        let share = peak(ours) as f64 / peak(&ways[2]) as f64;
        let asked = if n_records == RATIO_RECORDS { verdict(RATIO_MIN <= ratio, "at least 17") } else { String::new() };
        println!("Splink / {}: time {ratio:.1} {asked}", ours.name);
        println!("    F1 {:+.4} ({})", f1(ours) - f1(&ways[2]), verdict(f1(&ways[2]) <= f1(ours), "no lower"));
        println!("    peak memory {:.0}% ({})", 100.0 * share, verdict(share <= PEAK_SHARE_MAX, "at most 50%"));
    }
}
