//! Who belongs to whom, from what agencies wrote down.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rapidfuzz::distance::jaro_winkler;

use super::facts::{Facts, Held};
use crate::families::{PersonId, TieKind};

/// How a tie is known, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// By a number in a record.
    Recorded,
    /// On one tenancy, by what each is there.
    Tenancy,
    /// By a name in a record, of somebody at the same address.
    Named,
    /// By a name in a record, of the only person of that name who could be meant; they are not known to live together.
    NamedAlone,
    /// By age at one address, and nothing else.
    Presumed,
}

impl Basis {
    pub fn word(self) -> &'static str {
        match self {
            Basis::Recorded => "recorded",
            Basis::Tenancy => "tenancy",
            Basis::Named => "named",
            Basis::NamedAlone => "named_alone",
            Basis::Presumed => "presumed",
        }
    }
}

/// A tie's kind and both ends: parent and child, or partners with the lower number first.
pub(super) type TieKey = (TieKind, PersonId, PersonId);

/// Every tie with its strongest basis and the number of records that say so.
pub(super) type Ties = BTreeMap<TieKey, (Basis, u64)>;

/// Fewer years than these lie between no parent and child; more between hardly any.
const PARENT_YEARS: std::ops::RangeInclusive<i16> = 13..=60;
/// Presuming is more careful than believing what is written.
const PRESUMED_YEARS: std::ops::RangeInclusive<i16> = 16..=55;
/// An adult so much older than another at the address is of the generation before.
const GENERATION_YEARS: i16 = 16;
/// More people than this on one tenancy or at one home are no family (method, section 3.4).
const N_PEOPLE_MAX: usize = 10;
/// Two names so alike are one, spelled by two people.
const NAME_ALIKE_MIN: f64 = 0.92;

/// Finds the ties of a day. `presume` says whether adults are taken for a child's carers by age and address alone.
pub(super) fn ties(held: &[Held], facts: &BTreeMap<PersonId, Facts>, day: Date, presume: bool) -> Ties {
    let mut finder = Finder { facts, day, ties: Ties::new() };
    finder.by_number(held);
    finder.by_tenancy(held);
    let at_home = at_home(facts);
    finder.by_name(held, &at_home);
    finder.by_name_elsewhere(held);
    if presume {
        finder.by_age(&at_home);
    }
    finder.ties
}

/// The people of every home, institutions left out.
fn at_home(facts: &BTreeMap<PersonId, Facts>) -> BTreeMap<&str, Vec<PersonId>> {
    let mut at: BTreeMap<&str, Vec<PersonId>> = BTreeMap::new();
    for (person, facts) in facts {
        facts.homes.iter().for_each(|home| at.entry(home).or_default().push(*person));
    }
    let n_families = |people: &[PersonId]| {
        people.iter().flat_map(|person| facts[person].family_names.first()).collect::<BTreeSet<_>>().len()
    };
    at.retain(|_, people| people.len() <= N_PEOPLE_MAX || n_families(people) < N_PEOPLE_MAX / 2);
    at
}

struct Finder<'a> {
    facts: &'a BTreeMap<PersonId, Facts>,
    day: Date,
    ties: Ties,
}

impl Finder<'_> {
    fn add(&mut self, kind: TieKind, from: PersonId, to: PersonId, basis: Basis) {
        if from == to || !self.facts.contains_key(&from) || !self.facts.contains_key(&to) {
            return;
        }
        let (from, to) = if kind == TieKind::Partner { (from.min(to), from.max(to)) } else { (from, to) };
        let (strongest, n) = self.ties.entry((kind, from, to)).or_insert((basis, 0));
        *strongest = basis.min(*strongest);
        *n += 1;
    }

    fn years(&self, older: PersonId, younger: PersonId) -> Option<i16> {
        Some(self.facts[&younger].born_year? - self.facts[&older].born_year?)
    }

    fn can_be_parent(&self, older: PersonId, younger: PersonId) -> bool {
        self.years(older, younger).is_none_or(|years| PARENT_YEARS.contains(&years))
    }

    fn is_child(&self, person: PersonId) -> Option<bool> {
        let facts = &self.facts[&person];
        let born = facts.born.or_else(|| Date::new(facts.born_year?, 7, 1).ok())?;
        crate::families::is_child(&crate::families::Person { id: person, born: Some(born), has_send: false }, self.day)
    }

    /// Carers and partners named by a number: of the agency's own record, or of the person.
    fn by_number(&mut self, held: &[Held]) {
        let by_record: HashMap<(&str, &str), PersonId> =
            held.iter().map(|record| ((record.agency.as_str(), record.record_id.as_str()), record.person)).collect();
        let mut by_nino: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for record in held {
            if let Some(nino) = &record.nino {
                by_nino.entry(nino).or_default().insert(record.person);
            }
        }
        for record in held {
            let of_number = |number: &String| {
                let own = by_record.get(&(record.agency.as_str(), number.as_str())).copied();
                // A number that two people have says nothing.
                own.or_else(|| by_nino.get(number.as_str()).filter(|people| people.len() == 1)?.first().copied())
            };
            if let Some(carer) = record.carer_ref.as_ref().and_then(of_number)
                && self.can_be_parent(carer, record.person)
            {
                self.add(TieKind::Parent, carer, record.person, Basis::Recorded);
            }
            if let Some(partner) = record.partner_ref.as_ref().and_then(of_number) {
                self.add(TieKind::Partner, record.person, partner, Basis::Recorded);
            }
        }
    }

    /// Children and adults on one tenancy.
    fn by_tenancy(&mut self, held: &[Held]) {
        let mut tenancies: BTreeMap<(&str, &str), Vec<&Held>> = BTreeMap::new();
        for record in held {
            if let Some(household) = &record.household_ref {
                tenancies.entry((record.agency.as_str(), household.as_str())).or_default().push(record);
            }
        }
        let is_one = |record: &&&Held, words: &[&str]| {
            record.relation.as_deref().is_some_and(|relation| words.iter().any(|word| relation.contains(word)))
        };
        for records in tenancies.values().filter(|records| records.len() <= N_PEOPLE_MAX) {
            let of = |words: &[&str]| -> BTreeSet<PersonId> {
                records.iter().filter(|record| is_one(record, words)).map(|record| record.person).collect()
            };
            let children = of(&["child", "son", "daughter"]);
            let adults = of(&["tenant", "partner", "spouse", "husband", "wife", "parent", "mother", "father"]);
            let adults: Vec<PersonId> = adults.into_iter().filter(|adult| !children.contains(adult)).collect();
            for child in &children {
                let parents = adults.iter().filter(|adult| self.can_be_parent(**adult, *child));
                let parents: Vec<PersonId> = parents.copied().collect();
                parents.iter().for_each(|parent| self.add(TieKind::Parent, *parent, *child, Basis::Tenancy));
            }
            if let ([one, other], false) = (adults.as_slice(), children.is_empty()) {
                self.add(TieKind::Partner, *one, *other, Basis::Tenancy);
            }
        }
    }

    /// The carer whom a school has written down: somebody of that name who lives with the child; else, because addresses grow
    /// old, the only one of that name who could be its parent.
    fn by_name(&mut self, held: &[Held], at_home: &BTreeMap<&str, Vec<PersonId>>) {
        let mut by_name: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for (person, facts) in self.facts {
            for name in &facts.names {
                by_name.entry(name).or_default().insert(*person);
            }
        }
        for record in held {
            let Some(carer) = &record.carer_name else { continue };
            let homes = &self.facts[&record.person].homes;
            let around = homes.iter().filter_map(|home| at_home.get(home.as_str())).flatten();
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
                self.add(TieKind::Parent, person, record.person, Basis::Named);
                continue;
            }
            let is_meant = |person: &&PersonId| {
                self.years(**person, record.person).is_some_and(|years| PRESUMED_YEARS.contains(&years))
            };
            let meant: Vec<PersonId> =
                by_name.get(carer.as_str()).into_iter().flatten().filter(is_meant).copied().collect();
            if let [person] = meant.as_slice() {
                self.add(TieKind::Parent, *person, record.person, Basis::NamedAlone);
            }
        }
    }

    /// A parent who lives elsewhere, where one person of that name and no other lives at the postcode.
    fn by_name_elsewhere(&mut self, held: &[Held]) {
        let mut at: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for record in held {
            if let Some(postcode) = &record.postcode {
                at.entry(postcode).or_default().insert(record.person);
            }
        }
        for record in held {
            let Some((name, postcode)) = &record.other_carer else { continue };
            let there = at.get(postcode.as_str()).into_iter().flatten().copied();
            let there: Vec<PersonId> = there.filter(|person| self.can_be_parent(*person, record.person)).collect();
            if let [parent] = self.called(name, &there).as_slice() {
                self.add(TieKind::Parent, *parent, record.person, Basis::Named);
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

    /// Adults of the parents' generation who live with a child are presumed to care for it, where they are no more than
    /// two together with those who are known to.
    fn by_age(&mut self, at_home: &BTreeMap<&str, Vec<PersonId>>) {
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        for (child, facts) in self.facts.iter().filter(|(person, _)| self.is_child(**person) == Some(true)) {
            let around = facts.homes.iter().filter_map(|home| at_home.get(home.as_str())).flatten().copied();
            let around: BTreeSet<PersonId> = around.filter(|person| person != child).collect();
            presumed.extend(self.presumed_carers(*child, &around).into_iter().map(|carer| (carer, *child)));
        }
        presumed.iter().for_each(|(carer, child)| self.add(TieKind::Parent, *carer, *child, Basis::Presumed));
        self.by_siblings(at_home);
    }

    /// A child for whom nobody is known to care is presumed to have the carers of the children of its surname with whom it lives,
    /// where these all have the same: the address of the adults may be newer than the child's.
    fn by_siblings(&mut self, at_home: &BTreeMap<&str, Vec<PersonId>>) {
        let mut carers: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for (_, from, to) in self.ties.keys().filter(|(kind, ..)| *kind == TieKind::Parent) {
            carers.entry(*to).or_default().insert(*from);
        }
        let mut presumed: Vec<(PersonId, PersonId)> = Vec::new();
        let is_alone = |person: &PersonId| self.is_child(*person) == Some(true) && !carers.contains_key(person);
        for (child, facts) in self.facts.iter().filter(|(person, _)| is_alone(person)) {
            let around = facts.homes.iter().filter_map(|home| at_home.get(home.as_str())).flatten();
            let is_sibling = |other: &&PersonId| !self.facts[*other].family_names.is_disjoint(&facts.family_names);
            let of_siblings: BTreeSet<&BTreeSet<PersonId>> =
                around.filter(is_sibling).filter_map(|other| carers.get(other)).collect();
            if let (1, Some(shared)) = (of_siblings.len(), of_siblings.first()) {
                presumed.extend(
                    shared.iter().filter(|carer| self.can_be_parent(**carer, *child)).map(|carer| (*carer, *child)),
                );
            }
        }
        presumed.iter().for_each(|(carer, child)| self.add(TieKind::Parent, *carer, *child, Basis::Presumed));
    }

    fn presumed_carers(&self, child: PersonId, around: &BTreeSet<PersonId>) -> Vec<PersonId> {
        let is_known = |adult: &PersonId| self.ties.contains_key(&(TieKind::Parent, *adult, child));
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
}
