//! Journeys of a place's people: contacts of all agencies, under the people that linkage found.

mod book;
mod clashes;
mod contact_table;
mod contacts;
mod cost_rules;
mod hand_over;
mod known_costs;
mod never_printed;
mod prices;
mod referral_waits;
mod released;
mod repeated;
mod rules;
mod shifts;
mod tables;
mod team;
mod words;

pub use book::{Book, confirmed};
pub use contact_table::{price_table, theme_table};
pub use contacts::{Contact, Contacts, Unlinked};
pub use cost_rules::{CostFrom, CostRule, Divisor};
pub use known_costs::{KnownCosts, KnownUnitCost, ServiceCost};
pub use never_printed::{NEVER_PRINTED, NeverPrinted, never_printed};
pub use prices::{Price, Prices, price};
pub use released::{
    CONFIDENTIAL, CONFIDENTIAL_ACTIVITY, CONFIDENTIAL_EVENT, JourneyCounts, JourneyEvidence, SHARE_ACROSS,
};
pub use rules::{JOURNEY_RULES, JourneyRules, LifeEvent, journey_rules};
pub use shifts::{ShiftRule, channel_shifts};
pub use tables::{JourneyTables, journey_tables};
pub use team::{RECENT_DAYS, StepBack, Team, TeamMember, team};
