//! The figures of `testing::account`, by hand.

use model::tables;

use super::*;
use crate::testing::{account, place};
use testkit::Memory;

fn pounds(text: &str) -> Money {
    money::Amount::parse(text).unwrap().money
}

fn amount(summary: &Summary, body_id: &str, part: fn(&Parts) -> Tally) -> Money {
    part(&summary.bodies.iter().find(|body| body.body_id == body_id).unwrap().parts).amount
}

#[test]
fn every_line_goes_to_one_part_and_the_parts_add_up() {
    let summary = summary(&account(), &place()).unwrap();
    assert_eq!(amount(&summary, "county", |p| p.gross()), pounds("161.95"));
    assert_eq!(amount(&summary, "county", |p| p[AccountPart::TransfersEliminated]), pounds("40.00"));
    assert_eq!(amount(&summary, "county", |p| p[AccountPart::TransfersKept]), pounds("25.00"));
    assert_eq!(amount(&summary, "county", |p| p[AccountPart::Financing]), pounds("-10.00"));
    assert_eq!(amount(&summary, "county", |p| p[AccountPart::Excluded]), pounds("7.00"));
    // 100.00 for the nursery + 25.00 to the police, whose ledger is not there - 0.05 credit.
    assert_eq!(amount(&summary, "county", |p| p.net()), pounds("124.95"));
    assert_eq!(amount(&summary, "dfe", |p| p[AccountPart::Elsewhere]), pounds("500.00"));
    assert_eq!(amount(&summary, "dfe", |p| p[AccountPart::NotAttributable]), pounds("60.00"));
    assert_eq!(amount(&summary, "dfe", |p| p.net()), Money::ZERO);
    assert_eq!(summary.total.gross(), Tally { n_lines: 10, amount: pounds("1061.95") });
    // The trust's 40.00 once, where it was spent.
    assert_eq!(summary.total.net(), Tally { n_lines: 4, amount: pounds("164.95") });
    assert_eq!(summary.per_head(), Some(pounds("1.65")));
    let text = summary.render(160, false);
    let said = "payments only: there is no published figure for what is spent in all";
    assert_eq!(text.matches(said).count(), 2, "beside the pounds a head and beneath the shares: {text}");
    assert_eq!(summary.to_json()["net_is"], said);
}

/// Method, T20: £82bn over 11 million people.
#[test]
fn pounds_for_each_resident_t20() {
    let mut of_region =
        Summary { population: Some(Population::stated(11_000_000)), ..summary(&account(), &place()).unwrap() };
    of_region.total = Parts::default();
    of_region.total[AccountPart::SpendHere] += Tally::of_line(pounds("82,000,000,000"));
    assert_eq!(of_region.per_head(), Some(pounds("7,454.55")));
    of_region.population = Some(Population::stated(0));
    assert_eq!(of_region.per_head(), None);
}

#[test]
fn what_came_from_whitehall_is_what_bodies_here_were_paid() {
    let whitehall = summary(&account(), &place()).unwrap().from_whitehall.unwrap();
    assert_eq!((whitehall.amount, whitehall.eliminated), (pounds("300.00"), pounds("300.00")));
}

#[test]
fn services_and_payees_are_of_net_spending_only() {
    let summary = summary(&account(), &place()).unwrap();
    let named = |name: &str, n_lines, amount| Named { name: name.to_owned(), tally: Tally { n_lines, amount } };
    assert_eq!(summary.services, [named("education", 2, pounds("140.00"))]);
    assert_eq!(summary.unclassified, Tally { n_lines: 2, amount: pounds("24.95") });
    assert!((summary.coverage().unwrap() - 140.0 / 164.95).abs() < 1e-12);
    assert_eq!(
        summary.payees,
        [named("Acorn Nursery", 2, pounds("140.00")), named("Tyneshire Police", 1, pounds("25.00"))]
    );
    assert_eq!(summary.payees_withheld, Tally { n_lines: 1, amount: pounds("-0.05") });
    let of_2021 = (FinancialYear(2021), Tally { n_lines: 1, amount: pounds("7.00") });
    assert_eq!(summary.beside, Beside { other_years: vec![of_2021], copies: Tally::default() });
}

/// £100 of £164.95 net; the £300 for children is a transfer that is taken out.
#[test]
fn client_groups_are_of_net_spending_only() {
    let summary = summary(&account(), &place()).unwrap();
    let under_5s = Named { name: "under_5s".to_owned(), tally: Tally { n_lines: 1, amount: pounds("100.00") } };
    assert_eq!(summary.client_groups, [under_5s]);
    assert!((summary.client_group_coverage().unwrap() - 100.0 / 164.95).abs() < 1e-12);
    let fact = summary.facts().into_iter().find(|fact| fact.label == "Net pounds with a client group").unwrap();
    assert_eq!(fact.note, "£100.00 in 1 line is for people whom a heading names: under 5s £100.00");
}

#[test]
fn a_body_without_lines_is_missing_and_what_others_paid_it_is_shown() {
    let summary = summary(&account(), &place()).unwrap();
    assert_eq!(
        summary.missing_bodies,
        [MissingBody {
            body_id: "police".to_owned(),
            name: "Tyneshire Police".to_owned(),
            n_files: 0,
            paid_by_others: Some(pounds("25.00")),
        }]
    );
}

#[test]
fn what_is_left_out_stands_before_what_is_doubtful() {
    let doubts = summary(&account(), &place()).unwrap().doubts.unwrap();
    let found: Vec<_> = doubts.iter().map(|d| (d.kind.word(), d.left_out, d.n_rows, d.n_files, d.amount)).collect();
    assert_eq!(
        found,
        [
            ("amount_unreadable", true, 1, 1, None),
            ("file_not_ledger", true, 1, 1, None),
            ("no_negative_lines", false, 2, 2, Some(pounds("3.00"))),
        ]
    );
    assert!(doubts[2].ask.contains("minus signs"), "{}", doubts[2].ask);
}

#[test]
fn of_problems_about_people_only_the_file_is_told() {
    let file = "
        file_id | body_id | agency | kind   | path            | sha256 | n_rows | n_header_rows | n_blank_rows | n_problem_rows | n_records | read_as
        f9      | county  | care   | people | people/care.csv | 00     | 9      | 1             | 0            | 3              | 5         | born = DOB
    ";
    let problems = "
        file_id | body_id | row | kind             | n_rows | text
        f9      | county  | 8   | birth_unreadable | 2      | 2 rows were kept without it; the first is row 8
        f9      | county  | 9   | person_empty     | 1      | the row has a number alone
    ";
    let tables = account().with(&tables::PERSON_FILE, file).with(&tables::PERSON_PROBLEM, problems);
    let doubts = summary(&tables, &place()).unwrap().doubts.unwrap();
    let told = doubts.iter().find(|doubt| doubt.kind == ProblemKind::PersonFileDoubtful).unwrap();
    assert_eq!((told.n_rows, told.n_files, told.amount), (0, 1, None));
    assert!(!doubts.iter().any(|doubt| ["birth_unreadable", "person_empty"].contains(&doubt.kind.word())));
    let texts = model::problem::read_problems(&tables).unwrap().into_iter().map(|problem| problem.text);
    assert!(texts.into_iter().any(|text| text.starts_with("`people/care.csv` has problems")));
}

#[test]
fn what_was_not_computed_never_prints_as_zero() {
    let place = Place { population: None, ..place() };
    let summary = summary(&account(), &place).unwrap();
    let json = summary.to_json();
    assert!(json["net_per_head"].is_null());
    assert_eq!(json["net"]["amount"], "164.95");
    let items = &json["reconciliations"][0]["items"];
    assert_eq!(items.as_array().unwrap().len(), 4, "services are left to the workbook");
    assert_eq!((&items[2]["item"], &items[2]["amount"]), (&"pay".into(), &serde_json::Value::Null));
    let text = summary.render(120, false);
    let pay = text.lines().find(|line| line.trim_start().starts_with("pay ")).unwrap();
    assert!(pay.contains("not computed") && !pay.contains("£0"), "{pay}");
    assert!(text.contains("no population in place.toml"), "{text}");
}

#[test]
fn tables_that_were_not_written_are_not_computed() {
    let only = account().only(&[&tables::SOURCE_FILE, &tables::LEDGER_LINE, &tables::SPEND]);
    let summary = summary(&only, &place()).unwrap();
    assert_eq!((&summary.transfers, &summary.doubts, &summary.reconciliations), (&None, &None, &None));
    assert_eq!(summary.missing_bodies[0].paid_by_others, None);
    let text = summary.render(100, false);
    assert_eq!(text.matches("Not computed: ").count(), 2, "{text}");
    assert!(text.contains("Data quality warnings: not computed"), "{text}");
}

#[test]
fn lines_out_of_step_are_refused() {
    let ledger = "
        line_id | body_id
        1 | county
        3 | county
        2 | county
        ";
    let error = summary(&account().with(&tables::LEDGER_LINE, ledger), &place()).unwrap_err();
    assert!(matches!(error, Error::OutOfStep { row: 1 }), "{error}");
    let ledger = "
        line_id | body_id
        1 | county
        ";
    let error = summary(&account().with(&tables::LEDGER_LINE, ledger), &place()).unwrap_err();
    assert!(matches!(error, Error::OutOfStep { row: 1 }), "{error}");
    let spend = "
        line_id | body_id | treatment | attribution
        1 | county | spend | here
        ";
    let error = summary(&account().with(&tables::SPEND, spend), &place()).unwrap_err();
    assert!(matches!(error, Error::OutOfStep { row: 1 }), "{error}");
}

#[test]
fn money_that_is_not_conserved_is_an_error() {
    let files = "
        file_id | body_id | n_lines | amount
        f1 | county | 6 | 161.96
        f2 | trust | 1 | 40.00
        f3 | dfe | 3 | 860.00
        ";
    let error = summary(&account().with(&tables::SOURCE_FILE, files), &place()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "money is not conserved: the files of `county` add up to £161.96, its lines to £161.95"
    );
}

#[test]
fn a_word_from_another_version_is_refused() {
    let spend = "
        line_id | body_id | treatment | attribution
        1 | county | gift | here
        ";
    let error = summary(&account().with(&tables::SPEND, spend), &place()).unwrap_err();
    assert!(error.to_string().contains("`gift`"), "{error}");
}

#[test]
fn a_screen_is_never_wider_than_asked_for() {
    let summary = summary(&account(), &place()).unwrap();
    for width in [80, 100, 120, 160, 200] {
        for line in summary.render(width, false).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn names_cannot_command_the_terminal() {
    let ledger = "line_id | body_id | payee\n1 | county | \\u1[31mred";
    let memory = Memory::new()
        .with(&tables::LEDGER_LINE, ledger)
        .with(&tables::SPEND, "line_id | body_id | treatment | attribution | amount\n1 | county | spend | here | 5.00")
        .with(&tables::SOURCE_FILE, "body_id | n_lines | amount\ncounty | 1 | 5.00");
    let text = summary(&memory, &place()).unwrap().render(100, false);
    assert!(text.contains("␁[31mred") && !text.contains('\u{1}'), "{text}");
}

/// Neither the 7.00 of another year nor the copy is in the total; both are shown next to it.
#[test]
fn what_is_left_out_of_the_headline_stands_beside_it() {
    let text = summary(&account(), &place()).unwrap().render(120, false);
    assert!(text.contains("Not in this headline"), "{text}");
    assert!(text.contains("£7.00 in 1 line of other years (2021-22 £7.00)"), "{text}");
    let line = |amount| Tally { n_lines: 2, amount: pounds(amount) };
    let beside = Beside {
        other_years: vec![(FinancialYear(2018), line("3.00")), (FinancialYear(2021), line("4.50"))],
        copies: line("9.00"),
    };
    let notes = [beside.years_note().unwrap(), beside.copies_note().unwrap()];
    assert_eq!(notes[0], "£7.50 in 4 lines of other years (2018-19 £3.00, 2021-22 £4.50)");
    assert_eq!(notes[1], "£9.00 in 2 lines of files that are copies of other files");
    let beside = Beside::default();
    assert_eq!((beside.years_note(), beside.copies_note()), (None, None));
}

#[test]
fn each_of_several_years_has_its_own_headline() {
    let place = Place { earlier_years: vec![FinancialYear(2018), FinancialYear(2019)], ..place() };
    let summary = summary(&account(), &place).unwrap();
    let none = Tally::default();
    let of_2020 = (FinancialYear(2020), summary.total.net());
    assert_eq!(summary.net_by_year, [(FinancialYear(2018), none), (FinancialYear(2019), none), of_2020]);
    let text = summary.render(120, false);
    assert!(text.contains("financial years 2018-19, 2019-20 and 2020-21"), "{text}");
    assert!(text.contains("Spent here in 2020-21, each pound once"), "{text}");
    assert!(text.contains("2018-19, 2019-20 and 2020-21 added up"), "{text}");
    assert_eq!(summary.per_head(), Some(pounds("1.65")));
}

/// 2.00 of 100.00 may be transfers: a fiftieth. Half a penny in the pound is left to the doubts.
#[test]
fn pounds_under_nearly_a_body_s_name_stand_beside_the_headline_that_they_could_move() {
    let text = |near: &str| {
        let problem = format!(
            "body_id | kind | n_rows | amount | text\ncounty | payee_near_body | 1 | {near} | `A TRST` is nearly A Trust"
        );
        let memory = Memory::new()
            .with(&tables::LEDGER_LINE, "line_id | body_id | payee\n1 | county | A TRST")
            .with(
                &tables::SPEND,
                "line_id | body_id | treatment | attribution | amount\n1 | county | spend | here | 100.00",
            )
            .with(&tables::SOURCE_FILE, "body_id | n_lines | amount\ncounty | 1 | 100.00")
            .with(&tables::COUNTERPARTY_PROBLEM, &problem);
        summary(&memory, &place()).unwrap().render(120, false)
    };
    assert!(text("2.00").contains("May be transfers"), "{}", text("2.00"));
    assert!(
        !text("0.50").contains("May be transfers") && text("0.50").contains("almost that of another public body"),
        "{}",
        text("0.50")
    );
}
