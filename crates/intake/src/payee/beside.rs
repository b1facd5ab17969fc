//! Words beside a person's name in a column of payees: that they have died, whom they act for, where they live.

use super::person::{Likeness, likeness_of_name};
use super::words::Words;
use crate::postcode::is_postcode;

/// What may stand before a name.
const BEFORE: [&str; 25] = [
    "C/O ",
    "C/O: ",
    "O/B/O ",
    "OBO ",
    "ON BEHALF OF ",
    "THE TRUSTEES OF ",
    "TRUSTEES OF ",
    "TRUSTEE OF ",
    "TRUSTEE FOR ",
    "GUARDIAN ",
    "GUARDIAN OF ",
    "GUARDIAN FOR ",
    "RE ",
    "RE: ",
    "DP ",
    "DP: ",
    "DP - ",
    "MASTER ",
    "BABY ",
    "FAO ",
    "FAO: ",
    "PARENT ",
    "PERSONAL REPRESENTATIVES OF ",
    "PERSONAL REPRESENTATIVE OF ",
    "PR OF ",
];
/// What may stand behind one.
const BEHIND: [&str; 27] = [
    " (DECD)",
    " DECD",
    " (DECEASED)",
    " DECEASED",
    " AND FAMILY",
    " & FAMILY",
    " PERSONAL ASSISTANT",
    " (PERSONAL ASSISTANT)",
    " - PERSONAL ASSISTANT",
    " (CHILDMINDER)",
    " CHILDMINDER",
    " - CHILDMINDER",
    " (CHILD MINDER)",
    " DIRECT PAYMENT ACCOUNT",
    " DIRECT PAYMENTS ACCOUNT",
    " DIRECT PAYMENT A/C",
    " DIRECT PAYMENT ACC",
    " DP ACCOUNT",
    " DP A/C",
    " - DP",
    " (DP)",
    " B.A.",
    " B.A",
    " (TENANT)",
    " - TENANT",
    " TENANT",
    " AND PARTNER",
];
/// Between a firm, or anything else, and the person whom a payment is for.
const BETWEEN: [&str; 9] =
    [" RE ", " RE: ", " (RE ", " (RE: ", " - RE ", " O/B/O ", " OBO ", " ON BEHALF OF ", " FOR AND ON BEHALF OF "];

/// Whether a name in capitals is a person's with something beside it, where the whole is none.
pub(super) fn names_beside(upper: &str, words: &Words) -> bool {
    let is_person = |name: &str| {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').trim();
        matches!(likeness_of_name(name, words), Likeness::Titled | Likeness::Named | Likeness::PaidAsOne)
    };
    let upper = upper.trim();
    let before = BEFORE.iter().filter_map(|word| upper.strip_prefix(word));
    let behind = BEHIND.iter().filter_map(|word| upper.strip_suffix(word));
    if before.chain(behind).any(is_person) {
        return true;
    }
    if BETWEEN.iter().filter_map(|word| upper.split_once(word)).any(|(_, name)| is_person(name)) {
        return true;
    }
    lives_at(upper).is_some_and(is_person)
}

/// The name before an address: `EDNA CLARKE - TENANT 12 HIGH ST`, `EDNA CLARKE, 12 HIGH ST, AB1 2CD`.
fn lives_at(upper: &str) -> Option<&str> {
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if let Some((name, rest)) = upper.split_once(" - TENANT").or_else(|| upper.split_once(" TENANT ")) {
        return has_digit(rest).then_some(name);
    }
    let (name, rest) = upper.split_once(", ")?;
    let words: Vec<&str> = rest.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let n = words.len();
    let ends_in_postcode = words.last().is_some_and(|last| is_postcode(last))
        || 2 <= n && is_postcode(&format!("{} {}", words[n - 2], words[n - 1]));
    (ends_in_postcode && name.contains(' ')).then_some(name)
}

/// Whether a name is written in letters other than Latin ones: no firm is registered so in this country.
pub(super) fn is_in_other_letters(printed: &str) -> bool {
    let is_latin = |c: char| {
        c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c)
    };
    let mut letters = printed.chars().filter(|c| c.is_alphabetic());
    let n_other = letters.clone().filter(|c| !is_latin(*c) && !matches!(c, '\u{aa}' | '\u{ba}')).count();
    2 <= n_other && letters.all(|c| !is_latin(c))
}

/// `O'CONNOR SINEAD`: a family name that no list holds whole.
pub(super) fn is_irish(upper: &str, words: &Words) -> bool {
    let tokens: Vec<&str> = upper.split([' ', ',']).filter(|token| !token.is_empty()).collect();
    let is_family = |token: &&str| {
        token.strip_prefix("O'").is_some_and(|rest| 3 <= rest.len() && rest.chars().all(char::is_alphabetic))
    };
    let is_other = |token: &str| token.len() == 1 || words.is_given(token);
    let has_given = tokens.iter().any(|token| words.is_given(token) && !words.is_given_and_word(token));
    (2..=4).contains(&tokens.len())
        && tokens.iter().filter(|token| is_family(token)).count() == 1
        && has_given
        && tokens.iter().all(|token| is_family(token) || is_other(token))
}
