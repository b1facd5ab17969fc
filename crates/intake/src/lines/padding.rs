//! Rows that pad a sheet: nothing but the same few words in each, such as the body's own name.

use std::collections::BTreeMap;

use model::ProblemKind;

use super::{LineReader, shorten};
use crate::fields::Field;
use crate::rows::Row;

/// From how many rows with the same words on they are padding.
const ROWS_MIN: usize = 3;

/// Rows without amount, payee and date, by the words that they hold.
#[derive(Default)]
pub(super) struct Padding {
    by_words: BTreeMap<String, Vec<u64>>,
}

impl LineReader<'_> {
    /// Whether a row without an amount holds no payee, date or reference either; then it may be padding.
    pub(super) fn may_pad(&self, row: &Row) -> bool {
        [Field::Payee, Field::Date, Field::Reference].into_iter().all(|field| self.cell(row, field).is_empty())
    }

    pub(super) fn pad(&mut self, row: &Row) {
        self.counts.n_problem_rows += 1;
        let words = self.told_row(row);
        self.padding.by_words.entry(shorten(&words, 500)).or_default().push(row.number);
    }

    /// One problem for all padding; a row whose words stand alone is one for a person to look at.
    pub(super) fn finish_padding(&mut self) {
        let by_words = std::mem::take(&mut self.padding.by_words);
        let (padding, odd): (Vec<_>, Vec<_>) = by_words.into_iter().partition(|(_, rows)| ROWS_MIN <= rows.len());
        let column = self.reading.heading(Field::Amount).map(str::to_owned);
        for (words, row) in odd.iter().flat_map(|(words, rows)| rows.iter().map(move |row| (words, *row))) {
            self.push_problem(Some(row), ProblemKind::AmountMissing, 1, None, column.clone(), words.clone());
        }
        let Some((words, rows)) = padding.first() else { return };
        let n: usize = padding.iter().map(|(_, rows)| rows.len()).sum();
        let text = format!("{n} rows without payment, from row {} on, such as {words:?}", rows[0]);
        self.push_problem(None, ProblemKind::PaddingRow, n as u64, None, None, text);
    }
}
