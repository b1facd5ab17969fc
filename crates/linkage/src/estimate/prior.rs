//! How likely two records taken at random are of one person.

use rayon::prelude::*;

use super::note::Note;
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::blocking::{Earlier, RuleBlocks, for_each_pair, n_pairs_possible, tasks};

/// What the strict rules of a model find.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RuleFinds {
    /// The prior by what they find; none where they find no pair.
    pub(super) probability: Option<f64>,
    n_pairs: u64,
}

/// Estimates that are further apart than this are told.
const TIMES_APART: f64 = 3.0;

impl RuleFinds {
    /// The prior to use: the one from training, which does not depend on how often a person thinks slips occur, or otherwise this one.
    pub(super) fn held_against(&self, by_model: Option<f64>) -> Option<f64> {
        by_model.or(self.probability)
    }

    pub(super) fn disagreement(&self, by_model: Option<f64>) -> Option<Note> {
        let (by_rules, by_model) = (self.probability?, by_model?);
        let n_of = |probability: f64| (probability * self.n_pairs as f64).round() as u64;
        let is_apart = TIMES_APART < by_rules / by_model || TIMES_APART < by_model / by_rules;
        is_apart.then(|| Note::PriorsApart { n_by_rules: n_of(by_rules), n_by_model: n_of(by_model) })
    }
}

/// The prior by the strict rules of a model: what they find beyond chance, by the share of matches that a person judged them to find.
///
/// # Errors
/// [`Error::PriorImpossible`], [`Error::Scratch`].
pub(super) fn found_by_rules(bound: &Bound<'_>) -> Result<RuleFinds, Error> {
    let rules: Vec<BoundRule> = bound.model().prior.rules.iter().map(|rule| bound.rule(rule)).collect();
    let n_pairs = n_pairs_possible(bound);
    let (mut n_found, mut n_made) = (0, 0);
    let n_new_of_rules: Vec<u64> = (0..rules.len())
        .into_par_iter()
        .map(|at| n_new_pairs(bound, &rules[at], &rules[..at]))
        .collect::<Result<_, Error>>()?;
    for (rule, n_new) in rules.iter().zip(n_new_of_rules) {
        n_made += n_new;
        n_found += n_new.saturating_sub(n_by_chance(bound, rule, n_pairs));
    }
    // Rules that make nearly all pairs are not strict, whatever of it is chance.
    let recall = bound.model().prior.recall;
    if let Err(impossible @ Error::PriorImpossible { .. }) = prior_from_rules(n_made, n_pairs, recall) {
        return Err(impossible);
    }
    match prior_from_rules(n_found, n_pairs, recall) {
        Err(Error::PriorUnknown) => Ok(RuleFinds { probability: None, n_pairs }),
        probability => Ok(RuleFinds { probability: Some(probability?), n_pairs }),
    }
}

/// Pairs that agree on a rule by coincidence, where it asks for several values. Those that agree on a single one are no measure of
/// it: among them are the matches.
fn n_by_chance(bound: &Bound<'_>, rule: &BoundRule, n_pairs: u64) -> u64 {
    if rule.slots.len() < 2 {
        return 0;
    }
    let share: f64 = rule.slots.iter().map(|slot| bound.slots[*slot].repeat_probability).product();
    (share * n_pairs as f64) as u64
}

/// `λ = (found / recall) / all pairs` (method, section 3.1).
///
/// # Errors
/// [`Error::PriorImpossible`] where the rules find more than there can be, [`Error::PriorUnknown`]
/// where they find nothing.
fn prior_from_rules(n_found: u64, n_pairs: u64, recall: f64) -> Result<f64, Error> {
    if n_found == 0 {
        return Err(Error::PriorUnknown);
    }
    let probability = n_found as f64 / recall / n_pairs as f64;
    if 1.0 <= probability {
        return Err(Error::PriorImpossible { n_found, recall, n_pairs });
    }
    Ok(probability)
}

/// More pairs than this are no sign of strict rules.
const N_PAIRS_MAX: u64 = 2_000_000_000;

fn n_new_pairs(bound: &Bound<'_>, rule: &BoundRule, earlier: &[BoundRule]) -> Result<u64, Error> {
    let blocks = RuleBlocks::of(bound, rule)?;
    let n_pairs = blocks.n_pairs(bound)?;
    if N_PAIRS_MAX < n_pairs {
        let recall = bound.model().prior.recall;
        return Err(Error::PriorImpossible { n_found: n_pairs, recall, n_pairs: n_pairs_possible(bound) });
    }
    if earlier.is_empty() {
        return Ok(n_pairs);
    }
    let earlier = Earlier::than(rule, earlier);
    let mut n_new = 0;
    blocks.for_each(bound, |part, blocks| {
        let count = |task| {
            let mut n = 0;
            for_each_pair(part, blocks, task, &earlier, |_| n += 1);
            n
        };
        n_new += tasks(part, blocks, 1 << 16).par_iter().map(count).sum::<u64>();
        Ok::<(), Error>(())
    })?;
    Ok(n_new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::match_weight;

    /// Method, T5: a million records, 40,000 pairs, recall 0.8.
    #[test]
    fn the_prior_is_that_of_t5() {
        let n = 1_000_000_u64;
        let found = prior_from_rules(40_000, n * (n - 1) / 2, 0.8).expect("a prior");
        assert!((found - 1.000_001e-7).abs() < 1e-13, "{found}");
        assert!((match_weight(found) - -23.253).abs() < 1e-3);
    }

    /// Method, T5: with a true recall of 0.8 and weight −14, guessing 0.6 gives −13.585 and 0.95 gives −14.248.
    #[test]
    fn a_wrong_recall_moves_the_prior_as_in_t5() {
        // 2^-14 of the pairs are true, so the rules find 0.8 of these.
        let n_pairs = 1 << 40;
        let n_found = (0.8 * f64::from(1 << 26)) as u64;
        for (recall, weight) in [(0.8, -14.0), (0.6, -13.585), (0.95, -14.248)] {
            let found = prior_from_rules(n_found, n_pairs, recall).expect("a prior");
            assert!((found.log2() - weight).abs() < 1e-3, "{recall}");
        }
    }

    #[test]
    fn a_prior_that_cannot_be_is_refused() {
        assert_eq!(prior_from_rules(0, 10, 0.8), Err(Error::PriorUnknown));
        assert_eq!(prior_from_rules(9, 10, 0.8), Err(Error::PriorImpossible { n_found: 9, recall: 0.8, n_pairs: 10 }));
    }
}
