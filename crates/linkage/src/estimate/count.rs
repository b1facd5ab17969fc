//! Pairs counted by the pattern of their levels.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::em::PatternCount;
use super::values::{ValueSet, Values};
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::blocking::{Earlier, RuleBlocks, for_each_sampled_pair, n_pairs_possible, tasks};
use crate::chance::{Chance, scramble};
use crate::compare::{Kernel, Kernels, Pattern, Patterns};

type Counts = HashMap<Pattern, u64, FixedState>;
type Agreements = HashMap<(Pattern, ValueSet), u64, FixedState>;

/// The patterns of pairs drawn at random among all that may be linked, or of all where they are few.
///
/// Drawn pairs are independent of each other: all pairs of a few drawn records would repeat the same
/// values, and a rare level would be counted by luck.
pub(super) fn random_pairs(kernels: &Kernels<'_>, n_wanted: u64, seed: u64) -> Result<Vec<PatternCount>, Error> {
    let bound = kernels.bound();
    let patterns = Patterns::of(&bound.comparisons)?;
    let is_few = n_pairs_possible(bound) <= n_wanted;
    let draws = Draws::new(bound);
    let drawn = |part: u64| draws.pairs(bound, n_wanted / N_PARTS, scramble(seed.wrapping_add(part)));
    let n_rows = bound.records.n_records() as u32;
    let counts = if bound.matrix().is_none() {
        match is_few {
            true => on_scratch(kernels, &patterns, (0..n_rows).flat_map(|left| pairs_of_left(bound, left)))?,
            false => on_scratch(kernels, &patterns, (0..N_PARTS).flat_map(drawn))?,
        }
    } else if is_few {
        let of_left = |kernel: &mut Kernel<'_>, left: u32| {
            let n_right = n_rows as usize - left as usize;
            counted(bound, kernel, &patterns, pairs_of_left(bound, left).map(|pair| codes_of(bound, pair)), n_right)
        };
        (0..n_rows).into_par_iter().map_init(|| kernels.take(), of_left).collect()
    } else {
        let of_part = |kernel: &mut Kernel<'_>, part: u64| {
            counted(bound, kernel, &patterns, drawn(part).map(|pair| codes_of(bound, pair)), 1)
        };
        (0..N_PARTS).into_par_iter().map_init(|| kernels.take(), of_part).collect()
    };
    Ok(merged(&patterns, counts))
}

/// All pairs with a left row, source by source: those that may not be linked are passed over at once.
fn pairs_of_left<'b>(bound: &'b Bound<'_>, left: u32) -> impl Iterator<Item = (u32, u32)> + use<'b> {
    let source = bound.records.source_of(left);
    let sources = (source..bound.records.sources().len()).filter(move |other| bound.pairing.allows(source, *other));
    sources.flat_map(move |other| {
        let rows = bound.records.rows_of(other);
        (rows.start.max(left + 1)..rows.end).map(move |right| (left, right))
    })
}

fn codes_of<'b>(bound: &'b Bound<'_>, (left, right): (u32, u32)) -> (&'b [u32], &'b [u32]) {
    (bound.row(left), bound.row(right))
}

/// The patterns of any pairs where rows are on scratch: as many pairs at a time as memory has room for their rows.
fn on_scratch(
    kernels: &Kernels<'_>,
    patterns: &Patterns,
    mut pairs: impl Iterator<Item = (u32, u32)>,
) -> Result<Vec<Counts>, Error> {
    let bound = kernels.bound();
    let width = bound.slots.len();
    let pair_bytes = (2 * size_of::<u32>() * (width + 2)) as u64;
    let n_at_once = bound.memory.as_ref().map_or(1, |memory| memory.part_bytes() / pair_bytes).max(1) as usize;
    let mut all = Vec::new();
    loop {
        let some: Vec<(u32, u32)> = pairs.by_ref().take(n_at_once).collect();
        if some.is_empty() {
            return Ok(vec![added(all)]);
        }
        let mut rows: Vec<u32> = some.iter().flat_map(|(left, right)| [*left, *right]).collect();
        rows.sort_unstable();
        rows.dedup();
        let codes = bound.codes_of_rows(&rows)?;
        let codes_of = |row: u32| {
            let at = rows.binary_search(&row).expect("the rows of every pair were read");
            &codes[at * width..][..width]
        };
        let count = |kernel: &mut Kernel<'_>, some: &[(u32, u32)]| {
            counted(bound, kernel, patterns, some.iter().map(|(left, right)| (codes_of(*left), codes_of(*right))), 1)
        };
        all.push(added(some.par_chunks(N_PAIRS_EACH).map_init(|| kernels.take(), count).collect()));
    }
}

const N_PAIRS_EACH: usize = 1 << 14;

/// The pairs that a rule makes, or an even share of them where they are many.
#[derive(Debug)]
pub(super) struct RulePairs {
    /// By pattern, sorted.
    pub(super) counts: Vec<PatternCount>,
    /// By pattern and by the values on which they agree, sorted; of some of the pairs.
    pub(super) agreements: Vec<Agreement>,
    /// Pairs of the rule for each that was counted.
    pub(super) n_each: f64,
}

/// Pairs of one pattern that agree on the same values.
#[derive(Debug)]
pub(super) struct Agreement {
    pub(super) levels: Vec<u8>,
    pub(super) values: ValueSet,
    pub(super) n: f64,
}

/// About this many pairs of a rule are sampled: enough to tell a share to within a hundredth.
const N_AGREEMENTS: u64 = 250_000;

/// The pairs of a rule, or of an even share of them where they are many, and on which of some values they agree.
pub(super) fn pairs_of_rule(
    kernels: &Kernels<'_>,
    rule: &BoundRule,
    values: &Values,
    n_max: u64,
    seed: u64,
) -> Result<RulePairs, Error> {
    let bound = kernels.bound();
    let patterns = Patterns::of(&bound.comparisons)?;
    let blocks = RuleBlocks::of(bound, rule)?;
    let n_pairs = blocks.n_pairs(bound)?;
    let share = (n_max as f64 / n_pairs.max(1) as f64).min(1.0);
    let n_pairs_each = (65_536.0 / share) as u64;
    let one_in = (n_pairs.min(n_max) / N_AGREEMENTS).max(1);
    let is_taken = |left: u32, right: u32| {
        one_in == 1 || scramble(seed ^ (u64::from(left) << 32 | u64::from(right))).is_multiple_of(one_in)
    };
    let (mut counts, mut agreements) = (Vec::new(), Vec::new());
    blocks.for_each(bound, |part, blocks| {
        let of_task = |kernel: &mut Kernel<'_>, task: &_| {
            let (mut counts, mut agreements) = (Counts::default(), Agreements::default());
            let mut levels = vec![0; bound.comparisons.len()];
            for_each_sampled_pair(part, blocks, task, share, seed, |pair| {
                kernel.meet((pair.n_right as f64 * share) as usize);
                kernel.levels(pair.left, pair.right, &mut levels);
                let pattern = patterns.pack(&levels);
                *counts.entry(pattern).or_default() += 1;
                if is_taken(pair.left_row, pair.right_row) {
                    *agreements.entry((pattern, values.on_which_agree(pair.left, pair.right))).or_default() += 1;
                }
            });
            (counts, agreements)
        };
        let tasks = tasks(part, blocks, n_pairs_each);
        let found: Vec<(Counts, Agreements)> = tasks.par_iter().map_init(|| kernels.take(), of_task).collect();
        let (some_counts, some_agreements): (Vec<Counts>, Vec<Agreements>) = found.into_iter().unzip();
        counts.push(added(some_counts));
        agreements.push(added(some_agreements));
        Ok::<(), Error>(())
    })?;
    let mut agreements: Vec<((Pattern, ValueSet), u64)> = added(agreements).into_iter().collect();
    agreements.sort_unstable();
    let agreement = |((pattern, values), n): ((Pattern, ValueSet), u64)| Agreement {
        levels: patterns.unpack(pattern),
        values,
        n: n as f64,
    };
    Ok(RulePairs {
        counts: merged(&patterns, counts),
        agreements: agreements.into_iter().map(agreement).collect(),
        n_each: 1.0 / share,
    })
}

/// Pairs of each rule that are looked at: enough to tell to a hundredth how many matches they hold.
const N_PAIRS_OF_RULE: u64 = 50_000;

/// The pairs that several rules make, each once, by pattern: a share of them, each counted for as many as it stands for.
pub(super) fn pairs_of_rules(
    kernels: &Kernels<'_>,
    rules: &[BoundRule],
    blocks: &[RuleBlocks],
    seed: u64,
) -> Result<Vec<PatternCount>, Error> {
    let bound = kernels.bound();
    let patterns = Patterns::of(&bound.comparisons)?;
    let mut all: BTreeMap<Pattern, f64> = BTreeMap::new();
    for (at, blocks) in blocks.iter().enumerate() {
        let share = (N_PAIRS_OF_RULE as f64 / blocks.n_pairs(bound)?.max(1) as f64).min(1.0);
        let n_pairs_each = (16_384.0 / share) as u64;
        let seed = scramble(seed.wrapping_add(at as u64));
        let earlier = Earlier::than(&rules[at], &rules[..at]);
        let mut counts = Vec::new();
        blocks.for_each(bound, |part, blocks| {
            let of_task = |kernel: &mut Kernel<'_>, task: &_| {
                let mut counts = Counts::default();
                let mut levels = vec![0; bound.comparisons.len()];
                for_each_sampled_pair(part, blocks, task, share, seed, |pair| {
                    if !earlier.makes(pair.left, pair.right) {
                        kernel.meet((pair.n_right as f64 * share) as usize);
                        kernel.levels(pair.left, pair.right, &mut levels);
                        *counts.entry(patterns.pack(&levels)).or_default() += 1;
                    }
                });
                counts
            };
            let tasks = tasks(part, blocks, n_pairs_each);
            counts.push(added(tasks.par_iter().map_init(|| kernels.take(), of_task).collect()));
            Ok::<(), Error>(())
        })?;
        added(counts).into_iter().for_each(|(pattern, n)| *all.entry(pattern).or_default() += n as f64 / share);
    }
    Ok(all.into_iter().map(|(pattern, n)| PatternCount { levels: patterns.unpack(pattern), n }).collect())
}

/// Random pairs are drawn in this many parts, each with its own seed, whatever the number of threads.
const N_PARTS: u64 = 64;

/// Pairs whose codes are fetched before any of them is compared: rows drawn by chance are far apart in memory, and fetching many takes
/// hardly longer than fetching one.
const N_PAIRS_FETCHED: usize = 64;

fn counted<'c>(
    bound: &Bound<'_>,
    kernel: &mut Kernel<'_>,
    patterns: &Patterns,
    mut pairs: impl Iterator<Item = (&'c [u32], &'c [u32])>,
    n_right: usize,
) -> Counts {
    let width = bound.slots.len();
    let mut counts = Counts::default();
    let mut levels = vec![0; bound.comparisons.len()];
    let mut fetched = Vec::with_capacity(2 * width * N_PAIRS_FETCHED);
    kernel.meet(n_right);
    loop {
        fetched.clear();
        pairs.by_ref().take(N_PAIRS_FETCHED).for_each(|(left, right)| {
            fetched.extend_from_slice(left);
            fetched.extend_from_slice(right);
        });
        if fetched.is_empty() {
            return counts;
        }
        for pair in fetched.chunks_exact(2 * width) {
            let (left, right) = pair.split_at(width);
            kernel.levels(left, right, &mut levels);
            *counts.entry(patterns.pack(&levels)).or_default() += 1;
        }
    }
}

fn added<K: Eq + Hash>(parts: Vec<HashMap<K, u64, FixedState>>) -> HashMap<K, u64, FixedState> {
    let mut all = HashMap::default();
    parts.into_iter().flatten().for_each(|(key, n)| *all.entry(key).or_default() += n);
    all
}

/// Sorted by pattern, so that sums come out the same on every run.
fn merged(patterns: &Patterns, parts: Vec<Counts>) -> Vec<PatternCount> {
    let mut all: Vec<(Pattern, u64)> = added(parts).into_iter().collect();
    all.sort_unstable();
    all.into_iter().map(|(pattern, n)| PatternCount { levels: patterns.unpack(pattern), n: n as f64 }).collect()
}

/// Pairs of sources, each as likely to be drawn as it has pairs of records.
struct Draws {
    /// Source, source, and pairs up to and with these.
    sources: Vec<(usize, usize, u64)>,
}

impl Draws {
    fn new(bound: &Bound<'_>) -> Draws {
        let n_sources = bound.records.sources().len();
        let n_of = |source: usize| bound.records.rows_of(source).len() as u64;
        let mut sources = Vec::new();
        let mut n_so_far = 0;
        for left in 0..n_sources {
            for right in (left..n_sources).filter(|right| bound.pairing.allows(left, *right)) {
                let (n_left, n_right) = (n_of(left), n_of(right));
                n_so_far += if left == right { n_left * n_left.saturating_sub(1) / 2 } else { n_left * n_right };
                sources.push((left, right, n_so_far));
            }
        }
        Draws { sources }
    }

    /// This many pairs, chosen by the seed.
    fn pairs(&self, bound: &Bound<'_>, n: u64, seed: u64) -> impl Iterator<Item = (u32, u32)> {
        let mut chance = Chance::new(seed);
        (0..n).map(move |_| self.pair(bound, &mut chance))
    }

    /// A pair, the lower row first.
    fn pair(&self, bound: &Bound<'_>, chance: &mut Chance) -> (u32, u32) {
        let (_, _, n_pairs) = self.sources[self.sources.len() - 1];
        let drawn = chance.below(n_pairs);
        let (left, right, _) = self.sources[self.sources.partition_point(|(_, _, n)| *n <= drawn)];
        let (lefts, rights) = (bound.records.rows_of(left), bound.records.rows_of(right));
        let l = lefts.start + chance.below(lefts.len() as u64) as u32;
        // Within one source the second is drawn among the others.
        let n_rights = rights.len() as u64 - u64::from(left == right);
        let r = rights.start + chance.below(n_rights) as u32;
        let r = if left == right && l <= r { r + 1 } else { r };
        (l.min(r), l.max(r))
    }
}
