//! Payees that are withheld.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

/// Knows withheld names (method, section 1.11).
pub(super) struct Redaction {
    parts: AhoCorasick,
}

impl Redaction {
    pub fn new() -> Redaction {
        const PARTS: [&str; 10] = [
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
        ];
        let parts = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .build(PARTS)
            .expect("the patterns are few and short");
        Redaction { parts }
    }

    pub fn is_withheld(&self, payee: &str) -> bool {
        const WHOLE: [&str; 7] = [
            "various",
            "third party",
            "third party supplier",
            "individual",
            "private individual",
            "sundry",
            "payee withheld",
        ];
        self.parts.is_match(payee) || WHOLE.iter().any(|name| payee.eq_ignore_ascii_case(name))
    }
}
