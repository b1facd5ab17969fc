//! Estimating a model from the records: the prior, `u` by random pairs, `m` by expectation maximisation.

mod agreement;
mod count;
mod em;
mod prior;
mod train;

pub use em::{EmSettings, EmStart, PatternCount, Session, expectation_maximisation};
pub use prior::{PriorFound, prior_from_rules, prior_of};
pub use train::{Note, SessionReport, Training, train};
