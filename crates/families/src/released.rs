//! What is released about people and families: counts and sums, under a named policy; and how many stand behind each.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use disclosure::{Curve, Figure, Figures, LINKED_FAMILIES, Numbers, Overlap, Released, release_curve, release_overlap};
use model::tables::{
    ALL_CATEGORIES, FAMILY_ELIGIBILITY, FAMILY_YEAR, FigureMeasure, FigureTopic, PERSON_CLUSTER, family_eligibility,
    family_year, person_cluster,
};
use money::Money;

use crate::linkage_counts::LinkageCounts;
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

const RECORDS: &str = "records of all agencies";
const PEOPLE: &str = "people";
const FAMILIES: &str = "families";
const CHILDREN: &str = "places of children in families";
const IN_CONTACT_WITH_MANY: &str = "families with four or more agencies in contact";
const KNOWN_TO_MANY: &str = "families of whom four or more agencies hold a record";
const CONTACTS: &str = "contacts with families";
const CONTACTS_WITH_MANY: &str = "contacts with families with four or more agencies";

/// People and families of a place, as far as figures about them need it. Nothing of it may leave: what may is
/// [`Counted::released`].
pub struct Counted {
    people: BTreeMap<String, BTreeSet<i64>>,
    n_records: u64,
    families: Vec<FamilyCounts>,
    /// Families eligible under a programme's rule, by the programme's name.
    eligible: Vec<(String, u64)>,
    linkage: LinkageCounts,
}

impl Counted {
    /// From the tables `person_cluster`, `family_year` and `family_eligibility`.
    pub fn of(
        clusters: &[RecordBatch],
        years: &[RecordBatch],
        eligible: &[RecordBatch],
        schemes: &[Scheme],
    ) -> Counted {
        let name_of =
            |scheme: String| schemes.iter().find(|known| known.id == scheme).map_or(scheme, |known| known.name.clone());
        Counted {
            people: people_by_agency(clusters),
            n_records: clusters.iter().map(RecordBatch::num_rows).sum::<usize>() as u64,
            families: years.iter().flat_map(FamilyCounts::of_batch).collect(),
            eligible: eligible_by_scheme(eligible).into_iter().map(|(scheme, n)| (name_of(scheme), n)).collect(),
            linkage: LinkageCounts::default(),
        }
    }

    /// With what depends on the threshold of linkage, and its error by where names come from: `known_at_threshold` and `link_error`.
    pub fn with_linkage(self, known: &[RecordBatch], errors: &[RecordBatch]) -> Counted {
        Counted { linkage: LinkageCounts::of(known, errors), ..self }
    }

    /// Figures about the people and families of a place, none of them of too few. A place without people has none.
    pub fn released(&self) -> Released<Vec<Figure>> {
        let mut figures = Figures::under(LINKED_FAMILIES);
        if self.people.is_empty() {
            return figures.released();
        }
        let curve = by_agencies(&self.families);
        let sizes: Vec<u64> = self.people.values().map(|people| people.len() as u64).collect();
        let overlap: Released<Overlap> = release_overlap(&sizes, self.n_people(), self.n_records, &LINKED_FAMILIES);
        figures.shown(FigureTopic::Totals, RECORDS, FigureMeasure::Records, &overlap.records());
        figures.shown(FigureTopic::Totals, PEOPLE, FigureMeasure::People, &overlap.everybody());
        self.add_totals(&mut figures, &curve);
        let topics = [FigureTopic::FamiliesByAgencies, FigureTopic::FamiliesByAgenciesOrMore];
        figures.curve(topics, [FigureMeasure::Families, FigureMeasure::Cost], &curve);
        for (agency, size) in self.people.keys().zip(overlap.groups()) {
            figures.shown(FigureTopic::PeopleByAgency, agency, FigureMeasure::People, &size);
        }
        for (scheme, n) in &self.eligible {
            figures.count(FigureTopic::FamiliesEligible, scheme, FigureMeasure::Families, *n);
        }
        // Where the number of people would tell of a small agency, nothing else may tell it either.
        if overlap.everybody().get().value().is_some() {
            self.linkage.release_known(&mut figures);
        }
        self.linkage.release_errors(&mut figures);
        figures.released()
    }

    /// How many records, people or families a released figure is of; of a sum of pounds, whose contacts it adds up.
    ///
    /// # Panics
    /// For a figure that [`Counted::released`] does not make.
    pub fn n_behind(&self, topic: FigureTopic, category: &str) -> u64 {
        match topic {
            FigureTopic::Totals => match category {
                RECORDS => self.n_records,
                PEOPLE => self.n_people(),
                FAMILIES | CONTACTS => self.families.len() as u64,
                CHILDREN => self.n_children(),
                IN_CONTACT_WITH_MANY | CONTACTS_WITH_MANY => self.n_families(|family| MANY <= family.n_agencies),
                KNOWN_TO_MANY => self.n_families(|family| MANY <= family.n_agencies_known),
                other => panic!("no figure is called `{other}`"),
            },
            FigureTopic::FamiliesByAgencies | FigureTopic::FamiliesByAgenciesOrMore if category == ALL_CATEGORIES => {
                self.families.len() as u64
            }
            FigureTopic::FamiliesByAgencies => {
                let numbers = Numbers::parse(category).expect("a band of the curve");
                self.n_families(|family| numbers.holds(family.n_agencies))
            }
            FigureTopic::FamiliesByAgenciesOrMore => {
                let first: u64 = category.parse().expect("a point of the curve");
                self.n_families(|family| first <= family.n_agencies)
            }
            FigureTopic::FamiliesEligible => {
                self.eligible.iter().find(|(scheme, _)| scheme == category).map_or(0, |(_, n)| *n)
            }
            FigureTopic::PeopleByAgency => self.people.get(category).map_or(0, |people| people.len() as u64),
            FigureTopic::KnownAtThresholds => self.linkage.n_known(category),
            FigureTopic::ErrorByNameOrigin => self.linkage.n_found(category),
            other => panic!("figures on {} are of another room", other.word()),
        }
    }

    fn add_totals(&self, figures: &mut Figures, curve: &Released<Curve>) {
        use FigureMeasure::{Children, Cost, Families};
        let totals = FigureTopic::Totals;
        figures.point(totals, FAMILIES, Families, curve, 0);
        figures.count(totals, CHILDREN, Children, self.n_children());
        figures.point(totals, IN_CONTACT_WITH_MANY, Families, curve, MANY);
        figures.count(totals, KNOWN_TO_MANY, Families, self.n_behind(totals, KNOWN_TO_MANY));
        figures.point_amount(totals, CONTACTS, Cost, curve, 0);
        figures.point_amount(totals, CONTACTS_WITH_MANY, Cost, curve, MANY);
    }

    fn n_people(&self) -> u64 {
        self.people.values().flatten().collect::<BTreeSet<_>>().len() as u64
    }

    fn n_children(&self) -> u64 {
        self.families.iter().map(|family| family.n_children).sum()
    }

    fn n_families(&self, is_wanted: impl Fn(&FamilyCounts) -> bool) -> u64 {
        self.families.iter().filter(|family| is_wanted(family)).count() as u64
    }
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
