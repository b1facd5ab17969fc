//! How often each activity occurs, and how often it is done again in the same case.

use model::event_log::Name;

use crate::{Trace, Traces};

/// How often an activity occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    pub activity: Name,
    pub n_events: u64,
    /// Cases in which it occurs.
    pub n_cases: u64,
    /// Cases in which it occurs more than once.
    pub n_cases_repeated: u64,
}

/// Rework of a log: events of a case beyond the first of their activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rework {
    /// The most frequent first, equal ones by name.
    pub activities: Vec<Activity>,
    /// Events less distinct activities, over all cases.
    pub n_events_repeated: u64,
    pub n_cases_repeated: u64,
}

/// Counts activities and rework; rework of a case is its events less its distinct activities (method, section 4).
pub fn rework(traces: &Traces) -> Rework {
    let names = &traces.log.activities;
    let none = |at| Activity { activity: Name::at(at), n_events: 0, n_cases: 0, n_cases_repeated: 0 };
    let mut rework =
        Rework { activities: (0..names.len()).map(none).collect(), n_events_repeated: 0, n_cases_repeated: 0 };
    let mut n_in_case = vec![0; names.len()];
    traces.iter().for_each(|trace| rework.add(&trace, &mut n_in_case));
    rework.activities.retain(|activity| 0 < activity.n_events);
    rework.activities.sort_by(|a, b| {
        let name = |activity: &Activity| names.name(activity.activity);
        b.n_events.cmp(&a.n_events).then_with(|| name(a).cmp(name(b)))
    });
    rework
}

/// Events of a case beyond the first of their activity.
pub fn rework_of_case(trace: &Trace) -> usize {
    let mut activities: Vec<Name> = trace.events().map(|event| event.activity).collect();
    activities.sort_unstable();
    activities.dedup();
    trace.len() - activities.len()
}

impl Rework {
    /// Adds a case; `n_in_case` is all zero before and after.
    fn add(&mut self, trace: &Trace, n_in_case: &mut [u64]) {
        trace.events().for_each(|event| n_in_case[event.activity.index()] += 1);
        let mut n_repeated = 0;
        for event in trace.events() {
            // The first event of an activity takes its count; the others find none.
            let n = std::mem::take(&mut n_in_case[event.activity.index()]);
            let activity = &mut self.activities[event.activity.index()];
            activity.n_events += n;
            activity.n_cases += u64::from(0 < n);
            activity.n_cases_repeated += u64::from(1 < n);
            n_repeated += n.saturating_sub(1);
        }
        self.n_events_repeated += n_repeated;
        self.n_cases_repeated += u64::from(0 < n_repeated);
    }
}
