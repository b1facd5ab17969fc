//! Event logs mined by ours and by PM4Py on the same files, in one run; and a long log, for what an event costs.
//!
//! Ours is a whole process: it reads the log, counts everything that `mine` counts, and prints it as JSON. PM4Py reads the log and
//! makes the directly-follows graph, variants, hand-offs and waits; it is timed without the start of Python, and as a process.
//! XES is read by PM4Py as it is installed, which is what the issue asks about, and with its optional importer too.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::journey_log::{CASE_EVENTS, long_log};
use super::measure::{Bench, Run, median};
use super::table::{mib, row};
use super::{n_threads, program, python, verdict};
use crate::Outcome;
use crate::shell::{root, target_dir};

/// What issue 15 asks for.
const RATIO_MIN: f64 = 10.0;
const PEAK_KIB_MAX: u64 = 2 << 20;
/// How much dearer an event of the longest log may be than one of the shortest: more is not straight-line cost.
const EVENT_COST_MAX: f64 = 1.25;

const LOGS: &str = "shared/data/event-logs";
/// Every log of the shared data with more than 5,000 events; whether both count variants by one order of events.
const LOG_FILES: [(&str, bool); 7] = [
    ("receipt.csv", true),
    ("08_receipt.xes.gz", true),
    ("helpdesk.xes.gz", true),
    ("sepsis.csv.gz", true),
    ("bpic2013_incidents.xes.gz", true),
    ("bpic2020_prepaid_travel_cost.xes.gz", true),
    // PM4Py orders by start for edges and by end for variants.
    ("interval_event_log.csv.gz", false),
];

pub struct Options {
    n_runs: usize,
    n_events: Vec<u64>,
    /// PM4Py is left out of a long log with more events.
    n_peer_max: u64,
    only: Option<String>,
    program: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_runs: 5, n_events: Vec::new(), n_peer_max: 1_000_000, only: None, program: None };
        for pair in words.chunks(2) {
            let [word, value] = pair else { return Err(format!("`{}` needs a value", pair[0])) };
            let number = || value.replace('_', "").parse::<u64>().map_err(|_| format!("`{word}` needs a number"));
            match *word {
                "--runs" => options.n_runs = number()?.max(1) as usize,
                "--events" => options.n_events.push(number()?.next_multiple_of(CASE_EVENTS)),
                "--peer-max" => options.n_peer_max = number()?,
                "--only" => options.only = Some((*value).to_owned()),
                "--program" => options.program = Some(PathBuf::from(value)),
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench journey`; there are --runs N, --events N, --peer-max N, --only WORD and --program PATH"
                    ));
                }
            }
        }
        if options.n_events.is_empty() {
            options.n_events = vec![1_000_000, 10_000_000];
        }
        Ok(options)
    }

    fn is_chosen(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|word| name.contains(word.as_str()))
    }
}

/// Everything that `cargo xtask bench journey` shows.
pub fn journey(options: &Options) -> Outcome {
    let target = target_dir()?;
    let dir = target.join("bench-journey");
    std::fs::create_dir_all(&dir).map_err(|error| format!("cannot make `{}`: {error}", dir.display()))?;
    let program = program(options.program.as_deref())?;
    let bench = Bench { program, python: python(&target.join("bench-venv"))?, n_threads: n_threads(), dir };
    let logs = root().parent().map(|beside| beside.join(LOGS)).filter(|path| path.is_dir());
    let logs = logs.ok_or_else(|| format!("the benchmark needs ../{LOGS} beside the checkout"))?;
    println!("{} threads, {} runs of each in turn; medians", bench.n_threads, options.n_runs);
    for (name, is_one_order) in LOG_FILES.iter().filter(|(name, _)| options.is_chosen(name)) {
        let runs = Runs::of(&bench, &logs.join(name), options.n_runs, true)?;
        agree(name, &runs, *is_one_order)?;
        print_beside(name, &runs);
    }
    if options.is_chosen("long") { long_logs(&bench, options) } else { Ok(()) }
}

/// Runs of ours and of PM4Py on one log.
struct Runs {
    ours: Vec<Run>,
    theirs: Vec<Run>,
    /// With the importer of XES that PM4Py does not install by itself.
    with_importer: Vec<Run>,
}

impl Runs {
    fn of(bench: &Bench, log: &Path, n_runs: usize, has_peer: bool) -> Outcome<Runs> {
        let script = root().join("benches/peers/journey_pm4py.py");
        let [program, python, script, log] =
            [&bench.program, &bench.python, &script, log].map(|path| path.to_string_lossy());
        let mut runs = Runs { ours: Vec::new(), theirs: Vec::new(), with_importer: Vec::new() };
        for _ in 0..n_runs {
            // 1 is done, with something to look at.
            runs.ours.push(bench.run(&[&program, "mine", &log, "--json", "--hand-offs", "resource"], &[0, 1])?);
            if has_peer {
                runs.theirs.push(bench.run(&[&python, &script, &log], &[0])?);
            }
            if has_peer && log.contains(".xes") {
                runs.with_importer.push(bench.run(&[&python, &script, &log, "r4pm"], &[0])?);
            }
        }
        Ok(runs)
    }

    fn seconds(&self) -> f64 {
        median(self.ours.iter().map(|run| run.seconds))
    }

    fn peak(runs: &[Run]) -> u64 {
        runs.iter().map(|run| run.peak_kib).max().unwrap_or(0)
    }
}

/// The figures of both on one log: cases, events, every edge with its count, and variants where both order events alike.
fn agree(name: &str, runs: &Runs, is_one_order: bool) -> Outcome {
    let ours = runs.ours[0].json();
    for theirs in runs.theirs.iter().chain(&runs.with_importer).map(Run::json) {
        agree_with(name, &ours, &theirs, is_one_order)?;
    }
    Ok(())
}

fn agree_with(name: &str, ours: &Value, theirs: &Value, is_one_order: bool) -> Outcome {
    let counts = ["n_cases", "n_events", "n_activities"].into_iter().chain(is_one_order.then_some("n_variants"));
    for key in counts {
        if ours[key].as_u64().is_none() || ours[key] != theirs[key] {
            return Err(format!("{name}: {key} is {} by ours and {} by PM4Py", ours[key], theirs[key]));
        }
    }
    let (own, other) = (edges(ours), edges(theirs));
    match own.iter().find(|edge| !other.contains(edge)).or_else(|| other.iter().find(|edge| !own.contains(edge))) {
        Some(edge) => Err(format!("{name}: only one of both has the edge {edge}")),
        None => Ok(()),
    }
}

fn edges(said: &Value) -> Vec<String> {
    said["edges"].as_array().into_iter().flatten().map(Value::to_string).collect()
}

fn print_beside(name: &str, runs: &Runs) {
    let ours = runs.seconds();
    let said = runs.ours[0].json();
    println!("\n{name}: {} cases, {} events, {} edges by both", said["n_cases"], said["n_events"], edges(&said).len());
    println!("{}", row(&["", "median", "peak memory"]));
    println!("{}", row(&["totalplace", &milliseconds(ours), &mib(Runs::peak(&runs.ours))]));
    let asked = verdict(RATIO_MIN <= inside(&runs.theirs) / ours, "at least 10");
    print_peer("PM4Py", &runs.theirs, ours, &asked);
    if !runs.with_importer.is_empty() {
        print_peer("PM4Py with r4pm", &runs.with_importer, ours, "not asked for");
    }
}

fn print_peer(name: &str, runs: &[Run], ours: f64, asked: &str) {
    let (inside, whole) = (inside(runs), median(runs.iter().map(|run| run.seconds)));
    println!("{}", row(&[&format!("{name}, in Python"), &milliseconds(inside), ""]));
    println!("{}", row(&[&format!("{name}, as a process"), &milliseconds(whole), &mib(Runs::peak(runs))]));
    println!("{name} / totalplace: {:.1} ({asked}); as processes {:.1}", inside / ours, whole / ours);
}

/// Seconds without the start of Python.
fn inside(runs: &[Run]) -> f64 {
    median(runs.iter().filter_map(Run::own_seconds))
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", 1e3 * seconds)
}

/// Made-up logs of several lengths: seconds, memory, and what an event costs in each.
fn long_logs(bench: &Bench, options: &Options) -> Outcome {
    let mut costs = Vec::new();
    for n_events in &options.n_events {
        let log = long_log(&bench.dir, *n_events)?;
        let name = format!("{n_events} made-up events");
        let has_peer = *n_events <= options.n_peer_max;
        // A long run takes its time and is not repeated.
        let runs = Runs::of(bench, &log, 1, has_peer)?;
        let said = runs.ours[0].json();
        if (said["n_events"].as_u64(), said["n_cases"].as_u64()) != (Some(*n_events), Some(n_events / CASE_EVENTS)) {
            return Err(format!("{name}: ours counted {} events of {} cases", said["n_events"], said["n_cases"]));
        }
        if has_peer {
            agree(&name, &runs, true)?;
            print_beside(&name, &runs);
        }
        costs.push(print_alone(&name, &runs, *n_events));
    }
    let growth = costs.last().copied().unwrap_or(f64::NAN) / costs.first().copied().unwrap_or(f64::NAN);
    if 1 < costs.len() {
        println!(
            "cost of an event, longest / shortest: {growth:.2} ({})",
            verdict(growth <= EVENT_COST_MAX, "at most 1.25")
        );
    }
    Ok(())
}

/// Microseconds for an event.
fn print_alone(name: &str, runs: &Runs, n_events: u64) -> f64 {
    let (seconds, peak) = (runs.seconds(), Runs::peak(&runs.ours));
    let cost = 1e6 * seconds / n_events as f64;
    let memory = verdict(peak < PEAK_KIB_MAX, "under 2 GiB");
    println!("\n{name}: {seconds:.2} s, {cost:.3} microseconds for an event, {} ({memory})", mib(peak));
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_with_their_values_and_cases_are_whole() {
        let words = ["--runs", "3", "--events", "1_005", "--only", "sepsis"];
        let options = Options::parse(&words).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((options.n_runs, options.n_events.as_slice()), (3, [1_010].as_slice()));
        assert!(options.is_chosen("sepsis.csv.gz") && !options.is_chosen("receipt.csv"));
        assert!(Options::parse(&["--runs"]).is_err() && Options::parse(&["--records", "3"]).is_err());
    }
    #[test]
    fn figures_that_differ_are_an_error() {
        let said = |n_events: u64, n_edge: u64| serde_json::json!({"n_cases": 1, "n_events": n_events, "n_activities": 2, "n_variants": 3, "edges": [["a", "b", n_edge]]});
        let check = |theirs: &Value| agree_with("log", &said(2, 1), theirs, true).is_ok();
        assert!(check(&said(2, 1)));
        assert!(!check(&said(3, 1)) && !check(&said(2, 2)) && !check(&Value::Null));
        let other_variants = serde_json::json!({"n_cases": 1, "n_events": 2, "n_activities": 2, "n_variants": 4, "edges": [["a", "b", 1]]});
        assert!(!check(&other_variants) && agree_with("log", &said(2, 1), &other_variants, false).is_ok());
    }
}
