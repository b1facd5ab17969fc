//! The rows of one rule in partitions, each small enough for memory.

use super::Partition;
use super::blocks::most_codes_first;
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::memory::{KeyRanges, MemoryLimit, PartitionedRows, Partitioner};
use crate::records::NULL;

/// Beside its codes a row takes two words for its number and up to six while blocks are made.
const WORDS_BESIDE: usize = 8;

/// Ranges of codes with as many rows as memory has room for.
pub(super) fn ranges(bound: &Bound<'_>, rule: &BoundRule, memory: &MemoryLimit) -> Result<KeyRanges, Error> {
    let row_bytes = (size_of::<u32>() * (bound.slots.len() + WORDS_BESIDE)) as u64;
    Ok(KeyRanges::of_counts(counts(bound, rule)?, (memory.part_bytes() / row_bytes).max(1)))
}

/// Rows parted by the codes of the value that the blocks of a rule are in order of: each block is within one partition, and
/// partitions one after the other have the blocks in the order of all.
pub(super) fn partitioned(
    bound: &Bound<'_>,
    rule: &BoundRule,
    memory: &MemoryLimit,
    ranges: KeyRanges,
) -> Result<PartitionedRows, Error> {
    let width = bound.slots.len();
    let mut partitioner = Partitioner::new(memory, ranges, width + 1)?;
    let key_of = key_of(bound, rule);
    bound.for_each_chunk(|first, words| {
        let mut rows = (first..).zip(words.chunks(width));
        rows.try_for_each(|(row, codes)| key_of(codes).map_or(Ok(()), |key| partitioner.push(key, &[row], codes)))
    })?;
    partitioner.finish()
}

/// The rows of one partition, read into memory.
pub(super) fn partition<'b>(
    bound: &'b Bound<'b>,
    partitioned: &PartitionedRows,
    at: usize,
) -> Result<Partition<'b>, Error> {
    let width = bound.slots.len() + 1;
    let mut words = Vec::new();
    partitioned.read(at, &mut words)?;
    let rows = words.iter().step_by(width).copied().collect();
    drop_first_of_each(&mut words, width);
    Ok(Partition::of_rows(bound, rows, words, partitioned.keys(at)))
}

/// How many rows that the rule can use each code of its key has.
fn counts(bound: &Bound<'_>, rule: &BoundRule) -> Result<Vec<u32>, Error> {
    let mut counts = vec![0; bound.slots[most_codes_first(bound, rule)[0]].values.len()];
    let key_of = key_of(bound, rule);
    bound.for_each_chunk(|_, words| {
        words.chunks(bound.slots.len()).filter_map(&key_of).for_each(|key| counts[key as usize] += 1);
        Ok(())
    })?;
    Ok(counts)
}

/// The code that a row is parted by; none where the row has not all the values of the rule.
fn key_of<'r>(bound: &Bound<'_>, rule: &'r BoundRule) -> impl Fn(&[u32]) -> Option<u32> + use<'r> {
    let key = most_codes_first(bound, rule)[0];
    move |codes| rule.slots.iter().all(|slot| codes[*slot] != NULL).then(|| codes[key])
}

/// Within the room that the words have.
fn drop_first_of_each(words: &mut Vec<u32>, width: usize) {
    let n_rows = words.len() / width;
    for row in 0..n_rows {
        words.copy_within(row * width + 1..(row + 1) * width, row * (width - 1));
    }
    words.truncate(n_rows * (width - 1));
}
