//! Adding a source that overlaps another never moves the total; what the count cannot decide it refuses and says.

mod common;

use arrow_array::RecordBatch;
use common::{Printed, aside, batch, body, cells_by, count, pence, place_of, total};
use consolidation::WholeCount;
use model::problem::Problem;
use model::tables::{COVERAGE, DRIVER, LEDGER_SUM, WHOLE_COUNT, coverage, whole_count as cell};
use model::{BodyKind, Place, ProblemKind, Reach};

const NCE: &str = "revenue_outturn_summary:net_current_expenditure";

fn place() -> Place {
    let bodies = vec![
        body("council", "Ashby City Council", BodyKind::Council, Reach::Local),
        body("metro", "Ashby Transport", BodyKind::Levying, Reach::Local),
        body("board", "Ashby Care Board", BodyKind::NhsCommissioner, Reach::Local),
        body("trust", "Ashby Hospitals", BodyKind::NhsTrust, Reach::Local),
        body("dwp", "Department for Work and Pensions", BodyKind::Department, Reach::National),
    ];
    place_of("Leeds", "E08000035", bodies)
}

fn base() -> Vec<Printed> {
    vec![
        Printed::local("council", NCE, "Education services", 100.0),
        Printed::local("council", NCE, "Housing benefits: rent allowances - mandatory payments", 20.0),
        Printed::local("council", NCE, "Housing benefits: rent rebates to HRA tenants - mandatory payments", 5.0),
        Printed {
            kind: Some("capital"),
            ..Printed::local("council", "capital_outturn:total_capital_expenditure", "Education", 7.0)
        },
        Printed::local("board", "accounts:net_expenditure", "Commissioned", 50.0),
        Printed::local("council", NCE, "NET CURRENT EXPENDITURE (TOTAL OF LINES 699 TO 748)", 125.0),
    ]
}

/// Rules of the place: what its boards and trusts call their spending.
fn counted(printed: &[Printed], ledger: &[RecordBatch]) -> WholeCount {
    let mut rules = common::shipped_rules();
    let pattern = rules.lines.iter().find(|rule| rule.counted_as.service == "public_health").unwrap().clone();
    let mut own = pattern;
    (own.series, own.label) = ("accounts:*".to_owned(), "*".to_owned());
    own.counted_as.service = "nhs".to_owned();
    rules.lines.insert(0, own);
    let (place, districts, figures) = (place(), common::shipped_districts(), [common::figures(printed)]);
    consolidation::whole_count(&consolidation::Evidence {
        place: &place,
        rules: &rules,
        districts: &districts,
        figures: &figures,
        drivers: &[],
        ledger,
    })
}

fn with(more: Vec<Printed>) -> WholeCount {
    counted(&[base(), more].concat(), &[])
}

fn kinds(problems: &[Problem]) -> Vec<ProblemKind> {
    problems.iter().map(|problem| problem.kind).collect()
}

const BASE: f64 = 182.0;

#[test]
fn the_base_counts_each_pound_once() {
    let count = with(Vec::new());
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]));
    assert_eq!(aside(&count, |_, _, word| word == "total"), Some(pence(125.0)));
}

#[test]
fn levies_grants_subsidies_budgets_and_second_capital_totals_do_not_move_the_total() {
    let budget = Printed {
        stage: "budget",
        ..Printed::local("council", "revenue_budget:net_current_expenditure", "Education services", 99.0)
    };
    let allocation =
        Printed { stage: "allocation", ..Printed::local("board", "nhs_allocation:programme", "Programme", 49.0) };
    let dwp = |label: &str, thousands: f64| Printed {
        body_id: Some("dwp".to_owned()),
        spender: "Department for Work and Pensions".to_owned(),
        area: "Leeds".to_owned(),
        sector: "central_government",
        kind: Some("benefits"),
        ..Printed::local("dwp", "benefit_expenditure", label, thousands)
    };
    let more = vec![
        Printed::local("council", NCE, "Levy: Environment Agency flood defence", 30.0),
        Printed::local("council", NCE, "Specific and special revenue grants inside AEF", -80.0),
        Printed { kind: Some("capital"), ..Printed::local("council", "capital_financing:total", "TOTAL", 9.0) },
        budget,
        allocation,
        dwp("Housing Benefit", 25.0),
    ];
    let count = with(more);
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]));
    for (label, word) in
        [("Levy", "transfer"), ("grants", "financing"), ("Programme", "plan"), ("Housing Benefit", "other_measure")]
    {
        assert!(aside(&count, |_, found, as_word| found.contains(label) && as_word == word).is_some(), "{label}");
    }
    let count = with(vec![dwp("State Pension", 20.0)]);
    assert_eq!(cells_by(&count, cell::BASIS)["published_for_the_area"], pence(20.0));
}

#[test]
fn a_levy_counts_once_at_the_body_that_spends_it_or_else_at_the_one_that_pays() {
    let levy = || Printed::local("council", NCE, "Integrated Transport Authority levy", 30.0);
    let count = with(vec![levy()]);
    assert_eq!(total(&count), pence(BASE + 30.0), "the transport authority is not in the count");
    let spent = vec![
        levy(),
        Printed::local("metro", NCE, "Highways and transport services", 45.0),
        Printed::local("metro", NCE, "Integrated Transport Authority levy", -30.0),
    ];
    let count = with(spent);
    assert_eq!(total(&count), pence(BASE + 45.0));
    assert_eq!(aside(&count, |_, label, word| label.contains("levy") && word == "transfer"), Some(0), "both sides");
}

#[test]
fn a_return_by_service_alone_leaves_housing_benefit_not_known() {
    let count = counted(&parted(), &[]);
    let read = WHOLE_COUNT.read(&count.cells);
    let unknown: Vec<_> = read.iter().filter(|row| row.text(cell::LABEL) == "Housing benefit").collect();
    assert_eq!((unknown.len(), unknown[0].money_if_any(cell::AMOUNT)), (1, None));
}

fn by_service(measure: &str, thousands: f64) -> Printed {
    let series = format!("revenue_outturn_services:{measure}");
    Printed { file: "rsx.csv", ..Printed::local("council", &series, "Education services", thousands) }
}

fn parted() -> Vec<Printed> {
    vec![
        by_service("employees", 70.0),
        by_service("running_expenses", 50.0),
        by_service("total_expenditure", 120.0),
        by_service("sales_fees_and_charges", 12.0),
        by_service("other_income", 8.0),
        by_service("total_income", 20.0),
        by_service("net_current_expenditure", 100.0),
    ]
}

#[test]
fn pay_and_purchases_less_income_take_the_place_of_the_net_figure() {
    let count = with(parted());
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]));
    let kinds = cells_by(&count, cell::KIND);
    assert_eq!((kinds["pay"], kinds["goods_and_services"], kinds["income"]), (pence(70.0), pence(50.0), pence(-20.0)));
}

#[test]
fn parts_that_are_not_all_there_leave_the_net_figure() {
    let lost: Vec<Printed> =
        parted().into_iter().filter(|figure| !figure.series.ends_with("running_expenses")).collect();
    let count = with(lost);
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]));
    assert!(!cells_by(&count, cell::KIND).contains_key("pay"), "lost cells are no noughts");
}

#[test]
fn a_part_whose_others_are_lost_is_no_figure_of_the_service() {
    let only_pay = vec![by_service("employees", 70.0)];
    let count = with(only_pay.clone());
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]), "the summary has the whole");
    let count = counted(&only_pay, &[]);
    let read = WHOLE_COUNT.read(&count.cells);
    let education = read.iter().find(|row| row.text(cell::SERVICE) == "education").unwrap();
    assert_eq!((education.text(cell::BASIS), education.money_if_any(cell::AMOUNT)), ("not_known", None));
    let count = counted(&base()[..2], &[]);
    let read = WHOLE_COUNT.read(&count.cells);
    assert!(read.iter().any(|row| row.text(cell::LABEL) == "Capital spending" && row.text(cell::BASIS) == "not_known"));
}

#[test]
fn two_publications_that_differ_are_a_problem_with_both_named() {
    let other = Printed {
        file: "rsx.csv",
        ..Printed::local("council", "revenue_outturn_services:net_current_expenditure", "Education services", 110.0)
    };
    let count = with(vec![other]);
    assert_eq!(total(&count), pence(BASE + 10.0));
    assert_eq!(kinds(&count.problems), [ProblemKind::PublishedSourcesDiffer]);
    let problem = &count.problems[0];
    assert_eq!(problem.amount.unwrap().pence(), pence(-10.0));
    assert!(problem.text.contains("rs.xls") && problem.text.contains("rsx.csv"), "{}", problem.text);
    let again: Vec<Printed> = base().into_iter().map(|figure| Printed { file: "rs-again.xls", ..figure }).collect();
    let count = with(again);
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![]), "the same file twice");
}

#[test]
fn commissioners_and_providers_at_once_are_refused_with_both_named() {
    let trust = Printed {
        file: "trust.csv",
        ..Printed::local("trust", "accounts:operating_expenditure", "Operating expenditure", 60.0)
    };
    let count = with(vec![trust]);
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE), vec![ProblemKind::HealthSeenTwice]));
    let text = &count.problems[0].text;
    assert!(
        text.contains("Ashby Care Board") && text.contains("Ashby Hospitals") && text.contains("trust.csv"),
        "{text}"
    );
}

#[test]
fn a_housing_revenue_account_adds_its_spending_less_rebates() {
    let account = Printed::local("council", NCE, "TOTAL HOUSING REVENUE ACCOUNT (HRA) EXPENDITURE", 40.0);
    let count = with(vec![account]);
    assert_eq!((total(&count), kinds(&count.problems)), (pence(BASE + 40.0 - 5.0), vec![]));
    let unknown = |count: &WholeCount| {
        let read = WHOLE_COUNT.read(&count.cells);
        read.iter()
            .any(|row| row.text(cell::BASIS) == "not_known" && row.text(cell::SERVICE) == "housing_revenue_account")
    };
    assert!(!unknown(&count) && unknown(&with(Vec::new())));
}

#[test]
fn a_line_without_a_rule_is_a_problem_with_its_pounds() {
    let count = with(vec![Printed::local("council", NCE, "Lamps of the mayor", 3.0)]);
    assert_eq!(total(&count), pence(BASE));
    assert_eq!(kinds(&count.problems), [ProblemKind::PublishedLineUnknown]);
    assert_eq!(count.problems[0].amount.unwrap().pence(), pence(3.0));
}

#[test]
fn a_ledger_leads_only_for_a_body_without_any_published_figure() {
    let ledger = batch(
        &LEDGER_SUM,
        "
        body    | financial_year | service    | treatment | attribution      | counterparty | amount
        council | 2011-12        | education  | spend     | here             |              | 900,000.00
        council | 2011-12        | cultural   | spend     | here             |              | 5,000.00
        metro   | 2011-12        | other_services | spend     | here         |              | 4,000.00
        metro   | 2011-12        | other_services | transfer  | here         | council      | 1,000.00
        metro   | 2011-12        | other_services | transfer  | here         | elsewhere    | 300.00
        trust   | 2011-12        | nhs        | spend     | here             |              | 7,000.00
        dwp     | 2011-12        | employment | spend     | not_attributable |              | 9,000.00
        dwp     | 2011-12        | employment | transfer  | here             | council      | 2,000.00
        ",
    );
    let count = counted(&base(), &[ledger]);
    assert_eq!(total(&count), pence(BASE) + 430_000);
    assert_eq!(cells_by(&count, cell::BASIS)["ledger"], 430_000);
    let rows = COVERAGE.read(&count.coverage);
    let metro = rows.iter().find(|row| row.text(coverage::BODY) == "Ashby Transport").unwrap();
    assert_eq!(metro.money(coverage::OPENS).pence(), 430_000, "all that is counted are rows");
    let education =
        rows.iter().find(|row| row.text(coverage::SERVICE) == "education" && !row.flag(coverage::CAPITAL)).unwrap();
    assert_eq!(education.money(coverage::OPENS).pence(), 90_000_000, "never capped");
    assert!(education.text(coverage::NOTE).contains("net against gross"), "{}", education.text(coverage::NOTE));
}

#[test]
fn a_body_that_sent_nothing_is_not_known_and_a_share_without_a_driver_is_none() {
    let place = place_of("Leeds", "E08000035", vec![body("fire", "Ashby Fire", BodyKind::Fire, Reach::Local)]);
    let region = Printed {
        body_id: None,
        spender: "Home Office".to_owned(),
        area: "Yorkshire and the Humber".to_owned(),
        sector: "central_government",
        segment: Some("BORDERS".to_owned()),
        ..Printed::local("x", "country_regional_analysis", "3. Public order and safety / 3.6", 10.0)
    };
    let found = count(&place, std::slice::from_ref(&region), &[], &[]);
    let unknown: Vec<String> =
        WHOLE_COUNT.read(&found.cells).iter().map(|row| row.text(cell::BODY).to_owned()).collect();
    assert_eq!((unknown, total(&found)), (vec!["Home Office".to_owned(), "Ashby Fire".to_owned()], 0));
    assert_eq!(kinds(&found.problems), [ProblemKind::DriverMissing]);
    let people = batch(
        &DRIVER,
        "
        file | area_code | area                     | driver     | as_of    | year | value
        p    | E08000035 | Leeds                    | population | mid-2010 | 2010 | 1
        p    | E12000003 | Yorkshire and The Humber | population | mid-2010 | 2010 | 10
        p    | E08000035 | Leeds                    | population | mid-2012 | 2012 | 2
        p    | E12000003 | Yorkshire and The Humber | population | mid-2013 | 2013 | 10
        ",
    );
    let found = count(&place, &[region], &[people], &[]);
    assert_eq!(total(&found), pence(1.0), "the only date with both areas");
}
