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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Kernels;
    use crate::linkage_model::Model;
    use crate::records::RecordsBuilder;

    const MODEL: &str = "
        version = 1
        name = 'x'
        blocking = [['a']]
        [prior]
        probability = 0.1
        [[comparison]]
        name = 'a'
        of = 'a'
        levels = [
            { is = 'same', of = 'b', m = 0.6, u = 0.001 },
            { all = [{ is = 'same' }, { is = 'same', of = 'c' }], m = 0.2, u = 0.000_001 },
            { is = 'same', m = 0.1, u = 0.01, term_frequency = 1.0 },
            { is = 'levenshtein', at_most = 1, m = 0.05, u = 0.01, term_frequency = 0.5 },
            { is = 'same', of = 'c', m = 0.03, u = 0.02 },
            { is = 'else', m = 0.02, u = 0.959 },
        ]
    ";

    fn bound_of_rows(check: impl Fn(&Bound<'_>, &UnequalBound, &Weights)) {
        let mut builder = RecordsBuilder::new(&["a", "b", "c"]).expect("columns");
        let values = ["smith", "smyth", "jones", "jonas", "smith"];
        for at in 0..30_usize {
            let row = [values[at % 5], ["x", "y"][at / 5 % 2], ["p", "q", "r"][at / 10]];
            builder.push(&at.to_string(), &row.map(Some)).expect("a row");
        }
        let records = builder.finish().expect("records");
        let bound = Bound::new(&records, &Model::read(MODEL).expect("a model")).expect("bound");
        let weights = Weights::of(&bound);
        check(&bound, &UnequalBound::of(&weights, &bound, 0), &weights);
    }

    #[test]
    fn no_pair_of_unequal_values_weighs_more_than_its_bound() {
        bound_of_rows(|bound, unequal, weights| {
            let kernels = Kernels::of(bound);
            let (mut kernel, mut n_pairs) = (kernels.take(), 0);
            for (l, r) in (0..30).flat_map(|l| (l + 1..30).map(move |r| (l, r))) {
                let (left, right) = (bound.row(l), bound.row(r));
                if left[bound.comparisons[0].slot] != right[bound.comparisons[0].slot] {
                    let level = kernel.level(0, left, right);
                    let weight =
                        weights.levels[0][usize::from(level)] + weights.term_adjustment(bound, 0, level, left, right);
                    assert!(weight <= unequal.most(left, right) + 1e-9, "{level} of {l} and {r}");
                    n_pairs += 1;
                }
            }
            assert!(200 < n_pairs, "{n_pairs}");
        });
    }

    #[test]
    fn a_level_that_cannot_hold_does_not_raise_the_bound() {
        bound_of_rows(|bound, unequal, weights| {
            // Rows 0 and 16 differ in `a`, in `b` and in `c`: at most they are a slip apart.
            let most = unequal.most(bound.row(0), bound.row(16));
            assert!(most < weights.levels[0][1] && most < weights.levels[0][2], "{most}");
            // Rows 0 and 21 agree on `b`.
            assert_eq!(unequal.most(bound.row(0), bound.row(21)), weights.levels[0][1]);
        });
    }
}
