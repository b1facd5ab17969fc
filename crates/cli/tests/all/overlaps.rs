//! What is done twice, and the first draft of a proposal, through the program.

use std::process::Command;

use model::FinancialYear;
use serde_json::Value;

use crate::run::Copy;

/// A built place whose bodies do things twice.
fn place() -> Copy {
    let folder = Copy::empty();
    synth::write_overlaps(&folder.join("place"), 5, FinancialYear(2024)).expect("a place");
    let (status, _, told) = run(&folder, &["build", "place"]);
    assert!(matches!(status, Some(0 | 1)), "{told}");
    folder
}

/// How it ended, what it printed, and what it said.
fn run(folder: &Copy, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
    let output = command.args(arguments).current_dir(folder.path()).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn json(folder: &Copy, arguments: &[&str]) -> Value {
    let (status, printed, told) = run(folder, arguments);
    assert_eq!(status, Some(0), "{told}");
    serde_json::from_str(&printed).expect("JSON")
}

fn pence(value: &Value) -> i64 {
    value.as_str().expect("pounds as text").replace('.', "").parse().expect("pence")
}

#[test]
fn strands_add_up_to_all_findings_and_bodies_to_each() {
    let folder = place();
    let all = json(&folder, &["overlaps", "place", "--json"]);
    let sum = |rows: &Value, key: &str| -> i64 {
        rows.as_array().expect("rows").iter().filter(|row| !row[key].is_null()).map(|row| pence(&row[key])).sum()
    };
    assert!(0 < pence(&all["amount"]));
    assert_eq!(sum(&all["strands"], "amount"), pence(&all["amount"]));
    assert_eq!(sum(&all["findings"], "amount"), pence(&all["amount"]));
    let sql = "SELECT CAST(sum(b.amount) AS VARCHAR) AS paid, (SELECT CAST(sum(amount) AS VARCHAR) FROM overlap) AS own FROM overlap_body b";
    let sums = json(&folder, &["query", "place", sql, "--json"]);
    assert_eq!(sums[0]["paid"], sums[0]["own"]);
    assert_eq!(pence(&sums[0]["own"]), pence(&all["amount"]));
}

#[test]
fn finding_number_one_becomes_a_proposal_that_is_appraised_without_an_edit() {
    let folder = place();
    let first = json(&folder, &["overlaps", "place", "--finding", "1", "--json"]);
    assert!(!first["evidence"].as_array().expect("rows").is_empty(), "{first}");
    let (status, written, told) = run(&folder, &["overlaps", "place", "--propose", "1"]);
    assert_eq!(status, Some(0), "{told}");
    let path = written.trim().to_owned();
    // 1: the shipped grades of evidence are still to be confirmed, whatever is appraised.
    let (status, appraised, told) = run(&folder, &["appraise", &path, "--json"]);
    assert!(matches!(status, Some(0 | 1)), "{told}");
    let case: Value = serde_json::from_str(&appraised).expect("JSON");
    let text = std::fs::read_to_string(folder.join(&path)).expect("the draft");
    let amount = first["amount"].as_str().expect("pounds");
    assert!(text.contains(&format!("annual_spend = {amount}")), "{text}");
    for body in first["bodies"].as_array().expect("bodies") {
        let id = body.as_str().expect("an id");
        assert!(case.to_string().contains(&format!("\"{id}\"")), "{id} is among those who pay and gain");
    }
    let (status, _, told) = run(&folder, &["overlaps", "place", "--propose", "1"]);
    assert!(status == Some(2) && told.contains("is there already"), "{told}");
    assert_eq!(std::fs::read_to_string(folder.join(&path)).expect("the draft"), text, "nothing is written over");
}

#[test]
fn a_strand_and_a_finding_that_are_not_there_are_said_with_those_that_are() {
    let folder = place();
    let (status, _, told) = run(&folder, &["overlaps", "place", "--strand", "proprty"]);
    assert!(status == Some(2) && told.contains("property"), "{told}");
    let (status, _, told) = run(&folder, &["overlaps", "place", "--finding", "9999"]);
    assert!(status == Some(2) && told.contains("a number from 1 to"), "{told}");
    let (status, printed, _) = run(&folder, &["overlaps", "place", "--strand", "collaborative procurement"]);
    assert!(status == Some(0) && printed.contains("is paid by"), "{printed}");
}

#[test]
fn no_supplier_of_a_payment_that_may_have_been_made_twice_is_named_on_the_page() {
    let folder = place();
    let twice = json(&folder, &["query", "place", "SELECT title FROM overlap WHERE kind = 'paid_twice'", "--json"]);
    crate::run::publish(&folder.join("place"));
    let page = std::fs::read_to_string(folder.join("place/public/done-twice.html")).expect("the page is published");
    let titles: Vec<&str> = twice.as_array().expect("rows").iter().filter_map(|row| row["title"].as_str()).collect();
    assert!(!titles.is_empty() && page.contains("By strand of savings"), "{page}");
    assert!(titles.iter().all(|title| !page.contains(title)));
}
