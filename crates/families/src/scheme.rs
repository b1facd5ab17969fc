//! Which families a programme is for: rules with a version, never a rule in code.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::FinancialYear;
use model::tables::FamilyRole;
use serde::Deserialize;

use crate::family::{Families, Family};
use crate::period::Period;
use crate::person::PersonId;

/// A programme's rule, as `reference/linkage/schemes.toml` has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Scheme {
    pub id: String,
    pub name: String,
    /// First and last day, as year, month and day.
    pub from: String,
    pub to: String,
    /// Different needs that a family must have.
    pub at_least: usize,
    pub source: String,
    pub quality: String,
    /// The needs that count: id and what it says.
    pub needs: BTreeMap<String, String>,
}

impl Scheme {
    /// Whether the rule holds on any day of a year.
    pub fn holds_in(&self, year: FinancialYear) -> bool {
        let day = |text: &str| text.parse::<Date>().ok();
        let days = day(&self.from).zip(day(&self.to));
        days.is_some_and(|(from, to)| from <= year.last_day() && year.first_day() <= to)
    }
}

#[derive(Deserialize)]
struct SchemeFile {
    scheme: Vec<Scheme>,
}

/// Evidence of a need of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub person: PersonId,
    /// An id of the scheme.
    pub need: String,
    pub on: Date,
    /// Where it is recorded.
    pub source: String,
}

/// A family under a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    pub family_id: PersonId,
    pub is_eligible: bool,
    /// Each need with its earliest evidence in the period.
    pub needs: BTreeMap<String, (Date, String)>,
}

/// The schemes that come with the program, in the order of the file.
pub fn shipped_schemes() -> Vec<Scheme> {
    const SHIPPED: &str = include_str!("../../../reference/linkage/schemes.toml");
    toml::from_str::<SchemeFile>(SHIPPED).expect("the file is read by a test of this module").scheme
}

/// Holds every family against a scheme: a need of any member is the family's, and three needs of one
/// person are three (method, section 3.5). A family has a child or a pregnancy by what a family is.
pub fn eligibility(scheme: &Scheme, families: &Families, needs: &[Need], period: Period) -> Vec<Eligibility> {
    let mut of_person: BTreeMap<PersonId, Vec<&Need>> = BTreeMap::new();
    for need in needs.iter().filter(|need| period.holds(need.on) && scheme.needs.contains_key(&need.need)) {
        of_person.entry(need.person).or_default().push(need);
    }
    let of_family = |family: &Family| {
        let people: BTreeSet<PersonId> = family.members.iter().map(|member| member.person).collect();
        let mut found: BTreeMap<String, (Date, String)> = BTreeMap::new();
        for need in people.iter().filter_map(|person| of_person.get(person)).flatten() {
            let evidence = (need.on, need.source.clone());
            let earliest = found.entry(need.need.clone()).or_insert_with(|| evidence.clone());
            if evidence < *earliest {
                *earliest = evidence;
            }
        }
        let has_adult = family.members.iter().any(|member| member.role == FamilyRole::Adult);
        Eligibility { family_id: family.id, is_eligible: has_adult && scheme.at_least <= found.len(), needs: found }
    };
    families.families.iter().map(of_family).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::FamilyMember;
    use jiff::civil::date;

    #[test]
    fn three_needs_of_the_ten_make_a_family_eligible() {
        let schemes = shipped_schemes();
        let scheme = schemes.iter().find(|scheme| scheme.id == "supporting-families-2022").expect("the scheme");
        assert_eq!((scheme.needs.len(), scheme.at_least), (10, 3));
        let member = |person, role| FamilyMember { person, role, is_main: true, period: Period::default() };
        let family = |adult, child| Family {
            id: adult,
            members: vec![member(adult, FamilyRole::Adult), member(child, FamilyRole::Child)],
        };
        let families = Families {
            on: date(2023, 3, 31),
            families: vec![family(1, 10), family(2, 20)],
            n_children_without_adults: 0,
        };
        let need = |person, need: &str, on| Need { person, need: need.to_owned(), on, source: "nhs".to_owned() };
        let in_year = date(2022, 11, 1);
        let needs = [
            need(1, "health", in_year),
            need(1, "substances", in_year),
            need(10, "education", in_year),
            need(2, "health", in_year),
            need(20, "health", date(2022, 10, 5)),
            need(2, "education", date(2021, 1, 1)),
            need(2, "no such need", in_year),
            need(20, "housing", in_year),
        ];
        let period = Period { from: Some(date(2022, 10, 3)), to: Some(date(2025, 3, 31)) };
        let found = eligibility(scheme, &families, &needs, period);
        assert_eq!((found[0].is_eligible, found[1].is_eligible), (true, false));
        assert_eq!(found[1].needs["health"].0, date(2022, 10, 5), "the earliest evidence is kept");
    }

    #[test]
    fn shipped_schemes_are_whole() {
        for scheme in shipped_schemes() {
            let days = [&scheme.from, &scheme.to].map(|day| day.parse::<Date>().ok());
            assert!(matches!(days, [Some(from), Some(to)] if from < to), "{}", scheme.id);
            assert!((1..=scheme.needs.len()).contains(&scheme.at_least) && !scheme.source.is_empty(), "{}", scheme.id);
        }
    }
}
