//! Two tables that stand side by side on one sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::SampleRow;
use crate::dates::{DateFormat, Written};
use crate::fields::Field;

/// How sure a column must be to count as the payee or the amount of a second table.
const SCORE_MIN: f64 = 0.7;

/// The amount of a second table beside the one that is read: after a column with no heading and no cells, or under the
/// same headings again.
pub(super) fn amount(
    columns: &BTreeMap<Field, usize>,
    headings: &[String],
    body: &[&SampleRow],
    scores: &dyn Fn(Field, usize) -> f64,
) -> Option<String> {
    let main: Vec<usize> =
        [Field::Amount, Field::Payee, Field::Date].iter().filter_map(|f| columns.get(f)).copied().collect();
    let (first, last) = (*main.iter().min()?, *main.iter().max()?);
    let is_beside = |i: &usize| *i < first || last < *i;
    let best = |field: Field| (0..headings.len()).filter(is_beside).find(|i| SCORE_MIN <= scores(field, *i));
    let (payee, amount) = (best(Field::Payee)?, best(Field::Amount)?);
    let is_empty =
        |i: usize| headings[i].is_empty() && body.iter().all(|(_, cells)| cells.get(i).is_none_or(String::is_empty));
    let has_gap = |from: usize, to: usize| (from + 1..to).any(is_empty);
    let is_apart = if last < payee.min(amount) {
        has_gap(last, payee.min(amount))
    } else {
        payee.max(amount) < first && has_gap(payee.max(amount), first)
    };
    let is_again = columns.get(&Field::Payee).is_some_and(|own| headings[*own].eq_ignore_ascii_case(&headings[payee]));
    (is_apart || is_again).then(|| headings[amount].clone())
}

/// Amounts in a column that prove a second table where its headings do not.
const AMOUNTS_MIN: usize = 3;
const AMOUNTS_SHARE_MIN: f64 = 0.9;
/// Empty columns after which the sheet is taken to be at its end.
const COLUMNS_MAX: usize = 64;

/// The amounts of a second table, by what its columns hold, whatever its headings or without any: beyond a column that is
/// empty throughout, beside days or names.
pub(super) fn amounts_by_content(
    columns: &BTreeMap<Field, usize>,
    headings: &[String],
    body: &[&SampleRow],
) -> Option<usize> {
    let main = *columns.get(&Field::Amount)?;
    let n_columns = body.iter().map(|(_, cells)| cells.len()).max()?.max(headings.len()).min(main + COLUMNS_MAX);
    let filled = |at: usize| body.iter().filter_map(move |(_, cells)| cells.get(at)).filter(|cell| !cell.is_empty());
    let is_empty = |at: usize| headings.get(at).is_none_or(String::is_empty) && filled(at).next().is_none();
    let share = |at: usize, is_it: &dyn Fn(&str) -> bool| {
        let n = filled(at).count();
        if n < AMOUNTS_MIN { 0.0 } else { filled(at).filter(|cell| is_it(cell)).count() as f64 / n as f64 }
    };
    let is_of = |at: usize, is_it: &dyn Fn(&str) -> bool| AMOUNTS_SHARE_MIN <= share(at, is_it);
    let are_amounts = |at: usize| {
        let is_amount = |cell: &str| cell.bytes().any(|b| b.is_ascii_digit()) && money::Amount::parse(cell).is_ok();
        let has_pence = |cell: &str| cell.contains(['.', '£', ',']);
        is_of(at, &is_amount) && 0.3 <= share(at, &has_pence)
    };
    let are_days = |at: usize| {
        is_of(at, &|cell: &str| DateFormat::ALL.iter().any(|format| Written::of(cell).read(*format).is_some()))
    };
    let are_names = |at: usize| {
        let n_different = filled(at).collect::<BTreeSet<_>>().len();
        AMOUNTS_MIN <= n_different && is_of(at, &|cell: &str| 3 < cell.chars().filter(|c| c.is_alphabetic()).count())
    };
    // Blocks of columns between empty ones.
    let mut blocks: Vec<Vec<usize>> = vec![Vec::new()];
    for at in 0..n_columns {
        match is_empty(at) {
            true => blocks.push(Vec::new()),
            false => blocks.last_mut().expect("there is one").push(at),
        }
    }
    let is_read = |block: &Vec<usize>| block.iter().any(|at| columns.values().any(|read| read == at));
    let others = blocks.iter().filter(|block| !is_read(block));
    others
        .filter(|block| block.iter().any(|at| are_days(*at) || are_names(*at)))
        .find_map(|block| block.iter().copied().find(|at| are_amounts(*at) && !are_days(*at)))
}
