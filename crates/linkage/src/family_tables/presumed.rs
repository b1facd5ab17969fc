//! Ties that nobody wrote down: who lives with a child and is of the age of its parents.

use std::collections::{BTreeMap, BTreeSet};

use super::ties::{AtHome, Basis, Finder};
use crate::families::{Period, PersonId, TieKind};

/// Presuming is more careful than believing what is written.
pub(super) const PRESUMED_YEARS: std::ops::RangeInclusive<i16> = 16..=55;
/// An adult so much older than another at the address is of the generation before.
const GENERATION_YEARS: i16 = 16;

impl Finder<'_> {
    /// Adults of the parents' generation who live with a child are presumed to care for it, where they are no more than
    /// two together with those who are known to.
    pub fn by_age(&mut self, at_home: &AtHome<'_>) {
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for child in self.facts.keys().filter(|person| self.is_child(**person) == Some(true)) {
            let around = self.around(*child, at_home);
            presumed.extend(self.presumed_carers(*child, &around).into_iter().map(|carer| (carer, *child)));
        }
        for (carer, child) in presumed {
            self.add(TieKind::Parent, carer, child, Basis::Presumed, self.together(carer, child));
        }
        self.by_siblings(at_home);
    }

    /// A child for whom nobody is known to care is presumed to have the carers of the children of its surname with whom it lives,
    /// where these all have the same: the address of the adults may be newer than the child's.
    fn by_siblings(&mut self, at_home: &AtHome<'_>) {
        let mut carers: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        let holds = self.ties.iter().filter(|(_, known)| known.period.holds(self.day));
        for ((_, from, to), _) in holds.filter(|((kind, ..), _)| *kind == TieKind::Parent) {
            carers.entry(*to).or_default().insert(*from);
        }
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        let is_alone = |person: &PersonId| self.is_child(*person) == Some(true) && !carers.contains_key(person);
        for (child, facts) in self.facts.iter().filter(|(person, _)| is_alone(person)) {
            let around = self.around(*child, at_home);
            let is_sibling = |other: &&PersonId| !self.facts[*other].family_names.is_disjoint(&facts.family_names);
            let of_siblings: BTreeSet<&BTreeSet<PersonId>> =
                around.iter().filter(is_sibling).filter_map(|other| carers.get(other)).collect();
            if let (1, Some(shared)) = (of_siblings.len(), of_siblings.first()) {
                presumed.extend(
                    shared.iter().filter(|carer| self.can_be_parent(**carer, *child)).map(|carer| (*carer, *child)),
                );
            }
        }
        for (carer, child) in presumed {
            self.add(TieKind::Parent, carer, child, Basis::Presumed, Period::default());
        }
    }

    fn presumed_carers(&self, child: PersonId, around: &BTreeSet<PersonId>) -> Vec<PersonId> {
        let is_known = |adult: &PersonId| self.has(TieKind::Parent, *adult, child);
        let is_of_age = |adult: &PersonId| {
            let years = self.years(*adult, child);
            years.is_some_and(|years| PRESUMED_YEARS.contains(&years)) && self.is_child(*adult) == Some(false)
        };
        let candidates: Vec<PersonId> =
            around.iter().copied().filter(|adult| is_known(adult) || is_of_age(adult)).collect();
        let has_younger = |adult: PersonId| {
            candidates.iter().any(|other| self.years(adult, *other).is_some_and(|years| GENERATION_YEARS <= years))
        };
        let of_generation: Vec<PersonId> =
            candidates.iter().copied().filter(|adult| is_known(adult) || !has_younger(*adult)).collect();
        let shares_name =
            |adult: &PersonId| !self.facts[adult].family_names.is_disjoint(&self.facts[&child].family_names);
        let chosen: Vec<PersonId> = match of_generation.len() {
            0..=2 => of_generation,
            _ => of_generation.into_iter().filter(|adult| is_known(adult) || shares_name(adult)).collect(),
        };
        if 2 < chosen.len() { Vec::new() } else { chosen.into_iter().filter(|adult| !is_known(adult)).collect() }
    }

    /// Who expects a child is presumed to be the partner of the one adult of the same generation who lives there too, where
    /// neither is known to have another.
    pub fn by_pregnancy(&mut self, at_home: &AtHome<'_>) {
        let pregnant = self.facts.iter().filter(|(person, facts)| facts.is_pregnant && !self.has_partner(**person));
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for (person, _) in pregnant {
            let is_of_generation = |other: &PersonId| {
                self.is_child(*other) == Some(false)
                    && self.years(*person, *other).is_some_and(|years| years.abs() < GENERATION_YEARS)
            };
            let around: Vec<PersonId> = self.around(*person, at_home).into_iter().filter(is_of_generation).collect();
            if let [partner] = around.as_slice()
                && !self.has_partner(*partner)
            {
                presumed.push((*person, *partner));
            }
        }
        for (one, other) in presumed {
            self.add(TieKind::Partner, one, other, Basis::Presumed, self.together(one, other));
        }
    }

    fn has_partner(&self, person: PersonId) -> bool {
        let partners =
            self.ties.iter().filter(|((kind, ..), known)| *kind == TieKind::Partner && known.period.holds(self.day));
        partners.into_iter().any(|((_, one, other), _)| [*one, *other].contains(&person))
    }

    /// Who else lives where somebody lives.
    fn around(&self, person: PersonId, at_home: &AtHome<'_>) -> BTreeSet<PersonId> {
        let homes = self.facts[&person].homes.iter().filter(|(_, period)| period.holds(self.day));
        let around = homes.filter_map(|(home, _)| at_home.get(home.as_str())).flatten().copied();
        around.filter(|other| *other != person).collect()
    }

    /// While two people lived together in what is home to both on the day.
    fn together(&self, one: PersonId, other: PersonId) -> Period {
        let (one, other) = (&self.facts[&one].homes, &self.facts[&other].homes);
        let shared = one.iter().filter_map(|(home, period)| period.meeting(other.get(home)?));
        let shared = shared.filter(|period| period.holds(self.day));
        shared.reduce(|one, other| one.wider(&other)).unwrap_or_default()
    }
}
