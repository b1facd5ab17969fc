//! What PM4Py and a plain script both say of the shared logs, in `known_answers.json`.

use std::collections::BTreeMap;

use journey::{
    Attribute, EventOrder, Graph, TieRule, Timekeeping, Traces, Variants, case_times, directly_follows, handoffs,
    lead_totals, rework, variants,
};
use model::event_log::{EventLog, Name, Names};
use serde_json::Value;

use crate::logs::{Headings, INTERVAL, RECEIPT, RUNNING, SEPSIS, answers, read};

#[test]
fn the_receipt_log_is_counted_as_known() {
    check_log("receipt.csv", RECEIPT);
}

#[test]
fn the_odd_half_of_the_receipt_log_is_counted_as_known() {
    check_log("receipt_odd.csv.gz", RECEIPT);
}

#[test]
fn the_even_half_of_the_receipt_log_is_counted_as_known() {
    check_log("receipt_even.csv.gz", RECEIPT);
}

/// With the case called `NA`: 1,050 cases and 15,214 events.
#[test]
fn the_sepsis_log_is_counted_as_known() {
    check_log("sepsis.csv.gz", SEPSIS);
}

#[test]
fn the_running_example_is_counted_as_known() {
    check_log("running-example.csv", RUNNING);
}

/// The log with both moments: its answers are by start for edges and by end for variants, so only the rest is compared.
#[test]
fn the_interval_log_has_the_cases_events_and_lead_times_known() {
    let (Some(log), Some(known)) = (read("interval_event_log.csv.gz", INTERVAL), answers("interval_event_log.csv.gz"))
    else {
        return;
    };
    let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
    check_sizes(&traces, &known);
    check_leads(&traces, &known);
    check_rework(&traces, &known);
}

fn check_log(name: &str, headings: Headings) {
    let (Some(log), Some(known)) = (read(name, headings), answers(name)) else { return };
    let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
    check_sizes(&traces, &known);
    check_graph(&directly_follows(&traces), &log, &known);
    check_variants(&variants(&traces), &log, &known);
    check_leads(&traces, &known);
    check_rework(&traces, &known);
    for (attribute, key) in [(Attribute::Team, "handoffs_org:group"), (Attribute::Resource, "handoffs_org:resource")] {
        if known.get(key).is_some() {
            check_handoffs(&traces, attribute, &known[key]);
        }
    }
}

fn check_sizes(traces: &Traces, known: &Value) {
    let activities = rework(traces).activities;
    assert_eq!(
        (traces.n_cases() as u64, traces.n_events() as u64),
        (number(&known["cases"]), number(&known["events"]))
    );
    assert_eq!(activities.len() as u64, number(&known["activities"]));
    for pair in list(&known["activity_counts_top_10"]) {
        let activity = find(&traces.log.activities, &pair[0]);
        let counted = activities.iter().find(|counted| counted.activity == activity).expect("it occurs");
        assert_eq!(counted.n_events, number(&pair[1]), "{pair}");
    }
    let lengths: Vec<u64> = traces.iter().map(|trace| trace.len() as u64).collect();
    let known = [&known["events_per_case"]["min"], &known["events_per_case"]["max"]].map(number);
    assert_eq!([lengths.iter().min(), lengths.iter().max()], [Some(&known[0]), Some(&known[1])]);
}

fn check_graph(graph: &Graph, log: &EventLog, known: &Value) {
    assert_eq!(graph.edges.len() as u64, number(&known["dfg_edges"]));
    assert_eq!(graph.n_steps, number(&known["dfg_total"]));
    assert_eq!(graph.n_tied, number(&known["consecutive_events_with_equal_time"]));
    check_pairs(&graph.edges, &log.activities, &known["dfg_top_10"]);
    assert_eq!(graph.edges, twin(log), "edge by edge as a plain count");
    for (counts, key) in [(&graph.starts, "start_activities"), (&graph.ends, "end_activities")] {
        let known: BTreeMap<&str, u64> =
            known[key].as_object().expect("an object").iter().map(|(name, n)| (name.as_str(), number(n))).collect();
        let counted: BTreeMap<&str, u64> =
            counts.iter().map(|count| (log.activities.name(count.activity), count.n)).collect();
        assert_eq!(counted, known);
    }
}

/// The same edges, counted with loops over text.
fn twin(log: &EventLog) -> Vec<journey::Pair> {
    let mut by_case: BTreeMap<Name, Vec<(i64, usize)>> = BTreeMap::new();
    for (at, event) in log.events.iter().enumerate() {
        by_case.entry(event.case).or_default().push((event.start.micros, at));
    }
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for case in by_case.values_mut() {
        case.sort();
        for pair in case.windows(2) {
            let name = |at: usize| log.activities.name(log.events[at].activity).to_owned();
            *counts.entry((name(pair[0].1), name(pair[1].1))).or_default() += 1;
        }
    }
    let find = |name: &str| log.activities.find(name).expect("it is in the log");
    let pair = |((from, to), n): (&(String, String), &u64)| journey::Pair { from: find(from), to: find(to), n: *n };
    let mut pairs: Vec<journey::Pair> = counts.iter().map(pair).collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.n));
    pairs
}

fn check_variants(variants: &Variants, log: &EventLog, known: &Value) {
    let Variants { variants, of_case } = variants;
    assert_eq!(variants.len() as u64, number(&known["variants"]));
    assert_eq!(of_case.len() as u64, number(&known["cases"]));
    let once = variants.iter().filter(|variant| variant.n_cases == 1).count() as u64;
    let rare: u64 = variants.iter().filter(|variant| variant.n_cases < 10).map(|variant| variant.n_cases).sum();
    assert_eq!(once, number(&known["variants_with_one_case"]));
    assert_eq!(rare, number(&known["cases_in_variants_of_fewer_than_10"]));
    for pair in list(&known["variants_top_5"]) {
        let way: Vec<&str> = list(&pair[0]).iter().filter_map(Value::as_str).collect();
        let is_way = |variant: &&journey::Variant| {
            variant.activities.iter().map(|step| log.activities.name(step.activity)).eq(way.iter().copied())
        };
        let variant = variants.iter().find(is_way).expect("the variant occurs");
        assert_eq!(variant.n_cases, number(&pair[1]), "{way:?}");
    }
}

fn check_leads(traces: &Traces, known: &Value) {
    let known = &known["throughput_seconds"];
    let leads = lead_totals(&case_times(traces, Timekeeping::Calendar)).expect("every case has a lead time");
    let close = |seconds: f64, key: &str| {
        let known = known[key].as_f64().expect("a number");
        assert!((seconds - known).abs() <= 1e-9 * known.max(1.0), "{key}: {seconds}, not {known}");
    };
    close(leads.median_seconds, "median");
    close(leads.mean_seconds, "mean");
    close(leads.max.as_secs_f64(), "max");
    assert_eq!((leads.n_zero as u64, leads.n_cases_without), (number(&known["zero"]), 0));
}

fn check_rework(traces: &Traces, known: &Value) {
    let rework = rework(traces);
    assert_eq!(rework.n_cases_repeated, number(&known["cases_with_rework"]));
    for pair in list(&known["rework_cases_per_activity_top_5"]) {
        let activity = find(&traces.log.activities, &pair[0]);
        let counted = rework.activities.iter().find(|counted| counted.activity == activity).expect("it occurs");
        assert_eq!(counted.n_cases_repeated, number(&pair[1]), "{pair}");
    }
    let by_case: usize = traces.iter().map(|trace| journey::rework_of_case(&trace)).sum();
    assert_eq!(by_case as u64, rework.n_events_repeated);
}

fn check_handoffs(traces: &Traces, attribute: Attribute, known: &Value) {
    let handoffs = handoffs(traces, attribute);
    let names = attribute.names(traces.log);
    assert_eq!(handoffs.n_handoffs, number(&known["handoffs"]));
    assert_eq!(handoffs.between().count() as u64, number(&known["pairs"]));
    assert_eq!(names.len() as u64, number(&known["distinct"]));
    assert_eq!(handoffs.n_steps, (traces.n_events() - traces.n_cases()) as u64);
    let between: Vec<journey::Pair> = handoffs.between().copied().collect();
    check_pairs(&between, names, &known["top_5"]);
}

fn check_pairs(pairs: &[journey::Pair], names: &Names, known: &Value) {
    for row in list(known) {
        let (from, to) = (find(names, &row[0]), find(names, &row[1]));
        let pair = pairs.iter().find(|pair| (pair.from, pair.to) == (from, to)).expect("the pair occurs");
        assert_eq!(pair.n, number(&row[2]), "{row}");
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a whole number")
}

fn find(names: &Names, name: &Value) -> Name {
    names.find(name.as_str().expect("a name")).expect("it is in the log")
}
