//! How well suppliers agree with names that people verified, by value.
//!
//! `cargo run -p suppliers --example agreement -- NAMES.csv`, with the columns `payee`, `amount` and `truth` (whom the name
//! means) and, where they are known, `body_id`, `name` and `kind` of the public body that registers take it for and
//! `is_listed`. Prints precision and recall (B-cubed, for each pound), how many of the names that a computer sees as
//! unlike are joined, and what of the missed value the questions to a person cover.

#![allow(clippy::print_stdout, clippy::print_stderr)] // an example is read on the terminal

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;

use model::BodyKind;
use money::Amount;
use suppliers::{Payee, PublicBody, Suppliers, suppliers};

struct Verified {
    payee: String,
    pounds: f64,
    truth: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file of names?")?;
    let (mut names, mut payees, mut bodies) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in csv::Reader::from_path(path)?.deserialize::<HashMap<String, String>>() {
        let row = row?;
        let cell = |column: &str| row.get(column).cloned().unwrap_or_default();
        let amount = Amount::parse(&cell("amount")).map_err(|_| "an amount is not a number")?.money;
        names.push(Verified { payee: cell("payee"), pounds: amount.pounds(), truth: cell("truth") });
        if let Some(kind) = BodyKind::parse(&cell("kind")) {
            let (id, name, is_listed) = (cell("body_id"), cell("name"), cell("is_listed") == "true");
            bodies.insert(cell("payee"), PublicBody { payee: cell("payee"), id, name, kind, is_listed });
        }
        payees.push(Payee {
            body_id: "payer".to_owned(),
            payee: cell("payee"),
            payee_code: None,
            identifiers: Vec::new(),
            postcode: None,
            is_withheld: false,
            n_lines: 1,
            amount,
        });
    }
    let started = std::time::Instant::now();
    let found = suppliers(&payees, &bodies.into_values().collect::<Vec<_>>(), &[]);
    eprintln!("{} names in {:.2} s", names.len(), started.elapsed().as_secs_f64());
    let of: HashMap<String, String> =
        found.edges.iter().map(|edge| (edge.payee.clone(), edge.supplier_id.clone())).collect();
    let (precision, recall) = agreement(&names, &of);
    let (n_unlike, n_joined, n_wrong) = unlike_names(&names, &of);
    println!("precision {precision:.4}, recall {recall:.4} by value");
    println!("{n_joined} of {n_unlike} pairs of unlike names joined ({:.3})", n_joined as f64 / n_unlike.max(1) as f64);
    println!("{n_wrong} pairs joined that people hold apart");
    print_questions(&names, &found, of, recall);
    Ok(())
}

/// For each pound the share of the value found with it that belongs with it, and of the value that belongs with it what
/// is found with it.
fn agreement(names: &[Verified], of: &HashMap<String, String>) -> (f64, f64) {
    let (mut both, mut by_found, mut by_truth) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for name in names {
        let found = &of[&name.payee];
        *both.entry((found, &name.truth)).or_insert(0.0) += name.pounds;
        *by_found.entry(found).or_insert(0.0) += name.pounds;
        *by_truth.entry(&name.truth).or_insert(0.0) += name.pounds;
    }
    let total: f64 = both.values().sum();
    let mean = |beside: &dyn Fn(&String, &String) -> f64| {
        both.iter().map(|((found, truth), pounds)| pounds * pounds / beside(found, truth)).sum::<f64>() / total
    };
    (mean(&|found, _| by_found[found]), mean(&|_, truth| by_truth[truth]))
}

/// Pairs of names of one supplier that differ in more than case, marks and legal form; those of them that are joined; and
/// pairs that are joined and are of two.
fn unlike_names(names: &[Verified], of: &HashMap<String, String>) -> (usize, usize, usize) {
    let mut by_truth: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut by_found: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for name in names {
        by_truth.entry(&name.truth).or_default().insert(&name.payee);
        by_found.entry(&of[&name.payee]).or_default().insert((&name.payee, &name.truth));
    }
    let key = |payee: &str| model::name::name_key(payee).key.replace(' ', "");
    let pairs = |n: usize| (0..n).flat_map(move |i| (0..i).map(move |j| (i, j)));
    let (mut n_unlike, mut n_joined, mut n_wrong) = (0, 0, 0);
    for payees in by_truth.into_values() {
        let payees: Vec<&str> = payees.into_iter().collect();
        for (i, j) in pairs(payees.len()).filter(|(i, j)| key(payees[*i]) != key(payees[*j])) {
            n_unlike += 1;
            n_joined += usize::from(of[payees[i]] == of[payees[j]]);
        }
    }
    for payees in by_found.into_values() {
        let payees: Vec<(&str, &str)> = payees.into_iter().collect();
        if std::env::var("SHOW").is_ok_and(|what| what == "wrong") {
            let wrong =
                pairs(payees.len()).filter(|(i, j)| payees[*i].1 != payees[*j].1 && payees[*i].0 != payees[*j].0);
            wrong.for_each(|(i, j)| println!("wrong: {} | {}", payees[i].0, payees[j].0));
        }
        n_wrong +=
            pairs(payees.len()).filter(|(i, j)| payees[*i].1 != payees[*j].1 && payees[*i].0 != payees[*j].0).count();
    }
    (n_unlike, n_joined, n_wrong)
}

/// What the questions are worth if a person answers the first of them rightly.
fn print_questions(names: &[Verified], found: &Suppliers, of: HashMap<String, String>, recall: f64) {
    let truth: HashMap<&str, &str> = names.iter().map(|name| (name.payee.as_str(), name.truth.as_str())).collect();
    let mut of = of;
    let mut n_same = 0;
    let mut by_reason: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, near) in found.near.iter().enumerate() {
        let is_same = truth[near.one.payee.as_str()] == truth[near.other.payee.as_str()];
        let n = by_reason.entry(near.reason.word()).or_default();
        *n = (n.0 + usize::from(is_same), n.1 + 1);
        if std::env::var("SHOW").is_ok_and(|reason| reason == near.reason.word()) {
            println!(
                "{} {:.2} {} | {} | {}",
                if is_same { "+" } else { "-" },
                near.score,
                near.one.payee,
                near.other.payee,
                near.evidence
            );
        }
        if is_same {
            n_same += 1;
            let (to, from) = (of[&near.one.payee].clone(), of[&near.other.payee].clone());
            of.values_mut().filter(|id| **id == from).for_each(|id| id.clone_from(&to));
        }
        if [19, 99, 499, found.near.len() - 1].contains(&at) {
            let (_, with) = agreement(names, &of);
            let covered = (with - recall) / (1.0 - recall);
            println!("{} questions, {n_same} of them same: recall {with:.4}, {covered:.3} of the missed value", at + 1);
        }
    }
    for (reason, (n_same, n)) in by_reason {
        println!("  {reason}: {n_same} of {n} same");
    }
}
