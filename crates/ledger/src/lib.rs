//! Every pound once: from the lines of many ledgers to one account of the place.
//!
//! Adding up ledgers counts a pound once for every public body that it passes through. This crate
//! takes the lines that `intake` read and decides about each: what it is (spending, a transfer,
//! financing, or nothing of the body's own), what it is for, and whether it is for this place. Then
//! it shows what was taken out, what agrees with published totals, and what does not.
//!
//! Read it in this order:
//!
//! 1. [`register`]: which printed payees are public bodies, so [`counterparties`];
//! 2. [`Treater`]: what is done with each line, by the rules of the place and then by who is paid;
//! 3. [`Totals`]: what the lines add up to, which is all that the steps below need to know of them; [`ledger_sums`] hands it
//!    to the whole count;
//! 4. [`transfers`] and [`flows`]: money between bodies, with both sides where both are there;
//! 5. [`reconcile`]: published figures beside the count, explained cause by cause;
//! 6. [`check_conservation`]: no line and no penny was lost on the way.
//!
//! Everything here is a pure function from batches to batches: no files, no clock, no printing. The
//! columns are those of [`model::tables`]. Method: sections 1.4, 1.5, 1.8, 2.4 and 2.5.

mod conservation;
mod counterparties;
mod error;
mod flows;
mod ledger_sums;
mod names;
mod near_payees;
pub mod propose;
mod reconcile;
pub mod register;
mod text;
mod totals;
mod transfers;
mod treat;

pub use conservation::{Breach, check_conservation};
pub use counterparties::counterparties;
pub use error::Error;
pub use flows::flows;
pub use ledger_sums::ledger_sums;
pub use names::{NamedService, bodies, services};
pub use near_payees::{NearPayees, near_counterparties, read_near_counterparties};
pub use reconcile::{OutturnService, reconcile};
pub use register::Register;
pub use totals::{BodyMonth, FileTreatment, LineClass, Tally, Totals};
pub use transfers::transfers;
pub use treat::{Earlier, Edited, OwnMoney, Patched, RuleKind, RulePrint, Touched, Treated, Treater};
