//! A second column of sums under a heading as plain as the amount's: `Total` beside `Amount`.
//!
//! One of them is usually the other with VAT, a running total or the sum of a supplier's lines, and then the amount is right.
//! Where nothing explains how they differ, nobody here knows which was paid.

use money::{Amount, Money};

use super::SampleRow;
use crate::fields::Content;

/// Words of headings that say that a column holds money, and nothing more.
const PLAIN: [&str; 15] = [
    "total",
    "amount",
    "amounts",
    "value",
    "sum",
    "paid",
    "payment",
    "payments",
    "spend",
    "spent",
    "cost",
    "£",
    "gbp",
    "actual",
    "expenditure",
];
/// Rows in which the columns must differ, and their share.
const ROWS_MIN: usize = 2;
const SHARE_MIN: f64 = 0.05;
/// The share of rows that an explanation must fit.
const EXPLAINED_MIN: f64 = 0.8;

/// The columns that may be the amount as well, by number.
pub(super) fn find(amount: usize, words: &[Vec<String>], contents: &[Content], body: &[&SampleRow]) -> Vec<usize> {
    let is_plain = |i: usize| !words[i].is_empty() && words[i].iter().all(|word| PLAIN.contains(&word.as_str()));
    if !is_plain(amount) {
        return Vec::new();
    }
    let is_sum = |i: usize| is_plain(i) && 0.9 <= contents[i].amounts && 0.5 <= contents[i].filled;
    let taxes: Vec<usize> = (0..words.len()).filter(|i| is_tax(&words[*i])).collect();
    let is_rival = |i: &usize| {
        let rows: Vec<Sums> = body.iter().filter_map(|row| Sums::of(row, amount, *i, &taxes)).collect();
        let n_unlike = rows.iter().filter(|row| row.amount != row.other).count();
        ROWS_MIN <= n_unlike && SHARE_MIN * rows.len() as f64 <= n_unlike as f64 && !are_explained(&rows)
    };
    (0..words.len()).filter(|i| *i != amount && is_sum(*i)).filter(is_rival).collect()
}

fn is_tax(words: &[String]) -> bool {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&["vat", "tax"]) && !has(&["number", "no", "registration", "code", "rate"])
}

/// What a row says in both columns, and in those of VAT.
struct Sums {
    amount: Money,
    other: Money,
    tax: Money,
}

impl Sums {
    fn of((_, cells): &SampleRow, amount: usize, other: usize, taxes: &[usize]) -> Option<Sums> {
        let sum = |i: usize| cells.get(i).and_then(|cell| Amount::parse(cell).ok()).map(|amount| amount.money);
        let tax = taxes.iter().filter_map(|i| sum(*i)).sum();
        Some(Sums { amount: sum(amount)?, other: sum(other)?, tax })
    }
}

fn are_explained(rows: &[Sums]) -> bool {
    let is_enough = |n: usize| EXPLAINED_MIN * rows.len() as f64 <= n as f64;
    let penny = Money::from_pence(1);
    let with_tax =
        |row: &&Sums| row.tax != Money::ZERO && ((row.other - row.amount).abs() - row.tax.abs()).abs() <= penny;
    let n_taxed = rows.iter().filter(|row| row.amount == row.other || with_tax(row)).count();
    let n_running = 1 + rows.windows(2).filter(|pair| pair[1].other - pair[0].other == pair[1].amount).count();
    let of_groups = rows.chunk_by(|a, b| a.other == b.other);
    let n_summed: usize = of_groups
        .filter(|group| group.iter().map(|row| row.amount).sum::<Money>() == group[0].other)
        .map(<[_]>::len)
        .sum();
    is_enough(n_taxed) || is_enough(n_running) || is_enough(n_summed)
}
