//! The records that agree on a rule, block by block.

use rayon::prelude::*;

use super::Partition;
use crate::bind::{Bound, BoundRule};
use crate::records::NULL;

/// Rows of a part by block; blocks stand in the order of their values' codes and rows within them in order, so
/// nothing depends on threads. Records alone in their block are left out.
#[derive(Debug)]
pub(crate) struct Blocks {
    rows: Vec<u32>,
    /// The first position of each block in `rows`, and the end of the last.
    starts: Vec<u32>,
}

impl Blocks {
    /// Sorts the rows into blocks: first by the value with the most codes, by counting, so that what is
    /// left to sort by the other values is small.
    pub(crate) fn of(part: &Partition<'_>, rule: &BoundRule) -> Blocks {
        let slots = most_codes_first(part.bound, rule);
        Blocks::by_counting(part, slots[0], &rule.slots).refined(part, &slots[1..])
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn rows(&self, block: usize) -> &[u32] {
        &self.rows[self.starts[block] as usize..self.starts[block + 1] as usize]
    }

    /// Pairs that the block makes, by the sources that may be paired.
    pub(crate) fn n_pairs(&self, part: &Partition<'_>, block: usize) -> u64 {
        let (rows, bound) = (self.rows(block), part.bound);
        if bound.pairing.within.iter().all(|within| *within) {
            return rows.len() as u64 * (rows.len() as u64 - 1) / 2;
        }
        let mut sizes = vec![0; bound.records.sources().len()];
        rows.iter().for_each(|row| sizes[part.source_of(*row)] += 1);
        bound.pairing.n_pairs(&sizes)
    }

    /// Blocks of one value, of rows that have all the values that the rule asks for.
    fn by_counting(part: &Partition<'_>, slot: usize, needed: &[usize]) -> Blocks {
        let n_rows = part.n_rows() as u32;
        let keys = part.keys().unwrap_or(0..part.bound.slots[slot].values.len() as u32);
        let code_of = |row: u32| {
            let codes = part.row(row);
            if needed.iter().any(|slot| codes[*slot] == NULL) { NULL } else { codes[slot] - keys.start }
        };
        let mut starts = vec![0_u32; keys.len() + 1];
        (0..n_rows).map(code_of).filter(|code| *code != NULL).for_each(|code| starts[code as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts[starts.len() - 1] as usize];
        for row in 0..n_rows {
            let code = code_of(row);
            if code != NULL {
                rows[next[code as usize] as usize] = row;
                next[code as usize] += 1;
            }
        }
        Blocks { rows, starts }
    }

    /// Splits every block by further values and leaves out records alone in theirs.
    fn refined(&self, part: &Partition<'_>, slots: &[usize]) -> Blocks {
        let ranges = (0..self.len().div_ceil(BLOCKS_AT_ONCE)).into_par_iter();
        let parts: Vec<SplitBlocks> = ranges
            .map(|range| {
                let mut parts = SplitBlocks::default();
                for block in range * BLOCKS_AT_ONCE..self.len().min((range + 1) * BLOCKS_AT_ONCE) {
                    parts.split(part, self.rows(block), slots);
                }
                parts
            })
            .collect();
        let mut blocks = Blocks { rows: Vec::new(), starts: vec![0] };
        let mut end = 0;
        for part in parts {
            blocks.rows.extend(part.rows);
            blocks.starts.extend(part.sizes.into_iter().map(|size| {
                end += size;
                end
            }));
        }
        blocks
    }
}

/// The slots of a rule, that with the most values first: blocks stand in the order of its codes.
pub(super) fn most_codes_first(bound: &Bound<'_>, rule: &BoundRule) -> Vec<usize> {
    let mut slots = rule.slots.clone();
    slots.sort_by_key(|slot| std::cmp::Reverse(bound.slots[*slot].values.len()));
    slots
}

/// Rows of blocks one behind the other, and how many each block has.
#[derive(Default)]
struct SplitBlocks {
    rows: Vec<u32>,
    sizes: Vec<u32>,
}

const BLOCKS_AT_ONCE: usize = 1_024;

impl SplitBlocks {
    fn split(&mut self, all: &Partition<'_>, rows: &[u32], slots: &[usize]) {
        let Some((slot, rest)) = slots.split_first().filter(|_| 1 < rows.len()) else {
            if 1 < rows.len() {
                self.rows.extend_from_slice(rows);
                self.sizes.push(rows.len() as u32);
            }
            return;
        };
        // Code before row in one number, so that rows of a block stay in order.
        let code_and_row = |row: &u32| u64::from(all.row(*row)[*slot]) << 32 | u64::from(*row);
        let mut sorted: Vec<u64> = rows.iter().map(code_and_row).collect();
        sorted.sort_unstable();
        for part in sorted.chunk_by(|a, b| a >> 32 == b >> 32).filter(|part| 1 < part.len()) {
            let rows: Vec<u32> = part.iter().map(|code_and_row| *code_and_row as u32).collect();
            self.split(all, &rows, rest);
        }
    }
}
