//! Journeys: what happens to people between agencies.
//!
//! Everything here is a pure function over [`model::event_log::EventLog`], which `intake` reads from files: no files, no
//! clock, no printing. Read it in this order:
//!
//! 1. [`Traces`]: the events of each case in their order, and what is done where moments do not tell it;
//! 2. [`directly_follows`], [`variants`], [`rework`], [`handoffs`]: what comes after what, and who hands to whom;
//! 3. [`filter`]: fewer cases or events, and how many are left;
//! 4. [`calendar`], [`Timekeeping`], [`case_times`], [`waits`], [`time_to_close`]: how long it takes, by the calendar or in working time;
//! 5. [`repeats`], [`journey_costs`], [`Demand`]: what is done twice, what it costs, what need not have been;
//! 6. [`join`]: several agencies' logs as one;
//! 7. [`pathway`]: what people designed, and the cases that went another way;
//! 8. [`people`]: the journeys of a place, and what of them is released;
//! 9. [`discovery`]: a model of how cases go, as a process tree, PNML and BPMN.
//!
//! A figure that cannot be computed is [`NotComputed`] with its reason, never zero. Method: section 4.

mod activities;
mod attribute;
pub mod calendar;
mod cost;
mod demand;
pub mod discovery;
mod filter;
mod graph;
mod handoffs;
mod join;
mod moment;
mod not_computed;
mod open_cases;
mod pairs;
pub mod pathway;
pub mod people;
mod repeats;
#[cfg(test)]
mod testing;
mod times;
mod traces;
mod variants;

pub use activities::{Activity, Rework, rework, rework_of_case};
pub use attribute::Attribute;
pub use cost::{CostOf, Dearest, JourneyCost, JourneyCosts, costs_by, journey_costs};
pub use demand::{ChannelShift, Demand, avoidable_contact_draft_2007, avoidable_contact_final};
pub use filter::{Filter, Filtered, TimeFilter, Window, filter};
pub use graph::{ActivityCount, Graph, directly_follows};
pub use handoffs::{Handoffs, handoffs};
pub use join::{CaseOf, JoinError, Joined, Relation, StepsBetweenFiles, join, steps_between_files};
pub use not_computed::NotComputed;
pub use open_cases::{Closing, TimeToClose, time_to_close};
pub use pairs::Pair;
pub use repeats::{AssessmentFamily, Repeat, RepeatRules, Repeats, repeats};
pub use times::{
    CaseTimes, EdgeWaits, LeadTotals, OpeningTimes, Timekeeping, TouchTotals, case_times, lead_totals, touch_totals,
    waits,
};
pub use traces::{EventOrder, TieRule, Trace, Traces};
pub use variants::{Variant, VariantStep, Variants, variants};
