//! A model of how cases go, discovered from a log: the inductive miner for infrequent behaviour.
//!
//! Leemans, Fahland and van der Aalst, *Discovering Block-Structured Process Models from Event Logs Containing Infrequent
//! Behaviour* (2013). A log is cut into parts that follow one another, exclude one another, run side by side or repeat;
//! each part is a smaller log, until single activities are left. What cannot be cut is generalised, never left out.

mod bpmn;
mod cuts;
mod fall_through;
mod net;
mod pnml;
mod skips;
mod split;
mod sub_graph;
mod sub_log;
mod tree;

pub use bpmn::to_bpmn;
pub use net::{Arc, Node, PetriNet, Transition};
pub use pnml::to_pnml;
pub use tree::ProcessTree;

use std::collections::BTreeSet;

use model::event_log::Name;

use crate::Variants;
use cuts::{Cut, find_cut};
use fall_through::fall_through;
use split::split;
use sub_graph::{BesideEnd, SubGraph};
use sub_log::SubLog;

/// Discovers a process tree from the variants of a log.
///
/// An edge is left out of the graph in which cuts are sought if it is rarer than `threshold` times the most frequent next step
/// from its activity, and only where there is no cut otherwise. At 0 every variant can be replayed.
///
/// # Panics
/// If the threshold is not from 0 to 1.
pub fn discover(variants: &Variants, threshold: f64) -> ProcessTree {
    assert!((0.0..=1.0).contains(&threshold), "a threshold of noise is from 0 to 1");
    mine(&SubLog::of(variants), threshold).simplified()
}

fn mine(log: &SubLog, threshold: f64) -> ProcessTree {
    if log.activities().is_empty() {
        return ProcessTree::Silent;
    }
    if 0 < log.n_empty() {
        return with_empty_traces(log, threshold);
    }
    if let Some(activity) = log.single_activity() {
        return ProcessTree::Activity(activity);
    }
    let graph = SubGraph::of(log);
    match find_cut(&graph).or_else(|| cut_without_rare(log, &graph, threshold)) {
        Some(cut) => of_cut(log, &cut, threshold),
        None => fall_through(log, &graph, |part| mine(part, threshold)),
    }
}

/// Cases in which nothing of the part happened make it optional, unless they are rare beside the others.
fn with_empty_traces(log: &SubLog, threshold: f64) -> ProcessTree {
    let filled = log.without_empty();
    let is_rare = log.n_empty() as f64 <= threshold * filled.n_traces() as f64;
    let tree = mine(&filled, threshold);
    if is_rare { tree } else { ProcessTree::Choice(vec![ProcessTree::Silent, tree]) }
}

/// A cut of the graph without its rare edges.
///
/// Noise is rare behaviour, not a rare activity. Where many cases end after an activity, edges that are rare beside the end
/// may be all that ties another activity to the rest; they are left out too only if there is no cut otherwise.
fn cut_without_rare(log: &SubLog, graph: &SubGraph, threshold: f64) -> Option<Cut> {
    let activities = log.activities();
    let keeps_activities = |cut: &Cut| {
        let kept = split(log, cut).iter().flat_map(SubLog::activities).collect::<BTreeSet<Name>>();
        kept == activities
    };
    let beside_activities = find_cut(&graph.without_rare(threshold, BesideEnd::No)).filter(keeps_activities);
    beside_activities.or_else(|| find_cut(&graph.without_rare(threshold, BesideEnd::Yes)))
}

fn of_cut(log: &SubLog, cut: &Cut, threshold: f64) -> ProcessTree {
    // A group that no trace goes to, because each has more events of another one, is rare: it is not a way past the others.
    let has_traces = |part: &&SubLog| !matches!(cut, Cut::Choice(_)) || 0 < part.n_traces();
    let parts = split(log, cut);
    let mut trees: Vec<ProcessTree> = parts.iter().filter(has_traces).map(|part| mine(part, threshold)).collect();
    match cut {
        Cut::Choice(_) => ProcessTree::Choice(trees),
        Cut::Sequence(_) => ProcessTree::Sequence(trees),
        Cut::Parallel(_) => ProcessTree::Parallel(trees),
        Cut::Loop(_) => {
            let redo = trees.split_off(1);
            let body = trees.pop().expect("a loop has a body");
            ProcessTree::Loop { body: Box::new(body), redo: Box::new(ProcessTree::Choice(redo)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, TieRule, Traces, variants};

    /// A log in which each word is a case and each letter an activity, and the tree discovered from it.
    fn check_tree(cases: &str, threshold: f64, expected: &str) {
        let mut rows = String::from("case | activity | start\n");
        for (case, word) in cases.split(' ').enumerate() {
            for (at, letter) in word.chars().enumerate() {
                rows += &format!("{case} | {letter} | 2025-01-{:02} 09:00\n", at + 1);
            }
        }
        let log = log_of(&rows);
        let tree = discover(&variants(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder)), threshold);
        assert_eq!(tree.in_words(&log.activities), expected, "{cases}");
    }

    #[test]
    fn each_kind_of_cut_is_found() {
        check_tree("abc abc", 0.0, "→(a, b, c)");
        check_tree("ab ac", 0.0, "→(a, ×(b, c))");
        check_tree("abcd acbd", 0.0, "→(a, ∧(b, c), d)");
        check_tree("abd acd ad", 0.0, "→(a, ×(τ, b, c), d)");
        check_tree("ab abcab abcabcab", 0.0, "↺(→(a, b), c)");
        check_tree("aa a aaa", 0.0, "↺(a, τ)");
    }

    #[test]
    fn nested_blocks_are_discovered() {
        check_tree("abcf acbf abcdecbf acbdebcf", 0.0, "→(a, ↺(∧(b, c), →(d, e)), f)");
    }

    #[test]
    fn what_is_left_out_together_is_one_optional_part() {
        check_tree("abcd ad", 0.0, "→(a, ×(τ, →(b, c)), d)");
        check_tree("abcd ad acd", 0.0, "→(a, ×(τ, →(×(τ, b), c)), d)");
        check_tree("abcd ad acd abd", 0.0, "→(a, ×(τ, b), ×(τ, c), d)");
    }

    #[test]
    fn rare_behaviour_is_left_out_at_a_threshold() {
        let often = "abc ".repeat(20);
        check_tree(&format!("{often}bac"), 0.0, "→(∧(a, b), c)");
        check_tree(&format!("{often}ab"), 0.2, "→(a, b, c)");
    }

    #[test]
    fn a_part_is_optional_unless_cases_without_it_are_rare_beside_those_with_it() {
        let cases = |n_without: usize| format!("{}{}ac", "abc ".repeat(50), "ac ".repeat(n_without - 1));
        check_tree(&cases(8), 0.16, "→(a, b, c)");
        // 9 / 50 is above 0.16; 9 / 59 is below it.
        check_tree(&cases(9), 0.16, "→(a, ×(τ, b), c)");
    }

    #[test]
    fn what_has_no_cut_is_generalised() {
        check_tree("aabb bbaa abab", 0.0, "∧(↺(a, τ), ↺(b, τ))");
        check_tree("abc bca", 0.0, "∧(a, →(b, c))");
    }
}
