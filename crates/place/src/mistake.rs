//! What can be wrong with the files a person writes, each with its place in the file.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// Why a place cannot be used, or not be made.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum PlaceError {
    #[error("there is no folder `{}`", dir.display())]
    #[diagnostic(help("make a place with `totalplace new {}`", dir.display()))]
    NoFolder { dir: PathBuf },

    #[error("`{}` is not a place: it has no place.toml", dir.display())]
    #[diagnostic(help("make it one with `totalplace new {}`", dir.display()))]
    NoPlaceFile { dir: PathBuf },

    #[error("cannot read `{}`: {why}", path.display())]
    #[diagnostic(help("check that the file is there and that you may read it"))]
    Unreadable { path: PathBuf, why: String },

    #[error("`{}` has no column `{missing}`", path.display())]
    #[diagnostic(help("the first line is `{columns}`, parted by commas"))]
    Headings { path: PathBuf, missing: String, columns: String },

    #[error("cannot write `{}`: {why}", path.display())]
    #[diagnostic(help("check that the folder is there and that you may write to it"))]
    Unwritable { path: PathBuf, why: String },

    #[error("`{}` is a place already", dir.display())]
    #[diagnostic(help("nothing was changed; give another folder to `totalplace new`, or edit {}", dir.join("place.toml").display()))]
    AlreadyAPlace { dir: PathBuf },

    #[error("there is no pilot `{name}`")]
    UnknownPilot {
        name: String,
        /// The nearest pilots, or all of them where none is near.
        #[help]
        hint: String,
    },

    #[error("{}", count_mistakes(mistakes))]
    Mistakes {
        /// In the order of the files, at least one.
        #[related]
        mistakes: Vec<Mistake>,
    },
}

impl PlaceError {
    /// The mistakes in files; empty where the trouble is another one.
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            PlaceError::Mistakes { mistakes } => mistakes,
            _ => &[],
        }
    }

    pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> PlaceError {
        PlaceError::Unreadable { path: path.to_owned(), why: error.to_string() }
    }

    pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> PlaceError {
        PlaceError::Unwritable { path: path.to_owned(), why: error.to_string() }
    }
}

fn count_mistakes(mistakes: &[Mistake]) -> String {
    let mut files: Vec<&str> = mistakes.iter().map(|mistake| mistake.file.as_str()).collect();
    files.dedup();
    let n_mistakes = mistakes.len();
    let noun = if n_mistakes == 1 { "mistake" } else { "mistakes" };
    format!("{n_mistakes} {noun} in {}", files.join(", "))
}

/// One mistake, where it stands, what was expected and what was probably meant.
#[derive(Clone, Debug, Error, Diagnostic)]
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
    #[error("`{word}` is no {what}")]
    UnknownWord { what: &'static str, word: String },
    #[error("the {what} `{id}` is there already, on line {first_line}")]
    Duplicate { what: &'static str, id: String, first_line: usize },
    #[error("`{id}` cannot be an id")]
    BadId { id: String },
    #[error("`{text}` is no financial year")]
    BadYear { text: String },
    #[error("`{key}` is empty")]
    Empty { key: String },
    #[error("the pattern `{glob}` cannot be read: {why}")]
    BadGlob { glob: String, why: String },
    #[error("`{glob}` leaves the sources' folder")]
    LeavesFolder { glob: String },
    #[error("`{path}` would have to be expanded, which is never done")]
    NotExpanded { path: String },
    #[error("`{key}` is {value}")]
    OutOfRange { key: String, value: String },
    #[error("there is no {what} `{id}`")]
    NotThere { what: &'static str, id: String },
    #[error("the row has {found} cells and the header has {columns}")]
    Ragged { found: usize, columns: usize },
    #[error("the rule `{id}` has no condition, so it would decide every line")]
    NoCondition { id: String },
    #[error("the pattern `{text}` cannot be read: {why}")]
    BadPattern { text: String, why: String },
    #[error("the pattern `{text}` matches no {what} there is")]
    NeverMatches { what: &'static str, text: String },
    #[error("a line that is `{treatment}` has no transfer kind")]
    TransferKindWithout { treatment: &'static str },
    #[error("no rules are read from `{name}`")]
    UnknownFile { name: String },
}

/// A file under reading, and the mistakes found in it so far.
pub(crate) struct Mistakes {
    text: Arc<NamedSource<String>>,
    found: Vec<Mistake>,
}

impl Mistakes {
    pub(crate) fn of_file(file: &str, text: &str) -> Mistakes {
        Mistakes { text: Arc::new(NamedSource::new(file, text.to_owned())), found: Vec::new() }
    }

    pub(crate) fn add(&mut self, span: Range<usize>, kind: MistakeKind, expected: impl fmt::Display) {
        self.add_with_hint(span, kind, expected, None);
    }

    pub(crate) fn add_with_hint(
        &mut self,
        span: Range<usize>,
        kind: MistakeKind,
        expected: impl fmt::Display,
        hint: Option<String>,
    ) {
        let (line, column) = line_and_column(self.text.inner(), span.start);
        self.found.push(Mistake {
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

    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn line(&self, offset: usize) -> usize {
        line_and_column(self.text.inner(), offset).0
    }

    /// The mistakes in the order they stand in the file.
    pub(crate) fn into_found(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|mistake| (mistake.line, mistake.column));
        self.found
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
