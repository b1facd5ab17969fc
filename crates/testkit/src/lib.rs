//! Tables written as text, for tests.
//!
//! A test shows a small table, an act, and the table that must come out. Cells are parted by `|`,
//! the first line names the columns, and only what matters to the test is written: a column left
//! out is empty where the table allows it and a plain default where it does not.
//!
//! ```
//! use model::tables;
//!
//! let lines = testkit::batch(
//!     &tables::LEDGER_LINE,
//!     "
//!     body   | payee         | amount
//!     county | Acorn Nursery | 100.00
//!     ",
//! );
//! testkit::check(&tables::LEDGER_LINE, &lines, "payee | amount\n Acorn Nursery | 100.00");
//! ```
//!
//! Everything here panics with a sentence on text that it cannot read: it is for tests alone.

mod diff;
mod memory;
mod read;
mod write;

pub use memory::Memory;
pub use read::{batch, with_dictionaries};
pub use write::{check, text};
