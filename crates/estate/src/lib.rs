//! Where services should be: location models with a proof, and services under one roof.
//!
//! Read it in this order: [`Model`] (who needs something, where it could be, the question), [`locate`], [`Answer`].
//! Everything here is a pure function of values: no files, no clock, no chance, no printing. Method: section 6.

mod answer;
mod centre;
mod formulation;
mod frontier;
mod geometry;
mod locate;
mod location;
mod network;
mod obstacle;
pub mod place;
mod plan;
mod reach;
pub mod read;
pub mod roof;
mod search;

pub use answer::{Answer, Proof};
pub use frontier::{Closure, FrontierPlan, Further, closures, frontier};
pub use geometry::{Place, reach_by_air};
pub use locate::locate;
pub use location::{Choice, Model, Point, Question, Site};
pub use network::Network;
pub use obstacle::Obstacle;
pub use plan::{Access, Plan, Visit};
pub use reach::{Reach, Trip};
pub use search::{Progress, Watch};
