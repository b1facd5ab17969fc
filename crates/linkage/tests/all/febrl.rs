//! FEBRL 1 to 4: made-up Australians with typing errors and the truth in the record id.

use linkage::evidence::{PairCounts, pairs_against_truth};
use linkage::linkage_model::LinkType;
use linkage::records::{Records, RecordsBuilder};
use linkage::score::ScoredPair;
use linkage::{LinkOptions, Model, link};

use super::data;

const COLUMNS: [&str; 10] = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
];
const MODEL: &str = include_str!("febrl.toml");

/// `rec-12-dup-3` and `rec-12-org` are person 12.
fn person(id: &str) -> u32 {
    id.split('-').nth(1).and_then(|number| number.parse().ok()).expect("an id of FEBRL")
}

fn linked(files: &[&str], model: &Model) -> Option<PairCounts> {
    let folder = data::folder("febrl")?;
    let mut builder = RecordsBuilder::new(&COLUMNS).expect("columns");
    for file in files {
        data::read(&mut builder, file, &folder.join(file), "rec_id", &COLUMNS);
    }
    let records = builder.finish().expect("records");
    Some(counted(&records, model))
}

fn counted(records: &Records, model: &Model) -> PairCounts {
    // As Splink links them, to which these figures are held: without the rule for households.
    let options = LinkOptions { tells_households_apart: false, ..LinkOptions::USUAL };
    let linked = link(records, model, &options, |_: &[ScoredPair]| Ok(())).expect("linked");
    let truth: Vec<u32> = (0..records.n_records() as u32).map(|row| person(records.id(row))).collect();
    pairs_against_truth(&linked.clusters, &truth)
}

/// No pair may be wrong, and no more than this many may be missed.
fn check(files: &[&str], model: &Model, n_missed_max: u64) {
    let Some(counts) = linked(files, model) else { return };
    assert_eq!(counts.false_positives, 0, "{counts:?}");
    assert!(counts.false_negatives <= n_missed_max, "{counts:?}");
}

fn model() -> Model {
    Model::read(MODEL).expect("the model")
}

#[test]
fn febrl_1() {
    check(&["dataset1.csv"], &model(), 3);
}

#[test]
fn febrl_2() {
    check(&["dataset2.csv"], &model(), 7);
}

#[test]
fn febrl_3() {
    check(&["dataset3.csv"], &model(), 15);
}

#[test]
fn febrl_4() {
    let files = ["dataset4a.csv", "dataset4b.csv"];
    let mut model = model();
    model.link = LinkType::LinkOnly;
    model.no_duplicates_in = files.map(str::to_owned).to_vec();
    check(&files, &model, 2);
}
