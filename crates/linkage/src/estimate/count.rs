//! Pairs counted by the pattern of their levels.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::em::PatternCount;
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::blocking::{Blocks, for_each_sampled_pair, n_pairs_possible, tasks};
use crate::chance::{Chance, scramble};
use crate::compare::{Kernel, Pattern, Patterns};

type Counts = HashMap<Pattern, u64, FixedState>;

/// The patterns of pairs drawn at random among all that may be linked, or of all where they are few.
///
/// Drawn pairs are independent of each other: all pairs of a few drawn records would repeat the same
/// values, and a rare level would be counted by luck.
pub(super) fn random_pairs(bound: &Bound<'_>, n_wanted: u64, seed: u64) -> Result<Vec<PatternCount>, Error> {
    let patterns = Patterns::of(&bound.comparisons)?;
    let n_rows = bound.records.n_records() as u32;
    let counts: Vec<Counts> = if n_pairs_possible(bound) <= n_wanted {
        let of_left = |kernel: &mut Kernel<'_>, left: u32| {
            let source = bound.records.source_of(left);
            let allowed = |right: &u32| bound.pairing.allows(source, bound.records.source_of(*right));
            let rights: Vec<u32> = (left + 1..n_rows).filter(allowed).collect();
            counted(bound, kernel, &patterns, rights.iter().map(|right| (left, *right)), rights.len())
        };
        (0..n_rows).into_par_iter().map_init(|| Kernel::new(bound), of_left).collect()
    } else {
        let draws = Draws::new(bound);
        let of_part = |kernel: &mut Kernel<'_>, part: u64| {
            let mut chance = Chance::new(scramble(seed.wrapping_add(part)));
            counted(bound, kernel, &patterns, (0..n_wanted / N_PARTS).map(|_| draws.pair(bound, &mut chance)), 1)
        };
        (0..N_PARTS).into_par_iter().map_init(|| Kernel::new(bound), of_part).collect()
    };
    Ok(merged(&patterns, counts))
}

/// The patterns of the pairs that a rule makes, or of an even share of them where they are many.
pub(super) fn pairs_of_rule(
    bound: &Bound<'_>,
    rule: &BoundRule,
    n_max: u64,
    seed: u64,
) -> Result<Vec<PatternCount>, Error> {
    let patterns = Patterns::of(&bound.comparisons)?;
    let blocks = Blocks::of(bound, rule);
    let n_pairs: u64 = (0..blocks.len()).map(|block| blocks.n_pairs(bound, block)).sum();
    let share = (n_max as f64 / n_pairs.max(1) as f64).min(1.0);
    let of_task = |kernel: &mut Kernel<'_>, task: &_| {
        let mut counts = Counts::default();
        let mut levels = vec![0; bound.comparisons.len()];
        for_each_sampled_pair(bound, &blocks, task, share, seed, |pair| {
            kernel.meet((pair.n_right as f64 * share) as usize);
            kernel.levels(pair.left, pair.right, &mut levels);
            *counts.entry(patterns.pack(&levels)).or_default() += 1;
        });
        counts
    };
    let n_pairs_each = (65_536.0 / share) as u64;
    let tasks = tasks(bound, &blocks, n_pairs_each);
    Ok(merged(&patterns, tasks.par_iter().map_init(|| Kernel::new(bound), of_task).collect()))
}

/// Random pairs are drawn in so many parts, each with a chance of its own, whatever the number of threads.
const N_PARTS: u64 = 64;

fn counted(
    bound: &Bound<'_>,
    kernel: &mut Kernel<'_>,
    patterns: &Patterns,
    pairs: impl Iterator<Item = (u32, u32)>,
    n_right: usize,
) -> Counts {
    let mut counts = Counts::default();
    let mut levels = vec![0; bound.comparisons.len()];
    kernel.meet(n_right);
    for (left, right) in pairs {
        kernel.levels(bound.row(left), bound.row(right), &mut levels);
        *counts.entry(patterns.pack(&levels)).or_default() += 1;
    }
    counts
}

/// Sorted by pattern, so that sums come out the same on every run.
fn merged(patterns: &Patterns, parts: Vec<Counts>) -> Vec<PatternCount> {
    let mut all = Counts::default();
    parts.into_iter().flatten().for_each(|(pattern, n)| *all.entry(pattern).or_default() += n);
    let mut all: Vec<(Pattern, u64)> = all.into_iter().collect();
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
