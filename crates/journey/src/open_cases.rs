//! How long cases take until they close, open ones among them.

use std::collections::{BTreeMap, BTreeSet};

use model::event_log::{Moment, Name, Precision};
use statistics::{Survival, Watched};

use crate::moment::{DAY, until};
use crate::{NotComputed, Timekeeping, Trace, Traces};

/// What closes a case: declared by people who know the process, never guessed from how cases end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub activities: BTreeSet<Name>,
    /// The end of what the log covers, on its clock: a case without a closing event was open until then.
    pub observed_until: i64,
}

/// Days from the start of a case until it first closed.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeToClose {
    pub survival: Survival,
    /// The mean of closed cases alone, in days, shown only to say how far it is out; none where none is closed.
    pub naive_mean_days: Option<f64>,
    /// Cases that went on after they first closed.
    pub n_reopened: usize,
    /// Cases without a duration, by the reason; a case that starts after the end of what is covered has nothing.
    pub n_without: BTreeMap<NotComputed, usize>,
}

/// The durations of closed cases, with open ones as censored (method, section 4, T23).
///
/// A day of working time is 24 open hours, as one of the calendar.
pub fn time_to_close(traces: &Traces, closing: &Closing, timekeeping: Timekeeping) -> TimeToClose {
    let mut watched = Vec::with_capacity(traces.n_cases());
    let mut n_without: BTreeMap<NotComputed, usize> = BTreeMap::new();
    for trace in traces.iter() {
        match closing.watch(&trace, timekeeping) {
            Ok(one) => watched.push(one),
            Err(reason) => *n_without.entry(reason).or_default() += 1,
        }
    }
    let closed: Vec<f64> = watched.iter().filter(|one| one.is_closed).map(|one| one.duration).collect();
    TimeToClose {
        survival: Survival::of(&watched),
        naive_mean_days: (!closed.is_empty()).then(|| closed.iter().sum::<f64>() / closed.len() as f64),
        n_reopened: traces.iter().filter(|trace| closing.is_reopened(trace)).count(),
        n_without,
    }
}

impl Closing {
    fn watch(&self, trace: &Trace, timekeeping: Timekeeping) -> Result<Watched, NotComputed> {
        let start = trace.events().map(|event| event.start).min().ok_or(NotComputed::Nothing)?;
        if self.observed_until < start.micros {
            return Err(NotComputed::Nothing);
        }
        let closed = self.first_close(trace).map(|at| trace.event(at)).map(|event| event.end.unwrap_or(event.start));
        let end = closed.unwrap_or(Moment { micros: self.observed_until, precision: Precision::Second });
        let micros = timekeeping.between(None, start, end)?;
        Ok(Watched { duration: micros as f64 / DAY as f64, is_closed: closed.is_some() })
    }

    /// The place of the first closing event that the log covers.
    fn first_close(&self, trace: &Trace) -> Option<usize> {
        let is_close = |at: &usize| {
            self.activities.contains(&trace.event(*at).activity) && trace.moment(*at).micros <= self.observed_until
        };
        (0..trace.len()).find(is_close)
    }

    fn is_reopened(&self, trace: &Trace) -> bool {
        let Some(close) = self.first_close(trace) else { return false };
        let closed_until = until(trace.moment(close));
        let is_later = |at: usize| (closed_until..=self.observed_until).contains(&trace.moment(at).micros);
        (close + 1..trace.len()).any(is_later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{log_of, moment};
    use crate::{EventOrder, TieRule};

    /// The days of T23 as cases that end or are open on 1 March: closed after 5, 8, 15, 20 and 30 days, open for 12, 22, 41.
    const T23: &str = "
        case | activity | start
        5    | referral | 2025-02-01
        5    | close    | 2025-02-06
        8    | referral | 2025-02-01
        8    | close    | 2025-02-09
        15   | referral | 2025-02-01
        15   | close    | 2025-02-16
        20   | referral | 2025-02-01
        20   | close    | 2025-02-21
        30   | referral | 2025-01-01
        30   | close    | 2025-01-31
        12+  | referral | 2025-02-17
        22+  | referral | 2025-02-07
        41+  | referral | 2025-01-19
    ";

    #[test]
    fn the_median_of_open_and_closed_cases_is_that_of_t23() {
        let log = log_of(T23);
        let close = log.activities.find("close").expect("it is in the log");
        let closing = Closing { activities: [close].into(), observed_until: moment("2025-03-01").micros };
        let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
        let times = time_to_close(&traces, &closing, Timekeeping::Calendar);
        assert_eq!((times.survival.n_closed, times.survival.n_open), (5, 3));
        assert_eq!(times.survival.median(), Some(20.0));
        assert_eq!(times.naive_mean_days, Some(15.6));
        assert_eq!((times.n_reopened, times.n_without.len()), (0, 0));
    }

    #[test]
    fn a_case_that_goes_on_after_it_closed_is_counted_as_reopened() {
        let log = log_of(
            "
            case | activity | start
            1    | close    | 2025-01-01 09:00
            1    | referral | 2025-01-05 09:00
            2    | referral | 2025-01-01 09:00
            2    | close    | 2025-01-02 09:00
            3    | referral | 2025-02-02 09:00
            ",
        );
        let close = log.activities.find("close").expect("it is in the log");
        let closing = Closing { activities: [close].into(), observed_until: moment("2025-02-01 00:00").micros };
        let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
        let times = time_to_close(&traces, &closing, Timekeeping::Calendar);
        // Case 3 starts after the end of what is covered.
        assert_eq!((times.n_reopened, times.survival.n_closed), (1, 2));
        assert_eq!(times.n_without, [(NotComputed::Nothing, 1)].into());
    }
}
