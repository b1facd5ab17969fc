use super::*;
use std::collections::BTreeMap;

use model::tables::{LEDGER_PROBLEM, PUBLISHED_FIGURE};
use model::{Attribution, FinancialYear, TransferKind, Treatment, WHOLE_BODY};

use crate::totals::{BodyMonth, FileTreatment, LineClass, Tally};

const SERIES: &str = "rs:net_current_expenditure";

fn pounds(amount: i64) -> Money {
    Money::from_pence(amount * 100)
}

fn tally(amount: i64) -> Tally {
    let mut tally = Tally::default();
    tally.add_line(pounds(amount));
    tally
}

fn class(service: &str, treatment: Treatment, capital: Option<bool>) -> LineClass {
    LineClass {
        body_id: "county".to_owned(),
        financial_year: FinancialYear(2020),
        treatment,
        transfer_kind: (treatment == Treatment::Transfer).then_some(TransferKind::Purchase),
        counterparty_id: None,
        why: "rule".to_owned(),
        service: service.to_owned(),
        cofog: None,
        intent: None,
        attribution: Attribution::Here,
        eliminated: false,
        capital,
    }
}

/// Education 600 (of it 100 capital) and 50 passed on; roads 200.
fn totals() -> Totals {
    let by_class = [
        (class("education", Treatment::Spend, Some(false)), tally(500)),
        (class("education", Treatment::Spend, Some(true)), tally(100)),
        (class("education", Treatment::Transfer, Some(false)), tally(50)),
        (class("roads", Treatment::Spend, None), tally(200)),
    ];
    Totals { by_class: BTreeMap::from(by_class), ..Totals::default() }
}

fn services() -> Vec<OutturnService> {
    let entry = |series: &str, label: &str, service: &str| OutturnService {
        series: series.to_owned(),
        label: label.to_owned(),
        service: service.to_owned(),
    };
    vec![
        entry(SERIES, "Education services", "education"),
        entry(SERIES, "Highways", "roads"),
        entry(SERIES, "Housing benefits", "benefits"),
        entry("rs:employees", "Education services", "education"),
        entry("rs:employees", "Total", WHOLE_BODY),
    ]
}

const PUBLISHED: &str = "
    body   | series                     | label               | amount
    county | rs:net_current_expenditure | EDUCATION  Services | 1000
    county | rs:net_current_expenditure | Highways            |  190
    county | rs:net_current_expenditure | Housing benefits    |   70
    county | rs:net_current_expenditure | Of which: buses     |    5
           | rs:net_current_expenditure | Education services  | 9999
    county | rs:capital_charges         | Education services  |   77
    county | rs:employees               | Education services  |  400
    county | rs:employees               | Total               |  450
";

fn check(totals: &Totals, problems: &str, service: &str, expected: &str) {
    let outturn = testkit::batch(&PUBLISHED_FIGURE, PUBLISHED);
    let problems = testkit::batch(&LEDGER_PROBLEM, problems);
    let found = reconcile(&[outturn], &services(), totals, &problems);
    testkit::check(&RECONCILIATION, &of_service(&found, service), expected);
    check_adds_up(&found);
}

fn of_service(batch: &RecordBatch, service: &str) -> RecordBatch {
    let column = RECONCILIATION.read(batch).text(reconciliation::SERVICE);
    let first = (0..batch.num_rows()).position(|row| column.value(row) == service).expect("the service is compared");
    let n_rows = (first..batch.num_rows()).take_while(|row| column.value(*row) == service).count();
    batch.slice(first, n_rows)
}

/// published = counted + causes + what does not open, to the penny, in every comparison.
fn check_adds_up(batch: &RecordBatch) {
    let mut open: BTreeMap<&str, Money> = BTreeMap::new();
    for row in RECONCILIATION.read(batch).iter() {
        let amount = row.money_if_any(reconciliation::AMOUNT).unwrap_or_default();
        let is_published = row.text(reconciliation::ITEM) == ReconcilingItem::Published.word();
        *open.entry(row.text(reconciliation::SERVICE)).or_default() += if is_published { amount } else { -amount };
    }
    assert!(open.values().all(|left| *left == Money::ZERO), "{open:?}");
}

const NO_PROBLEMS: &str = "body | kind | n_rows | text";

#[test]
fn a_body_is_explained_cause_by_cause() {
    // Published 1000 + 190 + 70; counted 500 + 100 + 50 + 200.
    check(
        &totals(),
        NO_PROBLEMS,
        WHOLE_BODY,
        "
        body   | series                     | item            | amount | basis
        county | rs:net_current_expenditure | published       |   1260 | published
        county | rs:net_current_expenditure | counted         |    850 | counted
        county | rs:net_current_expenditure | pay             |    450 | published
        county | rs:net_current_expenditure | below_threshold |        | not_computed
        county | rs:net_current_expenditure | benefits        |     70 | published
        county | rs:net_current_expenditure | schools         |        | not_computed
        county | rs:net_current_expenditure | capital         |   -100 | counted
        county | rs:net_current_expenditure | transfers       |    -50 | counted
        county | rs:net_current_expenditure | missing_months  |      0 | counted
        county | rs:net_current_expenditure | signs           |      0 | counted
        county | rs:net_current_expenditure | sent_twice      |      0 | counted
        county | rs:net_current_expenditure | does_not_open   |     40 | counted
        ",
    );
}

#[test]
fn a_service_has_its_own_comparison() {
    check(
        &totals(),
        NO_PROBLEMS,
        "education",
        "
        item            | amount | basis
        published       |   1000 | published
        counted         |    650 | counted
        pay             |    400 | published
        below_threshold |        | not_computed
        benefits        |        | not_computed
        schools         |        | not_computed
        capital         |   -100 | counted
        transfers       |    -50 | counted
        missing_months  |      0 | counted
        signs           |      0 | counted
        sent_twice      |      0 | counted
        does_not_open   |    100 | counted
        ",
    );
}

/// April to June hold 100, 100 and 20 (cards only), so June's missing invoices are worth 80; of
/// July nothing is there, so it is worth 100.
#[test]
fn missing_months_are_estimated_from_the_months_that_are_there() {
    let month = |month: u32, amount: i64| {
        let body_id = "county".to_owned();
        (BodyMonth { body_id, financial_year: FinancialYear(2020), month }, tally(amount))
    };
    let totals = Totals { by_month: BTreeMap::from([month(4, 100), month(5, 100), month(6, 20)]), ..totals() };
    let items = reasons(
        &totals,
        "
        body   | kind          | month
        county | missing_month | 2020-06-01
        county | missing_month | 2020-07-01
        county | missing_month | 2019-12-01
        trust  | missing_month | 2020-08-01
        ",
    );
    assert_eq!(items[&ReconcilingItem::MissingMonths], (Some(pounds(180)), Basis::Estimated));
}

/// Intake estimates £30 and £20 of credits in two files, printed as payments: they are £100 too many.
#[test]
fn lost_signs_are_worth_twice_the_credits_that_the_doubts_estimate() {
    let two = "
        body   | file      | kind              | estimate
        county | april.csv | no_negative_lines |    30.00
        county | may.csv   | no_negative_lines |    20.00
        trust  | may.csv   | no_negative_lines |    70.00
    ";
    assert_eq!(reasons(&totals(), two)[&ReconcilingItem::Signs], (Some(pounds(-100)), Basis::Estimated));

    let all = "
        body   | file | kind              | estimate
        county |      | no_negative_lines |    90.00
    ";
    assert_eq!(reasons(&totals(), all)[&ReconcilingItem::Signs], (None, Basis::NotComputed));
}

/// Of the second copy, £40 are spending on revenue in the year; capital and transfers are taken off as such.
#[test]
fn a_file_that_was_sent_twice_is_taken_off_once() {
    let part = |file_id: &str, year: i32, treatment: Treatment, capital: Option<bool>, amount: i64| {
        let (file_id, body_id) = (file_id.to_owned(), "county".to_owned());
        (FileTreatment { file_id, body_id, financial_year: FinancialYear(year), treatment, capital }, tally(amount))
    };
    let by_file = BTreeMap::from([
        part("may.csv", 2020, Treatment::Spend, Some(false), 40),
        part("may (1).csv", 2020, Treatment::Spend, Some(false), 40),
        part("may (1).csv", 2020, Treatment::Spend, Some(true), 500),
        part("may (1).csv", 2020, Treatment::Transfer, None, 60),
        part("may (1).csv", 2019, Treatment::Spend, None, 7),
    ]);
    let totals = Totals { by_file, ..totals() };
    let twice = "
        body   | file        | kind            | text
        county | may (1).csv | same_file_twice | the same file as may.csv
    ";
    assert_eq!(reasons(&totals, twice)[&ReconcilingItem::SentTwice], (Some(pounds(-40)), Basis::Counted));
}

/// £30 of June 2020 stand twice; a copy says no month, because its lines are excluded; March 2020 is another year's.
#[test]
fn lines_that_stand_in_two_files_are_taken_off_in_their_year() {
    let twice = "
        body   | file   | kind              | n_rows | amount | month
        county | q2.csv | overlapping_files |      3 |  30.00 | 2020-06-01
        county | q2.csv | overlapping_files |      9 |  90.00 | 2020-03-01
        county | c.csv  | overlapping_files |     40 | 400.00 |
    ";
    assert_eq!(reasons(&totals(), twice)[&ReconcilingItem::SentTwice], (Some(pounds(-30)), Basis::Estimated));
    let copy = "
        body   | file  | kind              | n_rows | amount | month
        county | c.csv | overlapping_files |     40 | 400.00 |
    ";
    assert_eq!(reasons(&totals(), copy)[&ReconcilingItem::SentTwice], (Some(pounds(0)), Basis::Counted));
}

#[test]
fn a_ledger_that_does_not_mark_capital_leaves_it_not_computed() {
    let by_class = BTreeMap::from([(class("education", Treatment::Spend, None), tally(500))]);
    let totals = Totals { by_class, ..Totals::default() };
    assert_eq!(reasons(&totals, NO_PROBLEMS)[&ReconcilingItem::Capital], (None, Basis::NotComputed));
}

/// Amount and basis of each item of the body as a whole.
fn reasons(totals: &Totals, problems: &str) -> BTreeMap<ReconcilingItem, (Option<Money>, Basis)> {
    let outturn = testkit::batch(&PUBLISHED_FIGURE, PUBLISHED);
    let problems = testkit::batch(&LEDGER_PROBLEM, problems);
    check_adds_up(&reconcile(std::slice::from_ref(&outturn), &services(), totals, &problems));
    let published = Published::of(&[outturn], &services());
    let (publication, figures) = published.figures.first_key_value().expect("one publication is compared");
    let evidence = Evidence::of(publication, figures, published.pay_of(publication), totals, &problems);
    let items = items(figures.figure(WHOLE_BODY), &evidence, WHOLE_BODY);
    items.into_iter().map(|item| (item.item, (item.amount, item.basis))).collect()
}
