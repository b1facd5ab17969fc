//! Chance that comes out the same for the same seed.
//!
//! Every file, month and supplier draws from a stream of its own, named by a label. So files can be
//! written in any order and by any number of threads, and one more line in one file changes no other.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal, Pareto};

pub(crate) type Dice = ChaCha8Rng;

/// The stream of a label.
pub(crate) fn dice(seed: u64, label: &str) -> Dice {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    dice.set_stream(fingerprint(label));
    dice
}

/// FNV-1a: 64 bits that depend on every byte of a label and on nothing else.
pub(crate) fn fingerprint(label: &str) -> u64 {
    label.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

pub(crate) fn pick<T: Copy>(dice: &mut Dice, from: &[T]) -> T {
    from[dice.random_range(0..from.len())]
}

/// An amount in pence around a median in pounds: log-normal, as payments are, with a Pareto tail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amounts {
    body: LogNormal<f64>,
    tail: Pareto<f64>,
    median_pounds: f64,
}

/// One payment in this many is of the tail.
const TAIL_ONE_IN: u32 = 250;
/// Where the tail begins, in medians, and how heavy it is: the mean exists, the variance does not.
const TAIL_FROM_MEDIANS: f64 = 8.0;
const TAIL_SHAPE: f64 = 1.7;
/// No single payment is drawn above this many medians.
const MEDIANS_MAX: f64 = 4_000.0;

impl Amounts {
    /// `sigma` is the standard deviation of the logarithm: 0.3 for rents, 2 for sundries.
    pub fn new(median_pounds: f64, sigma: f64) -> Amounts {
        Amounts {
            body: LogNormal::new(0.0, sigma).expect("the deviation is finite"),
            tail: Pareto::new(TAIL_FROM_MEDIANS, TAIL_SHAPE).expect("scale and shape are above nothing"),
            median_pounds,
        }
    }

    /// Pence, at least one, for a payee who is paid `scale` times what is usual.
    pub fn draw(&self, dice: &mut Dice, scale: f64) -> i64 {
        let medians = match dice.random_ratio(1, TAIL_ONE_IN) {
            true => self.tail.sample(dice),
            false => self.body.sample(dice),
        };
        let pounds = medians.min(MEDIANS_MAX) * self.median_pounds * scale;
        match dice.random_range(0..10) {
            // Rents, fees and grants are round.
            0 => ((pounds / 10.0).round() * 1_000.0).max(1_000.0) as i64,
            1 => (pounds.round() * 100.0).max(100.0) as i64,
            _ => (pounds * 100.0).round().max(1.0) as i64,
        }
    }
}

/// Chooses positions by weight.
#[derive(Clone, Debug)]
pub(crate) struct Weights(Vec<u64>);

impl Weights {
    /// # Panics
    /// If there is nothing to choose from.
    pub fn new(weights: impl IntoIterator<Item = u32>) -> Weights {
        let mut sum = 0;
        let sums: Vec<u64> = weights
            .into_iter()
            .map(|weight| {
                sum += u64::from(weight);
                sum
            })
            .collect();
        assert!(sum > 0, "something has weight");
        Weights(sums)
    }

    pub fn draw(&self, dice: &mut Dice) -> usize {
        let at = dice.random_range(0..*self.0.last().expect("something has weight"));
        self.0.partition_point(|sum| *sum <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_one_stream_and_another_label_another() {
        let draw = |seed, label: &str| dice(seed, label).random::<u64>();
        assert_eq!(draw(7, "county 4"), draw(7, "county 4"));
        assert_ne!(draw(7, "county 4"), draw(7, "county 5"));
        assert_ne!(draw(7, "county 4"), draw(8, "county 4"));
    }

    #[test]
    fn weights_choose_in_proportion() {
        let weights = Weights::new([0, 1, 3]);
        let mut dice = dice(1, "weights");
        let mut n = [0; 3];
        (0..4_000).for_each(|_| n[weights.draw(&mut dice)] += 1);
        assert_eq!(n[0], 0);
        assert!((900..1_100).contains(&n[1]), "{n:?}");
    }

    #[test]
    fn half_of_the_amounts_lie_below_the_median_and_the_tail_is_heavy() {
        let amounts = Amounts::new(100.0, 1.5);
        let mut dice = dice(1, "amounts");
        let mut drawn: Vec<i64> = (0..20_000).map(|_| amounts.draw(&mut dice, 1.0)).collect();
        drawn.sort_unstable();
        assert!((8_500..11_500).contains(&drawn[10_000]), "{}", drawn[10_000]);
        let total: i64 = drawn.iter().sum();
        let top: i64 = drawn[19_800..].iter().sum();
        assert!(6 * top > total, "one in a hundred payments is more than a sixth of the money");
    }
}
