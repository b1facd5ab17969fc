//! How large the amounts of a file are, to compare it with the body's others.

use money::Money;

/// Buckets of a doubling.
const FINENESS: u32 = 4;

/// Amounts counted by their size, whatever their sign: four buckets for each doubling of the pence.
#[derive(Clone, Debug)]
pub struct Sizes {
    n_by_size: [u32; 64 * FINENESS as usize],
    n: u64,
    /// Amounts that are not whole pounds.
    n_with_pence: u64,
}

impl Default for Sizes {
    fn default() -> Sizes {
        Sizes { n_by_size: [0; 64 * FINENESS as usize], n: 0, n_with_pence: 0 }
    }
}

impl Sizes {
    pub(super) fn count(&mut self, amount: Money) {
        let pence = amount.pence().unsigned_abs();
        if pence == 0 {
            return;
        }
        let doublings = pence.ilog2();
        // The two bits behind the first one.
        let quarter = if doublings < 2 { 0 } else { (pence >> (doublings - 2)) & 3 };
        self.n_by_size[(doublings * FINENESS) as usize + quarter as usize] += 1;
        self.n += 1;
        self.n_with_pence += u64::from(!pence.is_multiple_of(100));
    }

    pub fn n(&self) -> u64 {
        self.n
    }

    /// The amount that a share of all lies under, in pence and to within a quarter; `None` if every amount is zero.
    pub fn under(&self, share: f64) -> Option<f64> {
        let mut n_up_to = 0;
        let at = self.n_by_size.iter().position(|n| {
            n_up_to += u64::from(*n);
            share * (self.n as f64) < n_up_to as f64
        })?;
        let (doublings, quarter) = (at / FINENESS as usize, at % FINENESS as usize);
        Some(2f64.powi(doublings as i32) * (1.125 + 0.25 * quarter as f64))
    }

    /// The share of amounts that are not whole pounds.
    pub fn with_pence(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.n_with_pence as f64 / self.n as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_told_to_within_a_quarter() {
        let mut sizes = Sizes::default();
        assert_eq!(sizes.under(0.5), None);
        [1, 50_000, -60_000, 61_000, 9_000_000].into_iter().for_each(|pence| sizes.count(Money::from_pence(pence)));
        let median = sizes.under(0.5).unwrap();
        assert!((0.75..1.25).contains(&(median / 60_000.0)), "{median}");
        assert!((sizes.with_pence() - 0.2).abs() < 1e-9);
    }
}
