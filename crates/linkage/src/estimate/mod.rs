//! Estimating a model from the records: the prior, `u` by random pairs, `m` by expectation maximisation, and what is compared.

mod agreement;
mod apart;
mod count;
mod em;
mod matches;
mod note;
mod prior;
mod reach;
mod train;
mod values;

pub use note::Note;
pub use reach::{Reach, RuleReach};
pub use train::Training;
pub(crate) use train::train;
