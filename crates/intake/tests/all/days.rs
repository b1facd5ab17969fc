//! Dates in every form, each with its day.

use model::ProblemKind;

use crate::columns::csv;

/// The first and last day of a file with these dates.
#[track_caller]
fn check(dates: &[&str], first: &str, last: &str) {
    let rows: String = dates.iter().map(|date| format!("\"{date}\",Acme Ltd,100.00\n")).collect();
    let answer = csv(&format!("Payment Date,Supplier,Amount\n{rows}"));
    let counts = &answer.tables[0].counts;
    let day = |day: Option<i32>| day.map(|day| model::date_of_day(day).to_string()).unwrap_or_default();
    assert_eq!((day(counts.first_day).as_str(), day(counts.last_day).as_str()), (first, last), "{dates:?}");
    assert_eq!(counts.n_lines, dates.len() as u64);
    assert_eq!(answer.kinds(), [], "{:?}", answer.problems);
}

#[test]
fn a_year_of_two_digits_in_front_is_told_by_the_whole_column() {
    check(&["25-04-01", "25-04-02", "25-04-14", "25-04-30"], "2025-04-01", "2025-04-30");
    check(&["250401", "250402", "250414", "250430"], "2025-04-01", "2025-04-30");
    check(&["25/04/01", "25/04/02", "25/04/14"], "2025-04-01", "2025-04-14");
    check(&["01-04-25", "02-04-25", "30-04-25"], "2025-04-01", "2025-04-30");
}

#[test]
fn days_without_separators_are_read() {
    check(&["010425", "020425", "300425"], "2025-04-01", "2025-04-30");
    check(&["10425", "20425", "300425"], "2025-04-01", "2025-04-30");
    check(&["01042025", "14042025"], "2025-04-01", "2025-04-14");
}

#[test]
fn numbers_of_days_and_seconds_are_read() {
    check(&["45748", "45761"], "2025-04-01", "2025-04-14");
    check(&["45748.0", "45761.625"], "2025-04-01", "2025-04-14");
    check(&["1743465600", "1744588800"], "2025-04-01", "2025-04-14");
    // Midnight in summer time.
    check(&["1743462000000", "1744585200000"], "2025-04-01", "2025-04-14");
}

#[test]
fn names_of_days_and_months_in_english_and_welsh_are_read() {
    check(&["Tue 1 Apr 2025", "Monday, 14 April 2025"], "2025-04-01", "2025-04-14");
    check(&["Apr 1 2025", "April 14, 2025"], "2025-04-01", "2025-04-14");
    check(&["01Apr2025", "14APR25"], "2025-04-01", "2025-04-14");
    check(&["Dydd Mawrth 1 Ebrill 2025", "14 Ebr 2025", "30ain Ebrill 2025"], "2025-04-01", "2025-04-30");
}

#[test]
fn a_time_behind_the_day_is_passed_over() {
    check(&["01/04/2025 00:00:00", "14/04/2025 12:00:00 AM"], "2025-04-01", "2025-04-14");
    check(&["2025-04-01T00:00:00Z", "2025-04-14T23:59:59.999+01:00"], "2025-04-01", "2025-04-14");
    check(&["1 Apr 2025 9:30", "14 Apr 2025 10:30 PM"], "2025-04-01", "2025-04-14");
}

#[test]
fn the_american_order_is_told_by_the_whole_column_or_said() {
    check(&["04/01/2025", "04/02/2025", "04/14/2025"], "2025-04-01", "2025-04-14");
    // No day proves the order: read as in Britain, and said.
    let rows: String = (1..=12).map(|day| format!("04/{day:02}/2025,Acme Ltd,100.00\n")).collect();
    let answer = csv(&format!("Date,Supplier,Amount\n{rows}"));
    assert!(answer.kinds().contains(&ProblemKind::DateFormatMixed), "{:?}", answer.problems);
}

#[test]
fn dates_that_cannot_be_read_are_said_with_their_pounds() {
    let answer = csv("Date,Supplier,Amount\n01/04/2025,Acme Ltd,100.00\nweek 15,Birch Ltd,50.00\n");
    assert!(answer.problems.iter().any(|problem| {
        problem.kind == ProblemKind::DateUnreadable && problem.amount.map(|a| a.plain()).as_deref() == Some("50.00")
    }));
}
