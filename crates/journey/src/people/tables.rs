//! The tables of journeys, from contacts under their people.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::tables::{
    CLASH, FAMILY_MEMBER, HANDOFF, JOURNEY, JOURNEY_STEP, REPEAT, WAIT, clash, family_member, handoff, journey,
    journey_step, repeat, wait,
};
use money::Money;

use super::clashes::{Clashed, clashed};
use super::contact_table::contact_table;
use super::contacts::{Contact, Contacts};
use super::hand_over::{HandedOver, handed_over};
use super::referral_waits::{Waited, Waiting, days_between, waited};
use super::repeated::{Repeated, repeated};
use super::rules::JourneyRules;
use crate::calendar::{BankHolidays, Division};
use crate::{EventOrder, TieRule, Trace, Traces};

/// What a place's journeys come to.
pub struct JourneyTables {
    pub journeys: RecordBatch,
    pub handoffs: RecordBatch,
    pub repeats: RecordBatch,
    pub waits: RecordBatch,
    pub clashes: RecordBatch,
    pub steps: RecordBatch,
    pub contacts: RecordBatch,
}

/// The journeys of a place's people. Contacts of which only the day is known are concurrent: which came first is not made up.
///
/// `members` is the table `family_member`; what still lasts is counted until `observed_until`.
pub fn journey_tables(
    contacts: &Contacts,
    members: &[RecordBatch],
    rules: &JourneyRules,
    division: Division,
    observed_until: Date,
) -> JourneyTables {
    let log = contacts.log();
    let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
    let families = main_families(members, observed_until);
    let holidays = BankHolidays::shipped();
    let waiting = Waiting { holidays: &holidays, division, observed_until };
    let all = &contacts.contacts;
    let repeats = repeated(contacts, rules);
    let clashes = clashed(contacts, &all_families(members, observed_until));
    let mut journeys = JOURNEY.rows();
    let told = Told { contacts, rules, families: &families, repeats: &repeats, n_clashes: n_clashes(all, &clashes) };
    for trace in traces.iter() {
        told.journey(&trace, &mut journeys);
    }
    JourneyTables {
        journeys: journeys.finish(),
        handoffs: handoff_table(all, &handed_over(contacts, &traces, rules)),
        repeats: repeat_table(all, &repeats),
        waits: wait_table(all, &waited(contacts, &traces, rules, &waiting)),
        clashes: clash_table(all, &clashes),
        steps: step_table(all, &traces),
        contacts: contact_table(all, &repeats, rules),
    }
}

/// The families that each person is in on a day.
fn all_families(members: &[RecordBatch], on: Date) -> BTreeMap<i64, BTreeSet<i64>> {
    let mut families: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for row in members.iter().flat_map(|batch| FAMILY_MEMBER.read(batch).iter()) {
        if row.date_if_any(family_member::TO).is_none_or(|to| on <= to) {
            families.entry(row.id(family_member::PERSON_ID)).or_default().insert(row.id(family_member::FAMILY_ID));
        }
    }
    families
}

/// The main family of each person on a day.
fn main_families(members: &[RecordBatch], on: Date) -> BTreeMap<i64, i64> {
    let rows = members.iter().flat_map(|batch| FAMILY_MEMBER.read(batch).iter());
    let is_current = |to: Option<Date>| to.is_none_or(|to| on <= to);
    rows.filter(|row| row.flag(family_member::IS_MAIN) && is_current(row.date_if_any(family_member::TO)))
        .map(|row| (row.id(family_member::PERSON_ID), row.id(family_member::FAMILY_ID)))
        .collect()
}

/// What is known of all journeys when one of them is written.
struct Told<'t> {
    contacts: &'t Contacts,
    rules: &'t JourneyRules,
    families: &'t BTreeMap<i64, i64>,
    repeats: &'t [Repeated],
    /// Of each contact, by its place.
    n_clashes: Vec<u64>,
}

impl Told<'_> {
    fn journey(&self, trace: &Trace<'_>, rows: &mut model::TableRows) {
        let all = &self.contacts.contacts;
        let places: Vec<usize> = trace.events().map(|event| event.row as usize - 1).collect();
        let own: Vec<&Contact> = places.iter().map(|place| &all[*place]).collect();
        let (Some(first), Some(last)) = (own.iter().map(|c| c.start).min(), own.iter().map(|c| c.start).max()) else {
            return;
        };
        let repeats = self.repeats_of(own[0].person_id);
        let n_across = repeats.iter().filter(|repeat| all[repeat.first].agency != all[repeat.again].agency).count();
        let (n_steps, n_steps_across) = n_steps(trace, &own);
        let demand = |is_kind: &dyn Fn(&str) -> bool| {
            own.iter().filter(|contact| contact.demand.as_deref().is_some_and(is_kind)).count()
        };
        let starts = starts_with(trace, all);
        rows.push()
            .id(journey::PERSON_ID, own[0].person_id)
            .id_if_any(journey::FAMILY_ID, self.families.get(&own[0].person_id).copied())
            .date(journey::FIRST, first)
            .date(journey::LAST, last)
            .count(journey::LEAD_DAYS, days_between(first, last).unwrap_or_default())
            .text(journey::STARTS_WITH, &starts.join("|"))
            .text_if_any(journey::LIFE_EVENT, starts.iter().find_map(|activity| self.rules.life_event(activity)))
            .count(journey::N_CONTACTS, own.len() as u64)
            .count(journey::N_AGENCIES, agencies(&own).len() as u64)
            .count(journey::N_STEPS, n_steps)
            .count(journey::N_STEPS_ACROSS, n_steps_across)
            .count(journey::N_TIED, trace.n_tied() as u64)
            .count(journey::N_ASSESSMENTS, own.iter().filter(|contact| contact.assessed().is_some()).count() as u64)
            .count(journey::N_REPEATS, repeats.len() as u64)
            .count(journey::N_REPEATS_ACROSS, n_across as u64)
            .count(journey::N_CLASHES, places.iter().map(|place| self.n_clashes[*place]).sum())
            .count(journey::N_FAILURE_DEMAND, demand(&|text| self.rules.failure_demand.are_in(text)) as u64)
            .count(journey::N_AVOIDABLE, demand(&|text| self.rules.avoidable.are_in(text)) as u64)
            .count(journey::N_DEMAND_RECORDED, demand(&|_| true) as u64)
            .money(journey::COST, own.iter().filter_map(|contact| contact.cost).sum())
            .money(journey::COST_REPEATS, repeats.iter().filter_map(|repeat| all[repeat.again].cost).sum::<Money>())
            .count(journey::N_WITHOUT_COST, own.iter().filter(|contact| contact.cost.is_none()).count() as u64);
    }

    /// Repeats are in the order of people, as contacts are.
    fn repeats_of(&self, person_id: i64) -> &[Repeated] {
        let person = |repeat: &Repeated| self.contacts.contacts[repeat.again].person_id;
        let from = self.repeats.partition_point(|repeat| person(repeat) < person_id);
        let to = self.repeats.partition_point(|repeat| person(repeat) <= person_id);
        &self.repeats[from..to]
    }
}

fn n_clashes(all: &[Contact], clashes: &[Clashed]) -> Vec<u64> {
    let mut n = vec![0; all.len()];
    clashes.iter().flat_map(|clash| [clash.one, clash.other]).for_each(|place| n[place] += 1);
    n
}

fn agencies<'c>(own: &[&'c Contact]) -> BTreeSet<&'c str> {
    own.iter().map(|contact| contact.agency.as_str()).collect()
}

fn n_steps(trace: &Trace<'_>, own: &[&Contact]) -> (u64, u64) {
    let (mut n, mut n_across) = (0, 0);
    trace.each_step(|from, to| {
        n += 1;
        n_across += u64::from(own[from].agency != own[to].agency);
    });
    (n, n_across)
}

/// Activities that nothing certainly came before, by name.
fn starts_with(trace: &Trace<'_>, all: &[Contact]) -> Vec<String> {
    let activities = trace.first().into_iter().map(|event| all[event.row as usize - 1].activity.clone());
    activities.collect::<BTreeSet<_>>().into_iter().collect()
}

fn handoff_table(all: &[Contact], handed: &[HandedOver]) -> RecordBatch {
    let mut rows = HANDOFF.rows();
    for handed_over in handed {
        let (from, to) = (&all[handed_over.from], handed_over.to.map(|to| &all[to]));
        rows.push()
            .id(handoff::PERSON_ID, from.person_id)
            .text(handoff::BASIS, handed_over.basis.word())
            .text(handoff::FROM_AGENCY, &from.agency)
            .text(handoff::FROM_CONTACT_ID, &from.contact_id)
            .text(handoff::FROM_ACTIVITY, &from.activity)
            .text(handoff::TO_AGENCY, &handed_over.to_agency)
            .text_if_any(handoff::TO_CONTACT_ID, to.map(|to| to.contact_id.as_str()))
            .text_if_any(handoff::TO_ACTIVITY, to.map(|to| to.activity.as_str()))
            .count_if_any(handoff::DAYS, handed_over.days(all));
    }
    rows.finish()
}

fn repeat_table(all: &[Contact], repeats: &[Repeated]) -> RecordBatch {
    let mut rows = REPEAT.rows();
    for found in repeats {
        let (first, again) = (&all[found.first], &all[found.again]);
        rows.push()
            .id(repeat::PERSON_ID, again.person_id)
            .text(repeat::ASSESSMENT_TYPE, again.assessed().unwrap_or(&again.activity))
            .text(repeat::FIRST_AGENCY, &first.agency)
            .text(repeat::FIRST_CONTACT_ID, &first.contact_id)
            .text(repeat::AGAIN_AGENCY, &again.agency)
            .text(repeat::AGAIN_CONTACT_ID, &again.contact_id)
            .flag(repeat::IS_ACROSS, first.agency != again.agency)
            .count(repeat::DAYS, days_between(first.start, again.start).unwrap_or_default())
            .money_if_any(repeat::COST, again.cost);
    }
    rows.finish()
}

fn wait_table(all: &[Contact], waits: &[Waited]) -> RecordBatch {
    let mut rows = WAIT.rows();
    for found in waits {
        let (from, to) = (&all[found.from], found.to.map(|to| &all[to]));
        rows.push()
            .id(wait::PERSON_ID, from.person_id)
            .text(wait::KIND, found.kind.word())
            .text(wait::FROM_AGENCY, &from.agency)
            .text(wait::FROM_CONTACT_ID, &from.contact_id)
            .text(wait::FROM_ACTIVITY, &from.activity)
            .text(wait::TO_AGENCY, to.map_or(&from.agency, |to| &to.agency))
            .text_if_any(wait::TO_CONTACT_ID, to.map(|to| to.contact_id.as_str()))
            .text_if_any(wait::TO_ACTIVITY, to.map(|to| to.activity.as_str()))
            .count(wait::DAYS, found.days)
            .count_if_any(wait::WORKING_DAYS, found.working_days);
    }
    rows.finish()
}

fn clash_table(all: &[Contact], clashes: &[Clashed]) -> RecordBatch {
    let mut rows = CLASH.rows();
    for found in clashes {
        let (one, other) = (&all[found.one], &all[found.other]);
        rows.push()
            .date(clash::DATE, one.start)
            .id(clash::PERSON_ID, one.person_id)
            .text(clash::AGENCY, &one.agency)
            .text(clash::CONTACT_ID, &one.contact_id)
            .id(clash::OTHER_PERSON_ID, other.person_id)
            .text(clash::OTHER_AGENCY, &other.agency)
            .text(clash::OTHER_CONTACT_ID, &other.contact_id);
    }
    rows.finish()
}

/// An activity of an agency.
type Node<'c> = (&'c str, &'c str);

fn node(contact: &Contact) -> Node<'_> {
    (&contact.agency, &contact.activity)
}

fn step_table(all: &[Contact], traces: &Traces<'_>) -> RecordBatch {
    let mut steps: BTreeMap<(Node<'_>, Node<'_>), (u64, BTreeSet<i64>)> = BTreeMap::new();
    for trace in traces.iter() {
        let contact = |at: usize| &all[trace.event(at).row as usize - 1];
        trace.each_step(|from, to| {
            let [from, to] = [from, to].map(contact);
            let (n, people) = steps.entry((node(from), node(to))).or_default();
            *n += 1;
            people.insert(from.person_id);
        });
    }
    let mut rows = JOURNEY_STEP.rows();
    for ((from, to), (n, people)) in steps {
        rows.push()
            .text(journey_step::FROM_AGENCY, from.0)
            .text(journey_step::FROM_ACTIVITY, from.1)
            .text(journey_step::TO_AGENCY, to.0)
            .text(journey_step::TO_ACTIVITY, to.1)
            .count(journey_step::N_STEPS, n)
            .count(journey_step::N_PEOPLE, people.len() as u64);
    }
    rows.finish()
}
