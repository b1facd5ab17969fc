//! What is released about people and families: counts and sums, under a named policy.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use disclosure::{Curve, Figure, Figures, LINKED_FAMILIES, Overlap, Released, release_curve, release_overlap};
use model::tables::{
    FAMILY_ELIGIBILITY, FAMILY_YEAR, FigureMeasure, FigureTopic, PERSON_CLUSTER, family_eligibility, family_year,
    person_cluster,
};
use money::Money;

use crate::scheme::Scheme;

/// The question that is always asked is about families with this many agencies or more.
const MANY: u64 = 4;

/// A family of `family_year`, as far as figures need it.
struct FamilyCounts {
    n_agencies: u64,
    n_agencies_known: u64,
    n_children: u64,
    /// By main family, so that a child in two of them costs once.
    cost: Money,
}

impl FamilyCounts {
    fn of_batch(years: &RecordBatch) -> Vec<FamilyCounts> {
        let rows = FAMILY_YEAR.read(years).iter();
        rows.map(|row| FamilyCounts {
            n_agencies: row.count(family_year::N_AGENCIES),
            n_agencies_known: row.count(family_year::N_AGENCIES_KNOWN),
            n_children: row.count(family_year::N_CHILDREN),
            cost: row.money(family_year::COST_MAIN),
        })
        .collect()
    }
}

/// Figures about the people and families of a place, none of them of too few. A place without people has none.
pub fn released(
    clusters: &[RecordBatch],
    years: &[RecordBatch],
    eligible: &[RecordBatch],
    schemes: &[Scheme],
) -> Released<Vec<Figure>> {
    let mut figures = Figures::under(LINKED_FAMILIES);
    let people = people_by_agency(clusters);
    if people.is_empty() {
        return figures.released();
    }
    let families: Vec<FamilyCounts> = years.iter().flat_map(FamilyCounts::of_batch).collect();
    let curve = by_agencies(&families);
    let n_records = clusters.iter().map(RecordBatch::num_rows).sum::<usize>() as u64;
    let overlap = overlap(&people, n_records);
    figures.shown(FigureTopic::Totals, "records of all agencies", FigureMeasure::Records, &overlap.records());
    figures.shown(FigureTopic::Totals, "people", FigureMeasure::People, &overlap.everybody());
    add_totals(&mut figures, &families, &curve);
    let topics = [FigureTopic::FamiliesByAgencies, FigureTopic::FamiliesByAgenciesOrMore];
    figures.curve(topics, [FigureMeasure::Families, FigureMeasure::Cost], &curve);
    for (agency, size) in people.keys().zip(overlap.groups()) {
        figures.shown(FigureTopic::PeopleByAgency, agency, FigureMeasure::People, &size);
    }
    for (scheme, n) in eligible_by_scheme(eligible) {
        let name = schemes.iter().find(|known| known.id == scheme).map_or(scheme.as_str(), |known| known.name.as_str());
        figures.count(FigureTopic::FamiliesEligible, name, FigureMeasure::Families, n);
    }
    figures.released()
}

/// People by agency, people altogether, and their records.
fn overlap(people: &BTreeMap<String, BTreeSet<i64>>, n_records: u64) -> Released<Overlap> {
    let sizes: Vec<u64> = people.values().map(|people| people.len() as u64).collect();
    let everybody = people.values().flatten().collect::<BTreeSet<_>>().len() as u64;
    release_overlap(&sizes, everybody, n_records, &LINKED_FAMILIES)
}

fn add_totals(figures: &mut Figures, families: &[FamilyCounts], curve: &Released<Curve>) {
    use FigureMeasure::{Children, Cost, Families};
    let n_children = families.iter().map(|family| family.n_children).sum();
    let n_known_to_many = families.iter().filter(|family| MANY <= family.n_agencies_known).count() as u64;
    let totals = FigureTopic::Totals;
    figures.point(totals, "families", Families, curve, 0);
    figures.count(totals, "places of children in families", Children, n_children);
    figures.point(totals, "families with four or more agencies in contact", Families, curve, MANY);
    figures.count(totals, "families of whom four or more agencies hold a record", Families, n_known_to_many);
    figures.point_amount(totals, "contacts with families", Cost, curve, 0);
    figures.point_amount(totals, "contacts with families with four or more agencies", Cost, curve, MANY);
}

/// Families by the number of agencies in contact with any member in the year, and what is spent on them.
fn by_agencies(families: &[FamilyCounts]) -> Released<Curve> {
    let most = families.iter().map(|family| family.n_agencies).max().unwrap_or_default();
    let costs = |n: u64| families.iter().filter(|family| family.n_agencies == n).map(|family| family.cost).collect();
    release_curve(&(0..=most).map(costs).collect::<Vec<Vec<Money>>>(), &LINKED_FAMILIES)
}

fn people_by_agency(clusters: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in clusters.iter().flat_map(|batch| PERSON_CLUSTER.read(batch).iter()) {
        people
            .entry(row.text(person_cluster::AGENCY).to_owned())
            .or_default()
            .insert(row.id(person_cluster::PERSON_ID));
    }
    people
}

fn eligible_by_scheme(eligible: &[RecordBatch]) -> BTreeMap<String, u64> {
    let mut n: BTreeMap<String, u64> = BTreeMap::new();
    for row in eligible.iter().flat_map(|batch| FAMILY_ELIGIBILITY.read(batch).iter()) {
        let is_eligible = row.flag(family_eligibility::IS_ELIGIBLE);
        *n.entry(row.text(family_eligibility::SCHEME).to_owned()).or_default() += u64::from(is_eligible);
    }
    n
}
