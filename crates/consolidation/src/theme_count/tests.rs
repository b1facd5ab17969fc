use std::path::PathBuf;

use model::place::{Body, BodyKind, Options, Reach, Theme};
use model::tables::{
    LEDGER_LINE, PUBLISHED_FIGURE, RELEASED_FIGURE, SET_ASIDE, SPEND, THEME_COUNT, THEME_SHARE, WHOLE_COUNT,
};
use model::theme_rule::{ActivityCost, Quantity, ThemeActivity, ThemeLine, UnitPrice, Within};
use model::{Intent, ProblemKind};
use money::{Deflators, Money};
use testkit::{batch, check};

use super::*;

const YEAR: FinancialYear = FinancialYear(2020);

/// The county publishes its services; the trust sent only a ledger; the charity is no body of the place.
const FIGURES: &str = "
    file_id | row | column   | body   | spender | series                                    | label              | amount
    rsx  | 7   | pay      | county | County  | revenue_outturn_services:employees        | Children's care    | 1000.01
    rsx  | 7   | running  | county | County  | revenue_outturn_services:running_expenses | Children's care    | 600.00
    rsx  | 7   | sales    | county | County  | revenue_outturn_services:other_income     | Children's care    | -100.00
    rsx  | 7   | total    | county | County  | revenue_outturn_services:total            | Children's care    | 1500.01
    rsx  | 8   | running  | county | County  | revenue_outturn_services:running_expenses | Highways           | 300.00
    ccg  | 4   | 2020-21  | trust  | Trust   | nhs_allocation                            | Allocation         | 700.00
    dwp  | 3   | 2020-21  |        | Department for Work and Pensions | benefit_expenditure | Jobseeker's Allowance | 900.00
    ";
const CELLS: &str = "
    cell | body   | body_id | service  | label              | kind               | intent     | basis                  | file | row | column  | amount
    1    | County | county  | children | Children's care    | pay                | acute      | published_for_the_body | rsx  | 7   | pay     | 1000.01
    2    | County | county  | children | Children's care    | goods_and_services |            | published_for_the_body | rsx  | 7   | running | 600.00
    3    | County | county  | children | Children's care    | income             |            | published_for_the_body | rsx  | 7   | sales   | -100.00
    4    | County | county  | highways | Highways           | goods_and_services |            | published_for_the_body | rsx  | 8   | running | 300.00
    5    | Department for Work and Pensions | | benefits | Jobseeker's Allowance | benefits | reactive | published_for_the_area | dwp | 3 | 2020-21 | 900.00
    7    | Trust  | trust   | nhs      | Allocation         | current            |            | published_for_the_body | ccg  | 4   | 2020-21 | 700.00
    6    | Trust  | trust   | nhs      | Its ledger         | current            |            | ledger                 |      |     |         | 500.00
    ";
const ASIDE: &str = "
    body   | label           | set_aside_as | reason           | file | row | amount
    County | Children's care | total        | a sum of columns | rsx  | 7   | 1500.01
    ";
const LINES: &str = "
    line | capital | payee
    1    | no      | Bright Ltd
    2    | no      | Bright Ltd
    3    | yes     | Bright Ltd
    4    |         | Bright Ltd
    5    |         | County
    6    |         | Bright Ltd
    7    |         | Bright Ltd
    8    | no      | Trust
    9    | no      | BEACON CHARITY LIMITED
    ";
const SPEND_LINES: &str = "
    line | body   | financial_year | amount | treatment | attribution | eliminated | service      | intent     | counterparty
    1    | county | 2020           | 100.00 | spend     | here        | no         | children     | early      |
    2    | county | 2020           | 60.00  | spend     | here        | no         | highways     |            |
    3    | county | 2020           | 40.00  | spend     | here        | no         | children     |            |
    4    | trust  | 2020           | 80.00  | spend     | here        | no         | nhs          | preventive |
    5    | trust  | 2020           | 20.00  | transfer  | here        | yes        | nhs          |            |
    6    | county | 2020           | 7.00   | spend     | here        | no         | unclassified |            |
    7    | trust  | 2020           | 11.00  | financing | here        | no         | nhs          |            |
    8    | county | 2020           | 90.00  | transfer  | here        | no         | health       |            | trust
    9    | county | 2020           | 25.00  | spend     | here        | no         | children     |            |
    ";
const SHARES: &str = "
    line | theme | share | amount
    1    | young | 1     | 100.00
    1    | drugs | 0.5   | 50.00
    1    | roads | 1     | 100.00
    2    | young | 0.5   | 30.00
    3    | young | 1     | 40.00
    4    | young | 0.25  | 20.00
    4    | drugs | 1     | 80.00
    5    | young | 1     | 20.00
    6    | young | 1     | 7.00
    7    | young | 1     | 11.00
    8    | grants | 1    | 90.00
    9    | grants | 1    | 25.00
    ";
const RELEASED: &str = "
    topic             | category | measure  | n   | shown
    families_eligible | all      | families | 120 | 120
    families_eligible | scheme   | families |     | [c]
    ";

fn body(id: &str, name: &str) -> Body {
    Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: BodyKind::Council,
        codes: vec![],
        other_names: vec![],
        in_perimeter: true,
        reach: Reach::Local,
        serves: vec![],
    }
}

fn place() -> Place {
    Place {
        name: "Tyneshire".to_owned(),
        area_codes: vec![],
        region: None,
        population: None,
        year: YEAR,
        earlier_years: vec![],
        bodies: vec![body("county", "County"), body("trust", "Trust")],
        sources: vec![],
        registers: vec![],
        themes: ["young", "drugs", "work", "grants"]
            .map(|id| Theme { id: id.to_owned(), name: id.to_owned() })
            .to_vec(),
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

fn line(theme: &str, body: &str, series: &str, label: &str, share: f64) -> ThemeLine {
    ThemeLine {
        theme: theme.to_owned(),
        body: body.to_owned(),
        series: series.to_owned(),
        label: label.to_owned(),
        share,
        intent: None,
        reason: "head count".to_owned(),
        who: "A. Officer".to_owned(),
        at: "rules/theme_published.csv:2".to_owned(),
    }
}

fn activity(theme: &str, body: &str, name: &str, n: f64, cost: ActivityCost) -> ThemeActivity {
    ThemeActivity {
        theme: theme.to_owned(),
        body: body.to_owned(),
        service: None,
        activity: name.to_owned(),
        n: Quantity::Stated(n),
        unit: "visit".to_owned(),
        cost,
        intent: Some(Intent::Early),
        within: None,
        source: "diary".to_owned(),
        who: "B. Manager".to_owned(),
        at: "rules/theme_activity.csv:2".to_owned(),
    }
}

fn unit(pence: i64) -> ActivityCost {
    ActivityCost::Unit(UnitPrice::Stated { pounds: Money::from_pence(pence), year: YEAR })
}

fn staff(hours: f64, pence: i64) -> ActivityCost {
    ActivityCost::Staff { hours, hourly: Money::from_pence(pence), year: YEAR }
}

fn count(lines: Vec<ThemeLine>, activities: Vec<ThemeActivity>) -> ThemeCount {
    let rules = ThemeRules { lines, activities };
    let known = KnownUnitCost { pounds: 12.5, year: YEAR, what: "a screening".to_owned() };
    let unit_costs = BTreeMap::from([("HE1.2".to_owned(), known)]);
    let deflators = Deflators::builtin();
    theme_count(&ThemeEvidence {
        place: &place(),
        rules: &rules,
        theme_shares: &[batch(&THEME_SHARE, SHARES)],
        spend: &[batch(&SPEND, SPEND_LINES)],
        lines: &[batch(&LEDGER_LINE, LINES)],
        figures: &[batch(&PUBLISHED_FIGURE, FIGURES)],
        cells: &[batch(&WHOLE_COUNT, CELLS)],
        set_aside: &[batch(&SET_ASIDE, ASIDE)],
        released: &[batch(&RELEASED_FIGURE, RELEASED)],
        unit_costs: &unit_costs,
        deflator: deflators.vintage(&deflators.default).expect("the default ships"),
    })
}

fn said(count: &ThemeCount) -> Vec<&str> {
    assert!(count.problems.iter().all(|problem| problem.kind == ProblemKind::ThemeNotCounted));
    count.problems.iter().map(|problem| problem.text.as_str()).collect()
}

#[track_caller]
fn check_refused(activity: ThemeActivity, lines: Vec<ThemeLine>, parts: &[&str]) {
    let name = activity.activity.clone();
    let count = count(lines, vec![activity]);
    let text = said(&count).into_iter().find(|text| text.contains(&name)).expect("it is said").to_owned();
    assert!(parts.iter().all(|part| text.contains(part)), "{text}");
    let labels: Vec<_> = THEME_COUNT.read(&count.rows).iter().map(|row| row.text("label").to_owned()).collect();
    assert!(!labels.contains(&name));
}

#[test]
fn three_themes_are_counted_to_the_penny_by_body_and_kind_and_no_row_twice() {
    let dwp = "Department for Work and Pensions";
    let lines = vec![
        line("young", "county", "revenue_outturn_services:employees|*:running*|*:other_income", "children*", 0.35),
        line("work", dwp, "benefit_expenditure", "*", 1.0),
    ];
    let activities = vec![
        activity("young", "Acorn Charity", "Play groups", 1.0, staff(400.0, 1850)),
        activity("work", "trust", "Job clubs", 12.0, unit(2505)),
    ];
    let count = count(lines, activities);
    check(
        &THEME_COUNT,
        &count.rows,
        "
        theme | body_id | body          | service      | kind               | intent     | basis        | rests_on               | file | row | amount  | held | opens
        drugs | county  | County        | children     | current            | early      | ledger       |                        |      |     | 50.00   |      | 50.00
        drugs | trust   | Trust         | nhs          | current            | preventive | ledger       |                        |      |     | 80.00   |      | 80.00
        grants | county | County        | children     | current            |            | ledger       |                        |      |     | 25.00   |      | 25.00
        grants | county | County        | health       | current            |            | ledger       |                        |      |     | 90.00   |      | 90.00
        work  |         | Department for Work and Pensions | benefits | benefits | reactive | stated_share | published_for_the_area | dwp | 3 | 900.00 | |
        work  | trust   | Trust         |              | current            | early      | activity     |                        |      |     | 300.60  |      |
        young |         | Acorn Charity |              | pay                | early      | staff_time   |                        |      |     | 7400.00 |      |
        young | county  | County        | children     | capital            |            | ledger       |                        |      |     | 40.00   |      | 40.00
        young | county  | County        | children     | pay                | acute      | stated_share | published_for_the_body | rsx  | 7   | 350.00  |      |
        young | county  | County        | children     | goods_and_services |            | stated_share | published_for_the_body | rsx  | 7   | 210.00  |      | 100.00
        young | county  | County        | children     | income             |            | stated_share | published_for_the_body | rsx  | 7   | -35.00  |      |
        young | county  | County        | highways     | current            |            | ledger       |                        |      |     | 30.00   |      | 30.00
        young | county  | County        | unclassified | current            |            | ledger       |                        |      |     |         | 7.00 | 7.00
        young | trust   | Trust         | nhs          | current            | preventive | ledger       |                        |      |     | 20.00   |      | 20.00
        ",
    );
    let [text] = &said(&count)[..] else { panic!("only the rows that no service places: {:?}", count.problems) };
    assert!(text.contains("under `unclassified` are not added"), "{text}");
}

#[test]
fn a_share_of_a_figure_that_the_whole_does_not_count_adds_nothing_and_says_why() {
    let count = count(vec![line("young", "county", "*:total", "Children*", 0.5)], vec![]);
    let [text] = &said(&count)[..] else { panic!("{:?}", count.problems) };
    assert!(text.contains("set aside (a sum of columns)"), "{text}");
    assert_eq!(count.problems[0].amount, Some(Money::from_pence(75000)));
}

#[test]
fn a_line_that_is_not_published_says_which_are() {
    let count = count(vec![line("young", "county", "*:running_expenses", "Childrens care", 0.5)], vec![]);
    let [text] = &said(&count)[..] else { panic!("{:?}", count.problems) };
    assert!(text.contains("such as `Children's care`, `Highways`"), "{text}");
}

#[test]
fn a_second_share_of_the_same_figure_is_refused_with_both_named() {
    let mut second = line("young", "county", "*:running_expenses", "Ch*", 0.2);
    second.at = "rules/theme_published.csv:3".to_owned();
    let first = line("young", "county", "*:running_expenses", "Children*", 0.35);
    let count = count(vec![first, second], vec![]);
    let text = said(&count).into_iter().find(|text| text.contains(":3:")).expect("it is said").to_owned();
    assert!(text.contains("theme_published.csv:2 (`Children*`); the first one counts"), "{text}");
    let shared: Vec<Option<Money>> = THEME_COUNT
        .read(&count.rows)
        .iter()
        .filter(|row| row.text("basis") == "stated_share")
        .map(|row| row.money_if_any("amount"))
        .collect();
    assert_eq!(shared, [Some(Money::from_pence(21000))]);
}

#[test]
fn rows_above_the_stated_share_are_said_and_not_capped() {
    let count = count(vec![line("young", "county", "*:running_expenses", "Children*", 0.1)], vec![]);
    let found = count.problems.iter().find(|problem| problem.kind == ProblemKind::ThemeRowsAboveShare);
    let problem = found.expect("it is said");
    assert_eq!((problem.amount, problem.row), (Some(Money::from_pence(4000)), Some(7)));
    let row = THEME_COUNT.read(&count.rows).iter().find(|row| row.text("basis") == "stated_share").unwrap();
    assert_eq!((row.money("amount"), row.money("opens")), (Money::from_pence(6000), Money::from_pence(10000)));
}

#[test]
fn an_activity_that_overlaps_is_refused_with_both_named_unless_it_says_what_holds_it() {
    let share = || vec![line("young", "county", "*:running_expenses", "Children*", 0.35)];
    let visits = || activity("young", "county", "Home visits", 10.0, unit(1000));
    check_refused(
        visits(),
        share(),
        &["theme_activity.csv:2", "`Home visits`", "£100.00", "`Children's care` (£210.00; row 7 of its file)"],
    );
    check_refused(visits(), vec![], &["`Home visits`", "rows of the ledger", "£100.00"]);
    let within = |within| ThemeActivity { within: Some(within), ..visits() };
    check_refused(within(Within::Neither), share(), &["`neither` is for staff time"]);
    check_refused(within(Within::Published), vec![], &["`within` says `published`"]);
    check_refused(within(Within::Activity("Groups".to_owned())), vec![], &["`within` names `Groups`"]);
    let elsewhere = ThemeActivity { theme: "work".to_owned(), within: Some(Within::Ledger), ..visits() };
    check_refused(elsewhere, vec![], &["no rows of the body's ledger"]);
    for within in [within(Within::Published), within(Within::Ledger)] {
        let count = count(share(), vec![within]);
        let rows = THEME_COUNT.read(&count.rows);
        let row = rows.iter().find(|row| row.text("label") == "Home visits").expect("it stands beneath");
        assert_eq!((row.money_if_any("amount"), row.money("held")), (None, Money::from_pence(10000)));
    }
}

#[test]
fn an_activity_of_another_service_or_within_another_activity_is_no_overlap() {
    let of_parks = activity("young", "county", "Playgrounds", 1.0, unit(500));
    let of_parks = ThemeActivity { service: Some("parks".to_owned()), within: Some(Within::Neither), ..of_parks };
    let mentor = activity("work", "trust", "Mentors", 2.0, staff(3.0, 2000));
    let clubs = activity("work", "trust", "Job clubs", 12.0, unit(2505));
    let mentor = ThemeActivity { within: Some(Within::Activity("job clubs".to_owned())), ..mentor };
    let count = count(vec![], vec![mentor, of_parks, clubs]);
    assert!(said(&count).iter().all(|text| !text.contains("rules/")), "{:?}", count.problems);
    let rows = THEME_COUNT.read(&count.rows);
    let amount = |name: &str| rows.iter().find(|row| row.text("label") == name).unwrap().money_if_any("amount");
    assert_eq!(amount("Job clubs"), Some(Money::from_pence(30060)));
    assert_eq!(amount("Playgrounds"), Some(Money::from_pence(500)));
    assert_eq!(amount("Mentors"), None);
}

#[test]
fn staff_time_stands_beside_a_ledger_of_payments_only_where_somebody_says_so() {
    let time = || activity("drugs", "trust", "Counselling", 10.0, staff(1.5, 3000));
    check_refused(time(), vec![], &["`Counselling`", "rows of the ledger under `nhs` (£80.00)"]);
    let count = count(vec![], vec![ThemeActivity { within: Some(Within::Neither), ..time() }]);
    let row = THEME_COUNT.read(&count.rows).iter().find(|row| row.text("label") == "Counselling").unwrap();
    assert_eq!((row.text("kind"), row.money("amount")), ("pay", Money::from_pence(45000)));
}

#[test]
fn people_come_from_what_was_released_and_a_withheld_count_gives_no_pounds() {
    let of = |category: &str| ThemeActivity {
        n: Quantity::Released { topic: "families_eligible".to_owned(), category: category.to_owned() },
        cost: ActivityCost::Unit(UnitPrice::Named("HE1.2".to_owned())),
        ..activity("work", "trust", category, 0.0, unit(1))
    };
    let count = count(vec![], vec![of("all"), of("scheme")]);
    let rows = THEME_COUNT.read(&count.rows);
    let amount = |name: &str| rows.iter().find(|row| row.text("label") == name).unwrap().money_if_any("amount");
    assert_eq!((amount("all"), amount("scheme")), (Some(Money::from_pence(150000)), None));
    check_refused(of("nobody"), vec![], &["no count `families_eligible:nobody` was released"]);
}

#[test]
fn costs_of_another_year_are_brought_to_the_year_of_the_place_or_refused() {
    let of = |year, at: &str| {
        let price = UnitPrice::Stated { pounds: Money::from_pence(10000), year: FinancialYear(year) };
        activity("work", "trust", at, 1.0, ActivityCost::Unit(price))
    };
    let count = count(vec![], vec![of(2010, "Old")]);
    let row = THEME_COUNT.read(&count.rows).iter().find(|row| row.text("label") == "Old").unwrap();
    assert!(row.money("amount") > Money::from_pence(11000), "prices rose by more than a tenth in ten years");
    assert!(row.text("method").contains("at 2010-11 prices, converted to 2020-21"));
    check_refused(of(1900, "Ancient"), vec![], &["the deflator"]);
    let named = ActivityCost::Unit(UnitPrice::Named("XX9".to_owned()));
    check_refused(activity("work", "trust", "Unknown", 1.0, named), vec![], &["unit cost `XX9` is not known"]);
}

#[test]
fn money_passed_to_a_body_of_whose_figure_a_share_is_stated_is_not_added() {
    let count = count(vec![line("grants", "trust", "nhs_allocation", "*", 0.5)], vec![]);
    let rows = THEME_COUNT.read(&count.rows);
    let grants: Vec<_> = rows.iter().filter(|row| row.text("theme") == "grants").collect();
    let found = |service: &str, basis: &str| {
        let row = grants.iter().find(|row| (row.text("service"), row.text("basis")) == (service, basis)).unwrap();
        (row.money_if_any("amount"), row.money_if_any("held"))
    };
    assert_eq!(found("nhs", "stated_share"), (Some(Money::from_pence(35000)), None));
    assert_eq!(found("health", "ledger"), (None, Some(Money::from_pence(9000))));
    assert_eq!(found("children", "ledger"), (Some(Money::from_pence(2500)), None));
    let [text] = &said(&count)[..] else { panic!("{:?}", count.problems) };
    assert!(text.contains("the stated share of a figure of Trust (perhaps: they were paid to it)"), "{text}");
}

#[test]
fn an_activity_that_payments_of_the_theme_pay_for_is_refused() {
    let club = |body: &str| activity("grants", body, "Club", 1.0, unit(2500));
    check_refused(club("Beacon Charity"), vec![], &["`Club`", "payments to the body in the theme (£25.00)"]);
    check_refused(club("trust"), vec![], &["payments to the body in the theme (£90.00)"]);
    let amounts = |within| {
        let count = count(vec![], vec![ThemeActivity { within: Some(within), ..club("Beacon Charity") }]);
        let row = THEME_COUNT.read(&count.rows).iter().find(|row| row.text("label") == "Club").unwrap();
        (row.money_if_any("amount"), row.money_if_any("held"))
    };
    assert_eq!(amounts(Within::Ledger), (None, Some(Money::from_pence(2500))));
    assert_eq!(amounts(Within::Neither), (Some(Money::from_pence(2500)), None));
}
