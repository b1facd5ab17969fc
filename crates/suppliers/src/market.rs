//! How concentrated the spending is on suppliers, and how much of it two bodies have in common.
//!
//! Indicators for buying together (method, section 2.5). They say where to look: only spending that
//! can be addressed and contested can be saved on.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{SUPPLIER_CONCENTRATION, SUPPLIER_OVERLAP, supplier_concentration, supplier_overlap};
use money::Money;
use statistics::hhi;

/// The spending that two bodies have in common: for each supplier the smaller of their two amounts, summed.
fn overlap(one: &BTreeMap<&str, Money>, other: &BTreeMap<&str, Money>) -> Money {
    let both = one.iter().filter_map(|(supplier, amount)| Some((*amount).min(*other.get(supplier)?)));
    both.map(|common| common.max(Money::ZERO)).sum()
}

/// What each body spent with each supplier, by body.
type Spend<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Money>>;

/// The table `supplier_overlap`: every two bodies.
pub(crate) fn overlap_table(spend: &Spend<'_>) -> RecordBatch {
    let mut rows = SUPPLIER_OVERLAP.rows();
    let pairs = spend.iter().enumerate().flat_map(|(at, one)| spend.iter().skip(at + 1).map(move |other| (one, other)));
    for ((body, one), (other_body, other)) in pairs {
        let n_both = one.keys().filter(|supplier| other.contains_key(**supplier)).count();
        let n_either = one.len() + other.len() - n_both;
        rows.push()
            .text(supplier_overlap::BODY_ID, body)
            .text(supplier_overlap::OTHER_BODY_ID, other_body)
            .count(supplier_overlap::N_SUPPLIERS, n_both as u64)
            .share(supplier_overlap::SHARE_OF_SUPPLIERS, n_both as f64 / n_either as f64)
            .money(supplier_overlap::AMOUNT, overlap(one, other));
    }
    rows.finish()
}

/// The table `supplier_concentration`: every body that spent anything.
pub(crate) fn concentration_table(spend: &Spend<'_>) -> RecordBatch {
    let mut rows = SUPPLIER_CONCENTRATION.rows();
    for (body, spend) in spend {
        // Where nothing was spent there is no market whose concentration could be told.
        let Some(hhi) = hhi(spend.values().map(|amount| amount.pounds())) else { continue };
        rows.push()
            .text(supplier_concentration::BODY_ID, body)
            .count(supplier_concentration::N_SUPPLIERS, spend.len() as u64)
            .money(supplier_concentration::AMOUNT, spend.values().sum())
            .share(supplier_concentration::HHI, hhi)
            .share(supplier_concentration::TOP_TEN_SHARE, top_ten_share(spend));
    }
    rows.finish()
}

/// The ten largest of those who have a share of the market, as the index counts them.
fn top_ten_share(spend: &BTreeMap<&str, Money>) -> f64 {
    let mut amounts: Vec<Money> = spend.values().copied().filter(|amount| Money::ZERO < *amount).collect();
    amounts.sort_unstable_by(|a, b| b.cmp(a));
    let total: Money = amounts.iter().sum();
    amounts.iter().take(10).sum::<Money>().share_of(total).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend<'a>(pounds: &[(&'a str, i64)]) -> BTreeMap<&'a str, Money> {
        pounds.iter().map(|(supplier, pounds)| (*supplier, Money::from_pence(pounds * 100))).collect()
    }

    /// Method, T26: the smaller of 60 and 20 for one supplier, of 30 and 0 for another.
    #[test]
    fn the_overlap_of_two_bodies_t26() {
        let council = spend(&[("x", 60), ("y", 30), ("z", 10)]);
        let icb = spend(&[("x", 20), ("y", 0), ("w", 80)]);
        assert_eq!(overlap(&council, &icb), Money::from_pence(20_00));
        assert_eq!(overlap(&icb, &council), Money::from_pence(20_00));
    }

    #[test]
    fn a_supplier_who_gave_back_more_than_it_got_has_nothing_in_common() {
        let (one, other) = (spend(&[("x", -5), ("y", 7)]), spend(&[("x", 9), ("y", 2)]));
        assert_eq!(overlap(&one, &other), Money::from_pence(2_00));
    }
}
