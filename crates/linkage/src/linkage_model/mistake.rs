//! What can be wrong with a model, each with its line.

use std::fmt;
use std::ops::Range;

/// One mistake in a model file.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// From 1; 0 where the model does not come from a file.
    pub line: usize,
    pub kind: MistakeKind,
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}", self.kind),
            line => write!(formatter, "line {line}: {}", self.kind),
        }
    }
}

/// What is wrong, with what a program may want to act on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MistakeKind {
    #[error("this is not TOML: {why}")]
    NotToml { why: String },
    #[error("`{key}` means nothing in {table}{}", then(hint))]
    UnknownKey { key: String, table: String, hint: Option<String> },
    #[error("`{key}` is missing from {table}")]
    MissingKey { key: String, table: String },
    #[error("`{key}` is not {expected}")]
    WrongType { key: String, expected: &'static str },
    #[error("`{key}` is {value}, which is not from {min} to {max}")]
    OutOfRange { key: String, value: String, min: f64, max: f64 },
    #[error("the file has version {found}; this program reads version {known}")]
    UnknownVersion { found: i64, known: i64 },
    #[error("`{word}` is no {what}{}", then(hint))]
    UnknownWord { what: &'static str, word: String, hint: Option<String> },
    #[error("`{text}` cannot be read: {why}")]
    BadExpression { text: String, why: &'static str },
    #[error("there are two comparisons `{name}`")]
    Twice { name: String },
    #[error("the comparison `{name}` must end with the level `else`, and have it once")]
    NoElse { name: String },
    #[error("the comparison `{name}` has {found} levels; it needs 2 to 30")]
    LevelCount { name: String, found: usize },
    #[error("the comparison `{name}` has `{which}` that add up to {sum:.3} instead of 1")]
    NotOne { name: String, which: &'static str, sum: f64 },
    #[error("`link` ({link}) is below `keep` ({keep})")]
    LinkBelowKeep { link: f64, keep: f64 },
    #[error("a level says `is`, `all`, `any` or `not`, and just one of them")]
    OneCondition,
    #[error("there is no {what}")]
    Nothing { what: &'static str },
    #[error("the records have no column `{column}`{}", then(hint))]
    NoSuchColumn { column: String, hint: Option<String> },
    #[error("the records have no source `{source_name}`{}", then(hint))]
    NoSuchSource { source_name: String, hint: Option<String> },
}

fn then(hint: &Option<String>) -> String {
    hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"))
}

/// The mistakes found in a file so far.
pub(super) struct Mistakes<'a> {
    text: &'a str,
    found: Vec<(usize, MistakeKind)>,
}

impl<'a> Mistakes<'a> {
    pub(super) fn in_text(text: &'a str) -> Mistakes<'a> {
        Mistakes { text, found: Vec::new() }
    }

    pub(super) fn add(&mut self, span: Range<usize>, kind: MistakeKind) {
        self.found.push((span.start, kind));
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        self.text.get(..offset).unwrap_or(self.text).matches('\n').count() + 1
    }

    /// In the order in which they stand in the file.
    pub(super) fn into_found(mut self) -> Vec<Mistake> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|(offset, _)| *offset);
        found.into_iter().map(|(offset, kind)| Mistake { line: self.line(offset), kind }).collect()
    }
}
