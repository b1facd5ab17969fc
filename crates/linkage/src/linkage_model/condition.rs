//! What must hold for two records to be on a level.

use super::expression::Expression;

/// A condition and what it looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// None looks at what the comparison is of.
    pub of: Option<Expression>,
    pub condition: Condition,
}

/// A condition between the values of two records. A value that is missing makes it neither true nor false.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Condition {
    /// The same value, letter for letter.
    Same,
    /// Jaro-Winkler similarity of the folded texts, 0 to 1, prefix weight 0.1 without threshold.
    JaroWinkler {
        at_least: f64,
    },
    /// Jaro similarity of the folded texts, 0 to 1.
    Jaro {
        at_least: f64,
    },
    /// Dice coefficient over pairs of letters, the ends padded.
    Dice {
        at_least: f64,
    },
    /// Letters put in, left out or changed.
    Levenshtein {
        at_most: u32,
    },
    /// The same, and neighbours swapped.
    DamerauLevenshtein {
        at_most: u32,
    },
    /// One is a short name of the other, or both of one formal name.
    Nickname,
    /// One begins with a single letter, and the other with the same: `J` and `James`.
    Initial,
    /// The same consonants, and one is written without vowels, as a name from Arabic script is once it is in Latin letters.
    WithoutVowels,
    /// The value of one record is what the other has there: a surname that was the former name.
    SameAcross(Expression),
    /// The value here is the other record's value there, and the other way round.
    SwappedWith(Expression),
    /// Day and month are swapped.
    DayMonthSwapped,
    /// Dates at most this many days apart.
    Days {
        at_most: u32,
    },
    /// Dates at most this many months of 30.4375 days apart.
    Months {
        at_most: u32,
    },
    /// Dates at most this many years of 365.25 days apart.
    Years {
        at_most: u32,
    },
    /// Numbers at most so far apart.
    Number {
        at_most: f64,
    },
    /// Numbers whose difference is at most this fraction of the larger.
    Ratio {
        at_most: f64,
    },
    /// Kilometres on the globe between two points; `of` is the latitude, `longitude` the other.
    Kilometres {
        longitude: Expression,
        at_most: f64,
    },
    /// Members in common between two lists parted by `;` or `|`.
    Shared {
        at_least: u32,
    },
    /// The value of either is missing.
    Missing,
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// Whatever is left.
    Else,
}

impl Condition {
    /// The words that a model file may say after `is`.
    pub const WORDS: [&str; 21] = [
        "same",
        "jaro_winkler",
        "jaro",
        "dice",
        "levenshtein",
        "damerau_levenshtein",
        "nickname",
        "initial",
        "without_vowels",
        "same_across",
        "swapped_with",
        "day_month_swapped",
        "days",
        "months",
        "years",
        "number",
        "ratio",
        "kilometres",
        "shared",
        "missing",
        "else",
    ];

    /// The word after `is`; none for conditions made of others.
    pub fn word(&self) -> Option<&'static str> {
        let word = match self {
            Condition::Same => "same",
            Condition::JaroWinkler { .. } => "jaro_winkler",
            Condition::Jaro { .. } => "jaro",
            Condition::Dice { .. } => "dice",
            Condition::Levenshtein { .. } => "levenshtein",
            Condition::DamerauLevenshtein { .. } => "damerau_levenshtein",
            Condition::Nickname => "nickname",
            Condition::Initial => "initial",
            Condition::WithoutVowels => "without_vowels",
            Condition::SameAcross(_) => "same_across",
            Condition::SwappedWith(_) => "swapped_with",
            Condition::DayMonthSwapped => "day_month_swapped",
            Condition::Days { .. } => "days",
            Condition::Months { .. } => "months",
            Condition::Years { .. } => "years",
            Condition::Number { .. } => "number",
            Condition::Ratio { .. } => "ratio",
            Condition::Kilometres { .. } => "kilometres",
            Condition::Shared { .. } => "shared",
            Condition::Missing => "missing",
            Condition::Else => "else",
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => return None,
        };
        Some(word)
    }

    /// In words, for a level without a label of its own.
    pub fn label(&self) -> String {
        match self {
            Condition::Same => "same".to_owned(),
            Condition::JaroWinkler { at_least } => format!("Jaro-Winkler at least {at_least}"),
            Condition::Jaro { at_least } => format!("Jaro at least {at_least}"),
            Condition::Dice { at_least } => format!("Dice at least {at_least}"),
            Condition::Levenshtein { at_most } => format!("Levenshtein at most {at_most}"),
            Condition::DamerauLevenshtein { at_most } => format!("Damerau-Levenshtein at most {at_most}"),
            Condition::Nickname => "short name".to_owned(),
            Condition::Initial => "initial".to_owned(),
            Condition::WithoutVowels => "the same without vowels".to_owned(),
            Condition::SameAcross(other) => format!("the other's {other}"),
            Condition::SwappedWith(other) => format!("swapped with {other}"),
            Condition::DayMonthSwapped => "day and month swapped".to_owned(),
            Condition::Days { at_most } => format!("at most {at_most} days apart"),
            Condition::Months { at_most } => format!("at most {at_most} months apart"),
            Condition::Years { at_most } => format!("at most {at_most} years apart"),
            Condition::Number { at_most } => format!("at most {at_most} apart"),
            Condition::Ratio { at_most } => format!("within {at_most} of the larger"),
            Condition::Kilometres { at_most, .. } => format!("at most {at_most} km apart"),
            Condition::Shared { at_least } => format!("at least {at_least} in common"),
            Condition::Missing => "missing".to_owned(),
            Condition::All(tests) => joined(tests, " and "),
            Condition::Any(tests) => joined(tests, " or "),
            Condition::Not(test) => format!("not ({})", test.label()),
            Condition::Else => "anything else".to_owned(),
        }
    }
}

impl Test {
    pub fn new(condition: Condition) -> Test {
        Test { of: None, condition }
    }

    pub fn label(&self) -> String {
        match &self.of {
            Some(of) => format!("{of} {}", self.condition.label()),
            None => self.condition.label(),
        }
    }

    /// Every expression that the test names, its parts included.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut found: Vec<&Expression> = self.of.iter().collect();
        match &self.condition {
            Condition::SwappedWith(other) | Condition::SameAcross(other) => found.push(other),
            Condition::Kilometres { longitude, .. } => found.push(longitude),
            Condition::All(tests) | Condition::Any(tests) => found.extend(tests.iter().flat_map(Test::expressions)),
            Condition::Not(test) => found.extend(test.expressions()),
            _ => {}
        }
        found
    }
}

fn joined(tests: &[Test], between: &str) -> String {
    tests.iter().map(Test::label).collect::<Vec<_>>().join(between)
}
