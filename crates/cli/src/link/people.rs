//! Numbers of people that last from one run to the next.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use intake::plain::PlainTable;
use linkage::Records;
use linkage::clusters::Clusters;
use linkage::identities::{Assignment, Change, Identities, IdentityDiff, assign};
use model::Text;
use serde_json::{Value, json};

use super::again::RunOf;
use super::sources::Headings;
use super::write::{cluster, write_file};
use crate::fail::Failure;

/// What the last run into the folder left.
pub const CLUSTERS: &str = "clusters.csv";
pub const NUMBERS: &str = "numbers.json";
pub const CHANGES: &str = "changes.csv";
pub const CHANGES_HEADING: &str = "person,change,records,others,accepted_by";
const NEXT_PERSON: &str = "next_person";
const SOURCES: &str = "sources";
/// The files that were linked, to read them again.
const RUN: &str = "run";

/// People with their numbers, and what changed since the last run where there was one.
pub struct People {
    pub person_of_row: Vec<u64>,
    pub diff: Option<IdentityDiff>,
    next_person: u64,
    /// Changes of earlier runs, signed or not, as they are in the file.
    earlier: Vec<String>,
}

/// Numbers people from 1, or, where an earlier run wrote to the folder, as that run did.
pub fn number(records: &Records, clusters: &Clusters, dir: &Path) -> Result<People, Failure> {
    if dir.join(CLUSTERS).is_file() {
        let Assignment { person_of_row, identities, diff } = assign(records, clusters, &last_run(dir)?);
        let earlier = earlier_changes(dir);
        return Ok(People { person_of_row, diff: Some(diff), next_person: identities.next_person, earlier });
    }
    let mut n_people = 0;
    let mut person_of_row: Vec<u64> = Vec::with_capacity(clusters.n_rows());
    for (lowest, row) in clusters.labels().iter().zip(0..) {
        // The lowest row of a cluster comes before all others of it.
        person_of_row.push(if *lowest == row {
            n_people += 1;
            n_people
        } else {
            person_of_row[*lowest as usize]
        });
    }
    Ok(People { person_of_row, diff: None, next_person: n_people + 1, earlier: Vec::new() })
}

/// Lines of changes that stay until somebody takes them out: who signed what is not lost.
fn earlier_changes(dir: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join(CHANGES)).unwrap_or_default();
    text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// The headings that each source had.
pub fn headings_of_last_run(dir: &Path) -> Headings {
    let headings = numbers(dir).and_then(|kept| serde_json::from_value(kept[SOURCES].clone()).ok());
    headings.unwrap_or_default()
}

/// The files that the run linked; none where an earlier version of the program wrote the folder.
pub fn run_of(dir: &Path) -> Option<RunOf> {
    serde_json::from_value(numbers(dir)?[RUN].clone()).ok()
}

fn numbers(dir: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(dir.join(NUMBERS)).ok()?).ok()
}

pub fn last_run(dir: &Path) -> Result<Identities, Failure> {
    let path = dir.join(CLUSTERS);
    let broken = |why: String| {
        Failure::new(
            format!("cannot read who was who from `{}`: {why}", path.display()),
            "write to another folder with --out, or remove the file to number people anew",
        )
    };
    let table =
        PlainTable::open(&path, None, intake::people::n_fields_of_people).map_err(|error| broken(error.to_string()))?;
    let names = [cluster::SOURCE, cluster::ID, cluster::PERSON];
    let place = |name: &str| {
        let missing = || broken(format!("it does not have the columns {}", names.join(", ")));
        table.columns().iter().position(|own| own == name).ok_or_else(missing)
    };
    let places = [place(cluster::SOURCE)?, place(cluster::ID)?, place(cluster::PERSON)?];
    let mut person_of = BTreeMap::new();
    for batch in table.batches(&places, 1 << 16).map_err(|error| broken(error.to_string()))? {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let [sources, ids, people] = names.map(|name| Text::of(&batch[name]));
        for ((source, id), person) in sources.iter().zip(ids.iter()).zip(people.iter()) {
            let person = person.and_then(|person| person.parse().ok());
            let person = person.ok_or_else(|| broken("a person's number is not a number".to_owned()))?;
            person_of.insert((source.unwrap_or_default().to_owned(), id.unwrap_or_default().to_owned()), person);
        }
    }
    // Numbers of people who are gone are not given again, so the next is kept beside those that are there.
    Ok(Identities { next_person: numbers(dir).and_then(|kept| kept[NEXT_PERSON].as_u64()).unwrap_or(1), person_of })
}

/// Writes the next number and, after a second run, what changed: a line to read and sign for each.
///
/// What changed in earlier runs stays above it with its signatures; a change that already waits for one does not stand twice.
pub fn write_changes(dir: &Path, people: &People, headings: &Headings, run: &RunOf) -> Result<(), Failure> {
    let kept = json!({ NEXT_PERSON: people.next_person, RUN: run, SOURCES: headings });
    write_file(&dir.join(NUMBERS), &format!("{kept}\n"))?;
    if let Some(diff) = &people.diff {
        let waiting: HashSet<&String> = people.earlier.iter().collect();
        let new = diff.changes.iter().map(line).filter(|line| !waiting.contains(line));
        let lines: Vec<String> = people.earlier.iter().cloned().chain(new).map(|line| line + "\n").collect();
        write_file(&dir.join(CHANGES), &format!("{CHANGES_HEADING}\n{}", lines.concat()))?;
    }
    Ok(())
}

fn line(change: &Change) -> String {
    let n_records = match change {
        Change::Changed { n_added, n_removed, .. } => format!("+{n_added} -{n_removed}"),
        Change::Split { n_kept, .. } => n_kept.to_string(),
        Change::Merged { n_records, .. } | Change::New { n_records, .. } | Change::Gone { n_records, .. } => {
            n_records.to_string()
        }
    };
    format!("{},{},{n_records},{},", change.person(), change.kind().word(), change.other_people())
}
