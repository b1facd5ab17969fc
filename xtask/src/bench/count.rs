//! Ours and DuckDB on the same real ledgers, in one run.
//!
//! Ours reads headings and dates by itself, keeps every row's place, doubts and treats each line and
//! reconciles; DuckDB is told the columns by hand and only adds up. So this asks whether all that costs
//! more than the adding up alone.

use std::path::Path;

use super::measure::{Bench, Run, median};
use super::place::{self, BenchPlace, real_sources};
use super::table::{mib, row, seconds};
use super::{n_threads, python, verdict};
use crate::Outcome;
use crate::shell::{cargo, fresh_dir, run, target_dir};

/// Copies of the real year that growth is shown over; the last has over five million lines.
const COPIES: [usize; 5] = [1, 2, 4, 8, 12];
/// Runs at each number of copies.
const GROWTH_RUNS: usize = 3;

/// The body of the rules that are for one body.
const ONE_BODY: &str = "gateshead";

/// What is asked of the count: at least as fast as DuckDB, a rebuild under a tenth of a build, memory under 1 GiB.
const RATIO_MIN: f64 = 1.0;
const REBUILD_SHARE_MAX: f64 = 0.1;
const PEAK_KIB_MAX: u64 = 1 << 20;

pub struct Options {
    n_runs: usize,
    with_growth: bool,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_runs: 5, with_growth: true };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--runs" => {
                    let n = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
                    options.n_runs = n.ok_or("`--runs` needs a number above 0")?;
                }
                "--skip-growth" => options.with_growth = false,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench count`; there are --runs N and --skip-growth"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Everything that `cargo xtask bench count` shows.
pub fn count(options: Options) -> Outcome {
    let sources = real_sources()?;
    let target = target_dir()?;
    // As the README's first command builds it, so that nothing is compiled twice.
    run(cargo(&["build", "--release", "--locked"]))?;
    let program = target.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    let dir = target.join("bench");
    fresh_dir(&dir)?;
    let bench = Bench { program, python: python(&target.join("bench-venv"))?, n_threads: n_threads(), dir };

    println!(
        "{} threads each; the files of {} are read in place",
        bench.n_threads,
        sources.file_name().unwrap_or_default().to_string_lossy()
    );
    let full = compare(&bench, &BenchPlace::new(&bench.dir.join("place"), &sources)?, &options)?;
    let place = BenchPlace::new(&bench.dir.join("rebuild"), &sources)?;
    rebuild(&bench, &place, &options, full)?;
    publish_again(&bench, &place, &options)?;
    if options.with_growth {
        grow(&bench, &sources)?;
    }
    Ok(())
}

/// Ours and DuckDB in turn; gives the median of ours.
fn compare(bench: &Bench, place: &BenchPlace, options: &Options) -> Outcome<f64> {
    let (mut ours, mut duckdb) = (Vec::new(), Vec::new());
    // One run of each that is not counted, so that both find the files in memory.
    bench.ours(place)?;
    bench.duckdb(&place.sources)?;
    for _ in 0..options.n_runs {
        ours.push(bench.ours(place)?);
        duckdb.push(bench.duckdb(&place.sources)?);
    }
    let (our_count, their_count) = (bench.counted(place)?, duckdb[0].counted());
    if our_count != their_count {
        println!("NOT THE SAME COUNT: ours {our_count:?}, DuckDB {their_count:?}");
    }
    println!("\nThe whole account from nothing, {} lines, {} runs of each in turn", our_count.0, options.n_runs);
    println!("{}", row(&["", "min", "median", "max", "peak memory"]));
    print_runs("totalplace build", &ours, |run| run.seconds);
    print_runs("DuckDB, without Python's start", &duckdb, |run| run.own_seconds().unwrap_or(run.seconds));
    print_runs("DuckDB, the whole process", &duckdb, |run| run.seconds);
    let our_median = median(ours.iter().map(|run| run.seconds));
    let their_median = median(duckdb.iter().map(|run| run.own_seconds().unwrap_or(run.seconds)));
    let ratio = their_median / our_median;
    println!(
        "ratio of medians, DuckDB without Python's start / ours: {ratio:.2} ({})",
        verdict(RATIO_MIN <= ratio, "at least 1.00")
    );
    Ok(our_median)
}

fn print_runs(name: &str, runs: &[Run], seconds_of: impl Fn(&Run) -> f64) {
    let times: Vec<f64> = runs.iter().map(seconds_of).collect();
    let min = times.iter().copied().fold(f64::INFINITY, f64::min);
    let max = times.iter().copied().fold(0.0, f64::max);
    let peak = runs.iter().map(|run| run.peak_kib).max().unwrap_or(0);
    println!("{}", row(&[name, &seconds(min), &seconds(median(times.iter().copied())), &seconds(max), &mib(peak)]));
}

/// A rule file is touched or edited, and the account built again.
fn rebuild(bench: &Bench, place: &BenchPlace, options: &Options, full: f64) -> Outcome {
    bench.ours(place)?;
    let (mut touched, mut of_one, mut of_all) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..options.n_runs {
        place.touch_rules()?;
        touched.push(bench.ours_again(place)?);
        of_one.push(edited(bench, place, 2 * n, Some(ONE_BODY))?);
        of_all.push(edited(bench, place, 2 * n + 1, None)?);
    }
    for (what, runs) in [
        ("rules/service.csv was written again as it was", &touched),
        ("a rule for one body was put first in it", &of_one),
        ("a rule for all bodies was put first in it", &of_all),
    ] {
        println!("\nBuilt again after {what}");
        println!("{}", row(&["", "min", "median", "max", "peak memory"]));
        print_runs("totalplace build", runs, |run| run.seconds);
        let share = median(runs.iter().map(|run| run.seconds)) / full;
        println!(
            "share of the full build: {:.1}% ({})",
            100.0 * share,
            verdict(share < REBUILD_SHARE_MAX, "under 10%")
        );
    }
    Ok(())
}

/// The account built again after one more rule.
fn edited(bench: &Bench, place: &BenchPlace, n: usize, body_id: Option<&str>) -> Outcome<Run> {
    let before = place.record()?;
    place.edit_rule(n, body_id)?;
    let run = bench.ours_again(place)?;
    if place.record()? == before {
        return Err("the edited rule changed nothing, so the rebuild was not measured".to_owned());
    }
    Ok(run)
}

/// All rooms and then the pages, from nothing and after an edited rule: shown, and nothing is asked of it.
fn publish_again(bench: &Bench, place: &BenchPlace, options: &Options) -> Outcome {
    let mut runs: [Vec<Run>; 4] = Default::default();
    for n in 0..options.n_runs {
        place.forget()?;
        runs[0].push(bench.build_all(place)?);
        remove_published(place)?;
        runs[1].push(bench.publish(place)?);
        place.edit_rule(2 * options.n_runs + n, None)?;
        runs[2].push(bench.build_all(place)?);
        runs[3].push(bench.publish(place)?);
    }
    println!("\nAll rooms and the pages, from nothing and after the same edit");
    println!("{}", row(&["", "min", "median", "max", "peak memory"]));
    let names = ["build, from nothing", "publish, for the first time", "build, edited rule", "publish, edited rule"];
    names.iter().zip(&runs).for_each(|(name, runs)| print_runs(name, runs, |run| run.seconds));
    Ok(())
}

fn remove_published(place: &BenchPlace) -> Outcome {
    match std::fs::remove_dir_all(place.dir.join("public")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("cannot remove the pages: {error}")),
        _ => Ok(()),
    }
}

/// The same work on more and more data.
fn grow(bench: &Bench, sources: &Path) -> Outcome {
    println!("\nGrowth: copies of the same year under other names, {GROWTH_RUNS} runs each");
    println!("{}", row(&["", "lines", "median", "µs a line", "peak memory"]));
    let mut peak_max = 0;
    for n_copies in COPIES {
        let many = place::copies(sources, &bench.dir.join("data"), n_copies)?;
        let place = BenchPlace::new(&bench.dir.join("grown"), &many)?;
        let runs = (0..GROWTH_RUNS).map(|_| bench.ours(&place)).collect::<Outcome<Vec<Run>>>()?;
        let (n_lines, _) = bench.counted(&place)?;
        let time = median(runs.iter().map(|run| run.seconds));
        let peak = runs.iter().map(|run| run.peak_kib).max().unwrap_or(0);
        let name = format!("{n_copies} times the data");
        println!(
            "{}",
            row(&[
                &name,
                &n_lines.to_string(),
                &seconds(time),
                &format!("{:.2}", time * 1e6 / n_lines as f64),
                &mib(peak)
            ])
        );
        peak_max = peak_max.max(peak);
        crate::shell::remove_dir(&many)?;
    }
    println!("most memory: {} ({})", mib(peak_max), verdict(peak_max < PEAK_KIB_MAX, "under 1024 MiB"));
    Ok(())
}
