//! XES as programs write it: without names, with lists, without zones, in other encodings, cut off.

use intake::events::{NamedColumns, Notice, Options, RowProblemKind};
use model::event_log::Clock;

use super::{naming, read_bytes, read_text, refused, words};

fn log(content: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">{content}</log>")
}

fn event(name: &str, time: &str) -> String {
    format!(
        "<event><string key=\"concept:name\" value=\"{name}\"/><date key=\"time:timestamp\" value=\"{time}\"/></event>"
    )
}

fn trace(name: &str, events: &[String]) -> String {
    format!("<trace><string key=\"concept:name\" value=\"{name}\"/>{}</trace>", events.concat())
}

#[test]
fn a_trace_without_a_name_is_a_problem_of_each_of_its_events() {
    let nameless =
        format!("<trace>{}{}</trace>", event("a", "2020-02-01T10:00:00Z"), event("b", "2020-02-01T10:00:00Z"));
    let read = read_text(&log(&(nameless + &trace("NA", &[event("a", "2020-02-01T10:00:00Z")]))));
    assert_eq!(words(&read.log), ["NA | a | 2020-02-01T10:00:00Z"]);
    let problems: Vec<(u64, &RowProblemKind)> = read.problems.iter().map(|p| (p.row, &p.kind)).collect();
    assert_eq!(problems, [(1, &RowProblemKind::CaseMissing), (2, &RowProblemKind::CaseMissing)]);
}

#[test]
fn the_name_of_a_trace_may_stand_behind_its_events() {
    let content =
        format!("<trace>{}<string key=\"concept:name\" value=\"1\"/></trace>", event("a", "2020-02-01T10:00:00Z"));
    assert_eq!(words(&read_text(&log(&content)).log), ["1 | a | 2020-02-01T10:00:00Z"]);
}

#[test]
fn nested_attributes_and_lists_belong_to_their_attribute() {
    let content = "<list key=\"entities\"><values><list key=\"x\"><values><string key=\"concept:name\" value=\"no\"/></values></list></values></list>\
         <trace><string key=\"concept:name\" value=\"1\"><string key=\"concept:name\" value=\"inner\"/></string>\
         <event><list key=\"l\"><string key=\"concept:name\" value=\"no\"/><date key=\"time:timestamp\" value=\"1999-01-01T00:00:01Z\"/></list>\
         <string key=\"concept:name\" value=\"a\"><string key=\"org:group\" value=\"no\"/></string>\
         <date key=\"time:timestamp\" value=\"2020-02-01T10:00:00Z\"/></event></trace>";
    assert_eq!(words(&read_text(&log(content)).log), ["1 | a | 2020-02-01T10:00:00Z"]);
}

#[test]
fn globals_are_no_values_of_events() {
    let content = "<global scope=\"event\"><string key=\"org:group\" value=\"UNKNOWN\"/></global>".to_owned()
        + &trace("1", &[event("a", "2020-02-01T10:00:00Z")]);
    assert_eq!(words(&read_text(&log(&content)).log), ["1 | a | 2020-02-01T10:00:00Z"]);
}

#[test]
fn moments_without_a_zone_are_those_of_a_wall_clock() {
    let read =
        read_text(&log(&trace("1", &[event("a", "2020-02-01T10:00:00.000"), event("b", "2020-02-01T11:00:00")])));
    assert_eq!(words(&read.log), ["1 | a | 2020-02-01T10:00:00", "1 | b | 2020-02-01T11:00:00"]);
    assert_eq!(read.log.clock, Clock::Wall);
}

#[test]
fn a_moment_that_is_not_iso_is_a_problem_and_not_a_guess() {
    let read = read_text(&log(&trace(
        "1",
        &[event("a", "01/02/2020 10:00"), event("b", "2020-02-01T11:00:00Z"), event("c", "")],
    )));
    assert_eq!(words(&read.log), ["1 | b | 2020-02-01T11:00:00Z"]);
    assert_eq!(read.problems[0].kind, RowProblemKind::MomentUnreadable { column: "time:timestamp".to_owned() });
    assert_eq!(read.problems[1].kind, RowProblemKind::MomentMissing);
}

#[test]
fn a_date_that_is_a_string_is_a_date_all_the_same() {
    let content = trace("1", &[event("a", "2184-05-04T16:13:00.000Z").replace("<date", "<string")]);
    assert_eq!(words(&read_text(&log(&content)).log), ["1 | a | 2184-05-04T16:13:00Z"]);
}

#[test]
fn traces_of_one_name_are_one_case_and_that_is_said() {
    let one = trace("1", &[event("a", "2020-02-01T10:00:00Z")]);
    let read = read_text(&log(&format!("{one}{}<trace/>", trace("1", &[event("b", "2020-02-02T10:00:00Z")]))));
    assert_eq!((read.log.cases.len(), read.log.events.len()), (1, 2));
    assert!(read.notices.contains(&Notice::TracesOfOneName { n_traces: 1 }));
    assert!(read.notices.contains(&Notice::TracesWithoutEvents { n_traces: 1 }));
}

#[test]
fn names_keep_every_letter_in_every_encoding() {
    let content = trace("1", &[event("Caf\u{e9} &amp; R&#233;union &lt;x&gt;", "2020-02-01T10:00:00Z")]);
    let expected = ["1 | Caf\u{e9} & R\u{e9}union <x> | 2020-02-01T10:00:00Z"];
    let utf8 = log(&content);
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let declared = |name: &str| utf8.replace("UTF-8", name);
    let check = |bytes: &[u8], n_notices: usize| {
        let read = read_bytes(bytes, &Options::unsaid()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(words(&read.log), expected);
        assert_eq!(read.notices.len(), n_notices, "{:?}", read.notices);
    };
    check(utf8.as_bytes(), 0);
    check(format!("\u{feff}{utf8}").as_bytes(), 0);
    check(&latin(&declared("ISO-8859-1")), 0);
    check(declared("ISO-8859-1").as_bytes(), 1);
    check(&latin(&utf8), 1);
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(declared("UTF-16").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&utf16, 0);
}

#[test]
fn an_ampersand_that_nobody_escaped_is_an_ampersand() {
    let read = read_text(&log(&trace("1", &[event("R&D", "2020-02-01T10:00:00Z")])));
    assert_eq!(words(&read.log), ["1 | R&D | 2020-02-01T10:00:00Z"]);
}

#[test]
fn spaces_around_a_name_are_part_of_it() {
    let events = [event("a", "2020-02-01T10:00:00Z"), event("a ", "2020-02-01T10:00:00Z")];
    assert_eq!(read_text(&log(&trace("1", &events))).log.activities.len(), 2);
}

#[test]
fn a_log_that_is_cut_off_is_not_half_a_log() {
    let whole = log(&trace("1", &[event("a", "2020-02-01T10:00:00Z"), event("b", "2020-02-01T10:00:00Z")]));
    for cut in [whole.len() - 3, whole.len() - 20, whole.len() / 2] {
        let said = refused(&whole[..cut]);
        assert!(said.contains("damaged"), "{said}");
    }
}

#[test]
fn an_event_outside_a_trace_has_no_case() {
    let read = read_text(&log(&event("a", "2020-02-01T10:00:00Z")));
    assert_eq!(read.problems[0].kind, RowProblemKind::CaseMissing);
}

#[test]
fn a_key_that_no_event_has_is_not_a_log_without_teams() {
    let text = log(&trace("1", &[event("a", "2020-02-01T10:00:00Z")]));
    let columns = NamedColumns { team: Some("org:rol".to_owned()), ..NamedColumns::default() };
    let said = read_bytes(text.as_bytes(), &naming(columns)).expect_err("no such key").to_string();
    assert!(said.contains("no column `org:rol`") && said.contains("`concept:name`, `time:timestamp`"), "{said}");
    let elsewhere = Options { object_type: Some("order".to_owned()), ..Options::unsaid() };
    let said = read_bytes(text.as_bytes(), &elsewhere).expect_err("no objects here").to_string();
    assert!(said.contains("`--object-type` says nothing about") && said.contains("an XES log"), "{said}");
}

#[test]
fn a_prefix_of_a_namespace_changes_nothing() {
    let text = log(&trace("1", &[event("a", "2020-02-01T10:00:00Z")]));
    let prefixed = ["log", "trace", "event", "string", "date"].iter().fold(text, |text, name| {
        text.replace(&format!("<{name}"), &format!("<xes:{name}"))
            .replace(&format!("</{name}"), &format!("</xes:{name}"))
    });
    assert_eq!(words(&read_text(&prefixed).log), ["1 | a | 2020-02-01T10:00:00Z"]);
}

#[test]
fn a_classifier_takes_its_keys_in_their_order_and_a_missing_value_is_empty() {
    let with_team =
        event("a", "2020-02-01T10:00:00Z").replace("</event>", "<string key=\"support line\" value=\"2\"/></event>");
    let content = "<classifier name=\"Both\" keys=\"'support line' concept:name\"/>".to_owned()
        + &trace("1", &[with_team, event("b", "2020-02-01T10:00:00Z")]);
    let options = Options { classifier: Some("both".to_owned()), ..Options::unsaid() };
    let read = read_bytes(log(&content).as_bytes(), &options).expect("a log");
    assert_eq!(words(&read.log), ["1 | 2+a | 2020-02-01T10:00:00Z", "1 | +b | 2020-02-01T10:00:00Z"]);
}
