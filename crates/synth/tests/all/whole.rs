//! The whole of the place as it is published, read by a few lines of code of its own, beside its truth.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::made::{Made, make, make_with_people, pence, plan, rows_of};

const YEAR: &str = "2025-26";

fn whole(made: &Made) -> &Value {
    &made.truth["whole_count"]
}

fn cells(made: &Made) -> &Vec<Value> {
    whole(made)["cells"].as_array().expect("cells")
}

/// Pence of the cells for which a test holds.
fn sum(made: &Made, test: impl Fn(&Value) -> bool) -> i64 {
    cells(made).iter().filter(|cell| test(cell)).map(|cell| pence(&cell["pounds"])).sum()
}

/// The rows of the return by authority, each figure by its heading on one line.
fn returns(made: &Made) -> BTreeMap<String, BTreeMap<String, i64>> {
    let path = made.path(&format!("sources/whole-count/service-expenditure-summary-{YEAR}.csv"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("the return");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let at = rows.iter().position(|row| &row[0] == "E-code").expect("headings");
    let headings: Vec<String> = rows[at].iter().map(|heading| heading.replace('\n', "")).collect();
    let figures = |row: &csv::StringRecord| {
        let cells = headings.iter().zip(row).skip(6);
        cells.map(|(heading, cell)| (heading.clone(), cell.replace(',', "").parse().expect("thousands"))).collect()
    };
    rows[at + 1..].iter().map(|row| (row[0].to_owned(), figures(row))).collect()
}

#[test]
fn the_sums_of_the_whole_are_those_of_its_cells() {
    let made = make(&plan(20_000, 7));
    let total = pence(&whole(&made)["total"]);
    assert_eq!(sum(&made, |_| true), total);
    for sums in ["by_basis", "by_kind", "by_body", "by_service"] {
        let sums = whole(&made)[sums].as_object().expect("sums");
        assert_eq!(sums.values().map(pence).sum::<i64>(), total);
    }
    let per_head = pence(&whole(&made)["per_head"]) / 100;
    assert!((7_000..16_000).contains(&per_head), "£{per_head} a head");
    let bases = whole(&made)["by_basis"].as_object().expect("bases");
    assert!(
        ["published_for_the_body", "published_for_the_area", "apportioned", "estimated"]
            .iter()
            .all(|basis| bases.contains_key(*basis))
    );
}

#[test]
fn the_return_of_the_county_adds_up_and_is_its_cells() {
    let made = make(&plan(20_000, 7));
    let of_county = &returns(&made)["E9901"];
    let column = |start: &str, end: &str| -> i64 {
        let found = of_county.iter().filter(|(heading, _)| heading.starts_with(start) && heading.contains(end));
        found.map(|(_, thousands)| *thousands).sum()
    };
    let total = |measure: &str| column("Total Service Expenditure", measure);
    let all = |measure: &str| column("", measure) - total(measure);
    for measure in ["Employees", "Running Expenses", "Sales, Fees", "Other Income", "Net Current"] {
        assert_eq!(all(measure), total(measure), "{measure}");
    }
    assert_eq!(total("Employees") + total("Running") - total("Sales") - total("Other Income"), total("Net Current"));
    let of_body = |kind: &str| {
        sum(&made, |cell| {
            let is_return = cell["service"] != "benefits" && cell["kind"] == kind;
            cell["body_id"] == "wendshire-county" && is_return
        })
    };
    assert_eq!(of_body("pay"), total("Employees") * 100_000);
    assert_eq!(of_body("goods_and_services"), total("Running") * 100_000);
    assert_eq!(of_body("income"), -(total("Sales") + total("Other Income")) * 100_000);
}

#[test]
fn a_ledger_is_a_part_of_what_its_body_spent() {
    let made = make(&plan(20_000, 11));
    for body in ["wendshire-county", "ambleford-borough", "fenholt-district", "wend-combined"] {
        let spent = sum(&made, |cell| cell["body_id"] == body && cell["kind"] != "income");
        let ledger = pence(&made.truth["bodies"][body]["net"]["pounds"]);
        assert!(0 < ledger && ledger < spent, "{body}: {ledger} in the ledger of {spent}");
    }
}

#[test]
fn the_people_of_the_drivers_are_those_of_the_place() {
    let made = make_with_people(&plan(3_000, 7));
    let rows = rows_of(&made, "sources/drivers/population-by-age-and-claimants.csv");
    let of = |code: &str, heading: &str| -> u64 {
        let row = rows.iter().find(|row| row["lad_code"] == code && row["date"] == "mid-2025").expect("a district");
        row[heading].parse().expect("a count")
    };
    let place = |heading: &str| of("X07000001", heading) + of("X07000002", heading);
    assert_eq!(place("population"), 3_000);
    assert_eq!(place("aged_0_to_15") + place("aged_16_to_64") + place("aged_65_and_over"), 3_000);
    let born = rows_of(&made, "truth/people/persons.csv")
        .iter()
        .take(3_000)
        .map(|row| row["born"].clone())
        .collect::<Vec<_>>();
    let n_old = born.iter().filter(|born| born.as_str() <= "1960-04-01").count() as u64;
    assert_eq!(place("aged_65_and_over"), n_old);
    let districts: Vec<&str> =
        rows.iter().map(|row| row["lad_code"].as_str()).filter(|code| code.starts_with('X')).collect();
    let sum: u64 = districts[..districts.len() / 2].iter().map(|code| of(code, "population")).sum();
    assert_eq!(of("E12999999", "population"), sum);
}

#[test]
fn what_is_set_aside_would_move_the_total() {
    let made = make(&plan(20_000, 7));
    let asides = whole(&made)["set_aside"].as_array().expect("asides");
    for reason in ["transfer", "financing", "capital_charge", "total", "other_measure", "plan", "outside"] {
        let of_reason: i64 =
            asides.iter().filter(|aside| aside["as"] == reason).map(|aside| pence(&aside["pounds"]).abs()).sum();
        assert!(of_reason > 0, "nothing is set aside as {reason}");
    }
    let benefit = asides.iter().find(|aside| aside["label"] == "Housing benefit").expect("the department's own table");
    assert_eq!(benefit["body"], "Department for Work and Pensions");
    let unknown = whole(&made)["not_known"].as_array().expect("what nobody knows");
    assert!(unknown.iter().any(|cell| cell["body_id"] == "wend-navigation"));
    let order = whole(&made)["ask_order"].as_array().expect("an order");
    assert_eq!(order[0]["body"], "Department for Work and Pensions");
}

#[test]
fn the_whole_is_the_same_whether_people_are_written_down_or_not() {
    let with = make_with_people(&plan(2_000, 7));
    assert_eq!(whole(&with), whole(&make(&plan(2_000, 7))));
}
