//! Why pairs are linked, and how right the links are.

mod accuracy;
mod explain;
mod groups;
mod name_origins;
mod unlinkable;

pub(crate) use accuracy::threshold_table;
pub use accuracy::{LabelledPair, PairCounts, ThresholdRow, pairs_against_truth};
pub use explain::{Explanation, Step, explain};
pub use groups::LabelledGroup;
pub(crate) use groups::labelled_error_by_group;
pub use name_origins::NameOrigins;
pub(crate) use unlinkable::unlinkable;
