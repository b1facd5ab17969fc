//! The agencies that hold files about people, and whom each knows.

use rand::RngExt;

use super::households::Chunk;
use super::person::{Person, Role};
use crate::bodies::{AMBLEFORD, COUNTY, DEPARTMENT, FOUNDATION, ICB, PARTNERSHIP, POLICE};
use crate::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agency {
    Health,
    Schools,
    Housing,
    SocialCare,
    Police,
    Benefits,
    MentalHealth,
    Voluntary,
}

impl Agency {
    pub const ALL: [Agency; 8] = [
        Agency::Health,
        Agency::Schools,
        Agency::Housing,
        Agency::SocialCare,
        Agency::Police,
        Agency::Benefits,
        Agency::MentalHealth,
        Agency::Voluntary,
    ];

    /// The word in contacts and in the truth, and in the name of its files.
    pub fn word(self) -> &'static str {
        match self {
            Agency::Health => "health",
            Agency::Schools => "schools",
            Agency::Housing => "housing",
            Agency::SocialCare => "social_care",
            Agency::Police => "police",
            Agency::Benefits => "benefits",
            Agency::MentalHealth => "mental_health",
            Agency::Voluntary => "voluntary",
        }
    }

    /// The body whose money its contacts cost.
    pub fn body(self) -> &'static str {
        match self {
            Agency::Health => ICB,
            Agency::Schools | Agency::SocialCare => COUNTY,
            Agency::Housing => AMBLEFORD,
            Agency::Police => POLICE,
            Agency::Benefits => DEPARTMENT,
            Agency::MentalHealth => PARTNERSHIP,
            Agency::Voluntary => FOUNDATION,
        }
    }

    /// Capitals and no marks over letters.
    pub fn shouts(self) -> bool {
        matches!(self, Agency::Police | Agency::Benefits)
    }

    /// Whether it works out what each contact costs.
    pub fn knows_costs(self) -> bool {
        !matches!(self, Agency::Schools | Agency::Voluntary)
    }

    /// Names without marks over letters, as in most old systems.
    pub fn has_plain_letters(self) -> bool {
        self.shouts() || matches!(self, Agency::Housing | Agency::MentalHealth)
    }
}

/// The chance, by need, that an agency knows somebody it could know.
fn chance(agency: Agency, is_child: bool) -> [f64; 5] {
    match (agency, is_child) {
        (Agency::SocialCare, true) => [0.004, 0.03, 0.16, 0.5, 0.92],
        (Agency::SocialCare, false) => [0.006, 0.02, 0.08, 0.25, 0.5],
        (Agency::Police, true) => [0.008, 0.02, 0.08, 0.3, 0.6],
        (Agency::Police, false) => [0.03, 0.06, 0.18, 0.5, 0.85],
        (Agency::Benefits, _) => [0.07, 0.25, 0.55, 0.82, 0.95],
        (Agency::MentalHealth, true) => [0.008, 0.025, 0.08, 0.25, 0.5],
        (Agency::MentalHealth, false) => [0.015, 0.05, 0.15, 0.4, 0.7],
        (Agency::Voluntary, _) => [0.002, 0.025, 0.1, 0.35, 0.7],
        (Agency::Health | Agency::Schools | Agency::Housing, _) => [1.0; 5],
    }
}

/// Whether an agency holds a record of somebody.
pub(crate) fn knows(agency: Agency, person: &Person, chunk: &Chunk, age: i16, dice: &mut Dice) -> bool {
    let is_child = age < 18;
    let could = match agency {
        Agency::Health => dice.random_bool(0.97),
        Agency::Schools => !person.upn.is_empty() && dice.random_bool(0.94),
        Agency::Housing => person.role != Role::Resident && chunk.council_homes.contains(&person.homes[0].1.0),
        Agency::Police => age >= 10,
        Agency::Benefits => (16..=66).contains(&age),
        Agency::Voluntary => !is_child,
        Agency::SocialCare | Agency::MentalHealth => true,
    };
    let mut chance = chance(agency, is_child)[usize::from(person.need)];
    // Care for older people goes by age rather than by trouble.
    if agency == Agency::SocialCare && age > 74 {
        chance += 0.12 + if person.role == Role::Resident { 0.5 } else { 0.0 };
    }
    could && dice.random_bool(chance.min(1.0))
}
