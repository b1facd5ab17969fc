//! What is in the way of a publication.

use disclosure::{FoundIdentifier, ToldBetween};

/// Why something may not be published as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A figure about people that, beside an earlier publication, tells of too few.
    TellsOfFew { publication: u64, published_on: String, told: ToldBetween },
    /// The cohort of a proposal is a count about people that did not pass the disclosure rules.
    CohortNotReleased { proposal: String, figure: String, released: String },
    /// A text that seems to name a private individual.
    Name(FoundText),
    /// A text that holds a number of one person.
    Number { found: FoundText, identifier: FoundIdentifier },
}

/// A text that is about to be published, and where to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundText {
    pub text: String,
    /// The table's column, or the file of the place.
    pub stands_in: String,
    /// Files and rows of the ledgers that print it, the first few.
    pub rows: Vec<String>,
    /// How many rows of the table hold it.
    pub n_rows: u64,
}

impl Reason {
    /// The text that was found, for reasons that are of one.
    pub(super) fn found(&self) -> Option<&FoundText> {
        match self {
            Reason::Name(found) | Reason::Number { found, .. } => Some(found),
            Reason::TellsOfFew { .. } | Reason::CohortNotReleased { .. } => None,
        }
    }

    pub(super) fn found_mut(&mut self) -> Option<&mut FoundText> {
        match self {
            Reason::Name(found) | Reason::Number { found, .. } => Some(found),
            Reason::TellsOfFew { .. } | Reason::CohortNotReleased { .. } => None,
        }
    }

    /// A look settles whether a text names somebody, and whether a number is an account's or a document's. No reason releases a
    /// count about people, or a number that is said to be a person's.
    pub fn may_be_accepted(&self) -> bool {
        match self {
            Reason::Name(_) => true,
            Reason::Number { identifier, .. } => !identifier.is_certain,
            Reason::TellsOfFew { .. } | Reason::CohortNotReleased { .. } => false,
        }
    }
}
