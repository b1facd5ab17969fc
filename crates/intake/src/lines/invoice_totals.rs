//! Invoices whose total stands on each of their lines, so that it is counted as often as an invoice has lines.

use std::collections::BTreeSet;

use model::ProblemKind;
use money::Money;

use super::LineReader;
use crate::fields::Field;
use crate::lines::Meaning;

/// Invoices of several lines, and different amounts, from which on it is no chance that all lines say the same.
const INVOICES_MIN: usize = 5;
const AMOUNTS_MIN: usize = 4;
/// The share of invoices of several lines whose lines all say the same.
const SHARE_MIN: f64 = 0.9;
/// The least of the file's pounds that is worth a word: one regular payment may have one reference.
const POUNDS_MIN: f64 = 0.01;

impl LineReader<'_> {
    /// A doubt where nearly all invoices of several lines have one amount on all of them. It gives the pounds that are
    /// there more than once.
    pub(super) fn doubt_invoice_totals(&mut self) {
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::LinesRepeated);
        if self.at[Field::Reference as usize].is_none() || is_said || self.counts.meanings.n_repeated() < INVOICES_MIN {
            return;
        }
        let meanings = &self.counts.meanings;
        let invoice = |line: Meaning| (line.day(), line.payee(), line.reference());
        let mut lines: Vec<Meaning> =
            (0..meanings.len()).map(|i| meanings.get(i)).filter(|line| line.reference() != 0).collect();
        lines.sort_by_key(|line| invoice(*line));
        let (mut n_invoices, mut n_alike, mut n_lines, mut amount) = (0_u64, 0_usize, 0_u64, Money::ZERO);
        let mut amounts = BTreeSet::new();
        for lines in lines.chunk_by(|a, b| invoice(*a) == invoice(*b)).filter(|lines| 1 < lines.len()) {
            n_invoices += 1;
            if lines.iter().all(|line| line.amount() == lines[0].amount()) {
                n_alike += 1;
                let n_more = lines.len() as u64 - 1;
                n_lines += n_more;
                amount += Money::from_pence(meanings.amount(lines[0]).pence().saturating_mul(n_more as i64));
                amounts.insert(lines[0].amount());
            }
        }
        let is_usual = SHARE_MIN * n_invoices as f64 <= n_alike as f64;
        let is_much = POUNDS_MIN * self.counts.amount.pence().abs() as f64 <= amount.pence().abs() as f64;
        if is_usual && is_much && INVOICES_MIN <= n_alike && AMOUNTS_MIN <= amounts.len() {
            let text = format!(
                "{n_alike} invoices have the same amount on each of their lines, as if it were the invoice's total: {n_lines} \
                 lines ({amount}) may be counted more than once",
            );
            let column = self.reading.heading(Field::Amount).map(str::to_owned);
            self.push_problem(None, ProblemKind::LinesRepeated, n_lines, Some(amount), column, text);
        }
    }
}
