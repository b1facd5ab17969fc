//! An invoice number that one body paid on two days.

use std::collections::BTreeMap;

use super::DAYS_MAX;
use super::double::{Double, Likeness, matched};
use super::payments::{Account, Bill};

/// Invoices that a body paid twice. A reference that is paid on three days or more is an order or a contract, not an invoice.
pub(super) fn doubles<'a, 'l: 'a>(accounts: impl Iterator<Item = &'a Account<'l>>) -> Vec<Double<'l>> {
    accounts.flat_map(|account| account.bills().values().filter_map(of_reference).collect::<Vec<_>>()).collect()
}

fn of_reference<'l>(bills: &BTreeMap<i32, Bill<'_, 'l>>) -> Option<Double<'l>> {
    let [(first_day, one), (second_day, other)] = bills.iter().collect::<Vec<_>>().try_into().ok()?;
    let (first, second) = matched(one, other);
    let n_lines = |bill: &Bill<'_, 'l>| bill.values().map(|lines| lines.len()).sum::<usize>();
    let is_whole = n_lines(one) == first.len() && n_lines(other) == second.len();
    let likeness = if is_whole { Likeness::WholeInvoice } else { Likeness::LinesOfInvoice };
    (!first.is_empty() && second_day - first_day <= DAYS_MAX).then_some(Double { likeness, first, second })
}
