//! Inputs by which a stranger moved the whole and nothing was said.

mod common;

use common::{Printed, batch, body, count, pence, place_of, total};
use consolidation::WholeCount;
use model::tables::{DRIVER, WHOLE_COUNT, whole_count as cell};
use model::{BodyKind, Place, ProblemKind, Reach};

const NCE: &str = "revenue_outturn_summary:net_current_expenditure";
const CAPITAL: &str = "capital_outturn:total_capital_expenditure";

fn place() -> Place {
    let council = body("council", "Leeds City Council", BodyKind::Council, Reach::Local);
    let police = body("police", "West Yorkshire Police", BodyKind::Police, Reach::Local);
    let dwp = body("dwp", "Department for Work and Pensions", BodyKind::Department, Reach::National);
    place_of("Leeds", "E08000035", vec![council, police, dwp])
}

fn unknown(count: &WholeCount) -> Vec<(String, String)> {
    let read = WHOLE_COUNT.read(&count.cells);
    let rows = read.iter().filter(|row| row.text(cell::BASIS) == "not_known");
    let mut found: Vec<_> =
        rows.map(|row| (row.text(cell::BODY).to_owned(), row.text(cell::LABEL).to_owned())).collect();
    found.sort();
    found
}

fn said(count: &WholeCount, kind: ProblemKind) -> Vec<(Option<i64>, &str)> {
    let of_kind = count.problems.iter().filter(|problem| problem.kind == kind);
    of_kind.map(|problem| (problem.amount.map(|pounds| pounds.pence()), problem.text.as_str())).collect()
}

fn plain(body_id: &str, label: &str, thousands: f64) -> Printed {
    Printed { file: "plain.csv", kind: Some("current"), ..Printed::local(body_id, "plain", label, thousands) }
}

#[test]
fn capital_alone_does_not_make_the_rest_of_a_body_known() {
    let capital =
        Printed { kind: Some("capital"), file: "cor.csv", ..Printed::local("council", CAPITAL, "Education", 210.0) };
    let police = Printed::local("police", NCE, "Police services", 160.0);
    let found = unknown(&count(&place(), &[capital, police], &[], &[]));
    let has = |name: &str, label: &str| found.contains(&(name.to_owned(), label.to_owned()));
    assert!(has("Leeds City Council", "Its current spending"), "{found:?}");
    assert!(has("Department for Work and Pensions", "What it spends for the place"), "{found:?}");
    assert!(
        !found.iter().any(|(name, label)| name == "West Yorkshire Police" && label.contains("current")),
        "{found:?}"
    );
}

#[test]
fn a_body_out_of_scale_for_its_people_is_said_whatever_the_whole_is() {
    let people = batch(
        &DRIVER,
        "file | area_code | area | driver | as_of | year | value\n p | E08000035 | Leeds | population | mid-2011 | 2011 | 1000\n",
    );
    let kinds = |council: f64, police: f64| {
        let printed = [
            Printed::local("council", NCE, "Education services", council),
            Printed::local("police", NCE, "Police services", police),
        ];
        let count = count(&place(), &printed, std::slice::from_ref(&people), &[]);
        said(&count, ProblemKind::PoundsAHeadUnlikely).iter().map(|(amount, _)| *amount).collect::<Vec<_>>()
    };
    assert_eq!(kinds(2_000.0, 150.0), [], "£2,000 and £150 a head");
    assert_eq!(kinds(2_000.0, 1_500.0), [Some(pence(1_500.0))], "police ten times too dear");
    assert_eq!(kinds(2_000.0, 0.15), [Some(pence(0.15))]);
    assert_eq!(kinds(-2_000.0, 5_000.0).len(), 2, "signs turned");
}

#[test]
fn a_subtotal_named_for_two_lines_is_said() {
    let rows = [
        plain("council", "Education", 400.0),
        plain("council", "Children's social care", 300.0),
        plain("council", "Education and children's services", 700.0),
        plain("council", "Highways", 100.0),
    ];
    let found = count(&place(), &rows, &[], &[]);
    assert_eq!(said(&found, ProblemKind::MayCountTwice).len(), 1, "{:?}", found.problems);
    assert_eq!(said(&found, ProblemKind::MayCountTwice)[0].0, Some(pence(700.0)));
    let none = count(&place(), &[rows[0].clone(), rows[1].clone(), rows[3].clone()], &[], &[]);
    assert_eq!(said(&none, ProblemKind::MayCountTwice), []);
}

#[test]
fn one_council_under_two_names_is_said() {
    let mut place = place();
    let mut again = place.bodies[0].clone();
    (again.id, again.name) = ("leeds-city".to_owned(), "City of Leeds".to_owned());
    place.bodies.push(again);
    let of = |id: &str| {
        [("Education", 400.0), ("Highways", 100.0), ("Adult social care", 250.0)].map(|(label, k)| plain(id, label, k))
    };
    let rows: Vec<Printed> = of("council").into_iter().chain(of("leeds-city")).collect();
    let found = count(&place, &rows, &[], &[]);
    assert!(
        said(&found, ProblemKind::MayCountTwice).iter().any(|(sum, _)| *sum == Some(pence(750.0))),
        "{:?}",
        found.problems
    );
}

#[test]
fn a_figure_of_the_area_that_nobody_spends_is_said_beside_bodies_of_its_service() {
    let area = Printed {
        body_id: None,
        spender: String::new(),
        area: "Leeds".to_owned(),
        sector: "",
        ..plain("council", "Adult social care", 300.0)
    };
    let found = count(&place(), &[plain("council", "Adult social care", 250.0), area], &[], &[]);
    assert_eq!(total(&found), pence(550.0));
    assert_eq!(
        said(&found, ProblemKind::MayCountTwice).iter().map(|(sum, _)| *sum).collect::<Vec<_>>(),
        [Some(pence(250.0))],
        "{:?}",
        found.problems
    );
}

#[test]
fn a_region_and_its_districts_that_differ_are_said() {
    let districts: Vec<_> = common::shipped_districts()
        .into_iter()
        .filter(|district| district.region == "Yorkshire and The Humber")
        .collect();
    assert!(districts.len() > 10, "the shipped list has the districts of the region");
    let rows = |region: u64| {
        let row = |code: &str, name: &str, people: u64| {
            format!(" p | {code} | {name} | population | mid-2011 | 2011 | {people}\n")
        };
        let all: String = districts.iter().map(|district| row(&district.codes[0], &district.name, 1_000)).collect();
        let region = row("E12000003", "Yorkshire and The Humber", region);
        batch(&DRIVER, &format!("file | area_code | area | driver | as_of | year | value\n{all}{region}"))
    };
    let sum = 1_000 * districts.len() as u64;
    let differ =
        |region: u64| said(&count(&place(), &[], &[rows(region)], &[]), ProblemKind::PublishedSourcesDiffer).len();
    // Districts that began or ended between the years are in the list and not in the sum: they are a few.
    assert_eq!(differ(sum * 2), 1);
    assert_eq!(differ(sum / 2), 1);
}
