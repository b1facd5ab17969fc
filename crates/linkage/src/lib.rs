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
pub mod headings;
pub mod identities;
mod link;
pub mod linkage_model;
mod memory;
pub mod people;
mod private;
pub mod records;
pub mod review;
pub mod score;
pub mod splink;
mod text_form;

pub use error::{Absent, BigBlock, Error};
pub use estimate::Note;
pub use link::{LinkOptions, Linked, PairSink, Stage, link};
pub use linkage_model::Model;
pub use memory::{MemoryLimit, Scratch};
pub use private::Private;
pub use records::{Records, RecordsBuilder};
