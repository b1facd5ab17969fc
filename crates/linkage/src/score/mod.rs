//! What a pair of records adds up to: match weights in bits, and pairs worth keeping.

mod pair_levels;
mod stream;
mod unequal;
mod weights;

pub use pair_levels::{ComparisonLevels, PairLevel, PairLevels};
pub(crate) use stream::{Keeping, score};
pub use stream::{NumberPairs, RuleScore, ScoreSummary, ScoredPair};
pub(crate) use weights::{DEFAULT_PRIOR, PROBABILITY_MIN, parameters, starting_values};
pub use weights::{Weights, match_probability, match_weight};

impl From<&ScoredPair> for crate::clusters::Link {
    fn from(pair: &ScoredPair) -> crate::clusters::Link {
        crate::clusters::Link { left: pair.left, right: pair.right, weight: pair.weight as f32 }
    }
}
