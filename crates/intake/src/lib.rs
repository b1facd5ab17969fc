//! Files as bodies send them, read into tables.
//!
//! The only crate that knows file formats. A file is found (`files`), opened whatever it is (`open`,
//! `text`, `sheet`), read by a reading that was found or confirmed (`reading`, `mapping`), turned into
//! lines (`lines`) and doubted (`doubts`). Whose name is told is `payee`'s to say. What others publish about bodies and
//! areas is read by its headings (`published`).

pub mod areas;
pub mod british_grid;
pub mod buildings;
mod clock;
pub mod contracts;
pub mod dates;
pub mod doubts;
pub mod encoding;
pub mod events;
pub mod features;
pub mod fields;
pub mod files;
pub mod ledgers;
pub mod lines;
pub mod mapping;
pub mod masked_payee;
mod named_month;
pub mod open;
mod other_body;
mod own_name;
pub mod payee;
mod payers;
pub mod people;
pub mod plain;
mod postcode;
pub mod printed;
pub mod published;
pub mod reading;
pub mod register;
pub mod rows;
pub mod second_look;
pub mod sheet;
mod sheet_extent;
mod sheet_marks;
mod sheet_of_sums;
pub mod source_file;
pub mod stated_period;
pub mod text;
pub mod unit_costs;
