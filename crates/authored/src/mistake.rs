//! What can be wrong with a file that a person writes, each mistake with its place in the file.

use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// One mistake, where it stands, what was expected and what was probably meant.
#[derive(Clone, Debug, PartialEq, Error, Diagnostic)]
#[error("{kind}")]
pub struct Mistake {
    /// The file as the person knows it, such as `place.toml` or `rules/treatment.csv`.
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
    pub(crate) text: Arc<NamedSource<String>>,
    #[label("expected {expected}")]
    pub(crate) span: SourceSpan,
}

impl Mistake {
    /// The mistake in one line, for logs and for terminals without underlining.
    pub fn in_one_line(&self) -> String {
        let Mistake { file, line, column, kind, expected, hint, .. } = self;
        let hint = hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{file}:{line}:{column}: {kind}; expected {expected}{hint}")
    }

    /// The words that are underlined.
    pub fn underlined(&self) -> &str {
        let start = self.span.offset();
        self.text.inner().get(start..start + self.span.len()).unwrap_or_default()
    }
}

/// What is wrong, with what a program may want to act on.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum MistakeKind {
    #[error("this is not TOML: {why}")]
    NotToml { why: String },
    #[error("this is not CSV: {why}")]
    NotCsv { why: String },
    #[error("the file is not UTF-8 text")]
    NotUtf8,
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
    #[error("`{word}` is not a valid {what}")]
    UnknownWord { what: String, word: String },
    #[error("there is no {what} `{id}`")]
    NotThere { what: String, id: String },
    #[error("the {what} `{id}` already exists, on line {first_line}")]
    Duplicate { what: String, id: String, first_line: usize },
    /// What is written cannot be, for a reason that only the room which reads the file knows.
    #[error("{0}")]
    Unfit(String),
    /// What the file as a whole does not say or add up to.
    #[error("{0}")]
    Lacking(String),
}

/// Every mistake of a file, or of several, in the order in which they stand there.
#[derive(Clone, Debug, PartialEq, Error, Diagnostic)]
#[error("{}", counted(mistakes))]
pub struct Mistakes {
    /// At least one.
    #[related]
    pub mistakes: Vec<Mistake>,
}

impl Mistakes {
    /// The value where nothing was wrong.
    pub fn or<T>(mistakes: Vec<Mistake>, value: T) -> Result<T, Mistakes> {
        if mistakes.is_empty() { Ok(value) } else { Err(Mistakes { mistakes }) }
    }
}

fn counted(mistakes: &[Mistake]) -> String {
    let mut files: Vec<&str> = mistakes.iter().map(|mistake| mistake.file.as_str()).collect();
    files.dedup();
    let noun = if mistakes.len() == 1 { "mistake" } else { "mistakes" };
    format!("{} {noun} in {}", mistakes.len(), files.join(", "))
}
