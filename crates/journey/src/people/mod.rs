//! Journeys of a place's people: contacts of all agencies, under the people that linkage found.

mod book;
mod clashes;
mod contacts;
mod hand_over;
mod never_printed;
mod referral_waits;
mod released;
mod repeated;
mod rules;
mod tables;
mod team;
mod words;

pub use book::{Book, confirmed};
pub use contacts::{Contact, Contacts};
pub use never_printed::{NEVER_PRINTED, NeverPrinted, never_printed};
pub use released::{JourneyCounts, SHARE_ACROSS};
pub use rules::{JOURNEY_RULES, JourneyRules, LifeEvent, journey_rules};
pub use tables::{JourneyTables, journey_tables};
pub use team::{RECENT_DAYS, StepBack, Team, TeamMember, team};
