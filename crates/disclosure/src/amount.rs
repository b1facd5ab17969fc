//! Sums of money over people or small payees.

use money::Money;

use crate::count::Shown;
use crate::policy::Policy;

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
