//! Published logs have the cases, events, activities and moments that two other programs count in them.

use std::collections::HashMap;
use std::path::Path;

use intake::events::{LogRead, NamedColumns, Options, read_log, read_relations};
use model::event_log::Clock;
use serde_json::Value;

use super::{naming, shared};

fn answers() -> Option<Value> {
    let text = std::fs::read_to_string(shared("known_answers.json")?).expect("the answers are read");
    Some(serde_json::from_str(&text).expect("the answers are JSON"))
}

fn read(path: &Path, options: &Options) -> LogRead {
    read_log(path, options).unwrap_or_else(|error| panic!("{error}"))
}

/// Micros of `2010-10-02 07:20:39.266000+00:00`.
fn micros(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("a moment").as_microsecond()
}

/// The log has what the answers say, and nothing in it was left out.
fn check(file: &str, options: &Options, clock: Clock) {
    let (Some(path), Some(answers)) = (shared(file), answers()) else { return };
    let (read, answer) = (read(&path, options), &answers["logs"][file]);
    let log = &read.log;
    let count = |key: &str| answer[key].as_u64().unwrap_or_else(|| panic!("{key} of {file}"));
    assert_eq!(log.cases.len() as u64, count("cases"), "cases of {file}");
    assert_eq!(log.events.len() as u64, count("events"), "events of {file}");
    assert_eq!(log.activities.len() as u64, count("activities"), "activities of {file}");
    assert_eq!((read.problems.len(), read.n_rows, log.clock), (0, count("events"), clock), "{file}");

    let ends = || log.events.iter().map(|event| event.end.unwrap_or(event.start).micros);
    let moments = |key: &str| micros(answer[key].as_str().expect("a moment"));
    assert_eq!(ends().min(), Some(moments("first_event")), "first event of {file}");
    assert_eq!(ends().max(), Some(moments("last_event")), "last event of {file}");
    let longest = answer["throughput_seconds"]["max"].as_f64().expect("seconds");
    assert!((throughput_max(&read) - longest).abs() < 1e-3, "{} is not {longest}", throughput_max(&read));

    for (key, names) in [("handoffs_org:group", &log.teams), ("handoffs_org:resource", &log.resources)] {
        if let Some(distinct) = answer[key]["distinct"].as_u64() {
            assert_eq!(names.len() as u64, distinct, "{key} of {file}");
        }
    }
    let mut counts: HashMap<&str, u64> = HashMap::new();
    log.events.iter().for_each(|event| *counts.entry(log.activities.name(event.activity)).or_default() += 1);
    for pair in answer["activity_counts_top_10"].as_array().expect("a list") {
        let name = pair[0].as_str().expect("a name");
        assert_eq!(counts.get(name).copied(), pair[1].as_u64(), "{name} of {file}");
    }
}

fn throughput_max(read: &LogRead) -> f64 {
    let mut spans: HashMap<_, (i64, i64)> = HashMap::new();
    for event in &read.log.events {
        let span = spans.entry(event.case).or_insert((i64::MAX, i64::MIN));
        *span = (span.0.min(event.start.micros), span.1.max(event.end.unwrap_or(event.start).micros));
    }
    spans.values().map(|(first, last)| last - first).max().unwrap_or(0) as f64 / 1e6
}

#[test]
fn the_receipt_log_is_the_same_as_xes_and_as_csv() {
    check("08_receipt.xes.gz", &Options::unsaid(), Clock::Utc);
    check("receipt.csv", &Options::unsaid(), Clock::Utc);
}

#[test]
fn the_two_halves_of_the_receipt_log_and_their_relations_are_whole() {
    check("receipt_odd.csv.gz", &Options::unsaid(), Clock::Utc);
    check("receipt_even.csv.gz", &Options::unsaid(), Clock::Utc);
    let (Some(path), Some(answers)) = (shared("receipt_case_relations.csv"), answers()) else { return };
    let relations = read_relations(&path).expect("relations");
    let n_relations = answers["receipt_odd_plus_even"]["relations"].as_u64();
    assert_eq!(Some(relations.pairs.len() as u64), n_relations);
    assert_eq!((relations.problems.len(), relations.n_repeated), (0, 0));
    assert_eq!(relations.pairs[0], ["LEFT_case-3987", "RIGHT_case-3987"]);
}

#[test]
fn the_help_desk_the_travel_costs_and_the_running_example_are_whole() {
    check("helpdesk.xes.gz", &Options::unsaid(), Clock::Utc);
    check("bpic2020_prepaid_travel_cost.xes.gz", &Options::unsaid(), Clock::Utc);
    check("running-example.xes", &Options::unsaid(), Clock::Utc);
    check("running-example.csv", &Options::unsaid(), Clock::Utc);
}

#[test]
fn a_sepsis_case_called_na_is_a_case() {
    check("sepsis.csv.gz", &Options::unsaid(), Clock::Wall);
    let Some(path) = shared("sepsis.csv.gz") else { return };
    let read = read(&path, &Options::unsaid());
    let na = read.log.cases.find("NA").expect("a case called NA");
    assert_eq!(read.log.events.iter().filter(|event| event.case == na).count(), 24);
}

#[test]
fn the_interval_log_has_a_beginning_and_an_end_of_every_event() {
    check("interval_event_log.csv.gz", &Options::unsaid(), Clock::Utc);
    let Some(path) = shared("interval_event_log.csv.gz") else { return };
    let read = read(&path, &Options::unsaid());
    let seconds =
        |event: &model::event_log::Event| (event.end.expect("an end").micros - event.start.micros) / 1_000_000;
    assert_eq!(
        read.log.events.iter().map(seconds).sum::<i64>(),
        11_612_139,
        "sum of intervals, overlaps counted twice"
    );
}

#[test]
fn a_classifier_names_the_activities_of_bpic_2013_only_where_it_is_asked_for() {
    check("bpic2013_incidents.xes.gz", &Options::unsaid(), Clock::Utc);
    let (Some(path), Some(answers)) = (shared("bpic2013_incidents.xes.gz"), answers()) else { return };
    let answer = &answers["logs"]["bpic2013_incidents.xes.gz"];
    let classified = Options { classifier: Some("Activity classifier".to_owned()), ..Options::unsaid() };
    let n_activities = read(&path, &classified).log.activities.len() as u64;
    assert_eq!(Some(n_activities), answer["with_activity_plus_lifecycle_classifier"]["activities"].as_u64());
    let role = NamedColumns { team: Some("org:role".to_owned()), ..NamedColumns::default() };
    let n_roles = read(&path, &naming(role)).log.teams.len() as u64;
    assert_eq!(Some(n_roles), answer["handoffs_org:role"]["distinct"].as_u64());
    let plain = read(&path, &Options::unsaid());
    assert!(plain.notices.iter().any(|notice| notice.to_string().contains("--classifier \"Activity classifier\"")));
    let unknown = Options { classifier: Some("Activity".to_owned()), ..Options::unsaid() };
    let said = read_log(&path, &unknown).expect_err("no such classifier").to_string();
    assert!(said.contains("`Activity classifier`, `Resource classifier`"), "{said}");
}
