//! The rows behind figures, as files that any web host can send: the page of rows reads a few of them and finds there what a
//! server would answer.
//!
//! Every line stands once, in one of the files of `rows/lines/`: CSV, packed with gzip, several hundred lines in each. The index
//! says which files hold lines of a value, and what the first lines of a filter are where finding out would take too many
//! files. Files but the first of the index are named for what they hold, so that they never change.

mod answers;
mod bucket;
mod files;
mod index;
mod lines;
mod links;
mod postings;

pub(crate) use files::{Shards, is_packed_of, packed};
pub(crate) use index::{WrittenShards, write_index};
pub(crate) use links::linked;

/// The first file of the index.
pub(crate) const INDEX: &str = "rows/index.json.gz";
