//! The directly-follows graph: which activity comes directly after which.

use model::event_log::{Event, Name, Names};

use crate::pairs::PairCounts;
use crate::{Pair, Traces};

/// Activities as nodes, steps between them as edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The most frequent first, equal ones by name.
    pub edges: Vec<Pair>,
    pub starts: Vec<ActivityCount>,
    pub ends: Vec<ActivityCount>,
    /// Steps counted by the edges.
    pub n_steps: u64,
    /// Events that may have come before the one listed before them: the steps that depend on the order of rows where that
    /// stands, and that are no steps where ties are concurrent.
    pub n_tied: u64,
}

/// An activity, and how often it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityCount {
    pub activity: Name,
    pub n: u64,
}

/// Counts each step from one event of a case to the next (method, section 4).
pub fn directly_follows(traces: &Traces) -> Graph {
    let names = &traces.log.activities;
    let mut pairs = PairCounts::of(names.len());
    let [mut starts, mut ends] = [(); 2].map(|()| vec![0; names.len()]);
    let mut n_tied = 0;
    for trace in traces.iter() {
        trace.each_step(|from, to| pairs.add(trace.event(from).activity, trace.event(to).activity));
        count(&mut starts, &trace.first());
        count(&mut ends, &trace.last());
        n_tied += trace.n_tied() as u64;
    }
    let edges = pairs.sorted(names);
    let n_steps = edges.iter().map(|edge| edge.n).sum();
    Graph { edges, starts: sorted(starts, names), ends: sorted(ends, names), n_steps, n_tied }
}

fn count(counts: &mut [u64], events: &[&Event]) {
    events.iter().for_each(|event| counts[event.activity.index()] += 1);
}

/// Those that occur, the most frequent first and equal ones by name.
pub(crate) fn sorted(counts: Vec<u64>, names: &Names) -> Vec<ActivityCount> {
    let count = |(at, n)| ActivityCount { activity: Name::at(at), n };
    let mut counts: Vec<ActivityCount> = counts.into_iter().enumerate().filter(|(_, n)| 0 < *n).map(count).collect();
    counts.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| names.name(a.activity).cmp(names.name(b.activity))));
    counts
}
