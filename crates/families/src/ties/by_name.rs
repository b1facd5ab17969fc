//! Ties by the name of a carer that a record has.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::tables::TieBasis;
use rapidfuzz::distance::jaro_winkler;

use super::presumed::PRESUMED_YEARS;
use super::{AtHome, TieFinder};
use crate::person::PersonId;
use crate::records::PersonRecord;

/// Everybody of each name.
type PeopleByName = HashMap<String, BTreeSet<PersonId>>;

/// Two names so alike are one, spelled by two people.
const NAME_ALIKE_MIN: f64 = 0.92;

impl TieFinder<'_> {
    /// The carer whom a school has written down: somebody of that name who lives with the child; else, because addresses grow
    /// old, the only one of that name who could be its parent.
    pub fn by_name(&mut self, records: &[PersonRecord], at_home: &AtHome<'_>) {
        let called = self.people_by_name();
        for record in records {
            let Some(carer) = &record.carer_name else { continue };
            let homes = &self.facts[&record.person].homes;
            let around = homes.keys().filter_map(|home| at_home.get(home.as_str())).flatten();
            let mut alike: BTreeMap<PersonId, f64> = BTreeMap::new();
            for person in
                around.filter(|person| **person != record.person && self.can_be_parent(**person, record.person))
            {
                let names = self.facts[person].names.iter();
                let best = names.map(|name| jaro_winkler::similarity(name.chars(), carer.chars())).fold(0.0, f64::max);
                alike.insert(*person, best);
            }
            let best = alike.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            if let Some((person, _)) = best.filter(|(_, alike)| NAME_ALIKE_MIN <= *alike) {
                self.add_carer(person, record.person, TieBasis::Named, record.period);
                continue;
            }
            if let Some(person) = self.only_one(&called, carer, record.person) {
                self.add_carer(person, record.person, TieBasis::NamedAlone, record.period);
            }
        }
    }

    fn people_by_name(&self) -> PeopleByName {
        let mut called = PeopleByName::new();
        for (person, facts) in self.facts {
            for name in &facts.names {
                called.entry(name.clone()).or_default().insert(*person);
            }
        }
        called
    }

    /// The only one of a name in the place who could be a child's parent.
    fn only_one(&self, called: &PeopleByName, name: &str, child: PersonId) -> Option<PersonId> {
        let is_meant =
            |person: &&PersonId| self.years(**person, child).is_some_and(|years| PRESUMED_YEARS.contains(&years));
        let meant: Vec<PersonId> = called.get(name).into_iter().flatten().filter(is_meant).copied().collect();
        if let [person] = meant.as_slice() { Some(*person) } else { None }
    }

    /// A parent who lives elsewhere, where one person of that name and no other lives at the postcode; else, because addresses
    /// grow old, the only one of that name who could be its parent.
    pub fn by_name_elsewhere(&mut self, records: &[PersonRecord]) {
        let mut at: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for record in records {
            if let Some(postcode) = &record.postcode {
                at.entry(postcode).or_default().insert(record.person);
            }
        }
        let called = self.people_by_name();
        for record in records {
            let Some((name, postcode)) = &record.other_carer else { continue };
            let there = at.get(postcode.as_str()).into_iter().flatten().copied();
            let there: Vec<PersonId> = there.filter(|person| self.can_be_parent(*person, record.person)).collect();
            match self.called(name, &there).as_slice() {
                [parent] => self.add_carer(*parent, record.person, TieBasis::Named, record.period),
                [] => {
                    if let Some(parent) = self.only_one(&called, name, record.person) {
                        self.add_carer(parent, record.person, TieBasis::NamedAlone, record.period);
                    }
                }
                _ => {}
            }
        }
    }

    /// Those who are called so, spelled exactly where anybody is.
    fn called(&self, name: &str, people: &[PersonId]) -> Vec<PersonId> {
        let exactly = |person: &&PersonId| self.facts[*person].names.contains(name);
        let nearly = |person: &&PersonId| {
            let mut names = self.facts[*person].names.iter();
            names.any(|own| NAME_ALIKE_MIN <= jaro_winkler::similarity(own.chars(), name.chars()))
        };
        let found: Vec<PersonId> = people.iter().filter(exactly).copied().collect();
        if found.is_empty() { people.iter().filter(nearly).copied().collect() } else { found }
    }
}
