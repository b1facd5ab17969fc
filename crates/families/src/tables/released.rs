//! What is released about people and families: counts and sums, under a named policy.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type};
use disclosure::{Curve, Figure, Figures, LINKED_FAMILIES, Released, release_curve, release_overlap};
use model::Table;
use model::tables::{FAMILY_ELIGIBILITY, FAMILY_YEAR, PERSON_CLUSTER, family_eligibility, family_year, person_cluster};
use money::Money;

use crate::Scheme;

/// Topics of the table `released_figure`.
pub const TOTALS: &str = "totals";
/// Families by the number of agencies in contact with them in the year; numbers that few have stand together.
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
    let curve = by_agencies(&rows);
    let sizes: Vec<u64> = people.values().map(|people| people.len() as u64).collect();
    let everybody = people.values().flatten().collect::<BTreeSet<_>>().len() as u64;
    let n_records = clusters.iter().map(RecordBatch::num_rows).sum::<usize>() as u64;
    let overlap = release_overlap(&sizes, everybody, n_records, &LINKED_FAMILIES);
    figures.shown(TOTALS, "records of all agencies", "records", &overlap.records());
    figures.shown(TOTALS, "people", "people", &overlap.everybody());
    totals(&mut figures, &rows, &curve);
    figures.curve([BY_AGENCIES, AT_LEAST], ["families", "cost"], &curve);
    for (agency, size) in people.keys().zip(overlap.groups()) {
        figures.shown(PEOPLE, agency, "people", &size);
    }
    for (scheme, n) in eligible_by_scheme(eligible) {
        let name = schemes.iter().find(|known| known.id == scheme).map_or(scheme.as_str(), |known| known.name.as_str());
        figures.count(ELIGIBLE, name, "families", n);
    }
    figures.released()
}

fn totals(figures: &mut Figures, rows: &[Row], curve: &Released<Curve>) {
    let n_known_to_many = rows.iter().filter(|row| MANY <= row.n_agencies_known).count() as u64;
    figures.point(TOTALS, "families", "families", curve, 0);
    figures.count(TOTALS, "places of children in families", "children", rows.iter().map(|row| row.n_children).sum());
    figures.point(TOTALS, "families with four or more agencies in contact", "families", curve, MANY);
    figures.count(TOTALS, "families of whom four or more agencies hold a record", "families", n_known_to_many);
    figures.point_amount(TOTALS, "contacts with families", "cost", curve, 0);
    figures.point_amount(TOTALS, "contacts with families with four or more agencies", "cost", curve, MANY);
}

/// Families by the number of agencies in contact with any member in the year, and what is spent on them.
fn by_agencies(rows: &[Row]) -> Released<Curve> {
    let most = rows.iter().map(|row| row.n_agencies).max().unwrap_or_default();
    let costs = |n: u64| rows.iter().filter(|row| row.n_agencies == n).map(|row| row.cost).collect();
    release_curve(&(0..=most).map(costs).collect::<Vec<Vec<Money>>>(), &LINKED_FAMILIES)
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
