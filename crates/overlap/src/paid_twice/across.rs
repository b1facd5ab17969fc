//! An invoice number that two bodies paid.

use std::collections::{BTreeMap, HashMap};

use super::double::{Double, Likeness, matched};
use super::payments::Account;
use super::{DAYS_MAX, SERIES_MIN};
use crate::names::NameId;
use crate::paid_lines::PaidLines;

/// A shorter reference, or one without a digit, is no invoice's own.
const REFERENCE_CHARS_MIN: usize = 4;

/// Where one bill is: a body's account, and the first day on which it is paid.
type Bill<'a, 'l> = (&'a Account<'l>, i32);

/// Invoices that one body paid after another had, each beside the body that paid it first.
pub(super) fn doubles<'l>(accounts: &[Account<'l>], lines: &PaidLines) -> Vec<Double<'l>> {
    let mut doubles = Vec::new();
    for ((_, reference), mut bills) in bills(accounts, lines) {
        bills.sort_by_key(|(account, day)| (*day, lines.text(account.body)));
        let Some(((first, first_day), later)) = bills.split_first() else { continue };
        let one = first.bill(reference, *first_day);
        for (account, day) in later.iter().filter(|(_, day)| *day - *first_day <= DAYS_MAX) {
            let (first, second) = matched(&one, &account.bill(reference, *day));
            if !first.is_empty() {
                doubles.push(Double { likeness: Likeness::AcrossBodies, first, second });
            }
        }
    }
    doubles
}

/// The bills of each supplier's telling references.
fn bills<'a, 'l>(accounts: &'a [Account<'l>], lines: &PaidLines) -> BTreeMap<(NameId, NameId), Vec<Bill<'a, 'l>>> {
    let mut is_telling: HashMap<NameId, bool> = HashMap::new();
    let mut bills: BTreeMap<(NameId, NameId), Vec<Bill>> = BTreeMap::new();
    for account in accounts {
        for (reference, days) in account.days_of_references() {
            let look = || tells_an_invoice(lines.text(reference));
            if days.len() < SERIES_MIN && *is_telling.entry(reference).or_insert_with(look) {
                bills.entry((account.supplier, reference)).or_default().push((account, days[0]));
            }
        }
    }
    bills
}

fn tells_an_invoice(reference: &str) -> bool {
    REFERENCE_CHARS_MIN <= reference.chars().count() && reference.contains(|c: char| c.is_ascii_digit())
}
