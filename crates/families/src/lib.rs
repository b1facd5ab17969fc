//! Families: who cares for which children, and how many agencies know them.
//!
//! People come from linkage; ties between them are dated and typed, because families change. Sharing an
//! address is never enough (method, section 3.4).

mod facts;
mod family;
mod family_year;
mod homes;
mod household;
mod linkage_counts;
mod period;
mod person;
mod pregnancy;
mod records;
mod released;
mod scheme;
mod tables;
mod tie;
mod ties;

pub use released::Counted;
pub use scheme::{Scheme, shipped_schemes};
pub use tables::{FamilyOptions, FamilyTables, family_tables, known_at_thresholds};
