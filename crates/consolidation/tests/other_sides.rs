//! Money with two sides is counted once; where nobody can say which side is which, it is said with both and its pounds.

mod common;

use common::{Printed, aside, batch, body, cells_by, count, pence, place_of, total};
use consolidation::WholeCount;
use model::tables::{LEDGER_SUM, WHOLE_COUNT, whole_count as cell};
use model::{Body, BodyKind, ProblemKind, Reach};

const NCE: &str = "revenue_outturn_summary:net_current_expenditure";

fn counted(bodies: &[(&str, &str, BodyKind)], printed: Vec<Printed>) -> WholeCount {
    let council = body("council", "Ashby City Council", BodyKind::Council, Reach::Local);
    let others = bodies.iter().map(|(id, name, kind)| body(id, name, *kind, Reach::Local));
    let dwp = body("dwp", "Department for Work and Pensions", BodyKind::Department, Reach::National);
    let bodies: Vec<Body> = [council, dwp].into_iter().chain(others).collect();
    let own = Printed::local("council", NCE, "Education services", 100.0);
    count(&place_of("Leeds", "E08000035", bodies), &[vec![own], printed].concat(), &[], &[])
}

fn levy(label: &str) -> Printed {
    Printed::local("council", NCE, label, 30.0)
}

const ENVIRONMENT: &str = "Environmental and regulatory services";

#[track_caller]
fn check_once(bodies: &[(&str, &str, BodyKind)], printed: Vec<Printed>, thousands: f64) {
    let count = counted(bodies, printed);
    assert_eq!((total(&count), count.problems.as_slice()), (pence(thousands), [].as_slice()));
}

#[test]
fn a_levy_is_taken_out_once_whatever_the_service_of_the_body_that_spends_it() {
    for (name, service, label) in [
        ("Ainsty Internal Drainage Board", ENVIRONMENT, "Levy: drainage boards"),
        ("Ainsty Internal Drainage Board", "Other services", "Internal Drainage Boards levies"),
        ("Ashby Recycling Authority", "Other services", "Waste Disposal Authority levy"),
        ("Lee Valley Regional Park Authority", "Cultural and related services", "Lee Valley Park levy"),
        ("Moor Conservators", "Planning and development services", "Other levies: Moor"),
        ("Ashby Transport", "Highways and transport services", "Integrated Transport Authority levy"),
    ] {
        let spent = Printed::local("board", NCE, service, 45.0);
        check_once(&[("board", name, BodyKind::Levying)], vec![levy(label), spent], 145.0);
    }
    let spent = Printed::local("board", NCE, ENVIRONMENT, 45.0);
    let combined = ("ca", "Ashby Combined Authority", BodyKind::CombinedAuthority);
    let of_both =
        || ["Highways and transport services", ENVIRONMENT].map(|service| Printed::local("ca", NCE, service, 45.0));
    for label in ["Waste Disposal Authority levy", "Integrated Transport Authority levy"] {
        check_once(&[combined], of_both().into_iter().chain([levy(label)]).collect(), 190.0);
    }
    let other = ("board", "Ainsty Internal Drainage Board", BodyKind::Other);
    check_once(&[other], vec![levy("Levy: drainage boards"), spent], 145.0);
}

#[test]
fn a_levy_is_taken_out_where_the_body_is_counted_by_its_ledger() {
    let ledger = batch(
        &LEDGER_SUM,
        "
        body  | financial_year | service                  | treatment | attribution | counterparty | amount
        board | 2011-12        | environmental_regulatory | spend     | here        |              | 45,000.00
        ",
    );
    let bodies = vec![
        body("council", "Ashby City Council", BodyKind::Council, Reach::Local),
        body("board", "Ainsty Drainage Board", BodyKind::Levying, Reach::Local),
    ];
    let printed = [Printed::local("council", NCE, "Education services", 100.0), levy("Levy: drainage boards")];
    let count = count(&place_of("Leeds", "E08000035", bodies), &printed, &[], &[ledger]);
    assert_eq!((total(&count), count.problems.as_slice()), (pence(145.0), [].as_slice()));
}

#[test]
fn a_levy_for_something_else_is_counted_at_the_one_that_pays() {
    let transport = ("metro", "Ashby Transport", BodyKind::Levying);
    let spent = || Printed::local("metro", NCE, "Highways and transport services", 45.0);
    check_once(&[transport], vec![levy("Waste Disposal Authority levy"), spent()], 175.0);
    let metro = ("metro", "Metro", BodyKind::Levying);
    check_once(&[metro], vec![levy("Metropolitan drainage levy"), spent(), levy("Levies: Metro")], 175.0);
    let paid = Printed { pence: pence(40.0), ..levy("Integrated Transport Authority levy") };
    check_once(&[transport], vec![levy("Other levies"), paid, spent()], 175.0);
}

#[test]
fn a_levy_that_may_be_a_body_s_is_said_with_both_and_its_pounds() {
    let spent = Printed::local("board", NCE, ENVIRONMENT, 45.0);
    let count = counted(&[("board", "Ainsty Drainage Board", BodyKind::Levying)], vec![levy("Other levies"), spent]);
    assert_eq!(total(&count), pence(145.0), "set aside, so that no pound is counted twice");
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((problem.kind, problem.amount.unwrap().pence()), (ProblemKind::PublishedLineUnknown, pence(30.0)));
    for said in ["Other levies", "Ashby City Council", "Ainsty Drainage Board", "£30,000", "£45,000"] {
        assert!(problem.text.contains(said), "{said}: {}", problem.text);
    }
}

fn housing_benefit(of_department: f64) -> WholeCount {
    let department = Printed {
        file: "dwp.xlsx",
        body_id: Some("dwp".to_owned()),
        spender: "Department for Work and Pensions".to_owned(),
        area: "Leeds".to_owned(),
        sector: "central_government",
        kind: Some("benefits"),
        ..Printed::local("dwp", "benefit_expenditure", "Housing Benefit", of_department)
    };
    let own = vec![
        Printed::local("council", NCE, "Housing benefits: rent allowances - mandatory payments", 300.0),
        Printed::local("council", NCE, "Housing benefits: rent rebates to HRA tenants - mandatory payments", 192.8),
    ];
    counted(&[], [own, vec![department]].concat())
}

#[test]
fn housing_benefit_of_the_department_that_differs_from_the_authoritys_is_said() {
    let count = housing_benefit(503.1);
    assert_eq!(total(&count), pence(592.8));
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((problem.kind, problem.amount.unwrap().pence()), (ProblemKind::PublishedSourcesDiffer, pence(10.3)));
    assert!(problem.text.contains("rs.xls") && problem.text.contains("dwp.xlsx"), "{}", problem.text);
    assert!(housing_benefit(494.0).problems.is_empty(), "within one per cent");
}

fn plain(kind: &'static str, thousands: f64) -> Printed {
    Printed { file: "plain.csv", kind: Some(kind), ..Printed::local("police", "plain", "Policing", thousands) }
}

fn of_police(rows: Vec<Printed>) -> WholeCount {
    counted(&[("police", "Ashby Police", BodyKind::Police)], rows)
}

#[test]
fn what_a_plain_table_has_of_a_service_is_counted() {
    for (rows, thousands) in [
        (vec![plain("pay", 70.0)], 70.0),
        (vec![plain("goods_and_services", 50.0)], 50.0),
        (vec![plain("pay", 70.0), plain("goods_and_services", 50.0)], 120.0),
        (vec![plain("pay", 70.0), plain("goods_and_services", 50.0), plain("income", 20.0)], 100.0),
        (vec![plain("pay", 70.0), plain("goods_and_services", 50.0), plain("income", -20.0)], 100.0),
        (vec![plain("pay", 70.0), plain("income", 20.0), plain("current", 50.0)], 50.0),
    ] {
        let count = of_police(rows.clone());
        assert_eq!((total(&count), &count.problems), (pence(100.0 + thousands), &Vec::new()), "{rows:?}");
    }
}

#[test]
fn what_cannot_be_counted_of_a_plain_table_is_said_with_its_pounds() {
    let count = of_police(vec![plain("income", 20.0)]);
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((total(&count), problem.amount.unwrap().pence()), (pence(100.0), pence(20.0)));
    assert_eq!(problem.kind, ProblemKind::PublishedLineUnknown);
    assert_eq!(aside(&count, |_, label, _| label == "Policing"), Some(pence(20.0)));
    let count = of_police(vec![plain("pay", 70.0), plain("current", 100.0)]);
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((total(&count), problem.kind), (pence(200.0), ProblemKind::TotalDiffers));
    assert!(problem.text.starts_with("pay of `Policing`"), "{}", problem.text);
}

#[test]
fn a_part_of_a_return_that_has_lost_the_others_is_not_known_and_says_its_pounds() {
    let pay = Printed::local("police", "revenue_outturn_services:employees", "Police services", 70.0);
    let count = of_police(vec![pay]);
    let read = WHOLE_COUNT.read(&count.cells);
    let police = read.iter().find(|row| row.text(cell::SERVICE) == "police").unwrap();
    assert_eq!((police.text(cell::BASIS), police.money_if_any(cell::AMOUNT)), ("not_known", None));
    assert!(police.text(cell::METHOD).contains("pay £70,000"), "{}", police.text(cell::METHOD));
}

#[test]
fn farming_is_one_line_that_is_not_known_with_all_its_departments() {
    let farming = |spender: &str, thousands: f64| Printed {
        body_id: None,
        spender: spender.to_owned(),
        area: "Yorkshire and the Humber".to_owned(),
        sector: "central_government",
        segment: Some("S".to_owned()),
        ..Printed::local("x", "country_regional_analysis", "4. of which: agriculture / 4.2", thousands)
    };
    let count = counted(&[], vec![farming("Forestry Commission", 10.0), farming("Rural Payments Agency", 90.0)]);
    let read = WHOLE_COUNT.read(&count.cells);
    let is_farming = |label: &str| label.contains("agriculture");
    let found: Vec<_> = read.iter().filter(|row| is_farming(row.text(cell::LABEL))).collect();
    assert_eq!((found.len(), found[0].text(cell::BODY)), (1, "Rural Payments Agency"));
    assert_eq!(found[0].money_if_any(cell::AMOUNT), None);
    assert!(found[0].text(cell::METHOD).contains("Forestry Commission"), "{}", found[0].text(cell::METHOD));
    assert!(cells_by(&count, cell::BODY).contains_key("Rural Payments Agency"));
}

/// What the problems are and what they are about, in thousands.
fn found(count: &WholeCount) -> Vec<(ProblemKind, f64)> {
    let thousands = |amount: money::Money| amount.pence() as f64 / pence(1.0) as f64;
    count.problems.iter().map(|problem| (problem.kind, problem.amount.map_or(0.0, thousands))).collect()
}

#[test]
fn a_provider_whose_kind_nobody_says_is_known_by_its_name() {
    let health = |id: &str, thousands| Printed {
        file: "plain.csv",
        ..Printed::local(id, "plain", "Health services", thousands)
    };
    let bodies = |provider| {
        [("pct", "Ashby Primary Care Trust", BodyKind::NhsCommissioner), ("provider", provider, BodyKind::Other)]
    };
    for provider in ["Ashby Teaching Hospitals NHS Trust", "The Royal Ashby Infirmary", "Ashby Ambulance Service"] {
        let count = counted(&bodies(provider), vec![health("pct", 60.0), health("provider", 50.0)]);
        assert_eq!(total(&count), pence(160.0), "{provider}: a pound of health care stands in both accounts");
        assert_eq!(found(&count), [(ProblemKind::HealthSeenTwice, 50.0)], "{provider}");
    }
    let hospice = counted(&bodies("Ashby Hospice"), vec![health("pct", 60.0), health("provider", 50.0)]);
    assert_eq!((total(&hospice), found(&hospice)), (pence(210.0), vec![]), "what no name tells is counted");
}

#[test]
fn a_parish_that_is_counted_beside_the_precepts_is_said() {
    let parish = [("otley", "Otley Town Council", BodyKind::ParishCouncil)];
    let precepts = Printed::local("council", NCE, "Parish precepts", 14.0);
    let own = Printed { file: "plain.csv", ..Printed::local("otley", "plain", "Cultural services", 5.0) };
    let both = counted(&parish, vec![precepts.clone(), own.clone()]);
    assert_eq!((total(&both), found(&both)), (pence(119.0), vec![(ProblemKind::MayCountTwice, 5.0)]));
    for alone in [precepts, own] {
        assert_eq!(found(&counted(&parish, vec![alone])), []);
    }
}

#[test]
fn a_region_that_is_printed_under_two_spellings_is_counted_once_and_said() {
    let regional = |department: &str, thousands| Printed {
        file: "cra.xlsx",
        body_id: None,
        spender: department.to_owned(),
        area: "Yorkshire and The Humber".to_owned(),
        sector: "local_government",
        ..Printed::local("region", "country_regional_analysis", "9. Education / 9.1 Schools", thousands)
    };
    let once =
        counted(&[], vec![regional("Local Government England", 300.0), regional("Department for Education", 300.0)]);
    assert_eq!(found(&once), [], "equal amounts of two departments are two");
    let again =
        counted(&[], vec![regional("Local Government England", 300.0), regional("LOCAL GOVERNMENT ENGLAND", 300.0)]);
    assert_eq!(found(&again), [(ProblemKind::MayCountTwice, 300.0)]);
    let of_region = aside(&again, |_, label, _| label.contains("the whole region"));
    assert_eq!(of_region, Some(pence(600.0)), "both are set aside: one is of the whole region, one is there again");
}
