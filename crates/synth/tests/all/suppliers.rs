//! Who is paid, found again: the names of every ledger against the truth, by value.

use std::collections::BTreeMap;

use money::{Amount, Money};
use suppliers::{Payee, PublicBody, suppliers};

use crate::made::{Made, PEOPLE, make, plan};

/// A printed name of a body, and who it is by the truth.
struct Printed {
    payee: Payee,
    /// A supplier's number, or the public body.
    truth: String,
    is_public_body: bool,
}

fn printed(made: &Made) -> Vec<Printed> {
    let mut reader = csv::Reader::from_path(made.path("truth/payees.csv")).expect("the truth about payees");
    let headings = reader.headers().expect("headings").clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
    let [body, payee, supplier, counterparty, lines, pounds] =
        ["body", "payee", "supplier_id", "counterparty", "lines", "pounds"].map(at);
    let row = |row: csv::StringRecord| Printed {
        truth: [&row[supplier], &row[counterparty]].concat(),
        is_public_body: !row[counterparty].is_empty(),
        payee: Payee {
            body_id: row[body].to_owned(),
            payee: row[payee].to_owned(),
            payee_code: None,
            identifiers: Vec::new(),
            postcode: None,
            is_withheld: false,
            n_lines: row[lines].parse().expect("a count"),
            amount: Amount::parse(&row[pounds]).expect("pounds").money,
        },
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// How much of the value beside each pound is of the same supplier: of the pounds found together with it
/// (precision), and of those that truly belong with it (recall). Mean over all pounds, as B-cubed takes it.
fn precision_and_recall(printed: &[Printed]) -> (f64, f64) {
    let bodies: Vec<PublicBody> = printed.iter().filter(|row| row.is_public_body).map(public_body).collect();
    let payees: Vec<Payee> = printed.iter().map(|row| row.payee.clone()).collect();
    let found = suppliers(&payees, &bodies, &[]);
    let of: BTreeMap<(&str, &str), &str> = found
        .edges
        .iter()
        .map(|edge| ((edge.body_id.as_str(), edge.payee.as_str()), edge.supplier_id.as_str()))
        .collect();
    let named: Vec<(&str, &str, f64)> = printed
        .iter()
        .filter(|row| !row.is_public_body && Money::ZERO < row.payee.amount)
        .map(|row| {
            (of[&(row.payee.body_id.as_str(), row.payee.payee.as_str())], row.truth.as_str(), row.payee.amount.pounds())
        })
        .collect();
    let mut both: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let (mut by_found, mut by_truth): (BTreeMap<&str, f64>, BTreeMap<&str, f64>) = Default::default();
    for (found, truth, pounds) in &named {
        *both.entry((found, truth)).or_default() += pounds;
        *by_found.entry(found).or_default() += pounds;
        *by_truth.entry(truth).or_default() += pounds;
    }
    let total: f64 = both.values().sum();
    let mean = |beside: &dyn Fn(&str, &str) -> f64| {
        both.iter().map(|((found, truth), pounds)| pounds * pounds / beside(found, truth)).sum::<f64>() / total
    };
    (mean(&|found, _| by_found[found]), mean(&|_, truth| by_truth[truth]))
}

fn public_body(row: &Printed) -> PublicBody {
    PublicBody {
        payee: row.payee.payee.clone(),
        id: row.truth.clone(),
        name: row.truth.clone(),
        kind: model::BodyKind::Council,
        is_listed: true,
    }
}

#[test]
fn suppliers_are_found_again_by_value() {
    for seed in [1, 7, 42, 2026, 31_337] {
        let (precision, recall) = precision_and_recall(&printed(&make(&plan(PEOPLE, seed))));
        assert!(0.995 <= precision && 0.97 <= recall, "seed {seed}: precision {precision:.4}, recall {recall:.4}");
    }
}
