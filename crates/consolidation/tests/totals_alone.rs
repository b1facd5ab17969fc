//! Bodies that publish a sum and none of the lines that it is the sum of.

mod common;

use common::{Printed, body, cells_by, count, pence, place_of, total};
use model::tables::whole_count;
use model::{BodyKind, ProblemKind, Reach};

fn row(body: &str, label: &str, thousands: f64) -> Printed {
    Printed {
        file: "accounts.csv",
        kind: Some("current"),
        ..Printed::local(body, "statement_of_accounts:net_expenditure", label, thousands)
    }
}

#[test]
fn the_sum_of_a_body_with_one_service_is_that_service() {
    let bodies = vec![
        body("police", "Police and Crime Commissioner for Ashby", BodyKind::Police, Reach::Local),
        body("fire", "Ashby Fire Authority", BodyKind::Fire, Reach::Local),
    ];
    let printed = [row("police", "Total", 41_000.0), row("fire", "Total net expenditure", 12_400.0)];
    let count = count(&place_of("Leeds", "E08000035", bodies), &printed, &[], &[]);
    let services = cells_by(&count, whole_count::SERVICE);
    assert_eq!((services["police"], services["fire"]), (pence(41_000.0), pence(12_400.0)));
    assert!(count.problems.is_empty(), "{:?}", count.problems);
}

#[test]
fn a_sum_beside_its_lines_is_counted_once() {
    let police = body("police", "Police and Crime Commissioner for Ashby", BodyKind::Police, Reach::Local);
    let printed = [
        row("police", "Policing: neighbourhoods", 30_000.0),
        row("police", "Policing: response", 11_000.0),
        row("police", "Total", 41_000.0),
    ];
    let count = count(&place_of("Leeds", "E08000035", vec![police]), &printed, &[], &[]);
    assert_eq!(total(&count), pence(41_000.0));
    assert!(count.problems.is_empty(), "{:?}", count.problems);
}

#[test]
fn the_sum_of_a_council_is_in_no_service_and_said_with_its_pounds() {
    let council = || body("council", "Ashby City Council", BodyKind::Council, Reach::Local);
    let of = |printed: &[Printed]| count(&place_of("Leeds", "E08000035", vec![council()]), printed, &[], &[]);
    let alone = of(&[row("council", "Total", 11_300.0)]);
    assert_eq!(total(&alone), 0);
    let said = alone.problems.iter().find(|problem| problem.kind == ProblemKind::PublishedLineUnknown);
    let amount = said.and_then(|problem| problem.amount).map(|amount| amount.pence());
    assert_eq!(amount, Some(pence(11_300.0)), "{:?}", alone.problems);
    let with_lines = of(&[row("council", "Housing", 11_300.0), row("council", "Total", 11_300.0)]);
    assert_eq!(total(&with_lines), pence(11_300.0));
    assert!(with_lines.problems.is_empty(), "{:?}", with_lines.problems);
}
