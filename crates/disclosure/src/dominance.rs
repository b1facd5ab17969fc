//! Whether one part of a sum can be worked out from the sum and another part.

use money::Money;

/// Whether the second largest part of a sum could work out the largest to within `p` per cent: the p% rule.
///
/// Unsafe where `total − x1 − x2 < p / 100 × x1` (method, section 9.1, T25).
pub(crate) fn is_dominated(parts: &[Money], p_percent: u64) -> bool {
    let mut sizes: Vec<i128> = parts.iter().map(|part| i128::from(part.pence()).abs()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let rest: i128 = sizes.iter().skip(2).sum();
    let largest = sizes.first().copied().unwrap_or_default();
    0 < largest && rest * 100 < i128::from(p_percent) * largest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pounds(amounts: &[i64]) -> Vec<Money> {
        amounts.iter().map(|pounds| Money::from_pence(pounds * 100)).collect()
    }

    /// Method, T25: [70, 25, 4, 1] leaves 5 of 7 and is unsafe, [50, 30, 15, 5] leaves 20 of 5 and is safe.
    #[test]
    fn the_p_percent_rule_is_that_of_t25() {
        assert!(is_dominated(&pounds(&[70, 25, 4, 1]), 10));
        assert!(!is_dominated(&pounds(&[50, 30, 15, 5]), 10));
        assert!(is_dominated(&pounds(&[70]), 10) && !is_dominated(&pounds(&[0, 0]), 10));
        assert!(!is_dominated(&pounds(&[100, 100, 10]), 10), "a tenth is not within a tenth");
        assert!(is_dominated(&pounds(&[100, 100, 9]), 10) && is_dominated(&pounds(&[-100, 100, 9]), 10));
    }
}
