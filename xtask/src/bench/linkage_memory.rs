//! People linked with less and less memory: what it takes, what it costs, and that the result is the same to the byte.

use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::path::Path;

use super::measure::{Bench, Run};
use super::people::Drawn;
use super::table::{mib, row, seconds};
use crate::Outcome;
use crate::shell::fresh_dir;

/// What the command writes that says anything about people.
const WRITTEN: [&str; 5] = ["pairs.csv", "pairs.parquet", "clusters.csv", "clusters.parquet", "model.toml"];
const PAIRS_MAX: &str = "5000000000";

pub struct Options {
    n_records: Vec<u64>,
    limits: Vec<String>,
    n_runs: usize,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options { n_records: Vec::new(), limits: Vec::new(), n_runs: 3 };
        for pair in words.chunks(2) {
            let [word, value] = pair else { return Err(format!("`{}` needs a value", pair[0])) };
            let number = || value.replace('_', "").parse::<u64>().map_err(|_| format!("`{value}` is not a number"));
            match *word {
                "--records" => options.n_records.push(number()?),
                "--memory" => options.limits.push((*value).to_owned()),
                "--runs" => options.n_runs = number()?.max(1) as usize,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench linkage-memory`; there are --records N, --memory SIZE and --runs N"
                    ));
                }
            }
        }
        if options.n_records.is_empty() {
            options.n_records = vec![1_000_000];
        }
        if options.limits.is_empty() {
            options.limits = ["256MiB", "64MiB"].map(str::to_owned).to_vec();
        }
        Ok(options)
    }
}

/// Everything that `cargo xtask bench linkage-memory` shows.
pub fn linkage_memory(options: &Options) -> Outcome {
    let bench = Bench::ready(None)?;
    options.n_records.iter().try_for_each(|n_records| compare(&bench, *n_records, options))
}

fn compare(bench: &Bench, n_records: u64, options: &Options) -> Outcome {
    let people = Drawn::Alone.records(bench, n_records)?;
    let limits: Vec<Option<&str>> =
        std::iter::once(None).chain(options.limits.iter().map(|l| Some(l.as_str()))).collect();
    let mut runs: Vec<Vec<Run>> = limits.iter().map(|_| Vec::new()).collect();
    let mut written: Vec<Vec<u64>> = vec![Vec::new(); limits.len()];
    for _ in 0..options.n_runs {
        for (at, limit) in limits.iter().enumerate() {
            let out = bench.dir.join("linked");
            runs[at].push(link(bench, &people, &out, *limit)?);
            written[at] = WRITTEN.iter().map(|name| digest(&out.join(name))).collect::<Outcome<_>>()?;
        }
    }
    println!("\n{n_records} records, {} threads, {} runs of each in turn", bench.n_threads, options.n_runs);
    println!("{}", row(&["--memory", "min", "max", "peak memory", "result"]));
    for (at, limit) in limits.iter().enumerate() {
        let times = || runs[at].iter().map(|run| run.seconds);
        let (min, max) = (times().fold(f64::INFINITY, f64::min), times().fold(0.0, f64::max));
        let peak = runs[at].iter().map(|run| run.peak_kib).max().unwrap_or(0);
        let same = if written[at] == written[0] { "same bytes" } else { "OTHER BYTES" };
        println!("{}", row(&[limit.unwrap_or("not limited"), &seconds(min), &seconds(max), &mib(peak), same]));
    }
    Ok(())
}

/// Links into a new folder.
fn link(bench: &Bench, people: &Path, out: &Path, limit: Option<&str>) -> Outcome<Run> {
    fresh_dir(out)?;
    let [program, people, out] = [&bench.program, people, out].map(|path| path.to_string_lossy().into_owned());
    let mut words = vec![&*program, "link", &*people, "--out", &*out, "--pairs-max", PAIRS_MAX, "--id", "unique_id"];
    words.extend(limit.iter().flat_map(|limit| ["--memory", limit]));
    // 1 is done, with clusters that were cut.
    bench.run(&words, &[0, 1])
}

fn digest(path: &Path) -> Outcome<u64> {
    let cannot = |error| format!("cannot read `{}`: {error}", path.display());
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    let (mut hasher, mut bytes) = (DefaultHasher::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut bytes).map_err(cannot)? {
            0 => return Ok(hasher.finish()),
            n => hasher.write(&bytes[..n]),
        }
    }
}
