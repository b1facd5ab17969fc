//! Sums of money over people or small payees.

use money::Money;

use crate::count::Shown;
use crate::policy::Policy;

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

/// A sum, by its parts: withheld where they are of too few people or one of them dominates, otherwise rounded.
pub(crate) fn shown_amount(parts: &[Money], policy: &Policy) -> Shown<Money> {
    if policy.withholds_sum(parts) {
        return Shown::Withheld;
    }
    let total: Money = parts.iter().copied().sum();
    let step = policy.round_to_pounds * 100;
    let rounded = (total.pence() + step / 2).div_euclid(step) * step;
    Shown::Value(Money::from_pence(rounded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LINKED_FAMILIES;

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

    #[test]
    fn a_sum_of_few_or_of_one_is_withheld() {
        let release = |amounts: &[i64]| shown_amount(&pounds(amounts), &LINKED_FAMILIES);
        assert_eq!(release(&[700; 9]), Shown::Withheld);
        assert_eq!(release(&[760; 10]), Shown::Value(Money::from_pence(8_000_00)));
        let mut one_dominates = vec![1; 11];
        one_dominates.push(1_000_000);
        assert_eq!(release(&one_dominates), Shown::Withheld);
        assert_eq!(release(&[]), Shown::Value(Money::from_pence(0)));
    }
}
