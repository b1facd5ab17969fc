//! The estate of a place: its buildings, who walks to them, and plans for them.
//!
//! A question stands in `estate/NAME.toml` ([`Question`]). [`Stock`] and [`Demand`] are the place's tables; [`answer`] puts the
//! three together as a co-location model, proves the best plan, lists the next best and the frontier of money against
//! access, and says what each closure would cost whom. [`proposal_text`] writes a plan as a proposal.

mod access;
mod answer;
mod closure;
mod demand;
mod inputs;
mod money;
mod neighbours;
mod obstacle;
mod plan;
mod proposal;
mod question;
mod stock;
mod tables;

pub use access::GroupAccess;
pub use answer::{PlaceAnswer, answer};
pub use closure::PlaceClosure;
pub use demand::{Demand, DemandArea};
pub use inputs::Inputs;
pub use money::YearSum;
pub use neighbours::{Pair, neighbours};
pub use obstacle::PlaceObstacle;
pub use plan::{Move, PlacePlan};
pub use proposal::{ProposalBody, proposal_text};
pub use question::{Question, ServiceWish, UnitSum, read_question};
pub use stock::{Holding, Stock};
pub use tables::{Broken, EstateTables, estate_tables};
