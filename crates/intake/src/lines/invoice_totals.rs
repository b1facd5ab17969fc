//! Invoices whose total stands on each of their lines, so that it is counted as often as an invoice has lines.
//!
//! Care is often paid for several weeks or people at once: lines of one reference and one amount, alike cell for cell. An
//! invoice's total stands on lines that differ in something else: what was bought, or for which cost centre. Only where most
//! of a file is invoices of lines that are alike may these be totals too.

use std::collections::BTreeSet;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use model::ProblemKind;
use money::Money;

use super::{LineReader, Meaning, Meanings};
use crate::fields::Field;
use crate::rows::Row;

/// With this many invoices of several lines, and this many different amounts, it is no accident that all lines say the same.
const INVOICES_MIN: usize = 5;
const AMOUNTS_MIN: usize = 4;
/// The same where no number tells which lines are of one invoice.
const RUNS_MIN: usize = 20;
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
    fn add(&mut self, lines: &[(Meaning, u64, u64)], meanings: &Meanings) {
        let first = lines[0].0;
        self.n += 1;
        if lines.iter().any(|(line, ..)| line.amount() != first.amount()) {
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
    /// Keeps the number of a line's invoice where a column beside the reference holds it.
    pub(super) fn count_invoice(&mut self, row: &Row) {
        if let Some(at) = self.reading.invoices {
            self.invoices.push(FixedState::default().hash_one(row.cell(at)) as u32);
        }
    }

    /// A doubt where nearly all invoices of several lines have one amount on all of them. It gives the pounds that are
    /// there more than once. `in_order` holds the lines in file order.
    ///
    /// Lines of one invoice are told by their reference, by another column of numbers, or, in a file without either, as
    /// lines of one payee and day that follow each other.
    pub(super) fn doubt_invoice_totals(&mut self, in_order: &Meanings) {
        let is_said = self.counts.problems.iter().any(|problem| problem.kind == ProblemKind::LinesRepeated);
        if is_said {
            return;
        }
        let has_reference = self.at[Field::Reference as usize].is_some();
        let by_reference = has_reference.then_some(|i: usize| u64::from(in_order.get(i).reference()));
        let by_number = (self.invoices.len() == in_order.len()).then_some(|i: usize| u64::from(self.invoices[i]) + 1);
        let found = match (by_reference, by_number) {
            (None, None) => self.alike_in_a_row(in_order),
            (by_reference, by_number) => by_reference
                .and_then(|key| self.alike_by(in_order, &key))
                .or_else(|| by_number.and_then(|key| self.alike_by(in_order, &key))),
        };
        if let Some(found) = found {
            self.push_invoice_totals(&found);
        }
    }

    /// Invoices of one amount, by a number of each line; nought where it has none.
    fn alike_by(&self, in_order: &Meanings, number: &dyn Fn(usize) -> u64) -> Option<Invoices> {
        let invoice = |(line, _, number): &(Meaning, u64, u64)| (line.day(), line.payee(), *number);
        let lines = (0..in_order.len()).map(|i| (in_order.get(i), self.blocks.row_hash(i), number(i)));
        let mut lines: Vec<(Meaning, u64, u64)> = lines.filter(|(_, _, number)| *number != 0).collect();
        lines.sort_by_key(invoice);
        self.alike(in_order, lines.chunk_by(|a, b| invoice(a) == invoice(b)))
    }

    /// The same for lines of one payee and day that follow each other. Nothing proves that they are of one invoice, so
    /// the lines must differ in something and the invoices be many.
    fn alike_in_a_row(&self, in_order: &Meanings) -> Option<Invoices> {
        let lines: Vec<(Meaning, u64, u64)> =
            (0..in_order.len()).map(|i| (in_order.get(i), self.blocks.row_hash(i), 0)).collect();
        let of = |line: Meaning| (line.day(), line.payee());
        let mut parted = Invoices::default();
        for lines in lines.chunk_by(|a, b| of(a.0) == of(b.0)).filter(|lines| 1 < lines.len()) {
            if lines[0].0.payee() != 0 && lines.iter().any(|(_, row, _)| *row != lines[0].1) {
                parted.add(lines, in_order);
            }
        }
        (RUNS_MIN <= parted.n_alike && parted.are_usual(self.counts.amount)).then_some(parted)
    }

    fn alike<'l>(
        &self,
        in_order: &Meanings,
        invoices: impl Iterator<Item = &'l [(Meaning, u64, u64)]>,
    ) -> Option<Invoices> {
        let (mut parted, mut all) = (Invoices::default(), Invoices::default());
        for lines in invoices.filter(|lines| 1 < lines.len()) {
            all.add(lines, in_order);
            if lines.iter().any(|(_, row, _)| *row != lines[0].1) {
                parted.add(lines, in_order);
            }
        }
        let n_lines_alike = all.n_more as f64 + all.n_alike as f64;
        let is_most = LINES_SHARE_MIN * in_order.len() as f64 <= n_lines_alike;
        let sum = self.counts.amount;
        [all, parted].into_iter().skip(usize::from(!is_most)).find(|found| found.are_usual(sum))
    }

    fn push_invoice_totals(&mut self, found: &Invoices) {
        let text = format!(
            "{} invoices have the same amount on every line, as if it were the invoice total: {} lines ({}) may be \
             counted more than once",
            found.n_alike, found.n_more, found.amount
        );
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.push_problem(None, ProblemKind::LinesRepeated, found.n_more, Some(found.amount), column, text);
    }
}
