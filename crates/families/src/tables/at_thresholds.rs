//! People and families by the number of agencies that know them, at each threshold of linkage (method, section 3.3).

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::tables::{
    FAMILY_YEAR, KNOWN_AT_THRESHOLD, LINK_THRESHOLD, LinkThreshold, PERSON_CLUSTER, PERSON_CLUSTER_AROUND, family_year,
    known_at_threshold, link_threshold, person_cluster, person_cluster_around,
};

use super::{FamilyOptions, family_tables};

/// How many people and families a number of agencies knows.
#[derive(Clone, Copy, Default)]
struct Known {
    n_people: u64,
    n_families: u64,
}

/// `known_at_threshold`: at the chosen threshold by `person_cluster` and the families that were found, at the others by
/// `person_cluster_around` and the families that follow from it.
pub fn known_at_thresholds(
    thresholds: &[RecordBatch],
    (clusters, years): (&[RecordBatch], &[RecordBatch]),
    around: &[RecordBatch],
    (records, contacts): (&[RecordBatch], &[RecordBatch]),
    options: &FamilyOptions<'_>,
) -> RecordBatch {
    let mut rows = KNOWN_AT_THRESHOLD.rows();
    for row in thresholds.iter().flat_map(|batch| LINK_THRESHOLD.read(batch).iter()) {
        let word = row.text(link_threshold::THRESHOLD);
        let known = match LinkThreshold::parse(word) {
            Some(LinkThreshold::Chosen) => known(clusters, years),
            _ => {
                let clusters = [clusters_at(around, word)];
                let found = family_tables(records, &clusters, contacts, options);
                known(&clusters, &[found.years])
            }
        };
        for (n_agencies, known) in known {
            rows.push()
                .text(known_at_threshold::THRESHOLD, word)
                .share(known_at_threshold::PROBABILITY, row.number(link_threshold::PROBABILITY))
                .count(known_at_threshold::N_AGENCIES, n_agencies)
                .count(known_at_threshold::N_PEOPLE, known.n_people)
                .count(known_at_threshold::N_FAMILIES, known.n_families);
        }
    }
    rows.finish()
}

/// The rows of one threshold, as `person_cluster` has them.
fn clusters_at(around: &[RecordBatch], threshold: &str) -> RecordBatch {
    let mut rows = PERSON_CLUSTER.rows();
    let all = around.iter().flat_map(|batch| PERSON_CLUSTER_AROUND.read(batch).iter());
    for row in all.filter(|row| row.text(person_cluster_around::THRESHOLD) == threshold) {
        rows.push()
            .text(person_cluster::AGENCY, row.text(person_cluster_around::AGENCY))
            .text(person_cluster::RECORD_ID, row.text(person_cluster_around::RECORD_ID))
            .id(person_cluster::PERSON_ID, row.id(person_cluster_around::PERSON_ID));
    }
    rows.finish()
}

fn known(clusters: &[RecordBatch], years: &[RecordBatch]) -> BTreeMap<u64, Known> {
    let mut agencies_of: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    let rows: Vec<_> = clusters.iter().flat_map(|batch| PERSON_CLUSTER.read(batch).iter()).collect();
    for row in &rows {
        agencies_of.entry(row.id(person_cluster::PERSON_ID)).or_default().insert(row.text(person_cluster::AGENCY));
    }
    let mut known: BTreeMap<u64, Known> = BTreeMap::new();
    for agencies in agencies_of.values() {
        known.entry(agencies.len() as u64).or_default().n_people += 1;
    }
    for row in years.iter().flat_map(|batch| FAMILY_YEAR.read(batch).iter()) {
        known.entry(row.count(family_year::N_AGENCIES_KNOWN)).or_default().n_families += 1;
    }
    known
}
