//! The pages of a place, from one set of templates: served by `web`, and written to disk by a build.
//!
//! A page is a pure function of its address ([`Site::page`]). It is made of blocks, and every figure on it
//! is the tally of a filter whose rows the figure's link opens.

mod address;
mod answer;
mod block;
mod buildings;
mod error;
mod html;
mod list;
mod payees;
mod phrases;
mod proposals;
mod published;
mod read;
mod refusal;
mod registry;
mod response;
mod rows;
mod same_or_new;
mod sections;
mod site;
mod site_section;
mod view;
mod write;

pub use error::Error;
pub use registry::first_looks;
pub use response::Response;
pub use site::{Download, Run, Site};
pub use write::{Written, write};
