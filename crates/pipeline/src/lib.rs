//! The steps, in order, and what makes a build safe to stop.
//!
//! [`steps`] is the whole method as one list. [`build`] runs the steps whose inputs changed, in a
//! folder beside `out/`, and puts it in the place of `out/` in one move.

mod build;
mod commands;
mod error;
mod inputs;
mod record;
mod rooms;
mod stage;
mod step;
mod step_inputs;
mod steps;
mod unmet_rules;

pub use build::{Built, build};
pub use commands::appointments::{Looking, MadeBook, Refusal, Whose, book, confirm};
pub use commands::bodies::{NearBody, near_bodies};
pub use commands::check::{Checked, check};
pub use commands::estate::propose_plan;
pub use commands::event_logs::CheckedLog;
pub use commands::headings::{Headings, PrintedHeading, headings};
pub use commands::identity::{
    Pending, SEED, answer, explain, households, pair_answers, pending, review, review_report, sign,
};
pub use commands::pages::site;
pub use commands::propose::{Proposal, propose};
pub use commands::publications::CheckedPublication;
pub use commands::publish::{Ending, FoundText, PUBLIC, Published, Reason, Wish, publish};
pub use commands::trace::{Filter, Trace, TracedRow, trace};
pub use engine::Folder;
pub use error::Error;
pub use stage::{folder, of_one_build, put_in_place, sync_files};
pub use step::{FileSet, Step};
pub use steps::appraisal::{UnitCostFault, counted, reference};
pub use steps::journey::journey_rules_of as journey_rules;
pub use steps::steps;

/// Told how far a build has come.
pub trait Progress: Sync {
    /// A step begins; `n_units` is how much there is to do, where that can be told.
    fn begin(&self, step: &str, n_units: u64);
    /// Further units are done.
    fn advance(&self, n_units: u64);
    /// The step is over.
    fn end(&self, step: &str, how: Ended);
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It ran.
    Ran,
    /// What it makes was still up to date.
    UpToDate,
    /// The place has nothing of its kind, so all its tables are empty.
    Unused,
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self, _: &str, _: Ended) {}
}
