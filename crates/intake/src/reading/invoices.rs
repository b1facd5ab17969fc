//! The column that says which lines are of one invoice, by what it holds and not by what it is called.

use std::collections::{BTreeMap, BTreeSet};

use super::SampleRow;
use crate::dates::{DateFormat, Written};
use crate::fields::Field;

/// Invoices of several lines that prove the column.
const INVOICES_MIN: usize = 5;
/// The share of cells that are filled, hold a digit, or stand on lines of one payee and day.
const SHARE_MIN: f64 = 0.9;

/// Lines of one number, with the payees and days on them.
#[derive(Default)]
struct Invoice<'s> {
    n_lines: usize,
    paid: BTreeSet<(&'s str, &'s str)>,
}

/// A column of numbers that come again only on lines of one payee and one day.
pub(super) fn find(columns: &BTreeMap<Field, usize>, headings: &[String], body: &[&SampleRow]) -> Option<usize> {
    let (payee, date) = (*columns.get(&Field::Payee)?, *columns.get(&Field::Date)?);
    let read = [Field::Amount, Field::Credit, Field::Payee, Field::Date, Field::Reference];
    let is_free = |at: &usize| !read.iter().any(|field| columns.get(field) == Some(at));
    (0..headings.len()).filter(is_free).find(|at| is_of_invoices(*at, (payee, date), body))
}

fn is_of_invoices(at: usize, (payee, date): (usize, usize), body: &[&SampleRow]) -> bool {
    let mut invoices: BTreeMap<&str, Invoice<'_>> = BTreeMap::new();
    let mut n_filled = 0;
    for (_, cells) in body {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let number = cell(at);
        let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        if !has_digit || number.contains(['/', '-', ' ']) && is_day(number) {
            continue;
        }
        n_filled += 1;
        let invoice = invoices.entry(number).or_default();
        invoice.n_lines += 1;
        invoice.paid.insert((cell(payee), cell(date)));
    }
    let several: Vec<_> = invoices.values().filter(|invoice| 1 < invoice.n_lines).collect();
    let n_of_one = several.iter().filter(|invoice| invoice.paid.len() == 1).count();
    SHARE_MIN * body.len() as f64 <= n_filled as f64
        && INVOICES_MIN <= several.len()
        && SHARE_MIN * several.len() as f64 <= n_of_one as f64
}

fn is_day(cell: &str) -> bool {
    let written = Written::of(cell);
    DateFormat::ALL.iter().any(|format| written.read(*format).is_some())
}
