//! Families of a place, from tables to tables.

mod facts;
mod released;
mod tables;
mod ties;
#[cfg(test)]
mod ties_tests;

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::FinancialYear;

pub use released::{AT_LEAST, BY_AGENCIES, ELIGIBLE, PEOPLE, TOTALS, released};
pub use ties::Basis;

use facts::{Facts, facts, held, person_of};

use crate::families::{
    Families, Households, Period, Person, PersonId, Residence, Scheme, Tie, eligibility, families_at, family_years,
};

/// Families found, as tables.
pub struct FamilyTables {
    pub ties: RecordBatch,
    pub members: RecordBatch,
    pub years: RecordBatch,
    pub eligibility: RecordBatch,
    /// Children for whom nobody is known to care.
    pub n_children_without_adults: u64,
}

/// What a place decides about its families.
#[derive(Clone, Debug)]
pub struct FamilyOptions<'a> {
    pub year: FinancialYear,
    /// Whether adults at a child's address are taken for its carers by age, where no record says who cares for it.
    pub presume: bool,
    pub schemes: &'a [Scheme],
}

/// Families on the last day of the year, and what agencies did with them in it (method, sections 3.4 and 3.5).
pub fn family_tables(
    records: &[RecordBatch],
    clusters: &[RecordBatch],
    contacts: &[RecordBatch],
    options: &FamilyOptions<'_>,
) -> FamilyTables {
    let person_of = person_of(clusters);
    let held = held(records, &person_of);
    let facts = facts(&held);
    let day = options.year.last_day();
    let known = ties::ties(&held, &facts, day, options.presume);
    let ties: Vec<Tie> = known
        .keys()
        .map(|(kind, from, to)| Tie { kind: *kind, from: *from, to: *to, period: Period::default() })
        .collect();
    let households = Households::on(day, &residences(&facts), &ties, &BTreeSet::new());
    let people: Vec<Person> =
        facts.iter().map(|(id, facts)| Person { id: *id, born: facts.born, has_send: false }).collect();
    let families = families_at(day, &people, &ties, &households, &BTreeSet::new());
    let in_year = Period { from: Some(options.year.first_day()), to: Some(day) };
    let found = tables::contacts(contacts, &person_of, &members(&families));
    let years = family_years(&families, &found.contacts, in_year, false);
    let main = family_years(&families, &found.contacts, in_year, true);
    let eligible: Vec<(&Scheme, Vec<crate::families::Eligibility>)> = options
        .schemes
        .iter()
        .filter(|scheme| tables::holds_in(scheme, options.year))
        .map(|scheme| (scheme, eligibility(scheme, &families, &found.needs, in_year)))
        .collect();
    FamilyTables {
        ties: tables::tie_table(&known),
        members: tables::member_table(&families),
        years: tables::year_table(&families, &years, &main, &facts, options.year),
        eligibility: tables::eligibility_table(&eligible),
        n_children_without_adults: families.n_children_without_adults,
    }
}

fn residences(facts: &BTreeMap<PersonId, Facts>) -> Vec<Residence> {
    let of = |(person, facts): (&PersonId, &Facts)| {
        let residence = |home: &String| Residence { person: *person, uprn: home.clone(), period: Period::default() };
        facts.homes.iter().map(residence).collect::<Vec<_>>()
    };
    facts.iter().flat_map(of).collect()
}

fn members(families: &Families) -> BTreeSet<PersonId> {
    families.families.iter().flat_map(|family| &family.members).map(|member| member.person).collect()
}
