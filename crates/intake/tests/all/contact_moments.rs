//! Days and times of contacts, under any headings and in every form: a day is never its midnight.

use std::collections::BTreeMap;

use model::Row;
use model::tables::{CONTACT, contact};

use crate::people::{CONTACTS, PEOPLE, Read, read};

const RECORDS: &str = "Ref,Surname,Forename,Born\n1,A,B,1961-12-03\n";

fn read_contacts(text: &str) -> Read {
    read(&[(PEOPLE, RECORDS), (CONTACTS, text)], &[])
}

/// The table of each row of a file of contacts: first day, moments, last day, precision.
fn check(text: &str, expected: &[&str]) -> Read {
    let read = read_contacts(text);
    let shown = |row: &Row<'_>| {
        let moment = |column| row.moment_if_any(column).map(|moment| moment.to_string()).unwrap_or_default();
        let end = row.date_if_any(contact::END).map(|day| day.to_string()).unwrap_or_default();
        let start = row.date(contact::START);
        let [from, to] = [moment(contact::START_AT), moment(contact::END_AT)];
        format!("{start}|{from}|{end}|{to}|{}", row.text(contact::TIME_PRECISION))
    };
    let rows = read.contacts.iter().flat_map(|batch| CONTACT.read(batch).iter());
    let found: Vec<String> = rows.map(|row| shown(&row)).collect();
    assert_eq!(found, expected, "{text}\n{:?}", read.files[1].read_as());
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
    assert_eq!(read.files[1].read_how, ["2 of 2 times under `Time` are midnight and count as no time"]);
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
    let read = check(
        text,
        &[
            "2024-05-01||||day",
            "2024-05-02||||day",
            "2024-05-03|2024-05-03T09:30:00|||minute",
            "2024-05-04|2024-05-04T09:30:00|||minute",
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
