//! What is true of the people: how many, who is known where, families by agencies, what contacts cost.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::agencies::Agency;
use super::contacts::Contact;
use super::fates::{BIRTH_NOT_WRITTEN, EARLIER_TENANT, FORMER_COUPLE, HAS_PLAN, HAS_SUPPORT, PREGNANCY_LOST, PREGNANT};
use super::households::{
    BORN_IN_THE_YEAR, COUNCIL_RENTED, MOVES, NAME_CHANGED, NEEDS, PARTNER_JOINS_OR_LEAVES, TWO_FAMILIES,
};
use super::output::HEARD_OF_MOVE;
use super::periods::{CASE_CLOSED, LEAVES_SCHOOL};
use super::records::{RECORD_SLIPS, SECOND_RECORD, Slip};
use crate::truth::Tally;

/// Sums over everybody.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeopleTruth {
    pub n_people: u64,
    pub n_children: u64,
    pub n_pupils: u64,
    pub n_working_age: u64,
    pub n_over_64: u64,
    records: BTreeMap<Agency, u64>,
    slips: BTreeMap<&'static str, u64>,
    pub contacts: BTreeMap<Agency, Tally>,
    /// Contacts by activity.
    pub activities: BTreeMap<&'static str, u64>,
    /// Children known to social care, and people of working age on benefits.
    pub n_children_in_need: u64,
    pub n_claimants: u64,
    n_families: u64,
    /// Ties that are over and still are in files, by kind.
    ended_ties: BTreeMap<&'static str, u64>,
    /// Rows of the truth about journeys, by their file.
    journeys: BTreeMap<&'static str, u64>,
    /// Families by the number of agencies that were in contact with them.
    families_by_agencies: BTreeMap<usize, u64>,
}

/// What happened to one family in the year.
#[derive(Clone, Debug, Default)]
pub(crate) struct FamilyYear {
    n_members: u64,
    n_children: u64,
    need: u8,
    known: Vec<Agency>,
    in_contact: Vec<Agency>,
    n_contacts: u64,
    n_assessments: u64,
    pence: i64,
}

impl FamilyYear {
    pub fn add(&mut self, is_child: bool, need: u8, agencies: &[Agency]) {
        self.n_members += 1;
        self.n_children += u64::from(is_child);
        self.need = self.need.max(need);
        self.known.extend(agencies.iter().filter(|agency| !self.known.contains(agency)).copied().collect::<Vec<_>>());
    }

    pub fn add_contact(&mut self, contact: &Contact) {
        self.n_contacts += 1;
        self.n_assessments += u64::from(contact.activity.is_assessment);
        self.pence += contact.pence.unwrap_or_default();
        if !self.in_contact.contains(&contact.activity.agency) {
            self.in_contact.push(contact.activity.agency);
        }
    }

    /// A row of `families.csv`.
    pub fn cells(&self, id: u64) -> [String; 9] {
        [
            id.to_string(),
            self.n_members.to_string(),
            self.n_children.to_string(),
            self.need.to_string(),
            self.known.len().to_string(),
            self.in_contact.len().to_string(),
            self.n_contacts.to_string(),
            self.n_assessments.to_string(),
            money::Money::from_pence(self.pence).plain(),
        ]
    }
}

impl PeopleTruth {
    pub fn count_record(&mut self, agency: Agency, slips: &[Slip]) {
        *self.records.entry(agency).or_default() += 1;
        slips.iter().for_each(|slip| *self.slips.entry(slip.word()).or_default() += 1);
    }

    pub fn count_contact(&mut self, agency: Agency, contact: &Contact) {
        self.contacts.entry(agency).or_default().add(contact.pence.unwrap_or_default());
        *self.activities.entry(contact.activity.name).or_default() += 1;
    }

    pub fn count_person(&mut self, age: i16, agencies: &[Agency], _: &[Contact]) {
        self.n_people += 1;
        let is_child = age < 18;
        self.n_children += u64::from(is_child);
        self.n_pupils += u64::from((4..=16).contains(&age));
        let is_of_working_age = (16..=66).contains(&age);
        self.n_working_age += u64::from(is_of_working_age);
        self.n_over_64 += u64::from(age > 64);
        self.n_children_in_need += u64::from(is_child && agencies.contains(&Agency::SocialCare));
        self.n_claimants += u64::from(is_of_working_age && agencies.contains(&Agency::Benefits));
    }

    pub fn count_ended(&mut self, kind: &'static str) {
        *self.ended_ties.entry(kind).or_default() += 1;
    }

    pub fn count_journey_row(&mut self, file: &'static str) {
        *self.journeys.entry(file).or_default() += 1;
    }

    pub fn count_family(&mut self, year: &FamilyYear) {
        self.n_families += 1;
        *self.families_by_agencies.entry(year.in_contact.len()).or_default() += 1;
    }

    /// Families that this many agencies or more were in contact with.
    pub fn n_families_in_contact(&self, n_agencies: usize) -> u64 {
        self.families_by_agencies.range(n_agencies..).map(|(_, families)| families).sum()
    }

    pub fn merge(&mut self, other: PeopleTruth) {
        for (sum, n) in [
            (&mut self.n_people, other.n_people),
            (&mut self.n_children, other.n_children),
            (&mut self.n_pupils, other.n_pupils),
            (&mut self.n_working_age, other.n_working_age),
            (&mut self.n_over_64, other.n_over_64),
            (&mut self.n_children_in_need, other.n_children_in_need),
            (&mut self.n_claimants, other.n_claimants),
            (&mut self.n_families, other.n_families),
        ] {
            *sum += n;
        }
        merge_counts(&mut self.records, other.records);
        merge_counts(&mut self.slips, other.slips);
        merge_counts(&mut self.ended_ties, other.ended_ties);
        merge_counts(&mut self.activities, other.activities);
        merge_counts(&mut self.journeys, other.journeys);
        merge_counts(&mut self.families_by_agencies, other.families_by_agencies);
        for (agency, tally) in other.contacts {
            self.contacts.entry(agency).or_default().merge(tally);
        }
    }

    /// Contacts of an activity in the year.
    pub fn n_of(&self, activity: &str) -> u64 {
        self.activities.get(activity).copied().unwrap_or_default()
    }

    /// The part of `truth.json` about people.
    pub fn json(&self) -> Value {
        let pounds = |pence: i64| money::Money::from_pence(pence).plain();
        let by_agency = |agency: &Agency| {
            let contacts = self.contacts.get(agency).copied().unwrap_or_default();
            let records = self.records.get(agency).copied().unwrap_or_default();
            let value = json!({ "body": agency.body(), "records": records, "contacts": contacts.n, "cost": pounds(contacts.pence) });
            (agency.word().to_owned(), value)
        };
        json!({
            "people": self.n_people,
            "children": self.n_children,
            "families": self.n_families,
            "families_by_agencies_in_contact": self.families_by_agencies.iter().map(|(n, families)| (n.to_string(), json!(families))).collect::<Map<String, Value>>(),
            "families_with_four_or_more_agencies": self.n_families_in_contact(4),
            "agencies": Agency::ALL.iter().map(by_agency).collect::<Map<String, Value>>(),
            "ended_ties": self.ended_ties,
            "slips": self.slips,
            "journeys": self.journeys,
            "rates": rates(),
        })
    }
}

fn merge_counts<K: Ord>(sum: &mut BTreeMap<K, u64>, other: BTreeMap<K, u64>) {
    other.into_iter().for_each(|(key, n)| *sum.entry(key).or_default() += n);
}

/// How often things happen and go wrong.
fn rates() -> Value {
    let slips: Map<String, Value> =
        RECORD_SLIPS.iter().map(|(slip, chance)| (slip.word().to_owned(), json!(chance))).collect();
    json!({
        "slip_in_a_record_where_it_could_be": slips,
        "second_record": SECOND_RECORD,
        "household_moves": MOVES,
        "partner_joins_or_leaves": PARTNER_JOINS_OR_LEAVES,
        "child_born": BORN_IN_THE_YEAR,
        "children_of_one_parent_with_two_families": TWO_FAMILIES,
        "pregnant": PREGNANT,
        "pregnancy_lost": PREGNANCY_LOST,
        "birth_not_written_in_record_of_pregnancy": BIRTH_NOT_WRITTEN,
        "move_out_of_family_heard_of_by_an_agency": HEARD_OF_MOVE,
        "earlier_tenant_of_council_home": EARLIER_TENANT,
        "former_couple_with_tenancy_or_claim": FORMER_COUPLE,
        "plan_of_education_health_and_care": HAS_PLAN,
        "special_needs_supported_in_school": HAS_SUPPORT,
        "journeys": super::journeys::rates(),
        "school_left_after_year_11": LEAVES_SCHOOL,
        "case_closed_where_nothing_happened": CASE_CLOSED,
        "name_changed": NAME_CHANGED,
        "council_rented": COUNCIL_RENTED,
        "households_in_a_thousand_by_need": NEEDS.iter().map(|(share, need)| (need.to_string(), json!(share))).collect::<Map<String, Value>>(),
    })
}
