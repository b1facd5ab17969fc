//! Columns beside the amount that hold what came back, or what was changed, on a few lines.

use model::ProblemKind;
use money::{Amount, Money};

use super::LineReader;
use crate::encoding::Encoding;
use crate::fields::{Field, heading_words};
use crate::reading::Reading;
use crate::rows::Row;

/// The largest share of lines on which such a column is filled: one that is always filled is another sum of each payment.
const SHARE_MAX: f64 = 0.9;
/// Words of what came back or was changed.
const WORDS: [&str; 18] = [
    "refund",
    "refunds",
    "refunded",
    "credit",
    "credits",
    "credited",
    "adjustment",
    "adjustments",
    "adj",
    "recharge",
    "recharged",
    "recharges",
    "rebate",
    "returned",
    "recovered",
    "reclaimed",
    "reimbursed",
    "reversed",
];
/// Words with which these speak of something else than money.
const NO_SUMS: [&str; 14] = [
    "date",
    "no",
    "number",
    "ref",
    "reference",
    "code",
    "type",
    "reason",
    "id",
    "card",
    "flag",
    "terms",
    "vat",
    "name",
];

/// What such columns hold, beside the amount.
#[derive(Default)]
pub(super) struct Partly {
    columns: Vec<Column>,
}

struct Column {
    at: usize,
    n: u64,
    n_unread: u64,
    /// Lines whose amount is the same, with or without its sign: the amount is what is left of several columns.
    n_same: u64,
    amount: Money,
}

impl Partly {
    pub fn of(reading: &Reading) -> Partly {
        let is_read = |at: &usize| {
            let fields =
                [Field::Amount, Field::Credit, Field::Date, Field::Payee, Field::IrrecoverableVat, Field::Side];
            fields.iter().any(|field| reading.column(*field) == Some(*at))
        };
        let is_such = |at: &usize| {
            let words = heading_words(&reading.headings[*at]);
            let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
            has(&WORDS) && !has(&NO_SUMS)
        };
        let such = (0..reading.headings.len()).filter(|at| !is_read(at) && !reading.is_confirmed).filter(is_such);
        Partly { columns: such.map(|at| Column { at, n: 0, n_unread: 0, n_same: 0, amount: Money::ZERO }).collect() }
    }

    pub fn count(&mut self, row: &Row, encoding: Encoding, counted: Money) {
        for column in &mut self.columns {
            let cell = row.cell(column.at);
            if cell.is_empty() {
                continue;
            }
            match Amount::parse(&encoding.decode(cell)) {
                Ok(amount) if amount.money != Money::ZERO => {
                    column.n += 1;
                    column.n_same += u64::from(amount.money.abs() == counted.abs());
                    column.amount += amount.money;
                }
                Ok(_) => {}
                Err(_) => column.n_unread += 1,
            }
        }
    }
}

impl LineReader<'_> {
    pub(super) fn doubt_partly(&mut self) {
        let n_lines = self.counts.n_lines as f64;
        let columns = std::mem::take(&mut self.partly.columns);
        let are_amounts =
            |column: &Column| 0 < column.n && column.n_unread * 10 <= column.n && column.n_same * 2 < column.n;
        for column in columns.iter().filter(|column| are_amounts(column) && column.n as f64 <= SHARE_MAX * n_lines) {
            let heading = self.reading.headings[column.at].clone();
            let text = format!(
                "`{heading}` holds {} on {} lines beside the amount, which was counted without it",
                column.amount, column.n
            );
            let (n, amount) = (column.n, Some(column.amount));
            self.push_problem(None, ProblemKind::SeveralAmountColumns, n, amount, Some(heading), text);
        }
    }
}
