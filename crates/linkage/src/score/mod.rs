//! What a pair of records adds up to: match weights in bits, and pairs worth keeping.

mod stream;
mod weights;

pub(crate) use stream::score;
pub use stream::{RuleScore, ScoreSummary, ScoredPair};
pub(crate) use weights::parameters;
pub use weights::{Weights, match_probability, match_weight};
