//! Leeds in 2011-12 as a whole place: the hand consolidation of 200 components, in `../shared/data/whole-count`.
//!
//! Lines of the returns and figures of the region are those that the hand started from; shares, sums, eliminations, what is
//! not known, coverage and the bridge are the count's.

mod common;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use common::{Printed, aside, body, cells_by, count, csv_rows, pence, place_of, shared, total};
use consolidation::WholeCount;
use model::tables::{COVERAGE, DRIVER, LEDGER_SUM, REGIONAL_BRIDGE, WHOLE_COUNT, coverage, driver, ledger_sum};
use model::tables::{place_population, regional_bridge, whole_count as cell};
use model::{Body, BodyKind, FinancialYear, Place, Reach, tables};
use money::Money;
use serde_json::Value;

const WEST_YORKSHIRE: [&str; 5] = ["E08000032", "E08000033", "E08000034", "E08000035", "E08000036"];
const RS: &str = "revenue_outturn_summary:net_current_expenditure";
const COUNCIL: &str = "Leeds City Council";

/// The hand's answers; none where the data are not there.
fn known_answers() -> Option<Value> {
    let path = shared("whole-count/known_answers.json")?;
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    Some(all["leeds_2011_12"].clone())
}

/// The bodies of West Yorkshire, with the names that the hand and the return print for them.
const COUNTY_BODIES: [(&str, &str, &str, BodyKind, &str); 3] = [
    ("police", "West Yorkshire Police Authority", "West Yorkshire Police Authority E6047", BodyKind::Police, "Police"),
    (
        "fire",
        "West Yorkshire Fire and Civil Defence Authority",
        "West Yorkshire Fire & CD Authority E6147",
        BodyKind::Fire,
        "Fire",
    ),
    (
        "transport",
        "West Yorkshire Integrated Transport Authority",
        "West Yorkshire Passenger Transport Authority E6347",
        BodyKind::Levying,
        "Transport",
    ),
];

fn leeds() -> Place {
    let county = |(id, name, _, kind, _): &(&str, &str, &str, BodyKind, &str)| Body {
        serves: WEST_YORKSHIRE.map(str::to_owned).to_vec(),
        ..body(id, name, *kind, Reach::Local)
    };
    let mut bodies = vec![body("council", COUNCIL, BodyKind::Council, Reach::Local)];
    bodies.extend(COUNTY_BODIES.iter().map(county));
    bodies.push(body("department-of-health", "Department of Health", BodyKind::Department, Reach::National));
    bodies.push(body("leeds-pct", "Leeds Primary Care Trust", BodyKind::NhsCommissioner, Reach::Local));
    place_of("Leeds", "E08000035", bodies)
}

/// Every line of the returns, and every figure of the region.
fn printed(known: &Value) -> Vec<Printed> {
    let mut all = returns(known);
    all.extend(capital(known));
    all.extend(region(known));
    all
}

fn returns(known: &Value) -> Vec<Printed> {
    let returns = &known["rs_2011_12"];
    let lines = |id: &str, lines: &Value| -> Vec<Printed> {
        let lines = lines.as_object().unwrap().iter();
        lines.map(|(label, thousands)| Printed::local(id, RS, label, thousands.as_f64().unwrap())).collect()
    };
    let mut all = lines("council", &returns["leeds_E4704"]);
    for (id, _, in_return, ..) in COUNTY_BODIES {
        all.extend(lines(id, &returns[in_return]));
    }
    // The second sheet shows the same capital charges by service.
    let charges = "revenue_outturn_summary:capital_charges";
    all.push(Printed::local("council", charges, "Education services", 69_011.0));
    all
}

fn capital(known: &Value) -> Vec<Printed> {
    let path = shared("whole-count/known_answers.json").unwrap();
    let answers: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let services = answers["capital_outturn_2011_12"]["leeds_by_service"].as_object().unwrap().clone();
    let outturn = |id: &str, label: &str, thousands: f64| Printed {
        file: "cor4.xls",
        kind: Some("capital"),
        ..Printed::local(id, "capital_outturn:total_capital_expenditure", label, thousands)
    };
    let mut all: Vec<Printed> = services
        .iter()
        .map(|(label, thousands)| outturn("council", &label.replace('_', " "), thousands.as_f64().unwrap()))
        .collect();
    for (id, name, _, _, label) in COUNTY_BODIES {
        let source =
            components().into_iter().find(|row| row["body"] == name && row["economic_type"] == "capital").unwrap();
        let thousands =
            source["source"].trim_start_matches("COR4 2011-12 ").split(',').next().unwrap().parse().unwrap();
        all.push(outturn(id, label, thousands));
    }
    let financing =
        Printed { kind: Some("capital"), ..Printed::local("council", "capital_financing:total", "Total", 210_546.0) };
    all.push(financing);
    assert!(known.is_object());
    all
}

fn components() -> Vec<BTreeMap<String, String>> {
    csv_rows(&shared("whole-count/leeds-2011-12_components.csv").unwrap())
}

/// A programme that the rules share out by the driver that the hand names.
fn segment(driver: &str, function: &str) -> &'static str {
    match driver {
        "claimants" if function.starts_with('4') => "S032A074-LABOUR MARKET - OPERATIONAL DELIVERY",
        "aged_65_and_over" => "S032A044-STATE PENSION",
        "aged_16_to_64" => "S032A053-INCOME SUPPORT",
        "claimants" => "S032A058-JOBSEEKER'S ALLOWANCE",
        "aged_0_to_15" => "S032A010-CHILD MAINTENANCE AND CHILD BENEFIT",
        _ => "S032A012-CORPORATE",
    }
}

fn region(known: &Value) -> Vec<Printed> {
    let regional = |spender: &str, sector, function: &str, segment: &str, kind, thousands: f64| Printed {
        file: "cra.xlsx",
        body_id: None,
        spender: spender.to_owned(),
        area: "Yorkshire and the Humber".to_owned(),
        sector,
        stage: "outturn",
        series: "country_regional_analysis".to_owned(),
        label: format!("{function} / a sub-function"),
        segment: Some(segment.to_owned()),
        kind: Some(kind),
        pence: pence(thousands),
    };
    let central = components().into_iter().filter(|row| row["source"].starts_with("CRA")).map(|row| {
        let (_, rest) = row["source"].split_once("central government ").unwrap();
        let (thousands, driver) = rest.split_once(", by ").unwrap();
        let kind = if row["economic_type"] == "capital" { "capital" } else { "current" };
        let amount: f64 = thousands.parse().unwrap();
        regional(&row["body"], "central_government", &row["service"], segment(driver, &row["service"]), kind, amount)
    });
    let mut all: Vec<Printed> = central.collect();
    let region = &known["rs_v_cra_yorkshire_and_the_humber"];
    let of = |key: &str| region[key].as_f64().unwrap();
    let function = "4. of which: agriculture, fisheries and forestry";
    let farming = known["cra_2014_yorkshire_and_the_humber_2011_12"]["by_function_and_sector"]
        [format!("{function} | CG")]
    .as_f64();
    all.push(regional(
        "Department for Environment, Food and Rural Affairs",
        "central_government",
        function,
        "S",
        "current",
        farming.unwrap(),
    ));
    let local = "Local Government England";
    all.push(regional(local, "local_government", "9. Education", "LA", "current", of("cra_lg_current")));
    all.push(regional(local, "local_government", "9. Education", "LA", "capital", of("cra_lg_capital")));
    let housing = "6. Housing and community amenities";
    all.push(regional(
        "Housing Revenue Account",
        "public_corporation",
        housing,
        "HRA",
        "current",
        of("cra_pc_capital"),
    ));
    all
}

/// People by district as published; claimants of the city and of the region.
fn drivers(known: &Value) -> RecordBatch {
    let mut rows = DRIVER.rows();
    let mut push = |code: &str, area: &str, name: &str, as_of: &str, year: u64, value: f64| {
        rows.push()
            .text(driver::FILE_ID, "population_lad.csv")
            .count(driver::ROW, 1)
            .text(driver::AREA_CODE, code)
            .text(driver::AREA, area)
            .text(driver::DRIVER, name)
            .text(driver::AS_OF, as_of)
            .count_if_any(driver::YEAR, Some(year))
            .estimate(driver::VALUE, value);
    };
    for row in csv_rows(&shared("geography/population_lad.csv").unwrap()) {
        let year: u64 = row["date"].rsplit('-').next().unwrap().parse().unwrap();
        for name in ["population", "aged_0_to_15", "aged_16_to_64", "aged_65_and_over"] {
            // Of the two dates with ages the hand used the first.
            if let Ok(value) = row[name].parse() {
                push(&row["lad_code"], &row["lad_name"], name, &row["date"], year, value);
            }
        }
    }
    let claimants = &known["drivers"]["claimants"];
    push("E08000035", "Leeds", "claimants", "2011", 2011, claimants["leeds"].as_f64().unwrap());
    push(
        "E12000003",
        "Yorkshire and The Humber",
        "claimants",
        "2011",
        2011,
        claimants["yorkshire_and_the_humber"].as_f64().unwrap(),
    );
    rows.finish()
}

/// The rows of the council's ledger by service, and what the department of health paid the primary care trust.
fn ledger(known: &Value) -> RecordBatch {
    let beneath = &known["ledger_beneath"];
    let mut rows = LEDGER_SUM.rows();
    let mut push =
        |body: &str, service: &str, capital: bool, treatment: &str, counterparty: Option<&str>, thousands: f64| {
            rows.push()
                .text(ledger_sum::BODY_ID, body)
                .year(ledger_sum::FINANCIAL_YEAR, FinancialYear(2011))
                .text(ledger_sum::SERVICE, service)
                .flag_if_any(ledger_sum::CAPITAL, Some(capital))
                .text(ledger_sum::TREATMENT, treatment)
                .text(ledger_sum::ATTRIBUTION, "here")
                .flag(ledger_sum::ELIMINATED, false)
                .text_if_any(ledger_sum::COUNTERPARTY_ID, counterparty)
                .count(ledger_sum::N_LINES, 1)
                .money(ledger_sum::AMOUNT, Money::from_pence(pence(thousands)));
        };
    for row in beneath["cells"].as_array().unwrap() {
        let label = row["service"].as_str().unwrap();
        push("council", service_of(label), false, "spend", None, row["ledger_rows_thousand"].as_f64().unwrap());
    }
    let outside = &beneath["ledger_rows_outside_the_count"];
    push(
        "council",
        "housing_revenue_account",
        false,
        "spend",
        None,
        outside["housing_revenue_account_revenue"].as_f64().unwrap(),
    );
    push("council", "trading_services", false, "spend", None, outside["trading_services"].as_f64().unwrap());
    push("council", "unclassified", false, "spend", None, outside["unclassified"].as_f64().unwrap());
    push("council", "capital_unallocated", true, "spend", None, beneath["capital_rows"].as_f64().unwrap());
    let cash = beneath["doh_cash_to_leeds_pct_thousand"].as_f64().unwrap();
    push("department-of-health", "nhs", false, "transfer", Some("leeds-pct"), cash);
    rows.finish()
}

fn service_of(label: &str) -> &'static str {
    match label {
        "Education services" => "education",
        "Highways and transport services" => "highways_transport",
        "Children Social Care" => "childrens_social_care",
        "Adult Social Care" => "adult_social_care",
        "Housing services (GFRA only)" => "housing",
        "Cultural and related services" => "cultural",
        "Environmental and regulatory services" => "environmental_regulatory",
        "Planning and development services" => "planning_development",
        "Central services" => "central_services",
        _ => "other_services",
    }
}

fn counted() -> Option<(Value, WholeCount)> {
    let known = known_answers()?;
    shared("geography/population_lad.csv")?;
    let count = count(&leeds(), &printed(&known), &[drivers(&known)], &[ledger(&known)]);
    assert!(count.problems.is_empty(), "a good place raises nothing: {:?}", count.problems);
    Some((known, count))
}

/// In thousands, as the hand prints them: to a tenth.
#[track_caller]
fn check_thousands(pence: i64, thousands: f64, what: &str) {
    let found = pence as f64 / 100_000.0;
    assert!((found - thousands).abs() < 0.06, "{what}: {found} for {thousands}");
}

#[test]
fn the_whole_of_leeds_is_6212_million_pounds_and_8268_a_head() {
    let Some((known, count)) = counted() else { return };
    check_thousands(total(&count), known["leeds_total"]["total"].as_f64().unwrap(), "total");
    let people = tables::PLACE_POPULATION.read(&count.population).iter().next().unwrap();
    assert_eq!(
        (people.count(place_population::PEOPLE), people.text(place_population::AS_OF)),
        (751_485, "census-2011")
    );
    let head = Money::from_pence(total(&count)).per_head(751_485).unwrap();
    assert_eq!(head.pence(), 826_754);
}

#[test]
fn every_basis_body_and_kind_of_leeds_is_as_counted_by_hand() {
    let Some((known, count)) = counted() else { return };
    let hand = &known["leeds_total"];
    let bases = cells_by(&count, cell::BASIS);
    check_thousands(bases["published_for_the_body"], hand["by_basis"]["published"].as_f64().unwrap(), "published");
    check_thousands(bases["estimated"], hand["by_basis"]["estimated"].as_f64().unwrap(), "estimated");
    check_thousands(bases["apportioned"], hand["by_basis"]["apportioned"].as_f64().unwrap(), "apportioned");
    let bodies = cells_by(&count, cell::BODY);
    for (body, thousands) in hand["by_body"].as_object().unwrap() {
        check_thousands(bodies[body], thousands.as_f64().unwrap(), body);
    }
    let hand = |kind: &str| hand["by_economic_type"][kind].as_f64().unwrap();
    let kinds = cells_by(&count, cell::KIND);
    check_thousands(kinds["benefits"], hand("social benefits"), "benefits");
    check_thousands(kinds["capital"], hand("capital"), "capital");
    let current = hand("current, net of fees and other income") + hand("current") + hand("current, net");
    assert!((kinds["current"] as f64 / 100_000.0 - current).abs() < 0.2, "three rounded figures");
    assert_eq!(kinds.len(), 3, "what the source does not part is not parted here: {kinds:?}");
}

/// A component of the hand is one figure here, except for the four lines beside the services and the county bodies' services.
#[test]
fn every_component_of_the_hand_is_found_again() {
    let Some((_, count)) = counted() else { return };
    let function = |label: &str| label.split(" / ").next().unwrap().to_owned();
    let mut found: BTreeMap<(String, String, &str), i64> = BTreeMap::new();
    let kind_of = |word: &str| if word == "capital" { "capital" } else { "current" };
    for row in WHOLE_COUNT.read(&count.cells).iter().filter(|row| row.text(cell::FILE_ID) == "cra.xlsx") {
        let key = (row.text(cell::BODY).to_owned(), function(row.text(cell::LABEL)), kind_of(row.text(cell::KIND)));
        *found.entry(key).or_default() += row.money(cell::AMOUNT).pence();
    }
    let mut hand: BTreeMap<(String, String, &str), f64> = BTreeMap::new();
    for row in components().into_iter().filter(|row| row["source"].starts_with("CRA")) {
        let kind = if row["economic_type"] == "capital" { "capital" } else { "current" };
        *hand.entry((row["body"].clone(), row["service"].clone(), kind)).or_default() +=
            row["amount_thousand"].parse::<f64>().unwrap();
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), hand.keys().collect::<Vec<_>>());
    for (key, thousands) in hand {
        assert!((found[&key] as f64 / 100_000.0 - thousands).abs() < 0.004, "{key:?}: {} for {thousands}", found[&key]);
    }
    let published: Vec<i64> = WHOLE_COUNT
        .read(&count.cells)
        .iter()
        .filter(|row| row.text(cell::BASIS) == "published_for_the_body")
        .map(|row| row.money(cell::AMOUNT).pence())
        .collect();
    for row in components().iter().filter(|row| row["body"] == COUNCIL && !row["source"].ends_with("lines")) {
        let pence = pence(row["amount_thousand"].parse().unwrap());
        assert!(published.contains(&pence), "{} of {}", pence, row["service"]);
    }
}

#[test]
fn everything_that_the_hand_eliminated_is_set_aside_with_its_reason() {
    let Some((_, count)) = counted() else { return };
    let council = |label: &'static str, word: &'static str| {
        aside(&count, |body, found, as_word| body == COUNCIL && found.contains(label) && as_word == word)
    };
    assert_eq!(council("Integrated Transport Authority levy", "transfer"), Some(pence(33_948.0)));
    assert_eq!(council("Environment Agency", "transfer"), Some(pence(227.0)));
    assert_eq!(council("Council tax benefit", "memo"), Some(pence(54_728.0)));
    assert_eq!(council("(CERA)", "capital_charge"), Some(pence(2_106.0)));
    assert_eq!(council("Provision for repayment of principal", "capital_charge"), Some(pence(32_595.0)));
    assert_eq!(council("net surplus", "outside"), Some(pence(-5_571.0)));
    let charges = ["Depreciation", "impairment", "Credit for capital grants", "funded from Capital"];
    assert_eq!(charges.map(|label| council(label, "capital_charge").unwrap()).iter().sum::<i64>(), pence(165_808.0));
    let interest = ["Interest payable", "Interest: HRA item 8"].map(|label| council(label, "financing").unwrap());
    assert_eq!(interest.iter().sum::<i64>(), pence(28_747.0));
    let grants =
        ["Specific and special", "Local Services Support Grant", "Revenue Support Grant", "non-domestic rates"];
    assert_eq!(grants.map(|label| council(label, "financing").unwrap()).iter().sum::<i64>(), -pence(1_259_704.0));
    assert_eq!(council("Housing revenue account", "outside"), Some(0), "not known, so without an amount");
    let farming = aside(&count, |_, label, word| label.contains("agriculture") && word == "outside");
    check_thousands(farming.unwrap(), 398_647.1, "agriculture of the region");
    let corporations = aside(&count, |body, _, word| body == "Housing Revenue Account" && word == "outside");
    check_thousands(corporations.unwrap(), 221_827.7, "public corporations of the region");
    let levied = aside(&count, |body, label, _| body.contains("Transport") && label.contains("levy"));
    assert_eq!(levied, Some(-pence(97_598.0)), "the authority's own line is the other side of it");
}

#[test]
fn what_is_not_known_is_named_and_never_nought() {
    let Some((_, count)) = counted() else { return };
    let unknown: Vec<(String, String, Option<Money>, String)> = WHOLE_COUNT
        .read(&count.cells)
        .iter()
        .filter(|row| row.text(cell::BASIS) == "not_known")
        .map(|row| {
            let text = |column| row.text(column).to_owned();
            (text(cell::BODY), text(cell::LABEL), row.money_if_any(cell::AMOUNT), text(cell::METHOD))
        })
        .collect();
    let labels: Vec<&str> = unknown.iter().map(|(_, label, ..)| label.as_str()).collect();
    let farming = "4. of which: agriculture, fisheries and forestry";
    assert_eq!(labels, [farming, "Housing revenue account: current spending"]);
    assert!(unknown.iter().all(|(_, _, amount, _)| amount.is_none()));
    assert!(unknown[0].3.contains("by people it would be £56,69"), "{}", unknown[0].3);
}

#[test]
fn the_bridge_to_the_region_adds_up_in_five_steps() {
    let Some((known, count)) = counted() else { return };
    let steps: Vec<(String, i64)> = REGIONAL_BRIDGE
        .read(&count.bridge)
        .iter()
        .map(|row| (row.text(regional_bridge::STEP).to_owned(), row.money(regional_bridge::PER_HEAD).pence()))
        .collect();
    let hand = &known["per_head_bridge_gbp"]["steps"];
    let hand: Vec<i64> =
        hand.as_object().unwrap().values().map(|step| (step.as_f64().unwrap() * 100.0).round() as i64).collect();
    let found: Vec<i64> = steps.iter().map(|(_, pence)| *pence).collect();
    assert_eq!((found[0], found[6]), (839_075, 826_754), "{steps:?}");
    assert_eq!(found[1..6], hand, "{steps:?}");
    assert_eq!(found[..6].iter().sum::<i64>(), found[6]);
    assert!(steps[4].0.contains("agriculture"), "{}", steps[4].0);
}

#[test]
fn the_ledger_beneath_opens_37_per_cent_of_the_council_and_ten_of_the_place() {
    let Some((known, count)) = counted() else { return };
    let beneath = &known["ledger_beneath"];
    let rows: Vec<_> = COVERAGE.read(&count.coverage).iter().collect();
    let of_council = |service: &str, capital: bool| {
        let is_it = |row: &&model::Row| {
            row.text(coverage::BODY) == COUNCIL
                && row.text(coverage::SERVICE) == service
                && row.flag(coverage::CAPITAL) == capital
        };
        *rows.iter().find(is_it).unwrap_or_else(|| panic!("{service}"))
    };
    for hand in beneath["cells"].as_array().unwrap() {
        let row = of_council(service_of(hand["service"].as_str().unwrap()), false);
        check_thousands(
            row.money(coverage::PUBLISHED).pence(),
            hand["published_thousand"].as_f64().unwrap(),
            "published",
        );
        check_thousands(row.money(coverage::OPENS).pence(), hand["ledger_rows_thousand"].as_f64().unwrap(), "opens");
    }
    assert!(of_council("central_services", false).text(coverage::NOTE).contains("net against gross"));
    assert!(!of_council("education", false).text(coverage::NOTE).contains("net against gross"));
    let capital = of_council("all", true);
    check_thousands(capital.money(coverage::PUBLISHED).pence(), 210_546.0, "capital");
    check_thousands(capital.money(coverage::OPENS).pence(), 164_245.6, "capital rows");
    let opens = |is_wanted: fn(&str) -> bool| {
        let wanted = rows.iter().filter(|row| is_wanted(row.text(coverage::BODY)));
        wanted.filter_map(|row| row.money_if_any(coverage::OPENS)).sum::<Money>().pence() as f64
    };
    let share = opens(|body| body == COUNCIL) / pence(1_604_511.0) as f64;
    assert!((share - beneath["share_of_council"].as_f64().unwrap()).abs() < 0.00006, "{share}");
    let share = opens(|_| true) / total(&count) as f64;
    assert!((share - beneath["share_of_place"].as_f64().unwrap()).abs() < 0.00006, "{share}");
    let as_a_whole = of_council("all", false);
    for outside in ["£53,038,600.00", "£15,366,000.00", "£37,400.00"] {
        assert!(as_a_whole.text(coverage::NOTE).contains(outside), "{}", as_a_whole.text(coverage::NOTE));
    }
    assert_eq!((as_a_whole.money_if_any(coverage::COUNTED), as_a_whole.text_if_any(coverage::ASK)), (None, None));
    let education = of_council("education", false).text(coverage::NOTE);
    assert!(!education.contains("outside the count"), "what is of the whole council stands on no service: {education}");
    let health =
        rows.iter().find(|row| row.text(coverage::BODY) == "Department of Health" && !row.flag(coverage::CAPITAL));
    let health = health.unwrap();
    assert_eq!(health.money_if_any(coverage::OPENS), None);
    let all_notes: String = rows
        .iter()
        .filter(|row| row.text(coverage::BODY) == "Department of Health")
        .map(|row| row.text(coverage::NOTE))
        .collect();
    assert!(all_notes.contains("£1,072,720,000.00") && all_notes.contains("Leeds Primary Care Trust"), "{all_notes}");
    assert!(rows[0].text_if_any(coverage::ASK).is_some(), "the largest gap says what to ask for");
}
