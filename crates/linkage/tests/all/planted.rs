//! Parameters planted in made-up records are found again.

use linkage::Model;

use super::made_up::{Dice, Row, linked, records};

/// For each column the number of values, each as likely, and how often a second record agrees.
const PLANTED: [(u64, f64); 5] = [(50, 0.95), (200, 0.9), (20, 0.85), (400, 0.97), (100, 0.8)];
const N_PEOPLE: u64 = 3_000;

fn rows() -> Vec<Row> {
    let mut dice = Dice(11);
    let mut rows = Vec::new();
    for person in 0..N_PEOPLE {
        let first: Vec<u64> = PLANTED.iter().map(|(n, _)| dice.below(*n)).collect();
        for copy in 0..2 {
            let value = |(at, (n, m)): (usize, &(u64, f64)), dice: &mut Dice| {
                let value =
                    if copy == 1 && dice.chance(1.0 - m) { (first[at] + 1 + dice.below(n - 1)) % n } else { first[at] };
                (!dice.chance(0.02)).then(|| format!("v{value}"))
            };
            let values = PLANTED.iter().enumerate().map(|planted| value(planted, &mut dice)).collect();
            rows.push(("one".to_owned(), format!("{person}.{copy}"), values));
        }
    }
    rows
}

#[test]
fn m_u_and_the_prior_are_recovered() {
    let columns = ["a", "b", "c", "d", "e"];
    let records = records(&columns, &rows());
    let comparisons: String = columns
        .iter()
        .map(|name| format!("[[comparison]]\nname = '{name}'\nlevels = [{{ is = 'same' }}, {{ is = 'else' }}]\n"))
        .collect();
    // Three strict columns find 0.9 × 0.97 × 0.95 of the true pairs, less what is missing.
    let recall = 0.95 * 0.9 * 0.97 * 0.98_f64.powi(6);
    let text = format!(
        "version = 1\nname = 'planted'\nblocking = [['a', 'b']]\n[prior]\nrecall = {recall}\nrules = [['a', 'b', 'd']]\n\
         [training]\nu_pairs = 300_000\nrules = [['a', 'd'], ['b', 'c'], ['d', 'e']]\n{comparisons}"
    );
    let linked = linked(&records, &Model::read(&text).expect("a model"));
    assert_eq!(linked.notes, []);
    for (comparison, (n, planted)) in linked.model.comparisons.iter().zip(PLANTED) {
        let (m, u) = (comparison.levels[0].m.expect("found"), comparison.levels[0].u.expect("found"));
        assert!((m - planted).abs() < 0.02, "{}: m {m} for {planted}", comparison.name);
        assert!((u * n as f64 - 1.0).abs() < 0.15, "{}: u {u} for {}", comparison.name, 1.0 / n as f64);
    }
    let n = 2.0 * N_PEOPLE as f64;
    let planted = N_PEOPLE as f64 / (n * (n - 1.0) / 2.0);
    let prior = linked.model.prior.probability.expect("found");
    assert!((prior / planted - 1.0).abs() < 0.05, "{prior} for {planted}");
}
