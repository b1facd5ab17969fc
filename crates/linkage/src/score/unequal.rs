//! The most that a comparison can add where two values differ, so that hopeless pairs are left early.

use super::weights::Weights;
use crate::bind::Bound;
use crate::compare::LevelCode;
use crate::records::NULL;

/// Bounds on the weight of one comparison for pairs whose values differ.
pub(super) struct UnequalBound {
    /// By levels that may hold whatever else the records say.
    always: f64,
    /// By levels that also ask for the same value of another slot, the most first.
    where_same: Vec<(usize, f64)>,
    /// What the last level adds, on which most such pairs are.
    otherwise: f64,
}

impl UnequalBound {
    pub(super) fn of(weights: &Weights, bound: &Bound<'_>, at: usize) -> UnequalBound {
        let comparison = &bound.comparisons[at];
        let most = |level: usize| weights.most_of_level(bound, at, level as LevelCode + 1);
        let (mut always, mut where_same) = (f64::NEG_INFINITY, Vec::new());
        for (level, test) in comparison.tests.iter().enumerate() {
            match test.slot_of_same() {
                _ if test.asks_for_same(comparison.slot) => {}
                Some(slot) => where_same.push((slot, most(level))),
                None => always = most(level).max(always),
            }
        }
        where_same.retain(|(_, most)| always < *most);
        where_same.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        UnequalBound { always, where_same, otherwise: weights.levels[at][comparison.n_levels()] }
    }

    /// The most that the comparison can add for two rows whose values differ.
    pub(super) fn most(&self, left: &[u32], right: &[u32]) -> f64 {
        let is_same = |(slot, _): &&(usize, f64)| left[*slot] == right[*slot] && left[*slot] != NULL;
        self.where_same.iter().find(is_same).map_or(self.always, |(_, most)| *most)
    }

    /// How much a pair that has nothing in common loses once it is looked at.
    pub(super) fn drop(&self) -> f64 {
        self.always - self.otherwise
    }
}
