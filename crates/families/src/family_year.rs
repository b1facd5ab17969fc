//! What agencies did with each family in a period.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use money::Money;

use crate::family::{Families, Family};
use crate::period::Period;
use crate::person::PersonId;

/// Something that an agency did with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub person: PersonId,
    pub agency: String,
    pub service: String,
    pub on: Date,
    pub is_assessment: bool,
    pub cost: Option<Money>,
}

/// One family over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyYear {
    pub family_id: PersonId,
    /// Agencies that had contact with any member, by name.
    pub agencies: BTreeSet<String>,
    /// Services, each of its agency.
    pub n_services: u64,
    pub n_contacts: u64,
    pub n_assessments: u64,
    /// For contacts whose cost is known.
    pub cost: Money,
    pub n_without_cost: u64,
}

/// Contacts of each family in a period, families by id; one without any contact has a row of its own.
///
/// A child in two families counts in both: each of them is known to the agency. To add up contacts and cost over
/// families, count them by main family, which `main_only` does.
pub fn family_years(families: &Families, contacts: &[Contact], period: Period, main_only: bool) -> Vec<FamilyYear> {
    let mut of_person: BTreeMap<PersonId, Vec<&Contact>> = BTreeMap::new();
    for contact in contacts.iter().filter(|contact| period.holds(contact.on)) {
        of_person.entry(contact.person).or_default().push(contact);
    }
    let year = |family: &Family| {
        let members = family.members.iter().filter(|member| member.is_main || !main_only);
        let people: BTreeSet<PersonId> = members.map(|member| member.person).collect();
        let own: Vec<&Contact> = people.iter().filter_map(|person| of_person.get(person)).flatten().copied().collect();
        let services: BTreeSet<(&str, &str)> =
            own.iter().map(|contact| (contact.agency.as_str(), contact.service.as_str())).collect();
        FamilyYear {
            family_id: family.id,
            agencies: own.iter().map(|contact| contact.agency.clone()).collect(),
            n_services: services.len() as u64,
            n_contacts: own.len() as u64,
            n_assessments: own.iter().filter(|contact| contact.is_assessment).count() as u64,
            cost: own.iter().filter_map(|contact| contact.cost).sum(),
            n_without_cost: own.iter().filter(|contact| contact.cost.is_none()).count() as u64,
        }
    };
    families.families.iter().map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::FamilyMember;
    use jiff::civil::date;
    use model::tables::FamilyRole;

    fn contact(person: PersonId, agency: &str, service: &str, on: Date, pounds: Option<i64>) -> Contact {
        let cost = pounds.map(|pounds| Money::from_pence(pounds * 100));
        Contact {
            person,
            agency: agency.to_owned(),
            service: service.to_owned(),
            on,
            is_assessment: service == "assessment",
            cost,
        }
    }

    #[test]
    fn agencies_services_and_cost_are_counted_by_family_and_year() {
        let member = |person, role, is_main| FamilyMember { person, role, is_main, period: Period::default() };
        let families = Families {
            on: date(2021, 3, 31),
            families: vec![
                Family {
                    id: 1,
                    members: vec![member(1, FamilyRole::Adult, true), member(3, FamilyRole::Child, false)],
                },
                Family { id: 2, members: vec![member(2, FamilyRole::Adult, true), member(3, FamilyRole::Child, true)] },
            ],
            n_children_without_adults: 0,
        };
        let in_year = date(2020, 6, 1);
        let contacts = [
            contact(1, "police", "patrol", in_year, Some(50)),
            contact(1, "nhs", "assessment", in_year, Some(200)),
            contact(1, "nhs", "ward", in_year, None),
            contact(3, "school", "attendance", in_year, Some(20)),
            contact(3, "school", "attendance", date(2020, 3, 31), Some(20)),
            contact(9, "dwp", "claim", in_year, Some(5)),
        ];
        let period = Period { from: Some(date(2020, 4, 1)), to: Some(date(2021, 3, 31)) };
        let years = family_years(&families, &contacts, period, false);
        let first = &years[0];
        assert_eq!((first.agencies.len(), first.n_services, first.n_contacts, first.n_assessments), (3, 4, 4, 1));
        assert_eq!((first.cost, first.n_without_cost), (Money::from_pence(270_00), 1));
        let main = family_years(&families, &contacts, period, true);
        let total: u64 = main.iter().map(|year| year.n_contacts).sum();
        assert_eq!(total, 4, "by main family every contact of a member counts once");
    }
}
