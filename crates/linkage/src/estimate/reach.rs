//! Which rules bring matches together, and how many matches none of them finds.

use rayon::prelude::*;

use super::matches::MadeUpMatches;
use super::values::Values;
use crate::Error;
use crate::bind::Bound;
use crate::blocking::n_pairs_of_rule;
use crate::linkage_model::{BlockingChoice, Model, Rule};

/// The blocking rules that a run used, and what they find.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// In order.
    pub rules: Vec<RuleReach>,
    /// The share of matches that no rule brings together, by the model; none where there are too few matches to tell.
    pub missed: Option<f64>,
    /// Rules that were not used because they make too many pairs, and how many.
    pub left_out: Vec<(String, u64)>,
}

/// A blocking rule and what it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleReach {
    pub rule: String,
    /// The share of matches that it brings together and no earlier rule does.
    pub adds: Option<f64>,
    /// Whether the run chose it, beside the rules that the model always has.
    pub is_chosen: bool,
}

/// This many pairs are always allowed: they are compared within a second.
const N_PAIRS_MIN: u64 = 1_000_000;
/// A rule is worth its pairs where it adds at least this share of matches.
const ADDS_MIN: f64 = 0.000_5;
/// Beyond what is always allowed, a rule must add a match for every this many pairs that are compared: the more records, the more of the pairs
/// of a loose rule are chance.
const PAIRS_A_MATCH: f64 = 1_000.0;
/// Where pairs by chance come to a tenth of what is allowed, they need not be counted.
const MARGIN: f64 = 10.0;

/// Chooses rules: those of `blocking` that do not make too many pairs, and of the others, while matches are missed and pairs are
/// left, the one that adds most for its pairs. Those that were left out come with how many pairs they make.
///
/// # Errors
/// [`Error::Scratch`].
pub(super) fn choose(
    bound: &Bound<'_>,
    choice: &BlockingChoice,
    values: &Values,
    (matches, n_matches): (Option<&MadeUpMatches>, f64),
) -> Result<(Vec<Rule>, Vec<(String, u64)>), Error> {
    let n_records = bound.records().n_records() as u64;
    let n_pairs_max = (choice.pairs_each * n_records).max(N_PAIRS_MIN);
    let mut chosen = Choice { matches, values, is_found: Vec::new(), rules: Vec::new() };
    let mut left_out = Vec::new();
    let mut n_pairs = 0;
    for rule in &bound.model().blocking {
        if is_surely_within(bound, rule, n_pairs_max) {
            chosen.take(rule);
            continue;
        }
        let n_of_rule = n_pairs_of_rule(bound, &bound.rule(rule))?;
        if n_of_rule <= n_pairs_max {
            n_pairs += n_of_rule;
            chosen.take(rule);
        } else {
            left_out.push((rule.text(), n_of_rule));
        }
    }
    let mut open: Vec<(&Rule, Option<u64>)> = choice.rules.iter().map(|rule| (rule, None)).collect();
    loop {
        let budget = Budget { n_pairs, n_pairs_max, n_matches };
        let Some(at) = chosen.best(bound, &mut open, &budget, choice.recall)? else { break };
        let (rule, n_of_rule) = open.remove(at);
        n_pairs += n_of_rule.unwrap_or(0);
        chosen.take(rule);
    }
    Ok((chosen.rules, left_out))
}

/// What rules find, one after the other.
pub(super) fn reach(
    model: &Model,
    rules: &[Rule],
    left_out: Vec<(String, u64)>,
    values: &Values,
    matches: Option<&MadeUpMatches>,
) -> Reach {
    let mut chosen = Choice { matches, values, is_found: Vec::new(), rules: Vec::new() };
    let each = rules.iter().map(|rule| {
        let adds = chosen.adds(rule);
        chosen.take(rule);
        RuleReach { rule: rule.text(), adds, is_chosen: !model.blocking.contains(rule) }
    });
    let rules = each.collect();
    Reach { rules, missed: chosen.missed(), left_out }
}

/// Whether a rule makes few pairs beyond doubt, by how often two records have the same of each value.
fn is_surely_within(bound: &Bound<'_>, rule: &Rule, n_pairs_max: u64) -> bool {
    let n = bound.records().n_records() as f64;
    let repeats = |slot: &usize| bound.slots[*slot].repeat_probability;
    let by_chance = n * n / 2.0 * bound.rule(rule).slots.iter().map(repeats).product::<f64>();
    MARGIN * (by_chance + n) <= n_pairs_max as f64
}

/// What rules may cost.
struct Budget {
    /// Pairs of the rules so far.
    n_pairs: u64,
    n_pairs_max: u64,
    /// All the matches that there may be.
    n_matches: f64,
}

impl Budget {
    /// Whether a rule that makes this many pairs and adds this share of all matches is worth it.
    fn has_room_for(&self, n_of_rule: u64, adds: Option<f64>) -> bool {
        let n_all = self.n_pairs.saturating_add(n_of_rule);
        let is_worth = |adds: f64| n_of_rule as f64 <= PAIRS_A_MATCH * adds * self.n_matches;
        n_all <= self.n_pairs_max && (n_all <= N_PAIRS_MIN || adds.is_none_or(is_worth))
    }
}

/// Rules chosen so far.
struct Choice<'c> {
    matches: Option<&'c MadeUpMatches>,
    values: &'c Values,
    /// For each made-up match whether a rule finds it.
    is_found: Vec<bool>,
    rules: Vec<Rule>,
}

impl Choice<'_> {
    fn take(&mut self, rule: &Rule) {
        if let Some(matches) = self.matches {
            self.is_found.resize(matches.len(), false);
            let found = matches.found(self.values.of_rule(rule));
            self.is_found.iter_mut().zip(found).for_each(|(known, found)| *known |= found);
        }
        self.rules.push(rule.clone());
    }

    /// The share of matches that a rule would add.
    fn adds(&self, rule: &Rule) -> Option<f64> {
        let matches = self.matches?;
        let found = matches.found(self.values.of_rule(rule));
        let known = self.is_found.iter().copied().chain(std::iter::repeat(false));
        let n_new = found.iter().zip(known).filter(|(found, known)| **found && !known).count();
        Some(n_new as f64 / matches.len() as f64)
    }

    fn missed(&self) -> Option<f64> {
        let matches = self.matches?;
        let n_found = self.is_found.iter().filter(|is_found| **is_found).count();
        Some(1.0 - n_found as f64 / matches.len() as f64)
    }

    /// The open rule that adds most for its pairs, while matches are missed; where nothing is known of matches the next one.
    fn best(
        &self,
        bound: &Bound<'_>,
        open: &mut [(&Rule, Option<u64>)],
        budget: &Budget,
        recall: f64,
    ) -> Result<Option<usize>, Error> {
        if self.missed().is_some_and(|missed| missed <= 1.0 - recall) {
            return Ok(None);
        }
        let n_records = bound.records().n_records() as f64;
        let adds: Vec<Option<f64>> = open.iter().map(|(rule, _)| self.adds(rule)).collect();
        let may_add = |adds: Option<f64>| adds.is_none_or(|adds| ADDS_MIN <= adds);
        open.par_iter_mut()
            .zip(&adds)
            .filter(|((_, n_pairs), adds)| n_pairs.is_none() && may_add(**adds))
            .try_for_each(|((rule, n_pairs), _)| {
                *n_pairs = Some(n_pairs_of_rule(bound, &bound.rule(rule))?);
                Ok::<(), Error>(())
            })?;
        let mut best: Option<(usize, f64)> = None;
        for (at, ((_, n_pairs), adds)) in open.iter().zip(adds).enumerate().filter(|(_, (_, adds))| may_add(*adds)) {
            let n_pairs = n_pairs.unwrap_or(u64::MAX);
            // A pair costs; so does sorting every record into a block.
            let worth = adds.unwrap_or(1.0) / (n_pairs as f64 + n_records);
            if budget.has_room_for(n_pairs, adds) && best.is_none_or(|(_, most)| most < worth) {
                best = Some((at, worth));
            }
        }
        Ok(best.map(|(at, _)| at))
    }
}
