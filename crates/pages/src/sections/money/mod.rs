//! Money: who spends it, on what, whom they pay, where it comes from.

pub(crate) mod bodies;
pub(crate) mod compare;
pub(crate) mod coverage;
pub(crate) mod figures;
pub(crate) mod flows;
pub(crate) mod funders;
pub(crate) mod landing;
pub(crate) mod money_map;
pub(crate) mod payees;
pub(crate) mod payments;
pub(crate) mod rankings;
pub(crate) mod reconciliation;
pub(crate) mod rows;
pub(crate) mod sankey;
pub(crate) mod services;
pub(crate) mod sheet;
pub(crate) mod supplier;
pub(crate) mod suppliers;
pub(crate) mod theme_costs;
mod theme_questions;
pub(crate) mod themes;
