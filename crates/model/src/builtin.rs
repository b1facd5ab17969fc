//! Why a line was treated as it was, where no rule of the place or of the shipped files decided.
//!
//! These names are in the column `why` of `spend` beside the ids of rules.

/// The payee is another body of the place, so what it receives is counted where it spends it.
pub const COUNTERPARTY_IN_PLACE: &str = "builtin.counterparty-in-place";
/// The payee is the body itself.
pub const OWN_BODY: &str = "builtin.own-body";
/// The line is of a year that the place does not count.
pub const OTHER_YEAR: &str = "builtin.other-year";
/// The line is in a file that is a copy of another.
pub const COPY_OF_FILE: &str = "builtin.copy-of-file";
/// Everything else left the public bodies of the place.
pub const SPEND: &str = "builtin.spend";
