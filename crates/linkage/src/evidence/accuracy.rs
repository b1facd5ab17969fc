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
