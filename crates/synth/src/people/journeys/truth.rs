//! What was planned of journeys, as rows of the truth.

use std::collections::BTreeMap;

use model::FinancialYear;
use money::Money;
use serde_json::{Map, Value, json};

use super::activities::{CLOSING, EPISODES, sensitivity};
use super::calendar::winter_closure;
use super::{Clash, Planned, episodes, events, repeats, timetable};
use crate::people::agencies::Agency;
use crate::people::contacts::{Contact, Key};
use crate::people::person::Person;

/// Files of the truth about journeys, and their headings.
pub(in crate::people) const JOURNEY_FILES: [(&str, &str); 10] = [
    ("truth/people/repeats.csv", "person_id,assessment_type,first_agency,first_contact,agency,contact,days,cost"),
    ("truth/people/waits.csv", "person_id,agency,referral,first_contact,working_days"),
    ("truth/people/handoffs.csv", "person_id,agency,contact,to_agency,to_contact"),
    ("truth/people/clashes.csv", "date,person_id,agency,contact,other_person_id,other_agency,other_contact"),
    ("truth/people/failure_demand.csv", "agency,contact,demand"),
    ("truth/people/sensitive_contacts.csv", "agency,contact,reason"),
    ("truth/people/life_events.csv", "person_id,kind,agency,contact"),
    ("truth/people/closures.csv", "agency,from,to"),
    ("truth/people/closing_activities.csv", "agency,activity"),
    ("truth/people/refuges.csv", "agency,record_id,person_id,address"),
];

const REPEATS: usize = 0;
const WAITS: usize = 1;
const HANDOFFS: usize = 2;
const CLASHES: usize = 3;
const FAILURE: usize = 4;
const SENSITIVE: usize = 5;
const EVENTS: usize = 6;
const CLOSURES: usize = 7;
const CLOSING_ACTIVITIES: usize = 8;
pub(in crate::people) const REFUGES: usize = 9;

/// A row of one of the files.
pub(in crate::people) struct JourneyRow {
    pub file: usize,
    pub cells: Vec<String>,
}

fn row<const N: usize>(file: usize, cells: [&str; N]) -> JourneyRow {
    JourneyRow { file, cells: cells.map(str::to_owned).to_vec() }
}

/// A person with their contacts, and the number that each contact has in its file.
pub(in crate::people) struct Told<'t> {
    pub person: &'t Person,
    pub contacts: &'t [Contact],
    pub planned: &'t Planned,
    pub ids: BTreeMap<Key, String>,
}

impl Told<'_> {
    fn contact(&self, key: Key) -> &Contact {
        self.contacts.iter().find(|contact| contact.key == key).expect("what is planned is a contact")
    }

    /// Agency and number.
    fn cells(&self, key: Key) -> [String; 2] {
        [self.contact(key).activity.agency.word().to_owned(), self.ids[&key].clone()]
    }
}

/// The truth about the people of a chunk.
pub(in crate::people) fn journey_rows(people: &[Told<'_>], clashes: &[Clash]) -> Vec<JourneyRow> {
    let mut rows: Vec<JourneyRow> = people.iter().flat_map(rows_of_person).collect();
    for clash in clashes {
        let [(one, first), (other, second)] = [clash.one, clash.other].map(|(at, key)| (&people[at], key));
        let ([agency, id], [other_agency, other_id]) = (one.cells(first), other.cells(second));
        let [person, other_person] = [one, other].map(|told| told.person.id.to_string());
        rows.push(row(
            CLASHES,
            [&clash.day.to_string(), &person, &agency, &id, &other_person, &other_agency, &other_id],
        ));
    }
    rows
}

fn rows_of_person(told: &Told<'_>) -> Vec<JourneyRow> {
    let person = told.person.id.to_string();
    let mut rows = Vec::new();
    for repeat in &told.planned.repeats {
        rows.push(repeat_row(told, &person, repeat.first, repeat.again));
    }
    for wait in &told.planned.waits {
        let [agency, from] = told.cells(wait.from);
        let to = wait.to.map(|to| told.ids[&to].clone()).unwrap_or_default();
        let days = wait.working_days.map(|days| days.to_string()).unwrap_or_default();
        rows.push(row(WAITS, [&person, &agency, &from, &to, &days]));
    }
    for handoff in &told.planned.handoffs {
        let [agency, from] = told.cells(handoff.from);
        let to = handoff.to.map(|to| told.ids[&to].clone()).unwrap_or_default();
        rows.push(row(HANDOFFS, [&person, &agency, &from, handoff.agency.word(), &to]));
    }
    for (kind, key) in &told.planned.events {
        let [agency, id] = told.cells(*key);
        rows.push(row(EVENTS, [&person, kind, &agency, &id]));
    }
    for contact in told.contacts {
        let (agency, id) = (contact.activity.agency.word(), &told.ids[&contact.key]);
        if matches!(contact.demand, "failure" | "avoidable") {
            rows.push(row(FAILURE, [agency, id, contact.demand]));
        }
        if !sensitivity(contact.activity).is_empty() {
            rows.push(row(SENSITIVE, [agency, id, sensitivity(contact.activity)]));
        }
    }
    rows
}

fn repeat_row(told: &Told<'_>, person: &str, first: Key, again: Key) -> JourneyRow {
    let (before, repeat) = (told.contact(first), told.contact(again));
    let days = before.start.until(repeat.start).expect("civil dates are in range").get_days().to_string();
    let cost = repeat.pence.map(|pence| Money::from_pence(pence).plain()).unwrap_or_default();
    let ([first_agency, first_id], [agency, id]) = (told.cells(first), told.cells(again));
    row(REPEATS, [person, repeat.assessment_type, &first_agency, &first_id, &agency, &id, &days, &cost])
}

/// The address of a refuge, where social care has written it down for somebody who fled to one.
pub(in crate::people) fn refuge_of(agency: Agency, person: &Person, contacts: &[Contact]) -> Option<String> {
    /// One in this many.
    const WRITTEN_DOWN: u64 = 3;
    let fled =
        |contact: &Contact| contact.activity.name == "Refuge and outreach support" && contact.outcome == "rehoused";
    let is_written =
        agency == Agency::SocialCare && person.id.is_multiple_of(WRITTEN_DOWN) && contacts.iter().any(fled);
    is_written.then(|| format!("Haven House Refuge, {} Willow Lane", 1 + person.id % 4))
}

/// When agencies shut in the winter of the year, and what closes a case.
pub(in crate::people) fn closures(year: FinancialYear) -> Vec<JourneyRow> {
    let calendar_year = year.first_day().year();
    let of = |agency: &Agency| {
        let (from, to) = winter_closure(*agency, calendar_year)?;
        Some(row(CLOSURES, [agency.word(), &from.to_string(), &to.to_string()]))
    };
    let closing = EPISODES.iter().map(|of| row(CLOSING_ACTIVITIES, [of.agency.word(), CLOSING]));
    Agency::ALL.iter().filter_map(of).chain(closing).collect()
}

/// How often journeys are planned, and how long waits are.
pub(crate) fn rates() -> Value {
    let by_need = |chances: [f64; 5]| chances.to_vec();
    let waits: Map<String, Value> =
        EPISODES.iter().map(|of| (of.agency.word().to_owned(), json!(of.median_wait))).collect();
    json!({
        "median_wait_in_working_days": waits,
        "referrals_by_need": by_need(episodes::REFERRALS),
        "referral_from_another_agency": episodes::HANDED_OVER,
        "hand_off_not_taken_up": episodes::NOT_TAKEN_UP,
        "case_closed": episodes::CASE_CLOSED,
        "progress_chased": { "working_days_min": episodes::CHASED.0, "chance": episodes::CHASED.1 },
        "calls_of_failure_demand": episodes::FAILURE,
        "calls_avoidable": episodes::AVOIDABLE,
        "early_help_assessed_by_need": by_need(events::ASSESSED),
        "assessment_within_six_months_triggered": repeats::TRIGGERED,
        "appointments_of_one_day_clash": timetable::CLASHES,
    })
}
