//! What the program finds in two agencies' files, as a place and by `link`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::normal;
use crate::Outcome;
use crate::shell::remove_dir;
use crate::strangers::place::Program;

/// A record as it was read: names, birth, NHS number and postcode.
pub type Read = [String; 5];

/// The files of both agencies as a place.
#[derive(Debug, Default)]
pub struct Built {
    pub exit: i32,
    pub records: BTreeMap<String, Read>,
    /// Each record's id with the number of its person.
    pub clusters: Vec<(String, u64)>,
    /// Kind and number of rows of each problem about the files.
    pub problems: Vec<(String, i64)>,
    pub stderr: String,
}

/// The same files by `link`, without a configuration.
#[derive(Debug, Default)]
pub struct ByLink {
    pub exit: i32,
    /// Records of the agency that is tried, and of the one beside it.
    pub first: Vec<(String, u64)>,
    pub second: Vec<(String, u64)>,
    pub said: String,
}

/// Records of the agency that is tried, who they are, then problems.
const QUESTION: &str = "\
SELECT 'record' AS what, record_id AS a, given_name AS b, family_name AS c, CAST(born AS VARCHAR) AS d, nhs_number AS e, \
    postcode AS f FROM person_record WHERE agency = 'first' \
UNION ALL SELECT 'person', record_id, CAST(person_id AS VARCHAR), NULL, NULL, NULL, NULL FROM person_cluster \
UNION ALL SELECT 'problem', p.kind, CAST(p.n_rows AS VARCHAR), NULL, NULL, NULL, NULL \
    FROM person_problem p";

pub fn build(program: &Program, dir: &Path) -> Outcome<Built> {
    remove_dir(&dir.join("out"))?;
    let place = dir.to_string_lossy();
    let built = program.run(&["build", &place, "linkage"])?;
    let stderr = said(&built);
    // Only the whole build says what needs a look; single rooms end with 1 because no account is built.
    let mut observed = Built { exit: built.status.code().unwrap_or(-1), stderr, ..Built::default() };
    if !matches!(observed.exit, 0 | 1) {
        return Ok(observed);
    }
    let asked = program.run(&["query", &place, "--json", QUESTION])?;
    let rows: Vec<Value> =
        serde_json::from_slice(&asked.stdout).map_err(|_| format!("`query` gave no rows: {}", said(&asked)))?;
    rows.iter().for_each(|row| observed.take(row));
    Ok(observed)
}

pub fn link(program: &Program, dir: &Path, files: &[String]) -> Outcome<ByLink> {
    let out = dir.join("linked");
    remove_dir(&out)?;
    let files: Vec<String> =
        files.iter().map(|file| dir.join("people").join(file).to_string_lossy().into_owned()).collect();
    let out_words = out.to_string_lossy();
    let words = ["link"].into_iter().chain(files.iter().map(String::as_str)).chain(["--out", &*out_words]);
    let linked = program.run(&words.collect::<Vec<_>>())?;
    let mut observed = ByLink { exit: linked.status.code().unwrap_or(-1), said: said(&linked), ..ByLink::default() };
    if !matches!(observed.exit, 0 | 1) {
        return Ok(observed);
    }
    let path = out.join("clusters.csv");
    let unread = |error: csv::Error| format!("cannot read `{}`: {error}", path.display());
    let mut reader = csv::Reader::from_path(&path).map_err(unread)?;
    for row in reader.records() {
        let row = row.map_err(unread)?;
        let of = if &row[0] == "second" { &mut observed.second } else { &mut observed.first };
        of.push((row[1].to_owned(), row[2].parse().unwrap_or(u64::MAX)));
    }
    Ok(observed)
}

/// What was printed and said.
fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Built {
    fn take(&mut self, row: &Value) {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        match row["what"].as_str() {
            Some("record") => {
                let read = ["b", "c", "d", "e", "f"].map(|key| normal(&text(key)));
                self.records.insert(text("a"), read);
            }
            Some("person") => self.clusters.push((text("a"), text("b").parse().unwrap_or(u64::MAX))),
            _ => self.problems.push((text("a"), text("b").parse().unwrap_or(0))),
        }
    }

    pub fn kinds(&self) -> Vec<&str> {
        self.problems.iter().map(|(kind, _)| kind.as_str()).collect()
    }
}

impl ByLink {
    /// Each record's id with its cluster. Where a file has no id that the program knows, rows are numbered in their order.
    pub fn clusters(&self, ids: &[String]) -> Vec<(String, u64)> {
        let is_numbered = self.first.len() == ids.len() && self.first.iter().all(|(id, _)| !ids.contains(id));
        let mut first = self.first.clone();
        if is_numbered {
            first.sort_by_key(|(id, _)| id.parse::<u64>().unwrap_or(u64::MAX));
            first.iter_mut().zip(ids).for_each(|((id, _), own)| id.clone_from(own));
        }
        first.extend(self.second.iter().cloned());
        first
    }

    /// Whether it ends with 1, or a line says what could not be used.
    pub fn is_doubtful(&self) -> bool {
        self.exit == 1 || is_doubtful(&self.said)
    }
}

/// Whether a line says what could not be used. Notes about the training are no such word.
pub fn is_doubtful(said: &str) -> bool {
    const WORDS: [&str; 7] = [
        "count as missing",
        "are no dates",
        "not read",
        "could not be read",
        "has no column",
        "missing for its records",
        "cannot tell",
    ];
    let is_doubt = |line: &str| line.starts_with("warning:") || WORDS.iter().any(|words| line.contains(words));
    said.lines().any(|line| is_doubt(line.trim_start()))
}
