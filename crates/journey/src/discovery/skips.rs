//! Neighbours of a sequence that are left out together.

use super::sub_graph::SubGraph;

/// Puts neighbours of a sequence together where one cannot happen without the other.
///
/// If *a* and *b* are both optional, but *a* never goes on to anything beyond *b*, they are one optional part: as two, the
/// model would allow *a* alone (the strict sequence cut; Leemans, *Robust Process Mining with Guarantees*, 2017).
pub(super) fn together_where_skipped(graph: &SubGraph, groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let ways = Ways::of(graph, &groups);
    let mut is_tied_to_next = vec![false; groups.len()];
    for optional in (0..groups.len()).filter(|group| ways.is_skipped(*group)) {
        let before = (0..optional).rev().take_while(|group| ways.leads_to[*group] <= optional as i64);
        before.for_each(|group| is_tied_to_next[group] = true);
        let after = (optional + 1..groups.len()).take_while(|group| optional as i64 <= ways.entered_from[*group]);
        after.for_each(|group| is_tied_to_next[group - 1] = true);
    }
    let mut together: Vec<Vec<usize>> = Vec::new();
    for (at, group) in groups.into_iter().enumerate() {
        match together.last_mut() {
            Some(last) if is_tied_to_next[at - 1] => last.extend(group),
            _ => together.push(group),
        }
    }
    together
}

/// The ways between the groups of a sequence; before the first is −1, and after the last their number.
struct Ways {
    /// The furthest that a way goes from each group, and the furthest back that one comes into it.
    leads_to: Vec<i64>,
    entered_from: Vec<i64>,
    all: Vec<(i64, i64)>,
}

impl Ways {
    fn of(graph: &SubGraph, groups: &[Vec<usize>]) -> Ways {
        let mut group_of = vec![0; graph.len()];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|at| group_of[*at] = number as i64);
        }
        let places = || 0..graph.len();
        let between = places().flat_map(|from| places().map(move |to| (from, to)));
        let edges = between.filter(|(from, to)| graph.has_edge(*from, *to)).map(|(a, b)| (group_of[a], group_of[b]));
        let starts = places().filter(|at| 0 < graph.starts[*at]).map(|at| (-1, group_of[at]));
        let ends = places().filter(|at| 0 < graph.ends[*at]).map(|at| (group_of[at], groups.len() as i64));
        let all: Vec<(i64, i64)> = edges.chain(starts).chain(ends).collect();
        let numbers = || 0..groups.len() as i64;
        let to = |group| all.iter().filter(|(from, _)| *from == group).map(|(_, to)| *to).max().unwrap_or(group);
        let from = |group| all.iter().filter(|(_, to)| *to == group).map(|(from, _)| *from).min().unwrap_or(group);
        Ways { leads_to: numbers().map(to).collect(), entered_from: numbers().map(from).collect(), all }
    }

    /// Whether a way goes past a group.
    fn is_skipped(&self, group: usize) -> bool {
        self.all.iter().any(|(from, to)| *from < group as i64 && (group as i64) < *to)
    }
}
