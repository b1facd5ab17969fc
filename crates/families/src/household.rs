//! Who lives under one roof on a day, institutions left out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::unionfind::UnionFind;

use crate::period::Period;
use crate::person::PersonId;
use crate::tie::Tie;

/// A person at an address while it lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    pub person: PersonId,
    /// The unique property reference number, or whatever names the address for certain.
    pub uprn: String,
    pub period: Period,
}

/// More people than this who do not belong together make an address an institution or a house of many homes.
const N_UNRELATED_MAX: usize = 10;

/// Who lives where on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Households {
    /// By address, the people there, sorted; institutions are not in it.
    pub at: BTreeMap<String, BTreeSet<PersonId>>,
    /// Addresses left out, sorted: those given, and those with more than ten unrelated people.
    pub institutions: BTreeSet<String>,
    of_person: BTreeMap<PersonId, BTreeSet<String>>,
}

impl Households {
    /// Households on a day. `institutions` are addresses known to be care homes, hostels, prisons or halls.
    pub fn on(day: Date, residences: &[Residence], ties: &[Tie], institutions: &BTreeSet<String>) -> Households {
        let mut at: BTreeMap<String, BTreeSet<PersonId>> = BTreeMap::new();
        for residence in residences.iter().filter(|residence| residence.period.holds(day)) {
            at.entry(residence.uprn.clone()).or_default().insert(residence.person);
        }
        let mut related: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
        for tie in ties.iter().filter(|tie| tie.period.holds(day)) {
            related.entry(tie.from).or_default().push(tie.to);
        }
        let is_institution = |uprn: &String, people: &BTreeSet<PersonId>| {
            institutions.contains(uprn) || N_UNRELATED_MAX < n_unrelated(people, &related)
        };
        let (left_out, homes): (BTreeMap<_, _>, BTreeMap<_, _>) =
            at.into_iter().partition(|(uprn, people)| is_institution(uprn, people));
        let mut of_person: BTreeMap<PersonId, BTreeSet<String>> = BTreeMap::new();
        for (uprn, people) in &homes {
            for person in people {
                of_person.entry(*person).or_default().insert(uprn.clone());
            }
        }
        Households { at: homes, institutions: left_out.into_keys().collect(), of_person }
    }

    /// Whether two people live together; none where no home of one of them is known.
    pub fn live_together(&self, one: PersonId, other: PersonId) -> Option<bool> {
        let (one, other) = (self.of_person.get(&one)?, self.of_person.get(&other)?);
        Some(!one.is_disjoint(other))
    }
}

/// Into how many groups without a tie between them the people of an address fall.
fn n_unrelated(people: &BTreeSet<PersonId>, related: &BTreeMap<PersonId, Vec<PersonId>>) -> usize {
    if people.len() <= N_UNRELATED_MAX {
        return people.len();
    }
    let place: BTreeMap<PersonId, usize> = people.iter().enumerate().map(|(at, person)| (*person, at)).collect();
    let mut groups: UnionFind<usize> = UnionFind::new(people.len());
    for (person, at) in &place {
        for other in related.get(person).into_iter().flatten().filter_map(|other| place.get(other)) {
            groups.union(*at, *other);
        }
    }
    groups.into_labeling().into_iter().collect::<BTreeSet<usize>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use model::tables::TieKind;

    fn residence(person: PersonId, uprn: &str) -> Residence {
        Residence { person, uprn: uprn.to_owned(), period: Period::default() }
    }

    #[test]
    fn an_address_of_many_strangers_is_no_household() {
        let mut residences: Vec<Residence> = (0..11).map(|person| residence(person, "hostel")).collect();
        residences.extend((20..32).map(|person| residence(person, "large family")));
        residences.extend([residence(40, "care home"), residence(50, "home"), residence(51, "home")]);
        let ties: Vec<Tie> = (21..32)
            .map(|child| Tie { kind: TieKind::Parent, from: 20, to: child, period: Period::default() })
            .collect();
        let care_home = BTreeSet::from(["care home".to_owned()]);
        let households = Households::on(date(2020, 1, 1), &residences, &ties, &care_home);
        let institutions: Vec<&str> = households.institutions.iter().map(String::as_str).collect();
        assert_eq!(institutions, ["care home", "hostel"]);
        assert_eq!(households.at["large family"].len(), 12);
        assert_eq!(households.live_together(50, 51), Some(true));
        assert_eq!(households.live_together(50, 20), Some(false));
        assert_eq!(households.live_together(1, 2), None, "a hostel says nothing");
    }
}
