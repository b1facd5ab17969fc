//! The amounts of a second table beside the one that is read.

use model::ProblemKind;
use money::{Amount, Money};

use super::LineReader;
use crate::fields::Field;
use crate::rows::Row;

/// Amounts that were counted beside the table.
#[derive(Default)]
pub(super) struct Beside {
    n: u64,
    amount: Money,
    first: u64,
}

impl LineReader<'_> {
    pub(super) fn count_beside(&mut self, row: &Row) {
        let Some(at) = self.reading.beside else { return };
        let cell = row.cell(at);
        if !cell.iter().any(u8::is_ascii_digit) {
            return;
        }
        let Ok(amount) = Amount::parse(&self.encoding.decode(cell)) else { return };
        self.beside.n += 1;
        self.beside.amount += amount.money;
        if self.beside.n == 1 {
            self.beside.first = row.number;
        }
    }

    pub(super) fn doubt_beside(&mut self) {
        let Some(at) = self.reading.beside.filter(|_| 0 < self.beside.n) else { return };
        let Beside { n, amount, first } = self.beside;
        let heading = self.reading.headings.get(at).filter(|heading| !heading.is_empty());
        let called = heading.map_or(String::new(), |heading| format!(", `{heading}`"));
        let text = format!(
            "there is a second table beside the one that was read: {n} amounts ({amount}) in column {}{called}, from row {first} \
             on, were not counted",
            super::unheaded::letters(at),
        );
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        self.push_problem(None, ProblemKind::SeveralAmountColumns, n, Some(amount), column, text);
    }
}
