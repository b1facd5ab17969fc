//! Rows of numbers on scratch.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::{MemoryLimit, Scratch, no_room};
use crate::Error;

/// Rows of a fixed number of words, written and read in any order.
pub(crate) struct ScratchRows {
    width: usize,
    n_rows: u64,
    store: Mutex<Store>,
}

struct Store {
    scratch: Box<dyn Scratch>,
    /// Numbers as bytes on their way, a few at a time.
    bytes: Vec<u8>,
}

const BYTES_OF_WORD: usize = size_of::<u32>();
const WORDS_AT_ONCE: usize = 1 << 14;

impl ScratchRows {
    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub(crate) fn create(memory: &MemoryLimit, width: usize) -> Result<ScratchRows, Error> {
        let store = Store { scratch: memory.open()?, bytes: Vec::new() };
        Ok(ScratchRows { width, n_rows: 0, store: Mutex::new(store) })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The rows up to the last that was written.
    pub(crate) fn n_rows(&self) -> u64 {
        self.n_rows
    }

    pub(crate) fn append(&mut self, words: &[u32]) -> Result<(), Error> {
        self.write(self.n_rows, words)
    }

    /// Writes whole rows from a row on.
    pub(crate) fn write(&mut self, first_row: u64, words: &[u32]) -> Result<(), Error> {
        let at = self.byte_of(first_row);
        let store = self.store.get_mut().unwrap_or_else(PoisonError::into_inner);
        store.write(at, words).map_err(|why| no_room("be written", &why))?;
        self.n_rows = self.n_rows.max(first_row + (words.len() / self.width) as u64);
        Ok(())
    }

    /// Reads rows, in place of what `words` held.
    pub(crate) fn read(&self, rows: Range<u64>, words: &mut Vec<u32>) -> Result<(), Error> {
        words.clear();
        let n_words = (rows.end - rows.start) as usize * self.width;
        // No more than is needed: the room that a vector grows by itself would be beyond the limit.
        words.reserve_exact(n_words);
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.read(self.byte_of(rows.start), n_words, words).map_err(|why| no_room("be read", &why))
    }

    /// Hands on all rows in order, a batch at a time, with the number of its first row.
    pub(crate) fn for_each_chunk(
        &self,
        n_rows_at_once: usize,
        mut take: impl FnMut(u64, &[u32]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut words = Vec::new();
        for first in (0..self.n_rows).step_by(n_rows_at_once) {
            self.read(first..self.n_rows.min(first + n_rows_at_once as u64), &mut words)?;
            take(first, &words)?;
        }
        Ok(())
    }

    fn byte_of(&self, row: u64) -> u64 {
        row * (self.width * BYTES_OF_WORD) as u64
    }
}

/// Prints how much there is and nothing of what.
impl fmt::Debug for ScratchRows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ScratchRows({} rows of {})", self.n_rows, self.width)
    }
}

impl Store {
    fn write(&mut self, at: u64, words: &[u32]) -> io::Result<()> {
        self.scratch.seek(SeekFrom::Start(at))?;
        for words in words.chunks(WORDS_AT_ONCE) {
            self.bytes.resize(words.len() * BYTES_OF_WORD, 0);
            let cells = self.bytes.chunks_exact_mut(BYTES_OF_WORD).zip(words);
            cells.for_each(|(bytes, word)| bytes.copy_from_slice(&word.to_le_bytes()));
            self.scratch.write_all(&self.bytes)?;
        }
        Ok(())
    }

    fn read(&mut self, at: u64, n_words: usize, words: &mut Vec<u32>) -> io::Result<()> {
        self.scratch.seek(SeekFrom::Start(at))?;
        while words.len() < n_words {
            self.bytes.resize((n_words - words.len()).min(WORDS_AT_ONCE) * BYTES_OF_WORD, 0);
            self.scratch.read_exact(&mut self.bytes)?;
            let cells = self.bytes.chunks_exact(BYTES_OF_WORD);
            words.extend(cells.map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::in_memory;
    use super::*;

    #[test]
    fn rows_are_read_as_they_were_written() {
        let mut words = ScratchRows::create(&in_memory(1), 3).expect("scratch");
        let all: Vec<u32> = (0..3 * 20_000).collect();
        words.append(&all[..3]).expect("written");
        words.write(10, &all[30..]).expect("written");
        words.write(1, &all[3..30]).expect("written");
        assert_eq!(words.n_rows(), 20_000);
        let mut found = Vec::new();
        words
            .for_each_chunk(777, |first, some| {
                assert_eq!(first as usize * 3, found.len());
                found.extend_from_slice(some);
                Ok(())
            })
            .expect("read");
        assert_eq!(found, all);
        words.read(19_999..20_000, &mut found).expect("read");
        assert_eq!(found, [59_997, 59_998, 59_999]);
    }

    #[test]
    fn a_full_disk_is_said() {
        struct Full(io::Cursor<Vec<u8>>);
        impl Read for Full {
            fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
                self.0.read(bytes)
            }
        }
        impl Seek for Full {
            fn seek(&mut self, at: SeekFrom) -> io::Result<u64> {
                self.0.seek(at)
            }
        }
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let full = MemoryLimit::new(1, || Ok(Box::new(Full(io::Cursor::default()))));
        let error = ScratchRows::create(&full, 1).and_then(|mut words| words.append(&[1])).expect_err("no room");
        assert_eq!(error, Error::Scratch { doing: "be written", why: "no storage space".to_owned() });
    }
}
