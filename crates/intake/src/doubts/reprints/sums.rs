//! Lines that one table has added up by payee and month.

use std::collections::BTreeSet;

use money::Money;

use super::Sorted;
use super::likeness::{SHARE_MIN, month_of};
use crate::lines::ByPayee;

/// Sums that must agree, and different ones among them: with fewer, tables agree by chance.
const SUMS_MIN: usize = 8;
const DIFFERENT_MIN: usize = 5;

/// What one payee was paid in a month.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    key: (i32, u8),
    pence: i64,
    n_lines: u64,
}

/// Pounds that two tables hold, in more lines the one and in fewer the other.
pub(super) struct Summed {
    /// Lines of the table with fewer.
    pub n_lines: u64,
    pub amount: Money,
}

/// The sums of a table by payee alone, to compare it with one whose lines have no dates.
pub(super) fn sums_of_all(table: &Sorted<'_>) -> Vec<Sum> {
    let of_payee = |lines: &[ByPayee]| Sum {
        key: (0, lines[0].payee()),
        pence: lines.iter().map(|line| table.amount(*line).pence()).sum(),
        n_lines: lines.len() as u64,
    };
    table.lines.chunk_by(|a, b| a.payee() == b.payee()).map(of_payee).collect()
}

/// The sums of a table, by month and payee. The month of lines without a date is 0.
pub(super) fn sums(table: &Sorted<'_>) -> Vec<Sum> {
    let mut lines: Vec<((i32, u8), i64)> = table
        .lines
        .iter()
        .map(|line| ((line.day().map_or(0, month_of), line.payee()), table.amount(*line).pence()))
        .collect();
    lines.sort_unstable();
    let of_key = |lines: &[((i32, u8), i64)]| Sum {
        key: lines[0].0,
        pence: lines.iter().map(|(_, pence)| pence).sum(),
        n_lines: lines.len() as u64,
    };
    lines.chunk_by(|a, b| a.0 == b.0).map(of_key).collect()
}

/// How a sum is printed.
#[derive(Clone, Copy)]
enum Print {
    Same,
    WholePounds,
    WithVat,
    WithoutVat,
}

impl Print {
    fn is_sum(self, sum: &Sum, of: &Sum) -> bool {
        // Each line of the original was rounded to a penny.
        let is_near = |a: i64, b: i64| (a - b).abs() <= 6 * (of.n_lines as i64 + 1);
        match self {
            Print::Same => sum.pence == of.pence,
            Print::WholePounds => sum.pence % 100 == 0 && (sum.pence - of.pence).abs() < 100,
            Print::WithVat => is_near(5 * sum.pence, 6 * of.pence),
            Print::WithoutVat => is_near(6 * sum.pence, 5 * of.pence),
        }
    }
}

/// The pounds that the first table may have added up from the lines of the second, in the months that both have; to the
/// penny, in whole pounds, or with VAT in one of them.
pub(super) fn added_up(table: &[Sum], of: &[Sum]) -> Option<Summed> {
    [Print::Same, Print::WholePounds, Print::WithVat, Print::WithoutVat]
        .into_iter()
        .find_map(|print| added_up_in(print, table, of))
}

fn added_up_in(print: Print, table: &[Sum], of: &[Sum]) -> Option<Summed> {
    let months: BTreeSet<i32> = table.iter().map(|sum| sum.key.0).collect();
    let common: BTreeSet<i32> = of.iter().map(|sum| sum.key.0).filter(|month| months.contains(month)).collect();
    let mut n_comparable = (0_usize, 0_usize);
    let (mut turnover, mut turnover_alike) = (0_i128, 0_i128);
    let (mut n_lines, mut n_lines_of, mut amount) = (0, 0, 0);
    let mut alike: Vec<i64> = Vec::new();
    n_comparable.1 = of.iter().filter(|sum| common.contains(&sum.key.0)).count();
    for sum in table.iter().filter(|sum| common.contains(&sum.key.0)) {
        n_comparable.0 += 1;
        turnover += i128::from(sum.pence.abs());
        if let Ok(at) = of.binary_search_by_key(&sum.key, |other| other.key)
            && print.is_sum(sum, &of[at])
        {
            alike.push(sum.pence);
            turnover_alike += i128::from(sum.pence.abs());
            amount += sum.pence;
            n_lines += sum.n_lines;
            n_lines_of += of[at].n_lines;
        }
    }
    let n_alike = alike.len();
    alike.sort_unstable();
    alike.dedup();
    let is_most = SHARE_MIN * n_comparable.0.min(n_comparable.1) as f64 <= n_alike as f64
        && SHARE_MIN * turnover as f64 <= turnover_alike as f64;
    let is_added_up = n_lines < n_lines_of;
    (is_most && is_added_up && SUMS_MIN <= n_alike && DIFFERENT_MIN <= alike.len())
        .then(|| Summed { n_lines, amount: Money::from_pence(amount) })
}
