//! Rows that pad a sheet: notes, names of groups, or the same few words in each, such as the body's own name.

use std::collections::BTreeMap;

use model::ProblemKind;

use super::{LineReader, shorten};
use crate::fields::Field;
use crate::rows::Row;

/// From how many rows with the same words on they are padding.
const ROWS_MIN: usize = 3;

/// The most digits in a row of words: `Note 12`.
const NOTE_DIGITS_MAX: usize = 2;

/// Rows without amount, payee and date, by their words, and whether these are a note.
#[derive(Default)]
pub(super) struct Padding {
    by_words: BTreeMap<(String, bool), Vec<u64>>,
}

/// Whether a cell is words in which a number may stand, such as a threshold or a year, but no date and no pence: those
/// may be of a payment whose cells run together.
fn is_sentence(cell: &str) -> bool {
    const WORDS_MIN: usize = 3;
    let mut n_words = 0;
    cell.is_empty()
        || cell.split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            n_words += usize::from(1 < word.len() && word.chars().all(char::is_alphabetic));
            let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
            !is_number || word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'k' | b'K'))
        }) && WORDS_MIN <= n_words
}

impl LineReader<'_> {
    /// Whether a row without an amount holds no payee, date or reference either; then it may be padding.
    pub(super) fn may_pad(&self, row: &Row) -> bool {
        [Field::Payee, Field::Date, Field::Reference].into_iter().all(|field| self.cell(row, field).is_empty())
    }

    /// Whether a row holds words that are not a payment: words alone, or at least no payee, date or amount, and hardly a digit.
    pub(super) fn is_note(&self, row: &Row) -> bool {
        let n_filled = (0..row.len()).filter(|i| !row.cell(*i).is_empty()).count();
        let texts = row.texts(&self.encoding);
        let n_digits = texts.iter().flat_map(|text| text.bytes()).filter(u8::is_ascii_digit).count();
        let has_words = texts.iter().any(|text| text.chars().any(char::is_alphabetic));
        let is_short_of_digits =
            n_digits <= NOTE_DIGITS_MAX || n_filled == 1 && texts.iter().all(|text| is_sentence(text));
        has_words && is_short_of_digits && (n_filled == 1 || self.may_pad(row) && self.is_without_amount(row))
    }

    fn is_without_amount(&self, row: &Row) -> bool {
        self.cell(row, Field::Amount).is_empty()
    }

    pub(super) fn pad(&mut self, row: &Row, is_note: bool) {
        self.counts.n_problem_rows += 1;
        let words = self.told_row(row);
        self.padding.by_words.entry((shorten(&words, 500), is_note)).or_default().push(row.number);
    }

    /// One problem for all padding; a row whose words stand alone is one for a person to look at.
    pub(super) fn finish_padding(&mut self) {
        let by_words = std::mem::take(&mut self.padding.by_words);
        let is_padding = |((_, is_note), rows): &((String, bool), Vec<u64>)| *is_note || ROWS_MIN <= rows.len();
        let (padding, odd): (Vec<_>, Vec<_>) = by_words.into_iter().partition(is_padding);
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        for (words, row) in odd.iter().flat_map(|((words, _), rows)| rows.iter().map(move |row| (words, *row))) {
            self.push_problem(Some(row), ProblemKind::AmountMissing, 1, None, column.clone(), words.clone());
        }
        let Some((_, rows)) = padding.first() else { return };
        let n: usize = padding.iter().map(|(_, rows)| rows.len()).sum();
        // Words that stand once may be a person's name; what is printed again and again is the body's own.
        let repeated = padding.iter().find(|(_, rows)| ROWS_MIN <= rows.len());
        let such = repeated.map_or(String::new(), |((words, _), _)| format!(", such as {words:?}"));
        let noun = if n == 1 { "row" } else { "rows" };
        let text = format!("{n} {noun} without payment, from row {} on{such}", rows[0]);
        self.push_problem(None, ProblemKind::PaddingRow, n as u64, None, None, text);
    }
}
