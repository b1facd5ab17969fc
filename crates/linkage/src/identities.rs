//! Lasting identities: people keep their id from run to run, and what changed can be read and signed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use model::tables::PersonChangeKind;

use crate::clusters::Clusters;
use crate::records::Records;

/// Who each record was at the end of a run. Kept with the place, it is the input of the next run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    /// The number that the next new person gets. Numbers of people who are gone are not given again.
    pub next_person: u64,
    /// Source and id of a record, and the person's number.
    pub person_of: BTreeMap<(String, String), u64>,
}

/// What happened to one person between two runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Records that were of several people are now of this one. The first list is who is no more.
    Merged { person: u64, absorbed: Vec<u64>, n_records: u64 },
    /// Records of this person are now of others too: how many each of these has of them.
    Split { person: u64, n_kept: u64, others: Vec<(u64, u64)> },
    /// Records came or went; nothing else changed.
    Changed { person: u64, n_added: u64, n_removed: u64 },
    /// A person with no record that was known before.
    New { person: u64, n_records: u64 },
    /// None of the person's records is there any more.
    Gone { person: u64, n_records: u64 },
}

/// Every change between two runs, sorted by kind and person; it names people by number alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityDiff {
    pub changes: Vec<Change>,
    /// People with exactly the records that they had.
    pub n_kept: u64,
}

/// People numbered for this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The person of every row.
    pub person_of_row: Vec<u64>,
    pub identities: Identities,
    pub diff: IdentityDiff,
}

/// Gives every cluster the number of the person whose records it holds.
///
/// Where clusters and former people overlap in more than one way, the largest overlap is settled first,
/// then the lower number, then the lower row; a number goes to one cluster only. A cluster that is left
/// without gets a number never used before. So a correction moves as few records as it can, and the
/// order of records does not matter.
pub fn assign(records: &Records, clusters: &Clusters, previous: &Identities) -> Assignment {
    let key = |row: u32| (records.sources()[records.source_of(row)].clone(), records.id(row).to_owned());
    let former: Vec<Option<u64>> =
        (0..records.n_records() as u32).map(|row| previous.person_of.get(&key(row)).copied()).collect();
    let person_of_cluster = settle(clusters, &former);
    let highest = previous.person_of.values().max().map_or(0, |highest| highest + 1);
    let mut next_person = previous.next_person.max(highest);
    let mut person_of_row = Vec::with_capacity(former.len());
    let mut fresh: HashMap<u32, u64> = HashMap::new();
    for row in 0..records.n_records() as u32 {
        let cluster = clusters.of(row);
        let person = person_of_cluster.get(&cluster).copied().unwrap_or_else(|| {
            *fresh.entry(cluster).or_insert_with(|| {
                next_person += 1;
                next_person - 1
            })
        });
        person_of_row.push(person);
    }
    let person_of = person_of_row.iter().zip(0_u32..).map(|(person, row)| (key(row), *person)).collect();
    let identities = Identities { next_person, person_of };
    Assignment { diff: diff(previous, &identities), person_of_row, identities }
}

/// The former person that each cluster goes on as.
fn settle(clusters: &Clusters, former: &[Option<u64>]) -> HashMap<u32, u64> {
    let mut shared: HashMap<(u32, u64), u64> = HashMap::new();
    for (cluster, person) in clusters.labels().iter().zip(former) {
        if let Some(person) = person {
            *shared.entry((*cluster, *person)).or_default() += 1;
        }
    }
    let mut overlaps: Vec<((u32, u64), u64)> = shared.into_iter().collect();
    overlaps.sort_by_key(|((cluster, person), n)| (std::cmp::Reverse(*n), *person, *cluster));
    let mut person_of: HashMap<u32, u64> = HashMap::new();
    let mut taken = BTreeSet::new();
    for ((cluster, person), _) in overlaps {
        if !person_of.contains_key(&cluster) && taken.insert(person) {
            person_of.insert(cluster, person);
        }
    }
    person_of
}

/// What changed from one run to the next.
pub fn diff(before: &Identities, after: &Identities) -> IdentityDiff {
    let was = people(before);
    let is = people(after);
    let mut changes = Vec::new();
    let mut n_kept = 0;
    for (person, records) in &is {
        let from = counted(records, &before.person_of);
        let absorbed: Vec<u64> =
            from.keys().copied().filter(|other| other != person && !is.contains_key(other)).collect();
        match was.get(person) {
            None if from.is_empty() => changes.push(Change::New { person: *person, n_records: records.len() as u64 }),
            None => {} // told by the person it was split from
            Some(_) if !absorbed.is_empty() => {
                changes.push(Change::Merged { person: *person, absorbed, n_records: records.len() as u64 });
            }
            Some(old) if old == records => n_kept += 1,
            Some(old) => {
                let n_added = records.iter().filter(|key| !before.person_of.contains_key(*key)).count() as u64;
                let n_removed = old.iter().filter(|key| !after.person_of.contains_key(*key)).count() as u64;
                if n_added + n_removed != 0 {
                    changes.push(Change::Changed { person: *person, n_added, n_removed });
                }
            }
        }
    }
    for (person, records) in &was {
        let mut into = counted(records, &after.person_of);
        if into.is_empty() {
            changes.push(Change::Gone { person: *person, n_records: records.len() as u64 });
        }
        let is_there = is.contains_key(person);
        let n_kept = into.remove(person).unwrap_or(0);
        if is_there && !into.is_empty() {
            changes.push(Change::Split { person: *person, n_kept, others: into.into_iter().collect() });
        }
    }
    changes.sort();
    IdentityDiff { changes, n_kept }
}

type Keys<'a> = Vec<&'a (String, String)>;

fn people(identities: &Identities) -> BTreeMap<u64, Keys<'_>> {
    let mut people: BTreeMap<u64, Keys<'_>> = BTreeMap::new();
    identities.person_of.iter().for_each(|(key, person)| people.entry(*person).or_default().push(key));
    people
}

/// How many of some records each person has in a run.
fn counted(keys: &Keys<'_>, person_of: &BTreeMap<(String, String), u64>) -> BTreeMap<u64, u64> {
    let mut counted = BTreeMap::new();
    keys.iter().filter_map(|key| person_of.get(*key)).for_each(|person| *counted.entry(*person).or_default() += 1);
    counted
}

impl Change {
    pub fn kind(&self) -> PersonChangeKind {
        match self {
            Change::Merged { .. } => PersonChangeKind::Merged,
            Change::Split { .. } => PersonChangeKind::Split,
            Change::Changed { .. } => PersonChangeKind::Changed,
            Change::New { .. } => PersonChangeKind::New,
            Change::Gone { .. } => PersonChangeKind::Gone,
        }
    }

    pub fn person(&self) -> u64 {
        match self {
            Change::Merged { person, .. }
            | Change::Split { person, .. }
            | Change::Changed { person, .. }
            | Change::New { person, .. }
            | Change::Gone { person, .. } => *person,
        }
    }

    /// The numbers of the other people whom it concerns, as a table lists them.
    pub fn other_people(&self) -> String {
        let others: Vec<String> = match self {
            Change::Merged { absorbed, .. } => absorbed.iter().map(u64::to_string).collect(),
            Change::Split { others, .. } => others.iter().map(|(other, _)| other.to_string()).collect(),
            Change::Changed { .. } | Change::New { .. } | Change::Gone { .. } => Vec::new(),
        };
        others.join(" ")
    }
}

impl IdentityDiff {
    pub fn n_of(&self, kind: PersonChangeKind) -> u64 {
        self.changes.iter().filter(|change| change.kind() == kind).count() as u64
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Merged { person, absorbed, n_records } => {
                let absorbed: Vec<String> = absorbed.iter().map(ToString::to_string).collect();
                write!(formatter, "merged   {person} absorbs {}: {n_records} records", absorbed.join(", "))
            }
            Change::Split { person, n_kept, others } => {
                let others: Vec<String> = others.iter().map(|(other, n)| format!("{n} to {other}")).collect();
                write!(formatter, "split    {person} keeps {n_kept} records; {}", others.join(", "))
            }
            Change::Changed { person, n_added, n_removed } => {
                write!(formatter, "changed  {person}: {n_added} records added, {n_removed} removed")
            }
            Change::New { person, n_records } => write!(formatter, "new      {person}: {n_records} records"),
            Change::Gone { person, n_records } => write!(formatter, "gone     {person}: had {n_records} records"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    /// Records by id, each with the label of its cluster.
    fn run(clusters: &[(&str, u32)], previous: &Identities) -> Assignment {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        clusters.iter().for_each(|(id, _)| builder.push(id, &[None]).expect("a row"));
        let records = builder.finish().expect("records");
        let label = |row| clusters.iter().find(|(id, _)| *id == records.id(row)).expect("the id").1;
        let labels: Vec<u32> = (0..records.n_records() as u32).map(label).collect();
        assign(&records, &Clusters::of_labels(&labels), previous)
    }

    fn person(assignment: &Assignment, id: &str) -> u64 {
        assignment.identities.person_of[&(String::new(), id.to_owned())]
    }

    #[test]
    fn people_keep_their_number_and_new_ones_get_their_own() {
        let first = run(&[("a", 0), ("b", 0), ("c", 1)], &Identities::default());
        assert_eq!((person(&first, "a"), person(&first, "b"), person(&first, "c")), (0, 0, 1));
        let second = run(&[("d", 2), ("c", 1), ("b", 0), ("a", 0)], &first.identities);
        assert_eq!((person(&second, "a"), person(&second, "c"), person(&second, "d")), (0, 1, 2));
        assert_eq!((second.diff.n_kept, &second.diff.changes[..]), (2, &[Change::New { person: 2, n_records: 1 }][..]));
        let third = run(&[("a", 0), ("b", 0), ("c", 1)], &second.identities);
        assert_eq!(third.diff.changes, [Change::Gone { person: 2, n_records: 1 }]);
        let fourth = run(&[("a", 0), ("b", 0), ("c", 1), ("e", 2)], &third.identities);
        assert_eq!(person(&fourth, "e"), 3, "the number of a person who is gone is not given again");
    }

    #[test]
    fn merged_and_split_people_are_told() {
        let first = run(&[("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 2), ("f", 2)], &Identities::default());
        // c joins a and b; d leaves e and f; g is new with d.
        let second = run(&[("a", 0), ("b", 0), ("c", 0), ("d", 3), ("e", 2), ("f", 2), ("g", 3)], &first.identities);
        assert_eq!(
            second.diff.changes,
            [
                Change::Merged { person: 0, absorbed: vec![1], n_records: 3 },
                Change::Split { person: 2, n_kept: 2, others: vec![(3, 1)] },
            ]
        );
        assert_eq!((person(&second, "d"), person(&second, "g"), second.diff.n_kept), (3, 3, 0));
        assert_eq!(second.diff.changes[1].to_string(), "split    2 keeps 2 records; 1 to 3");
        assert_eq!(
            (second.diff.n_of(PersonChangeKind::Split), second.diff.changes[1].other_people()),
            (1, "3".to_owned())
        );
    }

    #[test]
    fn records_that_come_and_go_are_told() {
        let first = run(&[("a", 0), ("b", 0)], &Identities::default());
        let second = run(&[("a", 0), ("c", 0)], &first.identities);
        assert_eq!(second.diff.changes, [Change::Changed { person: 0, n_added: 1, n_removed: 1 }]);
    }

    #[test]
    fn a_record_that_moves_between_two_people_splits_the_one_it_left() {
        let first = run(&[("a", 0), ("b", 0), ("c", 1), ("d", 1)], &Identities::default());
        let second = run(&[("a", 0), ("b", 1), ("c", 1), ("d", 1)], &first.identities);
        assert_eq!(second.diff.changes, [Change::Split { person: 0, n_kept: 1, others: vec![(1, 1)] }]);
    }
}
