//! Who is who: which records of which agencies are of one person.

#![allow(clippy::type_complexity)] // each of these types is used once, where it is read

mod bind;
mod blocking;
mod calendar;
mod chance;
pub mod clusters;
mod compare;
mod error;
mod estimate;
pub mod evidence;
mod household;
pub mod identities;
mod link;
pub mod linkage_model;
mod memory;
mod name_origins;
pub mod people;
mod person_column;
mod placeholders;
mod private;
pub mod quality;
mod record_origins;
pub mod records;
pub mod review;
pub mod score;
pub mod splink;
mod text_form;

pub use error::{Absent, BigBlock, Error};
pub use estimate::{Note, Reach, RuleReach};
pub use household::Apart;
pub use link::{Around, AtThreshold, Decided, HeldApart, LinkOptions, Linked, PairSink, Stage, Suspect, decided, link};
pub use linkage_model::Model;
pub use memory::{MemoryLimit, Scratch};
pub use name_origins::{NOT_LISTED, NameOrigins};
pub use person_column::PersonColumn;
pub use placeholders::{ListMistake, ListedValue, Placeholder, listed_values};
pub use private::Private;
pub use record_origins::RecordOrigins;
pub use records::{Records, RecordsBuilder};
