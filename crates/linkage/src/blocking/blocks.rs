//! The records that agree on a rule, block by block.

use rayon::prelude::*;

use super::Partition;
use crate::bind::{Bound, BoundRule};
use crate::records::NULL;

/// Rows of a part by block; blocks are in the order of their values' codes and rows within them in order, so
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
        let (first, others) = slots.split_first().expect("a rule asks for something");
        let others = &JoinedCodes::of(part.bound, others);
        let mut parted = CountedRows::of(part, *first, others);
        let shares: Vec<SplitBlocks> = parted
            .shares()
            .into_par_iter()
            .map(|(starts, entries)| {
                let (mut blocks, mut rest) = (SplitBlocks::default(), entries);
                for two in starts.windows(2) {
                    let (block, later) = rest.split_at_mut((two[1] - two[0]) as usize);
                    rest = later;
                    blocks.split(part, block, others);
                }
                blocks
            })
            .collect();
        let mut blocks = Blocks { rows: Vec::new(), starts: vec![0] };
        let mut end = 0;
        for share in shares {
            blocks.rows.extend(share.rows);
            blocks.starts.extend(share.sizes.into_iter().map(|size| {
                end += size;
                end
            }));
        }
        blocks
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
}

/// The slots of a rule, that with the most values first: blocks are in the order of its codes.
pub(super) fn most_codes_first(bound: &Bound<'_>, rule: &BoundRule) -> Vec<usize> {
    let mut slots = rule.slots.clone();
    slots.sort_by_key(|slot| std::cmp::Reverse(bound.slots[*slot].values.len()));
    slots
}

/// The codes of several values as one number, in the order of the first value, then of the second and so on.
struct JoinedCodes {
    /// Slots, and how many codes each has.
    slots: Vec<(usize, u32)>,
}

impl JoinedCodes {
    /// Some values in order, as many joined as there are numbers for.
    fn of(bound: &Bound<'_>, slots: &[usize]) -> Vec<JoinedCodes> {
        let mut all: Vec<JoinedCodes> = Vec::new();
        let mut n_numbers = 0_u32;
        for slot in slots {
            let n_codes = bound.slots[*slot].values.len().max(1) as u32; // there are no more values than codes
            match (n_numbers.checked_mul(n_codes), all.last_mut()) {
                (Some(n_all), Some(last)) => {
                    last.slots.push((*slot, n_codes));
                    n_numbers = n_all;
                }
                _ => {
                    all.push(JoinedCodes { slots: vec![(*slot, n_codes)] });
                    n_numbers = n_codes;
                }
            }
        }
        all
    }

    fn number(&self, codes: &[u32]) -> u32 {
        self.slots.iter().fold(0, |number, (slot, n_codes)| number * n_codes + codes[*slot])
    }

    fn are_there(&self, codes: &[u32]) -> bool {
        self.slots.iter().all(|(slot, _)| codes[*slot] != NULL)
    }
}

/// Rows by the value with the most codes, each beside its codes of the next values.
struct CountedRows {
    entries: Vec<u64>,
    /// The first position of each code in `entries`, and the end of the last.
    starts: Vec<u32>,
}

/// The codes of values before the row in one number, so that rows of a block stay in order.
fn entry(code: u32, row: u32) -> u64 {
    u64::from(code) << 32 | u64::from(row)
}

const CODES_AT_ONCE: usize = 1_024;

impl CountedRows {
    /// Rows that have all the values of a rule. Each is looked at once: there are many, and each is in another line of the
    /// processor's cache.
    fn of(part: &Partition<'_>, first: usize, others: &[JoinedCodes]) -> CountedRows {
        let keys = part.keys().unwrap_or(0..part.bound.slots[first].values.len() as u32);
        let mut starts = vec![0_u32; keys.len() + 1];
        let codes_of = |row: u32| {
            let codes = part.row(row);
            let has_all = codes[first] != NULL && others.iter().all(|others| others.are_there(codes));
            let second = || others.first().map_or(0, |others| others.number(codes));
            if has_all { (codes[first] - keys.start, second()) } else { (NULL, NULL) }
        };
        let codes: Vec<(u32, u32)> = (0..part.n_rows() as u32).map(codes_of).collect();
        codes.iter().filter(|(key, _)| *key != NULL).for_each(|(key, _)| starts[*key as usize + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![0; starts[starts.len() - 1] as usize];
        for (row, (key, code)) in (0..).zip(codes).filter(|(_, (key, _))| *key != NULL) {
            let next = &mut next[key as usize];
            entries[*next as usize] = entry(code, row);
            *next += 1;
        }
        CountedRows { entries, starts }
    }

    /// Some codes at a time, for threads: where each of them starts, and their rows.
    fn shares(&mut self) -> Vec<(&[u32], &mut [u64])> {
        let mut rest = self.entries.as_mut_slice();
        let mut shares = Vec::new();
        for first in (0..self.starts.len() - 1).step_by(CODES_AT_ONCE) {
            let starts = &self.starts[first..self.starts.len().min(first + CODES_AT_ONCE + 1)];
            let (share, later) = rest.split_at_mut((starts[starts.len() - 1] - starts[0]) as usize);
            shares.push((starts, share));
            rest = later;
        }
        shares
    }
}

/// Rows of blocks one behind the other, and how many each block has.
#[derive(Default)]
struct SplitBlocks {
    rows: Vec<u32>,
    sizes: Vec<u32>,
}

impl SplitBlocks {
    /// Splits a block, whose rows are beside their codes of the first values, by these, and leaves out records alone in theirs.
    fn split(&mut self, all: &Partition<'_>, entries: &mut [u64], codes: &[JoinedCodes]) {
        if entries.len() < 2 {
            return;
        }
        let Some((_, others)) = codes.split_first() else {
            self.rows.extend(entries.iter().map(|entry| *entry as u32));
            self.sizes.push(entries.len() as u32);
            return;
        };
        entries.sort_unstable();
        for block in entries.chunk_by_mut(|a, b| *a >> 32 == *b >> 32).filter(|block| 1 < block.len()) {
            if let Some(next) = others.first() {
                block.iter_mut().for_each(|own| *own = entry(next.number(all.row(*own as u32)), *own as u32));
            }
            self.split(all, block, others);
        }
    }
}
