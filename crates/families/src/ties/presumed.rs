//! Ties that nobody wrote down: who lives with a child and is of the age of its parents.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::tables::{TieBasis, TieKind};

use super::{AtHome, TieFinder};
use crate::period::Period;
use crate::person::PersonId;

/// Presuming is more careful than believing what is written.
pub(super) const PRESUMED_YEARS: std::ops::RangeInclusive<i16> = 16..=55;
/// An adult so much older than another at the address is of the generation before.
const GENERATION_YEARS: i16 = 16;

impl TieFinder<'_> {
    /// A child leaves a school, a case is closed, a family gives up its tenancy: the record is over that named the carer, and
    /// care is not. So where nobody is written down as the carer of a child on the day, those whom its records named last are
    /// presumed to go on, if both are still known to somebody.
    pub fn by_lapsed(&mut self) {
        let carers = self.carers();
        let is_child_here = |child: &PersonId| self.facts[child].is_here && self.is_child(*child) == Some(true);
        let mut presumed: Vec<(PersonId, PersonId, Period)> = Vec::new();
        for (child, lapsed) in &self.lapsed {
            let Some((last, _)) = lapsed.last().filter(|_| !carers.contains_key(child) && is_child_here(child)) else {
                continue;
            };
            let goes_on = Period { from: Some(*last), to: None };
            // Who left the child is named again by a later record only because they came back, or care from elsewhere.
            let has_left = |carer: &PersonId| self.parted.get(&(*carer, *child)).is_some_and(|left| last <= left);
            let goes_on_caring = |carer: &PersonId| self.facts[carer].is_here && !has_left(carer);
            let of_last = lapsed.iter().filter(|(to, carer)| to == last && goes_on_caring(carer));
            presumed.extend(of_last.map(|(_, carer)| (*carer, *child, goes_on)));
        }
        for (carer, child, goes_on) in presumed {
            self.add(TieKind::Parent, carer, child, TieBasis::Presumed, goes_on);
        }
    }

    /// Adults of the parents' generation who live with a child are presumed to care for it, where they are no more than
    /// two together with those who are known to.
    pub fn by_age(&mut self, at_home: &AtHome<'_>) {
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for child in self.facts.keys().filter(|person| self.is_child(**person) == Some(true)) {
            let around = self.around(*child, at_home);
            presumed.extend(self.presumed_carers(*child, &around).into_iter().map(|carer| (carer, *child)));
        }
        for (carer, child) in presumed {
            self.add(TieKind::Parent, carer, child, TieBasis::Presumed, self.together(carer, child));
        }
        self.by_siblings(at_home);
        self.by_siblings_elsewhere(at_home);
    }

    /// A child for whom nobody is known to care is presumed to have the carers of the children of its surname with whom it lives,
    /// where these all have the same: the address of the adults may be newer than the child's.
    fn by_siblings(&mut self, at_home: &AtHome<'_>) {
        let carers = self.carers();
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
            self.add(TieKind::Parent, carer, child, TieBasis::Presumed, Period::default());
        }
    }

    /// A carer who lives elsewhere is written down by schools alone. A younger child is presumed to have the one whom the
    /// children of its surname have with whom it lives and shares a carer, where these all have the same.
    fn by_siblings_elsewhere(&mut self, at_home: &AtHome<'_>) {
        let carers = self.carers();
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for (child, own) in &carers {
            let around = self.around(*child, at_home);
            let family_names = &self.facts[child].family_names;
            if own.iter().any(|carer| !around.contains(carer)) {
                continue;
            }
            let siblings = around.iter().filter(|other| !self.facts[*other].family_names.is_disjoint(family_names));
            let of_siblings = siblings.filter_map(|other| carers.get(other)).filter(|theirs| !theirs.is_disjoint(own));
            let elsewhere: BTreeSet<BTreeSet<PersonId>> =
                of_siblings.map(|theirs| theirs.difference(&around).copied().collect()).collect();
            if let (1, Some(shared)) = (elsewhere.len(), elsewhere.first()) {
                let could = shared.iter().filter(|carer| self.can_be_parent(**carer, *child));
                presumed.extend(could.map(|carer| (*carer, *child)));
            }
        }
        for (carer, child) in presumed {
            self.add(TieKind::Parent, carer, child, TieBasis::Presumed, Period::default());
        }
    }

    /// The carers of every child on the day, as far as they are found.
    fn carers(&self) -> BTreeMap<PersonId, BTreeSet<PersonId>> {
        let mut carers: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        let holds = self.ties.iter().filter(|(_, known)| known.holds);
        for ((_, from, to), _) in holds.filter(|((kind, ..), _)| *kind == TieKind::Parent) {
            carers.entry(*to).or_default().insert(*from);
        }
        carers
    }

    fn presumed_carers(&self, child: PersonId, around: &BTreeSet<PersonId>) -> Vec<PersonId> {
        let is_known = |adult: &PersonId| self.has(TieKind::Parent, *adult, child);
        let is_of_age = |adult: &PersonId| {
            let years = self.years(*adult, child);
            years.is_some_and(|years| PRESUMED_YEARS.contains(&years)) && self.is_child(*adult) == Some(false)
        };
        let around = around.iter().copied().filter(|adult| is_known(adult) || is_of_age(adult)).collect();
        let candidates = self.without_old_addresses(around, child);
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

    /// Those of a home who still live there and are counted once.
    fn without_old_addresses(&self, adults: Vec<PersonId>, child: PersonId) -> Vec<PersonId> {
        let is_known = |adult: &PersonId| self.has(TieKind::Parent, *adult, child);
        // Of a couple that has separated, who is known to care or to live there since stays, and the other's address is old.
        let stays = |adult: &PersonId, since: Date| is_known(adult) || self.has_come(*adult, child, since);
        let has_left = |adult: &PersonId| {
            adults.iter().any(|other| {
                let since = self.separated.get(&((*adult).min(*other), (*adult).max(*other)));
                since.is_some_and(|since| stays(other, *since) && !stays(adult, *since))
            })
        };
        // Two of one name and generation are one, whose records were not linked.
        let is_again = |adult: &PersonId| {
            let first = |other: &PersonId| other != adult && (is_known(other) || other < adult);
            let is_same = |other: &PersonId| {
                self.years(*adult, *other).is_none_or(|years| years.abs() < GENERATION_YEARS)
                    && !self.facts[other].names.is_disjoint(&self.facts[adult].names)
            };
            !is_known(adult) && adults.iter().any(|other| first(other) && is_same(other))
        };
        adults.iter().copied().filter(|adult| !has_left(adult) && !is_again(adult)).collect()
    }

    /// Who expects a child is presumed to be the partner of the one adult of the same generation who lives there too, where
    /// neither is known to have another. Her parents, children, brothers and sisters are not meant, whenever they were that.
    pub fn by_pregnancy(&mut self, at_home: &AtHome<'_>) {
        let holds = self.ties.iter().filter(|(_, known)| known.holds);
        let couples = holds.filter(|((kind, ..), _)| *kind == TieKind::Partner);
        let in_couple: BTreeSet<PersonId> = couples.flat_map(|((_, one, other), _)| [*one, *other]).collect();
        let pregnant = self.facts.iter().filter(|(person, facts)| facts.is_pregnant && !in_couple.contains(person));
        let parents = self.parents_ever();
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for (person, _) in pregnant {
            let is_of_generation = |other: &PersonId| {
                self.is_child(*other) == Some(false)
                    && !are_related(&parents, *person, *other)
                    && self.years(*person, *other).is_some_and(|years| years.abs() < GENERATION_YEARS)
            };
            let around: Vec<PersonId> = self.around(*person, at_home).into_iter().filter(is_of_generation).collect();
            if let [partner] = around.as_slice()
                && !in_couple.contains(partner)
            {
                presumed.push((*person, *partner));
            }
        }
        for (one, other) in presumed {
            self.add(TieKind::Partner, one, other, TieBasis::Presumed, self.together(one, other));
        }
    }

    /// Those who cared for somebody on any day.
    fn parents_ever(&self) -> BTreeMap<PersonId, BTreeSet<PersonId>> {
        let mut parents: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for (kind, from, to) in self.ties.keys() {
            if matches!(kind, TieKind::Parent | TieKind::Guardian) {
                parents.entry(*to).or_default().insert(*from);
            }
        }
        parents
    }

    /// Who else lives where somebody lives.
    fn around(&self, person: PersonId, at_home: &AtHome<'_>) -> BTreeSet<PersonId> {
        let homes = self.facts[&person].homes.iter().filter(|(_, home)| home.holds);
        let around = homes.filter_map(|(home, _)| at_home.get(home.as_str())).flatten().copied();
        around.filter(|other| *other != person).collect()
    }

    /// Whether a record of an adult at a child's home begins no sooner than a day.
    fn has_come(&self, adult: PersonId, child: PersonId, day: Date) -> bool {
        let at_home = |home: &String| self.facts[&child].homes.contains_key(home);
        self.facts[&adult].came.iter().any(|(home, came)| day <= *came && at_home(home))
    }

    /// While two people lived together in what is home to both on the day.
    fn together(&self, one: PersonId, other: PersonId) -> Period {
        let (one, other) = (&self.facts[&one].homes, &self.facts[&other].homes);
        let shared = one.iter().filter_map(|(address, home)| Some((home, other.get(address)?)));
        let shared = shared.filter(|(one, other)| one.holds && other.holds);
        let shared = shared.filter_map(|(one, other)| one.period.meeting(&other.period));
        shared.reduce(|one, other| one.wider(&other)).unwrap_or_default()
    }
}

/// Whether one is a parent of the other, or both have a parent in common.
fn are_related(parents: &BTreeMap<PersonId, BTreeSet<PersonId>>, one: PersonId, other: PersonId) -> bool {
    let (of_one, of_other) = (parents.get(&one), parents.get(&other));
    of_one.is_some_and(|parents| parents.contains(&other))
        || of_other.is_some_and(|parents| parents.contains(&one))
        || of_one.zip(of_other).is_some_and(|(one, other)| !one.is_disjoint(other))
}
