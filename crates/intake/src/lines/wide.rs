//! Rows with more filled cells than there are headings.
//!
//! A comma that is in no quotation marks splits one cell into two and moves all behind it: `1,234.56`
//! becomes £1.00, and behind `Oak, Elm & Co` an invoice number stands where the amount should. Which cell was
//! split is not known for certain, so such a row is for a person to look at, with what it may be worth.

use model::ProblemKind;
use money::{Amount, Money};

use super::LineReader;
use crate::fields::Field;
use crate::rows::Row;

impl LineReader<'_> {
    /// Keeps a row out whose amount may be in another column; false if the row is not one of these.
    pub(super) fn is_split_row(&mut self, row: &Row) -> bool {
        let n_surplus = self.reading.width.n_surplus(row);
        if n_surplus == 0 {
            return self.reading.width.is_ragged(row) && self.is_split_at_thousands(row);
        }
        let Some(at) = self.at[Field::Amount as usize] else { return false };
        let thousands = self.split_thousands(row, at);
        let width = self.reading.width;
        let n_surplus = n_surplus.saturating_sub(width.n_unheaded());
        let meant = thousands
            .or_else(|| self.moved_amount(row, n_surplus, at))
            .or_else(|| self.amount_before_cut_payee(row, at));
        if let Some(amount) = meant {
            self.problem(row, ProblemKind::RowTooWide, Some(amount), Field::Amount);
        }
        meant.is_some()
    }

    /// Keeps a row out whose amount was split at its thousands, though it has no more cells than there are headings.
    fn is_split_at_thousands(&mut self, row: &Row) -> bool {
        let Some(at) = self.at[Field::Amount as usize] else { return false };
        let Some(amount) = self.split_thousands(row, at) else { return false };
        // Pence behind it show that the next cell is its end, not a code.
        let has_pence = (at + 1..row.len())
            .any(|i| matches!(row.cell(i), [.., b'.', a, b] if a.is_ascii_digit() && b.is_ascii_digit()));
        if has_pence {
            self.problem(row, ProblemKind::RowTooWide, Some(amount), Field::Amount);
        }
        has_pence
    }

    /// What an amount says that was split at its thousands.
    fn split_thousands(&self, row: &Row, at: usize) -> Option<Money> {
        let mut text = self.encoding.decode(row.cell(at)).into_owned();
        let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
        if !(1..=3).contains(&n_digits) || !text.ends_with(|c: char| c.is_ascii_digit()) || text.contains('.') {
            return None;
        }
        for i in at + 1..row.len() {
            let group = self.encoding.decode(row.cell(i));
            let digits = group.bytes().take_while(u8::is_ascii_digit).count();
            // A sheet keeps `000.00` as 0, so there the last cell may have lost its zeros.
            let n_lost = if self.context.is_sheet && i + 1 == row.len() { 3usize.saturating_sub(digits) } else { 0 };
            if digits == 0 || digits + n_lost != 3 || group.contains(char::is_alphabetic) {
                break;
            }
            text.push(',');
            text.push_str(&"000"[..n_lost]);
            text.push_str(&group);
            if group.len() > 3 {
                break;
            }
        }
        text.contains(',').then(|| Amount::parse(&text).ok().map(|amount| amount.money)).flatten()
    }

    /// What the amount would be if a cell before it had been split: only where that makes a row like the others
    /// and says something else than the row as it stands.
    fn moved_amount(&self, row: &Row, n_surplus: usize, at: usize) -> Option<Money> {
        if n_surplus == 0 {
            return None;
        }
        let as_it_stands = self.amount_if(row, usize::MAX, 0, at);
        (0..at)
            .filter(|split| {
                self.can_be_one(row, *split, n_surplus) || self.ends_in_a_number(row, *split, (n_surplus, at))
            })
            .filter_map(|split| self.amount_if(row, split, n_surplus, at))
            .find(|amount| as_it_stands != Some(*amount))
    }

    /// What the amount is where the payee stands behind it and may have been split, so that half a name would be counted.
    /// Cells that other rows have too, under no heading, are of no split name.
    fn amount_before_cut_payee(&self, row: &Row, at: usize) -> Option<Money> {
        let n_surplus = self.reading.width.n_more_than_others(row);
        let payee = self.at[Field::Payee as usize].filter(|payee| at < *payee && 0 < n_surplus)?;
        let amount = Amount::parse(&self.encoding.decode(row.cell(at))).ok()?;
        let is_split = self.can_be_one(row, payee, n_surplus) && self.reading.width.is_moved(row, payee, n_surplus);
        is_split.then_some(amount.money)
    }

    /// Whether cells may be the parts of one: none is empty, names hold letters, and none is an amount in pence.
    fn can_be_one(&self, row: &Row, split: usize, n_surplus: usize) -> bool {
        let is_payee = self.at[Field::Payee as usize] == Some(split);
        (split..=split + n_surplus).all(|i| {
            let cell = row.cell(i);
            let has_letters = cell.iter().any(u8::is_ascii_alphabetic);
            !cell.is_empty() && (has_letters || !is_payee && !cell.contains(&b'.'))
        })
    }

    /// Whether a payee may have been split before a number, `Acorn 1 234,56`: then an amount in pence stands behind what
    /// would be counted, and that has none. The sum of all lines so far may stand there too.
    fn ends_in_a_number(&self, row: &Row, split: usize, (n_surplus, at): (usize, usize)) -> bool {
        let has_pence =
            |cell: &[u8]| matches!(cell, [.., b'.' | b',', a, b] if a.is_ascii_digit() && b.is_ascii_digit());
        let is_number = |i: usize| !row.cell(i).is_empty() && row.cell(i).iter().all(u8::is_ascii_digit);
        let is_cut_name = self.at[Field::Payee as usize] == Some(split)
            && row.cell(split).iter().any(u8::is_ascii_alphabetic)
            && (split + 1..=split + n_surplus).all(is_number);
        let sum = |amount: Money| Some(self.counts.amount + amount);
        is_cut_name
            && 0 < self.reading.width.n_more_than_others(row)
            && !has_pence(row.cell(at))
            && has_pence(row.cell(at + n_surplus))
            && self.amount_if(row, usize::MAX, 0, at).and_then(sum) != self.amount_if(row, split, n_surplus, at)
    }

    /// The amount of a row of which one cell was split, where its date and payee are then such.
    fn amount_if(&self, row: &Row, split: usize, n_surplus: usize, at: usize) -> Option<Money> {
        let place = |i: usize| if split < i { i + n_surplus } else { i };
        let cell = |field: Field| self.at[field as usize].filter(|i| *i != split).map(|i| row.cell(place(i)));
        let is_date = |cell: &[u8]| cell.is_empty() || self.dates.can_read(cell, self.encoding);
        let is_name = |cell: &[u8]| cell.is_empty() || cell.iter().any(u8::is_ascii_alphabetic);
        let printed = self.encoding.decode(row.cell(place(at)));
        let amount = Amount::parse(&printed).ok().filter(|_| printed.bytes().any(|b| b.is_ascii_digit()))?;
        let splits_date = self.at[Field::Date as usize] == Some(split);
        (!splits_date && cell(Field::Date).is_none_or(is_date) && cell(Field::Payee).is_none_or(is_name))
            .then_some(amount.money)
    }
}
