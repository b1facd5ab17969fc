//! The matches among the pairs of training rules, and on which values they agree.

use std::collections::BTreeMap;

use super::count::RulePairs;
use super::em::Belief;
use super::values::{ValueSet, Values};
use crate::chance::Chance;
use crate::linkage_model::Rule;

/// The matches among the pairs of one rule, as a session sees them.
pub(super) struct Matches {
    /// Groups of values of which the rule asks for any; the matches are chosen by them.
    touched: ValueSet,
    /// Matches that were looked at.
    n_seen: f64,
    /// Matches by the values on which they agree.
    by_values: BTreeMap<ValueSet, f64>,
}

impl Matches {
    pub(super) fn of(rule: &Rule, pairs: &RulePairs, belief: &Belief<'_>, values: &Values) -> Option<Matches> {
        let asked = values.of_rule(rule)?;
        let touched = values.groups.iter().filter(|group| *group & asked != 0).fold(0, |all, group| all | group);
        let n_seen: f64 = pairs.counts.iter().map(|count| count.n * belief.match_share(&count.levels)).sum();
        let mut by_values: BTreeMap<ValueSet, f64> = BTreeMap::new();
        for agreement in &pairs.agreements {
            let n = agreement.n * belief.match_share(&agreement.levels);
            if 0.0 < n {
                *by_values.entry(agreement.values).or_default() += n;
            }
        }
        // Agreements are of some of the pairs.
        let n_agreements: f64 = by_values.values().sum();
        by_values.values_mut().for_each(|n| *n *= n_seen * pairs.n_each / n_agreements);
        Some(Matches { touched, n_seen, by_values })
    }
}

/// Fewer matches than this tell nothing of a share.
const N_SEEN_MIN: f64 = 5.0;

/// Matches made up of what sessions saw, each by the values on which it agrees.
///
/// Groups of values are drawn for themselves, each from sessions whose rules ask for none of the group, so that no match is there
/// because it agrees. Slips in one group are taken to say nothing about slips in another: records that are bad all over make the
/// share that no rule finds larger than it comes out here.
pub(super) struct MadeUpMatches(Vec<ValueSet>);

const N_DRAWS: usize = 20_000;

impl MadeUpMatches {
    /// None where the sessions saw too little.
    pub(super) fn of(sessions: &[Matches], values: &Values, seed: u64) -> Option<MadeUpMatches> {
        let told: Vec<&Matches> = sessions.iter().filter(|session| N_SEEN_MIN <= session.n_seen).collect();
        let mut chance = Chance::new(seed);
        let mut drawn = vec![0; N_DRAWS];
        for group in &values.groups {
            let free: Vec<&Matches> = told.iter().filter(|session| session.touched & group == 0).copied().collect();
            let sums = summed(if free.is_empty() { &told } else { &free }, *group);
            let total = sums.last().filter(|(_, total)| 0.0 < *total)?.1;
            for values in &mut drawn {
                let at = chance.fraction() * total;
                let found = sums.partition_point(|(_, sum)| *sum <= at).min(sums.len() - 1);
                *values |= sums[found].0;
            }
        }
        Some(MadeUpMatches(drawn))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The share that any of some rules brings together.
    pub(super) fn share_found(&self, rules: impl Iterator<Item = Option<ValueSet>>) -> f64 {
        let rules: Vec<ValueSet> = rules.flatten().collect();
        let n = self.0.iter().filter(|values| rules.iter().any(|asked| *values & asked == *asked)).count();
        n.max(1) as f64 / self.len() as f64
    }

    /// Those that a rule brings together.
    pub(super) fn found(&self, asked: Option<ValueSet>) -> Vec<bool> {
        self.0.iter().map(|values| asked.is_some_and(|asked| values & asked == asked)).collect()
    }
}

/// What matches agree on within a group, with running totals.
fn summed(sessions: &[&Matches], group: ValueSet) -> Vec<(ValueSet, f64)> {
    let mut by_values: BTreeMap<ValueSet, f64> = BTreeMap::new();
    for (values, n) in sessions.iter().flat_map(|session| &session.by_values) {
        *by_values.entry(values & group).or_default() += n;
    }
    let mut total = 0.0;
    by_values
        .into_iter()
        .map(|(values, n)| {
            total += n;
            (values, total)
        })
        .collect()
}
