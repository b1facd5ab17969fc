//! How right the links are, held against labels or against known truth.

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

/// B-cubed precision and recall: the mean over records of how pure and how whole their cluster is.
///
/// Unlike pairs, it does not let a few large clusters speak for all (Bagga and Baldwin 1998).
pub fn b_cubed(clusters: &Clusters, truth: &[u32]) -> (f64, f64) {
    let found = sizes(clusters.labels().iter().copied());
    let true_sizes = sizes(truth.iter().copied());
    let both = sizes(clusters.labels().iter().copied().zip(truth.iter().copied()));
    let n = truth.len() as f64;
    let shares = clusters.labels().iter().zip(truth).map(|(label, truth)| {
        let n_both = both[&(*label, *truth)] as f64;
        (n_both / found[label] as f64, n_both / true_sizes[truth] as f64)
    });
    let sums = shares.fold((0.0, 0.0), |sum, share| (sum.0 + share.0, sum.1 + share.1));
    (sums.0 / n, sums.1 / n)
}

fn sizes<K: std::hash::Hash + Eq>(labels: impl Iterator<Item = K>) -> std::collections::HashMap<K, u64> {
    let mut sizes = std::collections::HashMap::new();
    labels.for_each(|label| *sizes.entry(label).or_default() += 1);
    sizes
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

/// How right the links are in one group of people.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupError {
    pub group: String,
    pub counts: PairCounts,
}

/// Error by group, because missed links hide families and do so unevenly (method, section 3.3).
///
/// `group_of` gives the group of a row. A pair across two groups counts in both.
pub fn error_by_group(clusters: &Clusters, truth: &[u32], group_of: impl Fn(u32) -> String) -> Vec<GroupError> {
    let groups: Vec<String> = (0..truth.len() as u32).map(group_of).collect();
    let mut names: Vec<&String> = groups.iter().collect();
    names.sort_unstable();
    names.dedup();
    let n_touching = |labels: Vec<(u32, u32)>, name: &String| {
        // Pairs with at least one end in the group: all pairs less those among the others.
        let others = labels.iter().zip(&groups).filter(|(_, group)| *group != name).map(|(label, _)| *label).collect();
        n_pairs(labels) - n_pairs(others)
    };
    let found: Vec<(u32, u32)> = clusters.labels().iter().map(|label| (*label, 0)).collect();
    let true_labels: Vec<(u32, u32)> = truth.iter().map(|label| (*label, 0)).collect();
    let both: Vec<(u32, u32)> = clusters.labels().iter().copied().zip(truth.iter().copied()).collect();
    let error = |name: &String| {
        let n_both = n_touching(both.clone(), name);
        let counts = PairCounts {
            true_positives: n_both,
            false_positives: n_touching(found.clone(), name) - n_both,
            false_negatives: n_touching(true_labels.clone(), name) - n_both,
        };
        GroupError { group: name.clone(), counts }
    };
    names.into_iter().map(error).collect()
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
        // Precision: (2/3 + 2/3 + 1/3 + 1 + 1) / 5; recall: (1 + 1 + 1/3 + 2/3 + 2/3) / 5.
        let (precision, recall) = b_cubed(&clusters, &truth);
        assert!((precision - 11.0 / 15.0).abs() < 1e-12 && (recall - 11.0 / 15.0).abs() < 1e-12);
        let groups = error_by_group(&clusters, &truth, |row| if row < 2 { "young" } else { "old" }.to_owned());
        // Old rows are 2, 3 and 4: found 3-4, 0-2 and 1-2; true 3-4, 2-3 and 2-4.
        assert_eq!(groups[0].counts, PairCounts { true_positives: 1, false_positives: 2, false_negatives: 2 });
        assert_eq!(groups[1].counts, PairCounts { true_positives: 1, false_positives: 2, false_negatives: 0 });
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
