//! A file under reading.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Display;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;

use crate::{Mistake, MistakeKind, Mistakes, hint};

/// A file under reading, and the mistakes found in it so far.
pub struct Reading {
    text: Arc<NamedSource<String>>,
    mistakes: RefCell<Vec<Mistake>>,
}

impl Reading {
    /// Opens a text; messages call it by the name of the file.
    pub fn of(file: &str, text: &str) -> Reading {
        Reading { text: Arc::new(NamedSource::new(file, text.to_owned())), mistakes: RefCell::default() }
    }

    /// The file as the person knows it.
    pub fn name(&self) -> &str {
        self.text.name()
    }

    pub fn text(&self) -> &str {
        self.text.inner()
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> usize {
        line_and_column(self.text(), offset).0
    }

    pub fn add(&self, span: Range<usize>, kind: MistakeKind, expected: impl Display) {
        self.add_with_hint(span, kind, expected, None);
    }

    pub fn add_with_hint(&self, span: Range<usize>, kind: MistakeKind, expected: impl Display, hint: Option<String>) {
        let (line, column) = line_and_column(self.text(), span.start);
        self.mistakes.borrow_mut().push(Mistake {
            file: self.name().to_owned(),
            line,
            column,
            kind,
            expected: expected.to_string(),
            hint,
            text: self.text.clone(),
            span: first_line_of(self.text(), span).into(),
        });
    }

    /// Notes a key, or a column, that means nothing there, with the nearest that does.
    pub fn unknown_key<'k>(
        &self,
        span: Range<usize>,
        key: &str,
        table: &str,
        expected: impl Display,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let kind = MistakeKind::UnknownKey { key: key.to_owned(), table: table.to_owned() };
        self.add_with_hint(span, kind, expected, hint(key, known));
    }

    /// Notes that a key, or a column, is missing.
    pub fn missing_key(&self, span: Range<usize>, key: &str, table: &str, expected: impl Display) {
        let kind = MistakeKind::MissingKey { key: key.to_owned(), table: table.to_owned() };
        self.add(span, kind, expected);
    }

    /// Notes a word that is not one of the known ones, with the nearest of them; or that there is no word at all.
    pub fn unknown_word<'k>(
        &self,
        span: Range<usize>,
        what: &str,
        word: &str,
        expected: impl Display,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let kind = match word.is_empty() {
            true => MistakeKind::Empty { key: what.to_owned() },
            false => MistakeKind::UnknownWord { what: what.to_owned(), word: word.to_owned() },
        };
        self.add_with_hint(span, kind, expected, hint(word, known));
    }

    /// Notes that what is named does not exist, with the nearest that does.
    pub fn not_there<'k>(
        &self,
        span: Range<usize>,
        what: &str,
        id: &str,
        expected: impl Display,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let kind = MistakeKind::NotThere { what: what.to_owned(), id: id.to_owned() };
        self.add_with_hint(span, kind, expected, hint(id, known));
    }

    /// The position of a name among the known ones; a mistake where it is not one of them.
    pub fn position_of<'k>(
        &self,
        name: &Spanned<&str>,
        what: &str,
        expected: impl Display,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) -> Option<usize> {
        let at = known.clone().into_iter().position(|id| id == *name.get_ref());
        if at.is_none() {
            self.not_there(name.span(), what, name.get_ref(), expected, known);
        }
        at
    }

    /// Notes that something is there a second time.
    pub fn duplicate(&self, span: Range<usize>, what: &str, id: &str, first_line: usize, expected: impl Display) {
        let kind = MistakeKind::Duplicate { what: what.to_owned(), id: id.to_owned(), first_line };
        self.add(span, kind, expected);
    }

    pub fn n_mistakes(&self) -> usize {
        self.mistakes.borrow().len()
    }

    /// The mistakes in the order in which they are in the file. What was looked at twice has one mistake.
    pub fn into_mistakes(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        mistakes.dedup_by(|a, b| (a.line, a.column, &a.kind) == (b.line, b.column, &b.kind));
        mistakes
    }

    /// The value that was read; the mistakes where there are any.
    ///
    /// # Panics
    /// If there is neither a value nor a mistake.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Mistakes> {
        Mistakes::or(self.into_mistakes(), value)
            .map(|value| value.expect("a file that cannot be read has a mistake to show"))
    }

    /// Notes what the TOML reader could not read, and takes back what may only seem wrong because of it.
    pub(crate) fn broken(&self, errors: &[toml::de::Error]) {
        let mut content = self.mistakes.take();
        for error in errors {
            let kind = MistakeKind::NotToml { why: error.message().to_owned() };
            self.add(error.span().unwrap_or(0..0), kind, "`key = value`, with text in double quotes");
        }
        let mut mistakes = self.mistakes.borrow_mut();
        mistakes.sort_by_key(|mistake| mistake.line);
        // One slip often breaks the rest of its line again and again.
        mistakes.dedup_by_key(|mistake| mistake.line);
        let lines: HashSet<usize> = mistakes.iter().map(|mistake| mistake.line).collect();
        let Some(first_broken) = lines.iter().copied().min() else {
            *mistakes = content;
            return;
        };
        content.retain(|mistake| match mistake.kind {
            MistakeKind::MissingKey { .. } | MistakeKind::NotThere { .. } | MistakeKind::Lacking(_) => false,
            // The heading above it may be the broken line.
            MistakeKind::UnknownKey { .. } => mistake.line < first_broken,
            _ => !lines.contains(&mistake.line),
        });
        mistakes.extend(content);
    }
}

impl Mistakes {
    /// A file that cannot be used as a whole.
    pub fn of_whole_file(file: &str, why: &str, expected: &str) -> Mistakes {
        let reading = Reading::of(file, "");
        reading.add(0..0, MistakeKind::Unfit(format!("`{file}` cannot be used: {why}")), expected);
        Mistakes { mistakes: reading.into_mistakes() }
    }
}

/// The text of a file.
///
/// # Errors
/// Where its first byte stands that is not UTF-8.
pub fn utf8(file: &str, bytes: Vec<u8>) -> Result<String, Mistakes> {
    String::from_utf8(bytes).map_err(|error| {
        let bad_at = error.utf8_error().valid_up_to();
        let reading = Reading::of(file, &String::from_utf8_lossy(error.as_bytes()));
        // Up to the bad byte nothing was replaced, so its offset holds in the mended text too.
        reading.add(bad_at..bad_at, MistakeKind::NotUtf8, "UTF-8; save the file again as UTF-8");
        Mistakes { mistakes: reading.into_mistakes() }
    })
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
    let length = text.get(start..end).and_then(|part| part.find(['\r', '\n']));
    start..length.map_or(end, |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_toml;

    /// What is told about a file that has the keys `name` and `year`, and tables `[[body]]` with `id` and `share`.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let read = read_toml(text, "p.toml", "the file", &["name", "year", "body"], |keys| {
            let name = keys.needed_text("name", "\"Leeds\"");
            keys.year("year");
            for body in keys.tables("body", "[[body]]", &["id", "share"]) {
                body.text("id");
                body.number("share", 0.0..=1.0);
            }
            name.map(|name| name.get_ref().to_string())
        });
        let mistakes = read.map_or_else(|mistakes| mistakes.mistakes, |_| Vec::new());
        let found: Vec<(String, &str)> = mistakes.iter().map(|m| (m.in_one_line(), m.underlined())).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(line, words)| (line.as_str(), *words)).collect();
        assert_eq!(found, expected, "\n{text}");
    }

    #[test]
    fn every_mistake_is_reported_with_its_line_and_column() {
        check("name = \"x\"\n[[body]]\nid = \"a\"\nshare = 1\n", &[]);
        check(
            "yaer = 2020\nyear = \"2020-22\"\n[[body]]\nid = 5\nshare = 1.5\n",
            &[
                (
                    "p.toml:1:1: `yaer` means nothing in the file; expected a key of the file (did you mean `year`?)",
                    "yaer",
                ),
                ("p.toml:1:1: `name` is missing from the file; expected `name = \"Leeds\"`", ""),
                ("p.toml:2:8: `year` is \"2020-22\"; expected a financial year such as \"2025-26\"", "\"2020-22\""),
                ("p.toml:4:6: `id` is a whole number (5); expected text in double quotes", "5"),
                ("p.toml:5:9: `share` is 1.5; expected a number from 0 to 1", "1.5"),
            ],
        );
    }

    #[test]
    fn columns_count_characters_whatever_the_line_endings() {
        let share = "`share` is 2; expected a number from 0 to 1";
        check("name = \"Ŵ\"\r\nbody = [{ id = \"€£\", share = 2 }]\r\n", &[(&format!("p.toml:2:30: {share}"), "2")]);
        check(
            "name = \"Ŵ\"\r\n\r\n[[body]]\r\n\tid = \"\"\r\n\tshare = 2\r\n",
            &[
                ("p.toml:4:7: `id` is empty; expected text in double quotes", "\"\""),
                (&format!("p.toml:5:10: {share}"), "2"),
            ],
        );
        assert_eq!(line_and_column("a = 1\n£ = €x\n", 999), (3, 1));
    }

    #[test]
    fn what_a_broken_line_hides_is_not_called_missing() {
        check(
            "name = Leeds\n[[body]]\nshare = 3\n",
            &[
                (
                    "p.toml:1:8: this is not TOML: string values must be quoted, expected literal string; \
                     expected `key = value`, with text in double quotes",
                    "Leeds",
                ),
                ("p.toml:3:9: `share` is 3; expected a number from 0 to 1", "3"),
            ],
        );
    }

    #[test]
    fn the_first_byte_that_is_not_utf8_is_pointed_at() {
        let mistakes = utf8("p.toml", b"a = 1\nb = \"Caf\xe9\"\n".to_vec()).expect_err("not UTF-8");
        assert_eq!(
            mistakes.mistakes[0].in_one_line(),
            "p.toml:2:9: the file is not UTF-8 text; expected UTF-8; save the file again as UTF-8"
        );
        assert_eq!(mistakes.to_string(), "1 mistake in p.toml");
    }
}
