//! Text columns as their distinct values and, for each row, the key of its value.
//!
//! Ledgers repeat themselves: a hundred thousand lines hold a few thousand payees and a few dozen
//! departments. Whatever costs time (a pattern, a look-up) is therefore done once for each distinct
//! value. Parquet columns arrive as dictionaries, batches of tests as plain text; nobody outside
//! this module sees which.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};

/// A text column: each distinct value once, in the order in which the rows first show it.
///
/// A cell that is empty and a cell that is not there are one and the same: no text. (A dictionary
/// that itself repeats a value repeats it here, which costs a little time and changes nothing.)
pub(crate) struct TextColumn<'a> {
    pub values: Vec<&'a str>,
    /// For each row, the position of its value.
    pub keys: Vec<u32>,
}

impl<'a> TextColumn<'a> {
    pub fn of(array: &'a ArrayRef) -> TextColumn<'a> {
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
            let keys = dictionary.keys();
            // A key is missing as nothing, and so is a value of the dictionary itself.
            let slot_of = |row| keys.is_valid(row).then(|| keys.value(row) as usize);
            return from_dictionary(dictionary.values().as_string::<i32>(), array.len(), slot_of);
        }
        if let Some(text) = array.as_string_opt::<i32>() {
            return from_rows(text.iter());
        }
        if let Some(text) = array.as_string_view_opt() {
            return from_rows(text.iter());
        }
        panic!("a text column is {}", array.data_type());
    }

    pub fn value(&self, row: usize) -> &'a str {
        self.values[self.keys[row] as usize]
    }
}

fn from_rows<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> TextColumn<'a> {
    let mut values = Vec::new();
    let mut known: HashMap<&str, u32> = HashMap::new();
    let keys = rows.map(|value| {
        let value = value.unwrap_or("");
        *known.entry(value).or_insert_with(|| push(&mut values, value))
    });
    let keys = keys.collect();
    TextColumn { values, keys }
}

/// A dictionary may hold values that no row of this batch shows, and the same value twice; only
/// what is shown is kept, so that no pattern is tried on a value of another batch.
fn from_dictionary<'a>(
    dictionary: &'a StringArray,
    n_rows: usize,
    slot_of: impl Fn(usize) -> Option<usize>,
) -> TextColumn<'a> {
    let mut values = Vec::new();
    // The last place is for rows without a value.
    let mut key_of_slot: Vec<Option<u32>> = vec![None; dictionary.len() + 1];
    let keys = (0..n_rows).map(|row| {
        let slot = slot_of(row).filter(|slot| dictionary.is_valid(*slot) && !dictionary.value(*slot).is_empty());
        *key_of_slot[slot.unwrap_or(dictionary.len())]
            .get_or_insert_with(|| push(&mut values, slot.map_or("", |slot| dictionary.value(slot))))
    });
    let keys = keys.collect();
    TextColumn { values, keys }
}

fn push<'a>(values: &mut Vec<&'a str>, value: &'a str) -> u32 {
    values.push(value);
    u32::try_from(values.len() - 1).expect("a batch has fewer than four thousand million rows")
}

/// The keys of the rows of a batch, for columns of output.
#[derive(Clone)]
pub(crate) struct Keys(ScalarBuffer<i32>);

impl Keys {
    pub fn of(keys: &[u32]) -> Keys {
        let signed = |key: &u32| i32::try_from(*key).expect("a batch has fewer than two thousand million rows");
        Keys(keys.iter().map(signed).collect())
    }

    /// A text column for output: for each row the word of its key; nothing where the word is none.
    ///
    /// Most columns of `spend` hold a few dozen words of a few thousand classes, so they share the keys
    /// of the classes and no word is copied.
    pub fn words(&self, words: &[Option<&str>]) -> ArrayRef {
        let has_empties = words.iter().any(Option::is_none);
        let is_there = |row: usize| words[self.0[row] as usize].is_some();
        let empties = has_empties.then(|| NullBuffer::new(BooleanBuffer::collect_bool(self.0.len(), is_there)));
        let values = StringArray::from_iter_values(words.iter().map(|word| word.unwrap_or("")));
        let keys = Int32Array::new(self.0.clone(), empties);
        Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(values)))
    }
}

/// The column with other words in some of its rows: for each of `rows` the word of its key.
///
/// None where the column is no dictionary of words, as a table of ours is read.
pub(crate) fn with_words(column: &ArrayRef, rows: &[usize], keys: &[u32], words: &[Option<&str>]) -> Option<ArrayRef> {
    let dictionary = column.as_dictionary_opt::<Int32Type>()?;
    let values = dictionary.values().as_string_opt::<i32>()?;
    let first = i32::try_from(values.len()).ok()?;
    let mut new_keys: Vec<i32> = dictionary.keys().values().to_vec();
    let mut is_there: Vec<bool> = (0..column.len()).map(|row| dictionary.keys().is_valid(row)).collect();
    for (row, key) in rows.iter().zip(keys) {
        new_keys[*row] = first + i32::try_from(*key).ok()?;
        is_there[*row] = words[*key as usize].is_some();
    }
    let words = values.iter().chain(words.iter().copied()).map(|word| word.unwrap_or(""));
    let empties = is_there.contains(&false).then(|| NullBuffer::from(is_there));
    let new_keys = Int32Array::new(new_keys.into(), empties);
    let values = Arc::new(StringArray::from_iter_values(words));
    Some(Arc::new(DictionaryArray::<Int32Type>::new(new_keys, values)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(array: impl Array + 'static, values: &[&str], keys: &[u32]) {
        let array: ArrayRef = Arc::new(array);
        let column = TextColumn::of(&array);
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
        assert_eq!((words.null_count(), words.is_null(1)), (2, false));
        let words = TextColumn::of(&words);
        assert_eq!((0..3).map(|row| words.value(row)).collect::<Vec<_>>(), ["", "grant", ""]);
    }
}
