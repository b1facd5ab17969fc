//! Counts by a number, and of all from that number on.

use crate::count::{Shown, shown};
use crate::{Policy, Released};

/// Counts of those with so many, and of those with at least so many, from nought on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Numbers that stand together and how many have one of them, in order.
    pub parts: Vec<(Numbers, Shown<u64>)>,
    /// The first number of each part, and how many have that number or more.
    pub points: Vec<(u64, Shown<u64>)>,
}

/// Numbers from the first to the last, or to any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub first: u64,
    pub last: Option<u64>,
}

impl std::fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.last {
            Some(last) if last == self.first => write!(formatter, "{last}"),
            Some(last) => write!(formatter, "{} to {last}", self.first),
            None => write!(formatter, "{} or more", self.first),
        }
    }
}

impl Curve {
    /// Those with at least so many; withheld where no part begins there.
    pub fn at_least(&self, n: u64) -> Shown<u64> {
        self.points.iter().find(|(first, _)| *first == n).map_or(Shown::Withheld, |(_, shown)| *shown)
    }
}

/// Releases how many have exactly 0, 1, 2 and so on.
///
/// Each point of a curve is the part that has exactly so many, and the next point. So whoever sees points and parts can
/// subtract, and rounding alone does not keep them from telling a withheld one: parts of 10, 1 and 1 would be shown as 10, `[c]`
/// and `[c]` beside points of 10 and `[c]`, and nothing fits but 1 and 1. So numbers that few have stand together with their
/// neighbours, from the largest number down, until there are enough to be seen; nothing then is withheld unless there are too
/// few altogether.
pub fn release_curve(counts: &[u64], policy: &Policy) -> Released<Curve> {
    let is_enough = |n: u64| 0 < n && !policy.withholds(n);
    // First numbers of parts, and how many each part has, from the end.
    let mut parts: Vec<(usize, u64)> = Vec::new();
    let mut gathered = 0;
    for (at, n) in counts.iter().enumerate().rev() {
        gathered += n;
        if is_enough(gathered) {
            parts.push((at, gathered));
            gathered = 0;
        }
    }
    match parts.last_mut() {
        Some((first, n)) => (*first, *n) = (0, *n + gathered),
        None => parts.push((0, gathered)),
    }
    parts.reverse();
    let last_of = |at: usize| parts.get(at + 1).map(|(next, _)| *next as u64 - 1);
    let numbers = |at: usize| Numbers { first: parts[at].0 as u64, last: last_of(at) };
    let sum = |from: usize| parts[from..].iter().map(|(_, n)| n).sum();
    let range = 0..parts.len();
    Released(Curve {
        parts: range.clone().map(|at| (numbers(at), shown(parts[at].1, policy))).collect(),
        points: range.map(|at| (parts[at].0 as u64, shown(sum(at), policy))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HES, LINKED_FAMILIES};
    use std::collections::{BTreeMap, BTreeSet};

    fn text(counts: &[u64]) -> String {
        let curve = release_curve(counts, &LINKED_FAMILIES).into_inner();
        let parts: Vec<String> = curve.parts.iter().map(|(numbers, n)| format!("{numbers}: {n}")).collect();
        let points: Vec<String> = curve.points.iter().map(|(first, n)| format!("{first}+: {n}")).collect();
        format!("{} | {}", parts.join(", "), points.join(", "))
    }

    #[test]
    fn numbers_that_few_have_stand_with_their_neighbours() {
        assert_eq!(text(&[100, 50, 30, 20]), "0: 100, 1: 50, 2: 30, 3 or more: 20 | 0+: 200, 1+: 100, 2+: 50, 3+: 20");
        assert_eq!(text(&[100, 50, 30, 2]), "0: 100, 1: 50, 2 or more: 30 | 0+: 180, 1+: 80, 2+: 30");
        assert_eq!(text(&[100, 50, 10, 4, 7]), "0: 100, 1: 50, 2: 10, 3 or more: 10 | 0+: 170, 1+: 70, 2+: 20, 3+: 10");
        assert_eq!(text(&[3, 50, 0, 20]), "0 to 2: 55, 3 or more: 20 | 0+: 75, 3+: 20");
        assert_eq!(text(&[1, 1, 10]), "0 or more: 10 | 0+: 10");
        assert_eq!(text(&[2, 1]), "0 or more: [c] | 0+: [c]");
        assert_eq!((text(&[0, 0]), text(&[])), ("0 or more: 0 | 0+: 0".to_owned(), "0 or more: 0 | 0+: 0".to_owned()));
        let curve = release_curve(&[100, 50, 30, 2], &LINKED_FAMILIES).into_inner();
        assert_eq!((curve.at_least(2), curve.at_least(3)), (Shown::Value(30), Shown::Withheld));
    }

    /// Every set of counts that shows the same is a possible truth: a small count, and a small number of those with at least so
    /// many, must have more than one value among them.
    fn check(policy: &Policy, n_counts: u32, most: u64, shown_most: u64) {
        let mut possible: BTreeMap<String, Vec<BTreeSet<u64>>> = BTreeMap::new();
        let n_values = most + 1;
        for number in 0..n_values.pow(n_counts) {
            let counts: Vec<u64> = (0..n_counts).map(|at| number / n_values.pow(at) % n_values).collect();
            let curve = release_curve(&counts, policy).into_inner();
            // What is shown as more may be more than is tried here.
            if curve.parts.iter().any(|(_, n)| n.value().is_some_and(|n| shown_most < n)) {
                continue;
            }
            let values =
                possible.entry(format!("{curve:?}")).or_insert_with(|| vec![BTreeSet::new(); 2 * counts.len()]);
            for at in 0..counts.len() {
                values[at].insert(counts[at]);
                values[counts.len() + at].insert(counts[at..].iter().sum());
            }
        }
        for (seen, values) in &possible {
            let is_told = |values: &&BTreeSet<u64>| values.len() == 1 && values.iter().all(|n| policy.withholds(*n));
            assert_eq!(values.iter().find(is_told), None, "{}: {seen} {values:?}", policy.id);
        }
    }

    #[test]
    fn no_small_number_can_be_told_from_a_curve() {
        for policy in [HES, LINKED_FAMILIES] {
            check(&policy, 3, 27, 20);
            check(&policy, 4, 15, 10);
        }
    }
}
