//! The receipt log cut into two agencies' files with their own case numbers, and joined again.

use std::collections::BTreeMap;

use journey::{CaseOf, EventOrder, Relation, TieRule, Traces, directly_follows, join, steps_between_files, variants};
use model::event_log::EventLog;

use crate::logs::{RECEIPT, answers, read, text};

const EVEN: usize = 0;
const ODD: usize = 1;

/// Case numbers of the even file (left) and of the odd one (right) that are one case.
fn relations() -> Option<Vec<Relation>> {
    let text = text("receipt_case_relations.csv")?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let relation = |row: csv::StringRecord| {
        let case_of = |log: usize, case: &str| CaseOf { log, case: case.to_owned() };
        Relation { one: case_of(EVEN, &row[0]), other: case_of(ODD, &row[1]) }
    };
    Some(reader.records().map(|row| relation(row.expect("two cells"))).collect())
}

/// Edges by the names of their activities.
fn edges(log: &EventLog) -> BTreeMap<(String, String), u64> {
    let graph = directly_follows(&Traces::of(log, EventOrder::Start, TieRule::FileOrder));
    let name = |name| log.activities.name(name).to_owned();
    graph.edges.iter().map(|edge| ((name(edge.from), name(edge.to)), edge.n)).collect()
}

#[test]
fn the_halves_of_the_receipt_log_joined_are_the_whole_and_most_steps_cross() {
    let logs = ["receipt_even.csv.gz", "receipt_odd.csv.gz", "receipt.csv"].map(|name| read(name, RECEIPT));
    let ([Some(even), Some(odd), Some(whole)], Some(relations)) = (logs, relations()) else { return };
    let known = answers("receipt_odd_plus_even").expect("the answers are beside the logs");
    assert_eq!(relations.len() as u64, known["relations"].as_u64().expect("a number"));
    let joined = join(vec![even, odd], &relations).expect("both are in UTC");
    assert_eq!((joined.relations_unused.len(), joined.n_cases_across, joined.n_cases_alone), (0, 1_318, 116));
    let traces = Traces::of(&joined.log, EventOrder::Start, TieRule::FileOrder);
    assert_eq!((traces.n_cases(), traces.n_events(), variants(&traces).variants.len()), (1_434, 8_577, 116));
    assert_eq!(edges(&joined.log), edges(&whole), "the graph of the whole, edge by edge");

    let steps = steps_between_files(&traces);
    let [even, odd] = ["receipt_even.csv.gz", "receipt_odd.csv.gz"]
        .map(|name| joined.log.files.find(name).expect("events keep their files"));
    let pairs = [(even, even), (even, odd), (odd, even), (odd, odd)].map(|pair| steps.by_pair[&pair]);
    assert_eq!(pairs, [537, 3_763, 2_472, 371]);
    assert_eq!((steps.n_across, steps.n_steps), (6_235, 7_143));
}
