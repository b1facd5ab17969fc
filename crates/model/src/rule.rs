//! Rules that a person can edit: when a line looks like this, then that.
//!
//! A rule file is a small CSV. Every column that is filled must match; the first rule that matches
//! decides. A pattern is words: `foster care` matches wherever both words stand next to each other,
//! ignoring capitals; `|` separates alternatives; `=Other` matches the whole cell only; `*` stands
//! for the rest of a word; `!` in front of the whole pattern turns it round; `/…/` is a regular
//! expression.

use crate::client_group::ClientGroup;
use crate::treatment::{Intent, TransferKind, Treatment};
use crate::words;

words! {
    /// What a rule can look at.
    RuleField {
        /// Id of the body whose ledger it is.
        Body = "body",
        /// Its kind.
        BodyKind = "body_kind",
        Payee = "payee",
        /// Id of the public body paid.
        Counterparty = "counterparty",
        /// Its kind; `none` where the payee is not a public body.
        CounterpartyKind = "counterparty_kind",
        Department = "department",
        Service = "service",
        Subjective = "subjective",
        Description = "description",
        Category = "category",
        /// `capital` or `revenue`, where the body says.
        Capital = "capital",
        /// `negative` or `positive`.
        Sign = "sign",
        /// Path of the line's file, and the sheet: `ashby/2023-05.csv`, `ashby/2023.xlsx [May]`.
        File = "file",
    }
}

/// One rule: where every condition holds, `then` follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<T> {
    pub id: String,
    /// File and line, for messages.
    pub at: String,
    pub when: Vec<(RuleField, Pattern)>,
    pub then: T,
    /// From the files that come with the program, not from the place.
    pub is_shipped: bool,
}

/// Every rule of a place, the place's own before the shipped ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    pub treatment: Vec<Rule<TreatmentOutcome>>,
    pub service: Vec<Rule<ServiceOutcome>>,
    pub theme: Vec<Rule<ThemeOutcome>>,
    pub intent: Vec<Rule<Intent>>,
    pub client_group: Vec<Rule<ClientGroup>>,
}

/// What is done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreatmentOutcome {
    /// `None` if the lines of the file that the rule names count like any others, though the file is a copy or they are of
    /// another year.
    pub treatment: Option<Treatment>,
    /// Only for transfers.
    pub transfer_kind: Option<TransferKind>,
}

/// What a line pays for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOutcome {
    /// Service of the common list in `reference/services.csv`.
    pub service: String,
    /// COFOG division (`09`) or group (`09.1`).
    pub cofog: Option<String>,
}

impl<T> Rule<T> {
    /// Whether it names files, rather than all files but some.
    pub fn names_files(&self) -> bool {
        self.when.iter().any(|(field, pattern)| *field == RuleField::File && !pattern.negated)
    }
}

/// How much of a line belongs to a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeOutcome {
    pub theme: String,
    /// Above 0, at most 1.
    pub share: f64,
}

/// A pattern of a rule, compiled to a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As the person wrote it.
    pub text: String,
    /// The regular expression, case-insensitive.
    pub regex: String,
    /// Matches where the expression does not.
    pub negated: bool,
}

/// A pattern that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pub text: String,
    pub reason: String,
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Pattern, PatternError> {
        let written = text.trim();
        let (negated, body) = match written.strip_prefix('!') {
            Some(rest) => (true, rest.trim()),
            None => (false, written),
        };
        let error = |reason: &str| PatternError { text: text.to_owned(), reason: reason.to_owned() };
        let regex = match body.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            // Only whether it can be read: building each to see would cost a quarter of a second for the
            // shipped rules, and the code that uses the pattern builds it anyway.
            Some(expression) => {
                regex_syntax::ParserBuilder::new()
                    .case_insensitive(true)
                    .build()
                    .parse(expression)
                    .map_err(|e| error(&e.to_string()))?;
                expression.to_owned()
            }
            None => {
                let alternatives: Vec<String> = body.split('|').map(alternative).collect();
                if alternatives.iter().any(String::is_empty) {
                    return Err(error("an alternative is empty"));
                }
                alternatives.join("|")
            }
        };
        Ok(Pattern { text: written.to_owned(), regex, negated })
    }
}

/// One alternative in words, as a regular expression; empty where there are no words.
fn alternative(text: &str) -> String {
    let text = text.trim();
    let (whole, words) = match text.strip_prefix('=') {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    if words.is_empty() {
        return String::new();
    }
    // `*` is the rest of a word, and any white space stands for any other.
    let expression = words
        .split_whitespace()
        .map(|word| regex_syntax::escape(word).replace("\\*", "\\w*"))
        .collect::<Vec<_>>()
        .join("\\s+");
    if whole {
        return format!("^\\s*{expression}\\s*$");
    }
    // At either end any rest of a word will do, so it need not be looked for. Leaving it out takes three quarters off the
    // time to compile a rule file, because `\w` is a large class.
    let trimmed = expression.trim_start_matches("\\w*").trim_end_matches("\\w*");
    let expression = if trimmed.is_empty() { expression.as_str() } else { trimmed };
    // `\b` beside a sign such as `&` or `(` would never match, so it stands only beside a word.
    let boundary = |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() || c == '_') { "\\b" } else { "" };
    format!("{}{expression}{}", boundary(words.chars().next()), boundary(words.chars().last()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, matches: bool) {
        let pattern = Pattern::parse(pattern).unwrap();
        let regex = regex::RegexBuilder::new(&pattern.regex).case_insensitive(true).build().unwrap();
        assert_eq!(regex.is_match(text) != pattern.negated, matches, "{pattern:?} on {text:?}");
    }

    #[test]
    fn words_match_whole_words_ignoring_capitals() {
        check("foster care", "In-house FOSTER  CARE fees", true);
        check("foster care", "Foster carers", false);
        check("foster care*", "Foster carers", true);
        check("*care", "the healthcare trust", true);
        check("*care", "health carers", false);
        check("home* care", "Homely care", true);
        check("home* care", "Homely carers", false);
        check("care | home", "Nursing Home", true);
        check("=other", "Other", true);
        check("=other", "Other costs", false);
        check("!school", "Highways", true);
        check("/^s[0-9]+$/", "S12", true);
        check("R&D", "the r&d budget", true);
        check("(UK)", "Veolia ES (UK) plc", true);
    }

    #[test]
    fn an_empty_alternative_is_refused_because_it_would_match_everything() {
        assert!(Pattern::parse("care||home").is_err());
        assert!(Pattern::parse("").is_err());
        assert!(Pattern::parse("/(/").is_err());
    }
}
