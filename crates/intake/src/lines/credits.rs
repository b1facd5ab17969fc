//! Amounts in two columns: a line is its debit less its credit.

use model::ProblemKind;
use money::{Amount, AmountError, Money};

use super::LineReader;
use crate::fields::Field;
use crate::rows::Row;

impl LineReader<'_> {
    /// The amount of a row, as printed in pounds; of two columns, debit less credit.
    pub(super) fn amount_of(&mut self, row: &Row, printed: &str) -> Result<Amount, AmountError> {
        let amount = match self.at[Field::Credit as usize] {
            None => self.reading.points.parse(printed)?,
            Some(credit) => self.debit_less_credit(row, printed, credit)?,
        };
        self.reading.unit.pounds(amount)
    }

    fn debit_less_credit(&mut self, row: &Row, printed: &str, credit: usize) -> Result<Amount, AmountError> {
        let printed_credit = self.encoding.decode(row.cell(credit)).into_owned();
        let points = self.reading.points;
        let (debit, credit) = match (points.parse(printed), points.parse(&printed_credit)) {
            (debit, Err(AmountError::Empty)) => return debit,
            (Err(AmountError::Empty), credit) => (None, credit?),
            (debit, credit) => (Some(debit?), credit?),
        };
        let have_signs = self.reading.credits_have_signs;
        if credit.money != Money::ZERO && credit.money.is_negative() != have_signs {
            self.doubt(ProblemKind::SideUnreadable, Field::Credit, row.number, credit.money, &printed_credit);
        }
        let sign = if have_signs { 1 } else { -1 };
        let (credit_money, credit_dust) = (if have_signs { credit.money } else { -credit.money }, sign * credit.dust);
        Ok(match debit {
            None => Amount { money: credit_money, dust: credit_dust, ..credit },
            Some(debit) => Amount {
                money: debit.money + credit_money,
                dust: debit.dust + credit_dust,
                sub_penny: debit.sub_penny || credit.sub_penny,
                mark: debit.mark.or(credit.mark),
            },
        })
    }
}
