//! An invoice number that one body paid on two days.

use super::double::{Double, Likeness, matched};
use super::payments::Account;
use super::{DAYS_MAX, SERIES_MIN};

/// Invoices that a body paid twice. A reference that is paid on three days or more is an order or a contract, not an invoice.
pub(super) fn doubles<'a, 'l: 'a>(accounts: impl Iterator<Item = &'a Account<'l>>) -> Vec<Double<'l>> {
    accounts.flat_map(of_account).collect()
}

fn of_account<'l>(account: &Account<'l>) -> Vec<Double<'l>> {
    let days = account.days_of_references();
    let twice =
        days.iter().filter(|(_, days)| 2 == days.len() && days.len() < SERIES_MIN && days[1] - days[0] <= DAYS_MAX);
    let double = twice.filter_map(|(reference, days)| {
        let (one, other) = (account.bill(*reference, days[0]), account.bill(*reference, days[1]));
        let (first, second) = matched(&one, &other);
        let n_lines =
            |bill: &std::collections::BTreeMap<i64, &[_]>| bill.values().map(|lines| lines.len()).sum::<usize>();
        let is_whole = n_lines(&one) == first.len() && n_lines(&other) == second.len();
        let likeness = if is_whole { Likeness::WholeInvoice } else { Likeness::LinesOfInvoice };
        (!first.is_empty()).then_some(Double { likeness, first, second })
    });
    double.collect()
}
