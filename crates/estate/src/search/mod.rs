//! The search that every location model goes through: a start, a bound from below, and a tree between them.

mod allocate;
mod bounding;
mod branching;
mod bundle;
mod exchange;
mod knapsack;
mod plans;
mod problem;
mod reduce;
mod relaxation;
mod single;
mod start;
mod transport;
mod tree;

pub use plans::Serving;
pub use problem::{Choice, Problem, RowTerms, SiteTerms, Stall};
pub use tree::{Limits, Progress, Searched, Watch, search};
