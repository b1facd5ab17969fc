//! What chance alone would give.

use std::collections::BTreeMap;

use super::payments::Account;
use super::{AMOUNT_MIN, DAYS_MAX};
use crate::names::NameId;

/// How many pairs of payments of one supplier and amount would have the same reference if references said nothing about
/// invoices: the pairs within reach, times how often two suppliers of the body have a reference in common.
pub(super) fn same_invoice<'a, 'l: 'a>(accounts: impl Iterator<Item = &'a Account<'l>>) -> f64 {
    let accounts: Vec<&Account> = accounts.collect();
    let n_pairs: usize = accounts.iter().map(|account| n_pairs_within_reach(account)).sum();
    n_pairs as f64 * coincidence(&accounts)
}

/// The share of pairs of references of two suppliers that are the same.
fn coincidence(accounts: &[&Account<'_>]) -> f64 {
    let mut n_suppliers: BTreeMap<NameId, u64> = BTreeMap::new();
    let (mut n_all, mut n_squared) = (0_u64, 0_u64);
    for account in accounts {
        let own = account.references();
        own.iter().for_each(|reference| *n_suppliers.entry(*reference).or_default() += 1);
        n_all += own.len() as u64;
        n_squared += (own.len() * own.len()) as u64;
    }
    let n_pairs = (n_all * n_all).saturating_sub(n_squared);
    let n_alike: u64 = n_suppliers.values().map(|n| n * (n - 1)).sum();
    if n_pairs == 0 { 0.0 } else { n_alike as f64 / n_pairs as f64 }
}

/// Pairs of payments of one amount on two days, not too far apart, both with a reference.
fn n_pairs_within_reach(account: &Account<'_>) -> usize {
    let large = account.payments.iter().filter(|(pence, _)| AMOUNT_MIN.pence() <= **pence);
    large
        .map(|(_, payments)| {
            let days: Vec<i32> =
                payments.iter().filter(|payment| payment.reference != 0).map(|payment| payment.day).collect();
            let within = |(at, day): (usize, &i32)| {
                days[at + 1..]
                    .iter()
                    .filter(|later| *day < **later)
                    .take_while(|later| **later - *day <= DAYS_MAX)
                    .count()
            };
            days.iter().enumerate().map(within).sum::<usize>()
        })
        .sum()
}

/// The share of pairs of days, both anywhere in a span, that are at most this many days apart.
pub(super) fn share_of_pairs_within(days: i32, span: i32) -> f64 {
    let beyond = 1.0 - f64::from(days.min(span)) / f64::from(span);
    1.0 - beyond * beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_all_pairs_of_days_are_within_three_tenths_of_a_year() {
        assert!((share_of_pairs_within(107, 365) - 0.5).abs() < 0.002);
        assert_eq!(share_of_pairs_within(400, 365), 1.0);
    }
}
