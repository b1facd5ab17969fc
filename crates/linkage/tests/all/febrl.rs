//! FEBRL 1 to 4: made-up Australians with typing errors and the truth in the record id.

use std::ops::ControlFlow;

use linkage::evidence::{PairCounts, pairs_against_truth};
use linkage::records::{Records, RecordsBuilder};
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
    let linked = link(records, model, LinkOptions::USUAL, |_| ControlFlow::Continue(())).expect("linked");
    for note in linked.training.iter().flat_map(|training| &training.notes) {
        println!("{note}");
    }
    println!("{}", linked.model.write());
    let truth: Vec<u32> = (0..records.n_records() as u32).map(|row| person(records.id(row))).collect();
    pairs_against_truth(&linked.clusters, &truth)
}

fn check(files: &[&str]) {
    let model = Model::read(MODEL).expect("the model");
    let Some(counts) = linked(files, &model) else { return };
    println!("{files:?} {counts:?} f1 {:.4}", counts.f1());
}

#[test]
fn febrl_1() {
    check(&["dataset1.csv"]);
}

#[test]
fn febrl_2() {
    check(&["dataset2.csv"]);
}

#[test]
fn febrl_3() {
    check(&["dataset3.csv"]);
}

#[test]
fn febrl_4() {
    let mut model = Model::read(MODEL).expect("the model");
    model.link = linkage::linkage_model::LinkType::LinkOnly;
    model.no_duplicates_in = vec!["dataset4a.csv".to_owned(), "dataset4b.csv".to_owned()];
    let Some(counts) = linked(&["dataset4a.csv", "dataset4b.csv"], &model) else { return };
    println!("4 {counts:?} f1 {:.4}", counts.f1());
}
