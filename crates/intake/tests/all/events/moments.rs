//! What a column of moments means as a whole: its clock, its days, and the order of day and month.

use intake::events::{CellProblemKind, LogRead, Notice, RowProblemKind};
use model::event_log::Clock;

use super::{read_text, words};

fn of_moments(moments: &[&str]) -> LogRead {
    let rows: String = moments.iter().map(|moment| format!("1\tAsk\t{moment}\n")).collect();
    read_text(&format!("case\tactivity\ttimestamp\n{rows}"))
}

fn check(moments: &[&str], expected: &[&str]) -> LogRead {
    let read = of_moments(moments);
    let found: Vec<String> = words(&read.log).iter().map(|words| words.replace("1 | Ask | ", "")).collect();
    assert_eq!(found, expected);
    read
}

fn says(read: &LogRead, said: &str) -> bool {
    read.notices.iter().any(|notice| notice.to_string().contains(said))
}

#[test]
fn moments_with_offsets_are_on_one_clock_whatever_their_offsets() {
    // The clocks go back at 01:00 UTC: the hour after two o'clock comes twice.
    let read = check(
        &["2011-10-30 02:30:00+02:00", "2011-10-30 02:10:00+01:00"],
        &["2011-10-30T00:30:00Z", "2011-10-30T01:10:00Z"],
    );
    assert_eq!(read.log.clock, Clock::Utc);
}

#[test]
fn moments_without_offsets_are_as_the_wall_clock_showed_them() {
    let read = check(&["2011-10-30 02:30:00", "2011-10-30 02:10:00"], &["2011-10-30T02:30:00", "2011-10-30T02:10:00"]);
    assert_eq!(read.log.clock, Clock::Wall);
}

#[test]
fn two_clocks_in_one_column_are_a_problem_of_the_fewer_rows() {
    let read = check(
        &["2011-10-11 13:45:00+02:00", "2011-10-11 13:45:00", "2011-10-12 13:45:00+02:00", "2011-10-13"],
        &["2011-10-11T11:45:00Z", "2011-10-12T11:45:00Z", "2011-10-13"],
    );
    let problem = &read.problems[0];
    assert_eq!((problem.row, &problem.kind), (3, &RowProblemKind::OffsetMissing { column: "timestamp".to_owned() }));
}

#[test]
fn a_column_of_midnights_is_a_column_of_days() {
    let read = check(&["01/02/2020 00:00", "13/02/2020 00:00:00"], &["2020-02-01", "2020-02-13"]);
    assert!(says(&read, "every moment in `timestamp` is a midnight"));
    // One time of day is enough for midnights to be midnights.
    check(&["01/02/2020 00:00", "13/02/2020 00:01"], &["2020-02-01T00:00", "2020-02-13T00:01"]);
}

#[test]
fn british_midnights_printed_in_utc_are_days_of_the_summer() {
    check(
        &["2020-06-30T23:00:00Z", "2020-01-15T00:00:00Z", "2020-03-28T00:00:00Z"],
        &["2020-07-01", "2020-01-15", "2020-03-28"],
    );
    check(&["2020-07-01T00:00:00+01:00", "2020-01-15T00:00:00+00:00"], &["2020-07-01", "2020-01-15"]);
}

#[test]
fn the_order_of_day_and_month_is_said_where_nothing_proves_it() {
    let read = check(&["01/02/2020 09:30", "03/02/2020 10:00"], &["2020-02-01T09:30", "2020-02-03T10:00"]);
    assert!(says(&read, "day first"));
    let proven = check(&["01/02/2020 09:30", "31/01/2020 10:00"], &["2020-02-01T09:30", "2020-01-31T10:00"]);
    assert!(proven.notices.is_empty(), "{:?}", proven.notices);
    let year_first = check(&["2020-01-02 09:30", "2020-31-01 09:30"], &["2020-01-02T09:30"]);
    assert!(says(&year_first, "only be day first"));
    let mixed =
        check(&["13/02/2020 09:30", "14/02/2020 09:30", "02/13/2020 10:00"], &["2020-02-13T09:30", "2020-02-14T09:30"]);
    assert!(says(&mixed, "only be day first"));
    assert!(says(&mixed, "33.3%"));
}

#[test]
fn a_clock_of_twelve_hours_that_lost_its_halves_is_said() {
    let moments: Vec<String> = (0..60).map(|n| format!("2020-02-{:02} {:02}:30", n % 28 + 1, n % 12 + 1)).collect();
    let moments: Vec<&str> = moments.iter().map(String::as_str).collect();
    assert!(says(&of_moments(&moments), "as if AM and PM were lost"));
    let with_afternoon: Vec<&str> = moments.iter().copied().chain(["2020-02-01 15:00"]).collect();
    assert!(!says(&of_moments(&with_afternoon), "AM and PM"));
}

#[test]
fn dates_that_stand_for_no_date_are_read_and_said() {
    let read = check(
        &["1900-01-01 00:00:00", "2020-02-01 09:30:00", "9999-12-31 23:59:59"],
        &["1900-01-01T00:00:00", "2020-02-01T09:30:00", "9999-12-31T23:59:59"],
    );
    assert!(read.notices.contains(&Notice::FarMoments { column: "timestamp".to_owned(), n: 2 }));
}

#[test]
fn what_is_no_moment_is_a_problem_with_its_row_and_the_share_is_said() {
    let read = check(
        &["2020-02-01 09:30:00", "0000-00-00 00:00:00", "soon", "", "2020-02-30 10:00", "2020-02-01 09:30 EST"],
        &["2020-02-01T09:30:00"],
    );
    let rows: Vec<u64> = read.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [3, 4, 5, 6, 7]);
    assert_eq!(read.problems[2].kind, RowProblemKind::MomentMissing);
    assert!(says(&read, "80.0% of the moments in `timestamp`"), "{:?}", read.notices);
}

#[test]
fn an_end_that_cannot_be_read_leaves_its_event_with_one_moment() {
    let read = read_text(
        "case,activity,start,end\n\
         1,Ask,2020-02-01 09:30,2020-02-01 09:40\n\
         1,Answer,2020-02-01 10:00,later\n\
         1,Close,2020-02-01 11:00,2020-02-01 10:59\n\
         1,File,,2020-02-01 12:00\n",
    );
    assert_eq!(
        words(&read.log),
        [
            "1 | Ask | 2020-02-01T09:30 to 2020-02-01T09:40",
            "1 | Answer | 2020-02-01T10:00",
            "1 | Close | 2020-02-01T11:00 to 2020-02-01T10:59",
            "1 | File | 2020-02-01T12:00",
        ]
    );
    assert_eq!(read.cell_problems[0].kind, CellProblemKind::EndUnreadable);
    assert!(read.notices.contains(&Notice::EndsBeforeStart { n: 1, first_row: 4 }));
}
