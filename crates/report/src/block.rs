//! Rows under headings: one description, printed on the terminal and in the workbook.

use std::borrow::Cow;

use model::in_words;
use money::Money;

/// A value in a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Count(usize),
    Money(Money),
    /// A fraction, printed in percent.
    Share(f64),
    NotComputed,
}

impl From<Option<Money>> for Value {
    fn from(amount: Option<Money>) -> Value {
        amount.map_or(Value::NotComputed, Value::Money)
    }
}

impl From<Option<f64>> for Value {
    fn from(share: Option<f64>) -> Value {
        share.map_or(Value::NotComputed, Value::Share)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

/// One figure with its name and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub label: Cow<'static, str>,
    pub value: Value,
    pub note: String,
}

/// Rows under headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub title: String,
    pub headings: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
    /// Whether the last row is a total.
    pub has_total: bool,
    /// Rows on a screen; the workbook has all.
    pub n_rows_screen: usize,
    /// A line under the rows: what they mean, or why there are none.
    pub note: String,
}

impl Block {
    pub(crate) fn new(title: &str, headings: &[&'static str], rows: Vec<Vec<Value>>) -> Block {
        Block {
            title: title.to_owned(),
            headings: headings.to_vec(),
            rows,
            has_total: false,
            n_rows_screen: usize::MAX,
            note: String::new(),
        }
    }

    pub(crate) fn not_computed(title: &str, why: &str) -> Block {
        Block { note: format!("Not computed: {why}."), ..Block::new(title, &[], Vec::new()) }
    }

    /// With every row on a screen.
    pub fn unshortened(self) -> Block {
        self.screen(usize::MAX)
    }

    pub(crate) fn screen(self, n_rows: usize) -> Block {
        Block { n_rows_screen: n_rows, ..self }
    }

    pub(crate) fn note(self, note: impl Into<String>) -> Block {
        Block { note: note.into(), ..self }
    }
}

/// A word of the tables as people write it.
pub(crate) fn words(word: &str) -> Value {
    Value::Text(in_words(word))
}

/// `1 line`, `2 lines`.
pub fn plural(n: usize, noun: &str) -> String {
    let end = if n == 1 { "" } else { "s" };
    format!("{} {noun}{end}", count(n))
}

/// `financial year` or `financial years`.
pub fn plural_noun(n: usize, noun: &str) -> String {
    if n == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// `Acorn and Beech`, `Acorn, Beech and 3 more`.
pub fn some_names(names: &[String], n_max: usize) -> String {
    let n_rest = names.len().saturating_sub(n_max);
    match (&names[..names.len() - n_rest], n_rest) {
        ([], 0) => String::new(),
        ([], n) => format!("{} in all", count(n)),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, n) => format!("{} and {} more", shown.join(", "), count(n)),
    }
}

/// A count with thousands separators.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A fraction in percent; never rounded to nothing or to all where it is neither.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        p if 0.0 < p && p < 0.05 => "<0.1%".to_owned(),
        p if (99.95..100.0).contains(&p) => ">99.9%".to_owned(),
        p => format!("{p:.1}%"),
    }
}
