//! Groups that overlap, everybody who is in any, and the records of all.

use crate::count::{Shown, possible, shown};
use crate::policy::Policy;
use crate::released::Released;

/// How many are in each group, how many there are altogether, and how many records they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub groups: Vec<Shown<u64>>,
    pub everybody: Shown<u64>,
    pub records: Shown<u64>,
}

impl Released<Overlap> {
    /// The groups, in their order.
    pub fn groups(&self) -> Vec<Released<Shown<u64>>> {
        self.get().groups.iter().map(|group| Released(*group)).collect()
    }

    pub fn everybody(&self) -> Released<Shown<u64>> {
        Released(self.get().everybody)
    }

    pub fn records(&self) -> Released<Shown<u64>> {
        Released(self.get().records)
    }
}

/// Releases the sizes of groups to which the same people may belong.
///
/// Everybody is in a group, and has a record in each of theirs: `everybody ≤ sum of groups ≤ records`. So a withheld group lies between
/// everybody less the most that the others can be and the records less their least: groups of 10, 1 and 1 with twelve records
/// would be shown as 10, `[c]`, `[c]` and 10, and nothing fits but 1 and 1. Where one value only is left for a group, the number of
/// records is withheld, then the two smallest groups that are shown, and in the end everybody.
pub fn release_overlap(groups: &[u64], everybody: u64, records: u64, policy: &Policy) -> Released<Overlap> {
    let mut overlap = Overlap {
        groups: groups.iter().map(|n| shown(*n, policy)).collect(),
        everybody: shown(everybody, policy),
        records: shown(records, policy),
    };
    while (0..groups.len()).any(|at| is_given_away(&overlap, at, policy)) {
        if overlap.records != Shown::Withheld {
            overlap.records = Shown::Withheld;
            continue;
        }
        let mut seen: Vec<usize> =
            (0..groups.len()).filter(|at| overlap.groups[*at] != Shown::Withheld && 0 < groups[*at]).collect();
        seen.sort_by_key(|at| (groups[*at], *at));
        match seen.is_empty() {
            false => seen.iter().take(2).for_each(|at| overlap.groups[*at] = Shown::Withheld),
            true if overlap.everybody != Shown::Withheld => overlap.everybody = Shown::Withheld,
            true => break,
        }
    }
    Released(overlap)
}

/// Whether one value only is left for a withheld group: whatever the withheld ones may be, or if all are small.
fn is_given_away(overlap: &Overlap, at: usize, policy: &Policy) -> bool {
    let span = |most: u64| {
        let others = overlap.groups.iter().enumerate().filter(|(other, _)| *other != at);
        let (least, largest) = others
            .map(|(_, group)| possible(*group, most, policy))
            .fold((0, 0_u64), |(least, largest), (from, to)| (least + from, largest.saturating_add(to)));
        let (everybody, everybody_most) = possible(overlap.everybody, u64::MAX, policy);
        let (_, records) = possible(overlap.records, u64::MAX, policy);
        let from = everybody.saturating_sub(largest).max(1);
        let to = records.saturating_sub(least).min(everybody_most).min(most);
        (from, to)
    };
    if overlap.groups[at] != Shown::Withheld {
        return false;
    }
    let (small, any) = (span(policy.n_withheld_max), span(u64::MAX));
    // Not all that is withheld need be small, so a contradiction there tells nothing.
    small.0 == small.1 || any.1 <= any.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{LINKED_FAMILIES, T16};
    use std::collections::{BTreeMap, BTreeSet};

    fn text(groups: &[u64], everybody: u64, records: u64) -> String {
        let overlap = release_overlap(groups, everybody, records, &LINKED_FAMILIES).into_inner();
        let groups: Vec<String> = overlap.groups.iter().map(ToString::to_string).collect();
        format!("{} of {} with {}", groups.join(" "), overlap.everybody, overlap.records)
    }

    #[test]
    fn a_group_that_could_be_told_takes_others_with_it() {
        assert_eq!(text(&[100, 50, 3], 120, 170), "100 50 [c] of 120 with 170");
        assert_eq!(text(&[10, 1, 1], 11, 12), "10 [c] [c] of 10 with [c]");
        assert_eq!(text(&[998, 1, 1, 1, 1], 1_000, 1_002), "1000 [c] [c] [c] [c] of 1000 with [c]");
        // Twelve and twelve at most, and thirty-three at least: nine.
        assert_eq!(text(&[12, 12, 9], 33, 40), "[c] [c] [c] of 35 with [c]");
        assert_eq!(text(&[0, 40], 40, 40), "0 40 of 40 with 40");
    }

    /// Every truth that shows the same is possible: a small group must have more than one size among them.
    #[test]
    fn no_small_group_can_be_told() {
        for policy in [T16, LINKED_FAMILIES] {
            let mut possible: BTreeMap<String, [BTreeSet<u64>; 2]> = BTreeMap::new();
            // What is shown as 10 is at most 12, so these are all truths that show no more.
            for groups in (0..13 * 13).map(|n: u64| [n % 13, n / 13]) {
                let sum = groups.iter().sum::<u64>();
                for everybody in groups[0].max(groups[1])..=sum {
                    for records in sum..=30 {
                        let overlap = release_overlap(&groups, everybody, records, &policy).into_inner();
                        let sizes = possible.entry(format!("{overlap:?}")).or_default();
                        sizes.iter_mut().zip(groups).for_each(|(sizes, size)| sizes.extend([size]));
                    }
                }
            }
            for (seen, sizes) in &possible {
                let is_told = |sizes: &&BTreeSet<u64>| sizes.len() == 1 && sizes.iter().all(|n| policy.withholds(*n));
                assert_eq!(sizes.iter().find(is_told), None, "{policy:?}: {seen}");
            }
        }
    }
}
