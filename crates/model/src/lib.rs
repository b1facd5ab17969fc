//! The words and the tables that every crate shares.
//!
//! `tables` declares every table and column once; the reference page, the Parquet schemas, the
//! exports' metadata and the column names in code all come from there.

pub mod builtin;
pub mod client_group;
pub mod contract;
pub mod count_rule;
pub mod day;
pub mod decision;
pub mod event_log;
pub mod funding;
pub mod grant;
pub mod home;
pub mod identifier;
pub mod in_words;
pub mod name;
pub mod ocel;
pub mod payee;
pub mod payee_answer;
pub mod place;
pub mod position;
pub mod problem;
pub mod problem_kind;
pub mod problem_words;
pub mod read;
pub mod rule;
pub mod service;
pub mod spending;
pub mod strand;
pub mod table;
pub mod tables;
pub mod tally;
pub mod theme_rule;
pub mod treatment;
pub mod write;
pub mod year;

pub use client_group::ClientGroup;
pub use day::{date_of_day, day_of_date, micros_of_moment, moment_of_micros};
pub use in_words::{in_words, in_words_capital};
pub use place::{Body, BodyKind, Place, Reach};
pub use position::Position;
pub use problem_kind::ProblemKind;
pub use read::{Batches, BoxError, Cell, Row, Rows, TableError, Tables, Text};
pub use service::{UNCLASSIFIED, UNNAMED, WHOLE_BODY};
pub use strand::Strand;
pub use table::{Column, Kind, Table};
pub use tally::Tally;
pub use treatment::{AccountPart, Attribution, Intent, TransferKind, Treatment};
pub use write::TableRows;
pub use year::FinancialYear;
