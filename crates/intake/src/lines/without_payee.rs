//! Lines that do not say who was paid: blanks under the first line of a group, or names left out.

use model::ProblemKind;
use money::Money;

use super::{Counts, LineReader};
use crate::fields::Field;
use crate::rows::Row;

/// This share of a file's lines, or of its pounds, is no slip.
const SHARE_MIN: f64 = 0.05;
const LINES_MIN: u64 = 3;

/// What stands in the place of a payee's name and says nothing about the payee: signs for the line above, and failed look-ups.
const SAYS_NOTHING: [&str; 22] = [
    "do",
    "do.",
    "ditto",
    "as above",
    "see above",
    "above",
    "idem",
    "same",
    "\"",
    "''",
    "“",
    "”",
    ",,",
    "#n/a",
    "#ref!",
    "#name?",
    "#value!",
    "0",
    "none",
    "null",
    "nan",
    "(blank)",
];

fn says_no_payee(cell: &[u8]) -> bool {
    const BYTES_MAX: usize = 9;
    let is_short = cell.len() <= BYTES_MAX;
    is_short && (cell.is_empty() || SAYS_NOTHING.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(cell)))
}

impl LineReader<'_> {
    pub(super) fn count_without_payee(&mut self, row: &Row, amount: Money) {
        if self.at[Field::Payee as usize].is_some_and(|at| says_no_payee(row.cell(at))) {
            self.counts.n_without_payee += 1;
            self.counts.amount_without_payee += amount;
        }
    }

    pub(super) fn doubt_without_payee(&mut self) {
        let Counts { n_lines, amount: all, n_without_payee: n, amount_without_payee: amount, .. } = self.counts;
        let is_share = |part: f64, whole: f64| SHARE_MIN * whole <= part;
        let is_much =
            is_share(n as f64, n_lines as f64) || is_share(amount.pence().abs() as f64, all.pence().abs() as f64);
        if n < LINES_MIN || n == n_lines || !is_much {
            return;
        }
        let column = self.reading.heading(Field::Payee).map(str::to_owned);
        let text = format!(
            "{n} of {n_lines} lines ({amount}) have no payee: the names may be only on the first line of each group, or were not found"
        );
        self.push_problem(None, ProblemKind::PayeeMissing, n, Some(amount), column, text);
    }
}
