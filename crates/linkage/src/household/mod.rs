//! What a household has in common is no evidence that two of its people are one.
//!
//! Twins share surname, home and date of birth; a father and his son share both names and the home. Each of these is
//! strong evidence to the model, because it takes what it compares to be independent, and within a household it is not
//! (method, section 3.2). So beside its weight a link needs what is a person's own: the first name, the date of birth, a
//! number. A pair is looked at here once it weighs enough to be linked, by the codes of its rows, so that results do not
//! depend on where these are held.

mod birth;
mod columns;
mod facts;
mod first_name;
mod once;
mod within_clusters;

pub(crate) use birth::BirthTie;
pub(crate) use columns::HouseholdColumns;
pub(crate) use facts::Facts;
pub(crate) use first_name::NameTie;
pub(crate) use once::holds_once;
pub use within_clusters::Suspect;
pub(crate) use within_clusters::{N_RECORDS_SUSPECT, Unlike};

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::Error;
use crate::bind::Bound;
use crate::records::{NULL, Records};
use columns::HouseholdSlots;
use first_name::FirstNames;

/// Why a pair that weighs enough is not linked all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Apart {
    FirstNames,
    BirthDates,
    Numbers,
    Sexes,
    /// Only what a household shares agrees.
    NothingOwn,
    /// One source has both, born on one day, and their first names are not one.
    TwoOfOneSource,
}

impl Apart {
    pub const ALL: [Apart; 6] =
        [Apart::FirstNames, Apart::BirthDates, Apart::Numbers, Apart::Sexes, Apart::NothingOwn, Apart::TwoOfOneSource];

    /// The reason as the end of a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Apart::FirstNames => "first names have nothing in common",
            Apart::BirthDates => "dates of birth differ by more than a typing mistake",
            Apart::Numbers => "numbers of their own differ",
            Apart::Sexes => "sexes differ and first names are not the same",
            Apart::NothingOwn => "they agree only on what a household shares",
            Apart::TwoOfOneSource => {
                "one source, which normally holds each person once, has both, under different first names"
            }
        }
    }
}

/// Holds pairs against the rule for households.
pub(crate) struct HouseholdRule<'b> {
    bound: &'b Bound<'b>,
    slots: HouseholdSlots,
    names: FirstNames,
    /// Whether sources hold a person once as a rule.
    holds_once: bool,
}

/// What first name and date of birth must say together: either that they are the same and nothing against it from the
/// other, or something weaker from both.
const N_OWN_MIN: u8 = 3;

impl<'b> HouseholdRule<'b> {
    /// None where the columns say neither first names nor dates of birth, so that there is nothing to go by.
    pub(crate) fn of(bound: &'b Bound<'b>, columns: &HouseholdColumns, holds_once: bool) -> Option<HouseholdRule<'b>> {
        let slots = columns.slots(bound)?;
        let n_records = slots.given.map_or(0, |slot| bound.slots[slot].n_present);
        let names = FirstNames::with(&bound.model().nicknames, n_records);
        Some(HouseholdRule { bound, slots, names, holds_once })
    }

    fn records(&self) -> &'b Records {
        self.bound.records()
    }

    /// Why the two rows are of two people, whatever their weight; none where they may be of one.
    pub(crate) fn apart(&self, (left_row, left): (u32, &[u32]), (right_row, right): (u32, &[u32])) -> Option<Apart> {
        let source_of = |row: u32| self.records().source_of(row);
        self.facts(left, right).apart(self.is_of_one_list(source_of(left_row), source_of(right_row)))
    }

    /// The same if nobody knew any number of theirs.
    pub(crate) fn apart_without_numbers(
        &self,
        (left_row, left): (u32, &[u32]),
        (right_row, right): (u32, &[u32]),
    ) -> Option<Apart> {
        let source_of = |row: u32| self.records().source_of(row);
        let facts = Facts { n_numbers_agree: 0, numbers_differ: false, ..self.facts(left, right) };
        facts.apart(self.is_of_one_list(source_of(left_row), source_of(right_row)))
    }

    /// What each row says of first name, surname and birth, as a number; 0 where one of them is missing.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn own_of_rows(&self) -> Result<Vec<u64>, Error> {
        let HouseholdSlots { given: Some(given), family: Some(family), born: Some(born), .. } = self.slots else {
            return Ok(Vec::new());
        };
        let mut own = Vec::with_capacity(self.records().n_records());
        self.bound.for_each_chunk(|_, words| {
            own.extend(words.chunks(self.bound.slots.len()).map(|codes| {
                let codes = [given, family, born].map(|slot| codes[slot]);
                if codes.contains(&NULL) { 0 } else { FixedState::default().hash_one(codes).max(1) }
            }));
            Ok(())
        })?;
        Ok(own)
    }

    /// Whether one source has both, and has people once as a rule.
    fn is_of_one_list(&self, one: usize, other: usize) -> bool {
        self.holds_once && one == other
    }
}

impl Facts {
    /// See [`HouseholdRule::apart`].
    fn apart(&self, is_of_one_list: bool) -> Option<Apart> {
        if self.n_numbers_agree != 0 {
            return self.apart_in_spite_of_a_number(is_of_one_list);
        }
        // A number is mistyped now and then; a namesake with another number is the likelier reason otherwise.
        let is_one_in_all_else = NameTie::Near < self.name && self.born == BirthTie::Same && !self.homes_differ;
        if self.numbers_differ && !is_one_in_all_else {
            return Some(Apart::Numbers);
        }
        // Two of one name at two homes, whose births are no slip of one, have nothing but the name.
        if self.homes_differ && !self.shares_place && self.born <= BirthTie::Unlike {
            return Some(Apart::BirthDates);
        }
        let of_household = self.shares_place.then(|| self.apart_at_home(is_of_one_list)).flatten();
        // Twins, as far as their source tells: it has both, and not one name for them.
        let is_two = || is_of_one_list && self.name <= NameTie::Near && self.born == BirthTie::Same;
        of_household.or_else(|| is_two().then_some(Apart::TwoOfOneSource))
    }

    /// Where a home speaks for the pair, the weight of what differs is not enough against it. Elsewhere it is: the model takes what it
    /// compares to be independent, and away from home it nearly is.
    fn apart_at_home(&self, is_of_one_list: bool) -> Option<Apart> {
        if self.name == NameTie::Different {
            return Some(Apart::FirstNames);
        }
        let is_parent_and_child = is_of_one_list && self.is_same_home && self.born == BirthTie::Generation;
        let are_siblings = self.born == BirthTie::Unlike && (self.name != NameTie::Same || is_of_one_list);
        if self.born == BirthTie::Apart || is_parent_and_child || are_siblings {
            return Some(Apart::BirthDates);
        }
        if self.sexes_differ && self.name <= NameTie::Near {
            return Some(Apart::Sexes);
        }
        (self.n_own() < N_OWN_MIN).then_some(Apart::NothingOwn)
    }

    /// Twins may share a number by mistake, and so may a person who was mistaken for another; but a first name can change.
    fn apart_in_spite_of_a_number(&self, is_of_one_list: bool) -> Option<Apart> {
        if self.name != NameTie::Different || 1 < self.n_numbers_agree {
            return None;
        }
        let is_likely_two = self.born <= BirthTie::Unlike || self.numbers_differ || is_of_one_list || self.sexes_differ;
        is_likely_two.then_some(Apart::FirstNames)
    }

    fn n_own(&self) -> u8 {
        let of_name = match self.name {
            NameTie::Different | NameTie::Missing => 0,
            NameTie::Initial => 1,
            NameTie::Near => 2,
            // The weight of what differs says how likely a garble is.
            NameTie::Garbled | NameTie::Slip | NameTie::Short | NameTie::Same => 3,
        };
        let of_birth = match self.born {
            BirthTie::Apart | BirthTie::Unlike | BirthTie::Missing => 0,
            BirthTie::Year => 1,
            BirthTie::Generation | BirthTie::Slip => 2,
            BirthTie::Same => 3,
        };
        of_name + of_birth
    }

    /// Whether two records that third ones bring together cannot be of one person: what they say for themselves differs.
    fn contradict(&self, is_of_one_list: bool) -> bool {
        self.apart(is_of_one_list).is_some_and(|why| why != Apart::NothingOwn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Facts = Facts {
        n_numbers_agree: 0,
        numbers_differ: false,
        name: NameTie::Same,
        born: BirthTie::Same,
        is_same_home: true,
        homes_differ: false,
        shares_place: true,
        sexes_differ: false,
    };

    #[test]
    fn a_link_needs_something_of_a_persons_own() {
        let apart = |name, born| Facts { name, born, ..ONE }.apart(false);
        for (name, born) in [
            (NameTie::Same, BirthTie::Missing),
            (NameTie::Missing, BirthTie::Same),
            (NameTie::Initial, BirthTie::Slip),
            (NameTie::Near, BirthTie::Same),
            (NameTie::Same, BirthTie::Unlike),
            (NameTie::Garbled, BirthTie::Slip),
        ] {
            assert_eq!(apart(name, born), None, "{name:?} {born:?}");
        }
        for (name, born, why) in [
            (NameTie::Missing, BirthTie::Slip, Apart::NothingOwn),
            (NameTie::Initial, BirthTie::Year, Apart::NothingOwn),
            (NameTie::Missing, BirthTie::Missing, Apart::NothingOwn),
            (NameTie::Different, BirthTie::Same, Apart::FirstNames),
            (NameTie::Same, BirthTie::Apart, Apart::BirthDates),
            (NameTie::Near, BirthTie::Unlike, Apart::BirthDates),
            (NameTie::Short, BirthTie::Unlike, Apart::BirthDates),
        ] {
            assert_eq!(apart(name, born), Some(why), "{name:?} {born:?}");
        }
    }

    #[test]
    fn away_from_home_the_model_has_the_last_word() {
        let elsewhere = Facts { is_same_home: false, shares_place: false, ..ONE };
        for (name, born) in [(NameTie::Different, BirthTie::Same), (NameTie::Same, BirthTie::Apart)] {
            assert_eq!(Facts { name, born, ..elsewhere }.apart(false), None, "{name:?} {born:?}");
        }
        let twins = Facts { name: NameTie::Different, ..elsewhere };
        assert_eq!(twins.apart(true), Some(Apart::TwoOfOneSource), "one list has both");
    }

    #[test]
    fn numbers_speak_for_one_person_or_for_two() {
        let differ = Facts { numbers_differ: true, ..ONE };
        assert_eq!(differ.apart(false), None, "a number mistyped");
        assert_eq!(
            Facts { is_same_home: false, homes_differ: true, shares_place: false, ..differ }.apart(false),
            Some(Apart::Numbers),
            "namesakes"
        );
        let agree = Facts { n_numbers_agree: 1, name: NameTie::Different, ..ONE };
        assert_eq!(agree.apart(false), None, "a name that changed");
        assert_eq!(agree.apart(true), Some(Apart::FirstNames), "twins with one number");
        assert_eq!(Facts { born: BirthTie::Apart, ..agree }.apart(false), Some(Apart::FirstNames));
        assert_eq!(Facts { born: BirthTie::Apart, name: NameTie::Same, ..agree }.apart(false), None);
    }

    #[test]
    fn a_parent_and_a_child_born_on_one_day_are_two_where_a_list_has_both() {
        let facts = Facts { born: BirthTie::Generation, ..ONE };
        assert_eq!((facts.apart(false), facts.apart(true)), (None, Some(Apart::BirthDates)));
    }

    #[test]
    fn boy_and_girl_and_two_alike_names_of_one_source_are_two() {
        let near = Facts { name: NameTie::Near, ..ONE };
        assert_eq!((near.apart(false), near.apart(true)), (None, Some(Apart::TwoOfOneSource)));
        assert_eq!(Facts { sexes_differ: true, ..near }.apart(false), Some(Apart::Sexes));
        assert_eq!(Facts { sexes_differ: true, ..ONE }.apart(false), None, "a sex mistyped");
    }
}
