//! One supplier behind many printed names.
//!
//! Public bodies first, then identifiers, then names (method, section 2.2). Precision comes before
//! recall: a name that stays apart is counted under itself, while a wrong join credits one company with
//! another's money. Nothing is merged: every printed name keeps its own edge to the supplier, with the
//! method that made it and how far that can be trusted.

mod groups;
mod join;
mod market;
mod matching;
mod name;
mod node;
mod payees;
mod proposals;
mod public_bodies;
mod reduced;
mod spellings;
mod spend;
mod supplier;
mod tables;
mod words;

pub use groups::GroupEdge;
pub use matching::{PayeeSupplier, Suppliers, suppliers};
pub use payees::{Payee, Payees};
pub use proposals::NearSuppliers;
pub use public_bodies::{PublicBody, public_bodies};
pub use spend::{SpendBySupplier, SpendTables, SupplierOf, market, spend_tables};
pub use supplier::Supplier;
pub use tables::{SupplierTables, supplier_tables};

#[cfg(test)]
mod odd_names;
#[cfg(test)]
mod tests;
