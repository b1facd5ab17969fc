//! How concentrated spending is on payees, and how much of it two bodies have in common.
//!
//! Indicators for buying together (method, section 2.5). They say where to look: only spending that
//! can be addressed and contested can be saved on.

use std::collections::BTreeMap;

use money::Money;

/// Spending by payee.
pub type ByPayee = BTreeMap<String, Money>;

/// The Herfindahl-Hirschman index: 1 where one payee has everything, near 0 where everybody has a little.
///
/// `HHI = sum over payees of (amount / total)^2`. A payee who gave back more than he got has no share
/// of the market and is left out. None where nothing was spent.
pub fn hhi(amounts: impl IntoIterator<Item = Money>) -> Option<f64> {
    let paid: Vec<Money> = amounts.into_iter().filter(|amount| Money::ZERO < *amount).collect();
    let total: Money = paid.iter().sum();
    let shares = paid.iter().map(|amount| amount.share_of(total)).collect::<Option<Vec<f64>>>()?;
    (!shares.is_empty()).then(|| shares.iter().map(|share| share * share).sum())
}

/// The spending that two bodies have in common: for each payee the smaller of their two amounts, summed.
pub fn overlap(one: &ByPayee, other: &ByPayee) -> Money {
    let both = one.iter().filter_map(|(payee, amount)| Some((*amount).min(*other.get(payee)?)));
    both.map(|common| common.max(Money::ZERO)).sum()
}

/// Pounds for each person, an estimate; none where nobody lives there.
pub fn per_head(amount: Money, population: u64) -> Option<f64> {
    (population != 0).then(|| amount.pounds() / population as f64)
}

/// The share of each payee, largest first; equal amounts by name.
pub fn shares(by_payee: &ByPayee) -> Vec<(&str, Money, Option<f64>)> {
    let total: Money = by_payee.values().sum();
    let mut shares: Vec<(&str, Money, Option<f64>)> =
        by_payee.iter().map(|(payee, amount)| (payee.as_str(), *amount, amount.share_of(total))).collect();
    shares.sort_by(|(a_name, a, _), (b_name, b, _)| b.cmp(a).then(a_name.cmp(b_name)));
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_payee(pounds: &[(&str, i64)]) -> ByPayee {
        pounds.iter().map(|(payee, pounds)| ((*payee).to_owned(), Money::from_pence(pounds * 100))).collect()
    }

    /// Method, T26: (60, 30, 10) gives 0.36 + 0.09 + 0.01, (20, 0, 80) gives 0.04 + 0.64.
    #[test]
    fn concentration_and_overlap_t26() {
        let council = by_payee(&[("x", 60), ("y", 30), ("z", 10)]);
        let icb = by_payee(&[("x", 20), ("y", 0), ("w", 80)]);
        assert!((hhi(council.values().copied()).unwrap() - 0.46).abs() < 1e-12);
        assert!((hhi(icb.values().copied()).unwrap() - 0.68).abs() < 1e-12);
        assert_eq!(overlap(&council, &icb), Money::from_pence(20_00));
        assert_eq!(overlap(&icb, &council), Money::from_pence(20_00));
    }

    /// Method, T20: £82bn over 11 million people; Birmingham's £7.3bn, Worcestershire's £3.5bn.
    #[test]
    fn per_head_and_shares_t20() {
        let billions = |tenths: i64| Money::from_pence(tenths * 10_000_000_000);
        assert_eq!(per_head(billions(820), 11_000_000).map(f64::round), Some(7_455.0));
        let percent = |part: Money, whole: Money| (part.share_of(whole).unwrap() * 1_000.0).round() / 10.0;
        assert_eq!(percent(billions(36), billions(73)), 49.3);
        assert_eq!(percent(billions(19), billions(73)), 26.0);
        assert_eq!(percent(Money::from_pence(69_900_000_000), billions(73)), 9.6);
        assert_eq!(percent(billions(13), billions(35)), 37.1);
    }

    #[test]
    fn the_largest_payee_comes_first() {
        let three = by_payee(&[("a", 10), ("b", 80), ("c", 10)]);
        let names: Vec<&str> = shares(&three).iter().map(|(payee, _, _)| *payee).collect();
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(shares(&three)[0].2, Some(0.8));
    }

    #[test]
    fn a_payee_who_gave_back_more_than_he_got_has_no_share_of_the_market() {
        assert_eq!(hhi([100, -100].map(Money::from_pence)), Some(1.0));
        assert_eq!(hhi([]), None);
        assert_eq!(per_head(Money::from_pence(100), 0), None);
    }
}
