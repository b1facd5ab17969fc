//! Text columns as their distinct values and, for each row, the key of its value.
//!
//! Ledgers repeat themselves: a hundred thousand lines hold a few thousand payees and a few dozen
//! departments. Whatever takes time (a pattern, a look-up) is therefore done once for each distinct
//! value.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use foldhash::fast::RandomState;
use model::Text;

/// A text column: each distinct value once, in the order in which the rows first show it.
///
/// A cell that is empty and a cell that is not there are one and the same: no text.
pub(crate) struct TextColumn<'a> {
    pub values: Vec<&'a str>,
    /// For each row, the position of its value.
    pub keys: Vec<u32>,
}

impl<'a> TextColumn<'a> {
    pub fn of(text: Text<'a>) -> TextColumn<'a> {
        let mut values = Vec::new();
        let mut known: HashMap<&str, u32, RandomState> = HashMap::default();
        let keys = text.map_once(0..text.n_rows(), |value| {
            *known.entry(value.unwrap_or_default()).or_insert_with_key(|value| {
                values.push(*value);
                u32::try_from(values.len() - 1).expect("a batch has fewer than four thousand million rows")
            })
        });
        TextColumn { values, keys }
    }
}

/// The keys of the rows of a batch, for columns of output.
#[derive(Clone)]
pub(crate) struct Keys(ScalarBuffer<i32>);

impl Keys {
    pub fn of(keys: &[u32]) -> Keys {
        Keys(keys.iter().map(|key| signed(*key)).collect())
    }

    /// A text column for output: for each row the word of its key, and nothing where there is none.
    ///
    /// Most columns of `spend` hold a few dozen words of a few thousand classes, so they share the keys
    /// of the classes and no word is copied.
    pub fn words(&self, words: &[Option<&str>]) -> ArrayRef {
        let has_empties = words.iter().any(Option::is_none);
        let is_there = |row: usize| words[self.0[row] as usize].is_some();
        let empties = has_empties.then(|| NullBuffer::new(BooleanBuffer::collect_bool(self.0.len(), is_there)));
        dictionary(Int32Array::new(self.0.clone(), empties), words.iter().copied())
    }
}

/// A column with other words in some of its rows: for each of `rows` the word of its key.
///
/// # Panics
/// If the column is no dictionary, as tables of ours are read.
pub(crate) fn with_words(column: Text, rows: &[usize], keys: &[u32], words: &[Option<&str>]) -> ArrayRef {
    let Text::Dictionary(column, values) = column else { panic!("a column that is edited is read as a dictionary") };
    let first = i32::try_from(values.len()).expect("a dictionary is shorter than its keys can count");
    let mut new_keys: Vec<Option<i32>> = column.keys().iter().collect();
    for (row, key) in rows.iter().zip(keys) {
        new_keys[*row] = words[*key as usize].map(|_| first + signed(*key));
    }
    dictionary(Int32Array::from(new_keys), values.iter().chain(words.iter().copied()))
}

fn dictionary<'a>(keys: Int32Array, values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    let values = StringArray::from_iter_values(values.map(Option::unwrap_or_default));
    Arc::new(DictionaryArray::new(keys, Arc::new(values)))
}

fn signed(key: u32) -> i32 {
    i32::try_from(key).expect("a batch has fewer than two thousand million rows")
}

#[cfg(test)]
mod tests {
    use arrow_array::types::Int32Type;

    use super::*;

    fn check(array: impl Array + 'static, values: &[&str], keys: &[u32]) {
        let array: ArrayRef = Arc::new(array);
        let column = TextColumn::of(Text::of(&array));
        assert_eq!((column.values.as_slice(), column.keys.as_slice()), (values, keys));
    }

    #[test]
    fn plain_text_and_dictionaries_look_the_same() {
        let rows = [Some("b"), None, Some("a"), Some("b"), Some("")];
        check(StringArray::from_iter(rows), &["b", "", "a"], &[0, 1, 2, 0, 1]);
        check(rows.into_iter().collect::<DictionaryArray<Int32Type>>(), &["b", "", "a"], &[0, 1, 2, 0, 1]);
    }

    #[test]
    fn values_that_no_row_shows_are_left_out() {
        let rows = [Some("a"), Some("b"), Some("c")].into_iter().collect::<DictionaryArray<Int32Type>>();
        check(rows.slice(2, 1), &["c"], &[0]);
    }

    #[test]
    fn words_come_out_by_key() {
        let words = Keys::of(&[1, 0, 1]).words(&[Some("grant"), None]);
        assert_eq!(Text::of(&words).iter().collect::<Vec<_>>(), [None, Some("grant"), None]);
    }
}
