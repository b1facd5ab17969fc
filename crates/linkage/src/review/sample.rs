//! Which pairs a person is asked about.

use std::collections::BTreeSet;

use crate::chance::{Chance, of_row};
use crate::records::Records;
use crate::score::ScoredPair;

/// How many pairs are wanted, and around which weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReviewPlan {
    pub n_pairs: usize,
    /// The threshold in bits.
    pub weight: f64,
    pub seed: u64,
}

/// A pair to be judged, without any sign of what the machine thinks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPair {
    /// Source and id.
    pub left: (String, String),
    pub right: (String, String),
}

/// Bands of match weight around the threshold in bits, and the share of the sample that each gets.
///
/// Most of the sample lies where an answer can move the threshold; the far bands are there because an
/// error where the machine is sure would cost most and nothing else would find it (method, section 3.3).
const BANDS: [(f64, f64, f64); 6] = [
    (f64::NEG_INFINITY, -6.0, 0.1),
    (-6.0, -2.0, 0.2),
    (-2.0, 0.0, 0.25),
    (0.0, 2.0, 0.25),
    (2.0, 6.0, 0.1),
    (6.0, f64::INFINITY, 0.1),
];

/// Draws pairs by bands of weight and shuffles them, so that their order tells nothing.
///
/// A band with fewer pairs than its share gives all it has, and the rest of its share goes to the bands
/// that have more. The same pairs and seed give the same sample, whatever the order of the pairs.
///
/// Up to a fifth of the sample are pairs of people whose records conflict, whatever they weigh.
pub fn review_sample(
    records: &Records,
    pairs: &[ScoredPair],
    conflicts: &[(u32, u32)],
    plan: ReviewPlan,
) -> Vec<ReviewPair> {
    let mut drawn: Vec<(u64, u32, u32)> =
        conflicts.iter().map(|(left, right)| (draw(plan.seed, *left, *right), *left, *right)).collect();
    drawn.sort_unstable();
    drawn.truncate((SHARE_CONFLICTS * plan.n_pairs as f64) as usize);
    let in_conflict: BTreeSet<(u32, u32)> = drawn.iter().map(|(_, left, right)| (*left, *right)).collect();
    let mut bands: Vec<Vec<(u64, &ScoredPair)>> = BANDS
        .iter()
        .map(|(from, to, _)| {
            let open = pairs.iter().filter(|pair| !in_conflict.contains(&(pair.left, pair.right)));
            let within = open.filter(|pair| (*from..*to).contains(&(pair.weight - plan.weight)));
            let mut drawn: Vec<(u64, &ScoredPair)> =
                within.map(|pair| (draw(plan.seed, pair.left, pair.right), pair)).collect();
            drawn.sort_by_key(|(draw, pair)| (*draw, pair.left, pair.right));
            drawn
        })
        .collect();
    let n_of_bands = plan.n_pairs - drawn.len();
    let quotas = quotas(n_of_bands, &bands.iter().map(Vec::len).collect::<Vec<_>>());
    let of_bands = bands.iter_mut().zip(quotas).flat_map(|(band, quota)| band.drain(..quota));
    let mut chosen: Vec<(u64, u32, u32)> = of_bands.map(|(draw, pair)| (draw, pair.left, pair.right)).collect();
    chosen.extend(drawn);
    // Another draw than that which chose them, else each band would stand by itself.
    chosen.sort_by_key(|(draw, left, right)| (Chance::new(*draw).next(), *left, *right));
    let key = |row| (records.sources()[records.source_of(row)].clone(), records.id(row).to_owned());
    chosen.into_iter().map(|(_, left, right)| ReviewPair { left: key(left), right: key(right) }).collect()
}

/// Pairs of people whose records conflict are no more of the sample than this.
const SHARE_CONFLICTS: f64 = 0.2;

fn draw(seed: u64, left: u32, right: u32) -> u64 {
    of_row(of_row(seed, left), right)
}

/// How many of each band: its share, and then what others leave, nearest to the threshold first.
fn quotas(n_pairs: usize, n_in: &[usize]) -> Vec<usize> {
    let share = |(_, _, share): &(f64, f64, f64)| (share * n_pairs as f64).floor() as usize;
    let mut quotas: Vec<usize> = BANDS.iter().map(share).zip(n_in).map(|(share, n_in)| share.min(*n_in)).collect();
    for band in [2, 3, 1, 4, 0, 5] {
        let n_left = n_pairs - quotas.iter().sum::<usize>();
        quotas[band] += n_left.min(n_in[band] - quotas[band]);
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    fn pairs(n: u32) -> Vec<ScoredPair> {
        let pair = |at: u32| ScoredPair {
            left: at,
            right: at + 1,
            weight: f64::from(at % 40) / 2.0 - 10.0,
            pattern: 0,
            rule: 0,
            apart: None,
        };
        (0..n).map(pair).collect()
    }

    fn records(n: u32) -> Records {
        let mut builder = RecordsBuilder::new(&["x"]).expect("columns");
        (0..n).for_each(|at| builder.push(&at.to_string(), &[None]).expect("a row"));
        builder.finish().expect("records")
    }

    #[test]
    fn most_of_the_sample_lies_around_the_threshold() {
        let records = records(2_001);
        let mut pairs = pairs(2_000);
        let plan = ReviewPlan { n_pairs: 100, weight: 3.0, seed: 5 };
        let sample = review_sample(&records, &pairs, &[], plan);
        assert_eq!(sample.len(), 100);
        let weight = |pair: &ReviewPair| pairs[pair.left.1.parse::<usize>().expect("a row")].weight;
        let near = sample.iter().filter(|pair| (weight(pair) - 3.0).abs() <= 2.0).count();
        assert!((50..65).contains(&near), "{near}");
        // Blind: neither half of the sample is stronger.
        let mean = |half: &[ReviewPair]| half.iter().map(weight).sum::<f64>() / half.len() as f64;
        assert!((mean(&sample[..50]) - mean(&sample[50..])).abs() < 2.0);
        pairs.reverse();
        assert_eq!(review_sample(&records, &pairs, &[], plan), sample);
    }

    #[test]
    fn a_fifth_may_be_of_people_whose_records_conflict() {
        let conflicts: Vec<(u32, u32)> = (0..50).map(|at| (at, at + 500)).collect();
        let plan = ReviewPlan { n_pairs: 100, weight: 3.0, seed: 5 };
        let sample = review_sample(&records(2_001), &pairs(2_000), &conflicts, plan);
        let of_conflicts = sample.iter().filter(|pair| {
            let [left, right] = [&pair.left, &pair.right].map(|key| key.1.parse::<u32>().expect("a row"));
            right - left == 500
        });
        assert_eq!((sample.len(), of_conflicts.count()), (100, 20));
    }

    #[test]
    fn few_pairs_are_all_taken() {
        let sample = review_sample(&records(21), &pairs(20), &[], ReviewPlan { n_pairs: 100, weight: 3.0, seed: 5 });
        assert_eq!(sample.len(), 20);
        assert_eq!(review_sample(&records(21), &[], &[], ReviewPlan { n_pairs: 100, weight: 3.0, seed: 5 }), []);
    }
}
