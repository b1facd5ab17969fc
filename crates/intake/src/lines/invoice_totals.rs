//! Invoices whose total stands on each of their lines, so that it is counted as often as an invoice has lines.
//!
//! Care is often paid for several weeks or people at once: lines of one reference and one amount, alike cell for cell. An
//! invoice's total stands on lines that differ in something else: what was bought, or for which cost centre. Only where most
//! of a file is invoices of lines that are alike may these be totals too.

use std::collections::BTreeSet;

use model::ProblemKind;
use money::Money;

use super::{LineReader, Meaning, Meanings};
use crate::fields::Field;

/// Invoices of several lines, and different amounts, from which on it is no chance that all lines say the same.
const INVOICES_MIN: usize = 5;
const AMOUNTS_MIN: usize = 4;
/// The share of invoices of several lines whose lines all say the same.
const SHARE_MIN: f64 = 0.9;
/// The share of the file's lines that are of such invoices, where nothing tells the lines of one invoice apart.
const LINES_SHARE_MIN: f64 = 0.5;
/// The least of the file's pounds that is worth a word: one regular payment may have one reference.
const POUNDS_MIN: f64 = 0.01;

/// Invoices of several lines, and those of them whose lines have one amount.
#[derive(Default)]
struct Invoices {
    n: usize,
    n_alike: usize,
    /// Lines beyond the first of each invoice of one amount, and their pounds.
    n_more: u64,
    amount: Money,
    amounts: BTreeSet<u64>,
}

impl Invoices {
    fn add(&mut self, lines: &[(Meaning, u64)], meanings: &Meanings) {
        let first = lines[0].0;
        self.n += 1;
        if lines.iter().any(|(line, _)| line.amount() != first.amount()) {
            return;
        }
        let n_more = lines.len() as u64 - 1;
        self.n_alike += 1;
        self.n_more += n_more;
        self.amount += Money::from_pence(meanings.amount(first).pence().saturating_mul(n_more as i64));
        self.amounts.insert(first.amount());
    }

    /// Whether this is the way in which the file prints invoices, and matters to what all its lines come to.
    fn are_usual(&self, sum: Money) -> bool {
        SHARE_MIN * self.n as f64 <= self.n_alike as f64
            && INVOICES_MIN <= self.n_alike
            && AMOUNTS_MIN <= self.amounts.len()
            && POUNDS_MIN * sum.pence().abs() as f64 <= self.amount.pence().abs() as f64
    }
}

impl LineReader<'_> {
    /// A doubt where nearly all invoices of several lines have one amount on all of them. It gives the pounds that are
    /// there more than once. `in_order` holds the lines in file order.
    pub(super) fn doubt_invoice_totals(&mut self, in_order: &Meanings) {
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::LinesRepeated);
        if self.at[Field::Reference as usize].is_none() || is_said || self.counts.meanings.n_repeated() < INVOICES_MIN {
            return;
        }
        let invoice = |(line, _): &(Meaning, u64)| (line.day(), line.payee(), line.reference());
        let lines = (0..in_order.len()).map(|i| (in_order.get(i), self.blocks.row_hash(i)));
        let mut lines: Vec<(Meaning, u64)> = lines.filter(|(line, _)| line.reference() != 0).collect();
        lines.sort_by_key(invoice);
        let (mut parted, mut all) = (Invoices::default(), Invoices::default());
        for lines in lines.chunk_by(|a, b| invoice(a) == invoice(b)).filter(|lines| 1 < lines.len()) {
            all.add(lines, in_order);
            if lines.iter().any(|(_, row)| *row != lines[0].1) {
                parted.add(lines, in_order);
            }
        }
        let n_lines_alike = all.n_more as f64 + all.n_alike as f64;
        let is_most = LINES_SHARE_MIN * in_order.len() as f64 <= n_lines_alike;
        let sum = self.counts.amount;
        if let Some(found) = [all, parted].into_iter().skip(usize::from(!is_most)).find(|found| found.are_usual(sum)) {
            self.push_invoice_totals(&found);
        }
    }

    fn push_invoice_totals(&mut self, found: &Invoices) {
        let text = format!(
            "{} invoices have the same amount on each of their lines, as if it were the invoice's total: {} lines ({}) may be \
             counted more than once",
            found.n_alike, found.n_more, found.amount
        );
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.push_problem(None, ProblemKind::LinesRepeated, found.n_more, Some(found.amount), column, text);
    }
}
