//! Days and times of contacts, under any headings and in every form: a day is never its midnight.

use std::collections::BTreeMap;

use model::Row;
use model::tables::{CONTACT, contact};

use crate::people::{CONTACTS, PEOPLE, Read, read, read_of};

const RECORDS: &str = "Ref,Surname,Forename,Born\n1,A,B,1961-12-03\n";

fn read_contacts(text: &str) -> Read {
    read(&[(PEOPLE, RECORDS), (CONTACTS, text)], &[])
}

/// The table of each row of a file of contacts: first day, moments, last day, precision.
fn check(text: &str, expected: &[&str]) -> Read {
    check_read(read_contacts(text), expected)
}

fn check_read(read: Read, expected: &[&str]) -> Read {
    let shown = |row: &Row<'_>| {
        let moment = |column| row.moment_if_any(column).map(|moment| moment.to_string()).unwrap_or_default();
        let end = row.date_if_any(contact::END).map(|day| day.to_string()).unwrap_or_default();
        let start = row.date(contact::START);
        let [from, to] = [moment(contact::START_AT), moment(contact::END_AT)];
        format!("{start}|{from}|{end}|{to}|{}", row.text(contact::TIME_PRECISION))
    };
    let rows = read.contacts.iter().flat_map(|batch| CONTACT.read(batch).iter());
    let found: Vec<String> = rows.map(|row| shown(&row)).collect();
    assert_eq!(found, expected, "{:?}", read.files[1].read_as());
    read
}

#[test]
fn a_day_and_a_time_in_two_columns_are_one_moment() {
    let text = "Person ref,Activity,Appointment date,Start time,End time\n\
                1,Visit,01/05/2024,09:30,10:15\n\
                1,Visit,02/05/2024,1.05pm,\n\
                1,Visit,28/05/2024,0900,0.395833\n\
                1,Visit,29/05/2024,23:30,00:15\n\
                1,Visit,30/05/2024,,\n";
    let expected = [
        "2024-05-01|2024-05-01T09:30:00|2024-05-01|2024-05-01T10:15:00|minute",
        "2024-05-02|2024-05-02T13:05:00|||minute",
        "2024-05-28|2024-05-28T09:00:00|2024-05-28|2024-05-28T09:30:00|minute",
        "2024-05-29|2024-05-29T23:30:00|2024-05-30|2024-05-30T00:15:00|minute",
        "2024-05-30||||day",
    ];
    assert_eq!(check(text, &expected).problems(), BTreeMap::new());
}

#[test]
fn start_and_end_may_be_times_beside_a_date() {
    let text = "Person ref,Activity,Start,End,Date\n\
                1,Visit,09:30,10:15,01/05/2024\n\
                1,Visit,1.05pm,1.50pm,02/05/2024\n";
    let expected = [
        "2024-05-01|2024-05-01T09:30:00|2024-05-01|2024-05-01T10:15:00|minute",
        "2024-05-02|2024-05-02T13:05:00|2024-05-02|2024-05-02T13:50:00|minute",
    ];
    assert_eq!(check(text, &expected).problems(), BTreeMap::new());
}

#[test]
fn a_column_of_minutes_or_hours_spent_is_not_of_times() {
    for times in [["30", "45", "120"], ["1.50", "0.75", "2.75"]] {
        let rows: String = times.iter().map(|time| format!("1,Visit,2024-05-01,{time}\n")).collect();
        let read = check(&format!("Person ref,Activity,Date,Time\n{rows}"), &["2024-05-01||||day"; 3]);
        assert_eq!(read.problems(), BTreeMap::from([("time_unreadable", 3)]));
    }
}

#[test]
fn a_day_and_a_time_in_one_cell_are_one_moment() {
    for (heading, start, end) in [
        ("Date and time", "01/05/2024 9.30am", "1 May 2024 at 10:15"),
        ("Start time", "2024-05-01T08:30:00Z", "2024-05-01T10:15:00+01:00"),
        ("Appointment date/time", "01/05/2024 0930", "01/05/2024 10.15"),
        ("Timestamp", "20240501T0930", "202405011015"),
        ("Started at", "45413.395833", "45413.427083"),
        ("Start DateTime", "1714552200", "1714554900"),
    ] {
        let text = format!("Person ref,Activity,{heading},End time\n1,Visit,{start},{end}\n1,Visit,{start},\n");
        let read = check(
            &text,
            &[
                "2024-05-01|2024-05-01T09:30:00|2024-05-01|2024-05-01T10:15:00|minute",
                "2024-05-01|2024-05-01T09:30:00|||minute",
            ],
        );
        assert_eq!(read.problems(), BTreeMap::new(), "{heading}");
    }
}

#[test]
fn moments_of_other_systems_are_read_in_their_order_of_day_and_month() {
    for (first, second) in [
        ("05/28/2024 9:30 AM", "05/01/2024 1:05 PM"),
        ("28/05/24 09:30", "01/05/24 13:05"),
        ("28.05.2024 09.30", "01.05.2024 13.05"),
        ("May 28 2024  9:30AM", "May  1 2024  1:05PM"),
        ("28-MAY-24 09.30.00.000000 AM", "01-MAY-24 01.05.00.000000 PM"),
        ("2024-05-28 09:30:00.0000000 +01:00", "2024-05-01 12:05:00.0000000 +00:00"),
        ("Tue 28 May 2024 at 9.30am", "Wed 1 May 2024 at 1.05 p.m."),
        ("20240528 0930", "20240501 1305"),
        ("28MAY2024:09:30:00", "01MAY2024:13:05:00"),
    ] {
        let text = format!("Person ref;Activity;Start\n1;Visit;{first}\n1;Visit;{second}\n");
        let read =
            check(&text, &["2024-05-28|2024-05-28T09:30:00|||minute", "2024-05-01|2024-05-01T13:05:00|||minute"]);
        assert_eq!(read.problems(), BTreeMap::new(), "{first}");
    }
}

#[test]
fn cells_of_a_workbook_have_their_times() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = |text: &str| rust_xlsxwriter::Format::new().set_num_format(text);
    let headings = ["Person ref", "Activity", "Date", "Start time", "End"];
    (0..).zip(headings).for_each(|(at, heading)| drop(sheet.write(0, at, heading)));
    for (row, day) in [(1, 45_413.0), (2, 45_414.0)] {
        sheet.write(row, 0, "1").expect("a cell");
        sheet.write(row, 1, "Visit").expect("a cell");
        sheet.write_with_format(row, 2, day, &format("dd/mm/yyyy")).expect("a cell");
        sheet.write_with_format(row, 3, 9.5 / 24.0, &format("hh:mm")).expect("a cell");
        sheet.write_with_format(row, 4, day + 10.25 / 24.0, &format("dd/mm/yyyy hh:mm")).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let read = read_of(&[(PEOPLE, RECORDS.as_bytes()), (CONTACTS, &bytes)], &[], &|_| "care".to_owned());
    let expected = [
        "2024-05-01|2024-05-01T09:30:00|2024-05-01|2024-05-01T10:15:00|minute",
        "2024-05-02|2024-05-02T09:30:00|2024-05-02|2024-05-02T10:15:00|minute",
    ];
    assert_eq!(check_read(read, &expected).problems(), BTreeMap::new());
}

#[test]
fn ends_a_minute_before_midnight_in_every_row_are_no_times() {
    check(
        "Person ref,Activity,Start,End\n1,Visit,2024-05-01 09:30,2024-05-01 23:59:59\n1,Visit,2024-05-02 09:30,2024-05-02 23:59:59\n",
        &["2024-05-01|2024-05-01T09:30:00|2024-05-01||minute", "2024-05-02|2024-05-02T09:30:00|2024-05-02||minute"],
    );
}

#[test]
fn midnight_in_every_row_is_no_time() {
    for cells in [
        ["2024-05-01 00:00:00", "2024-05-02 00:00:00"],
        ["2024-04-30T23:00:00Z", "2024-05-01T23:00:00Z"],
        ["01/05/2024 00:00", "02/05/2024"],
        ["45413.0", "45414.0"],
        ["01/05/2024", "02/05/2024"],
    ] {
        let [first, second] = cells;
        let text = format!("Person ref,Activity,Date\n1,Visit,{first}\n1,Visit,{second}\n");
        check(&text, &["2024-05-01||||day", "2024-05-02||||day"]);
    }
    let text = "Person ref,Activity,Date,Time\n1,Visit,01/05/2024,00:00\n1,Visit,02/05/2024,00:00\n";
    let read = check(text, &["2024-05-01||||day", "2024-05-02||||day"]);
    assert_eq!(
        read.files[1].read_how,
        ["2 of 2 times under `Time` are midnight, or a minute before it, and count as no time"]
    );
}

#[test]
fn one_midnight_among_many_times_is_a_time() {
    let rows: String = (0..19).map(|at| format!("1,Call,2024-05-{:02} 1{}:30\n", at + 1, at % 10)).collect();
    let text = format!("Person ref,Activity,Start\n{rows}1,Call,2024-05-20 00:00\n");
    let read = read_contacts(&text);
    let last = CONTACT.read(&read.contacts[0]).iter().last().expect("a row");
    assert_eq!(last.moment_if_any(contact::START_AT).map(|at| at.to_string()).as_deref(), Some("2024-05-20T00:00:00"));
}

#[test]
fn seconds_and_months_are_said() {
    check(
        "Person ref,Activity,Start\n1,Visit,2024-05-01 09:30:15\n1,Visit,2024-05-01 09:30:00\n",
        &["2024-05-01|2024-05-01T09:30:15|||second", "2024-05-01|2024-05-01T09:30:00|||second"],
    );
    check(
        "Person ref,Activity,Start\n1,Visit,2024-05\n1,Visit,2024-06\n",
        &["2024-05-01||||month", "2024-06-01||||month"],
    );
}

#[test]
fn what_is_no_time_or_contradicts_is_a_problem_that_quotes_nothing() {
    let text = "Person ref,Activity,Date,Time,End\n\
                1,Visit,01/05/2024,soonish,\n\
                1,Visit,02/05/2024,25:10,\n\
                1,Visit,03/05/2024,09:30,whenever\n\
                1,Visit,04/05/2024,09:30,04/05/2024 08:15\n";
    let text = &format!("{text}{}", "1,Visit,05/05/2024,09:30,\n".repeat(6));
    let read = check(
        text,
        &[
            "2024-05-01||||day",
            "2024-05-02||||day",
            "2024-05-03|2024-05-03T09:30:00|||minute",
            "2024-05-04|2024-05-04T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
            "2024-05-05|2024-05-05T09:30:00|||minute",
        ],
    );
    let expected = [("period_contradicts", 1), ("period_unreadable", 1), ("time_unreadable", 2)];
    assert_eq!(read.problems(), BTreeMap::from(expected));
    for problem in &read.files[1].problems {
        for cell in ["soonish", "25:10", "whenever", "08:15"] {
            assert!(!problem.text.contains(cell), "{}", problem.text);
        }
    }
    let time = read.files[1].problems.iter().find(|problem| problem.kind.word() == "time_unreadable");
    assert_eq!(time.map(|problem| (problem.row, problem.column.as_deref())), Some((Some(2), Some("Time"))));
}

#[test]
fn what_led_to_a_contact_and_of_which_kind_it_is_are_kept_as_printed() {
    let text = "Person ref,Activity,Start,Case No.,Assessment type,Triggered by,Avoidable?\n\
                1,Assessment,2024-05-01,77,Child and family,review,N\n\
                1,Call,2024-05-02,,,,Yes\n";
    let read = read_contacts(text);
    let columns = [contact::CASE_ID, contact::ASSESSMENT_TYPE, contact::TRIGGERED_BY, contact::DEMAND];
    let rows = CONTACT.read(&read.contacts[0]).iter();
    let found: Vec<[Option<&str>; 4]> = rows.map(|row| columns.map(|column| row.text_if_any(column))).collect();
    assert_eq!(
        found,
        [
            [Some("77"), Some("Child and family"), Some("review"), Some("not avoidable")],
            [None, None, None, Some("avoidable")]
        ]
    );
}
