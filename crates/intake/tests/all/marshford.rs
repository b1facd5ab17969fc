//! The example place Marshford, file by file, against what its maker planted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::ledgers::{Reader, Table};
use intake::mapping::Mappings;
use model::place::{Options, Source, SourceKind};
use model::{FinancialYear, Place, ProblemKind};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/marshford")
}

fn place() -> Place {
    let globs = [("marshford-county", "county/*.csv"), ("marshford-borough", "borough/*.xlsx"), ("marshford-and-fens-icb", "icb/*.csv")];
    let source = |(body, glob): (&str, &str)| Source {
        body_id: Some(body.to_owned()),
        kind: SourceKind::Ledger,
        files: vec![glob.to_owned()],
    };
    Place {
        name: "Marshford".to_owned(),
        area_codes: vec![],
        region: None,
        population: None,
        year: FinancialYear(2025),
        bodies: vec![],
        sources: globs.map(source).into(),
        registers: vec![],
        themes: vec![],
        options: Options::default(),
        root: root(),
        sources_root: root().join("sources"),
    }
}

/// A table as `truth.json` describes one; doubts that need other files are counted by body.
fn told(table: &Table) -> Value {
    let counts = &table.counts;
    json!({
        "body": table.body_id, "path": table.path, "sheet": table.sheet,
        "rows": counts.n_rows, "header_rows": counts.n_header_rows, "blank_rows": counts.n_blank_rows, "problem_rows": counts.n_problem_rows,
        "lines": counts.n_lines, "negative_lines": counts.n_negative, "redacted_lines": counts.n_redacted, "pounds": counts.amount.plain(),
    })
}

#[test]
fn every_file_of_marshford_says_what_was_planted_in_it() {
    let truth: Value = serde_json::from_slice(&fs::read(root().join("truth.json")).expect("the truth")).expect("the truth is JSON");
    let place = place();
    let (found, not_found) = intake::files::find(&place);
    assert_eq!(not_found, []);
    let reader = Reader { place: &place, mappings: &Mappings::default() };
    let tables: Vec<Table> = found.iter().flat_map(|file| reader.read(file, &mut drop)).collect();
    let doubts = intake::doubts::doubts(&place, &tables);

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

    for (body, planted) in truth["bodies"].as_object().expect("bodies") {
        let mut said: BTreeMap<ProblemKind, u64> = BTreeMap::new();
        let problems = tables.iter().flat_map(|table| &table.counts.problems).chain(&doubts);
        problems.filter(|problem| problem.body_id == *body).for_each(|problem| *said.entry(problem.kind).or_default() += 1);
        let said: BTreeMap<&str, u64> = said.into_iter().map(|(kind, n)| (kind.word(), n)).collect();
        assert_eq!(json!(said), planted["problems"], "{body}: {doubts:?}");
    }
}
