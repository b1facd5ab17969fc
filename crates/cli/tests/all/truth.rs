//! A fictional place made, built and asked, as a person would, beside its truth.
//!
//! The tests of `synth` compare every single line; here the whole way through the tables is compared.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::run::Copy;

/// A place with this many people in a folder of the copy, built, with its truth.
fn made(people: u64, seed: u64) -> (Copy, Value) {
    let copy = Copy::empty();
    let made = copy
        .command("synth")
        .args(["--people", &people.to_string(), "--seed", &seed.to_string()])
        .output()
        .expect("the command runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let built = copy.command("build").args(["ledger", "appraisal", "--quiet"]).output().expect("the command runs");
    assert!(matches!(built.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&built.stderr));
    let truth = std::fs::read(copy.join("truth/truth.json")).expect("the truth");
    let truth = serde_json::from_slice(&truth).expect("the truth is JSON");
    (copy, truth)
}

/// Lines and pounds by name.
type Sums = BTreeMap<String, (u64, String)>;

/// What a query gives in the columns `name`, `n` and `pounds`.
fn asked(copy: &Copy, sql: &str) -> Sums {
    let rows = copy.query(sql);
    let row = |row: &Value| {
        let name = row["name"].as_str().expect("a name").to_owned();
        (name, (row["n"].as_u64().expect("a count"), row["pounds"].as_str().unwrap_or("0.00").to_owned()))
    };
    rows.iter().map(row).collect()
}

/// A part of the truth with lines and pounds; one without a line is in no group of a query.
fn planted(sums: &mut Sums, name: String, part: &Value) {
    let n = part["lines"].as_u64().expect("lines");
    if n > 0 {
        sums.insert(name, (n, part["pounds"].as_str().expect("pounds").to_owned()));
    }
}

#[test]
fn the_tables_of_a_made_up_place_hold_its_truth() {
    let (copy, truth) = made(700, 5);
    check_bodies(&copy, &truth);
    check_transfers(&copy, &truth);
    check_problems(&copy, &truth);
    check_reconciliation(&copy, &truth);
    let proposals = copy.value("SELECT count(*) FROM proposal");
    let mistakes = copy.query("SELECT * FROM proposal_problem");
    assert_eq!((proposals.as_str(), mistakes), ("2", Vec::new()));
}

/// Lines and pounds of each body by treatment, what is eliminated, and what is spent for the place.
fn check_bodies(copy: &Copy, truth: &Value) {
    let mut expected = Sums::new();
    for (body, part) in truth["bodies"].as_object().expect("bodies") {
        for (treatment, part) in part["by_treatment"].as_object().expect("treatments") {
            planted(&mut expected, format!("{body} {treatment}"), part);
        }
        planted(&mut expected, format!("{body} eliminated"), &part["eliminated"]);
        planted(&mut expected, format!("{body} net"), &part["net"]);
    }
    let sums = "count(*) AS n, sum(amount) AS pounds FROM spend";
    let found = asked(
        copy,
        &format!(
            "SELECT body_id || ' ' || treatment AS name, {sums} GROUP BY 1
             UNION ALL SELECT body_id || ' eliminated' AS name, {sums} WHERE eliminated GROUP BY 1
             UNION ALL SELECT body_id || ' net' AS name, {sums} WHERE attribution = 'here'
                 AND (treatment = 'spend' OR (treatment = 'transfer' AND NOT eliminated)) GROUP BY 1"
        ),
    );
    assert_eq!(found, expected);
}

/// Each pair of bodies of the place by kind, as the payer's ledger has it.
fn check_transfers(copy: &Copy, truth: &Value) {
    let mut expected = Sums::new();
    for pair in truth["transfers"].as_array().expect("transfers") {
        let [payer, receiver] = ["payer", "receiver"].map(|side| pair[side].as_str().expect("a body"));
        if truth["bodies"].get(receiver).is_none() {
            continue;
        }
        for (kind, part) in pair["by_kind"].as_object().expect("kinds") {
            planted(&mut expected, format!("{payer} {receiver} {kind} {}", pair["eliminated"]), part);
        }
    }
    let names: Vec<String> =
        truth["bodies"].as_object().expect("bodies").keys().map(|body| format!("'{body}'")).collect();
    let found = asked(
        copy,
        &format!(
            "SELECT payer_id || ' ' || receiver_id || ' ' || transfer_kind || ' ' || eliminated AS name,
                    sum(n_lines) AS n, sum(amount) AS pounds
             FROM transfer WHERE financial_year = 2024 AND receiver_id IN ({}) GROUP BY 1",
            names.join(", ")
        ),
    );
    assert_eq!(found, expected);
}

/// Rows by kind of problem over all ledgers; doubts about whole files are in the truth of their own.
fn check_problems(copy: &Copy, truth: &Value) {
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for file in truth["files"].as_array().expect("files") {
        for (kind, part) in file["rows_with_problems"].as_object().expect("problems") {
            *expected.entry(kind.clone()).or_default() += part["lines"].as_u64().expect("rows");
        }
    }
    let whole_files = truth["doubts"].as_array().expect("doubts").iter();
    for kind in whole_files.map(|doubt| doubt["kind"].as_str().expect("a kind").to_owned()) {
        *expected.entry(kind).or_default() += 1;
    }
    let rows = copy.query(
        "SELECT kind, sum(CASE WHEN kind IN ('no_negative_lines', 'missing_month', 'same_file_twice', 'redacted_share')
                          THEN 1 ELSE greatest(n_rows, 1) END) AS n
         FROM row_problem
         -- That so few people cost so much, and their health service more than its share, is said of the whole count.
         WHERE kind NOT IN ('pounds_a_head_unlikely', 'published_sources_differ')
           -- The bills of the cards are planted, and a rule of the place sets them aside.
           AND NOT (kind = 'overlapping_files' AND text LIKE '%as a card''s provider is paid%')
           AND (file_id IS NULL OR file_id IN (SELECT file_id FROM source_file)) GROUP BY kind",
    );
    let found: BTreeMap<String, u64> = rows
        .iter()
        .map(|row| (row["kind"].as_str().expect("a kind").to_owned(), row["n"].as_u64().expect("n")))
        .collect();
    // The sheets of words at the front of workbooks hold no lines by intent.
    let notes =
        truth["files"].as_array().expect("files").iter().filter(|file| file["is_ledger"] == json!(false)).count();
    expected.entry("file_not_ledger".to_owned()).or_insert(notes as u64);
    assert_eq!(found, expected);
}

/// Published, counted and what the product can tell to the penny.
fn check_reconciliation(copy: &Copy, truth: &Value) {
    let rows = copy.query("SELECT body_id, item, amount FROM reconciliation WHERE service = 'all' AND series LIKE 'statement_of_accounts%'");
    let found = |body: &str, item: &str| {
        let row = rows.iter().find(|row| row["body_id"] == body && row["item"] == item);
        row.unwrap_or_else(|| panic!("{body} {item}"))["amount"].clone()
    };
    for planted in truth["reconciliation"].as_array().expect("bodies") {
        let body = planted["body"].as_str().expect("a body");
        assert_eq!(found(body, "published"), planted["published"], "{body} published");
        assert_eq!(found(body, "counted"), planted["counted"], "{body} counted");
        for cause in ["pay", "transfers", "sent_twice"] {
            assert_eq!(found(body, cause), planted["causes"][cause], "{body} {cause}");
        }
    }
}
