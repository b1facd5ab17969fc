//! Who funds what is counted: sums, the identity of each body, and what is not shown.

mod common;

use std::collections::BTreeMap;

use common::{Printed, batch, body, count, place_of, total};
use consolidation::{Funding, WholeCount};
use model::tables::{self, BODY_FUNDING, FUNDING, body_funding, funding as column};
use model::{Body, BodyKind, Place, Reach};
use money::Money;

const RS: &str = "revenue_outturn_summary:net_current_expenditure";
const CAPITAL: &str = "capital_financing:amount";

/// A council that spends 100 on roads and 40 of capital, all in thousands of pounds: 100 + 5 of a levy + 15 of debt are paid
/// for by 60 of grants, 20 of rates, 38 of council tax and 2 of reserves.
fn council() -> Vec<Printed> {
    let line = |label: &str, thousands: f64| Printed::local("council", RS, label, thousands);
    let of_capital = |label: &str, thousands: f64| Printed::local("council", CAPITAL, label, thousands);
    let capital = Printed {
        kind: Some("capital"),
        ..Printed::local("council", "capital_outturn:total_capital_expenditure", "Transport", 40.0)
    };
    vec![
        line("Highways and transport services", 100.0),
        line("Levy: Environment Agency flood defence", 5.0),
        line("Provision for repayment of principal", 9.0),
        line("Interest payable and similar charges", 8.0),
        line("Interest and investment income (-): external receipts and dividends", -2.0),
        line("Specific and special revenue grants inside AEF", -50.0),
        line("Revenue Support Grant", -10.0),
        line("Redistributed non-domestic rates", -20.0),
        line("Appropriations to(+)/ from(-) schools' reserves", 1.0),
        line("Appropriations to(+)/ from(-) unallocated financial reserves", -3.0),
        line("COUNCIL TAX REQUIREMENT (TOTAL OF LINES 830 TO 880)", 38.0),
        line("Unallocated financial reserves level", 500.0),
        capital,
        of_capital("Capital grants from central government departments", 25.0),
        of_capital("Use of capital receipts", 5.0),
        of_capital("Other borrowing and credit arrangements not supported by central government", 10.0),
        of_capital("Gross borrowing as at 31 March", 900.0),
    ]
}

fn place_with(others: Vec<Body>) -> Place {
    let council = body("council", "Leeds City Council", BodyKind::Council, Reach::Local);
    place_of("Leeds", "E08000035", [vec![council], others].concat())
}

fn counted(place: &Place, printed: &[Printed], transfers: &str) -> (WholeCount, Funding) {
    let count = count(place, printed, &[], &[]);
    let transfers: Vec<_> = (!transfers.is_empty()).then(|| batch(&tables::TRANSFER, transfers)).into_iter().collect();
    let funding = common::funding(place, printed, &count, &transfers);
    (count, funding)
}

/// Pounds of each funder in pence, by account.
fn by_funder(funding: &Funding) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for row in FUNDING.read(&funding.funding).iter() {
        let key = (row.text(column::ACCOUNT).to_owned(), row.text(column::FUNDER).to_owned());
        *sums.entry(key).or_insert(0) += row.money(column::AMOUNT).pence();
    }
    sums
}

fn unexplained(funding: &Funding) -> Vec<i64> {
    BODY_FUNDING.read(&funding.bodies).iter().map(|row| row.money(body_funding::UNEXPLAINED).pence()).collect()
}

/// Thousands of pounds as pence.
fn k(thousands: i64) -> i64 {
    thousands * 100_000
}

#[test]
fn each_funder_pays_in_proportion_and_the_pounds_add_up_to_the_count() {
    let place = place_with(Vec::new());
    let (count, funding) = counted(&place, &council(), "");
    let sums = by_funder(&funding);
    // 100 of the 120 that are used are spending that is counted.
    let of = |account: &str, funder: &str| sums[&(account.to_owned(), funder.to_owned())];
    let near =
        |pence: i64, thousands: f64| assert!((pence as f64 - thousands * 1e5).abs() <= 1.0, "{pence} {thousands}");
    near(of("revenue", "Central government, department not published"), 50.0 * 100.0 / 120.0);
    near(of("revenue", "Ministry for local government"), 10.0 * 100.0 / 120.0);
    near(of("revenue", "Business ratepayers"), 20.0 * 100.0 / 120.0);
    near(of("revenue", "Council taxpayers"), 38.0 * 100.0 / 120.0);
    near(of("revenue", "Reserves"), 2.0 * 100.0 / 120.0);
    assert_eq!(of("capital", "Central government, department not published"), k(25));
    assert_eq!(of("capital", "Sales of assets"), k(5));
    assert_eq!(of("capital", "Borrowing"), k(10));
    assert_eq!(sums.len(), 8, "{sums:?}");
    assert_eq!(sums.values().sum::<i64>(), total(&count));
    assert_eq!(total(&count), k(140));
    assert_eq!(unexplained(&funding), [0, 0]);
}

#[test]
fn spending_without_a_source_is_left_over_and_said() {
    let place = place_with(Vec::new());
    let mut printed = council();
    printed.retain(|figure| figure.label != "Revenue Support Grant");
    let (count, funding) = counted(&place, &printed, "");
    assert_eq!(unexplained(&funding), [k(10), 0]);
    let sums = by_funder(&funding);
    assert_eq!(sums.values().sum::<i64>(), total(&count));
    let left = sums[&("revenue".to_owned(), "Not known".to_owned())];
    assert!((left as f64 - 10.0 / 120.0 * 1e7).abs() <= 1.0, "{left}");
    let rows = BODY_FUNDING.read(&funding.bodies);
    let first = rows.iter().next().expect("a row of the council");
    assert_eq!(first.text(body_funding::NOTE), "£10,000.00 was spent with no source shown");
    assert_eq!(first.money(body_funding::OWN_FUNDED), Money::from_pence(k(55)), "100 + 5 - 50");
}

#[test]
fn more_money_than_is_spent_is_said_and_the_pounds_still_add_up() {
    let place = place_with(Vec::new());
    let mut printed = council();
    printed.push(Printed::local("council", RS, "Local Services Support Grant (LSSG)", -12.0));
    let (count, funding) = counted(&place, &printed, "");
    assert_eq!(unexplained(&funding), [k(-12), 0]);
    assert_eq!(by_funder(&funding).values().sum::<i64>(), total(&count));
}

#[test]
fn a_department_whose_ledger_shows_its_grant_is_named_and_never_added() {
    let department = body("dfe", "Department for Education", BodyKind::Department, Reach::National);
    let place = place_with(vec![department]);
    let transfers = "
        payer_id | receiver_id | financial_year | transfer_kind | why | n_lines | amount   | eliminated | matched_amount | difference | status
        dfe      | council     | 2011-12        | grant         | x   | 1       | 30000.00 | true       |                |            | one_sided
        dfe      | council     | 2011-12        | purchase      | x   | 1       |   900.00 | true       |                |            | one_sided
        ";
    let (count, funding) = counted(&place, &council(), transfers);
    let sums = by_funder(&funding);
    assert_eq!(sums[&("revenue".to_owned(), "Department for Education".to_owned())], k(25), "30 of 120 for 100");
    assert_eq!(sums.values().sum::<i64>(), total(&count));
    assert_eq!(unexplained(&funding), [0, 0]);
    // More than the return's grants: the return leads, and nobody is named.
    let (_, funding) = counted(&place, &council(), &transfers.replace("30000.00", "90000.00"));
    assert!(!by_funder(&funding).contains_key(&("revenue".to_owned(), "Department for Education".to_owned())));
    assert_eq!(unexplained(&funding), [0, 0]);
}

#[test]
fn a_body_without_any_source_is_not_known_and_nothing_is_lost() {
    let place = place_with(Vec::new());
    let printed = [Printed::local("council", RS, "Highways and transport services", 100.0)];
    let (count, funding) = counted(&place, &printed, "");
    assert_eq!(by_funder(&funding), BTreeMap::from([(("whole".to_owned(), "Not known".to_owned()), k(100))]));
    assert_eq!(total(&count), k(100));
    // A net figure below zero needs no source.
    let printed = [Printed::local("council", RS, "Highways and transport services", -100.0)];
    let (count, funding) = counted(&place, &printed, "");
    assert_eq!(by_funder(&funding).values().sum::<i64>(), total(&count));
}
