//! Families: who cares for which children, and how many agencies know them.
//!
//! People come from linkage; ties between them are dated and typed, because families change. Sharing an
//! address is never enough (method, section 3.4).

mod contacts;
mod household;
mod members;
mod period;
mod pregnancy;
mod scheme;
pub mod tables;

use jiff::civil::Date;

pub use contacts::{Contact, FamilyYear, family_years};
pub use household::{Households, Residence};
pub use members::{Families, Family, FamilyMember, Role, families_at};
pub use period::Period;
pub use pregnancy::is_pregnant;
pub use scheme::{Eligibility, Need, Scheme, eligibility, shipped_schemes};

/// A person's lasting number, as linkage gives it.
pub type PersonId = u64;

/// What is known of a person for families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub born: Option<Date>,
    /// A child until 25 instead of 18: special educational needs or disability.
    pub has_send: bool,
}

/// How two people belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// From parent to child.
    Parent,
    /// From guardian, foster or kinship carer to child.
    Guardian,
    Partner,
    /// On one case of an agency. Evidence that they know each other; it makes no family.
    SharedCase,
    /// As above.
    EmergencyContact,
}

impl TieKind {
    pub const ALL: [TieKind; 5] =
        [TieKind::Parent, TieKind::Guardian, TieKind::Partner, TieKind::SharedCase, TieKind::EmergencyContact];

    pub fn word(self) -> &'static str {
        match self {
            TieKind::Parent => "parent",
            TieKind::Guardian => "guardian",
            TieKind::Partner => "partner",
            TieKind::SharedCase => "shared_case",
            TieKind::EmergencyContact => "emergency_contact",
        }
    }
}

/// A tie between two people while it lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    pub kind: TieKind,
    pub from: PersonId,
    pub to: PersonId,
    pub period: Period,
}

/// Whether a person is a child on a day. Somebody without a date of birth is a child where somebody
/// cares for them, which the caller sees from the ties.
pub(crate) fn is_child(person: &Person, day: Date) -> Option<bool> {
    let born = person.born?;
    let until = born.year() + if person.has_send { 25 } else { 18 };
    // Born on 29 February: the birthday of other years is 1 March.
    let birthday = Date::new(until, born.month(), born.day()).or_else(|_| Date::new(until, 3, 1)).ok()?;
    Some(born <= day && day < birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_child_grows_up_on_a_birthday() {
        let person = |born, has_send| Person { id: 1, born: Some(born), has_send };
        let child = |born, has_send, day| is_child(&person(born, has_send), day);
        assert_eq!(child(date(2004, 2, 29), false, date(2022, 2, 28)), Some(true));
        assert_eq!(child(date(2004, 2, 29), false, date(2022, 3, 1)), Some(false));
        assert_eq!(child(date(2004, 2, 29), true, date(2022, 3, 1)), Some(true));
        assert_eq!(child(date(2024, 1, 1), false, date(2023, 3, 1)), Some(false), "not born yet");
        assert_eq!(is_child(&Person { id: 1, born: None, has_send: false }, date(2022, 1, 1)), None);
    }
}
