//! What many draws look like, and what knowing an input would be worth.

use serde::Serialize;
use statistics::percentile;

/// Draws in a bin: with fewer the means of bins are noise, and noise looks like information.
const N_PER_BIN: usize = 500;
const N_BINS_MAX: usize = 100;

/// The middle and the tenths at either end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
}

impl Spread {
    /// Of at least one value.
    pub(super) fn of(mut values: Vec<f64>) -> Spread {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|share| percentile(&mut values, share));
        Spread { p10, p50, p90, mean }
    }
}

/// Sums of an answer by equally likely parts of one input.
pub(super) struct Bins {
    sums: Vec<f64>,
    counts: Vec<u32>,
}

impl Bins {
    pub(super) fn for_draws(n_draws: usize) -> Bins {
        let n = (n_draws / N_PER_BIN).clamp(1, N_BINS_MAX);
        Bins { sums: vec![0.0; n], counts: vec![0; n] }
    }

    /// A value of the answer, where the input has this chance of being smaller.
    pub(super) fn add(&mut self, probability: f64, value: f64) {
        let bin = (probability * self.sums.len() as f64) as usize;
        let bin = bin.min(self.sums.len() - 1);
        self.sums[bin] += value;
        self.counts[bin] += 1;
    }

    /// Pounds: what deciding bin by bin is worth above deciding once. Never below zero.
    pub(super) fn value_of_knowing(&self) -> f64 {
        let n: u32 = self.counts.iter().sum();
        let of_bins: f64 = self.sums.iter().map(|sum| sum.max(0.0)).sum();
        let of_all = self.sums.iter().sum::<f64>().max(0.0);
        (of_bins - of_all) / f64::from(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_the_middle_and_the_tenths_at_either_end() {
        let spread = Spread::of((0..=10).rev().map(f64::from).collect());
        assert_eq!((spread.p10, spread.p50, spread.p90, spread.mean), (1.0, 5.0, 9.0, 5.0));
    }

    #[test]
    fn knowing_an_input_is_worth_what_it_changes_about_the_decision() {
        let mut bins = Bins::for_draws(1_000);
        assert_eq!(bins.sums.len(), 2);
        // Half the time the input is low and the answer -3, half the time high and +1: without knowing, stay out (0);
        // knowing, go ahead half the time and gain 1, so 0.5 on average.
        for _ in 0..500 {
            bins.add(0.2, -3.0);
            bins.add(0.8, 1.0);
        }
        assert_eq!(bins.value_of_knowing(), 0.5);
    }
}
