//! How often payments repeat in a body's ledger, and what of it was taken out.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{PAYMENT_REPEATS, payment_repeats};

use super::alone::Alone;
use super::double::Likeness;
use super::payments::Account;
use super::{AMOUNT_MIN, SERIES_MIN};
use crate::paid_lines::PaidLines;

/// Repeated payments in one body's ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BodyRepeats {
    pub body_id: String,
    /// Lines of spending here with a supplier in the market that were looked at: dated, and large enough.
    pub n_lines: usize,
    /// Lines without a date, which nobody can look at.
    pub n_undated: usize,
    /// Lines with the supplier and amount of another line.
    pub n_repeated: usize,
    /// Those whose amount comes three times or more.
    pub n_in_series: usize,
    /// Payments that the ledger itself takes back.
    pub n_put_right: usize,
    pub n_with_reference: usize,
    /// Invoice numbers paid twice.
    pub n_same_invoice: usize,
    /// How many of these chance alone would give.
    pub expected_same_invoice: f64,
    /// Equal payments within three weeks, without an invoice number to show that they are one.
    pub n_alone: usize,
    /// How many of these chance alone would give; none where the ledger is of too few days to tell.
    pub expected_alone: Option<f64>,
    /// How many of these are listed as findings.
    pub n_alone_listed: usize,
}

/// Every body with lines, in the order of their ids, before anything was looked for.
pub(super) fn of_bodies(lines: &PaidLines, accounts: &[Account<'_>]) -> Vec<BodyRepeats> {
    let new = |body: &str| (body.to_owned(), BodyRepeats { body_id: body.to_owned(), ..BodyRepeats::default() });
    let mut bodies: BTreeMap<String, BodyRepeats> = lines.bodies().into_iter().map(new).collect();
    for line in lines.iter().filter(|line| line.day.is_none()) {
        bodies.get_mut(lines.text(line.body)).expect("every body is here").n_undated += 1;
    }
    for account in accounts {
        bodies.get_mut(lines.text(account.body)).expect("every body is here").add(account);
    }
    bodies.into_values().collect()
}

impl BodyRepeats {
    fn add(&mut self, account: &Account<'_>) {
        self.n_put_right += account.n_put_right;
        for (_, payments) in account.payments.iter().filter(|(pence, _)| AMOUNT_MIN.pence() <= **pence) {
            let n_lines: usize = payments.iter().map(|payment| payment.lines.len()).sum();
            let with_reference = payments.iter().filter(|payment| payment.reference != 0);
            self.n_lines += n_lines;
            self.n_with_reference += with_reference.map(|payment| payment.lines.len()).sum::<usize>();
            self.n_repeated += if 1 < n_lines { n_lines } else { 0 };
            self.n_in_series += if SERIES_MIN <= payments.len() { n_lines } else { 0 };
        }
    }

    pub(super) fn note_same_invoice(&mut self, n: usize, expected: f64) {
        self.n_same_invoice = n;
        self.expected_same_invoice = expected;
    }

    pub(super) fn note_alone(&mut self, alone: &Alone<'_>) {
        self.n_alone = alone.n_near;
        self.expected_alone = alone.expected;
        self.n_alone_listed = alone.listed.len();
    }

    /// Whether more references come twice than chance would give. Where chance explains half of them or more, the body's
    /// references are not invoice numbers, and none of them is a finding.
    pub fn are_references_telling(&self) -> bool {
        2.0 * self.expected_same_invoice < self.n_same_invoice as f64
    }

    /// What is found in the ledger beside what chance would give, as a finding says it.
    pub(super) fn beside_chance(&self, likeness: Likeness) -> String {
        let (n, expected) = match likeness {
            Likeness::WholeInvoice | Likeness::LinesOfInvoice => {
                (self.n_same_invoice, Some(self.expected_same_invoice))
            }
            Likeness::AmountAlone => (self.n_alone, self.expected_alone),
            Likeness::AcrossBodies => return String::new(),
        };
        let expected =
            expected.map(|expected| format!("; chance alone would give about {expected:.1}")).unwrap_or_default();
        format!(" The body's ledger has {n} such pairs{expected}.")
    }
}

/// The table `payment_repeats`.
pub fn payment_repeats_table(repeats: &[BodyRepeats]) -> RecordBatch {
    let mut rows = PAYMENT_REPEATS.rows();
    for of_body in repeats {
        rows.push()
            .text(payment_repeats::BODY_ID, &of_body.body_id)
            .count(payment_repeats::N_LINES, of_body.n_lines as u64)
            .count(payment_repeats::N_UNDATED, of_body.n_undated as u64)
            .count(payment_repeats::N_REPEATED, of_body.n_repeated as u64)
            .count(payment_repeats::N_IN_SERIES, of_body.n_in_series as u64)
            .count(payment_repeats::N_PUT_RIGHT, of_body.n_put_right as u64)
            .count(payment_repeats::N_WITH_REFERENCE, of_body.n_with_reference as u64)
            .count(payment_repeats::N_SAME_INVOICE, of_body.n_same_invoice as u64)
            .estimate(payment_repeats::EXPECTED_SAME_INVOICE, of_body.expected_same_invoice)
            .flag(payment_repeats::ARE_REFERENCES_TELLING, of_body.are_references_telling())
            .count(payment_repeats::N_ALONE, of_body.n_alone as u64)
            .estimate_if_any(payment_repeats::EXPECTED_ALONE, of_body.expected_alone)
            .count(payment_repeats::N_ALONE_LISTED, of_body.n_alone_listed as u64);
    }
    rows.finish()
}
