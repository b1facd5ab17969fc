//! Families of a place, from tables to tables.

mod batches;
#[cfg(test)]
mod dated_tests;
mod facts;
mod homes;
mod named;
mod presumed;
mod records;
mod released;
#[cfg(test)]
mod tenancy_tests;
mod ties;
#[cfg(test)]
mod ties_tests;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::FinancialYear;

pub use released::released;
pub use ties::Basis;

use facts::{Facts, facts};
use records::{held, person_of};
use ties::Ties;

use crate::{Families, Households, Period, Person, PersonId, Scheme, Tie, eligibility, families_at, family_years};

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
    let day = options.year.last_day();
    let facts = facts(&held, day);
    let known = ties::ties(&held, &facts, day, options.presume);
    let families = families(&facts, &known, day);
    let in_year = Period { from: Some(options.year.first_day()), to: Some(day) };
    let found = batches::contacts(contacts, &person_of, &members(&families));
    let years = family_years(&families, &found.contacts, in_year, false);
    let main = family_years(&families, &found.contacts, in_year, true);
    let eligible: Vec<(&Scheme, Vec<crate::Eligibility>)> = options
        .schemes
        .iter()
        .filter(|scheme| batches::holds_in(scheme, options.year))
        .map(|scheme| (scheme, eligibility(scheme, &families, &found.needs, in_year)))
        .collect();
    FamilyTables {
        ties: batches::tie_table(&known),
        members: batches::member_table(&families),
        years: batches::year_table(&families, &years, &main, &facts, options.year),
        eligibility: batches::eligibility_table(&eligible),
        n_children_without_adults: families.n_children_without_adults,
    }
}

/// Families of the day, from the ties and homes that hold on it.
fn families(facts: &BTreeMap<PersonId, Facts>, known: &Ties, day: Date) -> Families {
    let ties: Vec<Tie> = known
        .iter()
        .filter(|(_, known)| known.holds)
        .map(|((kind, from, to), known)| Tie { kind: *kind, from: *from, to: *to, period: known.period })
        .collect();
    let residences = homes::residences(facts.iter().map(|(person, facts)| (*person, facts.homes.clone())));
    let households = Households::on(day, &residences, &ties, &BTreeSet::new());
    let people: Vec<Person> = facts.iter().map(|(id, facts)| facts.person(*id, day)).collect();
    let pregnant = facts.iter().filter(|(_, facts)| facts.is_pregnant).map(|(person, _)| *person).collect();
    families_at(day, &people, &ties, &households, &pregnant)
}

fn members(families: &Families) -> BTreeSet<PersonId> {
    families.families.iter().flat_map(|family| &family.members).map(|member| member.person).collect()
}
