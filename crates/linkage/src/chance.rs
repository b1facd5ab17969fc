//! Seeded chance: the same seed gives the same numbers on every machine.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood 2014): sixty-four bits of state, no tables, and
//! good enough to draw pairs for a sample. It must never make secrets.

/// A stream of numbers that follows from its seed alone.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        scramble(self.0)
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

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that looks drawn by chance and follows from what it is given.
pub(crate) fn scramble(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A seed that belongs to a row, whoever asks and in whatever order.
pub(crate) fn of_row(seed: u64, row: u32) -> u64 {
    scramble(seed.wrapping_add(u64::from(row).wrapping_mul(GOLDEN)))
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
