//! How right the links are, compared with labels or against known truth.

use statistics::Share;

use crate::clusters::Clusters;

/// Pairs right and wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    pub true_positives: u64,
    pub false_positives: u64,
    pub false_negatives: u64,
}

impl PairCounts {
    /// Of the pairs linked, the share that is right.
    pub fn precision(&self) -> Option<Share> {
        Share::wilson(self.true_positives, self.true_positives + self.false_positives)
    }

    /// Of the true pairs, the share that is linked.
    pub fn recall(&self) -> Option<Share> {
        Share::wilson(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// Harmonic mean of precision and recall; 0 where nothing was found.
    pub fn f1(&self) -> f64 {
        let twice = 2.0 * self.true_positives as f64;
        let all = twice + (self.false_positives + self.false_negatives) as f64;
        if all == 0.0 { 0.0 } else { twice / all }
    }
}

/// Pairs within clusters against pairs within the truth, both given as a label for each row.
pub fn pairs_against_truth(clusters: &Clusters, truth: &[u32]) -> PairCounts {
    let both: Vec<(u32, u32)> = clusters.labels().iter().copied().zip(truth.iter().copied()).collect();
    let n_both = n_pairs(both);
    let n_found = n_pairs(clusters.labels().to_vec());
    let n_true = n_pairs(truth.to_vec());
    PairCounts { true_positives: n_both, false_positives: n_found - n_both, false_negatives: n_true - n_both }
}

/// The same for each group of rows: a pair across two groups counts in both.
pub fn group_pairs_against_truth(clusters: &Clusters, truth: &[u32], groups: &[u16]) -> Vec<PairCounts> {
    let n_groups = groups.iter().max().map_or(0, |group| usize::from(*group) + 1);
    let found: Vec<u32> = clusters.labels().to_vec();
    let both: Vec<(u32, u32)> = found.iter().copied().zip(truth.iter().copied()).collect();
    let n_both = n_pairs_by_group(&both, groups, n_groups);
    let n_found = n_pairs_by_group(&found, groups, n_groups);
    let n_true = n_pairs_by_group(truth, groups, n_groups);
    let counts = n_both.into_iter().zip(n_found).zip(n_true);
    let counts = counts.map(|((both, found), all)| PairCounts {
        true_positives: both,
        false_positives: found - both,
        false_negatives: all - both,
    });
    counts.collect()
}

/// Pairs of one label that touch each group: all of the label but those between rows of other groups.
fn n_pairs_by_group<K: Ord + Copy>(labels: &[K], groups: &[u16], n_groups: usize) -> Vec<u64> {
    let mut rows: Vec<(K, u16)> = labels.iter().copied().zip(groups.iter().copied()).collect();
    rows.sort_unstable();
    let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as u64;
    let mut n_of = vec![0; n_groups];
    for same in rows.chunk_by(|one, other| one.0 == other.0) {
        for group in same.chunk_by(|one, other| one.1 == other.1) {
            n_of[usize::from(group[0].1)] += pairs(same.len()) - pairs(same.len() - group.len());
        }
    }
    n_of
}

fn n_pairs<K: Ord>(mut labels: Vec<K>) -> u64 {
    labels.sort_unstable();
    labels.chunk_by(|a, b| a == b).map(|same| same.len() as u64 * (same.len() as u64 - 1) / 2).sum()
}

/// A pair that a person judged, and its weight; none where no blocking rule makes it or it was not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledPair {
    pub weight: Option<f64>,
    pub is_match: bool,
}

/// What a threshold would do to labelled pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThresholdRow {
    /// Match weight in bits.
    pub weight_min: f64,
    pub counts: PairCounts,
}

/// What each threshold would do, in the order given.
pub fn threshold_table(pairs: &[LabelledPair], thresholds: &[f64]) -> Vec<ThresholdRow> {
    let row = |weight_min: &f64| {
        let mut counts = PairCounts::default();
        for pair in pairs {
            match (pair.weight.is_some_and(|weight| *weight_min <= weight), pair.is_match) {
                (true, true) => counts.true_positives += 1,
                (true, false) => counts.false_positives += 1,
                (false, true) => counts.false_negatives += 1,
                (false, false) => {}
            }
        }
        ThresholdRow { weight_min: *weight_min, counts }
    };
    thresholds.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_held_against_the_truth() {
        // Found: {0, 1, 2}, {3, 4}. True: {0, 1}, {2, 3, 4}. Right pairs: 0-1 and 3-4 of 4 found and 4 true.
        let clusters = Clusters::of_labels(&[0, 0, 0, 1, 1]);
        let truth = [7, 7, 8, 8, 8];
        let counts = pairs_against_truth(&clusters, &truth);
        assert_eq!(counts, PairCounts { true_positives: 2, false_positives: 2, false_negatives: 2 });
        assert_eq!(counts.f1(), 0.5);
    }

    #[test]
    fn a_pair_across_two_groups_counts_in_both() {
        // The pairs of the test above: found 0-1 right, 0-2 and 1-2 wrong, 3-4 right; missed 2-3 and 2-4. Row 2 is of group 1.
        let clusters = Clusters::of_labels(&[0, 0, 0, 1, 1]);
        let counts = group_pairs_against_truth(&clusters, &[7, 7, 8, 8, 8], &[0, 0, 1, 0, 0]);
        let expected = |true_positives| PairCounts { true_positives, false_positives: 2, false_negatives: 2 };
        assert_eq!(counts, [expected(2), expected(0)]);
    }

    #[test]
    fn a_threshold_trades_precision_for_recall() {
        let pair = |weight, is_match| LabelledPair { weight, is_match };
        let pairs =
            [pair(Some(9.0), true), pair(Some(4.0), true), pair(Some(3.0), false), pair(None, true), pair(None, false)];
        let table = threshold_table(&pairs, &[2.0, 5.0]);
        assert_eq!(table[0].counts, PairCounts { true_positives: 2, false_positives: 1, false_negatives: 1 });
        assert_eq!(table[1].counts, PairCounts { true_positives: 1, false_positives: 0, false_negatives: 2 });
        assert_eq!(table[1].counts.precision().map(|share| share.value), Some(1.0));
    }
}
