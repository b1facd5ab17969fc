//! Whether percentages can have come from a group of a given size.
//!
//! Shares of a small group are few: of 40 families 39% is impossible, because 15 are 37.5% and 16 are 40%. Percentages
//! that fit no size that a source allows were measured on another group, or not at all.

/// Whole percentages that are said to come from one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percentages(pub Vec<u32>);

impl Percentages {
    /// Whether a group of `n` can give all of them, whichever way halves are rounded.
    pub fn fit(&self, n: u32) -> bool {
        self.0.iter().all(|percentage| fits(*percentage, n))
    }

    /// Every size up to `n_max` that can give all of them.
    pub fn sizes(&self, n_max: u32) -> Vec<u32> {
        (1..=n_max).filter(|n| self.fit(*n)).collect()
    }
}

/// Whether some whole number out of `n` rounds to this percentage: `|100 k - n p| <= n / 2`, in whole numbers.
fn fits(percentage: u32, n: u32) -> bool {
    let (n, percentage) = (u64::from(n), u64::from(percentage));
    let nearest = (n * percentage) / 100;
    (nearest..=nearest + 1).any(|k| k <= n && 2 * (100 * k).abs_diff(n * percentage) <= n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Source facts, 7.2: 78%, 39% and 50% of Westminster's families.
    #[test]
    fn westminsters_percentages_fit_neither_40_nor_35_families() {
        let westminster = Percentages(vec![78, 39, 50]);
        assert!(!westminster.fit(40) && !westminster.fit(35));
        assert_eq!(westminster.sizes(54), [18, 36, 46, 54]);
        assert!(fits(78, 40), "31 of 40 are 77.5%");
        assert!(!fits(39, 40), "15 of 40 are 37.5% and 16 are 40%");
    }

    proptest! {
        #[test]
        fn whatever_a_group_gives_fits_it(n in 1u32..500, k in 0u32..500) {
            let k = k.min(n);
            let percentage = (100.0 * f64::from(k) / f64::from(n)).round() as u32;
            prop_assert!(fits(percentage, n));
        }
    }
}
