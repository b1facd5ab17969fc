//! Ties between people.

use model::tables::TieKind;

use crate::period::Period;
use crate::person::PersonId;

/// A tie between two people while it lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    pub kind: TieKind,
    pub from: PersonId,
    pub to: PersonId,
    pub period: Period,
}
