//! Why pairs are linked, and how right the links are.

mod accuracy;
mod explain;
mod groups;
mod name_origins;
mod unlinkable;

pub use accuracy::{
    GroupError, LabelledPair, PairCounts, ThresholdRow, b_cubed, error_by_group, pairs_against_truth, threshold_table,
};
pub use explain::{Explanation, Step, explain};
pub use groups::{LabelledGroup, labelled_error_by_group};
pub use name_origins::NameOrigins;
pub use unlinkable::unlinkable;
