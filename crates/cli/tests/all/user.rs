//! The daily commands, on the small place that comes with the project.

use std::process::Command;

use crate::run::Copy;

fn marshford() -> Copy {
    Copy::of_example("marshford").expect("the small place comes with the project")
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .args(arguments)
        .env("COLUMNS", "140")
        .output()
        .expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// What the generator of the small place wrote down, computed without the product.
fn truth(place: &Copy) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(place.join("truth.json")).expect("the truth")).expect("JSON")
}

/// `lines` and `pounds` of a part of the truth equal a count of `spend`.
fn check_part(place: &Copy, expected: &serde_json::Value, condition: &str) {
    let found =
        place.query(&format!("SELECT count(*) AS n, coalesce(sum(amount), 0) AS pounds FROM spend WHERE {condition}"));
    assert_eq!(found[0]["n"], expected["lines"], "lines where {condition}");
    let pounds =
        |value: &serde_json::Value| money::Amount::parse(value.as_str().expect("pounds")).expect("pounds").money;
    assert_eq!(pounds(&found[0]["pounds"]), pounds(&expected["pounds"]), "pounds where {condition}");
}

#[test]
fn the_small_place_is_built_and_equals_its_truth() {
    let place = marshford();
    place.build();
    crate::real_places::check_conservation(&place);
    let truth = truth(&place);
    check_part(&place, &truth, "true");
    check_part(&place, &truth["eliminated"], "eliminated");
    check_part(
        &place,
        &truth["in_the_place_after_elimination"],
        "attribution = 'here' AND treatment IN ('spend', 'transfer') AND NOT eliminated",
    );
    for (body, expected) in truth["bodies"].as_object().expect("bodies") {
        check_part(&place, expected, &format!("body_id = '{body}'"));
        check_part(&place, &expected["eliminated"], &format!("body_id = '{body}' AND eliminated"));
        for (treatment, part) in expected["by_treatment"].as_object().expect("treatments") {
            check_part(&place, part, &format!("body_id = '{body}' AND treatment = '{treatment}'"));
        }
        for (kind, n) in expected["problems"].as_object().expect("problems") {
            let found =
                place.value(&format!("SELECT count(*) FROM row_problem WHERE body_id = '{body}' AND kind = '{kind}'"));
            assert_eq!(found, n.to_string(), "{kind} of {body}");
        }
    }
    for transfer in truth["transfers"].as_array().expect("transfers") {
        let text = |key: &str| transfer[key].as_str().expect("a word").to_owned();
        let condition = format!(
            "payer_id = '{}' AND receiver_id = '{}' AND transfer_kind = '{}' AND status = '{}'",
            text("payer"),
            text("receiver"),
            text("kind"),
            text("status")
        );
        let found =
            place.query(&format!("SELECT sum(amount) AS pounds, sum(n_lines) AS n FROM transfer WHERE {condition}"));
        assert_eq!(found[0]["pounds"], transfer["pounds"], "{condition}");
        assert_eq!(found[0]["n"], transfer["lines"], "{condition}");
    }
}

#[test]
fn a_figure_is_traced_to_the_row_as_printed() {
    let place = marshford();
    place.build();
    let line = place.query("SELECT l.line_id AS line, l.payee AS payee, l.\"row\" AS row_number FROM ledger_line l WHERE l.payee IS NOT NULL ORDER BY l.line_id LIMIT 1");
    let id = line[0]["line"].to_string();
    let output = place.command("trace").args(["--line", &id, "--json"]).output().expect("the command runs");
    let traced: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(traced["n_lines"], 1);
    let printed: Vec<&str> = traced["rows"][0]["printed"]
        .as_array()
        .expect("the row as printed")
        .iter()
        .filter_map(|c| c.as_str())
        .collect();
    assert!(printed.contains(&line[0]["payee"].as_str().expect("a payee")), "{printed:?}");
    assert_eq!(traced["rows"][0]["row"], line[0]["row_number"]);
}

#[test]
fn exports_open_and_hold_the_same_sum() {
    let place = marshford();
    place.build();
    for (format, path) in
        [("xlsx", "exports/marshford-2025-26.xlsx"), ("datapackage", "exports/datapackage/datapackage.json")]
    {
        let output = place.command("export").arg(format).output().expect("the command runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(place.join(path).is_file(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut reader =
        csv::Reader::from_path(place.join("exports/datapackage/ledger_line.csv")).expect("a table of the package");
    let amount = reader.headers().expect("headings").iter().position(|h| h == "amount").expect("an amount");
    let pence: i64 = reader
        .records()
        .map(|r| money::Amount::parse(&r.expect("a row")[amount]).expect("an amount").money.pence())
        .sum();
    assert_eq!(money::Money::from_pence(pence).plain(), place.value("SELECT sum(amount) FROM ledger_line"));
}

#[test]
fn mistakes_say_what_to_do_next() {
    let (code, _, talk) = run(&["build", "no-such-folder"]);
    assert_eq!(code, Some(2));
    assert!(talk.contains("totalplace new"), "{talk}");
    let place = Copy::empty();
    place.write("place.toml", "name = \"X\"\nyear = \"2020-21\"\n\n[[bodi]]\nid = \"a\"\n");
    let output = place.command("build").output().expect("the command runs");
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(talk.contains("bodi") && talk.contains("body"), "{talk}");
    let small = marshford();
    let output = small.command("query").arg("SELECT 1").output().expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("totalplace build"));
    small.build();
    let output = small.command("query").arg("DROP TABLE spend").output().expect("the command runs");
    assert_eq!(output.status.code(), Some(2), "a query only reads");
    let output = small.command("query").arg("SELECT no_such FROM spend").output().expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no_such"));
}

#[test]
fn what_a_person_edits_in_mappings_wins() {
    let place = Copy::empty();
    place.write("place.toml", "name = \"X\"\nyear = \"2020-21\"\n[[body]]\nid = \"a\"\nname = \"A Council\"\nkind = \"council\"\n[[source]]\nbody = \"a\"\nfiles = [\"*.csv\"]\n");
    place.write(
        "sources/a.csv",
        "Date,Supplier,Net Amount,Gross Amount\n01/05/2020,Acme,100.00,120.00\n02/05/2020,Bolt,10.00,12.00\n",
    );
    let check = place.command("check").output().expect("the command runs");
    assert!(matches!(check.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&check.stderr));
    place.build();
    assert_eq!(place.value("SELECT sum(amount) FROM ledger_line"), "110.00");
    let mapping = std::fs::read_to_string(place.join("mappings/a.toml")).expect("a proposed mapping");
    let edited = mapping.replace("amount = \"Net Amount\"", "amount = \"Gross Amount\"");
    assert_ne!(edited, mapping);
    place.write("mappings/a.toml", &edited);
    place.build();
    assert_eq!(place.value("SELECT sum(amount) FROM ledger_line"), "132.00");
    assert_eq!(place.value("SELECT mapping FROM source_file"), "confirmed");
    place.command("check").output().expect("the command runs");
    let kept = std::fs::read_to_string(place.join("mappings/a.toml")).expect("the mapping");
    assert!(kept.contains("amount = \"Gross Amount\""), "check keeps a person's reading: {kept}");
}
