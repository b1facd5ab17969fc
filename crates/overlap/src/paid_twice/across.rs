//! An invoice number that two bodies paid.

use std::collections::{BTreeMap, HashMap};

use super::double::{Double, Likeness, matched};
use super::payments::{Account, Bill};
use super::{DAYS_MAX, SERIES_MIN};
use crate::names::NameId;
use crate::paid_lines::PaidLines;

/// A shorter number may be any body's own; a letter beside the digits makes it the supplier's.
const DIGITS_MIN: usize = 4;
const WITH_LETTER_MIN: usize = 3;

/// The first bill of a reference in one body's ledger.
struct FirstBill<'a, 'l> {
    body: NameId,
    day: i32,
    bill: Bill<'a, 'l>,
}

/// Invoices that one body paid after another had, each beside the body that paid it first.
pub(super) fn doubles<'l>(accounts: &[Account<'l>], lines: &PaidLines) -> Vec<Double<'l>> {
    let mut by_supplier: BTreeMap<NameId, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        by_supplier.entry(account.supplier).or_default().push(account);
    }
    let shared = by_supplier.values().filter(|accounts| 1 < accounts.len());
    shared.flat_map(|accounts| of_supplier(accounts, lines)).collect()
}

fn of_supplier<'l>(accounts: &[&Account<'l>], lines: &PaidLines) -> Vec<Double<'l>> {
    let mut doubles = Vec::new();
    for mut bills in first_bills(accounts, lines).into_values() {
        bills.sort_by_key(|bill| (bill.day, lines.text(bill.body)));
        let Some((one, later)) = bills.split_first() else { continue };
        for other in later.iter().filter(|other| other.day - one.day <= DAYS_MAX) {
            let (first, second) = matched(&one.bill, &other.bill);
            if !first.is_empty() {
                doubles.push(Double { likeness: Likeness::AcrossBodies, first, second });
            }
        }
    }
    doubles
}

/// The first bills of each telling reference. One that is paid on three days or more is an order or a contract.
fn first_bills<'a, 'l>(accounts: &[&'a Account<'l>], lines: &PaidLines) -> BTreeMap<NameId, Vec<FirstBill<'a, 'l>>> {
    let mut is_telling: HashMap<NameId, bool> = HashMap::new();
    let mut first: BTreeMap<NameId, Vec<FirstBill>> = BTreeMap::new();
    for account in accounts {
        for (reference, bills) in account.bills() {
            let look = || tells_an_invoice(lines.text(reference));
            if SERIES_MIN <= bills.len() || !*is_telling.entry(reference).or_insert_with(look) {
                continue;
            }
            let of_first_day = bills.into_iter().next();
            let bill = of_first_day.map(|(day, bill)| FirstBill { body: account.body, day, bill });
            first.entry(reference).or_default().extend(bill);
        }
    }
    first
}

fn tells_an_invoice(reference: &str) -> bool {
    let n_min = if reference.contains(char::is_alphabetic) { WITH_LETTER_MIN } else { DIGITS_MIN };
    n_min <= reference.chars().count() && reference.contains(|c: char| c.is_ascii_digit())
}
