//! Lines of a plain table that say where money comes from, or that another body spends, are in no total.

mod common;

use common::{Printed, aside, body, count, pence, place_of, total};
use model::{BodyKind, Reach};

/// The total in pence, with a service of £560,000 beside the line.
fn beside(label: &str, thousands: f64) -> (i64, Option<i64>) {
    let council = body("council", "Ashby City Council", BodyKind::Council, Reach::Local);
    let row = |label: &str, thousands: f64| Printed {
        file: "plain.csv",
        kind: Some("current"),
        ..Printed::local("council", "plain", label, thousands)
    };
    let printed = [row("Education services", 560.0), row(label, thousands)];
    let count = count(&place_of("Leeds", "E08000035", vec![council]), &printed, &[], &[]);
    assert!(count.problems.is_empty(), "{label}: {:?}", count.problems);
    (total(&count), aside(&count, |_, found, _| found == label))
}

#[test]
fn grants_taxes_reserves_recharges_capital_charges_and_budgets_are_set_aside_with_their_reason() {
    for label in [
        "Education grants received (DSG)",
        "Public health grant",
        "Housing benefit subsidy",
        "Corporate council tax income",
        "Corporate: business rates retained",
        "Council tax support",
        "Police and crime precept",
        "Corporate: transfer to reserves",
        "Central services recharges",
        "Education depreciation",
        "Highways: capital charges",
        "Corporate: minimum revenue provision",
        "Adult social care budget",
        "Environment Agency levy",
    ] {
        assert_eq!(beside(label, 44.0), (pence(560.0), Some(pence(44.0))), "{label}");
        assert_eq!(beside(label, -44.0), (pence(560.0), Some(pence(-44.0))), "{label}");
    }
}

#[test]
fn what_is_paid_out_and_a_levy_that_nobody_else_spends_are_counted() {
    for label in [
        "Housing: disabled facilities grants",
        "Culture: grants to voluntary organisations",
        "Council tax collection",
        "Individual schools budget",
        "Transport levy",
        "Parish precepts",
        "Housing benefit",
    ] {
        assert_eq!(beside(label, 44.0), (pence(604.0), None), "{label}");
    }
}
