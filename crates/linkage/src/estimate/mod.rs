//! Estimating a model from the records: the prior, `u` by random pairs, `m` by expectation maximisation.

mod agreement;
mod count;
mod em;
mod prior;
mod train;

pub(crate) use train::train;
pub use train::{Note, Training};
