//! Five agencies: who is known to how many?

use std::collections::{BTreeMap, BTreeSet};

use linkage::Model;
use linkage::evidence::pairs_against_truth;
use linkage::records::RecordsBuilder;

use super::data;
use super::made_up::linked;

const COLUMNS: [&str; 7] = ["givenname", "surname", "dob", "gender", "city", "income", "phone number"];
const MODEL: &str = include_str!("five_agencies.toml");

#[test]
fn a_persons_number_of_agencies_is_right() {
    let Some(folder) = data::folder("five-agencies") else { return };
    let mut builder = RecordsBuilder::new(&COLUMNS).expect("columns");
    for agency in 1..=5 {
        let source = format!("dataset-{agency}");
        data::read(&mut builder, &source, &folder.join(format!("{source}.csv")), "id", &COLUMNS);
    }
    let records = builder.finish().expect("records");
    let model = Model::read(MODEL).expect("the model");
    let linked = linked(&records, &model);
    let truth: Vec<u32> =
        (0..records.n_records() as u32).map(|row| records.id(row).parse().expect("a number")).collect();
    let counts = pairs_against_truth(&linked.clusters, &truth);
    assert_eq!(counts.false_positives, 0, "{counts:?}");
    assert!(0.998 <= counts.f1(), "{counts:?}");
    // A person is right where all their records are in one cluster that holds nobody else.
    let mut clusters_of: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for (row, person) in truth.iter().enumerate() {
        let cluster = linked.clusters.of(row as u32);
        clusters_of.entry(*person).or_default().insert(cluster);
        *sizes.entry(cluster).or_default() += 1;
    }
    let mut n_true: BTreeMap<u32, usize> = BTreeMap::new();
    truth.iter().for_each(|person| *n_true.entry(*person).or_default() += 1);
    let n_right = clusters_of
        .iter()
        .filter(|(person, clusters)| clusters.len() == 1 && sizes[clusters.first().expect("one")] == n_true[*person])
        .count();
    assert!(0.998 <= n_right as f64 / n_true.len() as f64, "{n_right} of {} people", n_true.len());
}
