//! Numbers of people that last from one run to the next.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::cast::AsArray;
use intake::plain::PlainTable;
use linkage::Records;
use linkage::clusters::Clusters;
use linkage::identities::{Assignment, Change, Identities, IdentityDiff, assign};
use serde_json::{Value, json};

use crate::fail::Failure;

/// What the last run into the folder left.
const CLUSTERS: &str = "clusters.csv";
const NUMBERS: &str = "numbers.json";
const CHANGES: &str = "changes.csv";
const NEXT_PERSON: &str = "next_person";

/// People with their numbers, and what changed since the last run where there was one.
pub struct People {
    pub person_of_row: Vec<u64>,
    pub diff: Option<IdentityDiff>,
    next_person: u64,
}

/// Numbers people from 1, or, where an earlier run wrote to the folder, as that run did.
pub fn number(records: &Records, clusters: &Clusters, dir: &Path) -> Result<People, Failure> {
    if dir.join(CLUSTERS).is_file() {
        let Assignment { person_of_row, identities, diff } = assign(records, clusters, &last_run(dir)?);
        return Ok(People { person_of_row, diff: Some(diff), next_person: identities.next_person });
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
    Ok(People { person_of_row, diff: None, next_person: n_people + 1 })
}

fn last_run(dir: &Path) -> Result<Identities, Failure> {
    let path = dir.join(CLUSTERS);
    let broken = |why: String| {
        Failure::new(
            format!("cannot read who was who from `{}`: {why}", path.display()),
            "write to another folder with --out, or remove the file to number people anew",
        )
    };
    let table = PlainTable::open(&path, None).map_err(|error| broken(error.to_string()))?;
    let mut person_of = BTreeMap::new();
    for batch in table.batches(&[0, 1, 2], 1 << 16).map_err(|error| broken(error.to_string()))? {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        if batch.num_columns() != 3 {
            return Err(broken("it has not the columns source, id, person".to_owned()));
        }
        let [sources, ids, people] = [0, 1, 2].map(|at| batch.column(at).as_string::<i32>());
        for ((source, id), person) in sources.iter().zip(ids).zip(people) {
            let person = person.and_then(|person| person.parse().ok());
            let person = person.ok_or_else(|| broken("a person's number is no number".to_owned()))?;
            person_of.insert((source.unwrap_or_default().to_owned(), id.unwrap_or_default().to_owned()), person);
        }
    }
    // Numbers of people who are gone are not given again, so the next is kept beside those that are there.
    let kept =
        std::fs::read_to_string(dir.join(NUMBERS)).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    Ok(Identities { next_person: kept.and_then(|kept| kept[NEXT_PERSON].as_u64()).unwrap_or(1), person_of })
}

/// Writes the next number and, after a second run, what changed: a line to read and sign for each.
pub fn write_changes(dir: &Path, people: &People) -> Result<(), Failure> {
    std::fs::write(dir.join(NUMBERS), format!("{}\n", json!({ NEXT_PERSON: people.next_person })))?;
    if let Some(diff) = &people.diff {
        let lines: String = diff.changes.iter().map(line).collect();
        std::fs::write(dir.join(CHANGES), format!("person,change,records,others,accepted_by\n{lines}"))?;
    }
    Ok(())
}

fn line(change: &Change) -> String {
    let joined = |people: &[u64]| people.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    let (person, word, n_records, others) = match change {
        Change::Merged { person, absorbed, n_records } => (person, "merged", n_records, joined(absorbed)),
        Change::Split { person, n_kept, others } => {
            (person, "split", n_kept, joined(&others.iter().map(|(other, _)| *other).collect::<Vec<_>>()))
        }
        Change::Changed { person, n_added, n_removed } => {
            return format!("{person},changed,+{n_added} -{n_removed},,\n");
        }
        Change::New { person, n_records } => (person, "new", n_records, String::new()),
        Change::Gone { person, n_records } => (person, "gone", n_records, String::new()),
        // A kind that a later version knows.
        _ => return String::new(),
    };
    format!("{person},{word},{n_records},{others},\n")
}
