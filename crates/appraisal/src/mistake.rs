//! What can be wrong with a file that a person writes, each with its place in the file.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// One mistake, where it stands, what was expected and what was probably meant.
#[derive(Clone, Debug, Error, Diagnostic)]
#[error("{kind}")]
pub struct Mistake {
    /// The file as the person knows it, such as `proposals/early-help.toml`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub kind: MistakeKind,
    pub expected: String,
    /// The nearest thing that exists, or what to do.
    #[help]
    pub hint: Option<String>,
    #[source_code]
    text: Arc<NamedSource<String>>,
    #[label("expected {expected}")]
    span: SourceSpan,
}

impl Mistake {
    /// The mistake in one line, for logs and for terminals without underlining.
    pub fn in_one_line(&self) -> String {
        let Mistake { file, line, column, kind, expected, hint, .. } = self;
        let hint = hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{file}:{line}:{column}: {kind}; expected {expected}{hint}")
    }
}

/// Every mistake of one file, in the order they stand there.
#[derive(Clone, Debug, Error, Diagnostic)]
#[error("{}", count_mistakes(file, mistakes.len()))]
pub struct Mistakes {
    pub file: String,
    /// At least one.
    #[related]
    pub mistakes: Vec<Mistake>,
}

impl Mistakes {
    /// A file that cannot be used as a whole.
    pub fn of_whole_file(file: &str, why: &str) -> Mistakes {
        let found = Found::in_file(file, "");
        let kind = MistakeKind::Unusable { id: file.to_owned(), why: why.to_owned() };
        found.add(0..0, kind, "a file that can be read and appraised");
        found.or::<()>(None).expect_err("a mistake was noted")
    }
}

fn count_mistakes(file: &str, n_mistakes: usize) -> String {
    let noun = if n_mistakes == 1 { "mistake" } else { "mistakes" };
    format!("{n_mistakes} {noun} in {file}")
}

/// What is wrong, with what a program may want to act on.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum MistakeKind {
    #[error("this is not TOML: {why}")]
    NotToml { why: String },
    #[error("this is not CSV: {why}")]
    NotCsv { why: String },
    #[error("`{key}` means nothing in {table}")]
    UnknownKey { key: String, table: String },
    #[error("`{key}` is missing from {table}")]
    MissingKey { key: String, table: String },
    #[error("`{key}` is {found}")]
    WrongType { key: String, found: String },
    #[error("`{key}` is {value}")]
    OutOfRange { key: String, value: String },
    #[error("`{key}` is empty")]
    Empty { key: String },
    #[error("`{word}` is no {what}")]
    UnknownWord { what: String, word: String },
    #[error("there is no {what} `{id}`")]
    NotThere { what: String, id: String },
    #[error("the {what} `{id}` is there already")]
    Duplicate { what: String, id: String },
    #[error("no counterfactual is named, so nothing here may be called a saving")]
    NoCounterfactual,
    #[error("the shares of {what} add up to {}", crate::text::plain(*sum))]
    SharesNotWhole { what: String, sum: f64 },
    #[error("deadweight is taken off twice: the evidence already nets it")]
    DeadweightTwice,
    #[error("deadweight is a share here and points elsewhere in this proposal")]
    DeadweightMixed,
    #[error("deadweight of {deadweight} points is more than the impact of {impact}")]
    DeadweightAboveImpact { deadweight: f64, impact: f64 },
    #[error("`{child}` is part of `{parent}`: both together count the same pounds twice")]
    ParentAndChild { parent: String, child: String },
    #[error("the budget line that the cashable saving of `{body}` leaves is not named")]
    NoBudgetLine { body: String },
    #[error("fiscal {fiscal} and economic {economic} do not add up to the change in output {output}")]
    OutputNotWhole { fiscal: f64, economic: f64, output: f64 },
    #[error("{what} says twice how it is corrected for optimism")]
    CorrectedTwice { what: String },
    #[error("`{id}` cannot be used: {why}")]
    Unusable { id: String, why: String },
    #[error("these correlations contradict each other")]
    NotCorrelatable,
}

/// A file under reading, and the mistakes found in it so far.
pub(crate) struct Found {
    text: Arc<NamedSource<String>>,
    found: RefCell<Vec<Mistake>>,
}

impl Found {
    pub(crate) fn in_file(file: &str, text: &str) -> Found {
        Found { text: Arc::new(NamedSource::new(file, text.to_owned())), found: RefCell::default() }
    }

    pub(crate) fn add(&self, span: Range<usize>, kind: MistakeKind, expected: impl fmt::Display) {
        self.add_with_hint(span, kind, expected, None);
    }

    pub(crate) fn add_with_hint(
        &self,
        span: Range<usize>,
        kind: MistakeKind,
        expected: impl fmt::Display,
        hint: Option<String>,
    ) {
        let (line, column) = line_and_column(self.text.inner(), span.start);
        self.found.borrow_mut().push(Mistake {
            file: self.text.name().to_owned(),
            line,
            column,
            kind,
            expected: expected.to_string(),
            hint,
            text: self.text.clone(),
            span: first_line_of(self.text.inner(), span).into(),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// The mistakes in the order they stand in the file; `value` where there are none.
    pub(crate) fn or<T>(self, value: Option<T>) -> Result<T, Mistakes> {
        let file = self.text.name().to_owned();
        let mut mistakes = self.found.into_inner();
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        // A key that is looked at twice has one mistake.
        mistakes.dedup_by(|a, b| (a.line, a.column, &a.kind) == (b.line, b.column, &b.kind));
        match value {
            Some(value) if mistakes.is_empty() => Ok(value),
            _ => {
                assert!(!mistakes.is_empty(), "a file that cannot be read has a mistake to show");
                Err(Mistakes { file, mistakes })
            }
        }
    }

    /// Notes what the TOML reader could not read. Where the syntax is broken part of the content was never seen, so
    /// what seems to be missing may well be there: only the broken lines are then reported.
    pub(crate) fn syntax(&self, errors: &[toml::de::Error]) {
        if errors.is_empty() {
            return;
        }
        self.found.borrow_mut().clear();
        for error in errors {
            let kind = MistakeKind::NotToml { why: error.message().to_owned() };
            self.add(error.span().unwrap_or(0..0), kind, "`key = value`, with text in double quotes");
        }
        // One slip often breaks the rest of its line again and again.
        self.found.borrow_mut().dedup_by_key(|mistake| mistake.line);
    }
}

/// Line and column of a byte, from 1; the column counts characters, as editors do.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A whole table underlined would hide what is wrong with it, so the line stops at the line's end.
fn first_line_of(text: &str, span: Range<usize>) -> Range<usize> {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    match text.get(start..end).and_then(|part| part.find('\n')) {
        Some(length) => start..start + length,
        None => start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let text = "a = 1\n£ = €x\n";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, text.find('x').unwrap_or(0)), (2, 6));
        assert_eq!(line_and_column(text, 999), (3, 1));
    }
}
