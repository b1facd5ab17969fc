//! A column of texts on its way into a table, each distinct one once.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, new_null_array};
use arrow_schema::DataType;

/// Which column of the file a text comes from, and its code there.
pub(super) type From = (usize, u32);

const NONE: i32 = -1;

/// Keys of rows and the texts that they stand for.
#[derive(Default)]
pub(super) struct TextColumn {
    keys: Vec<i32>,
    texts: StringBuilder,
    n_texts: i32,
    /// For each column of the file the key of each of its codes.
    key_of: Vec<Vec<i32>>,
}

impl TextColumn {
    pub(super) fn push_none(&mut self) {
        self.keys.push(NONE);
    }

    /// Adds a text that was worked out from one cell of the file.
    pub(super) fn push(&mut self, text: &str, (column, code): From) {
        if self.key_of.len() <= column {
            self.key_of.resize(column + 1, Vec::new());
        }
        let (keys, code) = (&mut self.key_of[column], code as usize);
        if keys.len() <= code {
            keys.resize(code + 1, NONE);
        }
        if keys[code] == NONE {
            keys[code] = self.n_texts;
            self.texts.append_value(text);
            self.n_texts += 1;
        }
        self.keys.push(keys[code]);
    }

    /// Adds a text that was worked out from several cells.
    pub(super) fn push_own(&mut self, text: &str) {
        self.keys.push(self.n_texts);
        self.texts.append_value(text);
        self.n_texts += 1;
    }

    /// The texts of this many rows; the column starts again. A column that nothing was pushed to has none.
    pub(super) fn finish(&mut self, n_rows: usize) -> ArrayRef {
        let TextColumn { keys, mut texts, n_texts, .. } = std::mem::take(self);
        if n_texts == 0 {
            let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            return new_null_array(&kind, n_rows);
        }
        let keys: Int32Array = keys.into_iter().map(|key| (key != NONE).then_some(key)).collect();
        let array = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(texts.finish()));
        Arc::new(array.expect("every key is of a text"))
    }
}
