//! Models as Splink writes them, so that work done there is not lost and can be checked there.
//!
//! Splink's levels are SQL. What our conditions can say is taken over; a level that says something else
//! is left out and named, never guessed.

mod export;
mod import;
mod sql;

pub use export::{Exported, to_splink};
pub use import::{Imported, from_splink};
