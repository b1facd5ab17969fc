//! A name without what a system or a clerk added to it, and with its words in one spelling.

use std::borrow::Cow;

use model::name::name_key;
use model::tables::JoinMethod;

use crate::words::Words;

/// A name as it is compared where the printed one says no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reduced {
    pub key: String,
    pub tokens: Vec<String>,
    pub form: Option<&'static str>,
    /// The least sure of what was done to it.
    pub method: JoinMethod,
    /// Nothing but a number was taken off, so the name means somebody only where it is printed without one, too.
    pub is_bare_of_number: bool,
}

impl Reduced {
    /// None where the name stays as it is. The name is in capitals and without noise.
    pub fn of(clean: &str, words: &Words) -> Option<Reduced> {
        let without_number = without_number(clean, words);
        let parts = name_key(without_number.unwrap_or(clean));
        let is_bare = without_number.is_some() && parts.legal_form.is_none();
        let all: Vec<&str> = parts.key.split(' ').filter(|token| !token.is_empty()).collect();
        let (named, inner_form) = without_desk(&all, parts.legal_form.is_some(), words);
        let has_desk = named.len() < all.len();
        let spelt = spelt(named, words);
        let is_spelt = spelt.iter().ne(named.iter());
        let method = match (without_number.is_some() || has_desk, is_spelt) {
            (true, _) => JoinMethod::AddedWords,
            (false, true) => JoinMethod::Abbreviation,
            (false, false) => return None,
        };
        let tokens: Vec<String> = spelt.into_iter().map(Cow::into_owned).collect();
        let form = parts.legal_form.or(inner_form);
        let is_bare_of_number = is_bare && !has_desk && form.is_none();
        (!tokens.is_empty()).then(|| Reduced { key: tokens.join(" "), tokens, form, method, is_bare_of_number })
    }
}

/// The name without a number in front or behind that a system put there: `000038HERTFORDSHIRE`, `ACORN LTD 100234`;
/// none where it has no such number.
fn without_number<'a>(clean: &'a str, words: &Words) -> Option<&'a str> {
    let is_end = |c: char| matches!(c, ' ' | '-' | '(' | ')' | ':' | ',' | '/' | '#' | '.' | '*');
    let whole = clean.trim_matches(is_end);
    let mut name = whole;
    if let Some(rest) = glued_number(name) {
        name = rest.trim_start_matches(is_end);
    }
    let starts_so = |(first, _): &(&str, &str)| is_number_of_system(first.trim_matches(is_end));
    while let Some((_, rest)) = name.split_once(' ').filter(starts_so) {
        name = rest.trim_start_matches(is_end);
    }
    while let Some((rest, last)) = name.rsplit_once(' ') {
        let (rest, last) = (rest.trim_end_matches(is_end), last.trim_matches(is_end));
        let is_after_form = name_key(rest).legal_form.is_some() && last.bytes().all(|b| b.is_ascii_digit());
        if !(is_after_form || is_number_of_system(last)) {
            break;
        }
        name = rest;
    }
    // Of a client or an invoice the number is the name, and of a number alone nothing is left.
    let mut tokens = name.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
    let says_who = tokens.clone().any(|token| 1 < token.len() && !token.bytes().any(|b| b.is_ascii_digit()));
    let is_placeholder = tokens.any(|token| words.is_placeholder(token));
    (name != whole && says_who && !is_placeholder).then_some(name)
}

/// Five digits or more, or four that begin with zero, with at most three letters before them. `2020`, `1ST` and `3M` are names.
fn is_number_of_system(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let n_letters = word.len() - digits.len();
    let is_long = match n_letters {
        0 => 5 <= digits.len() || (4 <= digits.len() && digits.starts_with('0')),
        _ => 4 <= digits.len(),
    };
    n_letters <= 3 && is_long && digits.bytes().all(|b| b.is_ascii_digit())
}

/// What follows a number that stands before the name without a space.
fn glued_number(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_letters = rest.chars().take_while(|c| c.is_ascii_alphabetic()).count();
    (is_number_of_system(&name[..name.len() - rest.len()]) && 3 <= n_letters).then_some(rest)
}

/// Words after which the name of an organisation is whole.
const ENDS: [&[&str]; 6] =
    [&["COUNCIL"], &["NHS", "TRUST"], &["NHS", "FOUNDATION", "TRUST"], &["NHS", "FT"], &["NHSFT"], &["CONSTABULARY"]];

/// The words up to the end of the organisation's name, with the legal form that ends it there, where only a desk follows:
/// `BEDFORD BOROUGH COUNCIL RATES`, `ACORN LTD ACCOUNTS PAYABLE`.
fn without_desk<'a, 't>(tokens: &'a [&'t str], has_form: bool, words: &Words) -> (&'a [&'t str], Option<&'static str>) {
    if has_form {
        return (tokens, None);
    }
    for at in 2..tokens.len() {
        let (named, desk) = tokens.split_at(at);
        let form = || name_key(&named.join(" ")).legal_form;
        let is_whole = ENDS.iter().any(|end| named.len() > end.len() && named.ends_with(end));
        if words.are_desks(desk) {
            if is_whole {
                return (named, None);
            }
            if let Some(form) = form() {
                return (&named[..named.len() - n_words_of_form(named)], Some(form));
            }
        }
    }
    (tokens, None)
}

/// How many words at the end are the legal form.
fn n_words_of_form(named: &[&str]) -> usize {
    let key = name_key(&named.join(" ")).key;
    named.len() - key.split(' ').filter(|token| !token.is_empty()).count().min(named.len())
}

/// The words in one spelling: short ones in full, initials together, and one way to write what an NHS trust is.
fn spelt<'t>(tokens: &[&'t str], words: &Words) -> Vec<Cow<'t, str>> {
    let mut spelt: Vec<Cow<'t, str>> = Vec::with_capacity(tokens.len());
    let is_letter = |token: &&&str| token.len() == 1 && token.bytes().all(|b| b.is_ascii_uppercase());
    let mut at = 0;
    while at < tokens.len() {
        let n_letters = tokens[at..].iter().take_while(is_letter).count();
        if INITIALS_MIN <= n_letters {
            spelt.push(Cow::Owned(tokens[at..at + n_letters].concat()));
            at += n_letters;
            continue;
        }
        spelt.push(words.in_full(tokens[at]).map_or(Cow::Borrowed(tokens[at]), |full| Cow::Owned(full.to_owned())));
        at += 1;
    }
    with_trust_in_full(spelt)
}

/// `A J` may be two people's initials; `N H S` is one word.
const INITIALS_MIN: usize = 3;

/// Ways to write the end of an NHS trust's name.
const TRUSTS: [(&[&str], &[&str]); 9] = [
    (&["NHS", "F", "TRUST"], FOUNDATION_TRUST),
    (&["NHS", "F", "T"], FOUNDATION_TRUST),
    (&["NHS", "FT"], FOUNDATION_TRUST),
    (&["NHSFT"], FOUNDATION_TRUST),
    (&["NHS", "FOUND", "TRUST"], FOUNDATION_TRUST),
    (&["FOUNDATION", "NHS", "TRUST"], FOUNDATION_TRUST),
    (&["NHSFOUNDATIONTRUST"], FOUNDATION_TRUST),
    (&["NHS", "FOUNDATIONTRUST"], FOUNDATION_TRUST),
    (&["NHST"], &["NHS", "TRUST"]),
];
const FOUNDATION_TRUST: &[&str] = &["NHS", "FOUNDATION", "TRUST"];

fn with_trust_in_full(mut tokens: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    let ends_in = |end: &[&str]| {
        end.len() < tokens.len()
            && tokens[tokens.len() - end.len()..].iter().zip(end).all(|(token, word)| token == word)
    };
    if let Some((short, full)) = TRUSTS.iter().find(|(short, _)| ends_in(short)) {
        tokens.truncate(tokens.len() - short.len());
        tokens.extend(full.iter().map(|word| Cow::Borrowed(*word)));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(printed: &str, key: Option<&str>, form: Option<&str>) {
        let reduced = Reduced::of(printed, &Words::shipped());
        let found = reduced.as_ref().map(|reduced| (reduced.key.as_str(), reduced.form));
        assert_eq!(found, key.map(|key| (key, form)), "{printed}");
    }

    #[test]
    fn numbers_of_systems_are_taken_off_and_those_of_names_stay() {
        check("000038HERTFORDSHIRE PARTNERSHIP", Some("HERTFORDSHIRE PARTNERSHIP"), None);
        check("100234 - ACORN LTD", Some("ACORN"), Some("LIMITED"));
        check("ACORN LTD 17", Some("ACORN"), Some("LIMITED"));
        check("ACORN (100234)", Some("ACORN"), None);
        check("ACORN V00012", Some("ACORN"), None);
        for name in [
            "2020 DELIVERY LIMITED",
            "ACORN 2",
            "1ST CARE LTD",
            "3M PLC",
            "LONDON 2012",
            "24HR CARE",
            "CLIENT 100234",
            "100234",
            "A 100234",
        ] {
            check(name, None, None);
        }
    }

    #[test]
    fn a_desk_behind_a_whole_name_is_taken_off() {
        check("BEDFORD BOROUGH COUNCIL RATES", Some("BEDFORD BOROUGH COUNCIL"), None);
        check("BEDFORD BOROUGH COUNCIL COUNCIL TAX", Some("BEDFORD BOROUGH COUNCIL"), None);
        check("ACORN LTD - ACCOUNTS PAYABLE", Some("ACORN"), Some("LIMITED"));
        check("ACORN PUBLIC LIMITED COMPANY SALES LEDGER", Some("ACORN"), Some("PLC"));
        for other in [
            "BEDFORD BOROUGH COUNCIL PENSION FUND",
            "BEDFORD COUNCIL TRADING LTD",
            "ACORN FINANCE",
            "ACORN LTD LEEDS",
            "COUNCIL RATES",
        ] {
            check(other, None, None);
        }
    }

    #[test]
    fn words_have_one_spelling() {
        check("ASHBY HOSP N.H.S. TRUST", Some("ASHBY HOSPITAL NHS TRUST"), None);
        check("ASHBY HOSPS NHSFT", Some("ASHBY HOSPITAL NHS FOUNDATION TRUST"), None);
        check("ASHBY NHS F TRUST", Some("ASHBY NHS FOUNDATION TRUST"), None);
        check("SAINT JOHN'S", Some("ST JOHNS"), None);
        check("ACORN FACILITIES MGMT SVCS LTD", Some("ACORN FACILITIES MANAGEMENT SERVICES"), Some("LIMITED"));
        check("A J SMITH", None, None);
    }
}
