//! What two records say of whether they are one person's, beyond what a household shares.

use rapidfuzz::distance::osa;

use super::first_name::FirstName;
use super::{BirthTie, HouseholdRule, NameTie, birth};
use crate::records::NULL;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) n_numbers_agree: u8,
    /// Two numbers of one kind differ by more than a slip.
    pub(crate) numbers_differ: bool,
    pub(crate) name: NameTie,
    pub(crate) born: BirthTie,
    pub(crate) is_same_home: bool,
    /// Both homes are known, and are two.
    pub(crate) homes_differ: bool,
    /// The same home, or the same postcode: what a household shares speaks for the pair.
    pub(crate) shares_place: bool,
    pub(crate) sexes_differ: bool,
}

/// How near two records are, the weightiest first: of two records that compete for a third the nearer one has it.
pub(crate) type Nearness = (bool, NameTie, BirthTie, bool);

impl Facts {
    /// Where sources hold a person several times they do so under short and formal names and at several homes, so there neither
    /// of these makes a record nearer.
    pub(super) fn nearness(&self, holds_once: bool) -> Nearness {
        let name = if self.name == NameTie::Short && !holds_once { NameTie::Same } else { self.name };
        (self.n_numbers_agree != 0, name, self.born, self.is_same_home && holds_once)
    }
}

impl HouseholdRule<'_> {
    pub(super) fn facts(&self, left: &[u32], right: &[u32]) -> Facts {
        let slots = &self.slots;
        let own = slots.numbers.iter().map(|slot| self.number_tie(*slot, left, right));
        let (n_agree, n_differ) = own.fold((0, 0), |(agree, differ), tie| match tie {
            Some(true) => (agree + 1, differ),
            Some(false) => (agree, differ + 1),
            None => (agree, differ),
        });
        let n_any_agree = slots.any_numbers.iter().filter(|slot| is_same(Some(**slot), left, right)).count();
        Facts {
            n_numbers_agree: n_agree + n_any_agree as u8,
            numbers_differ: n_differ != 0,
            name: self.name_tie(left, right),
            born: self.birth_tie(left, right),
            is_same_home: is_same(slots.home, left, right),
            homes_differ: both(slots.home, left, right).is_some_and(|(l, r)| l != r),
            shares_place: slots.places.iter().any(|slot| is_same(Some(*slot), left, right)),
            sexes_differ: both(slots.sex, left, right).is_some_and(|(l, r)| l != r),
        }
    }

    /// The codes of first name and birth date.
    pub(super) fn own_codes(&self, row: &[u32]) -> [u32; 2] {
        [self.slots.given, self.slots.born].map(|slot| slot.map_or(NULL, |slot| row[slot]))
    }

    /// Whether two numbers are the same or differ; none where one is missing, or a slip of the other.
    fn number_tie(&self, slot: usize, left: &[u32], right: &[u32]) -> Option<bool> {
        let (l, r) = both(Some(slot), left, right)?;
        if l == r {
            return Some(true);
        }
        let values = &self.bound.slots[slot].values;
        let bare = |code: u32| values.get(code as usize).bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>();
        let (l, r) = (bare(l), bare(r));
        match osa::distance(l.iter().copied(), r.iter().copied()) {
            0 => Some(true),
            1 => None,
            _ => Some(false),
        }
    }

    fn birth_tie(&self, left: &[u32], right: &[u32]) -> BirthTie {
        let Some((l, r)) = both(self.slots.born, left, right) else { return BirthTie::Missing };
        let slot = &self.bound.slots[self.slots.born.expect("both have one")];
        birth::tie(slot.folded.get(l as usize), slot.folded.get(r as usize))
    }

    fn name_tie(&self, left: &[u32], right: &[u32]) -> NameTie {
        let Some(given) = self.slots.given else { return NameTie::Missing };
        let tie = match both(Some(given), left, right) {
            Some((l, r)) => self.names.tie(self.first_name(given, l), self.first_name(given, r)),
            None => NameTie::Missing,
        };
        if NameTie::Near < tie {
            return tie;
        }
        let other = self.tie_of_other_names(given, left, right).max(self.tie_of_other_names(given, right, left));
        if other == NameTie::Same { NameTie::Short } else { tie }
    }

    /// How the first name of one record stands to the other names of the other, and to its surname where both are the wrong
    /// way round.
    fn tie_of_other_names(&self, given: usize, one: &[u32], other: &[u32]) -> NameTie {
        if one[given] == NULL {
            return NameTie::Missing;
        }
        let name = self.first_name(given, one[given]).text;
        if name.len() == 1 {
            return NameTie::Missing;
        }
        let text = |slot: usize, row: &[u32]| {
            (row[slot] != NULL).then(|| self.bound.slots[slot].folded.get(row[slot] as usize))
        };
        let stands_there =
            |slot: &usize| text(*slot, other).is_some_and(|names| names.split(' ').any(|word| word == name));
        let is_swapped = || {
            let Some(family) = self.slots.family else { return false };
            let (Some(own), Some(theirs), Some(crossed)) = (text(family, one), text(family, other), text(given, other))
            else {
                return false;
            };
            // A slip in one of them is none the less a swap.
            let is_like = |l: &str, r: &str| osa::distance(l.chars(), r.chars()) <= 2 && 3 < l.len().min(r.len());
            theirs == name && (own == crossed || is_like(own, crossed)) || own == crossed && is_like(theirs, name)
        };
        if self.slots.other_names.iter().any(stands_there) || is_swapped() { NameTie::Same } else { NameTie::Missing }
    }

    fn first_name(&self, given: usize, code: u32) -> FirstName<'_> {
        let slot = &self.bound.slots[given];
        let n_records = f64::from(slot.shares[code as usize]) * slot.n_present as f64;
        FirstName { text: slot.folded.get(code as usize), n_records: n_records.round() }
    }
}

/// The codes of both, where both are there.
fn both(slot: Option<usize>, left: &[u32], right: &[u32]) -> Option<(u32, u32)> {
    let (l, r) = (left[slot?], right[slot?]);
    (l != NULL && r != NULL).then_some((l, r))
}

fn is_same(slot: Option<usize>, left: &[u32], right: &[u32]) -> bool {
    both(slot, left, right).is_some_and(|(l, r)| l == r)
}
