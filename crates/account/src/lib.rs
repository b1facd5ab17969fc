//! Every line of the account in memory: filter, add up, page through.
//!
//! A page asks three questions: what do the lines of a [`Filter`] add up to ([`Account::tally`]), how do
//! they part by a [`Dimension`] ([`Account::by`]), and which are they ([`Account::rows`]). Every figure of
//! a page is the tally of a filter, and [`Filter::to_query`] is its permalink.

mod account;
mod bitmap;
mod cache;
mod cells;
mod check;
mod data;
mod dictionary;
mod dimension;
mod error;
mod extent;
mod files;
mod filter;
mod group;
mod labels;
mod lines;
mod load;
mod page;
mod row;
mod search;
mod select;
mod show;
mod slip;
mod sort;
mod tally;
mod themes;
mod values;
mod view;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use account::{Account, Hit, Page};
pub use dimension::Dimension;
pub use error::Error;
pub use files::SourceFile;
pub use filter::{Choice, Filter, FilterError};
pub use row::{Row, RowText, Texts};
pub use sort::Sort;
pub use tally::{Crossing, Group, GroupPage, Tally};
pub use values::Values;
pub use view::{Chosen, Facet, PAGE_ROWS, RowsRequest, RowsView, ShownRow};
