//! The sign of a line by its debit or credit column.

use model::ProblemKind;
use money::Amount;

use super::{Counts, LineReader};
use crate::fields::{Field, Side};
use crate::reading::Reading;
use crate::rows::Row;

impl LineReader<'_> {
    /// Turns a credit that is printed without a minus sign. What a cell says that nobody knows is a doubt.
    pub(super) fn turn_credit(&mut self, row: &Row, amount: &mut Amount) {
        if self.at[Field::Side as usize].is_none() {
            return;
        }
        let cell = self.encoding.decode(self.cell(row, Field::Side));
        let side = if self.reading.side_is_flag { Side::of_flag(&cell) } else { Side::of(&cell) };
        match side {
            Some(Side::Returned) if amount.money.is_negative() => self.counts.n_credits_with_minus += 1,
            Some(Side::Returned) => {
                self.counts.n_credits_turned += 1;
                amount.money = -amount.money;
                amount.dust = -amount.dust;
            }
            Some(Side::Paid) => {}
            None => {
                let printed = cell.into_owned();
                self.doubt(ProblemKind::SideUnreadable, Field::Side, row.number, amount.money, &printed);
            }
        }
    }
}

impl Counts {
    /// Whether credits carry minus signs already, so that the column of sides must be left alone.
    pub(crate) fn credits_have_signs(&self, reading: &Reading) -> bool {
        self.n_credits_with_minus > 0 && reading.column(Field::Side).is_some()
    }
}
