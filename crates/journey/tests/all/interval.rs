//! The log whose events have a start and an end: one order throughout, and touch time.

use journey::{
    Attribute, EventOrder, NotComputed, TieRule, Timekeeping, Traces, case_times, directly_follows, lead_totals,
    touch_totals, variants, waits,
};

use crate::logs::{INTERVAL, RECEIPT, answers, read};

/// By start throughout 14 edges and 9 variants, by end throughout 15 and 10; PM4Py mixes the two.
#[test]
fn edges_and_variants_are_of_one_declared_order() {
    let Some(log) = read("interval_event_log.csv.gz", INTERVAL) else { return };
    let of = |order| {
        let traces = Traces::of(&log, order, TieRule::FileOrder);
        (directly_follows(&traces).edges.len(), variants(&traces).variants.len())
    };
    assert_eq!([of(EventOrder::Start), of(EventOrder::End)], [(14, 9), (15, 10)]);
}

#[test]
fn touch_time_is_the_union_of_intervals_and_staff_time_their_sum() {
    let (Some(log), Some(known)) = (read("interval_event_log.csv.gz", INTERVAL), answers("interval_times_seconds"))
    else {
        return;
    };
    let times = case_times(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder), Timekeeping::Calendar);
    let (leads, touch) = (lead_totals(&times).expect("leads"), touch_totals(&times).expect("both moments"));
    let seconds = |key: &str| known[key].as_f64().expect("a number");
    assert_eq!(leads.total.as_secs_f64(), seconds("lead_total"));
    assert_eq!(leads.median_seconds, seconds("lead_median"));
    assert_eq!(touch.touch.as_secs_f64(), seconds("touch_total (union of intervals)"));
    assert_eq!(touch.intervals.as_secs_f64(), seconds("sum_of_intervals (counts overlaps twice)"));
    assert_eq!(touch.wait.as_secs_f64(), seconds("wait_total"));
    assert!((touch.flow_efficiency - seconds("flow_efficiency_total")).abs() < 1e-15);
    assert_eq!((touch.n_cases, touch.n_cases_without), (1_266, 0));
}

#[test]
fn a_log_with_one_moment_for_each_event_has_no_touch_time() {
    let Some(log) = read("receipt.csv", RECEIPT) else { return };
    let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
    let times = case_times(&traces, Timekeeping::Calendar);
    assert_eq!(touch_totals(&times).err(), Some(NotComputed::OneMoment));
    // What is left is the time between moments, which adds up to the lead time.
    let (edges, without) = waits(&traces, Attribute::Activity, Timekeeping::Calendar);
    let total: jiff::SignedDuration = edges.iter().fold(jiff::SignedDuration::ZERO, |total, edge| total + edge.total);
    assert_eq!((total, without.len()), (lead_totals(&times).expect("leads").total, 0));
}
