//! Blocks of rows that appear twice in one table, as after a slip in copying and pasting.
//!
//! Two equal lines are ordinary: two bus passes on one day. A run of them, cell for cell and in the same order, is not;
//! nor is a table in which every row stands twice.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::ops::Range;

use foldhash::fast::FixedState;
use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::meaning::{Meaning, Meanings};
use super::{Counts, LineReader};
use crate::rows::Row;

/// The fewest repeated lines that make a block: shorter runs may be repeated by chance or habit.
const LINES_MIN: usize = 10;
/// The fewest different amounts and payees in a block, or different amounts of one payee: an invoice has many parts, and
/// bodies sort them by amount.
const AMOUNTS_MIN: usize = 5;
const PAYEES_MIN: usize = 3;
const AMOUNTS_OF_ONE_MIN: usize = 20;
/// If this share of a table's rows appears twice, the whole table was doubled and then sorted.
const DOUBLED_MIN: f64 = 0.95;
/// How many earlier occurrences of a row are tried as the start of a block.
const PLACES_MAX: usize = 8;

/// A hash of every row, cell for cell, in the order of the table.
#[derive(Default)]
pub(super) struct Blocks {
    rows: Vec<u64>,
    /// Where row numbers skip: the line, and the number of its row.
    jumps: Vec<(usize, u64)>,
    next_row: u64,
}

/// Lines that repeat as many earlier lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    first: usize,
    second: usize,
    n_lines: usize,
}

impl Blocks {
    /// Adds the row of a line.
    pub fn line(&mut self, row: &Row) {
        if self.next_row != row.number {
            self.jumps.push((self.rows.len(), row.number));
        }
        self.next_row = row.number + 1;
        self.rows.push(FixedState::default().hash_one(row.bytes_and_ends()));
    }

    /// The same for lines that are alike cell for cell.
    pub fn row_hash(&self, line: usize) -> u64 {
        self.rows[line]
    }

    fn row_number(&self, line: usize) -> u64 {
        let at = self.jumps.partition_point(|(first, _)| *first <= line) - 1;
        self.jumps[at].1 + (line - self.jumps[at].0) as u64
    }

    /// Blocks that do not overlap, the longest possible from each starting line.
    fn find(&self) -> Vec<Block> {
        // The last line of each hash, and for each line the one of its hash before it.
        let mut places: HashMap<u64, u32, BuildHasherDefault<AsItIs>> = HashMap::default();
        let mut before: Vec<Option<u32>> = Vec::with_capacity(self.rows.len());
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.rows.len() {
            let last = places.get(&self.rows[at]).copied();
            let earlier = std::iter::successors(last, |line| before[*line as usize]);
            let block = |first: u32| Block { first: first as usize, second: at, n_lines: self.n_alike(first, at) };
            let longest = earlier.take(PLACES_MAX).map(block).max_by_key(|block| block.n_lines);
            let n_lines = match longest.filter(|block| LINES_MIN <= block.n_lines) {
                Some(block) => {
                    found.push(block);
                    block.n_lines
                }
                None => 1,
            };
            for line in at..at + n_lines {
                before.push(places.insert(self.rows[line], line as u32));
            }
            at += n_lines;
        }
        found
    }

    /// How many rows are alike from two starting lines on; the first run ends where the second starts.
    fn n_alike(&self, first: u32, second: usize) -> usize {
        let first = first as usize;
        let pairs = self.rows[first..second].iter().zip(&self.rows[second..]);
        pairs.take_while(|(a, b)| a == b).count()
    }

    /// How many rows appear a second time anywhere.
    fn n_second(&self) -> usize {
        let mut sorted = self.rows.clone();
        sorted.sort_unstable();
        sorted.chunk_by(|a, b| a == b).map(|alike| alike.len() / 2).sum()
    }
}

fn are_various(lines: &Meanings, of: Range<usize>) -> bool {
    let amounts = |n_min: usize| lines.has_different(of.clone(), Meaning::amount, n_min);
    amounts(AMOUNTS_MIN) && (lines.has_different(of.clone(), Meaning::payee, PAYEES_MIN) || amounts(AMOUNTS_OF_ONE_MIN))
}

/// Rows are hashed already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only hashes of rows are keys");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl LineReader<'_> {
    /// One doubt for all lines that appear twice in a table. `in_order` holds its lines in file order.
    pub(super) fn doubt_blocks(&mut self, in_order: &Meanings) {
        // Few tables have enough equal lines to contain a block, or are doubled whole.
        let n_repeated = self.counts.meanings.n_repeated();
        let may_be_doubled = DOUBLED_MIN * self.counts.n_lines as f64 <= 2.0 * n_repeated as f64;
        if n_repeated < LINES_MIN && !may_be_doubled {
            return;
        }
        let mut blocks = self.blocks.find();
        blocks.retain(|block| are_various(in_order, block.second..block.second + block.n_lines));
        let doubt = match blocks.first() {
            Some(first) => self.pasted(in_order, *first, &blocks),
            None => self.doubled(),
        };
        self.counts.problems.extend(doubt);
    }

    fn pasted(&self, in_order: &Meanings, first: Block, blocks: &[Block]) -> Option<Problem> {
        let lines = || blocks.iter().flat_map(|block| block.second..block.second + block.n_lines);
        let amount: Money = lines().map(|line| in_order.amount(in_order.get(line))).sum();
        let rows = |from: usize| {
            format!("rows {} to {}", self.blocks.row_number(from), self.blocks.row_number(from + first.n_lines - 1))
        };
        let more = match blocks.len() - 1 {
            0 => String::new(),
            n => format!(", and {n} more like it"),
        };
        let n_rows = lines().count() as u64;
        let text = format!(
            "{} repeat {} cell for cell{more}: {n_rows} lines ({amount}) appear twice; both were counted",
            rows(first.second),
            rows(first.first),
        );
        let day = lines().find_map(|line| in_order.get(line).day());
        Some(self.repeated(n_rows, amount, day, text))
    }

    /// A table that was doubled and then sorted.
    fn doubled(&self) -> Option<Problem> {
        let Counts { n_lines, amount, first_day, meanings, .. } = &self.counts;
        let n_second = self.blocks.n_second() as u64;
        let is_doubled = DOUBLED_MIN * *n_lines as f64 <= 2.0 * n_second as f64;
        if !is_doubled || !are_various(meanings, 0..meanings.len()) {
            return None;
        }
        let half = Money::from_pence(amount.pence() / 2);
        let text = format!("{n_second} of {n_lines} lines appear twice, cell for cell; both were counted");
        Some(self.repeated(n_second, half, *first_day, text))
    }

    /// The month says in which year the lines are counted twice.
    fn repeated(&self, n_rows: u64, amount: Money, day: Option<i32>, text: String) -> Problem {
        let problem = Problem::new(&self.table.body_id, ProblemKind::LinesRepeated, text);
        let month = day.map(|day| model::date_of_day(day).first_of_month());
        Problem { file_id: Some(self.table.file_id.clone()), n_rows, amount: Some(amount), month, ..problem }
    }
}
