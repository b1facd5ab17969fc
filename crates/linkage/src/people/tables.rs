//! The tables about people.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch};
use model::Row;
use model::decision::RecordKey;
use model::tables::{
    DecidedBy, LINK_ERROR, LINK_THRESHOLD, LinkThreshold, PERSON_CHANGE, PERSON_CLUSTER, PERSON_CLUSTER_AROUND,
    PERSON_PAIR, PersonChangeKind, link_error, link_threshold, person_change, person_cluster, person_cluster_around,
    person_pair,
};
use model::write::texts;

use super::PeopleTables;
use super::level_columns::LevelColumns;
use crate::Error;
use crate::identities::{Change, Identities, IdentityDiff, diff};
use crate::link::{AtThreshold, Decided, Linked};
use crate::quality::GroupQuality;
use crate::records::Records;
use crate::score::{PairLevels, ScoredPair, match_probability};

/// The tables of a place without records; people who were signed before are gone.
pub(super) fn none(signed: &Identities) -> PeopleTables {
    let gone = diff(signed, &Identities::default());
    PeopleTables {
        pairs: RecordBatch::new_empty(PERSON_PAIR.schema()),
        clusters: RecordBatch::new_empty(PERSON_CLUSTER.schema()),
        changes: changes(&gone, &[]),
        thresholds: RecordBatch::new_empty(LINK_THRESHOLD.schema()),
        around: RecordBatch::new_empty(PERSON_CLUSTER_AROUND.schema()),
        errors: RecordBatch::new_empty(LINK_ERROR.schema()),
        model: String::new(),
        said: Vec::new(),
    }
}

/// A pair of rows, and how it was scored; not at all where only people brought the two together.
pub(super) struct PairRow<'p> {
    left: u32,
    right: u32,
    pub(super) scored: Option<&'p ScoredPair>,
}

impl PairRow<'_> {
    fn rows(&self) -> (u32, u32) {
        (self.left, self.right)
    }

    /// Evidence in bits: without any it stands at even odds.
    fn weight(&self) -> f64 {
        self.scored.map_or(0.0, |pair| pair.weight)
    }
}

/// Every pair that was kept, and those that people settled without the model having brought them together.
fn pair_rows<'p>(pairs: &'p [ScoredPair], decided: &Decided) -> Vec<PairRow<'p>> {
    let scored: HashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    let of_pair = |pair: &'p ScoredPair| PairRow { left: pair.left, right: pair.right, scored: Some(pair) };
    let by_people = decided.keys().filter(|pair| !scored.contains(*pair));
    let mut rows: Vec<PairRow<'_>> = pairs.iter().map(of_pair).collect();
    rows.extend(by_people.map(|(left, right)| PairRow { left: *left, right: *right, scored: None }));
    rows.sort_by_key(PairRow::rows);
    rows
}

/// # Errors
/// [`Error::Scratch`].
pub(super) fn pairs(
    records: &Records,
    linked: &Linked,
    (pairs, levels): (&[ScoredPair], Option<&PairLevels>),
    decided: &Decided,
) -> Result<RecordBatch, Error> {
    let mut links = HashSet::new();
    linked.links.for_each(|some| {
        links.extend(some.iter().map(|link| (link.left, link.right)));
        Ok(())
    })?;
    let rows = pair_rows(pairs, decided);
    let rule = |row: &PairRow<'_>| row.scored.map(|pair| linked.summary.rules[usize::from(pair.rule)].rule.as_str());
    let decided_by =
        |row: &PairRow<'_>| if decided.contains_key(&row.rows()) { DecidedBy::People } else { DecidedBy::Model };
    let numbers = |of: &dyn Fn(f64) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| of(row.weight()))))
    };
    let is_linked = rows.iter().map(|row| Some(links.contains(&row.rows())));
    let on_levels = LevelColumns::of(&rows, levels);
    let array = |name: &'static str| -> ArrayRef {
        match name {
            person_pair::AGENCY => agencies(records, rows.iter().map(|row| row.left)),
            person_pair::RECORD_ID => ids(records, rows.iter().map(|row| row.left)),
            person_pair::OTHER_AGENCY => agencies(records, rows.iter().map(|row| row.right)),
            person_pair::OTHER_RECORD_ID => ids(records, rows.iter().map(|row| row.right)),
            person_pair::MATCH_WEIGHT => numbers(&|weight| rounded(weight, 1e4)),
            person_pair::PROBABILITY => numbers(&|weight| rounded(match_probability(weight), 1e6)),
            person_pair::RULE => texts(rows.iter().map(|row| rule(row).or(Some(DecidedBy::People.word())))),
            person_pair::IS_LINKED => Arc::new(is_linked.clone().collect::<BooleanArray>()),
            person_pair::DECIDED_BY => texts(rows.iter().map(|row| Some(decided_by(row).word()))),
            of_level => on_levels.array(of_level),
        }
    };
    Ok(PERSON_PAIR.some_columns(rows.len(), |_| true, array))
}

fn rounded(number: f64, to: f64) -> f64 {
    (number * to).round() / to
}

fn agencies(records: &Records, rows: impl Iterator<Item = u32>) -> ArrayRef {
    texts(rows.map(|row| Some(records.sources()[records.source_of(row)].as_str())))
}

fn ids(records: &Records, rows: impl Iterator<Item = u32>) -> ArrayRef {
    texts(rows.map(|row| Some(records.id(row))))
}

pub(super) fn clusters(records: &Records, person_of_row: &[u64]) -> RecordBatch {
    let rows = || 0..records.n_records() as u32;
    let people = Int64Array::from_iter_values(person_of_row.iter().map(|person| *person as i64));
    PERSON_CLUSTER.batch([
        (person_cluster::AGENCY, agencies(records, rows())),
        (person_cluster::RECORD_ID, ids(records, rows())),
        (person_cluster::PERSON_ID, Arc::new(people)),
    ])
}

/// The thresholds at which there is somebody, the stricter first.
fn at_thresholds(linked: &Linked) -> Vec<(LinkThreshold, &AtThreshold)> {
    let chosen = linked.model.thresholds.link;
    let word = |at: &AtThreshold| if chosen < at.probability { LinkThreshold::Stricter } else { LinkThreshold::Looser };
    linked.around.iter().map(|at| (word(at), at)).collect()
}

pub(super) fn thresholds(linked: &Linked) -> RecordBatch {
    let mut rows = LINK_THRESHOLD.rows();
    let around = at_thresholds(linked).into_iter().map(|(word, at)| (word, at.probability));
    let chosen = (!linked.around.is_empty()).then_some((LinkThreshold::Chosen, linked.model.thresholds.link));
    for (word, probability) in around.chain(chosen) {
        rows.push()
            .text(link_threshold::THRESHOLD, word.word())
            .share(link_threshold::PROBABILITY, rounded(probability, 1e6));
    }
    rows.finish()
}

/// Who is who at the thresholds that are not used.
pub(super) fn around(records: &Records, linked: &Linked) -> RecordBatch {
    let at_thresholds = at_thresholds(linked);
    let rows = || 0..records.n_records() as u32;
    let all = || at_thresholds.iter().flat_map(|_| rows());
    let words = at_thresholds.iter().flat_map(|(word, _)| rows().map(|_| Some(word.word())));
    // A cluster goes by its lowest row.
    let people = at_thresholds.iter().flat_map(|(_, at)| at.clusters.labels()).map(|lowest| i64::from(*lowest) + 1);
    PERSON_CLUSTER_AROUND.batch([
        (person_cluster_around::THRESHOLD, texts(words)),
        (person_cluster_around::AGENCY, agencies(records, all())),
        (person_cluster_around::RECORD_ID, ids(records, all())),
        (person_cluster_around::PERSON_ID, Arc::new(Int64Array::from_iter_values(people))),
    ])
}

pub(super) fn errors(by_origin: &[(String, GroupQuality)]) -> RecordBatch {
    let mut rows = LINK_ERROR.rows();
    let mut by_origin: Vec<&(String, GroupQuality)> = by_origin.iter().collect();
    by_origin.sort_by_key(|(origin, _)| origin);
    for (origin, quality) in by_origin {
        rows.push()
            .text(link_error::NAME_ORIGIN, origin)
            .count(link_error::N_RECORDS, quality.n_records)
            .count(link_error::N_FOUND, quality.n_found)
            .estimate(link_error::N_WRONG, rounded(quality.n_wrong, 1e2))
            .estimate_if_any(link_error::N_MISSED, quality.n_missed.map(|n| rounded(n, 1e2)));
    }
    rows.finish()
}

pub(super) fn changes(diff: &IdentityDiff, person_of_row: &[u64]) -> RecordBatch {
    let mut n_records: BTreeMap<u64, u64> = BTreeMap::new();
    person_of_row.iter().for_each(|person| *n_records.entry(*person).or_default() += 1);
    let mut rows = PERSON_CHANGE.rows();
    for change in &diff.changes {
        let n = match change {
            Change::Gone { n_records, .. } => *n_records,
            _ => n_records.get(&change.person()).copied().unwrap_or_default(),
        };
        let has_others = matches!(change.kind(), PersonChangeKind::Merged | PersonChangeKind::Split);
        rows.push()
            .text(person_change::CHANGE, change.kind().word())
            .id(person_change::PERSON_ID, change.person() as i64)
            .count(person_change::N_RECORDS, n)
            .text_if_any(person_change::OTHER_PERSON_IDS, has_others.then(|| change.other_people()).as_deref())
            .text(person_change::TEXT, &change.to_string());
    }
    rows.finish()
}

/// The person of every record, as `person_cluster` has it.
pub fn people_of_records(clusters: &[RecordBatch]) -> BTreeMap<RecordKey, u64> {
    let rows = clusters.iter().flat_map(|batch| PERSON_CLUSTER.read(batch).iter());
    let key =
        |row: &Row<'_>| (row.text(person_cluster::AGENCY).to_owned(), row.text(person_cluster::RECORD_ID).to_owned());
    rows.map(|row| (key(&row), row.id(person_cluster::PERSON_ID) as u64)).collect()
}

/// The pairs of `person_pair` whose records are there, with their weights.
pub(crate) fn scored_pairs(records: &Records, pairs: &[RecordBatch]) -> Vec<ScoredPair> {
    let rows = pairs.iter().flat_map(|batch| PERSON_PAIR.read(batch).iter());
    let scored = rows.filter_map(|row| {
        let left = records.row_of(row.text(person_pair::AGENCY), row.text(person_pair::RECORD_ID))?;
        let right = records.row_of(row.text(person_pair::OTHER_AGENCY), row.text(person_pair::OTHER_RECORD_ID))?;
        Some(ScoredPair {
            left,
            right,
            weight: row.number(person_pair::MATCH_WEIGHT),
            pattern: 0,
            rule: 0,
            apart: None,
        })
    });
    scored.collect()
}
