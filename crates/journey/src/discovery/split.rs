//! The parts of a log that a cut makes.

use model::event_log::Name;

use super::cuts::Cut;
use super::sub_log::SubLog;

/// One log for each group of the cut, in their order. Events that a cut does not allow where they stand are left out.
pub(super) fn split(log: &SubLog, cut: &Cut) -> Vec<SubLog> {
    match cut {
        Cut::Choice(groups) => by_majority(log, groups),
        Cut::Sequence(groups) => in_sequence(log, groups),
        Cut::Parallel(groups) => {
            groups.iter().map(|group| log.projected(|activity| group.contains(&activity))).collect()
        }
        Cut::Loop(groups) => in_rounds(log, groups),
    }
}

/// Each trace goes to the group that most of its events are of.
fn by_majority(log: &SubLog, groups: &[Vec<Name>]) -> Vec<SubLog> {
    let mut parts = vec![SubLog::default(); groups.len()];
    for (trace, n) in &log.traces {
        let of_group = |group: &Vec<Name>| trace.iter().filter(|activity| group.contains(activity)).count();
        let counts: Vec<usize> = groups.iter().map(of_group).collect();
        let most = counts.iter().max().copied().unwrap_or(0);
        let at = counts.iter().position(|count| *count == most).expect("the most is one of them");
        parts[at].add(trace.iter().copied().filter(|activity| groups[at].contains(activity)).collect(), *n);
    }
    parts
}

/// Each trace is cut into one stretch for each group, so that the fewest events are left out.
fn in_sequence(log: &SubLog, groups: &[Vec<Name>]) -> Vec<SubLog> {
    let mut parts = vec![SubLog::default(); groups.len()];
    for (trace, n) in &log.traces {
        let stretch = stretches(trace, groups);
        for (at, group) in groups.iter().enumerate() {
            let is_kept = |(activity, place): &(&Name, &usize)| **place == at && group.contains(activity);
            let kept = trace.iter().zip(&stretch).filter(is_kept).map(|(activity, _)| *activity);
            parts[at].add(kept.collect(), *n);
        }
    }
    parts
}

/// The group of each event: never falling, and wrong for the fewest events.
fn stretches(trace: &[Name], groups: &[Vec<Name>]) -> Vec<usize> {
    let n_groups = groups.len();
    // For each event and group: the fewest wrong up to there, and the group of the event before.
    let mut wrong = vec![0; n_groups];
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(trace.len());
    for activity in trace {
        let mut best = 0;
        let mut from = Vec::with_capacity(n_groups);
        let mut next = Vec::with_capacity(n_groups);
        for (at, group) in groups.iter().enumerate() {
            if wrong[at] < wrong[best] {
                best = at;
            }
            from.push(best);
            next.push(wrong[best] + usize::from(!group.contains(activity)));
        }
        before.push(from);
        wrong = next;
    }
    let fewest = wrong.iter().min().copied().unwrap_or(0);
    let mut group = wrong.iter().position(|wrong| *wrong == fewest).unwrap_or(0);
    let mut stretch = vec![0; trace.len()];
    for at in (0..trace.len()).rev() {
        stretch[at] = group;
        group = before[at][group];
    }
    stretch
}

/// Rounds of the body with redos between; a redo without a body before it had an empty one.
fn in_rounds(log: &SubLog, groups: &[Vec<Name>]) -> Vec<SubLog> {
    let mut parts = vec![SubLog::default(); groups.len()];
    let group_of = |activity: &Name| groups.iter().position(|group| group.contains(activity)).expect("groups hold all");
    for (trace, n) in &log.traces {
        let mut after_body = false;
        for round in trace.chunk_by(|a, b| group_of(a) == group_of(b)) {
            let group = group_of(&round[0]);
            if 0 < group && !after_body {
                parts[0].add(Vec::new(), *n);
            }
            parts[group].add(round.to_vec(), *n);
            after_body = group == 0;
        }
        if !after_body {
            parts[0].add(Vec::new(), *n);
        }
    }
    parts
}
