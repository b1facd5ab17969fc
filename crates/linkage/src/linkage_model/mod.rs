//! The linkage model: which values are compared, how alike they can be, and what that says.
//!
//! The model of Fellegi and Sunter (1969) as practised by Splink (method, section 3.1). Each
//! comparison has ordered levels and the first that holds counts; each level has `m`, how often
//! records of one person agree so far, and `u`, how often records of two people do. A model is a
//! file that a person can read, change and keep: see [`Model::read`] and [`Model::write`].

mod condition;
mod expression;
mod read;
mod read_levels;
mod renamed;
mod write;

pub use condition::{Condition, Test};
pub use expression::{Expression, ExpressionError, Function};

/// The version of the file format that this program writes, and the only one it reads.
pub const VERSION: i64 = 1;

/// A model over columns as files have them, for tests.
#[cfg(test)]
pub(crate) const FIVE_COLUMNS: &str = include_str!("../../tests/all/five_columns.toml");

/// A whole linkage model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What a person calls it.
    pub name: String,
    pub link: LinkType,
    /// Sources in which no person stands twice.
    pub no_duplicates_in: Vec<String>,
    /// Values that stand for a missing one.
    pub missing: Vec<Missing>,
    pub prior: Prior,
    pub thresholds: Thresholds,
    /// Which pairs are compared at all: those that agree on every expression of any one rule.
    pub blocking: Vec<Rule>,
    /// Further rules to choose from; none where the rules of `blocking` are what is compared.
    pub choice: Option<BlockingChoice>,
    pub training: Training,
    pub comparisons: Vec<Comparison>,
    /// Short names that the place adds to the list that comes with the program.
    pub nicknames: Vec<Nickname>,
}

model::words! {
    /// Between which records links are looked for.
    LinkType {
        /// Within and between all sources, which are one heap.
        Dedupe = "dedupe",
        /// Between sources only.
        LinkOnly = "link_only",
        /// Between sources, and within those that may hold a person twice.
        LinkAndDedupe = "link_and_dedupe",
    }
}

/// Values of a column that say nothing: a default date, `UNKNOWN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub column: String,
    pub values: Vec<String>,
    pub line: usize,
}

/// How likely two records taken at random are of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Fraction of all pairs; where it is missing it is estimated from `rules`.
    pub probability: Option<f64>,
    /// The share of true pairs that the rules find, as a person judges it.
    pub recall: f64,
    /// Rules so strict that nearly every pair they make is a true one.
    pub rules: Vec<Rule>,
}

/// From which match probability on a pair is kept, and from which it is linked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    pub keep: f64,
    pub link: f64,
    /// A cluster of more records is cut at its weakest links.
    pub cluster_size_max: u64,
}

/// Rules that are taken where those of `blocking` would miss too many matches.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockingChoice {
    /// What there is to choose from, beside the rules of `blocking`.
    pub rules: Vec<Rule>,
    /// The share of matches that the chosen rules should bring together.
    pub recall: f64,
    /// Pairs that all chosen rules together may make, for each record. A rule that alone makes more is not used.
    pub pairs_each: u64,
}

/// How `m` and `u` are estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Pairs drawn for `u`.
    pub u_pairs: u64,
    /// Pairs at most that one session for `m` counts.
    pub m_pairs: u64,
    pub seed: u64,
    /// One session for each; a comparison that uses a column of the rule sits the session out.
    pub rules: Vec<Rule>,
    /// Whether true pairs among the random ones are taken out of `u` by their probability.
    pub correct_u: bool,
}

/// Records agree on a rule where they agree on every expression of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub same: Vec<Expression>,
    /// The line of the file, 0 where there is none.
    pub line: usize,
}

/// One thing on which two records are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub name: String,
    /// What is compared where a level does not say otherwise.
    pub of: Expression,
    /// In order: the first whose test holds counts. The last is [`Condition::Else`].
    pub levels: Vec<Level>,
    /// The smallest share of records that a value is taken to have, for term-frequency adjustment.
    pub term_frequency_min: f64,
    pub line: usize,
}

/// How alike two values can be, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub label: String,
    pub test: Test,
    /// P(this level | one person); none until it is estimated.
    pub m: Option<f64>,
    /// P(this level | two people).
    pub u: Option<f64>,
    /// How much of the term-frequency adjustment applies, 0 for none.
    pub term_frequency: f64,
    /// `m` and `u` were set by a person and are not estimated.
    pub fixed: bool,
}

/// A formal name and the short names that people use for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nickname {
    pub formal: String,
    pub short: Vec<String>,
}

impl Model {
    /// Every rule of the model: those that make pairs, may be chosen to, train, or find the prior.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let choice = self.choice.iter().flat_map(|choice| &choice.rules);
        self.blocking.iter().chain(choice).chain(&self.training.rules).chain(&self.prior.rules)
    }
}

impl Rule {
    /// A rule over columns and functions of columns, as a model file writes them.
    ///
    /// # Errors
    /// The mistake in the first expression that cannot be read.
    pub fn same(expressions: &[&str]) -> Result<Rule, ExpressionError> {
        let same = expressions.iter().map(|text| Expression::parse(text)).collect::<Result<_, _>>()?;
        Ok(Rule { same, line: 0 })
    }

    /// Columns that the rule reads, each once.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = self.same.iter().flat_map(Expression::columns).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// As a message names it: `first_name, soundex(surname)`.
    pub fn text(&self) -> String {
        self.same.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Comparison {
    /// Columns that any level reads, each once.
    pub fn columns(&self) -> Vec<&str> {
        let tests = self.levels.iter().flat_map(|level| level.test.expressions());
        let mut columns: Vec<&str> = std::iter::once(&self.of).chain(tests).flat_map(Expression::columns).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The first level that asks for exact equality of what is compared.
    pub fn exact_level(&self) -> Option<usize> {
        self.exact_level_of(&self.of)
    }

    fn exact_level_of(&self, expression: &Expression) -> Option<usize> {
        self.levels.iter().position(|level| {
            level.test.condition == Condition::Same && level.test.of.as_ref().unwrap_or(&self.of) == expression
        })
    }

    /// Whose values are counted where a level is adjusted for how common they are, and the level of their exact equality.
    ///
    /// A level that asks for exact equality counts the values that it asks about; another, what the comparison is of.
    pub fn counted<'c>(&'c self, level: &'c Level) -> Option<(&'c Expression, usize)> {
        if level.term_frequency == 0.0 {
            return None;
        }
        let of = match &level.test {
            Test { of: Some(of), condition: Condition::Same } => of,
            _ => &self.of,
        };
        Some((of, self.exact_level_of(of)?))
    }
}

impl Level {
    pub fn new(label: &str, test: Test) -> Level {
        Level { label: label.to_owned(), test, m: None, u: None, term_frequency: 0.0, fixed: false }
    }
}
