//! Lead time, touch time and wait of each case.

use jiff::SignedDuration;
use model::event_log::{Event, Moment, Name, Precision};

use super::Timekeeping;
use crate::{NotComputed, Trace, Traces};

/// How long one case took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseTimes {
    pub case: Name,
    /// From its first start to its last end.
    pub lead: Result<SignedDuration, NotComputed>,
    /// While somebody worked on it: the union of its events' intervals.
    pub touch: Result<SignedDuration, NotComputed>,
    /// The same with overlaps counted as often as they are worked on: what staff spend.
    pub intervals: Result<SignedDuration, NotComputed>,
    /// Lead less touch.
    pub wait: Result<SignedDuration, NotComputed>,
}

/// Times of every case (method, section 4), in the order of the traces; open hours are the usual ones.
pub fn case_times(traces: &Traces, timekeeping: Timekeeping) -> Vec<CaseTimes> {
    traces.iter().map(|trace| of_case(&trace, timekeeping)).collect()
}

fn of_case(trace: &Trace, timekeeping: Timekeeping) -> CaseTimes {
    let lead = lead(trace, timekeeping);
    let intervals = intervals(trace);
    let total = |spans: &[Span]| -> Result<i64, NotComputed> {
        spans.iter().map(|span| timekeeping.between(None, span.0, span.1)).sum()
    };
    let touch = intervals.clone().and_then(|intervals| total(&union(intervals)));
    let wait = lead.and_then(|lead| touch.map(|touch| lead - touch));
    let [lead, touch, intervals, wait] = [lead, touch, intervals.and_then(|intervals| total(&intervals)), wait]
        .map(|micros| micros.map(SignedDuration::from_micros));
    CaseTimes { case: trace.case, lead, touch, intervals, wait }
}

fn lead(trace: &Trace, timekeeping: Timekeeping) -> Result<i64, NotComputed> {
    let first = trace.events().map(|event| event.start).min().ok_or(NotComputed::Nothing)?;
    let last = trace.events().map(last_moment).max().ok_or(NotComputed::Nothing)?;
    timekeeping.between(None, first, last)
}

/// When an event ended, as far as the log tells.
pub(super) fn last_moment(event: &Event) -> Moment {
    event.end.unwrap_or(event.start)
}

type Span = (Moment, Moment);

/// The interval of each event.
fn intervals(trace: &Trace) -> Result<Vec<Span>, NotComputed> {
    let interval = |event: &Event| {
        let end = event.end.ok_or(NotComputed::OneMoment)?;
        match event.start.precision.max(end.precision) {
            Precision::Day | Precision::Month => Err(NotComputed::NoHours),
            _ if end.micros < event.start.micros => Err(NotComputed::EndsBeforeStart),
            _ => Ok((event.start, end)),
        }
    };
    trace.events().map(interval).collect()
}

/// Intervals that overlap or touch, put together.
fn union(mut intervals: Vec<Span>) -> Vec<Span> {
    intervals.sort_by_key(|(start, _)| start.micros);
    let mut union: Vec<Span> = Vec::with_capacity(intervals.len());
    for (start, end) in intervals {
        match union.last_mut() {
            Some((_, last)) if start.micros <= last.micros => *last = (*last).max(end),
            _ => union.push((start, end)),
        }
    }
    union
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, TieRule};

    fn check_times(rows: &str, expected: [Result<i64, NotComputed>; 4]) {
        let log = log_of(rows);
        let times = case_times(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder), Timekeeping::Calendar)[0];
        let hours = [times.lead, times.touch, times.intervals, times.wait];
        assert_eq!(hours.map(|time| time.map(|time| time.as_hours())), expected);
    }

    #[test]
    fn overlaps_are_touched_once_and_paid_twice() {
        let rows = "
            case | activity | start            | end
            1    | visit    | 2025-01-01 09:00 | 2025-01-01 12:00
            1    | meeting  | 2025-01-01 11:00 | 2025-01-01 13:00
            1    | review   | 2025-01-02 09:00 | 2025-01-02 10:00
        ";
        check_times(rows, [Ok(25), Ok(5), Ok(6), Ok(20)]);
    }

    #[test]
    fn events_with_one_moment_have_no_touch_time() {
        let rows = "
            case | activity | start            | end
            1    | visit    | 2025-01-01 09:00 | 2025-01-01 12:00
            1    | meeting  | 2025-01-01 15:00 |
        ";
        let none = Err(NotComputed::OneMoment);
        check_times(rows, [Ok(6), none, none, none]);
    }

    #[test]
    fn dates_have_days_between_them_but_no_hours_of_work() {
        let rows = "
            case | activity | start      | end
            1    | visit    | 2025-01-01 | 2025-01-01
            1    | meeting  | 2025-01-03 | 2025-01-03
        ";
        let none = Err(NotComputed::NoHours);
        check_times(rows, [Ok(48), none, none, none]);
    }

    #[test]
    fn an_event_that_ends_before_it_starts_is_not_repaired() {
        let rows = "
            case | activity | start            | end
            1    | visit    | 2025-01-01 09:00 | 2025-01-01 08:00
            1    | meeting  | 2025-01-01 12:00 | 2025-01-01 13:00
        ";
        let none = Err(NotComputed::EndsBeforeStart);
        check_times(rows, [Ok(4), none, none, none]);
    }
}
