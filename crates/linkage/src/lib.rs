//! Who is who: which records of which agencies are of one person.

#![allow(clippy::type_complexity)] // each of these types is used once, where it is read

mod bind;
mod blocking;
mod calendar;
mod chance;
pub mod clusters;
mod compare;
mod error;
pub mod estimate;
pub mod evidence;
pub mod identities;
mod link;
pub mod linkage_model;
pub mod memory;
pub mod people;
mod private;
pub mod records;
pub mod review;
pub mod score;
pub mod splink;
pub mod suited;
pub mod text_form;

pub use error::{Absent, BigBlock, Error};
pub use link::{LinkOptions, Linked, PairSink, Stage, link};
pub use linkage_model::Model;
pub use memory::Memory;
pub use private::Private;
pub use records::{Records, RecordsBuilder};
