//! Rows parted by ranges of a key, so that what belongs together is read together.

use std::ops::Range;

use super::{MemoryLimit, ScratchRows};
use crate::Error;

/// Ranges of keys with about equally many rows. A range is never within a key, however many rows that has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyRanges {
    /// The first key of each part, and the end of the last.
    keys: Vec<u32>,
    /// The rows before each part, and of all.
    n_rows_before: Vec<u64>,
}

impl KeyRanges {
    /// Ranges of at most this many rows, given how many rows each key from 0 has.
    pub(crate) fn of_counts(counts: impl IntoIterator<Item = u32>, n_rows_max: u64) -> KeyRanges {
        let mut ranges = KeyRanges { keys: vec![0], n_rows_before: vec![0] };
        let (mut key, mut n_before, mut n_rows) = (0, 0, 0);
        for n in counts {
            if n_rows != 0 && n_rows_max < n_rows + u64::from(n) {
                n_before += n_rows;
                ranges.keys.push(key);
                ranges.n_rows_before.push(n_before);
                n_rows = 0;
            }
            n_rows += u64::from(n);
            key += 1;
        }
        ranges.keys.push(key);
        ranges.n_rows_before.push(n_before + n_rows);
        ranges
    }

    pub(crate) fn n_partitions(&self) -> usize {
        self.keys.len() - 1
    }

    pub(crate) fn keys(&self, part: usize) -> Range<u32> {
        self.keys[part]..self.keys[part + 1]
    }

    fn rows(&self, part: usize) -> Range<u64> {
        self.n_rows_before[part]..self.n_rows_before[part + 1]
    }

    fn part_of(&self, key: u32) -> usize {
        self.keys.partition_point(|first| *first <= key) - 1
    }
}

/// Takes rows in any order of keys and puts each where its part will be read.
pub(crate) struct Partitioner {
    ranges: KeyRanges,
    words: ScratchRows,
    /// For each part, rows that are not written yet and the row where they will be.
    waiting: Vec<(Vec<u32>, u64)>,
    n_words_waiting_max: usize,
}

impl Partitioner {
    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub(crate) fn new(memory: &MemoryLimit, ranges: KeyRanges, width: usize) -> Result<Partitioner, Error> {
        let waiting = (0..ranges.n_partitions()).map(|part| (Vec::new(), ranges.rows(part).start)).collect();
        let n_words = memory.buffer_bytes() as usize / (size_of::<u32>() * ranges.n_partitions());
        let n_words_waiting_max = n_words.clamp(width, WORDS_WAITING_MAX);
        Ok(Partitioner { words: ScratchRows::create(memory, width)?, ranges, waiting, n_words_waiting_max })
    }

    /// Adds a row, given in two pieces. Every key must have as many rows as were counted for it.
    pub(crate) fn push(&mut self, key: u32, head: &[u32], rest: &[u32]) -> Result<(), Error> {
        let part = self.ranges.part_of(key);
        let (waiting, _) = &mut self.waiting[part];
        if self.n_words_waiting_max < waiting.len() + self.words.width() {
            self.write(part)?;
        }
        let (waiting, _) = &mut self.waiting[part];
        if waiting.is_empty() {
            waiting.reserve_exact(self.n_words_waiting_max);
        }
        waiting.extend_from_slice(head);
        waiting.extend_from_slice(rest);
        Ok(())
    }

    fn write(&mut self, part: usize) -> Result<(), Error> {
        let (waiting, next) = &mut self.waiting[part];
        self.words.write(*next, waiting)?;
        *next += (waiting.len() / self.words.width()) as u64;
        waiting.clear();
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<PartitionedRows, Error> {
        (0..self.ranges.n_partitions()).try_for_each(|part| self.write(part))?;
        for (part, (_, next)) in self.waiting.iter().enumerate() {
            assert_eq!(*next, self.ranges.rows(part).end, "a part has the rows that were counted for it");
        }
        Ok(PartitionedRows { ranges: self.ranges, words: self.words })
    }
}

/// More than this at a time does not make writing faster.
const WORDS_WAITING_MAX: usize = 1 << 16;

/// Rows part by part; within one in the order in which they came.
pub(crate) struct PartitionedRows {
    ranges: KeyRanges,
    words: ScratchRows,
}

impl PartitionedRows {
    pub(crate) fn n_partitions(&self) -> usize {
        self.ranges.n_partitions()
    }

    pub(crate) fn keys(&self, part: usize) -> Range<u32> {
        self.ranges.keys(part)
    }

    /// Reads a part, in place of what `words` held.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn read(&self, part: usize, words: &mut Vec<u32>) -> Result<(), Error> {
        self.words.read(self.ranges.rows(part), words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::in_memory;
    use super::*;

    #[test]
    fn parts_are_full_but_never_within_a_key() {
        let ranges = KeyRanges::of_counts([2, 2, 0, 9, 1, 1, 1, 0], 4);
        let parts: Vec<(Range<u32>, Range<u64>)> =
            (0..ranges.n_partitions()).map(|part| (ranges.keys(part), ranges.rows(part))).collect();
        assert_eq!(parts, [(0..3, 0..4), (3..4, 4..13), (4..8, 13..16)]);
        assert_eq!(KeyRanges::of_counts([], 4).n_partitions(), 1);
    }

    #[test]
    fn rows_of_a_part_keep_their_order() {
        let keys = [3_u32, 0, 2, 3, 1, 0, 3];
        let counts = (0..4).map(|key| keys.iter().filter(|own| **own == key).count() as u32);
        for max_bytes in [1, 1_000_000] {
            let memory = in_memory(max_bytes);
            let mut parting = Partitioner::new(&memory, KeyRanges::of_counts(counts.clone(), 3), 2).expect("scratch");
            (0..).zip(keys).for_each(|(row, key)| parting.push(key, &[row], &[key]).expect("pushed"));
            let parted = parting.finish().expect("parted");
            let mut words = Vec::new();
            let parts = (0..parted.n_partitions()).map(|part| {
                parted.read(part, &mut words).expect("read");
                words.clone()
            });
            assert_eq!(parts.collect::<Vec<_>>(), [vec![1, 0, 4, 1, 5, 0], vec![2, 2], vec![0, 3, 3, 3, 6, 3]]);
        }
    }
}
