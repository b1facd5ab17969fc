//! What is released about people and families: counts and sums, under a named policy.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use disclosure::{Figure, Figures, LINKED_FAMILIES, Released};
use model::Table;
use model::tables::{FAMILY_ELIGIBILITY, FAMILY_YEAR, PERSON_CLUSTER, family_eligibility, family_year, person_cluster};
use money::Money;

use crate::families::Scheme;

/// Topics of the table `released_figure`.
pub const TOTALS: &str = "totals";
/// Families by the number of agencies in contact with them in the year.
pub const BY_AGENCIES: &str = "families_by_agencies";
/// Families with at least so many agencies in contact: the whole curve, because no number is the right one.
pub const AT_LEAST: &str = "families_by_agencies_at_least";
/// Families that a programme's rule takes in.
pub const ELIGIBLE: &str = "families_eligible";
/// People by agency.
pub const PEOPLE: &str = "people_by_agency";

/// A family known to so many agencies is what the question is always about.
const MANY: u64 = 4;

/// A family of `family_year`, as far as figures need it.
struct Row {
    n_agencies: u64,
    n_agencies_known: u64,
    n_children: u64,
    cost: Money,
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
    let rows = rows(years);
    totals(&mut figures, clusters, &rows);
    by_agencies(&mut figures, &rows);
    for (agency, people) in &people {
        figures.count(PEOPLE, agency, "people", people.len() as u64);
    }
    for (scheme, n) in eligible_by_scheme(eligible) {
        let name = schemes.iter().find(|known| known.id == scheme).map_or(scheme.as_str(), |known| known.name.as_str());
        figures.count(ELIGIBLE, name, "families", n);
    }
    figures.released()
}

fn totals(figures: &mut Figures, clusters: &[RecordBatch], rows: &[Row]) {
    let n_records: usize = clusters.iter().map(RecordBatch::num_rows).sum();
    let people: BTreeSet<i64> =
        clusters.iter().flat_map(|batch| numbers(batch, &PERSON_CLUSTER, person_cluster::PERSON_ID).to_vec()).collect();
    let many = |of: fn(&Row) -> u64| rows.iter().filter(|row| MANY <= of(row)).count() as u64;
    figures.count(TOTALS, "records of all agencies", "records", n_records as u64);
    figures.count(TOTALS, "people", "people", people.len() as u64);
    figures.count(TOTALS, "families", "families", rows.len() as u64);
    figures.count(TOTALS, "places of children in families", "children", rows.iter().map(|row| row.n_children).sum());
    figures.count(TOTALS, "families with four or more agencies in contact", "families", many(|row| row.n_agencies));
    figures.count(
        TOTALS,
        "families of whom four or more agencies hold a record",
        "families",
        many(|row| row.n_agencies_known),
    );
    let costs = |wanted: &dyn Fn(&Row) -> bool| -> Vec<Money> {
        rows.iter().filter(|row| wanted(row)).map(|row| row.cost).collect()
    };
    figures.amount(TOTALS, "contacts with families", "cost", &costs(&|_| true));
    figures.amount(
        TOTALS,
        "contacts with families with four or more agencies",
        "cost",
        &costs(&|row| MANY <= row.n_agencies),
    );
}

fn by_agencies(figures: &mut Figures, rows: &[Row]) {
    let mut of: BTreeMap<u64, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| of.entry(row.n_agencies).or_default().push(row));
    let most = of.keys().next_back().copied().unwrap_or_default();
    let none = Vec::new();
    let of = |n: u64| of.get(&n).unwrap_or(&none);
    let parts: Vec<(String, u64)> = (0..=most).map(|n| (n.to_string(), of(n).len() as u64)).collect();
    figures.counts(BY_AGENCIES, "families", &parts);
    for n in 0..=most {
        let costs: Vec<Money> = of(n).iter().map(|row| row.cost).collect();
        figures.amount(BY_AGENCIES, &n.to_string(), "cost", &costs);
    }
    for n in 1..=most {
        figures.count(AT_LEAST, &n.to_string(), "families", (n..=most).map(|n| of(n).len() as u64).sum());
    }
}

fn people_by_agency(clusters: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for batch in clusters {
        let agencies = batch.column(PERSON_CLUSTER.index(person_cluster::AGENCY)).as_string::<i32>();
        for (agency, person) in
            agencies.iter().flatten().zip(numbers(batch, &PERSON_CLUSTER, person_cluster::PERSON_ID))
        {
            people.entry(agency.to_owned()).or_default().insert(*person);
        }
    }
    people
}

fn rows(years: &[RecordBatch]) -> Vec<Row> {
    let of_batch = |batch: &RecordBatch| {
        let number = |name: &str| numbers(batch, &FAMILY_YEAR, name).to_vec();
        let (agencies, known) = (number(family_year::N_AGENCIES), number(family_year::N_AGENCIES_KNOWN));
        let children = number(family_year::N_CHILDREN);
        // By main family, so that a child in two of them costs once.
        let costs = batch.column(FAMILY_YEAR.index(family_year::COST_MAIN)).as_primitive::<Decimal128Type>().clone();
        let row = move |at: usize| Row {
            n_agencies: agencies[at] as u64,
            n_agencies_known: known[at] as u64,
            n_children: children[at] as u64,
            cost: Money::from_pence(costs.value(at) as i64),
        };
        (0..batch.num_rows()).map(row).collect::<Vec<_>>()
    };
    years.iter().flat_map(of_batch).collect()
}

fn eligible_by_scheme(eligible: &[RecordBatch]) -> BTreeMap<String, u64> {
    let mut n: BTreeMap<String, u64> = BTreeMap::new();
    for batch in eligible {
        let schemes = batch.column(FAMILY_ELIGIBILITY.index(family_eligibility::SCHEME)).as_string::<i32>();
        let is_eligible = batch.column(FAMILY_ELIGIBILITY.index(family_eligibility::IS_ELIGIBLE)).as_boolean();
        for row in 0..batch.num_rows() {
            *n.entry(schemes.value(row).to_owned()).or_default() += u64::from(is_eligible.value(row));
        }
    }
    n
}

fn numbers<'b>(batch: &'b RecordBatch, table: &Table, name: &str) -> &'b [i64] {
    batch.column(table.index(name)).as_primitive::<Int64Type>().values()
}
