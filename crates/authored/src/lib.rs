//! Files that people write by hand: place files, rules, decisions, proposals, models.
//!
//! [`read_toml`] opens a TOML file as [`Keys`]; [`Reading`] opens any other text, and its [`Reading::rows`] are those of
//! a CSV. Reading never stops at the first thing that is wrong: every [`Mistake`] is noted with its line, its column, what
//! was expected and what was probably meant, because a person who mends one mistake only to meet the next gives up.
//! [`write_whole`] writes such a file whole or not at all.

mod csv_file;
mod keys;
mod mistake;
mod nearest;
mod reading;
mod toml_file;
mod whole_file;

pub use csv_file::{Cell, Row};
pub use keys::{Keys, Share};
pub use mistake::{Mistake, MistakeKind, Mistakes};
pub use nearest::{hint, likeness, nearest, nearest_few};
pub use reading::{Reading, utf8};
pub use toml_file::read_toml;
pub use whole_file::{WholeFile, insist_on_file, part_of, write_whole};
