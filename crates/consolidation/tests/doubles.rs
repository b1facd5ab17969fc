//! A plain table counts no pound twice: what is certain is set aside, what is not is reported with its pounds.

mod common;

use common::{Printed, body, count, pence, place_of, total};
use model::{BodyKind, ProblemKind, Reach};

type Row<'r> = (&'r str, &'static str, f64);

/// The total in thousands, and the pounds of each problem.
fn counted(rows: &[Row<'_>], includes: &[&str]) -> (f64, Vec<f64>) {
    let council = body("council", "Ashby City Council", BodyKind::Council, Reach::Local);
    let printed = |(at, (label, kind, thousands)): (usize, &Row<'_>)| Printed {
        file: "plain.csv",
        kind: Some(kind),
        segment: includes.get(at).map(|text| (*text).to_owned()),
        ..Printed::local("council", "plain", label, *thousands)
    };
    let printed: Vec<Printed> = rows.iter().enumerate().map(printed).collect();
    let count = count(&place_of("Leeds", "E08000035", vec![council]), &printed, &[], &[]);
    assert!(count.problems.iter().all(|problem| problem.kind == ProblemKind::MayCountTwice), "{:?}", count.problems);
    let of_problems = count.problems.iter().map(|problem| problem.amount.unwrap().pence() as f64 / pence(1.0) as f64);
    (total(&count) as f64 / pence(1.0) as f64, of_problems.collect())
}

#[test]
fn a_line_that_stands_twice_is_counted_once_and_said() {
    let rows = [("Education services", "current", 560.0), ("Education services", "current", 560.0)];
    assert_eq!(counted(&rows, &[]), (560.0, vec![560.0]));
}

#[test]
fn a_line_that_stands_again_with_other_pounds_is_said() {
    let rows = [("Highways", "current", 1000.0), ("Highways", "current", 1100.0)];
    assert_eq!(counted(&rows, &[]), (2100.0, vec![1100.0]));
    assert_eq!(counted(&rows, &["", "revised"]), (2100.0, vec![1100.0]));
    assert_eq!(counted(&rows, &["provisional", "final"]), (2100.0, vec![1100.0]));
    assert_eq!(counted(&rows, &["street lighting", "repairs"]), (2100.0, vec![]), "two parts of one service");
    let kinds = [("Highways", "pay", 1000.0), ("Highways", "goods_and_services", 1100.0)];
    assert_eq!(counted(&kinds, &[]), (2100.0, vec![]), "two kinds of spending");
}

#[test]
fn a_rate_is_no_sum() {
    for label in [
        "Highways per head",
        "Highways variance",
        "Highways prior year",
        "Highways (2023-24 prices)",
        "Highways FTE",
        "Highways savings delivered",
        "Education deficit",
    ] {
        let rows = [("Highways", "current", 1000.0), (label, "current", 12.5)];
        assert_eq!(counted(&rows, &[]), (1000.0, vec![]), "{label}");
    }
    let kept =
        [("Highways energy savings programme", "current", 1000.0), ("Housing deficit reduction works", "current", 5.0)];
    assert_eq!(counted(&kept, &[]), (1005.0, vec![]));
}

#[test]
fn a_year_so_far_beside_the_year_is_said() {
    let rows = [("Highways", "current", 1000.0), ("Highways", "current", 4000.0)];
    assert_eq!(counted(&rows, &["Q1", "full year"]), (5000.0, vec![4000.0]));
}

#[test]
fn a_gross_figure_without_its_income_is_said() {
    let gross = ("Highways gross expenditure", "current", 1000.0);
    assert_eq!(counted(&[gross], &[]), (1000.0, vec![1000.0]));
    assert_eq!(counted(&[gross, ("Highways income", "income", 200.0)], &[]), (800.0, vec![]));
}

#[test]
fn equal_amounts_under_two_labels_are_said() {
    let rows = [("Education services", "current", 560.0), ("Education", "current", 560.0)];
    assert_eq!(counted(&rows, &[]), (1120.0, vec![560.0]));
}

#[test]
fn amounts_that_are_nearly_equal_are_said_unless_they_are_small() {
    let roads = |thousands| {
        [
            ("Highways and transport: roads", "capital", 4_812.3),
            ("Highways and transport: programme", "capital", thousands),
        ]
    };
    assert_eq!(counted(&roads(4_812.0), &[]), (9_624.3, vec![4_812.0]), "the same money in whole thousands");
    assert_eq!(counted(&roads(4_800.0), &[]), (9_612.3, vec![]), "a quarter of a percent apart");
    let small = [("Education: music", "current", 40.01), ("Education: dance", "current", 40.0)];
    assert_eq!(counted(&small, &[]), (80.01, vec![]));
}

#[test]
fn a_sum_beside_its_parts_is_set_aside_and_said_unless_it_calls_itself_a_total() {
    let parts = [("Education: primary", "current", 300.0), ("Education: secondary", "current", 260.0)];
    let with = |row: Row<'static>| counted(&[parts[0], parts[1], row], &[]);
    assert_eq!(with(("Education total", "current", 560.0)), (560.0, vec![]));
    assert_eq!(with(("Education sub-total", "current", 560.0)), (560.0, vec![]));
    assert_eq!(with(("Education services", "current", 560.0)), (560.0, vec![560.0]));
    assert_eq!(with(("Education total", "current", 500.0)), (1060.0, vec![500.0]));
    assert_eq!(with(("Education: early years", "current", 41.0)), (601.0, vec![]));
    let of_which =
        [("Education services", "current", 560.0), ("Education services - of which schools", "current", 400.0)];
    assert_eq!(counted(&of_which, &[]), (560.0, vec![]));
}

#[test]
fn a_gross_figure_beside_its_net_one_is_set_aside_and_said() {
    let labels = [
        ("Adult social care gross expenditure", "current", 363.0),
        ("Adult social care net expenditure", "current", 263.0),
    ];
    assert_eq!(counted(&labels, &[]), (263.0, vec![363.0]));
    let rows = [("Adult social care", "current", 363.0), ("Adult social care", "current", 263.0)];
    assert_eq!(counted(&rows, &["gross", "net of income"]), (263.0, vec![363.0]));
    let columns = [
        ("Education - Employees", "current", 300.0),
        ("Education - Gross expenditure", "current", 660.0),
        ("Education - Income", "current", -100.0),
        ("Education - Net expenditure", "current", 560.0),
    ];
    assert_eq!(counted(&columns, &[]).0, 560.0);
    let alone = [("Adult social care net expenditure", "current", 263.0), ("Adults: grants", "current", 20.0)];
    assert_eq!(counted(&alone[..1], &[]), (263.0, vec![]));
}

#[test]
fn income_beside_a_figure_that_is_net_of_it_is_not_taken_off_again() {
    for income in ["Highways income", "Highways fees and charges", "Highways sales receipts"] {
        let net = [("Highways net expenditure", "current", 400.0), (income, "income", 100.0)];
        assert_eq!(counted(&net, &[]), (400.0, vec![-100.0]), "{income}");
        let of_another =
            [("Highways net expenditure", "current", 400.0), ("Highways lighting income", "income", 100.0)];
        assert_eq!(counted(&of_another, &[]), (300.0, vec![]), "{income}");
    }
    let gross = [("Highways expenditure", "current", 500.0), ("Highways income", "income", 100.0)];
    assert_eq!(counted(&gross, &[]), (400.0, vec![]));
}

#[test]
fn parts_by_kind_raise_nothing() {
    let parts = [("Education services", "pay", 300.0), ("Education services", "goods_and_services", 260.0)];
    assert_eq!(counted(&parts, &[]), (560.0, vec![]));
    let equal = [("Education services", "pay", 300.0), ("Education services", "goods_and_services", 300.0)];
    assert_eq!(counted(&equal, &[]), (600.0, vec![]));
    let whole = [parts[0], parts[1], ("Education services", "current", 560.0)];
    assert_eq!(counted(&whole, &[]), (560.0, vec![]));
}
