//! What a person is told after writing something wrong, or leaving it out: what exists instead.

use std::path::Path;

use crate::run::Copy;

/// Exit status, and all that was said on either stream.
fn said(dir: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let (code, data, talk) = crate::run::said(dir, arguments);
    (code, data + &talk)
}

fn check(dir: &Path, arguments: &[&str], code: i32, expected: &[&str]) {
    let (found, text) = said(dir, arguments);
    assert_eq!(found, Some(code), "{arguments:?}: {text}");
    for words in expected {
        assert!(text.contains(words), "{arguments:?} should say `{words}`: {text}");
    }
}

/// A commissioner that pays three hospitals of its place under names as ledgers print them.
fn ashby() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        r#"
        name = "Ashby"
        year = "2025-26"

        [[body]]
        id = "ccg"
        name = "NHS Ashby CCG"
        kind = "nhs_commissioner"

        [[body]]
        id = "trust"
        name = "Barrow, Marsh and Fen University Hospitals NHS Trust"
        kind = "nhs_trust"

        [[source]]
        body = "ccg"
        files = ["ccg/*.csv"]
        "#,
    );
    let rows = |month: u32| -> String {
        (1..=20).map(|day| format!("{day:02}/{month:02}/2025,Acorn Care Ltd {day},\"1,0{day:02}.00\"\n")).collect()
    };
    let near = "05/05/2025,BARROW MARSH AND FEN HOSPITALS NHS TRUST,\"4,000.00\"\n06/05/2025,Acorn Care Ltd 1,-10.00\n";
    place.write("sources/ccg/2025-05.csv", &format!("Date,Supplier,Amount\n{}{near}", rows(5)));
    place
}

#[test]
fn a_trace_says_which_bodies_treatments_services_and_months_there_are() {
    let place = ashby();
    place.build();
    let dir = place.path();
    check(dir, &["trace", ".", "--body", "cgc"], 2, &["there is no body `cgc`", "did you mean `ccg`?"]);
    check(dir, &["trace", ".", "--body", "quebec"], 2, &["there is `ccg`, `trust`"]);
    check(dir, &["trace", ".", "--treatment", "spent"], 2, &["no treatment `spent`", "did you mean `spend`?"]);
    check(dir, &["trace", ".", "--transfer-kind", "gramt"], 2, &["did you mean `grant`?"]);
    check(dir, &["trace", ".", "--attribution", "her"], 2, &["did you mean `here`?"]);
    check(dir, &["trace", ".", "--service", "housng"], 2, &["no service `housng`", "did you mean `housing`?"]);
    check(
        dir,
        &["trace", ".", "--month", "2024-05"],
        1,
        &["0 lines", "no line has the month `2024-05`: there are lines from 2025-05 to 2025-05"],
    );
    check(dir, &["trace", ".", "--body", "trust"], 1, &["no line has the body `trust`"]);
    let nothing = ["\"n_lines\": 0", "no line has the body `trust`"];
    check(dir, &["trace", ".", "--body", "trust", "--json"], 1, &nothing);
    check(dir, &["trace", ".", "--min", "9999999", "--json"], 1, &["no line matches"]);
    check(dir, &["trace", ".", "--month", "2025-05", "--limit", "1"], 0, &["22 lines"]);
}

#[test]
fn a_query_without_a_select_lists_the_tables() {
    let place = ashby();
    place.build();
    for arguments in [["query", "."].as_slice(), &["query"]] {
        check(place.path(), arguments, 0, &["ledger_line", "22", "One line of one body's ledger", "DESCRIBE"]);
    }
    check(place.path(), &["query", "SELECT count(*) AS n FROM ledger_line"], 0, &["22"]);
    let printed = |more: &str| {
        let output = place.command("query").arg(more).output().expect("the command runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let tables: Vec<serde_json::Value> = serde_json::from_str(&printed("--json")).expect("JSON");
    let ledger_line = tables.iter().find(|table| table["table"] == "ledger_line").expect("the table");
    assert_eq!(ledger_line["n_rows"], 22);
    assert!(printed("--csv").starts_with("table,n_rows,meaning\r\n"), "{}", printed("--csv"));
}

#[test]
fn an_export_without_a_format_lists_the_formats() {
    let place = ashby();
    place.build();
    for arguments in [["export", "."].as_slice(), &["export"]] {
        check(
            place.path(),
            arguments,
            2,
            &["an export needs a format", "xlsx: A workbook", "datapackage: A Frictionless"],
        );
    }
    check(place.path(), &["export", ".", "xslx"], 2, &["no export format `xslx`", "did you mean `xlsx`?"]);
    assert!(!place.join("exports").exists(), "nothing was written");
}

#[test]
fn a_misspelt_place_is_met_with_the_one_that_was_meant() {
    let place = ashby();
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(root.path().join("ashby")).expect("a folder is made");
    std::fs::copy(place.join("place.toml"), root.path().join("ashby/place.toml")).expect("a place");
    for command in ["build", "check", "suppliers", "classify", "serve", "trace", "query"] {
        let more: &[&str] = if command == "query" { &["SELECT 1"] } else { &[] };
        let arguments: Vec<&str> = [command, "ahsby"].iter().chain(more).copied().collect();
        check(root.path(), &arguments, 2, &["no folder `ahsby`", "did you mean `ashby`?"]);
    }
    check(root.path(), &["build"], 2, &["is not a place", "did you mean `./ashby`?"]);
}

#[test]
fn a_payee_that_is_nearly_a_body_is_a_doubt_until_a_person_says_what_it_is() {
    let place = ashby();
    place.build();
    let dir = place.path();
    let built = ["4,000.00", "almost that of another public body", "classify"];
    check(dir, &["build", "."], 1, &built);
    let listed =
        ["BARROW MARSH AND FEN HOSPITALS NHS TRUST", "£4,000.00", "`UNIVERSITY` left out", "becomes transfers"];
    check(dir, &["classify", ".", "--bodies"], 1, &listed);
    check(dir, &["classify", ".", "--bodies", "--set", "1=trsut"], 2, &["did you mean `trust`?"]);
    check(dir, &["classify", ".", "--bodies", "--set", "1=trust"], 0, &["1 answer is in ./rules/bodies.csv"]);
    let answers = std::fs::read_to_string(place.join("rules/bodies.csv")).expect("the answers");
    assert!(answers.contains("BARROW MARSH AND FEN HOSPITALS NHS TRUST,trust,"), "{answers}");
    // Said again before a build, or twice at once, it stands there once; another answer is refused.
    check(dir, &["classify", ".", "--bodies", "--set", "1=trust", "--set", "1=trust"], 0, &["rules/bodies.csv"]);
    let other = ["on line 2 of rules/bodies.csv", "change or delete line 2"];
    check(dir, &["classify", ".", "--bodies", "--set", "1=none"], 2, &other);
    assert_eq!(std::fs::read_to_string(place.join("rules/bodies.csv")).expect("the answers"), answers);
    place.build();
    let transfers = place.query("SELECT receiver_id, amount FROM transfer");
    assert_eq!((&transfers[0]["receiver_id"], &transfers[0]["amount"]), (&"trust".into(), &"4000.00".into()));
    assert_eq!(place.value("SELECT count(*) FROM counterparty_problem"), "0");
    check(dir, &["classify", ".", "--bodies"], 0, &[]);
}
