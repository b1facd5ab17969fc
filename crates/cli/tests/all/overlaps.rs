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

/// A place with Exeter's own register of contracts; none, with a plain line, where the shared data are not beside the checkout.
fn exeter() -> Option<(Copy, Value)> {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/contracts-grants");
    if !data.is_dir() {
        println!("skipped: {} is not there", data.display());
        return None;
    }
    let folder = Copy::empty();
    let register = data.join("exeter/contracts_register_april_2026.csv");
    std::fs::create_dir_all(folder.join("place/sources")).expect("a folder");
    std::fs::copy(register, folder.join("place/sources/register.csv")).expect("the register");
    folder.write("place/sources/spend.csv", "Date,Supplier,Amount,Service\n01/05/2025,CIVICA UK LTD,12000.00,IT\n");
    folder.write(
        "place/place.toml",
        "name = \"Exeter\"\nyear = \"2025-26\"\n[sources]\nroot = \"sources\"\n[[body]]\nid = \"exeter\"\nname = \"Exeter City Council\"\n\
         kind = \"district_council\"\n[[source]]\nbody = \"exeter\"\nfiles = [\"spend.csv\"]\n[[source]]\nkind = \"contracts\"\n\
         body = \"exeter\"\nfiles = [\"register.csv\"]\n",
    );
    let answers = std::fs::read_to_string(data.join("known_answers.json")).expect("the answers");
    let answers: Value = serde_json::from_str(&answers).expect("JSON");
    let key = answers.as_object().expect("answers").keys().find(|key| key.contains("exeter")).expect("Exeter").clone();
    Some((folder, answers[&key].clone()))
}

#[test]
fn contracts_end_in_the_years_in_which_exeters_were_counted() {
    let Some((folder, answer)) = exeter() else { return };
    let (status, _, told) = run(&folder, &["build", "place"]);
    assert!(matches!(status, Some(0 | 1)), "{told}");
    let found = json(&folder, &["overlaps", "place", "--json"]);
    let years = found["contract_ends"].as_array().expect("years");
    let counted = answer["end_by_financial_year"].as_object().expect("years");
    assert_eq!(years.len(), counted.len());
    for year in years {
        let name = year["financial_year"].as_str().expect("a year");
        assert_eq!(year["n_contracts"], counted[name], "{name}");
    }
    let next = years.iter().find(|year| year["financial_year"] == "2026-27").expect("the next year");
    assert_eq!(next["n_contracts"], 112);
    assert_eq!(next["amount"], "33599485.26");
    assert_eq!(found["n_contracts_open"], 34);
}

#[test]
fn a_place_of_several_years_has_findings_of_its_latest_year_alone() {
    let folder = Copy::empty();
    let ledger = |body: &str| {
        let lines = "01/05/2023,Acorn Ltd,4000.00,IT\n01/05/2024,Acorn Ltd,900.00,IT\n01/06/2024,Acorn Ltd,150.00,IT\n";
        folder.write(&format!("place/sources/{body}.csv"), &format!("Date,Supplier,Amount,Service\n{lines}"));
        format!(
            "[[body]]\nid = \"{body}\"\nname = \"{body} Council\"\nkind = \"council\"\n[[source]]\nbody = \"{body}\"\nfiles = [\"{body}.csv\"]\n"
        )
    };
    let bodies = ["alpha", "beta"].map(ledger).concat();
    let head = "name = \"T\"\nyears = [\"2023-24\", \"2024-25\"]\n[sources]\nroot = \"sources\"\n";
    folder.write("place/place.toml", &format!("{head}{bodies}"));
    let (status, _, told) = run(&folder, &["build", "place"]);
    assert!(matches!(status, Some(0 | 1)), "{told}");
    let found = json(&folder, &["overlaps", "place", "--json"]);
    let shared = found["findings"].as_array().expect("findings").iter().find(|of| of["kind"] == "shared_supplier");
    assert_eq!(shared.expect("a supplier of two bodies")["amount_seen"], "2100.00", "{found:#}");
    let chosen = json(&folder, &["overlaps", "place", "--json", "--strand", "property"]);
    assert_eq!(chosen["findings"].as_array().map(Vec::len), Some(0), "only findings of the strand");
}
