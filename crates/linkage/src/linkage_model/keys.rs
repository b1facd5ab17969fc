//! A TOML table read key by key: whatever is wrong is noted and reading goes on.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{MistakeKind, Mistakes};
use crate::nearest::hint;

/// A table of the file under reading.
pub(super) struct Keys<'a> {
    /// What a message calls it: `the model`, `[[comparison]]`.
    what: &'static str,
    entries: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
}

impl<'a> Keys<'a> {
    /// Opens a table; keys that it does not know are mistakes.
    pub(super) fn open(
        what: &'static str,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        known: &[&str],
        mistakes: &mut Mistakes<'_>,
    ) -> Keys<'a> {
        for (key, _) in entries.iter() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let hint = hint(word, known.iter().copied());
                mistakes
                    .add(key.span(), MistakeKind::UnknownKey { key: word.to_owned(), table: what.to_owned(), hint });
            }
        }
        Keys { what, entries, span }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    pub(super) fn missing(&self, key: &str, mistakes: &mut Mistakes<'_>) {
        mistakes.add(self.span.clone(), MistakeKind::MissingKey { key: key.to_owned(), table: self.what.to_owned() });
    }

    pub(super) fn text(&self, key: &str, mistakes: &mut Mistakes<'_>) -> Option<Spanned<&'a str>> {
        text_of(key, self.get(key)?, mistakes)
    }

    pub(super) fn required_text(&self, key: &str, mistakes: &mut Mistakes<'_>) -> Option<Spanned<&'a str>> {
        if self.get(key).is_none() {
            self.missing(key, mistakes);
        }
        self.text(key, mistakes)
    }

    /// A list of texts; none of it where the key is not there.
    pub(super) fn texts(&self, key: &str, mistakes: &mut Mistakes<'_>) -> Vec<Spanned<&'a str>> {
        let items = self.items(key, "a list of texts", mistakes);
        items.into_iter().filter_map(|item| text_of(key, item, mistakes)).collect()
    }

    pub(super) fn items(
        &self,
        key: &str,
        expected: &'static str,
        mistakes: &mut Mistakes<'_>,
    ) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                mistakes.add(value.span(), MistakeKind::WrongType { key: key.to_owned(), expected });
                Vec::new()
            }
        }
    }

    pub(super) fn truth(&self, key: &str, mistakes: &mut Mistakes<'_>) -> Option<bool> {
        let value = self.get(key)?;
        let truth = if let DeValue::Boolean(truth) = value.get_ref() { Some(*truth) } else { None };
        self.checked(key, value, truth, "true or false", mistakes)
    }

    /// A number within bounds; a whole number will do.
    pub(super) fn number(&self, key: &str, bounds: RangeInclusive<f64>, mistakes: &mut Mistakes<'_>) -> Option<f64> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => {
                integer.as_str().replace('_', "").parse::<i64>().ok().map(|whole| whole as f64)
            }
            _ => None,
        };
        let number = self.checked(key, value, number, "a number", mistakes)?;
        if bounds.contains(&number) {
            return Some(number);
        }
        let (min, max) = bounds.into_inner();
        mistakes
            .add(value.span(), MistakeKind::OutOfRange { key: key.to_owned(), value: number.to_string(), min, max });
        None
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, key: &str, bounds: RangeInclusive<f64>, mistakes: &mut Mistakes<'_>) -> Option<u64> {
        let number = self.number(key, bounds, mistakes)?;
        let value = self.get(key)?;
        let whole = (number.fract() == 0.0 && 0.0 <= number).then_some(number as u64);
        self.checked(key, value, whole, "a whole number", mistakes)
    }

    /// A table written `[key]`.
    pub(super) fn table(
        &self,
        key: &str,
        what: &'static str,
        known: &[&str],
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Keys<'a>> {
        let value = self.get(key)?;
        let table = if let DeValue::Table(table) = value.get_ref() { Some(table) } else { None };
        let table = self.checked(key, value, table, "a table", mistakes)?;
        Some(Keys::open(what, table, value.span(), known, mistakes))
    }

    /// Tables written `[[key]]`, or in a list, in the order written.
    pub(super) fn tables(
        &self,
        key: &str,
        what: &'static str,
        known: &[&str],
        mistakes: &mut Mistakes<'_>,
    ) -> Vec<Keys<'a>> {
        let mut tables = Vec::new();
        for value in self.items(key, "a list of tables", mistakes) {
            match value.get_ref() {
                DeValue::Table(table) => tables.push(Keys::open(what, table, value.span(), known, mistakes)),
                _ => mistakes.add(value.span(), MistakeKind::WrongType { key: key.to_owned(), expected: "a table" }),
            }
        }
        tables
    }

    fn checked<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        found: Option<T>,
        expected: &'static str,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<T> {
        if found.is_none() {
            mistakes.add(value.span(), MistakeKind::WrongType { key: key.to_owned(), expected });
        }
        found
    }
}

fn text_of<'a>(key: &str, value: &'a Spanned<DeValue<'a>>, mistakes: &mut Mistakes<'_>) -> Option<Spanned<&'a str>> {
    match value.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Some(Spanned::new(value.span(), text.trim())),
        _ => {
            mistakes.add(value.span(), MistakeKind::WrongType { key: key.to_owned(), expected: "text" });
            None
        }
    }
}
