//! The same people whatever the order of records and the number of threads.

use std::collections::BTreeSet;

use linkage::evidence::pairs_against_truth;
use linkage::identities::{Identities, assign};
use linkage::records::Records;
use linkage::score::ScoredPair;
use linkage::{LinkOptions, Model, link};

use super::made_up::{COLUMNS, Dice, FIVE_COLUMNS, Row, linked, people, records, truth};

type People = BTreeSet<BTreeSet<(String, String)>>;

fn model() -> Model {
    let mut model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
    model.training.u_pairs = 50_000;
    model
}

/// People as sets of records, and every pair kept with its weight in bits.
fn people_and_pairs(records: &Records) -> (People, Vec<String>) {
    let mut pairs = Vec::new();
    let linked = link(records, &model(), &LinkOptions::USUAL, |kept: &[ScoredPair]| {
        let line = |pair: &ScoredPair| {
            format!("{} {} {:x}", records.id(pair.left), records.id(pair.right), pair.weight.to_bits())
        };
        pairs.extend(kept.iter().map(line));
        Ok(())
    });
    let key = |row: u32| (records.sources()[records.source_of(row)].clone(), records.id(row).to_owned());
    let members = linked.expect("linked").clusters.members();
    (members.into_iter().map(|rows| rows.into_iter().map(key).collect()).collect(), pairs)
}

pub fn shuffled(mut rows: Vec<Row>, seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed);
    for at in (1..rows.len()).rev() {
        rows.swap(at, dice.below(at as u64 + 1) as usize);
    }
    rows
}

pub fn on_threads<T: Send>(n_threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads").install(work)
}

#[test]
fn order_and_threads_change_nothing() {
    let rows = people(400, 3);
    let expected = on_threads(1, || people_and_pairs(&records(&COLUMNS, &rows)));
    assert!(expected.0.len() < rows.len() && !expected.1.is_empty());
    for (n_threads, seed) in [(3, 5), (2, 7)] {
        let found = on_threads(n_threads, || people_and_pairs(&records(&COLUMNS, &shuffled(rows.clone(), seed))));
        assert_eq!(found, expected);
    }
}

#[test]
fn the_model_for_people_finds_made_up_people() {
    let records = records(&COLUMNS, &people(400, 3));
    let linked = linked(&records, &model());
    let truth = truth(&records);
    let counts = pairs_against_truth(&linked.clusters, &truth);
    assert!(0.98 <= counts.f1(), "{counts:?}");
}

#[test]
fn people_keep_their_numbers_when_records_come() {
    let rows = people(300, 9);
    let first = records(&COLUMNS, &rows[..rows.len() * 9 / 10]);
    let all = records(&COLUMNS, &shuffled(rows.clone(), 2));
    let run = |records: &Records, previous: &Identities| {
        let linked = linked(records, &model());
        assign(records, &linked.clusters, previous)
    };
    let before = run(&first, &Identities::default());
    let after = run(&all, &before.identities);
    let kept = before.identities.person_of.iter().filter(|(key, person)| after.identities.person_of[*key] == **person);
    let share = kept.count() as f64 / first.n_records() as f64;
    assert!(0.99 <= share, "{share} of the records keep their person");
    assert_eq!(run(&all, &after.identities).diff.changes, [], "nothing changes when nothing came");
}
