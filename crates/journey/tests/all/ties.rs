//! What the order of rows changes, on the log in which a third of events share a moment with the one before.

use journey::{
    Attribute, EventOrder, TieRule, Timekeeping, Traces, case_times, directly_follows, handoffs, rework, variants,
    waits,
};
use model::event_log::EventLog;

use crate::logs::{SEPSIS, read};

/// The sepsis log as it is, and with its rows from the last to the first.
fn both_ways() -> Option<[EventLog; 2]> {
    let log = read("sepsis.csv.gz", SEPSIS)?;
    let mut reversed = log.clone();
    reversed.events.reverse();
    Some([log, reversed])
}

#[test]
fn in_the_order_of_rows_the_number_of_variants_depends_on_it() {
    let Some(logs) = both_ways() else { return };
    let n_variants = |log| variants(&Traces::of(log, EventOrder::Start, TieRule::FileOrder)).variants.len();
    assert_eq!(logs.each_ref().map(n_variants), [846, 843]);
}

#[test]
fn where_ties_are_concurrent_the_order_of_rows_changes_nothing() {
    let Some(logs) = both_ways() else { return };
    let [one, other] = logs.each_ref().map(|log| Traces::of(log, EventOrder::Start, TieRule::Concurrent));
    assert_eq!(directly_follows(&one), directly_follows(&other));
    assert_eq!(variants(&one), variants(&other));
    assert_eq!(handoffs(&one, Attribute::Resource), handoffs(&other, Attribute::Resource));
    assert_eq!(rework(&one), rework(&other));
    let waits_of = |traces| waits(traces, Attribute::Activity, Timekeeping::Calendar);
    assert_eq!(waits_of(&one), waits_of(&other));
    assert_eq!(case_times(&one, Timekeeping::Calendar), case_times(&other, Timekeeping::Calendar));
}
