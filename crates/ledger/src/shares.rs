//! Pounds for each person, and the share of each payee. Concentration and overlap are `linkage::suppliers`'.

use std::collections::BTreeMap;

use money::Money;

/// Spending by payee.
pub type ByPayee = BTreeMap<String, Money>;

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
    fn where_nobody_lives_there_is_no_share_of_each() {
        assert_eq!(per_head(Money::from_pence(100), 0), None);
    }
}
