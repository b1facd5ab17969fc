//! Sheets that hold no payments of their own, only what those beside them come to: by department, by month, by payee.

use std::collections::BTreeMap;

use model::ProblemKind;
use money::{Amount, Money};

use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};
use crate::sheet::SheetRows;
use crate::source_file::SourceFile;

/// A longer sheet is no summary.
const ROWS_MAX: usize = 2_000;

/// Settles each sheet that is not a ledger and whose amounts add up, to the penny, to those of the lines of another sheet of
/// the workbook or of all of them. Its pounds are counted already.
pub fn settle(tables: &mut [SourceFile], mut rows_of: impl FnMut(&str) -> Option<SheetRows>) {
    let read: Vec<Money> = tables.iter().filter(|table| table.is_read()).map(|table| table.counts.amount).collect();
    let sums: Vec<Money> = read.iter().copied().chain([read.iter().sum()]).filter(|sum| *sum != Money::ZERO).collect();
    let is_left_out = |table: &&mut SourceFile| {
        table.reading.is_none() && table.counts.problems.iter().any(|p| p.kind == ProblemKind::FileNotLedger)
    };
    for table in tables.iter_mut().filter(is_left_out) {
        let rows = table.sheet.as_deref().and_then(&mut rows_of);
        let Some(sum) = rows.and_then(|rows| summed(rows, &sums)) else { continue };
        table.counts.problems.retain(|problem| problem.kind != ProblemKind::FileNotLedger);
        table.doubt(ProblemKind::SheetBeside, format!("its amounts are totals of the {} beside it", sum.short()));
    }
}

/// Which of these sums the numbers in one of the columns make, with or without their total below or above them.
fn summed(mut rows: SheetRows, sums: &[Money]) -> Option<Money> {
    let mut columns: BTreeMap<usize, Vec<Money>> = BTreeMap::new();
    let mut row = Row::default();
    for _ in 0..ROWS_MAX {
        match rows.next(&mut row) {
            Ok(Step::Row) => {}
            Ok(Step::End) => return columns.values().find_map(|amounts| sum_of(amounts, sums)),
            _ => return None,
        }
        for (column, text) in row.texts(&Encoding::Utf8).iter().enumerate() {
            if let Ok(amount) = Amount::parse(text) {
                columns.entry(column).or_default().push(amount.money);
            }
        }
    }
    None
}

fn sum_of(amounts: &[Money], sums: &[Money]) -> Option<Money> {
    let all: Money = amounts.iter().sum();
    let is_made = |sum: &Money| all == *sum || (all == *sum + *sum && amounts.contains(sum));
    sums.iter().copied().filter(|_| 2 <= amounts.len()).find(is_made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amounts: &[i64], sums: &[i64], expected: Option<i64>) {
        let money = |pence: &[i64]| pence.iter().map(|pence| Money::from_pence(*pence)).collect::<Vec<_>>();
        let found = sum_of(&money(amounts), &money(sums));
        assert_eq!(found.map(|sum| sum.pence()), expected, "{amounts:?} of {sums:?}");
    }

    #[test]
    fn parts_of_the_lines_make_their_sum_with_or_without_a_total() {
        check(&[100, 50, 25], &[175, 900], Some(175));
        check(&[100, 50, 25, 175], &[175, 900], Some(175));
        check(&[175, 100, 50, 25], &[175, 900], Some(175));
    }

    #[test]
    fn a_penny_more_or_a_single_number_is_no_sum() {
        check(&[100, 50, 26], &[175], None);
        check(&[175], &[175], None);
        check(&[100, 250], &[175], None);
        check(&[100, 50, 25], &[], None);
    }
}
