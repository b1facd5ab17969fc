//! A place made for a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use model::FinancialYear;
use serde_json::Value;
use synth::{Plan, Written};

pub struct Made {
    dir: tempfile::TempDir,
    pub written: Written,
    pub truth: Value,
}

/// What most tests make: large enough that every planted doubt can be seen.
pub const PEOPLE: u64 = 20_000;

pub fn plan(people: u64, seed: u64) -> Plan {
    Plan { people, seed, year: FinancialYear(2025), lines: None, attacks: true }
}

pub fn make(plan: &Plan) -> Made {
    let dir = tempfile::tempdir().expect("a folder for the test");
    let written = synth::write(dir.path(), plan, &|_| ()).expect("the place is written");
    let truth = fs::read(dir.path().join("truth/truth.json")).expect("the truth");
    Made { dir, written, truth: serde_json::from_slice(&truth).expect("the truth is JSON") }
}

/// The same with files about people.
pub fn make_with_people(plan: &Plan) -> Made {
    let dir = tempfile::tempdir().expect("a folder for the test");
    let written = synth::write_with_people(dir.path(), plan, &|_| ()).expect("the place is written");
    let truth = fs::read(dir.path().join("truth/truth.json")).expect("the truth");
    Made { dir, written, truth: serde_json::from_slice(&truth).expect("the truth is JSON") }
}

/// A place whose bodies do things twice; its truth stands in tables.
pub fn make_overlaps(seed: u64) -> Made {
    let dir = tempfile::tempdir().expect("a folder for the test");
    let written = synth::write_overlaps(dir.path(), seed, FinancialYear(2025)).expect("the place is written");
    Made { dir, written, truth: Value::Null }
}

impl Made {
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Every file of the place with its bytes, sorted.
    pub fn bytes(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        gather(self.dir.path(), self.dir.path(), &mut files);
        files.sort();
        files
    }
}

fn gather(root: &Path, dir: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(dir).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
            files.push((name, fs::read(&path).expect("the file")));
        }
    }
}

/// The rows of a table of the place, by heading.
pub fn rows_of(made: &Made, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(made.path(name)).expect(name);
    reader.deserialize().map(|row| row.expect(name)).collect()
}

/// Pounds of the truth as pence.
pub fn pence(pounds: &Value) -> i64 {
    let text = pounds.as_str().expect("pounds are text");
    let (whole, decimals) = text.split_once('.').expect("pounds have pence");
    assert_eq!(decimals.len(), 2, "{text}");
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let whole: i64 = whole.trim_start_matches('-').parse().expect("whole pounds");
    sign * (whole * 100 + decimals.parse::<i64>().expect("pence"))
}
