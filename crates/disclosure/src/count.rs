//! Counts of people.

use std::fmt;

use crate::{Policy, Released};

/// A figure as it may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<T> {
    Value(T),
    /// Withheld: too few people, or it would give another figure away.
    Withheld,
}

impl<T: Copy> Shown<T> {
    pub fn value(self) -> Option<T> {
        match self {
            Shown::Value(value) => Some(value),
            Shown::Withheld => None,
        }
    }
}

/// `[c]`, confidential, as the Government Analysis Function has it (method, section 9.1).
impl<T: fmt::Display> fmt::Display for Shown<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::Value(value) => value.fmt(formatter),
            Shown::Withheld => formatter.write_str("[c]"),
        }
    }
}

/// One count, by itself.
pub fn release_count(n: u64, policy: &Policy) -> Released<Shown<u64>> {
    Released(shown(n, policy))
}

pub(crate) fn shown(n: u64, policy: &Policy) -> Shown<u64> {
    if policy.withholds(n) { Shown::Withheld } else { Shown::Value(policy.rounded(n)) }
}

/// Parts that add up to a total, and the total. The total is made of the parts as they are, not as they are shown.
///
/// What is shown is then looked at as somebody outside would: the total less the most and the least that the other parts
/// can be. Where that leaves one value only for a withheld part, the two smallest parts that are shown are withheld too (one alone would
/// be told by its being the smallest); where none is left, the total is. Rounding alone does not do: parts of 8, 8 and 1 are shown
/// as 10, 10, `[c]` and 15, and nothing but 1 fits, though the method (section 9.1) says that rounding suffices.
pub fn release_counts(parts: &[u64], policy: &Policy) -> Released<(Vec<Shown<u64>>, Shown<u64>)> {
    let mut cells: Vec<Shown<u64>> = parts.iter().map(|n| shown(*n, policy)).collect();
    let mut total = shown(parts.iter().sum(), policy);
    while (0..cells.len()).any(|at| is_given_away(&cells, total, at, policy)) {
        let seen = (0..parts.len()).filter(|at| cells[*at] != Shown::Withheld && 0 < parts[*at]);
        let mut seen: Vec<usize> = seen.collect();
        seen.sort_by_key(|at| (parts[*at], *at));
        match seen.is_empty() {
            false => seen.iter().take(2).for_each(|at| cells[*at] = Shown::Withheld),
            true if total != Shown::Withheld => total = Shown::Withheld,
            true => break,
        }
    }
    Released((cells, total))
}

/// Whether what is shown leaves one value only for a withheld part: whatever the withheld ones may be, or if all are small.
fn is_given_away(cells: &[Shown<u64>], total: Shown<u64>, at: usize, policy: &Policy) -> bool {
    if cells[at] != Shown::Withheld {
        return false;
    }
    let (from, to) = span(cells, total, at, policy, policy.n_withheld_max);
    if from == to {
        return true;
    }
    let (from, to) = span(cells, total, at, policy, u64::MAX);
    to <= from
}

/// The least and the most that a withheld part can be, no withheld part being more than `most`.
fn span(cells: &[Shown<u64>], total: Shown<u64>, at: usize, policy: &Policy, most: u64) -> (u64, u64) {
    let others =
        cells.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, cell)| policy.possible(*cell, most));
    let sum = |(low, high): (u64, u64), (from, to): (u64, u64)| (low + from, high.saturating_add(to));
    let (others_from, others_to) = others.fold((0, 0), sum);
    let (total_from, total_to) = policy.possible(total, u64::MAX);
    (total_from.saturating_sub(others_to).max(1), total_to.saturating_sub(others_from).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HES, LINKED_FAMILIES, SUPPRESSION_ONLY};
    use std::collections::{BTreeMap, BTreeSet};

    /// Method, T16, with `[c]` for its `*`.
    #[test]
    fn counts_are_withheld_and_rounded_as_in_t16() {
        let of = |n| release_count(n, &HES).get().to_string();
        let expected = [
            (0, "0"),
            (1, "[c]"),
            (3, "[c]"),
            (7, "[c]"),
            (8, "10"),
            (11, "10"),
            (12, "10"),
            (13, "15"),
            (15, "15"),
            (17, "15"),
            (18, "20"),
            (22, "20"),
            (23, "25"),
            (102, "100"),
            (103, "105"),
        ];
        for (n, shown) in expected {
            assert_eq!(of(n), shown, "{n}");
        }
        let (parts, total) = release_counts(&[3, 12, 40], &HES).into_inner();
        let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
        assert_eq!((parts, total.to_string()), (vec!["[c]".into(), "10".into(), "40".into()], "55".to_owned()));
    }

    #[test]
    fn a_withheld_part_that_could_be_told_takes_another_with_it() {
        let rounded = release_counts(&[8, 8, 1], &HES).into_inner();
        assert_eq!(rounded, (vec![Shown::Withheld; 3], Shown::Value(15)));
        let of = |parts: &[u64]| {
            let (cells, total) = release_counts(parts, &SUPPRESSION_ONLY).into_inner();
            format!("{} = {total}", cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "))
        };
        assert_eq!(of(&[3, 12, 40, 50]), "[c] + [c] + [c] + 50 = 105");
        assert_eq!(of(&[3, 2, 40]), "[c] + [c] + 40 = 45");
        assert_eq!(of(&[3, 0, 0]), "[c] + 0 + 0 = [c]");
        assert_eq!(of(&[4, 0, 40]), "[c] + 0 + [c] = 44");
        assert_eq!(of(&[30, 0, 40]), "30 + 0 + 40 = 70");
    }

    /// Every set of parts that shows the same is a possible truth; a withheld part must have more than one value among
    /// them, whatever the policy.
    #[test]
    fn no_withheld_part_can_be_told_from_the_total_and_the_others() {
        for policy in [HES, LINKED_FAMILIES, SUPPRESSION_ONLY] {
            let mut possible: BTreeMap<String, Vec<BTreeSet<u64>>> = BTreeMap::new();
            for parts in (0..28 * 28 * 28).map(|n: u64| [n % 28, n / 28 % 28, n / (28 * 28)]) {
                let (cells, total) = release_counts(&parts, &policy).into_inner();
                // What is shown as more than 20 may be more than is tried here.
                if cells.iter().any(|cell| cell.value().is_some_and(|n| 20 < n)) {
                    continue;
                }
                let values = possible.entry(format!("{cells:?} {total}")).or_insert_with(|| vec![BTreeSet::new(); 3]);
                for at in (0..3).filter(|at| cells[*at] == Shown::Withheld) {
                    values[at].insert(parts[at]);
                }
            }
            for (seen, values) in &possible {
                assert!(values.iter().all(|values| values.len() != 1), "{}: {seen} {values:?}", policy.id);
            }
        }
    }

    /// Method, section 13: differencing two releases never recovers a cell of 1 to 7. One of them is of a part of the
    /// place, the other of the whole; what lies between is withheld.
    #[test]
    fn no_difference_of_two_releases_gives_a_withheld_count_away() {
        let mut possible: BTreeMap<(String, String), BTreeSet<u64>> = BTreeMap::new();
        for (part, between) in (0..60).flat_map(|part: u64| (1..=7).map(move |between| (part, between))) {
            let seen = [part, part + between].map(|n| release_count(n, &HES).get().to_string());
            possible.entry(seen.into()).or_default().insert(between);
        }
        // Where the part is nobody, the whole is the withheld count itself, and is withheld as such.
        assert!(possible.values().all(|values| 1 < values.len()), "{possible:?}");
    }
}
