//! What is done twice, in pounds, with its evidence.
//!
//! Each kind of finding is one function from tables to [`Finding`]s: [`shared_suppliers`], [`supplier_numbers`], [`paid_twice`],
//! [`back_offices`], [`assessments`], [`programmes`], [`grants`], [`circles`], [`neighbours`]. [`claim`] then settles which finding each
//! pound belongs to, and [`overlap_tables`] ranks them. Nothing here is called a saving: what would have to be true for it to be
//! money stands in every finding, and ranges of savings are assumptions of others ([`SavingsRanges`]).
//!
//! No files, no clock, no chance. How each kind is found: `docs/methods/overlaps.md`.

mod addressable;
mod alike;
mod assessments;
mod back_offices;
mod buildings;
mod circles;
mod claim;
mod contract_ends;
mod finding;
mod grants;
mod names;
mod paid_lines;
mod paid_twice;
mod payers;
mod programmes;
mod registers;
mod savings;
mod shared_suppliers;
mod supplier_numbers;
mod suppliers;
mod tables;
#[cfg(test)]
mod testing;
mod voluntary;
mod words;

pub use addressable::{AddressableRules, NotAddressable};
pub use assessments::assessments;
pub use back_offices::{BackOfficeFunctions, back_offices};
pub use buildings::neighbours;
pub use circles::circles;
pub use claim::{Claimed, claim};
pub use contract_ends::{AlignedEnds, ContractEnd, aligned_ends};
pub use finding::{Evidence, FigurePounds, Finding, LinePounds, Pounds};
pub use grants::{GrantAward, grants};
pub use paid_lines::PaidLines;
pub use paid_twice::{BodyRepeats, PaidTwice, paid_twice, payment_repeats_table};
pub use payers::overlap_body_table;
pub use programmes::{INTERVENTIONS, Programme, programmes, read_interventions};
pub use registers::{SupplierKeys, charities, contract_ends, grant_awards};
pub use savings::{SavingsRange, SavingsRanges};
pub use shared_suppliers::{Market, shared_suppliers};
pub use supplier_numbers::supplier_numbers;
pub use suppliers::{Supplier, Suppliers};
pub use tables::{OverlapTables, overlap_tables};
pub use voluntary::{GrantsAwarded, VoluntaryBodies, VoluntarySpend, voluntary_sector, voluntary_spend_table};
