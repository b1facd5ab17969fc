//! The model that comes with the program on files that write the same things in other ways.

use linkage::evidence::{PairCounts, pairs_against_truth};
use linkage::linkage_model::Model;

use super::made_up::{COLUMNS, FIVE_COLUMNS, Row, linked, people, records, truth};

fn counts(rows: &[Row]) -> PairCounts {
    let records = records(&COLUMNS, rows);
    let model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
    let linked = linked(&records, &model);
    pairs_against_truth(&linked.clusters, &truth(&records))
}

#[test]
fn capitals_and_british_dates_of_one_agency_hide_nobody() {
    let rows = people(800, 9);
    let mut shouted = rows.clone();
    for (source, _, values) in &mut shouted {
        if source == "police" {
            values.iter_mut().flatten().for_each(|value| *value = otherwise(value));
        }
    }
    assert_ne!(rows, shouted);
    let (plain, shouted) = (counts(&rows), counts(&shouted));
    assert!(1_000 < plain.true_positives, "{plain:?}");
    assert_eq!((plain.true_positives, plain.false_positives), (shouted.true_positives, shouted.false_positives));
}

/// In capitals, and a date as `22/12/1972`.
fn otherwise(value: &str) -> String {
    match value.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] => format!("{day}/{month}/{year}"),
        _ => value.to_uppercase(),
    }
}
