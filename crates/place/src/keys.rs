//! A TOML table read key by key: whatever is wrong is noted and reading goes on.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mistake::{MistakeKind, Mistakes};
use crate::nearest::hint;

/// A table of the file under reading.
pub(crate) struct Keys<'a> {
    /// What a message calls it: `the place file`, `[[body]]`.
    what: &'static str,
    entries: &'a DeTable<'a>,
    span: Range<usize>,
}

impl<'a> Keys<'a> {
    /// Opens a table; keys that it does not know are mistakes.
    pub(crate) fn open(
        what: &'static str,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        known: &[&str],
        mistakes: &mut Mistakes,
    ) -> Keys<'a> {
        for (key, _) in entries.iter() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let kind = MistakeKind::UnknownKey { key: word.to_owned(), table: what.to_owned() };
                mistakes.add_with_hint(key.span(), kind, format!("a key of {what}"), hint(word, known.iter().copied()));
            }
        }
        Keys { what, entries, span }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    /// Every key with its value, in the order written.
    pub(crate) fn in_order(&self) -> Vec<(&'a Spanned<toml::de::DeString<'a>>, &'a Spanned<DeValue<'a>>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    /// Text that is not blank.
    pub(crate) fn text(&self, key: &str, example: &str, mistakes: &mut Mistakes) -> Option<Spanned<&'a str>> {
        let value = self.get(key)?;
        let expected = format!("text such as {example}");
        text_of(key, value, &expected, mistakes)
    }

    pub(crate) fn required_text(&self, key: &str, example: &str, mistakes: &mut Mistakes) -> Option<Spanned<&'a str>> {
        if self.get(key).is_none() {
            self.missing(key, format!("`{key} = {example}`"), mistakes);
        }
        self.text(key, example, mistakes)
    }

    pub(crate) fn missing(&self, key: &str, expected: impl Display, mistakes: &mut Mistakes) {
        let kind = MistakeKind::MissingKey { key: key.to_owned(), table: self.what.to_owned() };
        mistakes.add(self.span.clone(), kind, expected);
    }

    /// One text or a list of texts, none of them blank.
    pub(crate) fn texts(&self, key: &str, example: &str, mistakes: &mut Mistakes) -> Vec<Spanned<&'a str>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let expected = format!("text, or a list of texts such as [{example}]");
        match value.get_ref() {
            DeValue::Array(values) => {
                values.iter().filter_map(|value| text_of(key, value, &expected, mistakes)).collect()
            }
            _ => text_of(key, value, &expected, mistakes).into_iter().collect(),
        }
    }

    pub(crate) fn truth(&self, key: &str, mistakes: &mut Mistakes) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => wrong_type(key, value, "true or false", mistakes),
        }
    }

    /// A number within bounds; a whole number will do.
    pub(crate) fn number(&self, key: &str, bounds: RangeInclusive<f64>, mistakes: &mut Mistakes) -> Option<f64> {
        let value = self.get(key)?;
        let expected = format!("a number from {} to {}", bounds.start(), bounds.end());
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => integer_of(integer).map(|whole| whole as f64),
            _ => return wrong_type(key, value, &expected, mistakes),
        };
        within(key, value, number.filter(|number| bounds.contains(number)), &expected, mistakes)
    }

    /// A whole number within bounds.
    pub(crate) fn whole(&self, key: &str, bounds: RangeInclusive<i64>, mistakes: &mut Mistakes) -> Option<i64> {
        let value = self.get(key)?;
        let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        match value.get_ref() {
            DeValue::Integer(integer) => {
                let whole = integer_of(integer).filter(|whole| bounds.contains(whole));
                within(key, value, whole, &expected, mistakes)
            }
            _ => wrong_type(key, value, &expected, mistakes),
        }
    }

    /// A table written `[key]`.
    pub(crate) fn table(
        &self,
        key: &str,
        what: &'static str,
        known: &[&str],
        mistakes: &mut Mistakes,
    ) -> Option<Keys<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Keys::open(what, table, value.span(), known, mistakes)),
            _ => wrong_type(key, value, &format!("a table, written {what}"), mistakes),
        }
    }

    /// Tables written `[[key]]`, in the order written.
    pub(crate) fn tables(
        &self,
        key: &str,
        what: &'static str,
        known: &[&str],
        mistakes: &mut Mistakes,
    ) -> Vec<Keys<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let expected = format!("tables, each written {what}");
        let DeValue::Array(values) = value.get_ref() else {
            let _: Option<()> = wrong_type(key, value, &expected, mistakes);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for value in values.iter() {
            match value.get_ref() {
                DeValue::Table(table) => tables.push(Keys::open(what, table, value.span(), known, mistakes)),
                _ => drop(wrong_type::<()>(key, value, &expected, mistakes)),
            }
        }
        tables
    }
}

/// The text of a value; anything else, and blank text, is a mistake.
pub(crate) fn text_of<'a>(
    key: &str,
    value: &'a Spanned<DeValue<'a>>,
    expected: &str,
    mistakes: &mut Mistakes,
) -> Option<Spanned<&'a str>> {
    let DeValue::String(text) = value.get_ref() else { return wrong_type(key, value, expected, mistakes) };
    if text.trim().is_empty() {
        mistakes.add(value.span(), MistakeKind::Empty { key: key.to_owned() }, expected);
        return None;
    }
    Some(Spanned::new(value.span(), text.trim()))
}

pub(crate) fn wrong_type<T>(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    expected: &str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    let kind = MistakeKind::WrongType { key: key.to_owned(), found: kind_of(value.get_ref()) };
    mistakes.add(value.span(), kind, expected);
    None
}

fn within<T>(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    number: Option<T>,
    expected: &str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    if number.is_none() {
        let kind = MistakeKind::OutOfRange { key: key.to_owned(), value: printed(value.get_ref()) };
        mistakes.add(value.span(), kind, expected);
    }
    number
}

fn integer_of(integer: &toml::de::DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}

fn kind_of(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => format!("text ({})", printed(value)),
        DeValue::Integer(_) => format!("a whole number ({})", printed(value)),
        DeValue::Float(_) => format!("a number ({})", printed(value)),
        DeValue::Boolean(_) => printed(value),
        DeValue::Datetime(_) => format!("a date ({})", printed(value)),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn printed(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{:?}", shortened(text)),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}

/// A long text quoted in full would bury the message.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}
