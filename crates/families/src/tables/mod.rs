//! Families of a place, from tables to tables.

mod at_thresholds;
mod contacts;
mod rows;

pub use at_thresholds::known_at_thresholds;

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::FinancialYear;

use crate::facts::{Facts, facts};
use crate::family::{Families, families_at};
use crate::family_year::family_years;
use crate::homes;
use crate::household::Households;
use crate::period::Period;
use crate::person::{Person, PersonId};
use crate::records::{person_of, person_records};
use crate::scheme::{Scheme, eligibility};
use crate::tie::Tie;
use crate::ties::{Ties, ties};

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
    /// Whether adults at a child's address are presumed to be its carers by age, where no record says who cares for it.
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
    let records = person_records(records, &person_of);
    let day = options.year.last_day();
    let facts = facts(&records, day);
    let ties = ties(&records, &facts, day, options.presume);
    let families = families(&facts, &ties, day);
    let in_year = Period { from: Some(options.year.first_day()), to: Some(day) };
    let (contacts, needs) = contacts::contacts(contacts, &person_of, &members(&families));
    let years = family_years(&families, &contacts, in_year, false);
    let main = family_years(&families, &contacts, in_year, true);
    let schemes = options.schemes.iter().filter(|scheme| scheme.holds_in(options.year));
    let eligible: Vec<_> = schemes.map(|scheme| (scheme, eligibility(scheme, &families, &needs, in_year))).collect();
    FamilyTables {
        ties: rows::tie_table(&ties),
        members: rows::member_table(&families),
        years: rows::year_table(&families, &years, &main, &facts, options.year),
        eligibility: rows::eligibility_table(&eligible),
        n_children_without_adults: families.n_children_without_adults,
    }
}

/// Families of the day, from the ties and homes that hold on it.
pub(crate) fn families(facts: &BTreeMap<PersonId, Facts>, ties: &Ties, day: Date) -> Families {
    let of_the_day = ties.iter().filter(|(_, evidence)| evidence.holds);
    let ties: Vec<Tie> = of_the_day
        .map(|((kind, from, to), evidence)| Tie { kind: *kind, from: *from, to: *to, period: evidence.period })
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
