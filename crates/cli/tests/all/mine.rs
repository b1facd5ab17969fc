//! Event logs mined from the command line, beside values that two other programs agree on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::Copy;

fn logs() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/event-logs");
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: {} is not on this machine", path.display());
    None
}

/// Runs `mine`; its exit status, what it printed and what it said.
fn mine(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
    let output = command.arg("mine").args(arguments).env("COLUMNS", "140").output().expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn mined(arguments: &[&str]) -> Value {
    let (status, printed, said) = mine(&[arguments, &["--json"]].concat());
    assert!(matches!(status, Some(0 | 1)), "{arguments:?}: {said}");
    serde_json::from_str(&printed).expect("JSON")
}

/// Counts by name, whatever their order.
fn counts(pairs: &Value) -> BTreeMap<String, u64> {
    let pair = |pair: &Value| {
        let pair = pair.as_array().expect("a pair");
        let (n, names) = pair.split_last().expect("a count at the end");
        let names: Vec<&str> = names.iter().map(|name| name.as_str().expect("a name")).collect();
        (names.join(" > "), n.as_u64().expect("a count"))
    };
    pairs.as_array().expect("a list").iter().map(pair).collect()
}

fn counts_of_object(object: &Value) -> BTreeMap<String, u64> {
    let count = |(name, n): (&String, &Value)| (name.clone(), n.as_u64().expect("a count"));
    object.as_object().expect("an object").iter().map(count).collect()
}

fn near(found: &Value, known: &Value, what: &str) {
    let (found, known) = (found.as_f64().expect("a number"), known.as_f64().expect("a number"));
    assert!((found - known).abs() <= 1e-6 * known.abs().max(1.0), "{what}: {found} instead of {known}");
}

/// Every figure of a log that the anchor has.
fn check_log(found: &Value, known: &Value, name: &str) {
    for (ours, theirs) in [("n_cases", "cases"), ("n_events", "events"), ("n_activities", "activities")] {
        assert_eq!(found[ours], known[theirs], "{name}: {theirs}");
    }
    assert_eq!(found["edges"].as_array().unwrap().len() as u64, known["dfg_edges"].as_u64().unwrap(), "{name}: edges");
    assert_eq!(found["n_steps"], known["dfg_total"], "{name}: steps");
    let edges = counts(&found["edges"]);
    for (edge, n) in counts(&known["dfg_top_10"]) {
        assert_eq!(edges[&edge], n, "{name}: {edge}");
    }
    assert_eq!(found["rework"]["n_cases"], known["cases_with_rework"], "{name}: rework");
    for what in ["median", "mean", "max"] {
        near(&found["lead"][format!("{what}_seconds")], &known["throughput_seconds"][what], &format!("{name}: {what}"));
    }
    assert_eq!(found["lead"]["n_zero"], known["throughput_seconds"]["zero"], "{name}: cases in no time");
}

fn check_variants(found: &Value, known: &Value, name: &str) {
    assert_eq!(found["n_variants"], known["variants"], "{name}: variants");
    let n_cases = |variant: &Value| {
        let found = found["variants"].as_array().unwrap().iter().find(|own| own["activities"] == *variant);
        found.map(|own| own["n_cases"].clone())
    };
    for variant in known["variants_top_5"].as_array().unwrap() {
        assert_eq!(n_cases(&variant[0]).as_ref(), Some(&variant[1]), "{name}: a variant");
    }
}

fn check_handoffs(found: &Value, known: &Value, name: &str) {
    assert_eq!(found["handoffs"]["n"], known["handoffs"], "{name}: hand-offs");
    assert_eq!(found["handoffs"]["pairs"].as_array().unwrap().len() as u64, known["pairs"].as_u64().unwrap(), "{name}");
    let pairs = counts(&found["handoffs"]["pairs"]);
    for (pair, n) in counts(&known["top_5"]) {
        assert_eq!(pairs[&pair], n, "{name}: {pair}");
    }
}

#[test]
fn every_shared_log_has_the_figures_that_two_other_programs_agree_on() {
    let Some(root) = logs() else { return };
    let known: Value =
        serde_json::from_str(&std::fs::read_to_string(root.join("known_answers.json")).unwrap()).unwrap();
    for (name, known) in known["logs"].as_object().unwrap() {
        let path = root.join(name).display().to_string();
        let found = mined(&[&path]);
        check_log(&found, known, name);
        // PM4Py takes ties and the first and last activities of the interval log by end, and its steps by start.
        let by_end = if name.starts_with("interval") { mined(&[&path, "--by-end"]) } else { found.clone() };
        assert_eq!(by_end["n_tied"], known["consecutive_events_with_equal_time"], "{name}: ties");
        assert_eq!(counts(&by_end["starts"]), counts_of_object(&known["start_activities"]), "{name}: starts");
        assert_eq!(counts(&by_end["ends"]), counts_of_object(&known["end_activities"]), "{name}: ends");
        // PM4Py counts the interval log's variants by end; by start there are nine (the README of the logs says so).
        match name.starts_with("interval") {
            true => assert_eq!(found["n_variants"], 9),
            false => check_variants(&found, known, name),
        }
        for (attribute, choice) in [("org:group", "agency"), ("org:role", "team"), ("org:resource", "resource")] {
            let Some(known) = known.get(format!("handoffs_{attribute}")) else { continue };
            let option = format!("--{choice}");
            let heading = [option.as_str(), attribute];
            let (status, ..) = mine(&[&[path.as_str(), "--hand-offs", choice, "--json"][..], &heading].concat());
            let named = if matches!(status, Some(0 | 1)) { heading.to_vec() } else { Vec::new() };
            let found = mined(&[&[path.as_str(), "--hand-offs", choice][..], &named].concat());
            check_handoffs(&found, known, &format!("{name}: {attribute}"));
        }
    }
}

#[test]
fn a_log_obeys_the_classifier_that_somebody_names() {
    let Some(root) = logs() else { return };
    let path = root.join("bpic2013_incidents.xes.gz").display().to_string();
    let (_, _, said) = mine(&[&path]);
    let name =
        said.split("--classifier \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a classifier is named");
    let found = mined(&[&path, "--classifier", name]);
    assert_eq!(
        (found["n_activities"].as_u64(), found["edges"].as_array().map(Vec::len), found["n_variants"].as_u64()),
        (Some(13), Some(81), Some(2_278))
    );
}

#[test]
fn the_interval_log_by_one_order_throughout() {
    let Some(root) = logs() else { return };
    let path = root.join("interval_event_log.csv.gz").display().to_string();
    let (by_start, by_end) = (mined(&[&path]), mined(&[&path, "--by-end"]));
    let shape = |found: &Value| (found["edges"].as_array().map(Vec::len), found["n_variants"].as_u64());
    assert_eq!((shape(&by_start), shape(&by_end)), ((Some(14), Some(9)), (Some(15), Some(10))));
    for (what, seconds) in [("touch", 11_581_081.0), ("intervals", 11_612_139.0), ("wait", 2_653_364_657.0)] {
        assert_eq!(by_start["touch"][format!("{what}_seconds")], seconds, "{what}");
    }
    near(&by_start["touch"]["flow_efficiency"], &0.0043457098712604255.into(), "flow efficiency");
}

#[test]
fn two_agencies_logs_joined_are_the_whole_log_again() {
    let Some(root) = logs() else { return };
    let path = |name: &str| root.join(name).display().to_string();
    let (odd, even, relations) =
        (path("receipt_odd.csv.gz"), path("receipt_even.csv.gz"), path("receipt_case_relations.csv"));
    let whole = mined(&[&path("receipt.csv")]);
    for logs in [[&odd, &even], [&even, &odd]] {
        let joined = mined(&[logs[0], logs[1], "--relations", &relations]);
        // The halves print summer time as if it were UTC, so lead times over a change of the clock differ by an hour.
        for what in ["n_cases", "n_events", "n_activities", "n_variants", "n_steps", "rework"] {
            assert_eq!(joined[what], whole[what], "{what}");
        }
        assert_eq!(counts(&joined["edges"]), counts(&whole["edges"]));
        assert_eq!(joined["n_steps_between_files"], 6_235);
    }
    let (status, _, said) = mine(&[&odd, &even]);
    assert_eq!(status, Some(2));
    assert!(said.contains("--relations FILE"), "{said}");
}

const LOG: &str = "case,activity,time,agency,cost\nA,Referral,2026-12-24 08:00,school,10\nA,Visit,2026-12-28 17:00,social,20\n\
    NA,Referral,2026-12-23 09:00,school,10\nNA,Visit,2026-12-23 11:00,social,\n";

/// Thursday 24 December 8:00 to Monday 28 December 17:00 is nine hours of work, or 105 of the calendar.
#[test]
fn waits_are_counted_in_working_time_where_somebody_asks_for_it() {
    let folder = Copy::empty();
    folder.write("log.csv", LOG);
    let path = folder.join("log.csv").display().to_string();
    let longest = |more: &[&str]| {
        mined(&[&[path.as_str(), "--from", "2026-12-24"][..], more].concat())["waits"][0]["median_seconds"].clone()
    };
    assert_eq!(longest(&[]), 105.0 * 3_600.0);
    assert_eq!(longest(&["--working", "08:00-17:00"]), 9.0 * 3_600.0);
    assert_eq!(longest(&["--working", "08:00-17:00", "--holidays", "scotland"]), 9.0 * 3_600.0);
    let (status, _, said) = mine(&[&path, "--working", "8 to 5"]);
    assert!(status == Some(2) && said.contains("08:00-17:00"), "{said}");
}

#[test]
fn a_log_written_in_another_form_is_the_same_log() {
    let folder = Copy::empty();
    folder.write("log.csv", LOG);
    let path = |name: &str| folder.join(name).display().to_string();
    let first = mined(&[&path("log.csv"), "--csv", &path("again.csv"), "--xes", &path("again.xes")]);
    for name in ["again.csv", "again.xes"] {
        let again = mined(&[&path(name)]);
        for what in ["n_cases", "n_events", "edges", "variants", "waits", "handoffs", "cost"] {
            assert_eq!(again[what], first[what], "{name}: {what}");
        }
    }
}

#[test]
fn a_pathway_says_which_cases_break_it_and_what_they_cost() {
    let folder = Copy::empty();
    folder.write("log.csv", LOG);
    let pathway = "name = \"help in a day\"\n[[order]]\nactivities = [\"Referral\", \"Visit\"]\n[[response]]\nid = \"visit soon\"\n\
        after = \"Referral\"\nthen = \"Visit\"\nwithin_days = 1\n";
    folder.write("pathway.toml", pathway);
    let path = |name: &str| folder.join(name).display().to_string();
    let (status, printed, said) = mine(&[&path("log.csv"), "--pathway", &path("pathway.toml")]);
    assert_eq!(status, Some(0), "{said}");
    assert!(printed.contains("2 of 2 cases went as designed"), "{printed}");
    let rule = printed.lines().find(|line| line.contains("visit soon")).expect("the rule is printed");
    assert!(rule.contains("£30.00") && rule.trim_end().ends_with('A'), "{rule}");
}

#[test]
fn a_case_that_is_paired_twice_and_a_rule_that_nobody_can_check_need_a_look() {
    let folder = Copy::empty();
    folder.write("log.csv", LOG);
    folder.write("other.csv", &LOG.replace("A,", "B,"));
    folder.write("pairs.csv", "left,right\nA,B\nA,NB\n");
    let path = |name: &str| folder.join(name).display().to_string();
    let (status, _, said) = mine(&[&path("log.csv"), &path("other.csv"), "--relations", &path("pairs.csv")]);
    assert!(status == Some(1) && said.contains("several pairs: 1"), "{said}");

    folder.write("old.csv", "case,activity,time\n1,Referral,2010-01-01\n1,Visit,2010-01-12\n");
    let rule = "[[response]]\nid = \"soon\"\nafter = \"Referral\"\nthen = \"Visit\"\nwithin_working_days = 5\n";
    folder.write("pathway.toml", &format!("name = \"x\"\n{rule}"));
    let (status, printed, said) = mine(&[&path("old.csv"), "--pathway", &path("pathway.toml")]);
    assert!(status == Some(1) && said.contains("nobody can tell") && said.contains("2010"), "{said}\n{printed}");
}

#[test]
fn an_activity_that_is_not_there_is_met_with_the_nearest() {
    let folder = Copy::empty();
    folder.write("log.csv", LOG);
    let (status, _, said) = mine(&[&folder.join("log.csv").display().to_string(), "--with", "Vist"]);
    assert!(status == Some(2) && said.contains("Visit"), "{said}");
}
