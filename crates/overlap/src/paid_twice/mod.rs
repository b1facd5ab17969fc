//! One invoice paid twice, by one body or by two.
//!
//! Most payments that look alike are right: care is paid for by the week, rents by the month, and over half of the lines of a
//! council's ledger may repeat another. So what comes regularly and what was put right is taken out first, and what is left is
//! laid beside what chance alone would give (`docs/methods/overlaps.md` says how). What is found is a candidate: only the
//! supplier's statement shows whether an invoice was paid twice.

mod across;
mod alone;
mod chance;
mod double;
mod payments;
mod repeats;
mod same_invoice;

use money::Money;

pub use repeats::{BodyRepeats, payment_repeats_table};

use crate::finding::Finding;
use crate::paid_lines::PaidLines;
use crate::suppliers::Suppliers;
use double::Double;
use payments::accounts;

/// Payments below this are left out: it is what councils must publish (Local Government Transparency Code 2015), so smaller
/// ones are there by chance.
const AMOUNT_MIN: Money = Money::from_pence(500_00);
/// An invoice is paid again within this many days, or the second payment is another year's.
const DAYS_MAX: i32 = 92;
/// An amount that a supplier is paid this often, or a reference on this many days, comes regularly.
const SERIES_MIN: usize = 3;

/// Invoices that may have been paid twice, and how often payments repeat in each body's ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaidTwice {
    pub findings: Vec<Finding>,
    pub repeats: Vec<BodyRepeats>,
}

/// Finds invoices that were paid twice.
pub fn paid_twice(lines: &PaidLines, suppliers: &Suppliers) -> PaidTwice {
    let accounts = accounts(lines, suppliers);
    let mut repeats = repeats::of_bodies(lines, &accounts);
    let mut doubles: Vec<Double> = Vec::new();
    for of_body in &mut repeats {
        let own = || accounts.iter().filter(|account| lines.text(account.body) == of_body.body_id);
        let same = same_invoice::doubles(own());
        let alone = alone::doubles(own(), &same);
        of_body.note_same_invoice(same.len(), chance::same_invoice(own()));
        of_body.note_alone(&alone);
        doubles.extend(same.into_iter().filter(|_| of_body.are_references_telling()));
        doubles.extend(alone.listed);
    }
    doubles.extend(across::doubles(&accounts, lines));
    let expected = |body: &str| repeats.iter().find(|of_body| of_body.body_id == body);
    let findings = doubles.iter().map(|double| double.finding(lines, suppliers, expected)).collect();
    PaidTwice { findings, repeats }
}

#[cfg(test)]
mod tests;
