//! Which month a file is about: its name says, unless its lines speak against it.

use std::fs;

use model::ProblemKind;

use crate::columns::read;

/// A year of monthly files, each with five payments of its month, but that of June: it holds lines of `june`.
fn months_missing(june: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("council")).expect("a folder in the temporary folder");
    for at in 3..15 {
        let month = format!("{}-{:02}", 2025 + at / 12, at % 12 + 1);
        let of_lines = if month == "2025-06" { june } else { &month };
        let line = |n: i32| format!("{of_lines}-{:02},Payee {n} of {month} Ltd,{}.{n}7\n", 3 * n, 100 * at + n);
        let text = format!("Date,Supplier,Amount\n{}", (1..=5).map(line).collect::<String>());
        fs::write(folder.path().join(format!("council/{month}.csv")), text).expect("a file in the folder");
    }
    let problems = read(folder.path(), "council", 2025).problems;
    let missing = problems.into_iter().filter(|problem| problem.kind == ProblemKind::MissingMonth);
    missing.map(|problem| problem.month.expect("a month").strftime("%Y-%m").to_string()).collect()
}

#[test]
fn a_file_named_for_a_month_holds_it_where_its_lines_are_near() {
    assert_eq!(months_missing("2025-06"), [""; 0]);
    assert_eq!(months_missing("2025-05"), [""; 0], "invoices are older than their payment");
}

/// If September was saved under June's name, there is no June.
#[test]
fn a_month_is_missing_where_the_file_of_its_name_holds_lines_of_quite_another() {
    assert_eq!(months_missing("2025-09"), ["2025-06"]);
    assert_eq!(months_missing("2025-01"), ["2025-06"]);
}
