//! A column of debits and credits that no heading names as one.

use std::collections::BTreeMap;

use crate::fields::{Content, Field, Side};

/// The most different words that such a column holds.
const WORDS_MAX: f64 = 8.0;

/// Finds the column by its contents if none is found by name. True if it says yes to credits and no to the rest.
pub(super) fn find(columns: &mut BTreeMap<Field, usize>, words: &[Vec<String>], contents: &[Content]) -> bool {
    if columns.contains_key(&Field::Side)
        || columns.contains_key(&Field::Credit)
        || !columns.contains_key(&Field::Amount)
    {
        return false;
    }
    let is_free = |i: usize| !columns.values().any(|taken| *taken == i);
    let is_side = |content: &Content| {
        // A mark beside credits only, or two kinds of words of which the rarer means a credit.
        let are_kinds = 0.5 < content.filled && content.returned <= 0.5;
        let is_mark = content.filled < 0.5 && content.returned == 1.0 && content.n_distinct == 1.0;
        0.95 <= content.sides_unnamed
            && 0.0 < content.returned
            && content.n_distinct <= WORDS_MAX
            && (are_kinds || is_mark)
    };
    let is_flag =
        |i: usize| contents[i].flags == 1.0 && contents[i].n_distinct <= 2.0 && Side::is_flag_heading(&words[i]);
    let free = || (0..contents.len()).filter(|i| is_free(*i));
    let (side, flag) = (
        free().find(|i| is_side(&contents[*i]) && !Side::is_of_others(&words[*i].concat())),
        free().find(|i| is_flag(*i)),
    );
    let found = flag.or(side);
    columns.extend(found.map(|i| (Field::Side, i)));
    flag.is_some()
}
