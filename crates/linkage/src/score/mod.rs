//! What a pair of records adds up to: match weights in bits, and pairs worth keeping.

mod stream;
mod weights;

pub use stream::{RuleScore, ScoreSummary, ScoredPair, score, score_part};
pub(crate) use weights::parameters;
pub use weights::{Weights, match_probability, match_weight};
