//! Lines counted once: register, treatment, transfers, reconciliation.
mod batch;
mod counterparties;
mod error;
pub mod register;
mod text;
mod totals;
mod treat;
pub use counterparties::counterparties;
pub use error::Error;
pub use register::Register;
pub use totals::*;
pub use treat::{Treated, Treater, UNCLASSIFIED, builtin};
