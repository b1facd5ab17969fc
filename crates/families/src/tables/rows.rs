//! The rows of the tables about families.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::RecordBatch;
use model::FinancialYear;
use model::tables::{
    FAMILY_ELIGIBILITY, FAMILY_MEMBER, FAMILY_YEAR, FamilyRole, PERSON_TIE, family_eligibility, family_member,
    family_year, person_tie,
};

use crate::facts::Facts;
use crate::family::{Families, Family};
use crate::family_year::FamilyYear;
use crate::person::PersonId;
use crate::scheme::{Eligibility, Scheme};
use crate::ties::Ties;

pub(super) fn tie_table(ties: &Ties) -> RecordBatch {
    let mut rows = PERSON_TIE.rows();
    for ((kind, from, to), evidence) in ties {
        rows.push()
            .text(person_tie::TIE_KIND, kind.word())
            .id(person_tie::FROM_PERSON_ID, id(*from))
            .id(person_tie::TO_PERSON_ID, id(*to))
            .date_if_any(person_tie::FROM, evidence.period.from)
            .date_if_any(person_tie::TO, evidence.period.to)
            .text(person_tie::BASIS, evidence.basis.word())
            .count(person_tie::N_SOURCES, evidence.n);
    }
    rows.finish()
}

pub(super) fn member_table(families: &Families) -> RecordBatch {
    let mut rows = FAMILY_MEMBER.rows();
    for family in &families.families {
        for member in &family.members {
            rows.push()
                .id(family_member::FAMILY_ID, id(family.id))
                .id(family_member::PERSON_ID, id(member.person))
                .text(family_member::ROLE, member.role.word())
                .flag(family_member::IS_MAIN, member.is_main)
                .date_if_any(family_member::FROM, member.period.from)
                .date_if_any(family_member::TO, member.period.to);
        }
    }
    rows.finish()
}

/// `main` counts contacts by main family; otherwise it is as `years`, family by family.
pub(super) fn year_table(
    families: &Families,
    years: &[FamilyYear],
    main: &[FamilyYear],
    facts: &BTreeMap<PersonId, Facts>,
    year: FinancialYear,
) -> RecordBatch {
    let family_of: HashMap<PersonId, &Family> = families.families.iter().map(|family| (family.id, family)).collect();
    let mut rows = FAMILY_YEAR.rows();
    for (found, main) in years.iter().zip(main) {
        let family = family_of[&found.family_id];
        let agencies: Vec<&str> = found.agencies.iter().map(String::as_str).collect();
        rows.push()
            .id(family_year::FAMILY_ID, id(found.family_id))
            .year(family_year::FINANCIAL_YEAR, year)
            .count(family_year::N_ADULTS, n_of(family, FamilyRole::Adult))
            .count(family_year::N_CHILDREN, n_of(family, FamilyRole::Child))
            .count(family_year::N_AGENCIES_KNOWN, n_agencies_known(family, facts))
            .count(family_year::N_AGENCIES, agencies.len() as u64)
            .count(family_year::N_SERVICES, found.n_services)
            .count(family_year::N_CONTACTS, found.n_contacts)
            .count(family_year::N_ASSESSMENTS, found.n_assessments)
            .money(family_year::COST, found.cost)
            .count(family_year::N_WITHOUT_COST, found.n_without_cost)
            .money(family_year::COST_MAIN, main.cost)
            .text(family_year::AGENCIES, &agencies.join("|"));
    }
    rows.finish()
}

pub(super) fn eligibility_table(found: &[(&Scheme, Vec<Eligibility>)]) -> RecordBatch {
    let mut rows = FAMILY_ELIGIBILITY.rows();
    for (scheme, families) in found {
        for family in families {
            let needs: Vec<&str> = family.needs.keys().map(String::as_str).collect();
            rows.push()
                .id(family_eligibility::FAMILY_ID, id(family.family_id))
                .text(family_eligibility::SCHEME, &scheme.id)
                .count(family_eligibility::N_NEEDS, needs.len() as u64)
                .text(family_eligibility::NEEDS, &needs.join("|"))
                .flag(family_eligibility::IS_ELIGIBLE, family.is_eligible);
        }
    }
    rows.finish()
}

fn id(person: PersonId) -> i64 {
    i64::try_from(person).expect("people are numbered from 1")
}

fn n_of(family: &Family, role: FamilyRole) -> u64 {
    family.members.iter().filter(|member| member.role == role).count() as u64
}

fn n_agencies_known(family: &Family, facts: &BTreeMap<PersonId, Facts>) -> u64 {
    let people = family.members.iter().filter_map(|member| facts.get(&member.person));
    people.flat_map(|facts| &facts.agencies).collect::<BTreeSet<_>>().len() as u64
}
