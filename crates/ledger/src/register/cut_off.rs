//! Names that a system cut off at its field's width.

use super::words::is_public;

/// Shorter names are not cut off: fields are wider.
pub(super) const CUT_OFF_MIN: usize = 20;

/// Whether a printed name can only be the start of a body's longer name.
///
/// A word that is cut through shows that something is missing; a firm may bear whole words. So a name that ends with a
/// whole word counts only where the one word that is left out belongs to the kind of body that the name says.
pub(super) fn is_cut_off(printed: &str, name: &str) -> bool {
    let Some(rest) = name.strip_prefix(printed) else { return false };
    let last = printed.rsplit(' ').next().unwrap_or(printed);
    let before = printed[..printed.len() - last.len()].trim_end();
    match rest.strip_prefix(' ') {
        Some(missing) => LAST_WORDS.iter().any(|(word, whole)| *word == last && *whole == missing),
        None if rest == "S" => false,
        None => before.split(' ').any(is_public) || (2 <= last.len() && is_style(&whole(last, rest))),
    }
}

/// The word that was cut through.
fn whole(last: &str, rest: &str) -> String {
    [last, rest.split(' ').next().unwrap_or_default()].concat()
}

/// Whether a word says what sort of body it is: of `East Riding of Yorkshire Counc` nothing else can be meant.
fn is_style(word: &str) -> bool {
    is_public(word) || matches!(word, "DISTRICT" | "METROPOLITAN" | "FOUNDATION")
}

/// The last printed word and the one that it calls for.
const LAST_WORDS: [(&str, &str); 10] = [
    ("COMBINED", "AUTHORITY"),
    ("COMMISSIONING", "GROUP"),
    ("CRIME", "COMMISSIONER"),
    ("FOUNDATION", "TRUST"),
    ("INTEGRATED", "CARE BOARD"),
    ("CARE", "BOARD"),
    ("BOROUGH", "COUNCIL"),
    ("METROPOLITAN", "BOROUGH COUNCIL"),
    ("METROPOLITAN", "DISTRICT COUNCIL"),
    ("NHS", "FOUNDATION TRUST"),
];
