//! The tables about people.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use model::Table;
use model::tables::{PERSON_CHANGE, PERSON_CLUSTER, PERSON_PAIR};

use super::{Found, PeopleTables};
use crate::identities::{Change, Identities, IdentityDiff, diff};
use crate::link::Decided;
use crate::records::Records;
use crate::score::match_probability;

/// The tables of a place without records; whoever was signed for is gone.
pub(super) fn none(signed: &Identities) -> PeopleTables {
    let gone = diff(signed, &Identities::default());
    PeopleTables {
        pairs: RecordBatch::new_empty(PERSON_PAIR.schema()),
        clusters: RecordBatch::new_empty(PERSON_CLUSTER.schema()),
        changes: change_table(&gone, &BTreeMap::new()),
        model: String::new(),
        notes: Vec::new(),
    }
}

fn batch(table: &Table, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(table.schema(), columns).expect("columns stand in the order of the table")
}

fn words<'t>(texts: impl Iterator<Item = &'t str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    texts.for_each(|text| builder.append_value(text));
    Arc::new(builder.finish())
}

fn agency(records: &Records, row: u32) -> &str {
    &records.sources()[records.source_of(row)]
}

/// Every pair that was kept, and those that people settled without the model having brought them together.
pub(super) fn pairs(records: &Records, found: &Found, decided: &Decided) -> RecordBatch {
    const BY_PEOPLE: &str = "people";
    let linked: std::collections::HashSet<(u32, u32)> =
        found.linked.iter().map(|link| (link.left, link.right)).collect();
    let mut rows: Vec<(u32, u32, Option<(f64, u16)>)> =
        found.pairs.iter().map(|pair| (pair.left, pair.right, Some((pair.weight, pair.rule)))).collect();
    let scored: std::collections::HashSet<(u32, u32)> = rows.iter().map(|(left, right, _)| (*left, *right)).collect();
    rows.extend(decided.keys().filter(|pair| !scored.contains(*pair)).map(|(left, right)| (*left, *right, None)));
    rows.sort_by_key(|(left, right, _)| (*left, *right));
    let (mut weights, mut probabilities, mut is_linked) =
        (Float64Builder::new(), Float64Builder::new(), BooleanBuilder::new());
    for (left, right, scored) in &rows {
        // A pair that only people brought together has no weight of evidence: it stands at even odds.
        let weight = scored.map_or(0.0, |(weight, _)| weight);
        weights.append_value((weight * 1e4).round() / 1e4);
        probabilities.append_value((match_probability(weight) * 1e6).round() / 1e6);
        is_linked.append_value(linked.contains(&(*left, *right)));
    }
    let rule =
        |scored: &Option<(f64, u16)>| scored.map_or(BY_PEOPLE, |(_, rule)| found.rules[usize::from(rule)].as_str());
    let by = |pair: (u32, u32)| if decided.contains_key(&pair) { BY_PEOPLE } else { "model" };
    batch(
        &PERSON_PAIR,
        vec![
            words(rows.iter().map(|(left, ..)| agency(records, *left))),
            words(rows.iter().map(|(left, ..)| records.id(*left))),
            words(rows.iter().map(|(_, right, _)| agency(records, *right))),
            words(rows.iter().map(|(_, right, _)| records.id(*right))),
            Arc::new(weights.finish()),
            Arc::new(probabilities.finish()),
            words(rows.iter().map(|(_, _, scored)| rule(scored))),
            Arc::new(is_linked.finish()),
            words(rows.iter().map(|(left, right, _)| by((*left, *right)))),
        ],
    )
}

pub(super) fn clusters(records: &Records, person_of_row: &[u64]) -> RecordBatch {
    let rows = 0..records.n_records() as u32;
    let mut people = Int64Builder::new();
    person_of_row.iter().for_each(|person| people.append_value(*person as i64));
    let columns = vec![
        words(rows.clone().map(|row| agency(records, row))),
        words(rows.map(|row| records.id(row))),
        Arc::new(people.finish()) as ArrayRef,
    ];
    batch(&PERSON_CLUSTER, columns)
}

pub(super) fn changes(diff: &IdentityDiff, records: &Records, person_of_row: &[u64]) -> RecordBatch {
    let mut n_records: BTreeMap<u64, u64> = BTreeMap::new();
    person_of_row.iter().for_each(|person| *n_records.entry(*person).or_default() += 1);
    debug_assert_eq!(person_of_row.len(), records.n_records());
    change_table(diff, &n_records)
}

fn change_table(diff: &IdentityDiff, n_records: &BTreeMap<u64, u64>) -> RecordBatch {
    let (mut people, mut counts, mut others) = (Int64Builder::new(), Int64Builder::new(), StringBuilder::new());
    let list =
        |people: &mut dyn Iterator<Item = u64>| Some(people.map(|p| p.to_string()).collect::<Vec<_>>().join(" "));
    for change in &diff.changes {
        let (person, other) = match change {
            Change::Merged { person, absorbed, .. } => (person, list(&mut absorbed.iter().copied())),
            Change::Split { person, others, .. } => (person, list(&mut others.iter().map(|(other, _)| *other))),
            Change::Changed { person, .. } | Change::New { person, .. } | Change::Gone { person, .. } => (person, None),
        };
        let n = match change {
            Change::Gone { n_records, .. } => *n_records,
            _ => n_records.get(person).copied().unwrap_or_default(),
        };
        people.append_value(*person as i64);
        counts.append_value(n as i64);
        others.append_option(other);
    }
    let texts: Vec<String> = diff.changes.iter().map(ToString::to_string).collect();
    let columns = vec![
        words(diff.changes.iter().map(word)),
        Arc::new(people.finish()) as ArrayRef,
        Arc::new(counts.finish()),
        Arc::new(others.finish()),
        words(texts.iter().map(String::as_str)),
    ];
    batch(&PERSON_CHANGE, columns)
}

/// The kind of a change, as the table has it.
fn word(change: &Change) -> &'static str {
    match change {
        Change::Merged { .. } => "merged",
        Change::Split { .. } => "split",
        Change::Changed { .. } => "changed",
        Change::New { .. } => "new",
        Change::Gone { .. } => "gone",
    }
}
