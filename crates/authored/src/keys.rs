//! A TOML table read key by key: whatever is wrong is noted and reading goes on.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use model::FinancialYear;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::{MistakeKind, Reading};

/// A table of the file under reading.
pub struct Keys<'a> {
    /// What a message calls it: `the proposal`, `[[benefit]]`.
    pub what: String,
    /// Where its heading stands.
    pub span: Range<usize>,
    pub file: &'a Reading,
    entries: &'a DeTable<'a>,
}

/// A number written under a name: `council = 0.6`.
pub type Share<'a> = (Spanned<&'a str>, f64);

impl<'a> Keys<'a> {
    /// Opens a table; keys that it does not know are mistakes. Where no key is known, the file makes up its own.
    pub(crate) fn open(
        what: &str,
        entries: &'a DeTable<'a>,
        span: Range<usize>,
        known: &[&str],
        file: &'a Reading,
    ) -> Keys<'a> {
        let is_unknown = |key: &&Spanned<DeString<'a>>| !known.is_empty() && !known.contains(&&**key.get_ref());
        for key in entries.keys().filter(is_unknown) {
            let word: &str = key.get_ref();
            file.unknown_key(key.span(), word, what, format!("a key of {what}"), known.iter().copied());
        }
        Keys { what: what.to_owned(), span, file, entries }
    }

    pub fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.get(key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Where the value of a key stands; the table itself where the key is missing.
    fn span_of(&self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.span.clone(), Spanned::span)
    }

    /// The line on which the table begins.
    pub fn line(&self) -> usize {
        self.file.line(self.span.start)
    }

    pub fn missing(&self, key: &str, expected: impl Display) {
        self.file.missing_key(self.span.clone(), key, &self.what, expected);
    }

    /// Notes that a key is missing, where it is.
    pub fn need(&self, key: &str, expected: impl Display) {
        if !self.has(key) {
            self.missing(key, expected);
        }
    }

    /// Notes a mistake about the value of a key.
    pub fn wrong(&self, key: &str, kind: MistakeKind, expected: impl Display) {
        self.file.add(self.span_of(key), kind, expected);
    }

    /// Notes that the value of a key cannot be.
    pub fn out_of_range(&self, key: &str, value: impl Display, expected: impl Display) {
        self.wrong(key, MistakeKind::OutOfRange { key: key.to_owned(), value: value.to_string() }, expected);
    }

    /// Notes that a value is of another type.
    pub fn wrong_type<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: impl Display) -> Option<T> {
        let kind = MistakeKind::WrongType { key: key.to_owned(), found: kind_of(value.get_ref()) };
        self.file.add(value.span(), kind, expected);
        None
    }

    /// Text that is not blank.
    pub fn text(&self, key: &str) -> Option<Spanned<&'a str>> {
        self.text_of(key, self.get(key)?, "text in double quotes")
    }

    /// Text that is not blank; a mistake names an example of it.
    pub fn text_such_as(&self, key: &str, example: &str) -> Option<Spanned<&'a str>> {
        self.text_of(key, self.get(key)?, &format!("text such as {example}"))
    }

    pub fn needed_text(&self, key: &str, example: &str) -> Option<Spanned<&'a str>> {
        self.need(key, format!("`{key} = {example}`"));
        self.text_such_as(key, example)
    }

    pub fn owned(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.get_ref().to_string())
    }

    pub fn needed(&self, key: &str, example: &str) -> Option<String> {
        self.needed_text(key, example).map(|text| text.get_ref().to_string())
    }

    /// One text or a list of texts, none of them blank.
    pub fn texts(&self, key: &str, example: &str) -> Vec<Spanned<&'a str>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let expected = format!("text, or a list of texts such as [{example}]");
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(|value| self.text_of(key, value, &expected)).collect(),
            _ => self.text_of(key, value, &expected).into_iter().collect(),
        }
    }

    pub fn owned_texts(&self, key: &str, example: &str) -> Vec<String> {
        self.texts(key, example).iter().map(|text| text.get_ref().to_string()).collect()
    }

    /// Texts under names, in the order written.
    pub fn named_texts(&self, key: &str, expected: &str) -> Vec<(Spanned<&'a str>, Spanned<&'a str>)> {
        let text = |(name, value): Entry<'a>| {
            let text = self.text_of(name.get_ref(), value, expected)?;
            Some((name, text))
        };
        self.entries_of(key, expected).into_iter().flatten().filter_map(text).collect()
    }

    pub fn truth(&self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong_type(key, value, "true or false"),
        }
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, key: &str, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| word == text.get_ref());
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word);
            let expected = known.clone().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ");
            self.file.unknown_word(text.span(), what, text.get_ref(), expected, known);
        }
        found.map(|(_, value)| *value)
    }

    /// A word of an enum: `keys.word_of("tier", "tier", BodyTier::ALL, BodyTier::word)`.
    pub fn word_of<T: Copy>(&self, key: &str, what: &str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let words: Vec<(&str, T)> = all.iter().map(|value| (word(*value), *value)).collect();
        self.word(key, what, &words)
    }

    /// A number within bounds; a whole number will do.
    pub fn number(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        self.number_of(key, self.get(key)?, &bounds)
    }

    pub fn needed_number(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        self.need(key, format!("`{key} =` {}", described(&bounds)));
        self.number(key, bounds)
    }

    /// Numbers of a list, each within bounds; none where one of them is not.
    pub fn numbers(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<Vec<f64>> {
        let value = self.get(key)?;
        let DeValue::Array(values) = value.get_ref() else { return self.wrong_type(key, value, "a list of numbers") };
        values.iter().map(|value| self.number_of(key, value, &bounds)).collect()
    }

    /// Numbers under names, in the order written; none where one of them is not within bounds.
    pub fn shares(&self, key: &str, bounds: RangeInclusive<f64>) -> Option<Vec<Share<'a>>> {
        let share = |(name, value): Entry<'a>| {
            let number = self.number_of(key, value, &bounds)?;
            Some((name, number))
        };
        self.entries_of(key, "a table such as { council = 0.6, police = 0.4 }")?.into_iter().map(share).collect()
    }

    /// A whole number within bounds, which `1e6` is too.
    pub fn whole(&self, key: &str, bounds: RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(key)?;
        let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        let whole = match value.get_ref() {
            DeValue::Integer(integer) => integer_of(integer),
            DeValue::Float(_) => match float_of(value.get_ref()).filter(|number| number.fract() == 0.0) {
                Some(number) => Some(number as i64),
                None => return self.wrong_type(key, value, &expected),
            },
            _ => return self.wrong_type(key, value, &expected),
        };
        self.within(key, value, whole.filter(|whole| bounds.contains(whole)), &expected)
    }

    /// A financial year, as text (`"2025-26"`) or as the number it starts in.
    pub fn year(&self, key: &str) -> Option<FinancialYear> {
        let value = self.get(key)?;
        let expected = "a financial year such as \"2025-26\"";
        let year = match value.get_ref() {
            DeValue::String(text) => FinancialYear::parse(text.trim()),
            DeValue::Integer(integer) => FinancialYear::parse(integer.as_str()),
            _ => return self.wrong_type(key, value, expected),
        };
        self.within(key, value, year, expected)
    }

    /// The values of a list.
    pub fn items(&self, key: &str, expected: &str) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => self.wrong_type(key, value, expected).unwrap_or_default(),
        }
    }

    /// Whether the value of a key is a table.
    pub fn is_table(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// A table written `[key]` or `key = { ... }`.
    pub fn table(&self, key: &str, what: &str, known: &[&str]) -> Option<Keys<'a>> {
        self.table_of(key, self.get(key)?, what, known, &format!("a table{}", written(what)))
    }

    /// Tables written `[[key]]` or in a list, in the order written.
    pub fn tables(&self, key: &str, what: &str, known: &[&str]) -> Vec<Keys<'a>> {
        let expected = match written(what) {
            inline if inline.is_empty() => "a list of tables".to_owned(),
            heading => format!("tables, each{}", heading.trim_start_matches(',')),
        };
        let items = self.items(key, &expected).into_iter();
        items.filter_map(|item| self.table_of(key, item, what, known, &expected)).collect()
    }

    /// The tables under names that the file makes up, in the order written.
    pub fn named_tables(&self, known: &[&str]) -> Vec<(Spanned<&'a str>, Keys<'a>)> {
        let open = |(name, _): Entry<'a>| {
            let table = self.table(name.get_ref(), &format!("{}.{}", self.what, name.get_ref()), known)?;
            Some((name, table))
        };
        in_order(self.entries).into_iter().filter_map(open).collect()
    }

    fn table_of(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        what: &str,
        known: &[&str],
        expected: &str,
    ) -> Option<Keys<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Keys::open(what, table, value.span(), known, self.file)),
            _ => self.wrong_type(key, value, expected),
        }
    }

    /// The entries of a table in which any key will do.
    fn entries_of(&self, key: &str, expected: &str) -> Option<Vec<Entry<'a>>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(in_order(table)),
            _ => self.wrong_type(key, value, expected),
        }
    }

    fn text_of(&self, key: &str, value: &'a Spanned<DeValue<'a>>, expected: &str) -> Option<Spanned<&'a str>> {
        let DeValue::String(text) = value.get_ref() else { return self.wrong_type(key, value, expected) };
        if text.trim().is_empty() {
            self.file.add(value.span(), MistakeKind::Empty { key: key.to_owned() }, expected);
            return None;
        }
        Some(Spanned::new(value.span(), text.trim()))
    }

    fn number_of(&self, key: &str, value: &Spanned<DeValue<'_>>, bounds: &RangeInclusive<f64>) -> Option<f64> {
        let expected = described(bounds);
        let is_number = matches!(value.get_ref(), DeValue::Float(_) | DeValue::Integer(_));
        if !is_number {
            return self.wrong_type(key, value, expected);
        }
        self.within(key, value, float_of(value.get_ref()).filter(|number| bounds.contains(number)), &expected)
    }

    fn within<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, read: Option<T>, expected: &str) -> Option<T> {
        if read.is_none() {
            let kind = MistakeKind::OutOfRange { key: key.to_owned(), value: printed(value.get_ref()) };
            self.file.add(value.span(), kind, expected);
        }
        read
    }
}

/// A key that the file made up, with its value.
type Entry<'a> = (Spanned<&'a str>, &'a Spanned<DeValue<'a>>);

fn in_order<'a>(table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
    let entry = |(name, value): (&'a Spanned<DeString<'a>>, _)| (Spanned::new(name.span(), &**name.get_ref()), value);
    let mut entries: Vec<Entry<'a>> = table.iter().map(entry).collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// How a table is written that has a heading of its own.
fn written(what: &str) -> String {
    if what.starts_with('[') { format!(", written {what}") } else { String::new() }
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

fn float_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        DeValue::Integer(integer) => integer_of(integer).map(|whole| whole as f64),
        _ => None,
    }
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
