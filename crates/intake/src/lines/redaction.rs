//! Payees that are withheld.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

/// Entries that are not names, each with what it means (`withheld`: the payee is withheld).
const ENTRIES: &str = include_str!("../../../../reference/linkage/supplier_words.csv");

/// Knows withheld names (method, section 1.11).
pub(super) struct Redaction {
    parts: AhoCorasick,
    whole: Vec<&'static str>,
}

impl Redaction {
    pub fn new() -> Redaction {
        const PARTS: [&str; 16] = [
            "redacted",
            "redaction",
            "xxxxxx",
            "named individual",
            "personal expense",
            "name withheld",
            "name removed",
            "withheld",
            "personal data",
            "individual name",
            "exempt under",
            "exempt from publication",
            "exempt from disclosure",
            "section 40",
            "s40(",
            "s.40(",
        ];
        // What stands for several payees is as good as withheld where it stands for one line.
        const COLLECTIVE: [&str; 5] = ["various", "third party", "third party supplier", "sundry", "payee withheld"];
        let parts = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .build(PARTS)
            .expect("the patterns are few and short");
        let entries = ENTRIES.lines().filter_map(|line| line.strip_prefix("withheld,"));
        Redaction { parts, whole: entries.map(str::trim).chain(COLLECTIVE).collect() }
    }

    /// Whether a payee entry is not a name: words for a withheld name, signs alone, or nothing.
    pub fn is_withheld(&self, payee: &str) -> bool {
        // `Foster Carer 17`, `Individual (3)`: a number says who only to the body.
        let words =
            payee.trim_end_matches(|c: char| !c.is_alphabetic()).trim_start_matches(['*', '#', '-', ' ', '(', '[']);
        let says_nothing = !payee.contains(char::is_alphanumeric);
        says_nothing || self.parts.is_match(payee) || self.whole.iter().any(|name| words.eq_ignore_ascii_case(name))
    }

    /// What may be told of a withheld entry: `Redacted - Ann Known` has the name in it all the same.
    pub fn without_name(payee: Cow<'_, str>) -> Cow<'_, str> {
        let words = || payee.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let is_redacted = words().any(|word| word.len() >= 6 && word.as_bytes()[..6].eq_ignore_ascii_case(b"redact"));
        match is_redacted && !words().all(is_about_redaction) {
            true => Cow::Borrowed("Redacted"),
            false => payee,
        }
    }
}

/// Words that say that a name is withheld, and why.
fn is_about_redaction(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 52] = [
        "redacted", "redaction", "personal", "data", "protection", "information", "info", "name", "names", "individual", "individuals",
        "payee", "supplier", "vendor", "recipient", "withheld", "removed", "by", "under", "due", "to", "of", "for", "the", "in", "as",
        "per", "and", "or", "s", "section", "foi", "foia", "gdpr", "dpa", "act", "exempt", "exemption", "commercial", "commercially",
        "sensitive", "confidential", "private", "third", "party", "person", "client", "foster", "carer", "carers", "payment", "payments",
    ];
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_are_no_name_are_withheld() {
        let redaction = Redaction::new();
        for payee in [
            "***",
            "*****",
            "GDPR",
            "N/A",
            "n/a",
            "Exempt under S40(2) FOI",
            "EXEMPT - SECTION 40",
            "Confidential",
            "CONFIDENTIAL **",
            "Foster Carer",
            "FOSTER CARERS",
            "Foster Carer 17",
            "",
            "  ",
            "-",
            "Redacted - Ann Known",
            "Individual (3)",
            "** Private individual **",
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
        ] {
            assert!(!redaction.is_withheld(payee), "{payee:?}");
        }
    }

    #[test]
    fn a_name_behind_redacted_is_not_told() {
        let told = |payee| Redaction::without_name(Cow::Borrowed(payee));
        assert_eq!(told("Redacted - Ann Known"), "Redacted");
        assert_eq!(told("Mrs A Known (REDACTED)"), "Redacted");
        for payee in
            ["Redacted Personal Data", "REDACTED - Personal Information", "redacted s.40(2) FOIA", "Foster Carer 17"]
        {
            assert_eq!(told(payee), payee);
        }
    }
}
