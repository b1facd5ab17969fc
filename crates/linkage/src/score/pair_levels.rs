//! The levels of a pair on every comparison, and what each says: what a pair's number of levels stands for.

use super::weights::Weights;
use crate::Error;
use crate::bind::Bound;
use crate::compare::{Pattern, Patterns};

/// What the patterns of scored pairs stand for, under the names that Splink gives them: `gamma_` the level and `bf_` its Bayes factor.
///
/// ```text
/// match weight = log2(prior odds) + Σ log2(bf) + what is added for rare values and taken for common ones
/// ```
#[derive(Clone, Debug)]
pub struct PairLevels {
    /// The comparisons of the model, in its order.
    pub comparisons: Vec<ComparisonLevels>,
    patterns: Patterns,
}

/// The levels of one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonLevels {
    /// The comparison's name in the model.
    pub name: String,
    /// The Bayes factor m / u of missing, which is 1, and of each level in the order of the model.
    bayes_factors: Vec<f64>,
}

/// Where two records are on one comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairLevel {
    /// −1 where a value is missing, 0 for anything else, and higher the more alike: as `gamma_` of Splink.
    pub gamma: i64,
    /// How many times likelier the level is if the records are one person than if they are two.
    pub bayes_factor: f64,
}

impl PairLevels {
    /// # Errors
    /// [`Error::TooMuch`] where there are more patterns than numbers.
    pub(crate) fn of(bound: &Bound<'_>) -> Result<PairLevels, Error> {
        let named = bound.model().comparisons.iter().zip(Weights::of(bound).levels);
        let levels = |weights: Vec<f64>| weights.into_iter().map(f64::exp2).collect();
        let comparisons = named
            .map(|(comparison, weights)| ComparisonLevels {
                name: comparison.name.clone(),
                bayes_factors: levels(weights),
            })
            .collect();
        Ok(PairLevels { comparisons, patterns: Patterns::of(&bound.comparisons)? })
    }

    /// The level on each comparison of a pair, by [`super::ScoredPair::pattern`].
    pub fn of_pattern(&self, pattern: Pattern) -> Vec<PairLevel> {
        let codes = self.patterns.unpack(pattern);
        self.comparisons.iter().zip(codes).map(|(comparison, code)| comparison.level(usize::from(code))).collect()
    }
}

impl ComparisonLevels {
    /// The level of a code: 0 is missing, and 1 the first level of the model.
    fn level(&self, code: usize) -> PairLevel {
        let n_levels = self.bayes_factors.len() as i64 - 1;
        let gamma = if code == 0 { -1 } else { n_levels - code as i64 };
        PairLevel { gamma, bayes_factor: self.bayes_factors[code] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_numbered_as_splink_numbers_them() {
        // Of three levels the first is gamma 2 and anything else 0; missing is -1 and says nothing.
        let levels = ComparisonLevels { name: "born".to_owned(), bayes_factors: vec![1.0, 950.0, 4.0, 0.125] };
        let shown = |code| (levels.level(code).gamma, levels.level(code).bayes_factor);
        assert_eq!([0, 1, 2, 3].map(shown), [(-1, 1.0), (2, 950.0), (1, 4.0), (0, 0.125)]);
    }
}
