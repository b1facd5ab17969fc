//! The site as a server: pages, drill-down to rows, downloads.
//!
//! Pages come from [`pages::Site`] and are pure functions of their address; what this crate adds is the way
//! to a reader: limits, kept answers, long texts from disk, and files of exactly the rows that were asked for.
//! Nothing is ever written to the place.

mod answer;
mod app;
mod asset;
mod body;
mod connection;
mod door;
mod download;
mod error;
mod headers;
mod host;
mod open_tables;
mod options;
mod page;
mod printed;
mod refusal;
mod review;
mod server;
mod table;
mod texts;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use answer::router;
pub use app::App;
pub use error::Error;
pub use options::Options;
pub use review::{PairPage, Reviews, review, review_options};
pub use server::Server;
