//! The codes of records, row by row, in memory or on scratch.

use rayon::prelude::*;

use crate::Error;
use crate::memory::{MemoryLimit, ScratchRows};
use crate::records::NULL;

/// Codes by row: `row * slots + slot`, so that a record is in one or two cache lines.
pub(super) enum Rows {
    InMemory(Vec<u32>),
    OnScratch(ScratchRows),
}

/// Rows on their way to where they stay.
pub(super) struct RowsBuilder {
    rows: Rows,
    width: usize,
    /// Rows put side by side before they are written.
    words: Vec<u32>,
}

/// Memory that the blocks of rules need for each row, in machine words: on average a row is in no more blocks.
const WORDS_OF_BLOCKS: usize = 12;

impl RowsBuilder {
    pub(super) fn new(n_rows: usize, width: usize, memory: Option<&MemoryLimit>) -> Result<RowsBuilder, Error> {
        let n_bytes = (size_of::<u32>() * n_rows * (width + WORDS_OF_BLOCKS)) as u64;
        let rows = match memory.filter(|memory| memory.part_bytes() < n_bytes) {
            Some(memory) => Rows::OnScratch(ScratchRows::create(memory, width)?),
            None => Rows::InMemory(vec![NULL; n_rows * width]),
        };
        Ok(RowsBuilder { rows, width, words: Vec::new() })
    }

    /// Takes the next rows, given their codes of every slot.
    pub(super) fn take(&mut self, first: usize, codes: &[&[u32]]) -> Result<(), Error> {
        let n_words = codes.iter().map(|codes| codes.len()).sum();
        match &mut self.rows {
            Rows::InMemory(matrix) => by_row(codes, &mut matrix[first * self.width..][..n_words]),
            Rows::OnScratch(words) => {
                self.words.resize(n_words, NULL);
                by_row(codes, &mut self.words);
                words.append(&self.words)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Rows {
        self.rows
    }
}

const ROWS_EACH: usize = 4_096;

/// Columns of codes turned into rows of codes, some rows at a time on each thread.
fn by_row(columns: &[&[u32]], rows: &mut [u32]) {
    let width = columns.len();
    rows.par_chunks_mut(width * ROWS_EACH).enumerate().for_each(|(chunk, rows)| {
        for (at, row) in rows.chunks_mut(width).enumerate() {
            row.iter_mut().zip(columns).for_each(|(cell, column)| *cell = column[chunk * ROWS_EACH + at]);
        }
    });
}
