//! Why a figure is not there: it is never zero instead.

use thiserror::Error;

/// Why a figure was not computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum NotComputed {
    #[error("events have one moment, so how long they took is not known")]
    OneMoment,
    #[error("an event ends before it starts")]
    EndsBeforeStart,
    #[error("moments are known to the day or the month, so hours between them are not")]
    NoHours,
    #[error("bank holidays of {year} are not in the table, which covers {first} to {last}")]
    OutsideHolidays { year: i16, first: i16, last: i16 },
    #[error("only {n_beyond} are beyond it, and at least {n_needed} are needed")]
    TooFew { n_beyond: usize, n_needed: usize },
    #[error("there is nothing to compute it from")]
    Nothing,
}
