//! A payee's column known by what it holds, where no heading names one.

use std::collections::BTreeMap;

use crate::fields::{Content, Field};

/// A name that fills more of a column than this is the body's own, with a total or a note in the other cells.
const COMMONEST_MAX: f64 = 0.8;
/// Organisations among the filled cells from which a column is taken for the payees.
const ORGANISATIONS_MIN: f64 = 0.3;

/// Whether a name ends as names of organisations do. Directorates end in `Services` too, so that word says nothing.
pub(super) fn is_organisation(cell: &str) -> bool {
    const LAST_WORDS: [&str; 15] = [
        "ltd",
        "limited",
        "plc",
        "llp",
        "ltd.",
        "council",
        "trust",
        "inc",
        "cic",
        "authority",
        "association",
        "company",
        "partnership",
        "solicitors",
        "foundation",
    ];
    cell.rsplit(char::is_whitespace)
        .next()
        .is_some_and(|last| LAST_WORDS.iter().any(|word| last.eq_ignore_ascii_case(word)))
}

/// Gives the payee the column with the most organisations in it.
pub(super) fn find_payee(columns: &mut BTreeMap<Field, usize>, contents: &[Content]) {
    if columns.contains_key(&Field::Payee) || !columns.contains_key(&Field::Amount) {
        return;
    }
    let is_enough = |content: &Content| {
        ORGANISATIONS_MIN <= content.organisations
            && 0.5 < content.filled
            && 1.0 < content.n_distinct
            && content.commonest <= COMMONEST_MAX
    };
    let best = (0..contents.len())
        .filter(|i| is_enough(&contents[*i]))
        .max_by(|a, b| contents[*a].organisations.total_cmp(&contents[*b].organisations).then(b.cmp(a)));
    let Some(best) = best else { return };
    columns.retain(|_, i| *i != best);
    columns.insert(Field::Payee, best);
}
