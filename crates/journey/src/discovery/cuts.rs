//! Cuts of a graph: groups of activities that exclude, follow, accompany or repeat one another.

use model::event_log::Name;

use super::skips::together_where_skipped;
use super::sub_graph::SubGraph;

/// How the activities of a log fall into groups; of a loop the first group is the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cut {
    Choice(Vec<Vec<Name>>),
    Sequence(Vec<Vec<Name>>),
    Parallel(Vec<Vec<Name>>),
    Loop(Vec<Vec<Name>>),
}

/// The first cut there is, in the order of the paper.
pub(super) fn find_cut(graph: &SubGraph) -> Option<Cut> {
    let named = |groups: Groups| -> Vec<Vec<Name>> {
        groups.iter().map(|group| group.iter().map(|at| graph.activities[*at]).collect()).collect()
    };
    let kinds: [(FindGroups, MakeCut); 4] =
        [(choice, Cut::Choice), (sequence, Cut::Sequence), (parallel, Cut::Parallel), (repetition, Cut::Loop)];
    kinds.iter().find_map(|(groups, cut)| {
        let groups = groups(graph);
        (1 < groups.len()).then(|| cut(named(groups)))
    })
}

/// Places of activities, by group.
type Groups = Vec<Vec<usize>>;
type FindGroups = fn(&SubGraph) -> Groups;
type MakeCut = fn(Vec<Vec<Name>>) -> Cut;

/// Parts of the graph without an edge between them.
fn choice(graph: &SubGraph) -> Groups {
    groups_of(graph.len(), |a, b| graph.has_edge(a, b) || graph.has_edge(b, a))
}

/// Groups each of which leads to the next and never back.
fn sequence(graph: &SubGraph) -> Groups {
    let reach = graph.reach();
    let mut groups = groups_of(graph.len(), |a, b| reach[a][b] == reach[b][a]);
    // Of two groups exactly one is reached from the other, so this is an order.
    groups.sort_by(|one, other| reach[other[0]][one[0]].cmp(&reach[one[0]][other[0]]));
    let together = together_where_skipped(graph, groups.clone());
    if 1 < together.len() { together } else { groups }
}

/// Groups whose activities follow each other in both orders; each begins and ends some cases.
fn parallel(graph: &SubGraph) -> Groups {
    let mut groups = groups_of(graph.len(), |a, b| !(graph.has_edge(a, b) && graph.has_edge(b, a)));
    let is_whole =
        |group: &Vec<usize>| group.iter().any(|at| 0 < graph.starts[*at]) && group.iter().any(|at| 0 < graph.ends[*at]);
    // A group that begins or ends nothing belongs to another one.
    while let Some(at) = groups.iter().position(|group| !is_whole(group)).filter(|_| 1 < groups.len()) {
        let group = groups.remove(at);
        groups[0].extend(group);
        groups[0].sort_unstable();
    }
    groups
}

/// A body with all that begins and ends cases, and groups that lead from its ends back to its starts.
fn repetition(graph: &SubGraph) -> Groups {
    let is_start = |at: usize| 0 < graph.starts[at];
    let is_end = |at: usize| 0 < graph.ends[at];
    let mut is_body: Vec<bool> = (0..graph.len()).map(|at| is_start(at) || is_end(at)).collect();
    loop {
        let redo = redo_groups(graph, &is_body);
        let Some(group) = redo.iter().find(|group| !is_redo(graph, group, &is_body)) else {
            let body = (0..graph.len()).filter(|at| is_body[*at]).collect();
            return [vec![body], redo].concat();
        };
        group.iter().for_each(|at| is_body[*at] = true);
    }
}

/// Parts of what is not the body, without an edge between them.
fn redo_groups(graph: &SubGraph, is_body: &[bool]) -> Groups {
    let is_tied = |a: usize, b: usize| !is_body[a] && !is_body[b] && (graph.has_edge(a, b) || graph.has_edge(b, a));
    groups_of(graph.len(), is_tied).into_iter().filter(|group| !is_body[group[0]]).collect()
}

/// Whether a group is entered from ends of the body alone and from each of them, and leads to starts alone and to each.
fn is_redo(graph: &SubGraph, group: &[usize], is_body: &[bool]) -> bool {
    let body = || (0..graph.len()).filter(|at| is_body[*at]);
    let (is_start, is_end) = (|at: usize| 0 < graph.starts[at], |at: usize| 0 < graph.ends[at]);
    let enters = |at: usize, to: usize| graph.has_edge(at, to);
    let only_ends = body().filter(|at| !is_end(*at)).all(|at| !group.iter().any(|to| enters(at, *to)));
    let only_starts = body().filter(|at| !is_start(*at)).all(|at| !group.iter().any(|from| enters(*from, at)));
    let entries = group.iter().filter(|to| body().any(|at| enters(at, **to)));
    let exits = group.iter().filter(|from| body().any(|at| enters(**from, at)));
    let from_each = entries.clone().all(|to| body().filter(|at| is_end(*at)).all(|at| enters(at, *to)));
    let to_each = exits.clone().all(|from| body().filter(|at| is_start(*at)).all(|at| enters(*from, at)));
    only_ends && only_starts && from_each && to_each && 0 < entries.count() && 0 < exits.count()
}

/// Groups of those that are tied, directly or by others; in order of their first members.
fn groups_of(n: usize, is_tied: impl Fn(usize, usize) -> bool) -> Groups {
    let mut group_of: Vec<usize> = (0..n).collect();
    for a in 0..n {
        for b in a + 1..n {
            if group_of[a] != group_of[b] && is_tied(a, b) {
                let (kept, gone) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
                group_of.iter_mut().filter(|group| **group == gone).for_each(|group| *group = kept);
            }
        }
    }
    let members = |group: usize| -> Vec<usize> { (0..n).filter(|at| group_of[*at] == group).collect() };
    (0..n).filter(|at| group_of[*at] == *at).map(members).collect()
}
