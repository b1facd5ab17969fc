//! What contacts cost at each agency, and how much of its demand is failure demand.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::{FigureMeasure, FigureTopic, journey_contact};

use super::names::Names;
use super::parts::{ByPerson, partition};
use super::{JourneyCounts, JourneyEvidence, What, contacts};

const TOPIC: FigureTopic = FigureTopic::JourneyAgencies;

/// Contacts of an agency whose demand is recorded.
#[derive(Default)]
struct Demand {
    n_failure: u64,
    n_recorded: u64,
    people_failed: BTreeSet<i64>,
    people_served: BTreeSet<i64>,
}

impl JourneyCounts {
    pub(super) fn add_agencies(&mut self, evidence: &JourneyEvidence<'_>, names: &Names<'_>) {
        let mut costs: BTreeMap<String, ByPerson> = BTreeMap::new();
        let mut demands: BTreeMap<String, Demand> = BTreeMap::new();
        for row in contacts(evidence) {
            let agency = names.agency(row.text(journey_contact::AGENCY));
            let person = row.id(journey_contact::PERSON_ID);
            if let Some(cost) = row.money_if_any(journey_contact::COST) {
                let share = costs.entry(agency.to_owned()).or_default().entry(person).or_default();
                (share.n, share.pounds) = (share.n + 1, share.pounds + cost);
            }
            if row.flag(journey_contact::IS_DEMAND_RECORDED) {
                let demand = demands.entry(agency.to_owned()).or_default();
                demand.add(person, row.flag(journey_contact::IS_FAILURE_DEMAND));
            }
        }
        for (agency, people) in partition(costs) {
            let pounds: Vec<_> = people.values().map(|share| share.pounds).collect();
            let n = pounds.len() as u64;
            self.push(TOPIC, &format!("{agency}, {COST}"), FigureMeasure::Cost, What::Amount(pounds), n);
        }
        for (agency, demand) in demands {
            // Of a share near nothing, or near everything, the few on the other side would be told.
            let n_people = demand.people_failed.len().min(demand.people_served.len()) as u64;
            let category = format!("{agency}, {FAILURE_DEMAND}");
            self.percent((TOPIC, &category), demand.n_failure, demand.n_recorded, n_people);
        }
    }
}

const COST: &str = "cost of its contacts";
const FAILURE_DEMAND: &str = "failure demand, as a share of contacts whose demand is recorded";

impl Demand {
    fn add(&mut self, person: i64, is_failure: bool) {
        self.n_recorded += 1;
        self.n_failure += u64::from(is_failure);
        if is_failure { &mut self.people_failed } else { &mut self.people_served }.insert(person);
    }
}
