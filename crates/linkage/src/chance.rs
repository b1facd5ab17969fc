//! Seeded chance: the same seed gives the same numbers on every machine.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood 2014): sixty-four bits of state, no tables, and
//! good enough to draw pairs for a sample. It must never make secrets. Ranges and fractions are made here,
//! because libraries keep the freedom to make them another way in their next version.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of numbers that follows from its seed alone.
pub(crate) struct Chance(SplitMix64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(SplitMix64::seed_from_u64(seed))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `n`, each as likely as the other to within `n / 2^64`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// From 0 up to but not 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What the state of the generator grows by from one number to the next.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that looks drawn by chance and follows from what it is given: what the generator makes of this state.
pub(crate) fn scramble(state: u64) -> u64 {
    Chance::new(state.wrapping_sub(STEP)).next()
}

/// The seed of a row, the same in whatever order rows are asked for.
pub(crate) fn of_row(seed: u64, row: u32) -> u64 {
    scramble(seed.wrapping_add(u64::from(row).wrapping_mul(STEP)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published first outputs of SplitMix64 for seed 1234567.
    #[test]
    fn the_stream_is_splitmix64() {
        let mut chance = Chance::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    /// Samples that were drawn before depend on these.
    #[test]
    fn seeds_of_rows_are_those_of_the_stream() {
        let mut chance = Chance::new(1_234_567);
        assert_eq!([1, 2, 3].map(|row| of_row(1_234_567, row)), [chance.next(), chance.next(), chance.next()]);
        assert_eq!((scramble(0), scramble(1)), (0, 6_238_072_747_940_578_789));
    }

    #[test]
    fn draws_below_a_number_cover_it_evenly() {
        let mut chance = Chance::new(1);
        let mut n_drawn = [0_u32; 5];
        for _ in 0..10_000 {
            n_drawn[chance.below(5) as usize] += 1;
        }
        assert!(n_drawn.iter().all(|n| (1_850..2_150).contains(n)), "{n_drawn:?}");
    }
}
