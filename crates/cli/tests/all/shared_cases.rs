//! Cases of ledgers that lie beside the checkout, as a person would try them: copied, then checked and built.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Copy, copy_folder};

const CASES: &str = "../shared/cases/ledgers";

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A case in a folder of its own. None, with a plain line, where the cases are not beside the checkout.
fn case(name: &str) -> Option<Copy> {
    let folder = project().join(CASES).join(name);
    if !folder.is_dir() {
        println!("skipped: the case {name} is not at {}", folder.display());
        return None;
    }
    let copy = Copy::empty();
    copy_folder(&folder, copy.path());
    Some(copy)
}

#[test]
fn bodies_of_the_place_are_known_however_they_are_spelt_and_a_near_one_is_proposed() {
    let Some(copy) = case("payee-spelt-apart") else { return };
    copy.build();
    let transfers = "SELECT receiver_id, sum(amount) AS amount, sum(n_lines) AS n FROM transfer GROUP BY 1 ORDER BY 1";
    assert_eq!(
        copy.query(transfers),
        [
            json!({"receiver_id": "kings", "amount": "9100.00", "n": 3}),
            json!({"receiver_id": "whit", "amount": "2000.00", "n": 1}),
        ]
    );
    let near = "SELECT p.kind, p.amount, n.body_id FROM counterparty_problem p, near_counterparty n";
    assert_eq!(copy.query(near), [json!({"kind": "payee_near_body", "amount": "4000.00", "body_id": "bar"})]);
    let output = copy.command("classify").arg("--bodies").output().expect("the command runs");
    let proposed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(proposed.contains("£4,000.00") && proposed.contains("BARROW MARSH AND FEN"), "{proposed}");
}

#[test]
fn a_police_force_is_police_with_or_without_the_register() {
    let Some(copy) = case("police-register-takes-away") else { return };
    let place = std::fs::read_to_string(copy.join("place.toml")).expect("a place.toml");
    let (without, _) = place.split_once("[[register]]").expect("the case has a register");
    for toml in [place.as_str(), without] {
        copy.write("place.toml", toml);
        copy.build();
        let kinds: Vec<Value> = copy.query("SELECT payee, counterparty_kind FROM counterparty");
        assert_eq!(kinds, [json!({"payee": "Greater Manchester Police", "counterparty_kind": "police"})], "{toml}");
    }
}

#[test]
fn a_file_that_no_source_names_is_said_by_check() {
    let Some(copy) = case("files-that-no-source-names") else { return };
    let output = copy.command("check").output().expect("the command runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("`cards/2023-04.csv` is not read: no [[source]] names it"), "{said}");
    assert!(!said.contains("`ashby/2023-04.csv` is not read"), "{said}");
}

#[test]
fn a_directorate_of_several_services_decides_nothing() {
    let Some(copy) = case("directorate-of-several-services") else { return };
    copy.build();
    let sql = "SELECT l.payee, s.service FROM ledger_line l JOIN spend s ON s.line_id = l.line_id ORDER BY l.date";
    let of = |payee: &str| {
        let rows = copy.query(sql).into_iter().filter(|row| row["payee"] == payee);
        rows.map(|row| row["service"].as_str().expect("a service").to_owned()).collect::<Vec<_>>()
    };
    let roads = of("South Roads Ltd");
    assert_eq!(roads.len(), 3);
    let is_roads = |service: &String| ["highways_transport", "unclassified"].contains(&service.as_str());
    assert!(roads.iter().all(is_roads), "{roads:?}");
    assert_eq!(of("Fern Care Ltd"), ["adult_social_care"]);
    assert_eq!(of("Fern Foster Ltd"), ["childrens_social_care"]);
}

/// Every Rust source of tests: `tests/` of each crate, and modules of tests beside the code.
fn sources_of_tests() -> String {
    let mut text = String::new();
    let mut folders = vec![project().join("crates"), project().join("xtask")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder is listed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(path).expect("a source is read");
                text.push_str(if source.contains("#[test]") { &source } else { "" });
            }
        }
    }
    text
}

#[test]
fn every_shared_case_of_a_ledger_is_run_by_a_test() {
    let Ok(cases) = std::fs::read_dir(project().join(CASES)) else {
        println!("skipped: no cases are at {CASES}");
        return;
    };
    let folders = cases.flatten().filter(|entry| entry.path().is_dir());
    let names: BTreeSet<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.is_empty());
    let sources = sources_of_tests();
    let unrun: Vec<&String> = names.iter().filter(|name| !sources.contains(&format!("\"{name}\""))).collect();
    assert!(unrun.is_empty(), "no test names {unrun:?}");
}
