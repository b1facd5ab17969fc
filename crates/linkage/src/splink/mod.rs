//! Models as Splink writes them, so that work done there is not lost and can be checked there.
//!
//! Splink's levels are SQL. Settings whose every level our conditions can say are taken over; others are refused, and what cannot be
//! read is named. The other way round a model goes with the records as they are compared, and weights are the same.

mod columns;
mod export;
mod import;
mod sql;

pub use export::{Exported, to_splink};
pub use import::from_splink;
