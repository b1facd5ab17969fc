//! The steps, in order, and what makes a build safe to stop.
//!
//! [`STEPS`] is the whole method as one list. [`build`] runs the steps whose inputs changed, in a
//! folder beside `out/`, and puts it in the place of `out/` in one move.

mod build;
mod check;
mod error;
mod folder;
mod headings;
mod identity;
mod inputs;
mod ordered;
mod pages;
mod people;
pub mod proposals;
mod record;
mod review_report;
mod stage;
mod steps;
mod suppliers;
mod trace;
mod treat;

pub use build::{Built, build};
pub use check::{Checked, check};
pub use error::Error;
pub use folder::Folder;
pub use headings::{Headings, PrintedHeading, headings};
pub use identity::{Explained, PairShown, Pending, PersonChange, Review, answer, explain, pending, review, sign};
pub use pages::site;
pub use review_report::{ReviewReport, Unlinkable, review_report};
pub use steps::{STEPS, Step};
pub use trace::{Filter, Trace, TracedRow, trace};

/// Told how far a build has come.
pub trait Progress: Sync {
    /// A step begins; `n_units` is how much there is to do, where that can be told.
    fn begin(&self, step: &str, n_units: u64);
    /// So much more is done.
    fn advance(&self, n_units: u64);
    /// The step is done, or was still up to date.
    fn end(&self, step: &str, was_up_to_date: bool);
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self, _: &str, _: bool) {}
}
