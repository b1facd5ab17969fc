//! Drivers are tested, not believed: benefits of Birmingham in 2011-12, in `../shared/data/whole-count/known_answers.json`.
//!
//! The region's figure of each benefit is shared out as for any place, and compared with what the department published.

mod common;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use common::{Printed, body, cells_by, count, pence, place_of, shared};
use model::tables::{DRIVER, WHOLE_COUNT, driver, whole_count as cell};
use model::{BodyKind, Place, Reach};
use serde_json::Value;

/// Codes of the department's workbook, and the programmes of the regional analysis.
const BENEFITS: [(&str, &str); 9] = [
    ("sp", "S032A044-STATE PENSION"),
    ("pc", "S032A043-PENSION CREDIT"),
    ("aa", "S032A036-ATTENDANCE ALLOWANCE"),
    ("wfp", "S032A069-SOCIAL FUND - WINTER FUEL PAYMENT"),
    ("dla", "S032A038-DISABILITY LIVING ALLOWANCE"),
    ("esa", "S032A050-EMPLOYMENT AND SUPPORT ALLOWANCE"),
    ("is", "S032A053-INCOME SUPPORT"),
    ("ca", "S032A037-CARER'S ALLOWANCE"),
    ("jsa", "S032A058-JOBSEEKER'S ALLOWANCE"),
];

fn test_of_drivers() -> Option<Value> {
    let text = std::fs::read_to_string(shared("whole-count/known_answers.json")?).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    Some(all["birmingham_2011_12_test_of_drivers"].clone())
}

fn birmingham() -> Place {
    let department = body("dwp", "Department for Work and Pensions", BodyKind::Department, Reach::National);
    let place = place_of("Birmingham", "E08000025", vec![department]);
    Place { region: Some("West Midlands".to_owned()), ..place }
}

/// The city's shares of the region's people and claimants.
fn drivers(test: &Value) -> RecordBatch {
    let mut rows = DRIVER.rows();
    for (name, share) in test["shares"].as_object().unwrap() {
        let areas = [("E08000025", "Birmingham", share.as_f64().unwrap()), ("E12000005", "West Midlands", 1.0)];
        for (code, area, value) in areas {
            rows.push()
                .text(driver::FILE_ID, "shares")
                .count(driver::ROW, 1)
                .text(driver::AREA_CODE, code)
                .text(driver::AREA, area)
                .text(driver::DRIVER, name)
                .text(driver::AS_OF, "2011")
                .count_if_any(driver::YEAR, Some(2011))
                .estimate(driver::VALUE, value * 1_000_000.0);
        }
    }
    rows.finish()
}

fn of_department(area: &str, series: &str, label: &str, segment: Option<&str>, millions: f64) -> Printed {
    Printed {
        spender: "Department for Work and Pensions".to_owned(),
        area: area.to_owned(),
        sector: "central_government",
        segment: segment.map(str::to_owned),
        kind: Some("current"),
        ..Printed::local("dwp", series, label, millions * 1_000.0)
    }
}

fn region(test: &Value) -> Vec<Printed> {
    let figure = |benefit: &Value| {
        let code = benefit["benefit"].as_str().unwrap();
        let (_, segment) = BENEFITS.iter().find(|(known, _)| *known == code).unwrap();
        let label = "10. Social protection / 10.9";
        let millions = benefit["region"].as_f64().unwrap();
        of_department("West Midlands", "country_regional_analysis", label, Some(segment), millions)
    };
    test["benefits"].as_array().unwrap().iter().map(figure).collect()
}

#[test]
fn each_benefit_is_shared_out_as_tested_and_what_was_published_lies_within_its_range() {
    let Some(test) = test_of_drivers() else { return };
    let count = count(&birmingham(), &region(&test), &[drivers(&test)], &[]);
    assert!(count.problems.is_empty(), "{:?}", count.problems);
    let millions = |money: money::Money| money.pence() as f64 / 1e8;
    let cells: BTreeMap<String, [f64; 3]> = WHOLE_COUNT
        .read(&count.cells)
        .iter()
        .map(|row| {
            let amounts = [cell::AMOUNT, cell::LOW, cell::HIGH].map(|column| millions(row.money(column)));
            (row.text(cell::LABEL).split(": ").last().unwrap().to_owned(), amounts)
        })
        .collect();
    for benefit in test["benefits"].as_array().unwrap() {
        let number = |key: &str| benefit[key].as_f64().unwrap();
        let code = benefit["benefit"].as_str().unwrap();
        let (_, segment) = BENEFITS.iter().find(|(known, _)| *known == code).unwrap();
        let [amount, low, high] = cells[*segment];
        // The shares are printed to four places.
        assert!((amount - number("apportioned")).abs() <= 0.1 + number("region") * 0.00005, "{code}: {amount}");
        let error = (amount / number("published") - 1.0) * 100.0;
        assert!((error - number("error_percent")).abs() < 0.2, "{code}: {error}");
        assert!(low <= number("published") && number("published") <= high, "{code}: {low} to {high}");
        assert!(low <= number("by_heads") + 0.1 && number("by_heads") - 0.4 <= high, "{code}: heads are plausible");
    }
}

#[test]
fn what_the_department_published_for_the_city_takes_the_place_of_its_shares() {
    let Some(test) = test_of_drivers() else { return };
    let benefits = test["benefits"].as_array().unwrap().iter();
    let own = benefits.map(|benefit| {
        let (code, published) = (benefit["benefit"].as_str().unwrap(), benefit["published"].as_f64().unwrap());
        of_department("Birmingham", "benefit_expenditure", code, None, published)
    });
    let printed: Vec<Printed> = region(&test).into_iter().chain(own).collect();
    let count = count(&birmingham(), &printed, &[drivers(&test)], &[]);
    let bases = cells_by(&count, cell::BASIS);
    let published: f64 = test["benefits"].as_array().unwrap().iter().map(|b| b["published"].as_f64().unwrap()).sum();
    assert_eq!(bases, BTreeMap::from([("published_for_the_area".to_owned(), pence(published * 1_000.0))]));
    assert!(
        common::aside(&count, |_, label, word| label.contains("whole region") && word == "other_measure").is_some()
    );
}

#[test]
fn a_figure_of_a_national_body_without_an_area_is_a_problem() {
    let own_area = "Department for Work and Pensions";
    let figure = of_department(own_area, "plain", "Health services", None, 3.0);
    let count = count(&birmingham(), &[figure], &[], &[]);
    let told: Vec<_> = count.problems.iter().map(|problem| (problem.kind, problem.amount.unwrap().pence())).collect();
    assert_eq!(told, [(model::ProblemKind::PublishedLineUnknown, pence(3_000.0))]);
}
