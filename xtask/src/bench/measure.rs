//! One run, timed from outside.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::bench::place::BenchPlace;
use crate::shell::{command, fresh_dir, output, root};

pub struct Bench {
    pub program: PathBuf,
    pub python: PathBuf,
    pub n_threads: usize,
    pub dir: PathBuf,
}

/// What one run took and printed.
pub struct Run {
    pub seconds: f64,
    pub peak_kib: u64,
    stdout: String,
}

impl Run {
    /// The seconds that a peer's script says it took, without the start of its language.
    pub fn own_seconds(&self) -> Option<f64> {
        self.json()["seconds"].as_f64()
    }

    /// Lines and pounds that a peer's script counted.
    pub fn counted(&self) -> (u64, String) {
        let said = self.json();
        (said["n_lines"].as_u64().unwrap_or(0), said["amount"].as_str().unwrap_or_default().to_owned())
    }

    /// What a peer's script printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_default()
    }
}

impl Bench {
    /// The whole account from nothing.
    pub fn ours(&self, place: &BenchPlace) -> Outcome<Run> {
        place.forget()?;
        self.ours_again(place)
    }

    /// The account of a place that may have been built before.
    pub fn ours_again(&self, place: &BenchPlace) -> Outcome<Run> {
        let arguments = [&self.program.to_string_lossy(), "build", &place.dir.to_string_lossy(), "ledger", "--quiet"];
        // The account, as DuckDB makes one. 1 is done with something to look at: these ledgers have many doubts.
        self.run(&arguments, &[0, 1])
    }

    /// Every room, as publishing needs them.
    pub fn build_all(&self, place: &BenchPlace) -> Outcome<Run> {
        self.run(&[&self.program.to_string_lossy(), "build", &place.dir.to_string_lossy(), "--quiet"], &[0, 1])
    }

    /// The pages of what was built.
    pub fn publish(&self, place: &BenchPlace) -> Outcome<Run> {
        let (program, dir) = (self.program.to_string_lossy(), place.dir.to_string_lossy());
        self.run(&[&program, "publish", &dir, "--by", "bench", "--accept", "measured, and shown to nobody"], &[0])
    }

    /// DuckDB by hand on the same files.
    pub fn duckdb(&self, sources: &Path) -> Outcome<Run> {
        let out = self.dir.join("duckdb");
        fresh_dir(&out)?;
        let script = root().join("benches/peers/count_duckdb.py");
        let parts = [&self.python, &script, &sources.to_owned(), &out].map(|path| path.to_string_lossy().into_owned());
        let mut arguments: Vec<&str> = parts.iter().map(String::as_str).collect();
        let n_threads = self.n_threads.to_string();
        arguments.push(&n_threads);
        self.run(&arguments, &[0])
    }

    /// Lines and pounds of a place that was built.
    pub fn counted(&self, place: &BenchPlace) -> Outcome<(u64, String)> {
        let sql = "SELECT count(*) AS n_lines, sum(amount) AS amount FROM ledger_line";
        let program = self.program.to_string_lossy();
        let text = output(command(&program, &["query", &place.dir.to_string_lossy(), sql, "--json"]))?;
        let answer: Value =
            serde_json::from_str(&text).map_err(|error| format!("`query --json` printed no JSON: {error}"))?;
        let amount = answer[0]["amount"].as_str().unwrap_or_default().to_owned();
        Ok((answer[0]["n_lines"].as_u64().unwrap_or(0), amount))
    }

    /// Runs a command that may end with one of these statuses.
    pub fn run(&self, arguments: &[&str], statuses: &[i64]) -> Outcome<Run> {
        let script = root().join("benches/peers/measure.py");
        let mut measure = command(&self.python.to_string_lossy(), &[&script.to_string_lossy()]);
        measure.args(arguments);
        let text = output(measure)?;
        let said: Value =
            serde_json::from_str(&text).map_err(|error| format!("measure.py printed no JSON: {error}"))?;
        if !said["status"].as_i64().is_some_and(|status| statuses.contains(&status)) {
            return Err(format!("`{}` ended with status {}", arguments.join(" "), said["status"]));
        }
        let missing = "measure.py left something out";
        Ok(Run {
            seconds: said["seconds"].as_f64().ok_or(missing)?,
            peak_kib: said["peak_kib"].as_u64().ok_or(missing)?,
            stdout: said["stdout"].as_str().ok_or(missing)?.to_owned(),
        })
    }
}

/// The middle of several values; the mean of the two middle ones where their number is even.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    match n % 2 {
        _ if n == 0 => f64::NAN,
        1 => values[n / 2],
        _ => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), 2.5);
        assert!(median(std::iter::empty()).is_nan());
    }
}
