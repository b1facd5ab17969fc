//! A TOML table read key by key: whatever is wrong is noted and reading goes on.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use model::FinancialYear;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mistake::{Found, MistakeKind, Mistakes};
use crate::nearest::hint;

/// Reads a TOML text by `read`, which gets the whole document; mistakes come back in the order they stand in the file.
pub(crate) fn read_toml<T>(
    text: &str,
    file: &str,
    what: &str,
    known: &[&str],
    read: impl FnOnce(&Keys<'_, '_>) -> Option<T>,
) -> Result<T, Mistakes> {
    let found = Found::in_file(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    let keys = Keys::open(what, document.get_ref(), 0..0, known, &found);
    let value = read(&keys);
    found.syntax(&errors);
    found.or(value)
}

/// A table of the file under reading.
pub(crate) struct Keys<'a, 'f> {
    /// What a message calls it: `the proposal`, `[[benefit]]`.
    pub(crate) what: String,
    entries: &'a DeTable<'a>,
    pub(crate) span: Range<usize>,
    pub(crate) found: &'f Found,
}

/// A number written under a name: `council = 0.6`.
pub(crate) type Share<'a> = (Spanned<&'a str>, f64);

impl<'a, 'f> Keys<'a, 'f> {
    /// Opens a table; keys that it does not know are mistakes.
    pub(crate) fn open(
        what: &str,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        known: &[&str],
        found: &'f Found,
    ) -> Keys<'a, 'f> {
        for (key, _) in entries.iter() {
            let word: &str = key.get_ref();
            // An empty list means that the keys are names which the file itself makes up.
            if !known.is_empty() && !known.contains(&word) {
                let kind = MistakeKind::UnknownKey { key: word.to_owned(), table: what.to_owned() };
                found.add_with_hint(key.span(), kind, format!("a key of {what}"), hint(word, known.iter().copied()));
            }
        }
        Keys { what: what.to_owned(), entries, span, found }
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// Where the value of a key stands; the table itself where the key is missing.
    pub(crate) fn span_of(&self, key: &str) -> Range<usize> {
        self.entries.get(key).map_or(self.span.clone(), Spanned::span)
    }

    pub(crate) fn missing(&self, key: &str, expected: impl Display) {
        let kind = MistakeKind::MissingKey { key: key.to_owned(), table: self.what.clone() };
        self.found.add(self.span.clone(), kind, expected);
    }

    /// Notes a mistake about the value of a key.
    pub(crate) fn wrong(&self, key: &str, kind: MistakeKind, expected: impl Display) {
        self.found.add(self.span_of(key), kind, expected);
    }

    /// Text that is not blank.
    pub(crate) fn text(&self, key: &str) -> Option<Spanned<&'a str>> {
        let value = self.entries.get(key)?;
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_type(key, value, "text in double quotes");
        };
        if text.trim().is_empty() {
            self.found.add(value.span(), MistakeKind::Empty { key: key.to_owned() }, "text");
            return None;
        }
        Some(Spanned::new(value.span(), text.trim()))
    }

    pub(crate) fn owned(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.get_ref().to_string())
    }

    pub(crate) fn needed_text(&self, key: &str, example: &str) -> Option<Spanned<&'a str>> {
        if !self.has(key) {
            self.missing(key, format!("`{key} = {example}`"));
        }
        self.text(key)
    }

    pub(crate) fn needed(&self, key: &str, example: &str) -> Option<String> {
        self.needed_text(key, example).map(|text| text.get_ref().to_string())
    }

    /// Texts of a list, none of them blank.
    pub(crate) fn texts(&self, key: &str) -> Vec<Spanned<&'a str>> {
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        let DeValue::Array(values) = value.get_ref() else {
            let _: Option<()> = self.wrong_type(key, value, "a list of texts");
            return Vec::new();
        };
        let text = |value: &'a Spanned<DeValue<'a>>| match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(Spanned::new(value.span(), text.trim())),
            _ => self.wrong_type(key, value, "a list of texts"),
        };
        values.iter().filter_map(text).collect()
    }

    pub(crate) fn truth(&self, key: &str) -> Option<bool> {
        let value = self.entries.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong_type(key, value, "true or false"),
        }
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, key: &str, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| word == text.get_ref());
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word);
            let kind = MistakeKind::UnknownWord { what: what.to_owned(), word: text.get_ref().to_string() };
            let expected = known.clone().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
            self.found.add_with_hint(text.span(), kind, expected, hint(text.get_ref(), known));
        }
        found.map(|(_, value)| *value)
    }

    /// A number within bounds; a whole number will do.
    pub(crate) fn number(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        let value = self.entries.get(key)?;
        self.number_of(key, value, &bounds)
    }

    pub(crate) fn needed_number(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        if !self.has(key) {
            self.missing(key, format!("`{key} =` {}", described(&bounds)));
        }
        self.number(key, bounds)
    }

    /// Numbers of a list, each within bounds; none where one of them is not.
    pub(crate) fn numbers(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<Vec<f64>> {
        let value = self.entries.get(key)?;
        let DeValue::Array(values) = value.get_ref() else { return self.wrong_type(key, value, "a list of numbers") };
        values.iter().map(|value| self.number_of(key, value, &bounds)).collect()
    }

    /// A whole number within bounds.
    pub(crate) fn whole(&self, key: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let value = self.entries.get(key)?;
        let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        let DeValue::Integer(integer) = value.get_ref() else { return self.wrong_type(key, value, &expected) };
        let whole = integer_of(integer).filter(|whole| bounds.contains(whole));
        self.within(key, value, whole, &expected)
    }

    /// A financial year, as text (`"2025-26"`) or as the number it starts in.
    pub(crate) fn year(&self, key: &str) -> Option<FinancialYear> {
        let value = self.entries.get(key)?;
        let expected = "a financial year such as \"2025-26\"";
        let year = match value.get_ref() {
            DeValue::String(text) => FinancialYear::parse(text.trim()),
            DeValue::Integer(integer) => FinancialYear::parse(integer.as_str()),
            _ => return self.wrong_type(key, value, expected),
        };
        self.within(key, value, year, expected)
    }

    /// Numbers under names, in the order written.
    pub(crate) fn shares(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<Vec<Share<'a>>> {
        let value = self.entries.get(key)?;
        let expected = "a table such as { council = 0.6, police = 0.4 }";
        let DeValue::Table(table) = value.get_ref() else { return self.wrong_type(key, value, expected) };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let share = |(name, value): (&'a Spanned<toml::de::DeString<'a>>, &'a Spanned<DeValue<'a>>)| {
            let word: &'a str = name.get_ref();
            Some((Spanned::new(name.span(), word), self.number_of(key, value, &bounds)?))
        };
        entries.into_iter().map(share).collect()
    }

    /// Texts under names, in the order written.
    pub(crate) fn names(&self, key: &str) -> Vec<(Spanned<&'a str>, Spanned<&'a str>)> {
        let Some(table) = self.table(key, &format!("{}.{key}", self.what), &[]) else { return Vec::new() };
        let mut entries: Vec<_> = table.entries.iter().map(|(name, _)| name).collect();
        entries.sort_by_key(|name| name.span().start);
        let pair = |name: &'a Spanned<toml::de::DeString<'a>>| {
            let word: &'a str = name.get_ref();
            Some((Spanned::new(name.span(), word), table.text(word)?))
        };
        entries.into_iter().filter_map(pair).collect()
    }

    /// A table written `[key]` or `key = { ... }`.
    pub(crate) fn table(&self, key: &str, what: &str, known: &[&str]) -> Option<Keys<'a, 'f>> {
        let value = self.entries.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Keys::open(what, table, value.span(), known, self.found)),
            _ => self.wrong_type(key, value, &format!("a table, written {what}")),
        }
    }

    /// Whether the value of a key is a table.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Tables written `[[key]]`, in the order written.
    pub(crate) fn tables(&self, key: &str, what: &str, known: &[&str]) -> Vec<Keys<'a, 'f>> {
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        let expected = format!("tables, each written {what}");
        let DeValue::Array(values) = value.get_ref() else {
            let _: Option<()> = self.wrong_type(key, value, &expected);
            return Vec::new();
        };
        let open = |value: &'a Spanned<DeValue<'a>>| match value.get_ref() {
            DeValue::Table(table) => Some(Keys::open(what, table, value.span(), known, self.found)),
            _ => self.wrong_type(key, value, &expected),
        };
        values.iter().filter_map(open).collect()
    }

    /// The names of the keys with their values' tables, for tables whose keys the file makes up.
    pub(crate) fn named_tables(&self, known: &[&str]) -> Vec<(Spanned<&'a str>, Keys<'a, 'f>)> {
        let mut entries: Vec<_> = self.entries.iter().map(|(name, _)| name).collect();
        entries.sort_by_key(|name| name.span().start);
        let open = |name: &'a Spanned<toml::de::DeString<'a>>| {
            let word: &'a str = name.get_ref();
            let table = self.table(word, &format!("{}.{word}", self.what), known)?;
            Some((Spanned::new(name.span(), word), table))
        };
        entries.into_iter().filter_map(open).collect()
    }

    fn number_of(&self, key: &str, value: &Spanned<DeValue<'_>>, bounds: &RangeInclusive<f64>) -> Option<f64> {
        let expected = described(bounds);
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(integer) => integer_of(integer).map(|whole| whole as f64),
            _ => return self.wrong_type(key, value, &expected),
        };
        self.within(key, value, number.filter(|number| bounds.contains(number)), &expected)
    }

    fn within<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, read: Option<T>, expected: &str) -> Option<T> {
        if read.is_none() {
            let kind = MistakeKind::OutOfRange { key: key.to_owned(), value: printed(value.get_ref()) };
            self.found.add(value.span(), kind, expected);
        }
        read
    }

    fn wrong_type<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Option<T> {
        let kind = MistakeKind::WrongType { key: key.to_owned(), found: kind_of(value.get_ref()) };
        self.found.add(value.span(), kind, expected);
        None
    }
}

fn described(bounds: &RangeInclusive<f64>) -> String {
    match (bounds.start(), bounds.end()) {
        (low, high) if low.is_infinite() && high.is_infinite() => "a number".to_owned(),
        (low, high) if high.is_infinite() => format!("a number from {low}"),
        (low, high) => format!("a number from {low} to {high}"),
    }
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
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}
