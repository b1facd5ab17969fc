//! Leeds 2011-12 as a whole place, beside what was consolidated by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::Copy;

fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/whole-count").join(path)
}

fn known() -> Value {
    let text = std::fs::read_to_string(shared("known_answers.json")).expect("the known answers are beside the data");
    serde_json::from_str(&text).expect("they are JSON")
}

/// Thousands of pounds as pounds.
fn pounds(thousands: f64) -> f64 {
    thousands * 1000.0
}

fn number(value: &Value) -> f64 {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{value} is not a number"))
}

/// The hand rounded to a tenth of a thousand for sums, and to the pound for single cells.
fn check_near(what: &str, counted: f64, known: f64, within: f64) {
    assert!((counted - known).abs() <= within, "{what}: counted {counted}, by hand {known}");
}

fn sum(place: &Copy, condition: &str) -> f64 {
    let sql = format!("SELECT coalesce(sum(amount), 0) FROM whole_count WHERE {condition}");
    place.value(&sql).parse().expect("pounds")
}

#[test]
fn leeds_is_counted_whole_as_by_hand() {
    let Some(place) = Copy::of_example("leeds-2011-12") else { return };
    place.build_to(&["consolidation"]);
    let known = known();
    let leeds = &known["leeds_2011_12"];
    check_totals(&place, &leeds["leeds_total"]);
    check_components(&place);
    check_set_aside(&place, &leeds["leeds_eliminated_or_set_aside"]);
    check_not_known(&place);
    check_coverage(&place, &leeds["ledger_beneath"]);
    check_bridge(&place, &leeds["per_head_bridge_gbp"]);
    check_printed(&place);
}

fn check_totals(place: &Copy, total: &Value) {
    check_near("the whole", sum(place, "true"), pounds(number(&total["total"])), 500.0);
    for (basis, word) in
        [("published", "published_for_the_body"), ("estimated", "estimated"), ("apportioned", "apportioned")]
    {
        let counted = sum(place, &format!("basis = '{word}'"));
        check_near(basis, counted, pounds(number(&total["by_basis"][basis])), 500.0);
    }
    let bodies = total["by_body"].as_object().expect("pounds by body");
    for (body, amount) in bodies {
        let counted = sum(place, &format!("body = '{}'", own_name(body).replace('\'', "''")));
        check_near(body, counted, pounds(number(amount)), 100.0);
    }
    let n_bodies = place.value("SELECT count(DISTINCT body) FROM whole_count WHERE amount IS NOT NULL");
    assert_eq!(n_bodies, bodies.len().to_string(), "nothing of a body that the hand did not count");
    let people = place.value("SELECT people FROM place_population");
    let per_head = sum(place, "true") / people.parse::<f64>().expect("people");
    check_near("for each inhabitant", per_head, number(&total["per_head_gbp"]), 0.01);
}

/// The example's name of a body that the hand wrote otherwise.
fn own_name(body: &str) -> &str {
    match body {
        "West Yorkshire Fire and Civil Defence Authority" => "West Yorkshire Fire and Rescue Authority",
        other => other,
    }
}

/// Body, function or service, capital, driver.
type Key = (String, String, bool, String);

/// Every one of the 200 cells.
fn check_components(place: &Copy) {
    let mut by_hand: BTreeMap<Key, f64> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(shared("leeds-2011-12_components.csv")).expect("the components are there");
    let mut n_cells = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row of the components");
        let driver = row["source"].rsplit_once(", by ").map_or("", |(_, driver)| driver);
        let amount = pounds(row["amount_thousand"].parse().expect("thousands"));
        let is_capital = row["economic_type"] == "capital";
        if row["source"].starts_with("CRA") {
            let key = (row["body"].clone(), row["service"].clone(), is_capital, driver.to_owned());
            *by_hand.entry(key).or_default() += amount;
        } else {
            check_local(place, &row, is_capital, amount);
        }
        n_cells += 1;
    }
    assert_eq!(n_cells, 200);
    let mut counted: BTreeMap<Key, f64> = BTreeMap::new();
    let sql = "SELECT body, label, kind = 'capital' AS capital, driver, sum(amount) AS amount FROM whole_count
        WHERE basis = 'apportioned' AND method LIKE '%of Yorkshire and the Humber, by%'
        GROUP BY body, label, kind = 'capital', driver";
    for row in place.query(sql) {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let function = text("label").split(" / ").next().unwrap_or_default().to_owned();
        let key = (text("body"), function, row["capital"] == true, text("driver"));
        *counted.entry(key).or_default() += number(&row["amount"]);
    }
    for (key, amount) in &by_hand {
        check_near(&format!("{key:?}"), counted.remove(key).unwrap_or_default(), *amount, 5.0);
    }
    counted.retain(|_, amount| 5.0 < amount.abs());
    assert!(counted.is_empty(), "cells that the hand does not have: {counted:?}");
    // Every published line of the council as printed, to the thousand.
    let published = place.query(
        "SELECT w.label, w.amount, p.amount AS printed FROM whole_count w JOIN published_figure p
        ON w.file_id = p.file_id AND w.row = p.row AND w.\"column\" = p.\"column\" WHERE w.basis = 'published_for_the_body'",
    );
    assert!(20 <= published.len(), "{published:?}");
    for row in published {
        assert_eq!(row["amount"], row["printed"], "{row}");
    }
}

/// A cell of a body of the place: by its label, where the hand kept the one that is published.
fn check_local(place: &Copy, row: &BTreeMap<String, String>, is_capital: bool, amount: f64) {
    let own = format!("body = '{}' AND (kind = 'capital') = {is_capital}", own_name(&row["body"]).replace('\'', "''"));
    match row["source"].as_str() {
        // Leasing, bad debts, carbon and rate relief are four lines of the return and one of the hand.
        "RS 2011-12 lines" => check_near(
            &row["service"],
            sum(place, &format!("{own} AND service = 'treasury_balance_sheet'")),
            amount,
            0.5,
        ),
        // The hand wrote other words for the blocks of the capital return.
        source if source.starts_with("COR4") && row["basis"] == "published" => {
            let sql = format!("SELECT count(*) FROM whole_count WHERE {own} AND amount = {amount}");
            assert_eq!(place.value(&sql), "1", "{row:?}");
        }
        source if source.starts_with("RS") && row["basis"] == "published" => {
            let label = row["service"].replace('\'', "''");
            check_near(&row["service"], sum(place, &format!("{own} AND label = '{label}'")), amount, 0.5);
        }
        // Police, fire and transport have one service each, and parishes one line.
        _ => check_near(&row["service"], sum(place, &own), amount, 5.0),
    }
}

/// Eliminations by hand: each with labels of the published lines that make it up.
const SET_ASIDE: [(&str, &[&str]); 8] = [
    ("Integrated transport levy paid by Leeds", &["Integrated Transport Authority levy"]),
    ("Environment Agency flood levy", &["Levy: Environment Agency flood defence"]),
    (
        "Council tax benefit paid to the Collection Fund",
        &["Local tax collection: Council tax benefit paid to the Collection Fund"],
    ),
    ("Capital charged to revenue (CERA)", &["Capital expenditure charged to the GF Revenue Account (CERA)"]),
    ("Provision for repayment of principal (MRP)", &["Provision for repayment of principal"]),
    (
        "Interest payable less HRA item 8 (net)",
        &["Interest payable and similar charges", "Interest: HRA item 8 payments and receipts"],
    ),
    (
        "Specific grants inside and outside AEF, LSSG, RSG, redistributed rates",
        &[
            "Specific and special revenue grants outside AEF",
            "Local Services Support Grant (LSSG)",
            "Specific and special revenue grants inside AEF",
            "Revenue Support Grant",
            "Redistributed non-domestic rates",
        ],
    ),
    (
        "Trading accounts net surplus",
        &[
            "External Trading Accounts net surplus(-)/ deficit(+)",
            "Internal Trading Accounts net surplus(-)/ deficit(+)",
        ],
    ),
];

fn check_set_aside(place: &Copy, by_hand: &Value) {
    let by_hand = by_hand.as_array().expect("a list");
    for (what, labels) in SET_ASIDE {
        let known = by_hand.iter().find(|row| row["what"] == what).unwrap_or_else(|| panic!("{what} is in the list"));
        let labels: Vec<String> = labels.iter().map(|label| format!("'{label}'")).collect();
        let sql = format!(
            "SELECT coalesce(sum(amount), 0) FROM set_aside WHERE body_id = 'leeds-city-council' AND label IN ({})
            AND reason <> '' AND set_aside_as NOT IN ('total', 'other_measure')",
            labels.join(", ")
        );
        let amount: f64 = place.value(&sql).parse().expect("pounds");
        // Income is printed below zero in the return, and as an amount by hand.
        let signed = if what.starts_with("Specific grants") { -amount } else { amount };
        check_near(what, signed, pounds(number(&known["amount_thousand"])), 0.5);
    }
    let charges = "SELECT coalesce(max(amount), 0) FROM set_aside WHERE body_id = 'leeds-city-council'
        AND label LIKE 'Total capital charges%' AND reason <> ''";
    check_near("capital charges", place.value(charges).parse().expect("pounds"), 165_808_000.0, 0.5);
}

fn check_not_known(place: &Copy) {
    let named = place.query("SELECT label, body FROM whole_count WHERE basis = 'not_known' AND amount IS NULL");
    let all = format!("{named:?}").to_lowercase();
    assert!(all.contains("housing revenue account"), "{all}");
    assert!(all.contains("agriculture"), "{all}");
    assert_eq!(place.value("SELECT count(*) FROM whole_count WHERE amount IS NULL AND basis <> 'not_known'"), "0");
}

fn check_coverage(place: &Copy, beneath: &Value) {
    let share = |condition: &str| -> f64 {
        let sql = format!("SELECT sum(opens) / sum(counted) FROM coverage WHERE {condition}");
        place.value(&sql).parse().expect("a share")
    };
    check_near("the council", share("body_id = 'leeds-city-council'"), number(&beneath["share_of_council"]), 0.0005);
    check_near("the place", share("true"), number(&beneath["share_of_place"]), 0.0005);
    for cell in beneath["cells"].as_array().expect("cells") {
        let service = cell["service"].as_str().expect("a service");
        let sql = format!(
            "SELECT c.ledger FROM coverage c JOIN whole_count w ON w.body = c.body AND w.service = c.service
            WHERE c.body_id = 'leeds-city-council' AND NOT c.capital AND w.label = '{service}' LIMIT 1"
        );
        let ledger: f64 = place.value(&sql).parse().expect("pounds");
        // The hand added up an earlier reading: since then headings are weighed, which moves single suppliers between
        // services, and more payees are known as public bodies, to which payments are passed on and not spent.
        let by_hand = pounds(number(&cell["ledger_rows_thousand"]));
        check_near(service, ledger, by_hand, by_hand * 0.015);
    }
    let above = place
        .query("SELECT note FROM coverage WHERE body_id = 'leeds-city-council' AND opens > counted AND NOT capital");
    assert_eq!(above.len(), 2, "highways and central services: {above:?}");
    assert!(above.iter().all(|row| row["note"].as_str().is_some_and(|note| note.contains("net"))), "{above:?}");
}

fn check_bridge(place: &Copy, bridge: &Value) {
    let rows = place.query("SELECT step, per_head FROM regional_bridge");
    let amounts: Vec<f64> = rows.iter().map(|row| number(&row["per_head"])).collect();
    let (last, steps) = amounts.split_last().expect("there are steps");
    assert!((steps.iter().sum::<f64>() - last).abs() < 0.005, "the steps sum to the place's figure: {rows:?}");
    check_near("the region", amounts[0], number(&bridge["cra_yorkshire_and_the_humber"]), 0.01);
    check_near("the place", *last, number(&bridge["leeds_bottom_up"]), 0.01);
    for (step, amount) in bridge["steps"].as_object().expect("steps") {
        assert!(
            amounts.iter().any(|counted| (counted - number(amount)).abs() < 0.02),
            "{step} ({amount}) is a step of {rows:?}"
        );
    }
}

/// What people read: the whole, what it is based on, and what opens.
fn check_printed(place: &Copy) {
    let output = place.build_to(&["consolidation"]);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    for words in ["£6,212,93", "£8,267.54", "9.6%", "Shared out from a larger area", "The payments beneath it"] {
        assert!(printed.contains(words), "{words} in\n{printed}");
    }
    let coverage = place.command("coverage").arg("--set-aside").output().expect("the command runs");
    let printed = String::from_utf8_lossy(&coverage.stdout).into_owned();
    for words in ["What to ask each body for", "Set aside", "From the region to the place"] {
        assert!(printed.contains(words), "{words} in\n{printed}");
    }
}
