//! The account on a terminal, in a workbook and as a data package.
//!
//! Nothing here computes a figure that is not a plain sum over the tables: what a line is was decided
//! by the steps before. The tables come through [`model::Tables`], so this crate knows no query engine.

pub mod block;
pub mod datapackage;
mod error;
pub mod journeys;
pub mod overlaps;
pub mod reference;
pub mod render;
pub mod screen;
pub mod summary;
pub mod suppliers;
mod text;
pub mod whole;
pub mod xlsx;

#[cfg(test)]
mod testing;

pub use error::Error;
pub use summary::{Summary, summary};
pub use text::for_terminal;
