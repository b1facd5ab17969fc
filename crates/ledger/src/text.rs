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
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};

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

/// A text column for output: for each row the word of its key; nothing where the word is none.
///
/// Most columns of `spend` hold a few dozen short words, so copying bytes by key is all there is to
/// do. Every word is copied as a block of one size, which the next word then overwrites behind its
/// end: a copy of a length that is known beforehand takes a third of the time.
pub(crate) fn words_by_key(keys: &[u32], words: &[Option<&str>]) -> ArrayRef {
    let blocks: Vec<Block> = words.iter().map(|word| Block::of(word.unwrap_or(""))).collect();
    let n_bytes: usize = keys.iter().map(|key| blocks[*key as usize].length).sum();
    let mut bytes = vec![0; n_bytes + BLOCK];
    let mut offsets: Vec<i32> = Vec::with_capacity(keys.len() + 1);
    offsets.push(0);
    let mut end = 0;
    for key in keys {
        let block = &blocks[*key as usize];
        bytes[end..end + BLOCK].copy_from_slice(&block.start);
        if BLOCK < block.length {
            let word = words[*key as usize].unwrap_or("");
            bytes[end..end + block.length].copy_from_slice(word.as_bytes());
        }
        end += block.length;
        offsets.push(i32::try_from(end).expect("a batch holds less than 2 GB of words"));
    }
    bytes.truncate(n_bytes);
    let present = |row: usize| words[keys[row] as usize].is_some();
    let has_empties = words.iter().any(Option::is_none);
    let empties = has_empties.then(|| NullBuffer::new(BooleanBuffer::collect_bool(keys.len(), present)));
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    Arc::new(StringArray::new(offsets, Buffer::from_vec(bytes), empties))
}

/// Bytes copied at once.
const BLOCK: usize = 32;

/// A word as it is copied.
struct Block {
    start: [u8; BLOCK],
    length: usize,
}

impl Block {
    fn of(word: &str) -> Block {
        let mut start = [0; BLOCK];
        let n_copied = word.len().min(BLOCK);
        start[..n_copied].copy_from_slice(&word.as_bytes()[..n_copied]);
        Block { start, length: word.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::DictionaryArray;

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
        let words = words_by_key(&[1, 0, 1], &[Some("grant"), None]);
        assert_eq!(words.as_string::<i32>().iter().collect::<Vec<_>>(), [None, Some("grant"), None]);
    }

    #[test]
    fn words_longer_than_a_block_are_whole() {
        let long = "a-rule-whose-name-is-longer-than-any-block-that-is-copied-at-once";
        let words = words_by_key(&[0, 1, 0], &[Some(long), Some("short")]);
        assert_eq!(words.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), [long, "short", long]);
    }
}
