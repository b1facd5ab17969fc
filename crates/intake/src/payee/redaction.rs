//! Payees that are withheld.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::person::{Likeness, likeness};
use super::words::Words;

/// Entries that are not names, each with what it means (`withheld`: the payee is withheld).
const ENTRIES: &str = include_str!("../../../../reference/linkage/supplier_words.csv");

/// Knows withheld names (method, section 1.11).
pub(super) struct Redaction {
    parts: AhoCorasick,
    whole: HashSet<String>,
}

/// Wherever one of these occurs, the payee is withheld.
const PARTS: [&str; 27] = [
    "redacted",
    "redaction",
    "xxxxxx",
    "named individual",
    "personal expense",
    "name withheld",
    "name removed",
    "name suppressed",
    "withheld",
    "personal data",
    "personal information",
    "individual name",
    "exempt under",
    "exempt from publication",
    "exempt from disclosure",
    "section 40",
    "s40(",
    "s.40(",
    "s 40 (",
    "data protection act",
    "not for publication",
    "wedi'i olygu",
    "wedi ei olygu",
    "golygwyd",
    "data personol",
    "gwybodaeth bersonol",
    "ddal yn ôl",
];

/// Words for several payees, which withhold the payee of a single line just as well.
const COLLECTIVE: [&str; 5] = ["VARIOUS", "THIRD PARTY", "THIRD PARTY SUPPLIER", "SUNDRY", "PAYEE WITHHELD"];

impl Redaction {
    /// The words that come with the program.
    pub fn shipped() -> &'static Redaction {
        static REDACTION: LazyLock<Redaction> = LazyLock::new(Redaction::read);
        &REDACTION
    }

    fn read() -> Redaction {
        let parts = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .build(PARTS)
            .expect("the patterns are few and short");
        let entries = ENTRIES.lines().filter_map(|line| line.strip_prefix("withheld,"));
        let whole = entries.map(plain).chain(COLLECTIVE.map(str::to_owned)).collect();
        Redaction { parts, whole }
    }

    /// Whether a payee entry is not a name: words for a withheld name, signs alone, or nothing.
    pub fn is_withheld(&self, payee: &str) -> bool {
        let says_nothing = !payee.contains(char::is_alphanumeric);
        says_nothing
            || self.parts.is_match(payee)
            || is_crossed_out(payee)
            || self.is_whole(payee)
            || self.named_behind(payee).is_some()
    }

    /// Whether a withheld entry holds a name all the same: `Redacted - Ann Known`.
    pub fn has_name(&self, payee: &str) -> bool {
        if self.is_whole(payee) {
            return false;
        }
        let mut words = payee.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        self.named_behind(payee).is_some() || !words.all(is_about_redaction)
    }

    fn is_whole(&self, payee: &str) -> bool {
        let plain = plain(payee);
        // `Foster Carer 17`, `Individual (3)`: a number says who only to the body.
        self.whole.contains(&plain)
            || self.whole.contains(plain.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '))
    }

    /// The person's name beside words that withhold it: `Foster Carer - Ann Known`, `GDPR: A Known`.
    fn named_behind<'p>(&self, payee: &'p str) -> Option<&'p str> {
        const MARKS: [&str; 6] = [" - ", ": ", " (", "/ ", ", ", " – "];
        let parts = MARKS.iter().filter_map(|mark| payee.split_once(mark));
        let named = |(one, other): (&'p str, &'p str)| match (self.is_whole(one), self.is_whole(other)) {
            (true, false) => Some(other),
            (false, true) => Some(one),
            _ => None,
        };
        let is_name = |name: &&str| likeness(name, Words::shipped()) != Likeness::None;
        parts.filter_map(named).find(is_name)
    }
}

/// Capitals, with one space between words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '\u{2019}' => {}
            c if c.is_alphanumeric() => plain.extend(c.to_uppercase()),
            _ if !plain.is_empty() && !plain.ends_with(' ') => plain.push(' '),
            _ => {}
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// `xxxx`, `XXX XXXX`: a name of crosses.
fn is_crossed_out(payee: &str) -> bool {
    let letters = || payee.chars().filter(|c| c.is_alphanumeric());
    3 <= letters().count() && letters().all(|c| matches!(c, 'x' | 'X'))
}

/// Words that say that a name is withheld, and why.
fn is_about_redaction(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "redacted", "redaction", "personal", "data", "protection", "information", "info", "name", "names", "individual", "individuals",
        "payee", "supplier", "vendor", "recipient", "withheld", "removed", "by", "under", "due", "to", "of", "for", "the", "in", "as",
        "per", "and", "or", "s", "section", "foi", "foia", "gdpr", "dpa", "act", "exempt", "exemption", "commercial", "commercially",
        "sensitive", "sensitivity", "confidential", "confidentiality", "confidence", "private", "third", "party", "person", "client", "foster", "carer", "carers", "payment", "payments",
        "named", "suppressed", "not", "publication", "disclosure", "disclosed", "from", "is", "details", "detail", "reasons", "reason",
        "expense", "expenses", "individual's", "freedom", "xxxxxx", "eir", "uk", "on", "this", "has", "been", "wedi", "ei", "i", "olygu",
        "golygwyd", "enw", "personol", "gwybodaeth", "bersonol", "ddal", "yn", "ôl",
    ];
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)) || is_crossed_out(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_are_no_name_are_withheld() {
        let redaction = Redaction::shipped();
        for payee in [
            "***",
            "*****",
            "xxxx",
            "XXXXXXXX",
            "GDPR",
            "N/A",
            "n/a",
            "N.A.",
            "Exempt under S40(2) FOI",
            "EXEMPT - SECTION 40",
            "Confidential",
            "CONFIDENTIAL **",
            "Foster Carer",
            "FOSTER CARERS",
            "Foster Carer 17",
            "Foster Parents",
            "",
            "  ",
            "-",
            "Redacted - Ann Known",
            "[REDACTED]",
            "Redacted Personal Data",
            "Name withheld",
            "Individual (3)",
            "** Private individual **",
            "Data Protected",
            "Anonymised",
            "Enw wedi'i ddal yn ôl",
            "Golygwyd",
            "Wedi'i olygu",
            "Cyfrinachol",
            "Gofalwr Maeth",
            "Data personol",
        ] {
            assert!(redaction.is_withheld(payee), "{payee:?}");
        }
        for payee in [
            "GDPR Compliance Ltd",
            "Confidential Shredding Ltd",
            "Foster Carers Association",
            "N & A Builders",
            "12345",
            "Exemplar Health Care",
            "Nagel",
            "Individual Care Services Ltd",
            "Maxx Group",
            "XXL Clothing",
        ] {
            assert!(!redaction.is_withheld(payee), "{payee:?}");
        }
    }

    #[test]
    fn a_name_beside_words_that_withhold_it_is_known() {
        let redaction = Redaction::shipped();
        for payee in [
            "Redacted - Ann Known",
            "Mrs A Known (REDACTED)",
            "Name withheld: A Known",
            "Foster Carer - Ann Known",
            "Mrs A Known (Foster Carer)",
            "GDPR - SMITH J",
            "Exempt under S40(2) FOI - Mrs Known",
            "Wedi'i olygu - Ann Known",
        ] {
            assert!(redaction.is_withheld(payee) && redaction.has_name(payee), "{payee}");
        }
        for payee in [
            "Redacted Personal Data",
            "REDACTED - Personal Information",
            "redacted s.40(2) FOIA",
            "Foster Carer 17",
            "Personal data withheld under GDPR",
            "xxxxxx",
            "***",
            "Named individual",
            "Various",
        ] {
            assert!(redaction.is_withheld(payee) && !redaction.has_name(payee), "{payee}");
        }
        for payee in ["Confidential - Shredding Services Ltd", "Foster Carers - Support Group"] {
            assert!(!redaction.is_withheld(payee), "{payee}");
        }
    }
}
