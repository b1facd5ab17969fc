//! Pairs scored and handed on a window at a time, so that memory stays bounded.

use model::tables::person_record as column;
use rayon::prelude::*;

use super::unequal::UnequalBound;
use super::weights::Weights;
use crate::bind::{Bound, BoundRule, ValueTest};
use crate::blocking::{Blocks, Earlier, Pair, Partition, RuleBlocks, Task, checked_blocks, for_each_pair, tasks};
use crate::compare::{Kernel, Kernels, LevelCode, Pattern, Patterns};
use crate::household::{Apart, HouseholdRule};
use crate::linkage_model::Rule;
use crate::memory::MemoryLimit;
use crate::{Error, records::NULL};

/// Two records and how strongly they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// The lower row.
    pub left: u32,
    pub right: u32,
    /// Match weight in bits, prior included.
    pub weight: f64,
    /// The level on each comparison as one number, for [`crate::evidence`].
    pub pattern: u64,
    /// The first blocking rule that makes the pair.
    pub rule: u16,
    /// Why the pair is not linked though it weighs enough.
    pub apart: Option<Apart>,
}

/// What a blocking rule came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleScore {
    pub rule: String,
    /// Pairs of the rule that no earlier rule makes; these were compared.
    pub n_pairs: u64,
    pub n_kept: u64,
}

/// What scoring came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSummary {
    pub rules: Vec<RuleScore>,
    pub numbers: NumberPairs,
}

/// Links between records that have one number of a person's own: they are matches whatever else they say, so what else they say
/// tells how often matches without a common number are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberPairs {
    pub n_agree: u64,
    /// Those that would be linked too if nobody knew any number.
    pub n_alike_else: u64,
}

impl NumberPairs {
    fn add(&mut self, more: NumberPairs) {
        self.n_agree += more.n_agree;
        self.n_alike_else += more.n_alike_else;
    }
}

/// Pairs that one thread compares before it hands them on.
const N_PAIRS_EACH: u64 = 1 << 16;
/// Fewer would cost more to hand out than to compare.
const N_PAIRS_EACH_MIN: u64 = 1 << 12;
/// Shares of work compared before their pairs are handed on, in order.
const N_TASKS_AT_ONCE: usize = 64;
/// A bound on weights is an addition of doubles in another order, so it may be off by this much.
const SLACK: f64 = 1e-9;

/// Which pairs are kept, and which of them the rule for households is asked of.
#[derive(Clone, Copy)]
pub(crate) struct Keeping<'r> {
    pub(crate) weight_min: f64,
    pub(crate) household_rule: Option<&'r HouseholdRule<'r>>,
    /// Only of pairs that weigh so much.
    pub(crate) asked_weight_min: f64,
    /// What a link weighs at least.
    pub(crate) link_weight_min: f64,
}

/// Scores every pair that blocking makes and hands on those of at least `weight_min` bits.
///
/// Pairs come in the same order whatever the number of threads and however much memory may hold: by
/// rule, then by block. An error of the sink stops the run. Nothing is compared if a rule makes more than `n_pairs_max` pairs.
///
/// # Errors
/// [`Error::RuleExplodes`], [`Error::TooMuch`], [`Error::Scratch`]; whatever the sink returns.
pub(crate) fn score<E: From<Error>>(
    (bound, blocks): (&Bound<'_>, Option<Vec<RuleBlocks>>),
    keeping: Keeping<'_>,
    n_pairs_max: u64,
    mut sink: impl FnMut(&[ScoredPair]) -> Result<(), E>,
) -> Result<ScoreSummary, E> {
    let scorer = Scorer::new(bound, keeping)?;
    let mut summary = ScoreSummary { rules: Vec::new(), numbers: NumberPairs::default() };
    for (at, blocks) in checked_blocks(bound, blocks, n_pairs_max)?.iter().enumerate() {
        let mut score = RuleScore { rule: bound.blocking[at].text.clone(), n_pairs: 0, n_kept: 0 };
        let numbers = &mut summary.numbers;
        blocks.for_each(bound, |part, blocks| scorer.run((part, blocks, at), (&mut score, numbers), &mut sink))?;
        summary.rules.push(score);
    }
    Ok(summary)
}

struct ScoredTask {
    n_pairs: u64,
    numbers: NumberPairs,
    kept: Vec<ScoredPair>,
}

struct Scorer<'b> {
    bound: &'b Bound<'b>,
    kernels: Kernels<'b>,
    weights: Weights,
    patterns: Patterns,
    keeping: Keeping<'b>,
    unequal: Vec<UnequalBound>,
    /// Comparisons in the order in which they are worked out where values differ: first those that rule out most for what they take.
    order: Vec<usize>,
    /// Comparisons of numbers that one person has, and the rules that ask for none of them.
    numbers: Vec<usize>,
    rules_without_numbers: Vec<&'b BoundRule>,
}

impl<'b> Scorer<'b> {
    fn new(bound: &'b Bound<'b>, keeping: Keeping<'b>) -> Result<Scorer<'b>, Error> {
        let weights = Weights::of(bound);
        let unequal: Vec<UnequalBound> =
            (0..bound.comparisons.len()).map(|at| UnequalBound::of(&weights, bound, at)).collect();
        let mut order: Vec<usize> = (0..bound.comparisons.len()).collect();
        let worth = |at: usize| unequal[at].drop() / cost(bound, at);
        order.sort_by(|one, other| worth(*other).total_cmp(&worth(*one)));
        let kernels = Kernels::of(bound);
        let model = bound.model();
        let is_number = |at: &usize| NUMBERS.contains(&model.comparisons[*at].name.as_str());
        let asks_for_none = |rule: &Rule| !rule.columns().iter().any(|column| NUMBERS.contains(column));
        let without_numbers = model.blocking.iter().zip(&bound.blocking).filter(|(rule, _)| asks_for_none(rule));
        Ok(Scorer {
            bound,
            kernels,
            weights,
            patterns: Patterns::of(&bound.comparisons)?,
            keeping,
            unequal,
            order,
            numbers: (0..bound.comparisons.len()).filter(is_number).collect(),
            rules_without_numbers: without_numbers.map(|(_, rule)| rule).collect(),
        })
    }

    /// Scores the pairs of one rule.
    fn run<E>(
        &self,
        (part, blocks, rule): (&Partition<'_>, &Blocks, usize),
        (score, numbers): (&mut RuleScore, &mut NumberPairs),
        sink: &mut impl FnMut(&[ScoredPair]) -> Result<(), E>,
    ) -> Result<(), E> {
        let earlier = Earlier::than(&self.bound.blocking[rule], &self.bound.blocking[..rule]);
        let shared = (part, blocks, rule, &earlier);
        let tasks = tasks(part, blocks, self.n_pairs_each());
        let mut take = |scored: Vec<ScoredTask>| {
            for one in &scored {
                score.n_pairs += one.n_pairs;
                score.n_kept += one.kept.len() as u64;
                numbers.add(one.numbers);
                if !one.kept.is_empty() {
                    sink(&one.kept)?;
                }
            }
            Ok(())
        };
        // The sink works on what one window came to while the next one is compared.
        let mut done = Vec::new();
        for window in tasks.chunks(N_TASKS_AT_ONCE) {
            let mut scored = Vec::new();
            rayon::in_place_scope(|scope| {
                scope.spawn(|_| scored = self.scored_window(shared, window));
                take(std::mem::take(&mut done))
            })?;
            done = scored;
        }
        take(done)
    }

    /// What some tasks came to, in order.
    fn scored_window(&self, shared: (&Partition<'_>, &Blocks, usize, &Earlier), window: &[Task]) -> Vec<ScoredTask> {
        let score_task = |kernel: &mut Kernel<'_>, task| self.scored_task(kernel, shared, task);
        window.par_iter().map_init(|| self.kernels.take(), score_task).collect()
    }

    /// Few enough for memory to hold those of two windows, if every one is kept. Pairs are the same whatever it is.
    fn n_pairs_each(&self) -> u64 {
        let n_at_once = |memory: &MemoryLimit| memory.buffer_bytes() / (2 * size_of::<ScoredPair>()) as u64;
        let n_pairs = self.bound.memory.as_ref().map(|memory| n_at_once(memory) / N_TASKS_AT_ONCE as u64);
        n_pairs.unwrap_or(N_PAIRS_EACH).clamp(N_PAIRS_EACH_MIN, N_PAIRS_EACH)
    }

    fn scored_task(
        &self,
        kernel: &mut Kernel<'_>,
        (part, blocks, rule, earlier): (&Partition<'_>, &Blocks, usize, &Earlier),
        task: &Task,
    ) -> ScoredTask {
        let mut one = ScoredTask { n_pairs: 0, numbers: NumberPairs::default(), kept: Vec::new() };
        let mut levels = vec![0; self.bound.comparisons.len()];
        for_each_pair(part, blocks, task, earlier, |pair| {
            one.n_pairs += 1;
            kernel.meet(pair.n_right);
            if let Some((weight, pattern)) = self.kept(kernel, &pair, &mut levels) {
                let Pair { left_row, right_row, .. } = pair;
                let apart = self.apart(&pair, weight);
                if apart.is_none() {
                    one.numbers.add(self.number_pairs(&pair, &levels, weight));
                }
                one.kept.push(ScoredPair {
                    left: left_row,
                    right: right_row,
                    weight,
                    pattern,
                    rule: rule as u16,
                    apart,
                });
            }
        });
        one
    }

    /// Weight and pattern of a pair, or none as soon as it cannot reach the least weight.
    ///
    /// Most pairs of a block differ in most columns. Whether values are the same is known at once, so
    /// the most that the others could still add shows whether looking closer can matter.
    fn kept(&self, kernel: &mut Kernel<'_>, pair: &Pair<'_>, levels: &mut [LevelCode]) -> Option<(f64, Pattern)> {
        let mut most = self.weights.prior;
        for (at, comparison) in self.bound.comparisons.iter().enumerate() {
            let (l, r) = (pair.left[comparison.slot], pair.right[comparison.slot]);
            if l == r || l == NULL || r == NULL {
                levels[at] = kernel.level(at, pair.left, pair.right);
                most += self.level_weight(at, levels[at], pair);
            } else {
                levels[at] = UNKNOWN;
                most += self.unequal[at].most(pair.left, pair.right);
            }
        }
        for at in &self.order {
            if most + SLACK < self.keeping.weight_min {
                return None;
            }
            if levels[*at] == UNKNOWN {
                levels[*at] = kernel.level(*at, pair.left, pair.right);
                most += self.level_weight(*at, levels[*at], pair) - self.unequal[*at].most(pair.left, pair.right);
            }
        }
        let weight = self.weights.total(self.bound, levels, pair.left, pair.right);
        (self.keeping.weight_min <= weight).then(|| (weight, self.patterns.pack(levels)))
    }

    fn apart(&self, pair: &Pair<'_>, weight: f64) -> Option<Apart> {
        let rule = self.keeping.household_rule.filter(|_| self.keeping.asked_weight_min <= weight)?;
        rule.apart((pair.left_row, pair.left), (pair.right_row, pair.right))
    }

    /// Whether a link is of two records with a common number, and whether it would be one without any.
    fn number_pairs(&self, pair: &Pair<'_>, levels: &[LevelCode], weight: f64) -> NumberPairs {
        let agrees = |at: &usize| {
            let slot = self.bound.comparisons[*at].slot;
            pair.left[slot] == pair.right[slot] && pair.left[slot] != NULL
        };
        if weight < self.keeping.link_weight_min || !self.numbers.iter().any(agrees) {
            return NumberPairs::default();
        }
        let of_numbers: f64 = self.numbers.iter().map(|at| self.level_weight(*at, levels[*at], pair)).sum();
        let is_apart = || {
            let (left, right) = ((pair.left_row, pair.left), (pair.right_row, pair.right));
            self.keeping.household_rule.is_some_and(|rule| rule.apart_without_numbers(left, right).is_some())
        };
        let is_alike_else = self.keeping.link_weight_min <= weight - of_numbers
            && self.rules_without_numbers.iter().any(|rule| rule.makes(pair.left, pair.right))
            && !is_apart();
        NumberPairs { n_agree: 1, n_alike_else: u64::from(is_alike_else) }
    }

    fn level_weight(&self, at: usize, level: LevelCode, pair: &Pair<'_>) -> f64 {
        let adjustment = self.weights.term_adjustment(self.bound, at, level, pair.left, pair.right);
        self.weights.levels[at][usize::from(level)] + adjustment
    }
}

/// Numbers that no two people share.
const NUMBERS: [&str; 3] = [column::NHS_NUMBER, column::NINO, column::UPN];

/// A level not worked out yet; comparisons have far fewer levels.
const UNKNOWN: LevelCode = LevelCode::MAX;

/// Roughly what a comparison of differing values takes: tests on codes, then kept likenesses, then texts.
fn cost(bound: &Bound<'_>, at: usize) -> f64 {
    let comparison = &bound.comparisons[at];
    match comparison.of_values.iter().any(|test| matches!(test, Some(ValueTest::Like(_)))) {
        false => 1.0,
        true if comparison.is_cached => 2.0,
        true => 4.0,
    }
}
