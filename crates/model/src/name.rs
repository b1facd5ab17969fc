//! The key of a printed name, so that the same organisation sorts together.
//!
//! Deterministic and cautious (method, section 2.2, table T19): it removes what ledgers add and
//! spelling that carries no meaning, and keeps whatever separates real sister companies: numbers,
//! `(UK)`, `GROUP`, `HOLDINGS`, place words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A printed name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKey {
    /// What is compared: upper case, no punctuation, no legal form.
    pub key: String,
    /// `LIMITED`, `PLC`, `LLP`, `CIC` and the like.
    pub legal_form: Option<&'static str>,
    /// The trading name after `T/A`.
    pub trading_name: Option<String>,
}

/// Takes a printed name apart by the eight rules of the method.
pub fn name_key(printed: &str) -> NameKey {
    let upper = fold(printed);
    let (name, trading_name) = split_trading_name(&upper);
    let spaced = spaced(name);
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    if words.first().is_some_and(|word| *word == "THE") && words.len() > 1 {
        words.remove(0);
    }
    drop_ledger_noise(&mut words);
    let legal_form = pop_legal_form(&mut words);
    for word in &mut words {
        if let Some((_, long)) = EXPANSIONS.iter().find(|(short, _)| short == word) {
            *word = long;
        }
    }
    NameKey { key: words.join(" "), legal_form, trading_name }
}

const EXPANSIONS: [(&str, &str); 5] =
    [("CO", "COMPANY"), ("BROS", "BROTHERS"), ("UNIV", "UNIVERSITY"), ("ASSOC", "ASSOCIATION"), ("GOVT", "GOVERNMENT")];

/// Long forms first, so that `PUBLIC LIMITED COMPANY` is not read as `... COMPANY`.
const LEGAL_FORMS: [(&[&str], &str); 15] = [
    (&["PUBLIC", "LIMITED", "COMPANY"], "PLC"),
    (&["LIMITED", "LIABILITY", "PARTNERSHIP"], "LLP"),
    (&["COMMUNITY", "INTEREST", "COMPANY"], "CIC"),
    (&["CWMNI", "CYFYNGEDIG", "CYHOEDDUS"], "PLC"),
    (&["LIMITED"], "LIMITED"),
    (&["LTD"], "LIMITED"),
    (&["CYFYNGEDIG"], "LIMITED"),
    (&["CYF"], "LIMITED"),
    (&["PLC"], "PLC"),
    (&["CCC"], "PLC"),
    (&["LLP"], "LLP"),
    (&["CIC"], "CIC"),
    (&["CIO"], "CIO"),
    (&["INC"], "INC"),
    (&["GMBH"], "GMBH"),
];

/// Compatibility form, accents off, upper case, typographic apostrophes made plain.
fn fold(printed: &str) -> String {
    if printed.is_ascii() {
        return printed.to_ascii_uppercase();
    }
    printed
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if matches!(c, '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`') { '\'' } else { c })
        .flat_map(char::to_uppercase)
        .collect()
}

fn split_trading_name(upper: &str) -> (&str, Option<String>) {
    for separator in [" T/A ", " T/AS ", " TRADING AS "] {
        if let Some((name, trading)) = upper.split_once(separator) {
            return (name, Some(trading.trim().to_owned()));
        }
    }
    (upper, None)
}

/// Words parted by spaces, punctuation gone.
fn spaced(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        match c {
            '&' => spaced.push_str(" AND "),
            '+' => spaced.push_str(" PLUS "),
            '\'' => {}
            c if c.is_alphanumeric() => spaced.push(c),
            _ => spaced.push(' '),
        }
    }
    spaced
}

fn drop_ledger_noise(words: &mut Vec<&str>) {
    while words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "BACS" | "CIS" | "CHAPS")) {
        words.pop();
    }
}

fn pop_legal_form(words: &mut Vec<&str>) -> Option<&'static str> {
    for (form, canonical) in LEGAL_FORMS {
        if words.len() > form.len() && words[words.len() - form.len()..].iter().eq(form.iter()) {
            words.truncate(words.len() - form.len());
            return Some(canonical);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(printed: &str, key: &str, legal_form: Option<&str>, trading_name: Option<&str>) {
        let found = name_key(printed);
        assert_eq!(
            (found.key.as_str(), found.legal_form, found.trading_name.as_deref()),
            (key, legal_form, trading_name),
            "{printed}"
        );
    }

    /// Method, T19.
    #[test]
    fn names_are_taken_apart_as_in_t19() {
        check("The Capita Business Services Ltd.", "CAPITA BUSINESS SERVICES", Some("LIMITED"), None);
        check("CAPITA BUSINESS SERVICES LIMITED", "CAPITA BUSINESS SERVICES", Some("LIMITED"), None);
        check("Marks & Spencer PLC", "MARKS AND SPENCER", Some("PLC"), None);
        check("Smith Bros & Co Ltd (BACS)", "SMITH BROTHERS AND COMPANY", Some("LIMITED"), None);
        check("J O’Neill T/A Neill’s Taxis", "J ONEILL", None, Some("NEILL'S TAXIS"));
        check("St. Anne’s Community Interest Company", "ST ANNES", Some("CIC"), None);
        check("Café Nero Cyf", "CAFE NERO", Some("LIMITED"), None);
        check("Veolia ES (UK) Plc", "VEOLIA ES UK", Some("PLC"), None);
        check("Veolia ES Plc", "VEOLIA ES", Some("PLC"), None);
    }

    #[test]
    fn a_name_that_is_only_a_legal_form_keeps_it() {
        check("Limited", "LIMITED", None, None);
        check("THE", "THE", None, None);
        check("", "", None, None);
    }
}
