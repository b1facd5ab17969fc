//! The body's own name in the column of payees: who pays was read as who is paid.
//!
//! Some systems print the body that pays under `Supplier` or `Payee` on every row, and who was paid under `Paid To` or
//! `Recipient`. Read so, all its spending would be a payment to itself, and in no total.

use model::Place;
use model::name::name_key;

use crate::fields::{Field, heading_words, name_score};
use crate::payers::keys_of;
use crate::reading::{Reading, SampleRow};

/// The share of a column's cells that make it a column of the body's own name.
const SHARE_MIN: f64 = 0.9;
/// Rows without which a column says nothing.
const ROWS_MIN: usize = 3;
/// Headings that name who is paid only beside a column of the payer.
const WORDS_PAID: [&str; 8] =
    ["paid", "recipient", "beneficiary", "creditor", "company", "provider", "organisation", "to"];

/// The keys of a body's names, by which a payee is known to be the body itself.
pub(crate) fn own_keys(place: &Place, body_id: &str) -> Vec<String> {
    place.body(body_id).map(|body| keys_of(body).collect()).unwrap_or_default()
}

/// Reads the payee from another column where the one that was found holds the body's own name.
pub(crate) fn leave_own_column(reading: &mut Reading, sample: &[SampleRow], own_keys: &[String]) {
    let Some(own) = reading.column(Field::Payee).filter(|_| !own_keys.is_empty()) else { return };
    let rows: Vec<&SampleRow> = sample.iter().filter(|(number, _)| reading.covers(*number)).collect();
    let share_own = |at: usize| {
        let cells =
            || rows.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| cell.trim()).filter(|c| !c.is_empty());
        let n = cells().count();
        let n_own = cells().filter(|cell| own_keys.contains(&name_key(cell).key)).count();
        (ROWS_MIN <= n).then(|| n_own as f64 / n as f64)
    };
    if share_own(own).is_none_or(|share| share < SHARE_MIN) {
        return;
    }
    let is_free = |at: &usize| {
        let fields: Vec<Field> = reading.columns.iter().filter(|(_, i)| *i == at).map(|(field, _)| *field).collect();
        fields
            .iter()
            .all(|field| matches!(field, Field::Description | Field::Category | Field::Service | Field::Department))
    };
    let are_names = |at: &usize| {
        let cells = || rows.iter().filter_map(|(_, cells)| cells.get(*at)).filter(|cell| !cell.is_empty());
        let n_words = cells().filter(|cell| {
            let n_letters = cell.chars().filter(|c| c.is_alphabetic()).count();
            cell.chars().filter(char::is_ascii_digit).count() < n_letters
        });
        rows.len() <= 2 * cells().count() && 0.8 * cells().count() as f64 <= n_words.count() as f64
    };
    let score = |at: usize| {
        let words = heading_words(&reading.headings[at]);
        let by_word = words.iter().any(|word| WORDS_PAID.contains(&word.as_str()));
        name_score(Field::Payee, &words).max(if by_word { 0.5 } else { 0.0 })
    };
    let others = (0..reading.headings.len()).filter(|at| *at != own && is_free(at) && are_names(at));
    let others = others.filter(|at| share_own(*at).is_some_and(|share| share < SHARE_MIN) && 0.5 <= score(*at));
    let Some(best) = others.max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a))) else { return };
    reading.columns.retain(|_, at| *at != best);
    reading.columns.insert(Field::Payee, best);
}
