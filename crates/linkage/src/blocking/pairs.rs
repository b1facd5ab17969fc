//! The pairs of blocks, a share of them at a time.

use std::ops::Range;

use super::{Blocks, Partition, agree_on};
use crate::bind::BoundRule;
use crate::chance::{Chance, of_row};

/// A share of the work: some blocks, or some left records of one large block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    blocks: Range<usize>,
    /// Positions of left records in the only block.
    lefts: Option<Range<usize>>,
}

/// A pair to compare: two rows and their codes.
pub(crate) struct Pair<'a> {
    pub(crate) left_row: u32,
    pub(crate) right_row: u32,
    pub(crate) left: &'a [u32],
    pub(crate) right: &'a [u32],
    /// Pairs with the same left row that may still come, this one included.
    pub(crate) n_right: usize,
}

/// Cuts the work into shares of about this many pairs, in the order of blocks.
pub(crate) fn tasks(part: &Partition<'_>, blocks: &Blocks, n_pairs_each: u64) -> Vec<Task> {
    let mut tasks = Vec::new();
    let (mut start, mut n_pairs) = (0, 0);
    for block in 0..blocks.len() {
        let n_in_block = blocks.n_pairs(part, block);
        if 2 * n_pairs_each < n_in_block {
            tasks.push(Task { blocks: start..block, lefts: None });
            tasks.extend(
                shares_of_one(blocks.rows(block).len(), n_pairs_each)
                    .map(|lefts| Task { blocks: block..block + 1, lefts: Some(lefts) }),
            );
            (start, n_pairs) = (block + 1, 0);
            continue;
        }
        n_pairs += n_in_block;
        if n_pairs_each <= n_pairs {
            tasks.push(Task { blocks: start..block + 1, lefts: None });
            (start, n_pairs) = (block + 1, 0);
        }
    }
    tasks.push(Task { blocks: start..blocks.len(), lefts: None });
    tasks.retain(|task| !task.blocks.is_empty());
    tasks
}

/// Ranges of left records of one block, each with about this many pairs.
fn shares_of_one(n_rows: usize, n_pairs_each: u64) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next;
        let mut n_pairs = 0;
        while next < n_rows && n_pairs < n_pairs_each {
            n_pairs += (n_rows - 1 - next) as u64;
            next += 1;
        }
        (start < next).then_some(start..next)
    })
}

/// What the pairs of a rule agree on where an earlier rule makes them too.
///
/// They agree on what the rule itself asks for, so of each earlier rule only what it asks for beyond that is looked at, and rules
/// that ask for no less than another one not at all.
pub(crate) struct Earlier(Vec<Vec<usize>>);

impl Earlier {
    pub(crate) fn than(rule: &BoundRule, earlier: &[BoundRule]) -> Earlier {
        let beyond = |own: &BoundRule| own.slots.iter().filter(|slot| !rule.slots.contains(slot)).copied().collect();
        let mut asked: Vec<Vec<usize>> = earlier.iter().map(beyond).collect();
        asked.sort_by_key(Vec::len);
        let mut least: Vec<Vec<usize>> = Vec::new();
        for slots in asked {
            if !least.iter().any(|less| less.iter().all(|slot| slots.contains(slot))) {
                least.push(slots);
            }
        }
        Earlier(least)
    }

    pub(crate) fn makes(&self, left: &[u32], right: &[u32]) -> bool {
        self.0.iter().any(|slots| agree_on(slots, left, right))
    }
}

/// Hands on every pair of a task that no earlier rule makes, lower row left, in order.
pub(crate) fn for_each_pair(
    part: &Partition<'_>,
    blocks: &Blocks,
    task: &Task,
    earlier: &Earlier,
    mut take: impl FnMut(Pair<'_>),
) {
    for_each_left(part, blocks, task, true, |block, l, first| {
        let left = block.codes(l);
        for r in first..block.rows.len() {
            let right = block.codes(r);
            if !earlier.makes(left, right) {
                take(block.pair(l, r));
            }
        }
    });
}

/// Hands on an even share of the pairs of a task, the same on every call.
///
/// From one pair to the next it leaps over as many as chance would leave out, so that the work is in
/// what is taken and not in what there is.
pub(crate) fn for_each_sampled_pair(
    part: &Partition<'_>,
    blocks: &Blocks,
    task: &Task,
    share: f64,
    seed: u64,
    mut take: impl FnMut(Pair<'_>),
) {
    let log_of_others = (1.0 - share).ln();
    for_each_left(part, blocks, task, SHARE_GATHERED_MIN <= share, |block, l, first| {
        if 1.0 <= share {
            (first..block.rows.len()).for_each(|r| take(block.pair(l, r)));
            return;
        }
        let mut chance = Chance::new(of_row(seed, block.row_of_all(l)));
        let leap = |fraction: f64| ((1.0 - fraction).ln() / log_of_others) as usize;
        let fraction = chance.fraction();
        // The first leap is beyond the block unless the fraction is below 1 - (1 - share)^n, which is no more than n shares; so most rows
        // need no logarithm.
        if SLACK * share * (block.rows.len() - first) as f64 <= fraction {
            return;
        }
        let mut r = first.saturating_add(leap(fraction));
        while r < block.rows.len() {
            take(block.pair(l, r));
            r = r.saturating_add(1).saturating_add(leap(chance.fraction()));
        }
    });
}

/// A bound that rounding does not reach.
const SLACK: f64 = 1.0 + 1e-9;
/// Of a smaller share most rows are in no pair.
const SHARE_GATHERED_MIN: f64 = 0.25;

/// One block, with the codes of its rows gathered where many of its pairs are compared, so that this happens within a few cache lines.
struct BlockRows<'a> {
    part: &'a Partition<'a>,
    rows: &'a [u32],
    /// None where the codes are looked up where they are.
    gathered: Option<&'a [u32]>,
    width: usize,
}

impl BlockRows<'_> {
    fn codes(&self, at: usize) -> &[u32] {
        match self.gathered {
            None => self.part.row(self.rows[at]),
            Some(gathered) => &gathered[at * self.width..][..self.width],
        }
    }

    fn row_of_all(&self, at: usize) -> u32 {
        self.part.row_of_all(self.rows[at])
    }

    fn pair(&self, l: usize, r: usize) -> Pair<'_> {
        let (left_row, right_row) = (self.row_of_all(l), self.row_of_all(r));
        Pair { left_row, right_row, left: self.codes(l), right: self.codes(r), n_right: self.rows.len() - r }
    }
}

/// Hands on every left row of a task with its block and the first position that it may be paired with.
fn for_each_left(
    part: &Partition<'_>,
    blocks: &Blocks,
    task: &Task,
    is_gathered: bool,
    mut take: impl FnMut(&BlockRows<'_>, usize, usize),
) {
    let mut codes = GatheredCodes::default();
    let mut ends: Vec<usize> = Vec::new();
    let bound = part.bound;
    let width = bound.slots.len();
    let is_one_heap = bound.pairing.within.iter().all(|within| *within);
    for at in task.blocks.clone() {
        let rows = blocks.rows(at);
        let gathered = is_gathered.then(|| codes.of_block(part, blocks, at..task.blocks.end));
        if !is_one_heap {
            ends_of_sources(part, rows, &mut ends);
        }
        let block = BlockRows { part, rows, gathered, width };
        for l in task.lefts.clone().unwrap_or(0..rows.len()) {
            // Rows of a block stand by source, so those that may not be paired with are the next ones.
            take(&block, l, if is_one_heap { l + 1 } else { ends[l].max(l + 1) });
        }
    }
}

/// The codes of the rows of some blocks, one behind the other. Rows are far apart in memory, and fetching many at one go takes hardly
/// longer than fetching one, so small blocks are gathered together.
#[derive(Default)]
struct GatheredCodes {
    codes: Vec<u32>,
    /// Blocks from the first of these on are gathered up to the other one, and the codes of the next begin here.
    blocks: Range<usize>,
    next: usize,
}

const N_ROWS_GATHERED: usize = 128;

impl GatheredCodes {
    /// The codes of the first of some blocks that are asked for one after the other.
    fn of_block(&mut self, part: &Partition<'_>, blocks: &Blocks, rest: Range<usize>) -> &[u32] {
        if !self.blocks.contains(&rest.start) {
            self.gather(part, blocks, rest.clone());
        }
        let n_codes = blocks.rows(rest.start).len() * part.bound.slots.len();
        let start = self.next;
        self.next += n_codes;
        &self.codes[start..self.next]
    }

    fn gather(&mut self, part: &Partition<'_>, blocks: &Blocks, rest: Range<usize>) {
        let (mut end, mut n_rows) = (rest.start, 0);
        while end < rest.end && (n_rows == 0 || n_rows + blocks.rows(end).len() <= N_ROWS_GATHERED) {
            n_rows += blocks.rows(end).len();
            end += 1;
        }
        self.codes.clear();
        let rows = (rest.start..end).flat_map(|block| blocks.rows(block));
        rows.for_each(|row| self.codes.extend_from_slice(part.row(*row)));
        (self.blocks, self.next) = (rest.start..end, 0);
    }
}

/// For each row where its source ends in the block, or 0 where pairs within the source are wanted.
fn ends_of_sources(part: &Partition<'_>, rows: &[u32], ends: &mut Vec<usize>) {
    ends.clear();
    ends.resize(rows.len(), 0);
    let mut end = rows.len();
    for at in (0..rows.len()).rev() {
        let source = part.source_of(rows[at]);
        if at + 1 < rows.len() && part.source_of(rows[at + 1]) != source {
            end = at + 1;
        }
        ends[at] = if part.bound.pairing.within[source] { 0 } else { end };
    }
}
