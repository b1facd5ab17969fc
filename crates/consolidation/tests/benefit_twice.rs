//! Housing benefit is counted once, no matter who writes it into a plain table.

mod common;

use common::{Printed, aside, body, count, pence, place_of, total};
use consolidation::WholeCount;
use model::{BodyKind, ProblemKind, Reach};

fn counted(printed: &[Printed]) -> WholeCount {
    let bodies = vec![
        body("council", "Ashby City Council", BodyKind::Council, Reach::Local),
        body("dwp", "Department for Work and Pensions", BodyKind::Department, Reach::National),
    ];
    count(&place_of("Leeds", "E08000035", bodies), printed, &[], &[])
}

fn own(file: &'static str, label: &str, thousands: f64) -> Printed {
    Printed { file, kind: Some("current"), ..Printed::local("council", "plain", label, thousands) }
}

fn department(series: &str, thousands: f64) -> Printed {
    Printed {
        file: "dwp.csv",
        spender: "Department for Work and Pensions".to_owned(),
        area: "Leeds".to_owned(),
        sector: "central_government",
        kind: Some("benefits"),
        ..Printed::local("dwp", series, "Housing benefit", thousands)
    }
}

#[test]
fn the_department_s_housing_benefit_is_set_aside_beside_the_council_s() {
    for series in ["plain", "benefit_expenditure"] {
        let count = counted(&[own("a.csv", "Housing benefit", 181.0), department(series, 181.0)]);
        assert_eq!((total(&count), count.problems.as_slice()), (pence(181.0), [].as_slice()), "{series}");
        assert_eq!(aside(&count, |_, label, _| label == "Housing benefit"), Some(pence(181.0)));
        let count = counted(&[own("a.csv", "Housing benefit", 181.0), department(series, 190.0)]);
        assert_eq!((total(&count), count.problems[0].amount.unwrap().pence()), (pence(181.0), pence(9.0)));
        assert_eq!(count.problems[0].kind, ProblemKind::PublishedSourcesDiffer);
        let count = counted(&[department(series, 181.0)]);
        assert_eq!((total(&count), count.problems.as_slice()), (pence(181.0), [].as_slice()), "{series}");
    }
}

#[test]
fn housing_benefit_that_does_not_part_rebates_beside_the_account_of_council_homes_is_said() {
    let count = counted(&[own("a.csv", "Housing benefit", 90.0), own("a.csv", "Housing revenue account", 230.0)]);
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((problem.kind, problem.amount.unwrap().pence()), (ProblemKind::MayCountTwice, pence(90.0)));
    let allowances =
        [own("a.csv", "Housing benefit: rent allowances", 90.0), own("a.csv", "Housing revenue account", 230.0)];
    assert!(counted(&allowances).problems.is_empty());
}

#[test]
fn two_plain_tables_that_differ_at_all_are_said_with_both_named() {
    let count = counted(&[own("q1.csv", "Education services", 280.0), own("q3.csv", "Education services", 280.694)]);
    let [problem] = count.problems.as_slice() else { panic!("{:?}", count.problems) };
    assert_eq!((total(&count), problem.amount.unwrap().pence()), (pence(280.0), pence(0.694)));
    assert!(problem.text.contains("q1.csv") && problem.text.contains("q3.csv"), "{}", problem.text);
    let same = counted(&[own("q1.csv", "Education services", 280.0), own("q3.csv", "Education services", 280.0)]);
    assert_eq!((total(&same), same.problems.as_slice()), (pence(280.0), [].as_slice()));
}
