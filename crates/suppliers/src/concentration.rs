//! How concentrated spending is on suppliers, and how much of it two bodies have in common.
//!
//! Indicators for buying together (method, section 2.5). They say where to look: only spending that
//! can be addressed and contested can be saved on.

use std::collections::BTreeMap;

use money::Money;

/// The Herfindahl-Hirschman index: 1 where one supplier has everything, near 0 where everybody has a little.
///
/// `HHI = sum over suppliers of (amount / total)^2`. A supplier who gave back more than it got has no share
/// of the market and is left out. None where nothing was spent.
pub fn hhi(amounts: impl IntoIterator<Item = Money>) -> Option<f64> {
    let paid: Vec<Money> = amounts.into_iter().filter(|amount| Money::ZERO < *amount).collect();
    let total: Money = paid.iter().sum();
    let shares = paid.iter().map(|amount| amount.share_of(total)).collect::<Option<Vec<f64>>>()?;
    (!shares.is_empty()).then(|| shares.iter().map(|share| share * share).sum())
}

/// The spending that two bodies have in common: for each supplier the smaller of their two amounts, summed.
pub fn overlap(one: &BTreeMap<&str, Money>, other: &BTreeMap<&str, Money>) -> Money {
    let both = one.iter().filter_map(|(supplier, amount)| Some((*amount).min(*other.get(supplier)?)));
    both.map(|common| common.max(Money::ZERO)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend<'a>(pounds: &[(&'a str, i64)]) -> BTreeMap<&'a str, Money> {
        pounds.iter().map(|(supplier, pounds)| (*supplier, Money::from_pence(pounds * 100))).collect()
    }

    /// Method, T26: (60, 30, 10) gives 0.36 + 0.09 + 0.01, (20, 0, 80) gives 0.04 + 0.64.
    #[test]
    fn concentration_and_overlap_t26() {
        let council = spend(&[("x", 60), ("y", 30), ("z", 10)]);
        let icb = spend(&[("x", 20), ("y", 0), ("w", 80)]);
        assert!((hhi(council.values().copied()).unwrap() - 0.46).abs() < 1e-12);
        assert!((hhi(icb.values().copied()).unwrap() - 0.68).abs() < 1e-12);
        assert_eq!(overlap(&council, &icb), Money::from_pence(20_00));
        assert_eq!(overlap(&icb, &council), Money::from_pence(20_00));
    }

    #[test]
    fn a_supplier_who_gave_back_more_than_it_got_has_no_share_of_the_market() {
        assert_eq!(hhi([100, -100].map(Money::from_pence)), Some(1.0));
        assert_eq!(hhi([]), None);
        let (one, other) = (spend(&[("x", -5), ("y", 7)]), spend(&[("x", 9), ("y", 2)]));
        assert_eq!(overlap(&one, &other), Money::from_pence(2_00));
    }
}
