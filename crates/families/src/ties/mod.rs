//! Who belongs to whom, from what agencies wrote down: the ties of everybody, and how each is known.

mod by_name;
mod by_number;
mod by_tenancy;
#[cfg(test)]
mod dated_tests;
mod presumed;
#[cfg(test)]
mod tenancy_tests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use model::tables::{TieBasis, TieKind};

use crate::facts::Facts;
use crate::homes::Home;
use crate::period::Period;
use crate::person::{PersonId, is_child};
use crate::records::PersonRecord;

/// A tie's kind and both ends: parent and child, or partners with the lower number first.
pub(crate) type TieKey = (TieKind, PersonId, PersonId);

/// What says that there is a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TieEvidence {
    /// The strongest of what says so on the day; where it is over, of whatever said so.
    pub basis: TieBasis,
    /// The widest that records give.
    pub period: Period,
    /// Records that show it.
    pub n: u64,
    /// On the day, by one record at least: between two periods nothing is said.
    pub holds: bool,
}

pub(crate) type Ties = BTreeMap<TieKey, TieEvidence>;

/// Fewer years than these lie between no parent and child; more between hardly any.
const PARENT_YEARS: std::ops::RangeInclusive<i16> = 13..=60;
/// More people than this on one tenancy or at one home are no family (method, section 3.4).
pub(crate) const N_PEOPLE_MAX: usize = 10;

/// Finds the ties, and when each held; what is known of people is known for `day`. `presume` says whether adults are taken for a
/// child's carers by age and address alone.
pub(crate) fn ties(records: &[PersonRecord], facts: &BTreeMap<PersonId, Facts>, day: Date, presume: bool) -> Ties {
    let mut finder = TieFinder {
        facts,
        day,
        ties: Ties::new(),
        separated: BTreeMap::new(),
        lapsed: BTreeMap::new(),
        parted: BTreeMap::new(),
    };
    finder.by_number(records);
    finder.by_tenancy(records);
    finder.separations(records);
    finder.by_name(records, &at_home(facts, |_| true));
    finder.by_name_elsewhere(records);
    if presume {
        finder.by_lapsed();
        let at_home = at_home(facts, |home| home.holds);
        finder.by_age(&at_home);
        finder.by_pregnancy(&at_home);
    }
    finder.ties
}

/// The people of every home, institutions left out.
pub(crate) type AtHome<'f> = BTreeMap<&'f str, Vec<PersonId>>;

fn at_home(facts: &BTreeMap<PersonId, Facts>, is_theirs: impl Fn(&Home) -> bool) -> AtHome<'_> {
    let mut at = AtHome::new();
    for (person, facts) in facts {
        for (address, _) in facts.homes.iter().filter(|(_, home)| is_theirs(home)) {
            at.entry(address).or_default().push(*person);
        }
    }
    let n_families = |people: &[PersonId]| {
        people.iter().flat_map(|person| facts[person].family_names.first()).collect::<BTreeSet<_>>().len()
    };
    at.retain(|_, people| people.len() <= N_PEOPLE_MAX || n_families(people) < N_PEOPLE_MAX / 2);
    at
}

pub(crate) struct TieFinder<'a> {
    pub facts: &'a BTreeMap<PersonId, Facts>,
    pub day: Date,
    pub ties: Ties,
    /// Couples who have separated by an agency's records, the lower number first, and since when.
    pub separated: BTreeMap<(PersonId, PersonId), Date>,
    /// For each child the carers whom a record of it named that is over, with its last day.
    pub lapsed: BTreeMap<PersonId, BTreeSet<(Date, PersonId)>>,
    /// Adult and child of whom the adult left a tenancy and the child stayed, and the last day on which that was so.
    pub parted: BTreeMap<(PersonId, PersonId), Date>,
}

impl TieFinder<'_> {
    /// Writes a tie down, or that one more record says so.
    pub fn add(&mut self, kind: TieKind, from: PersonId, to: PersonId, basis: TieBasis, period: Period) {
        if from == to || !self.facts.contains_key(&from) || !self.facts.contains_key(&to) {
            return;
        }
        let (from, to) = if kind == TieKind::Partner { (from.min(to), from.max(to)) } else { (from, to) };
        let said = TieEvidence { basis, period, n: 1, holds: period.holds(self.day) };
        self.ties.entry((kind, from, to)).and_modify(|known| *known = known.and(&said)).or_insert(said);
    }

    /// Writes down a carer whom a record of a child names.
    pub fn add_carer(&mut self, carer: PersonId, child: PersonId, basis: TieBasis, period: Period) {
        self.add(TieKind::Parent, carer, child, basis, period);
        if let Some(to) = period.to.filter(|_| carer != child) {
            self.lapse(carer, child, to);
        }
    }

    /// Writes down that a record of a child that names a carer is over, if it is.
    pub fn lapse(&mut self, carer: PersonId, child: PersonId, to: Date) {
        if to < self.day {
            self.lapsed.entry(child).or_default().insert((to, carer));
        }
    }

    /// Whether a tie is known already and holds on the day.
    pub fn has(&self, kind: TieKind, from: PersonId, to: PersonId) -> bool {
        self.ties.get(&(kind, from, to)).is_some_and(|known| known.holds)
    }

    pub fn years(&self, older: PersonId, younger: PersonId) -> Option<i16> {
        Some(self.facts[&younger].born_year? - self.facts[&older].born_year?)
    }

    pub fn can_be_parent(&self, older: PersonId, younger: PersonId) -> bool {
        self.years(older, younger).is_none_or(|years| PARENT_YEARS.contains(&years))
    }

    pub fn is_child(&self, person: PersonId) -> Option<bool> {
        is_child(&self.facts[&person].person(person, self.day), self.day)
    }
}

impl TieEvidence {
    /// What both say together.
    fn and(&self, other: &TieEvidence) -> TieEvidence {
        let basis = match (self.holds, other.holds) {
            (true, false) => self.basis,
            (false, true) => other.basis,
            _ => self.basis.min(other.basis),
        };
        TieEvidence {
            basis,
            period: self.period.wider(&other.period),
            n: self.n + other.n,
            holds: self.holds || other.holds,
        }
    }
}
