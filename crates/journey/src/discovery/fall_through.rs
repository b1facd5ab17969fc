//! What is made of a log without a cut: always more than it shows, never less.

use model::event_log::Name;

use super::ProcessTree;
use super::cuts::find_cut;
use super::sub_graph::SubGraph;
use super::sub_log::SubLog;

/// The first of these that applies: an activity apart, rounds of the same, any order at all.
pub(super) fn fall_through(log: &SubLog, graph: &SubGraph, mine: impl Fn(&SubLog) -> ProcessTree) -> ProcessTree {
    if let Some(activity) = activity_apart(log) {
        let [one, rest] = [true, false].map(|is_it| mine(&log.projected(|other| (other == activity) == is_it)));
        return ProcessTree::Parallel(vec![one, rest]);
    }
    let place = |activity: Name| graph.activities.binary_search(&activity).expect("the graph is of the log");
    let is_start = |activity: Name| 0 < graph.starts[place(activity)];
    let is_end = |activity: Name| 0 < graph.ends[place(activity)];
    let strict = rounds(log, |before, next| is_end(before) && is_start(next));
    let any = || rounds(log, |_, next| is_start(next));
    match strict.or_else(any) {
        Some(rounds) => ProcessTree::Loop { body: Box::new(mine(&rounds)), redo: Box::new(ProcessTree::Silent) },
        None => flower(log),
    }
}

/// An activity that happens once in every trace, or without which the rest has a cut; it runs beside the rest.
fn activity_apart(log: &SubLog) -> Option<Name> {
    let activities = log.activities();
    if activities.len() < 2 {
        return None;
    }
    let is_once =
        |activity: &&Name| log.traces.keys().all(|trace| trace.iter().filter(|other| other == activity).count() == 1);
    let leaves_cut = |activity: &&Name| {
        let rest = log.projected(|other| other != **activity);
        rest.activities().len() > 1 && find_cut(&SubGraph::of(&rest.without_empty())).is_some()
    };
    activities.iter().find(is_once).or_else(|| activities.iter().find(leaves_cut)).copied()
}

/// Every trace cut where a new round may begin; none where no trace has two rounds.
fn rounds(log: &SubLog, begins: impl Fn(Name, Name) -> bool) -> Option<SubLog> {
    let mut rounds = SubLog::default();
    for (trace, n) in &log.traces {
        trace.chunk_by(|before, next| !begins(*before, *next)).for_each(|round| rounds.add(round.to_vec(), *n));
    }
    (log.n_traces() < rounds.n_traces()).then_some(rounds)
}

/// Any activities in any order, at least one.
fn flower(log: &SubLog) -> ProcessTree {
    let petals = log.activities().into_iter().map(ProcessTree::Activity).collect();
    ProcessTree::Loop { body: Box::new(ProcessTree::Choice(petals)), redo: Box::new(ProcessTree::Silent) }
}
