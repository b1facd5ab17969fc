//! Tables that other tools misread without a word: each gives the right events here, or a problem, or a refusal.
//!
//! Made by hand after what users of PM4Py, bupaR, Apromore and Disco reported.

use intake::events::{CellProblemKind, NamedColumns, Notice, Options, RowProblemKind};

use super::{naming, read_bytes, read_text, refused, words};

fn check(text: &str, expected: &[&str]) {
    assert_eq!(words(&read_text(text).log), expected, "{text}");
}

#[test]
fn cases_that_look_like_nothing_or_like_numbers_are_cases() {
    check(
        "case,activity,timestamp\nNA,a,2020-02-01\nnull,a,2020-02-01\nNone,a,2020-02-01\nnan,a,2020-02-01\n0012,a,2020-02-01\n12,a,2020-02-01\n1e5,a,2020-02-01\ntrue,NA,2020-02-01\n",
        &[
            "NA | a | 2020-02-01",
            "null | a | 2020-02-01",
            "None | a | 2020-02-01",
            "nan | a | 2020-02-01",
            "0012 | a | 2020-02-01",
            "12 | a | 2020-02-01",
            "1e5 | a | 2020-02-01",
            "true | NA | 2020-02-01",
        ],
    );
}

#[test]
fn an_empty_case_or_activity_is_a_problem_with_its_row() {
    let read = read_text("case,activity,timestamp\n,a,2020-02-01\n1,,2020-02-01\n\n1,a,2020-02-01\n");
    assert_eq!(read.log.events.len(), 1);
    let problems: Vec<(u64, &RowProblemKind)> = read.problems.iter().map(|p| (p.row, &p.kind)).collect();
    assert_eq!(problems, [(2, &RowProblemKind::CaseMissing), (3, &RowProblemKind::ActivityMissing)]);
    assert_eq!(read.log.events[0].row, 5, "blank rows are rows that a person sees");
}

#[test]
fn columns_of_the_standard_are_preferred_to_columns_that_may_be_the_same() {
    check(
        "concept:name,Activity,case:concept:name,case id,time:timestamp,Date\na,b,1,2,2020-02-01,2021-01-01\n",
        &["1 | a | 2020-02-01"],
    );
}

#[test]
fn two_columns_that_may_be_the_case_or_the_activity_are_refused_unless_they_say_the_same() {
    let two_cases = "patient,episode,activity,timestamp\n1,A,a,2020-02-01\n1,B,a,2020-02-02\n";
    let said = refused(two_cases);
    assert!(said.contains("`patient`, `episode`") && said.contains("--case"), "{said}");
    let said = refused("case,activity,activity name,timestamp\n1,a,b,2020-02-01\n");
    assert!(said.contains("`activity`, `activity name`") && said.contains("--activity"), "{said}");
    check("case,activity,activity name,timestamp\n1,a,a,2020-02-01\n", &["1 | a | 2020-02-01"]);
    let chosen = naming(NamedColumns { case: Some("episode".to_owned()), ..NamedColumns::default() });
    let read = read_bytes(two_cases.as_bytes(), &chosen).expect("a log");
    assert_eq!(words(&read.log), ["A | a | 2020-02-01", "B | a | 2020-02-02"]);
}

#[test]
fn a_heading_that_stands_twice_is_told_by_its_position() {
    let text = "case,activity,activity,timestamp\n1,a,b,2020-02-01\n";
    let said = refused(text);
    assert!(said.contains("`activity (#2)`, `activity (#3)`"), "{said}");
    let named = |name: &str| naming(NamedColumns { activity: Some(name.to_owned()), ..NamedColumns::default() });
    let said = read_bytes(text.as_bytes(), &named("activity")).expect_err("which of the two").to_string();
    assert!(said.contains("`#2`, `#3`"), "{said}");
    assert_eq!(words(&read_bytes(text.as_bytes(), &named("#3")).expect("a log").log), ["1 | b | 2020-02-01"]);
    let said = read_bytes(text.as_bytes(), &named("deed")).expect_err("no such column").to_string();
    assert!(said.contains("no column `deed`, which `--activity` names"), "{said}");
}

#[test]
fn the_moment_of_the_event_is_not_a_planned_date_of_its_case() {
    check(
        "case:concept:name,concept:name,case:enddate,case:enddate_planned,time:timestamp\n1,a,2020-05-01,2020-06-01,2020-02-01 10:00:00\n",
        &["1 | a | 2020-02-01T10:00:00"],
    );
}

#[test]
fn exports_of_disco_celonis_bupar_and_pm4py_name_their_beginnings_and_ends() {
    check(
        "Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Variant,Variant index\n1,a,R,2020-02-01 10:00:00.000,2020-02-01 11:00:00.000,Variant 1,1\n",
        &["1 | a | 2020-02-01T10:00:00 to 2020-02-01T11:00:00 | R"],
    );
    check(
        "_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING,USER_NAME\n1,a,2020-02-01 10:00:00,1,U\n",
        &["1 | a | 2020-02-01T10:00:00 | U"],
    );
    check(
        "case_id,activity,activity_instance_id,timestamp,resource,lifecycle\n1,a,1,2020-02-01 10:00:00,R,complete\n",
        &["1 | a | 2020-02-01T10:00:00 | R"],
    );
    check(
        "case:concept:name,concept:name,time:timestamp,start_timestamp\n1,a,2020-02-01 11:00:00,2020-02-01 10:00:00\n",
        &["1 | a | 2020-02-01T10:00:00 to 2020-02-01T11:00:00"],
    );
}

#[test]
fn a_beginning_beside_a_moment_of_who_knows_what_is_refused() {
    let said = refused("case,activity,start,timestamp\n1,a,2020-02-01 10:00,2020-02-01 11:00\n");
    assert!(said.contains("`start`, `timestamp`") && said.contains("--time"), "{said}");
    let said = refused("case,activity,start,end,timestamp\n1,a,2020-02-01 10:00,2020-02-01 11:00,2020-02-01 10:30\n");
    assert!(said.contains("`start`, `timestamp`"), "{said}");
    // The standard's own key commits itself.
    check(
        "case:concept:name,concept:name,startdate,enddate,time:timestamp\n1,a,2020-01-01,2020-05-01,2020-02-01 10:00:00\n",
        &["1 | a | 2020-02-01T10:00:00"],
    );
}

#[test]
fn a_day_and_a_time_in_two_columns_are_not_read_as_a_day() {
    let text = "case,activity,date,time\n1,a,01/02/2020,10:30\n1,b,01/02/2020,09:30\n";
    let said = refused(text);
    assert!(said.contains("stand in two columns") && said.contains("`date` and `time`"), "{said}");
    let days = naming(NamedColumns { time: Some("date".to_owned()), ..NamedColumns::default() });
    let read = read_bytes(text.as_bytes(), &days).expect("days");
    assert_eq!(words(&read.log), ["1 | a | 2020-02-01", "1 | b | 2020-02-01"]);
}

#[test]
fn the_only_column_of_moments_is_the_time_whatever_its_heading() {
    check(
        "case,activity,x,y\n1,a,01/02/2020 10:30,1318333540\n1,b,13/02/2020 10:30,1318333541\n",
        &["1 | a | 2020-02-01T10:30", "1 | b | 2020-02-13T10:30"],
    );
    let said = refused("case,activity,x,y\n1,a,2020-02-01,2020-03-01\n1,b,2020-02-02,2020-03-02\n");
    assert!(said.contains("`x`, `y`") && said.contains("--time"), "{said}");
}

#[test]
fn a_heading_that_is_a_format_of_dates_heads_the_moments() {
    check(
        "Case ID;Event ID;dd-MM-yyyy:HH.mm;Activity;Resource;Costs\n1;35654423;30-12-2010:11.02;register request;Pete;50\n1;35654424;05-01-2011:15.12;check ticket;Mike;100\n",
        &[
            "1 | register request | 2010-12-30T11:02 | Pete | 50.00",
            "1 | check ticket | 2011-01-05T15:12 | Mike | 100.00",
        ],
    );
}

#[test]
fn a_comma_that_nobody_quoted_moves_no_cell_under_another_heading() {
    let read = read_text(
        "case,activity,timestamp,team,cost\n1,a,2020-02-01,Housing,1,200.50\n2,a,2020-02-01,Housing, North,5.00\n3,\"Check, then file\",2020-02-01,Housing,\"1,200.50\"\n",
    );
    assert_eq!(words(&read.log), ["3 | Check, then file | 2020-02-01 | Housing | 1200.50"]);
    let kind = RowProblemKind::TooManyCells { n_cells: 6, n_headings: 5 };
    assert!(read.problems.iter().all(|problem| problem.kind == kind), "{:?}", read.problems);
}

#[test]
fn empty_columns_at_the_end_of_rows_are_no_cells() {
    check(
        "case,activity,timestamp,,\n1,a,2020-02-01,,,,\n2,b,2020-02-02\n",
        &["1 | a | 2020-02-01", "2 | b | 2020-02-02"],
    );
}

#[test]
fn a_line_break_in_quotation_marks_is_part_of_its_cell() {
    let read = read_text("case,activity,timestamp\n1,\"Call\nback\",2020-02-01\n2,a,2020-02-02\n");
    assert_eq!(words(&read.log), ["1 | Call\nback | 2020-02-01", "2 | a | 2020-02-02"]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_a_problem_of_its_row() {
    let read = read_text("case,activity,timestamp\n1,\"a,2020-02-01\n2,b,2020-02-02\n3,c,2020-02-03\n");
    assert_eq!(words(&read.log), ["2 | b | 2020-02-02", "3 | c | 2020-02-03"]);
    assert_eq!(read.problems[0].row, 2);
    assert_eq!(read.problems[0].kind, RowProblemKind::OpenQuote);
}

#[test]
fn costs_are_pounds_in_either_way_of_writing_and_nothing_else() {
    check(
        "case;activity;timestamp;cost\n1;a;2020-02-01;1.200,50\n2;a;2020-02-01;7,25\n",
        &["1 | a | 2020-02-01 | 1200.50", "2 | a | 2020-02-01 | 7.25"],
    );
    let read = read_text(
        "case,activity,timestamp,cost\n1,a,2020-02-01,£5\n2,a,2020-02-01,\u{20ac}5\n3,a,2020-02-01,five\n4,a,2020-02-01,1.005\n",
    );
    let expected =
        ["1 | a | 2020-02-01 | 5.00", "2 | a | 2020-02-01", "3 | a | 2020-02-01", "4 | a | 2020-02-01 | 1.00"];
    assert_eq!(words(&read.log), expected);
    let problems: Vec<_> = read.cell_problems.iter().map(|problem| (problem.row, &problem.kind)).collect();
    assert_eq!(problems, [(3, &CellProblemKind::CostUnreadable), (4, &CellProblemKind::CostUnreadable)]);
    assert!(read.notices.contains(&Notice::CostsRounded { n: 1 }));
}

#[test]
fn rows_that_repeat_another_are_kept_and_said() {
    let read = read_text("case,activity,timestamp\n1,a,2020-02-01\n1,b,2020-02-01\n1,a,2020-02-01\n1,a,2020-02-01\n");
    assert_eq!(read.log.events.len(), 4);
    assert!(read.notices.contains(&Notice::RowsRepeated { n_copies: 2, first_row: 4 }), "{:?}", read.notices);
}

#[test]
fn headings_again_in_the_middle_are_no_event() {
    let read = read_text("case,activity,timestamp\n1,a,2020-02-01\ncase,activity,timestamp\n2,b,2020-02-02\n");
    assert_eq!(read.log.events.len(), 2);
    assert_eq!(read.problems[0].kind, RowProblemKind::HeadingsAgain);
}

#[test]
fn starts_and_completes_are_events_until_a_person_asks_for_pairs() {
    let text = "case_id,activity,timestamp,lifecycle,resource\n\
                1,a,2020-02-01 10:00:00,start,R\n1,a,2020-02-01 10:10:00,start,S\n\
                1,a,2020-02-01 10:20:00,complete,R\n1,a,2020-02-01 10:30:00,complete,S\n\
                1,b,2020-02-01 10:40:00,start,R\n1,c,2020-02-01 10:50:00,complete,R\n\
                1,d,2020-02-01 10:55:00,schedule,R\n";
    let read = read_text(text);
    assert_eq!(read.log.events.len(), 7);
    assert!(read.notices.contains(&Notice::LifecycleNotPaired { n_starts: 3, n_completes: 3 }));
    let paired = Options { is_lifecycle_paired: true, ..Options::unsaid() };
    let read = read_bytes(text.as_bytes(), &paired).expect("a log");
    assert_eq!(
        words(&read.log),
        [
            "1 | a | 2020-02-01T10:00:00 to 2020-02-01T10:20:00 | R",
            "1 | a | 2020-02-01T10:10:00 to 2020-02-01T10:30:00 | S",
            "1 | b | 2020-02-01T10:40:00 | R",
            "1 | c | 2020-02-01T10:50:00 | R",
            "1 | d | 2020-02-01T10:55:00 | R",
        ]
    );
    assert_eq!(read.n_paired, 2);
    let said = Notice::LifecyclePaired { n_pairs: 2, n_starts_left: 1, n_completes_left: 1, n_others: 1 };
    assert!(read.notices.contains(&said), "{:?}", read.notices);
}

#[test]
fn instances_say_which_start_belongs_to_which_complete() {
    let text = "case_id,activity,activity_instance_id,timestamp,lifecycle\n\
                1,a,7,2020-02-01 10:00:00,start\n1,a,8,2020-02-01 10:10:00,start\n\
                1,a,8,2020-02-01 10:20:00,complete\n1,a,7,2020-02-01 10:30:00,complete\n";
    let paired = Options { is_lifecycle_paired: true, ..Options::unsaid() };
    assert_eq!(
        words(&read_bytes(text.as_bytes(), &paired).expect("a log").log),
        ["1 | a | 2020-02-01T10:00:00 to 2020-02-01T10:30:00", "1 | a | 2020-02-01T10:10:00 to 2020-02-01T10:20:00",]
    );
}

#[test]
fn an_end_that_is_the_same_all_through_a_case_is_the_end_of_the_case() {
    let text = "case,activity,timestamp,end date\n\
                1,a,2020-02-01 10:00,2020-05-01 00:00\n1,b,2020-02-02 10:00,2020-05-01 00:00\n\
                2,a,2020-02-01 11:00,2020-06-01 00:00\n2,b,2020-02-02 11:00,2020-06-01 00:00\n";
    let read = read_text(text);
    assert!(read.log.events.iter().all(|event| event.end.is_none()));
    assert!(read.notices.contains(&Notice::EndOfCase { column: "end date".to_owned() }), "{:?}", read.notices);
    let named = naming(NamedColumns { end: Some("end date".to_owned()), ..NamedColumns::default() });
    assert!(read_bytes(text.as_bytes(), &named).expect("a log").log.events.iter().all(|event| event.end.is_some()));
}

#[test]
fn numbers_of_events_are_no_activities() {
    let said = refused("case,event,timestamp\n1,101,2020-02-01\n1,102,2020-02-02\n");
    assert!(said.contains("no column") && said.contains("--activity"), "{said}");
    check("case,event,timestamp\n1,Ask,2020-02-01\n", &["1 | Ask | 2020-02-01"]);
}

#[test]
fn errors_of_a_spreadsheet_name_no_case() {
    let read = read_text("case,activity,timestamp\n#N/A,a,2020-02-01\n1,#REF!,2020-02-01\n#7,a,2020-02-01\n");
    assert_eq!(words(&read.log), ["#7 | a | 2020-02-01"]);
    assert!(read.problems.iter().all(|problem| problem.kind == RowProblemKind::SpreadsheetError));
}

#[test]
fn cases_that_a_spreadsheet_rounded_and_cases_of_one_event_are_said() {
    let read = read_text(
        "case,activity,timestamp\n1.23457E+12,a,2020-02-01\n1.23457E+12,b,2020-02-01\n1.23458E+12,b,2020-02-01\n",
    );
    assert!(read.notices.contains(&Notice::CasesRounded { n_cases: 2 }), "{:?}", read.notices);
    let rows: String = (0..10).map(|n| format!("{n},a,2020-02-01 10:0{n}\n")).collect();
    let read = read_text(&format!("case,activity,timestamp\n{rows}"));
    assert!(read.notices.contains(&Notice::EventsAlone), "{:?}", read.notices);
}

#[test]
fn a_file_that_ends_where_a_sheet_is_full_is_said() {
    let rows: String = (2..=65_536).map(|n| format!("{},a,2020-02-01 10:00\n", n / 2)).collect();
    let read = read_text(&format!("case,activity,timestamp\n{rows}"));
    assert_eq!(read.log.events.len(), 65_535);
    assert!(read.notices.contains(&Notice::FullSheet { n_rows: 65_536 }), "{:?}", read.notices);
}

#[test]
fn a_line_that_says_its_delimiter_is_no_heading() {
    check("sep=;\ncase;activity;timestamp\n1;a;2020-02-01\n", &["1 | a | 2020-02-01"]);
}

#[test]
fn a_role_that_two_columns_may_have_is_left_open_and_said() {
    let read = read_text("case,activity,timestamp,team,department\n1,a,2020-02-01,Housing,Benefits\n");
    assert_eq!(words(&read.log), ["1 | a | 2020-02-01"]);
    let said: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains("`team`, `department`") && said.contains("--team")), "{said:?}");
}
