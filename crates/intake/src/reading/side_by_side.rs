//! Two tables that stand side by side on one sheet.

use std::collections::BTreeMap;

use super::SampleRow;
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
