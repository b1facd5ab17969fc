//! What can go wrong; no message ever holds a value of a person.

use std::fmt;

use authored::{Mistake, MistakeKind};

use crate::private::Private;

/// Why records cannot be linked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("there are no records to link")]
    NoRecords,
    #[error("there is no column to link on")]
    NoColumns,
    #[error("the column `{column}` is given twice")]
    ColumnTwice { column: String },
    #[error("`{agency}` has no record with this number")]
    NoSuchRecord { agency: String },
    #[error("the column `{column}` holds {kind}, which cannot be compared")]
    ColumnKind { column: String, kind: String },
    #[error("a row has {found} values where {expected} were expected")]
    Ragged { found: usize, expected: usize },
    #[error(
        "the source `{source_name}` has {n_repeats} records with the same id as another record; ids must be unique within a source"
    )]
    IdsRepeat { source_name: String, n_repeats: usize },
    #[error("no record has a value in any column that the model compares ({})", columns.join(", "))]
    AllMissing { columns: Vec<String> },
    #[error("there is too much: more {what} than can be counted")]
    TooMuch { what: &'static str },
    #[error("{}", lines(mistakes.iter().map(on_its_line)))]
    ModelMistakes { mistakes: Vec<Mistake> },
    /// The model speaks of columns or sources that the records do not have.
    #[error("{}", lines(absent))]
    ModelAtOdds { absent: Vec<Absent> },
    /// A blocking rule would compare more pairs than allowed.
    #[error("the blocking rule `{rule}`{} would compare {n_pairs} pairs, more than {n_pairs_max}: {}; add another column to it", at_line(*line), blocks(biggest))]
    RuleExplodes { rule: String, line: usize, n_pairs: u64, n_pairs_max: u64, biggest: Vec<BigBlock> },
    #[error("no blocking rule makes a pair: under every rule, each record is on its own or has a value missing")]
    NoPairs,
    #[error(
        "the prior cannot be estimated: its rules find {n_found} pairs, more than {recall} of all {n_pairs}; lower `recall` or make the rules stricter"
    )]
    PriorImpossible { n_found: u64, recall: f64, n_pairs: u64 },
    #[error(
        "the prior cannot be estimated: its rules find no pair; give `probability`, or rules that suit the records"
    )]
    PriorUnknown,
    /// What memory does not hold found no room elsewhere either.
    #[error("what does not fit in memory cannot {doing}: {why}")]
    Scratch { doing: &'static str, why: String },
    #[error("no model suits these {n_columns} columns: {}", too_little(found))]
    NoModelSuits { n_columns: usize, found: Vec<String> },
    #[error("the Splink settings cannot be read: {why}")]
    SplinkUnreadable { why: String },
    /// Nothing is taken over where something would be left out: another model would be left.
    #[error(
        "the Splink settings cannot be used, because they have conditions that totalplace cannot express:\n{}",
        lines(conditions)
    )]
    SplinkUnsayable { conditions: Vec<String> },
}

/// A column or a source that a model speaks of and the records do not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// From 1; 0 where the model does not come from a file.
    pub line: usize,
    /// `column` or `source`.
    pub what: &'static str,
    pub name: String,
    /// The nearest that is there.
    pub hint: Option<String>,
}

impl fmt::Display for Absent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line != 0 {
            write!(formatter, "line {}: ", self.line)?;
        }
        write!(formatter, "the records have no {} `{}`", self.what, self.name)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(formatter, "; {hint}"))
    }
}

/// A block that holds many records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigBlock {
    pub n_records: u64,
    pub n_pairs: u64,
    /// The values that these records share; only for people who may see the records.
    pub value: Private<String>,
}

fn at_line(line: usize) -> String {
    if line == 0 { String::new() } else { format!(" (line {line})") }
}

/// Headings are not repeated: without a heading the first person would stand there.
fn too_little(found: &[String]) -> String {
    match found.len() {
        0 => "neither headings nor cells show which columns describe a person".to_owned(),
        _ => format!(
            "there is {}, but a name needs a date of birth, a postcode or an official number beside it",
            found.join(", ")
        ),
    }
}

/// A mistake as it is told where the file is named beside it.
fn on_its_line(mistake: &Mistake) -> String {
    let Mistake { line, kind, expected, hint, .. } = mistake;
    let says_enough = !matches!(kind, MistakeKind::WrongType { .. } | MistakeKind::OutOfRange { .. });
    let expected = if says_enough { String::new() } else { format!("; expected {expected}") };
    let hint = hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"));
    format!("line {line}: {kind}{expected}{hint}")
}

fn lines(all: impl IntoIterator<Item = impl ToString>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join("\n")
}

fn blocks(biggest: &[BigBlock]) -> String {
    let sizes: Vec<String> = biggest.iter().map(|block| block.n_records.to_string()).collect();
    format!("its biggest blocks hold {} records", sizes.join(", "))
}
