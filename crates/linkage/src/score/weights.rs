//! Match weights: how many bits each level speaks for one person or for two.

use crate::bind::Bound;
use crate::compare::LevelCode;
use crate::linkage_model::{Comparison, Level};
use crate::records::NULL;

/// `m` and `u` are never taken to be less, so that no weight is infinite.
pub(crate) const PROBABILITY_MIN: f64 = 1e-300;

/// The weights of a model, in bits (log base 2).
///
/// `M = log2(λ / (1 − λ)) + Σ log2(m / u)`, and a missing value adds nothing (method, section 3.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// `log2(λ / (1 − λ))`.
    pub prior: f64,
    /// For each comparison the weight of missing, which is 0, and of each level.
    pub levels: Vec<Vec<f64>>,
    /// For each comparison and level code the term-frequency adjustment, where there is one.
    terms: Vec<Vec<Option<Terms>>>,
}

/// What is needed to adjust for how common a value is.
#[derive(Clone, Debug, PartialEq)]
struct Terms {
    slot: usize,
    log_u_exact: f64,
    share_min: f64,
    /// How much of the adjustment applies.
    strength: f64,
    /// The adjustment of each value of the slot: there are fewer of them than pairs that agree on one.
    by_code: Vec<f64>,
}

impl Terms {
    /// `strength × (log2 u_exact − log2 max(share, smallest))`.
    fn adjustment(&self, share: f64) -> f64 {
        self.strength * (self.log_u_exact - share.max(self.share_min).max(PROBABILITY_MIN).log2())
    }
}

impl Weights {
    pub fn of(bound: &Bound<'_>) -> Weights {
        let model = bound.model();
        let prior = match_weight(model.prior.probability.unwrap_or(DEFAULT_PRIOR));
        let levels = model.comparisons.iter().map(weights_of_levels).collect();
        let terms = model.comparisons.iter().map(|comparison| terms(comparison, bound));
        Weights { prior, levels, terms: terms.collect() }
    }

    /// The weight of a pair by its levels and, where terms count, its values.
    pub(crate) fn total(&self, bound: &Bound<'_>, levels: &[LevelCode], left: &[u32], right: &[u32]) -> f64 {
        let each = levels.iter().enumerate();
        each.fold(self.prior, |sum, (at, level)| {
            sum + self.levels[at][usize::from(*level)] + self.term_adjustment(bound, at, *level, left, right)
        })
    }

    /// `strength × (log2 u_exact − log2 max(tf left, tf right, smallest))`; nothing for other levels.
    pub(crate) fn term_adjustment(
        &self,
        bound: &Bound<'_>,
        at: usize,
        level: LevelCode,
        left: &[u32],
        right: &[u32],
    ) -> f64 {
        let Some(terms) = &self.terms[at][usize::from(level)] else { return 0.0 };
        let (l, r) = (left[terms.slot], right[terms.slot]);
        let share = |code: u32| if code == NULL { 0.0 } else { bound.slots[terms.slot].shares[code as usize] };
        let commoner = if l == r || share(r) <= share(l) { l } else { r };
        if commoner == NULL { terms.adjustment(0.0) } else { terms.by_code[commoner as usize] }
    }

    /// The most that a level can add, by the rarest value where terms count.
    pub(super) fn most_of_level(&self, bound: &Bound<'_>, at: usize, level: LevelCode) -> f64 {
        let level = usize::from(level);
        let adjusted = self.terms[at][level].as_ref().map_or(0.0, |terms| {
            let smallest = 1.0 / bound.slots[terms.slot].n_present.max(1) as f64;
            terms.strength * (terms.log_u_exact - smallest.max(terms.share_min).log2()).max(0.0)
        });
        self.levels[at][level] + adjusted
    }
}

/// Where neither a prior nor rules to estimate it are given: one pair in ten thousand.
pub(crate) const DEFAULT_PRIOR: f64 = 1e-4;

/// The weight of missing and of each level.
fn weights_of_levels(comparison: &Comparison) -> Vec<f64> {
    let (m, u) = parameters(comparison);
    let weights = m.iter().zip(&u).map(|(m, u)| (m.max(PROBABILITY_MIN) / u.max(PROBABILITY_MIN)).log2());
    std::iter::once(0.0).chain(weights).collect()
}

/// For missing and each level the adjustment.
fn terms(comparison: &Comparison, bound: &Bound<'_>) -> Vec<Option<Terms>> {
    let (_, u) = parameters(comparison);
    let of_level = |level: &Level| {
        let (of, exact) = comparison.counted(level)?;
        let mut terms = Terms {
            slot: bound.slot_of(of),
            log_u_exact: u[exact].max(PROBABILITY_MIN).log2(),
            share_min: comparison.term_frequency_min,
            strength: level.term_frequency,
            by_code: Vec::new(),
        };
        terms.by_code =
            bound.slots[terms.slot].shares.iter().map(|share| terms.adjustment(f64::from(*share))).collect();
        Some(terms)
    };
    std::iter::once(None).chain(comparison.levels.iter().map(of_level)).collect()
}

/// `m` and `u` of every level, with the starting values of the method where they are not known.
pub(crate) fn parameters(comparison: &Comparison) -> (Vec<f64>, Vec<f64>) {
    let (m, u) = starting_values(comparison.levels.len());
    let or_known = |known: fn(&Level) -> Option<f64>, start: Vec<f64>| {
        comparison.levels.iter().zip(start).map(|(level, start)| known(level).unwrap_or(start)).collect()
    };
    (or_known(|level| level.m, m), or_known(|level| level.u, u))
}

/// Starting values for the first level to the last (method, section 3.1): `m` is 0.95 on the first and
/// equal on the rest; `u` follows from weights of 10 on the first and +3 down to −5 on the rest.
pub(crate) fn starting_values(n_levels: usize) -> (Vec<f64>, Vec<f64>) {
    let n_rest = n_levels - 1;
    let m = |level| if level == 0 { 0.95 } else { 0.05 / n_rest as f64 };
    let weight = |level: usize| match level {
        0 => 10.0,
        _ if n_rest == 1 => -5.0,
        _ => 3.0 - 8.0 * (level - 1) as f64 / (n_rest - 1) as f64,
    };
    let levels = 0..n_levels;
    (levels.clone().map(m).collect(), levels.map(|level| m(level) / f64::exp2(weight(level))).collect())
}

/// The probability behind a match weight.
pub fn match_probability(weight: f64) -> f64 {
    // 2^weight overflows for the strongest pairs; 2^-|weight| never does.
    let smaller = (-weight.abs()).exp2();
    if weight < 0.0 { smaller / (1.0 + smaller) } else { 1.0 / (1.0 + smaller) }
}

/// The match weight behind a probability.
pub fn match_weight(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::records::RecordsBuilder;

    /// Method, T5.
    #[test]
    fn weights_become_probabilities_as_in_t5() {
        for (weight, probability) in [(0.0, 0.5), (2.0, 0.8), (3.0, 0.8889), (4.0, 0.9412), (7.0, 0.9922)] {
            assert!((match_probability(weight) - probability).abs() < 5e-5, "{weight}");
            assert!((match_weight(match_probability(weight)) - weight).abs() < 1e-9, "{weight}");
        }
        let waterfall = -6.67 + 4.74 + 6.49 - 1.97 - 1.12 + 8.00;
        assert!((match_probability(waterfall) - 0.998_592).abs() < 1e-6);
        assert!((match_probability(-6.67) - 0.009_725).abs() < 1e-6);
        assert_eq!((match_probability(5_000.0), match_probability(-5_000.0)), (1.0, 0.0));
    }

    /// Method, T5: u 0.004; a share of 0.012 gives −1.585, one of 0.0001 +5.322, or +2 from 0.001 up; half of it −0.792.
    #[test]
    fn rare_values_say_more_as_in_t5() {
        let names = ["x"].repeat(12).into_iter().chain(["y"].repeat(10));
        let check = |n_records: usize, strength: f64, share_min: f64, value: &str, expected: f64| {
            let mut builder = RecordsBuilder::new(&["name"]).expect("columns");
            let others = (0..n_records - 22).map(|at| format!("other {at}"));
            let all = names.clone().map(str::to_owned).chain(others);
            all.enumerate().for_each(|(at, name)| builder.push(&at.to_string(), &[Some(&name)]).expect("a row"));
            let records = builder.finish().expect("records");
            let text = format!(
                "version = 1\nname = 'x'\nblocking = [['name']]\n[prior]\nprobability = 0.1\n[[comparison]]\nname = 'name'\n\
                 term_frequency_min = {share_min}\nlevels = [{{ is = 'same', m = 0.9, u = 0.004, term_frequency = {strength} }}, {{ is = 'else' }}]"
            );
            let bound = Bound::new(&records, &Model::read(&text).expect("a model")).expect("bound");
            let row = (0..n_records as u32).find(|row| records.value("name", *row) == Some(value)).expect("a row");
            let found = Weights::of(&bound).term_adjustment(&bound, 0, 1, bound.row(row), bound.row(row));
            assert!((found - expected).abs() < 1e-3, "{found} {expected}");
        };
        check(1_000, 1.0, 0.0, "x", -1.585);
        check(10_000, 1.0, 0.0, "other 0", 5.322);
        check(10_000, 1.0, 0.001, "other 0", 2.0);
        check(1_000, 0.5, 0.0, "x", -0.792);
    }

    /// Method, T5, there from the last level to the first.
    #[test]
    fn starting_values_are_those_of_t5() {
        let (m, u) = starting_values(3);
        for (found, expected) in m.iter().chain(&u).zip([0.95, 0.025, 0.025, 0.000_927_734, 0.003_125, 0.8]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }
}
