//! The example place Marshford, file by file, against what its maker planted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use model::payee::PayeeMasks;
use model::place::{Source, SourceKind};
use model::{Place, ProblemKind};
use serde_json::{Value, json};

use crate::places::place_in;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marshford")
}

fn place() -> Place {
    let globs = [
        (Some("marshford-county"), SourceKind::Ledger, "county/*.csv"),
        (Some("marshford-borough"), SourceKind::Ledger, "borough/*.xlsx"),
        (Some("marshford-and-fens-icb"), SourceKind::Ledger, "icb/*.csv"),
        (None, SourceKind::Outturn, "published/*.csv"),
    ];
    let source = |(body, kind, glob): (Option<&str>, SourceKind, &str)| Source {
        body_id: body.map(str::to_owned),
        kind,
        agency: None,
        columns: Vec::new(),
        building: None,
        files: vec![glob.to_owned()],
    };
    Place { sources_root: root().join("sources"), ..place_in(&root(), 2025, globs.map(source).into()) }
}

/// A table as `truth.json` describes one; doubts that need other files are counted by body.
fn told(table: &SourceFile) -> Value {
    let counts = &table.counts;
    json!({
        "body": table.body_id, "path": table.path, "sheet": table.sheet,
        "rows": counts.n_rows, "header_rows": counts.n_header_rows, "blank_rows": counts.n_blank_rows, "problem_rows": counts.n_problem_rows,
        "lines": counts.n_lines, "negative_lines": counts.n_negative, "redacted_lines": counts.n_redacted, "pounds": counts.amount.plain(),
    })
}

fn truth() -> Value {
    serde_json::from_slice(&fs::read(root().join("truth.json")).expect("the truth")).expect("the truth is JSON")
}

#[test]
fn every_file_of_marshford_says_what_was_planted_in_it() {
    let truth = truth();
    let place = place();
    let ledgers = Sources::find(&place).ledgers;
    assert_eq!(ledgers.problems, []);
    let reader = Reader { place: &place, mappings: &Mappings::default(), masks: &PayeeMasks::default() };
    let tables: Vec<SourceFile> = ledgers.found.iter().flat_map(|file| reader.read(file, &mut drop)).collect();
    let doubts = intake::doubts::doubts(&place, &tables).problems;

    let mut planted: Vec<Value> = truth["files"].as_array().expect("files").clone();
    for table in &mut planted {
        table.as_object_mut().expect("a table of the truth").remove("problems");
    }
    let mut read: Vec<Value> = tables.iter().map(told).collect();
    let key = |table: &Value| format!("{} {}", table["path"], table["sheet"]);
    planted.sort_by_key(key);
    read.sort_by_key(key);
    for (planted, read) in planted.iter().zip(&read) {
        assert_eq!(read, planted);
    }
    assert_eq!(read.len(), planted.len());

    let signs = &truth["signs"];
    let doubt = doubts.iter().find(|doubt| doubt.kind == ProblemKind::NoNegativeLines).expect("August's doubt");
    let share = signs["share_of_negative_lines_elsewhere"].as_f64().expect("a share") * 100.0;
    for part in
        [format!("{share:.1}% of the lines"), format!("about {} of credits", printed(&signs["estimated_credits"]))]
    {
        assert!(doubt.text.contains(&part), "{part} in {}", doubt.text);
    }
    let problems = ledger_problems(&place, &tables, &[]);
    for (body, planted) in truth["bodies"].as_object().expect("bodies") {
        let mut said: BTreeMap<ProblemKind, u64> = BTreeMap::new();
        problems
            .iter()
            .filter(|problem| problem.body_id == *body)
            .for_each(|problem| *said.entry(problem.kind).or_default() += 1);
        let said: BTreeMap<&str, u64> = said.into_iter().map(|(kind, n)| (kind.word(), n)).collect();
        assert_eq!(json!(said), planted["problems"], "{body}: {doubts:?}");
    }
}

/// Pounds of the truth as the page prints them.
fn printed(pounds: &Value) -> String {
    pounds
        .as_str()
        .map_or(String::new(), |pounds| money::Amount::parse(pounds).expect("an amount of the truth").money.to_string())
}

#[test]
fn the_page_of_marshford_prints_the_figures_of_the_truth() {
    let page = fs::read_to_string(root().join("README.md")).expect("the page");
    let truth = truth();
    let bodies = truth["bodies"].as_object().expect("bodies").iter().map(|(id, body)| (id.as_str(), body));
    for (name, of) in bodies.chain([("**all**", &truth)]) {
        let treatments =
            ["spend", "transfer", "financing", "excluded"].map(|word| printed(&of["by_treatment"][word]["pounds"]));
        let eliminated = printed(&of["eliminated"]["pounds"]);
        let row = format!(
            "| {name} | {} | {} | {} | {eliminated} |",
            of["lines"],
            printed(&of["pounds"]),
            treatments.join(" | ")
        );
        assert!(page.contains(&row), "{row}");
    }
    for transfer in truth["transfers"].as_array().expect("transfers") {
        let text = |key: &str| transfer[key].as_str().expect("a word of the truth").to_owned();
        let eliminated = if transfer["eliminated"] == true { "yes" } else { "no" };
        let (paid, shown) = (printed(&transfer["pounds"]), printed(&transfer["matched"]));
        let row = format!(
            "| {} | {} | {} | {paid} | {eliminated} | {shown} | {} |",
            text("payer"),
            text("receiver"),
            text("kind"),
            text("status")
        );
        assert!(page.contains(&row), "{row}");
    }
    let signs = &truth["signs"];
    for figure in
        [&signs["lost_credits"], &signs["estimated_credits"], &truth["in_the_place_after_elimination"]["pounds"]]
    {
        assert!(page.contains(&printed(figure)), "{figure}");
    }
}
