use model::tables::{OverlapConfidence, PAYMENT_REPEATS};

use super::*;
use crate::testing::Place;

const SUPPLIERS: &str = "
    supplier | name  | supplier_kind | is_public_body
    x        | X Ltd | company       | no
    y        | Y Ltd | company       | no
    z        | Z Ltd | company       | no
    hmrc     | HMRC  | department    | yes
";

fn found(lines: &str) -> PaidTwice {
    let place = Place::of(lines, SUPPLIERS);
    paid_twice(&place.lines, &place.suppliers)
}

/// Pounds and confidence of each finding.
fn check(lines: &str, expected: &[(i64, OverlapConfidence)]) {
    let found = found(lines);
    let pounds = |finding: &Finding| finding.pounds.seen().expect("pounds").pence() / 100;
    let told: Vec<_> = found.findings.iter().map(|finding| (pounds(finding), finding.confidence)).collect();
    assert_eq!(told, expected, "{:#?}", found.findings);
}

#[test]
fn an_invoice_on_two_days_is_paid_twice_however_its_number_is_printed() {
    check(
        "
        body   | payee | supplier | date       | reference | amount
        county | X Ltd | x        | 2024-05-03 | INV-00123 | 900.00
        county | X Ltd | x        | 2024-05-03 | INV-00123 | 600.00
        county | X Ltd | x        | 2024-06-07 | inv 123   | 900.00
        county | X Ltd | x        | 2024-06-07 | inv 123   | 600.00
        county | Y Ltd | y        | 2024-05-03 | 77        | 800.00
        county | Y Ltd | y        | 2024-05-03 | 77        | 700.00
        county | Y Ltd | y        | 2024-06-07 | 77        | 700.00
        ",
        &[(1500, OverlapConfidence::High), (700, OverlapConfidence::Medium)],
    );
}

#[test]
fn what_comes_regularly_is_right() {
    check(
        "
        body   | payee | supplier | date       | reference | amount
        county | X Ltd | x        | 2024-05-03 | LEASE-1   | 900.00
        county | X Ltd | x        | 2024-06-03 | LEASE-1   | 900.00
        county | X Ltd | x        | 2024-07-03 | LEASE-1   | 900.00
        county | Y Ltd | y        | 2024-05-03 | 501       | 777.77
        county | Y Ltd | y        | 2024-05-03 | 501       | 777.77
        county | Y Ltd | y        | 2024-05-10 | 502       | 777.77
        county | Y Ltd | y        | 2024-05-17 | 503       | 777.77
        county | Z Ltd | z        | 2024-05-03 | 9         | 499.99
        county | Z Ltd | z        | 2024-06-03 | 9         | 499.99
        county | HMRC  | hmrc     | 2024-05-03 | 8         | 5000.00
        county | HMRC  | hmrc     | 2024-06-03 | 8         | 5000.00
        ",
        &[],
    );
}

#[test]
fn what_the_ledger_takes_back_is_put_right() {
    let found = found(
        "
        body   | payee | supplier | date       | reference | amount
        county | X Ltd | x        | 2024-05-03 | 71        | 900.00
        county | X Ltd | x        | 2024-06-03 | 71        | 900.00
        county | X Ltd | x        | 2024-06-20 | 71        | -900.00
        ",
    );
    assert_eq!((found.findings.len(), found.repeats[0].n_put_right), (0, 1));
}

#[test]
fn an_invoice_of_two_bodies_is_the_second_bodys_second_payment() {
    let lines = "
        body     | payee | supplier | date       | reference | amount
        county   | X Ltd | x        | 2024-05-03 | A4711     | 900.00
        district | X LTD | x        | 2024-05-20 | A-4711    | 900.00
        fire     | X LTD | x        | 2024-12-20 | A-4711    | 900.00
        county   | Y Ltd | y        | 2024-05-03 | 12        | 900.00
        district | Y LTD | y        | 2024-05-20 | 12        | 900.00
    ";
    check(lines, &[(900, OverlapConfidence::Medium)]);
    let found = found(lines).findings.remove(0);
    assert_eq!(found.bodies.iter().map(String::as_str).collect::<Vec<_>>(), ["county", "district"]);
    assert!(found.condition.contains("agreed to share the bill"));
    assert_eq!(found.evidence[1].note, "second payment, 2024-05-20");
}

/// References that are numbers of payment runs come again for every supplier: chance explains them all.
#[test]
fn references_that_say_nothing_of_invoices_give_no_finding() {
    let runs = (1..=6).flat_map(|run| {
        let line = move |supplier: &str, day: u32, pounds: &str| {
            format!(
                "county | {} Ltd | {supplier} | 2024-0{}-{day:02} | {} | {pounds}",
                supplier.to_uppercase(),
                1 + run,
                run % 3
            )
        };
        [line("x", 3, "900.00"), line("y", 4, "800.00"), line("z", 5, "700.00")]
    });
    let lines = runs.collect::<Vec<_>>().join("\n");
    let found = found(&format!("body | payee | supplier | date | reference | amount\n{lines}"));
    let of_body = &found.repeats[0];
    assert!(!of_body.are_references_telling() && found.findings.is_empty(), "{of_body:?}");
}

/// Three pairs lie within three weeks and one far apart: of pairs anywhere in a year of 350 days about 0.17 times as many are near as far.
#[test]
fn equal_amounts_alone_are_listed_only_beyond_chance() {
    let lines = "
        body   | payee | supplier | date       | reference | amount
        county | X Ltd | x        | 2024-05-03 | 1         | 901.13
        county | X Ltd | x        | 2024-05-10 | 2         | 901.13
        county | Y Ltd | y        | 2024-06-03 | 3         | 902.13
        county | Y Ltd | y        | 2024-06-20 | 4         | 902.13
        county | Z Ltd | z        | 2024-04-03 | 5         | 903.13
        county | Z Ltd | z        | 2025-03-18 | 6         | 903.13
        county | Z Ltd | z        | 2024-09-01 | 7         | 910.00
        county | Z Ltd | z        | 2024-09-02 | 8         | 910.00
    ";
    let found = found(lines);
    let of_body = &found.repeats[0];
    let expected = of_body.expected_alone.expect("a year can tell");
    assert!((0.15..0.19).contains(&expected), "{expected}");
    assert_eq!((of_body.n_alone, of_body.n_alone_listed), (2, 1), "round amounts are prices");
    assert_eq!(found.findings[0].confidence, OverlapConfidence::Low);
    assert_eq!(found.findings[0].pounds.seen(), Some(Money::from_pence(901_13)));
    assert!(found.findings[0].how.contains("The body's ledger has 2 such pairs; chance alone would give about 0.2."));
}

#[test]
fn a_ledger_without_dates_is_said_to_be_unread() {
    let found = found(
        "
        body   | payee | supplier | date | reference | amount
        county | X Ltd | x        |      | 1         | 900.00
        county | X Ltd | x        |      | 1         | 900.00
        ",
    );
    testkit::check(
        &PAYMENT_REPEATS,
        &payment_repeats_table(&found.repeats),
        "body | n_lines | n_undated | n_same_invoice | expected_alone\n county | 0 | 2 | 0 |",
    );
}
