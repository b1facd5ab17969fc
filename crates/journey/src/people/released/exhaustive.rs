//! Every small place of a kind, and what its release tells of the counts that are left out.
//!
//! No contact has a cost here: somebody who knows what each contact costs can count contacts in pounds, and no rounding but a very rough
//! one would hide that.
//!
//! What is left out is told if every place with the same release has the same number there. So all places are made, put together
//! by what they release, and compared.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::FigureValue;
use jiff::civil::Date;
use model::tables::{
    ContactChannel, CostSource, HANDOFF, HandoffBasis, JOURNEY, JOURNEY_CONTACT, WAIT, WaitKind, handoff, journey,
    journey_contact, wait,
};
use money::Money;

use super::*;
use crate::people::never_printed;

/// The agencies that somebody goes to, one after another, and how many people go that way.
type Way = (&'static [&'static str], u64);

const DAY: Date = Date::constant(2025, 6, 1);

struct Place {
    journeys: RecordBatch,
    handoffs: RecordBatch,
    waits: RecordBatch,
    contacts: RecordBatch,
}

fn place(ways: &[Way]) -> Place {
    let (mut journeys, mut handoffs) = (JOURNEY.rows(), HANDOFF.rows());
    let (mut waits, mut contacts) = (WAIT.rows(), JOURNEY_CONTACT.rows());
    let people = ways.iter().flat_map(|(way, n)| (0..*n).map(move |_| *way));
    for (person, way) in (1..).zip(people) {
        add_journey(&mut journeys, person, way);
        way.windows(2).for_each(|step| add_step(&mut handoffs, &mut waits, person, [step[0], step[1]]));
        way.iter().for_each(|agency| add_contact(&mut contacts, person, agency));
    }
    Place {
        journeys: journeys.finish(),
        handoffs: handoffs.finish(),
        waits: waits.finish(),
        contacts: contacts.finish(),
    }
}

fn add_journey(rows: &mut model::TableRows, person: i64, way: &[&str]) {
    let n_steps = way.len() as u64 - 1;
    let n_agencies = way.iter().collect::<BTreeSet<_>>().len() as u64;
    rows.push()
        .id(journey::PERSON_ID, person)
        .id_if_any(journey::FAMILY_ID, None)
        .date(journey::FIRST, DAY)
        .date(journey::LAST, DAY)
        .count(journey::LEAD_DAYS, 0)
        .text(journey::STARTS_WITH, "Visit")
        .text_if_any(journey::LIFE_EVENT, None)
        .count(journey::N_CONTACTS, way.len() as u64)
        .count(journey::N_AGENCIES, n_agencies)
        .count(journey::N_STEPS, n_steps)
        .count(journey::N_STEPS_ACROSS, n_steps)
        .count(journey::N_TIED, 0)
        .count(journey::N_ASSESSMENTS, 0)
        .count(journey::N_REPEATS, 0)
        .count(journey::N_REPEATS_ACROSS, 0)
        .count(journey::N_CLASHES, 0)
        .count(journey::N_FAILURE_DEMAND, 0)
        .count(journey::N_AVOIDABLE, 0)
        .count(journey::N_DEMAND_RECORDED, 0)
        .money(journey::COST, Money::ZERO)
        .money(journey::COST_REPEATS, Money::ZERO)
        .count(journey::N_WITHOUT_COST, way.len() as u64);
}

fn add_step(handoffs: &mut model::TableRows, waits: &mut model::TableRows, person: i64, [from, to]: [&str; 2]) {
    handoffs
        .push()
        .id(handoff::PERSON_ID, person)
        .text(handoff::BASIS, HandoffBasis::Next.word())
        .text(handoff::FROM_AGENCY, from)
        .text(handoff::FROM_CONTACT_ID, "1")
        .text(handoff::FROM_ACTIVITY, "Visit")
        .text(handoff::TO_AGENCY, to)
        .text_if_any(handoff::TO_CONTACT_ID, Some("2"))
        .text_if_any(handoff::TO_ACTIVITY, Some("Visit"))
        .count_if_any(handoff::DAYS, Some(1));
    waits
        .push()
        .id(wait::PERSON_ID, person)
        .text(wait::KIND, WaitKind::Step.word())
        .text(wait::FROM_AGENCY, from)
        .text(wait::FROM_CONTACT_ID, "1")
        .text(wait::FROM_ACTIVITY, "Visit")
        .text(wait::TO_AGENCY, to)
        .text_if_any(wait::TO_CONTACT_ID, Some("2"))
        .text_if_any(wait::TO_ACTIVITY, Some("Visit"))
        .count(wait::DAYS, 1)
        .count_if_any(wait::WORKING_DAYS, Some(1));
}

fn add_contact(rows: &mut model::TableRows, person: i64, agency: &str) {
    rows.push()
        .id(journey_contact::PERSON_ID, person)
        .text(journey_contact::AGENCY, agency)
        .text(journey_contact::CONTACT_ID, "1")
        .date(journey_contact::DATE, DAY)
        .text(journey_contact::ACTIVITY, "Visit")
        .text(journey_contact::CHANNEL, ContactChannel::FaceToFace.word())
        .text_if_any(journey_contact::EVENT, None)
        .flag(journey_contact::IS_REPEAT, false)
        .flag(journey_contact::IS_DEMAND_RECORDED, false)
        .flag(journey_contact::IS_FAILURE_DEMAND, false)
        .money_if_any(journey_contact::COST, None)
        .text(journey_contact::COST_SOURCE, CostSource::NotKnown.word())
        .count_if_any(journey_contact::COST_RULE, None);
}

/// All that leaves a place, in one text.
fn released(ways: &[Way], never: &NeverPrinted) -> String {
    let Place { journeys, handoffs, waits, contacts } = place(ways);
    let figures = JourneyCounts::of(&JourneyEvidence {
        journeys: &[journeys],
        handoffs: &[handoffs],
        repeats: &[],
        waits: &[waits],
        contacts: &[contacts],
        prices: &[],
        shifts: &[],
        never,
    })
    .released();
    let line = |figure: &Figure| match figure.value {
        FigureValue::Count(n) => format!("{}|{}|{n}\n", figure.topic.word(), figure.category),
        FigureValue::Amount(pounds) => format!("{}|{}|{pounds}\n", figure.topic.word(), figure.category),
    };
    figures.get().iter().map(line).collect()
}

/// People who take a step, and people who go a way: what a place may leave out.
fn counts(ways: &[Way]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (way, n) in ways {
        *counts.entry(way.join(ARROW)).or_default() += *n;
        let steps: BTreeSet<String> = way.windows(2).map(|step| format!("step {}", step.join(ARROW))).collect();
        for step in steps {
            *counts.entry(step).or_default() += *n;
        }
    }
    counts
}

/// What is told of small counts by all places in which each of some ways is gone by up to 13 people, beside a crowd that has one
/// contact each. Places near 13 stand beside larger ones that are not made, so they are not asked.
fn told(ways: &[&'static [&'static str]], crowds: std::ops::Range<u64>) -> Vec<String> {
    const N_MAX: u64 = 13;
    const N_ASKED: u64 = 10;
    let never = NeverPrinted::default();
    let n_places = (N_MAX + 1).pow(ways.len() as u32);
    let mut by_release: BTreeMap<String, Vec<Vec<Way>>> = BTreeMap::new();
    for (number, n_crowd) in (0..n_places).flat_map(|number| crowds.clone().map(move |n_crowd| (number, n_crowd))) {
        let n_of = |at: u32| number / (N_MAX + 1).pow(at) % (N_MAX + 1);
        let made: Vec<Way> = (0..).zip(ways).map(|(at, way)| (*way, n_of(at))).collect();
        let with_crowd = [made.as_slice(), &[(&["a"] as &[&str], n_crowd)]].concat();
        by_release.entry(released(&with_crowd, &never)).or_default().push(made);
    }
    let mut told = Vec::new();
    for places in by_release.values() {
        let all: Vec<BTreeMap<String, u64>> = places.iter().map(|place| counts(place)).collect();
        for (place, own) in places.iter().zip(&all).filter(|(place, _)| place.iter().all(|(_, n)| *n <= N_ASKED)) {
            let is_told = |what: &str, n: u64| all.iter().all(|other| other[what] == n);
            let small = own.iter().filter(|(_, n)| (1..10).contains(*n));
            told.extend(
                small.filter(|(what, n)| is_told(what, **n)).map(|(what, n)| format!("{what} is {n} of {place:?}")),
            );
        }
    }
    told
}

fn check_nothing_is_told(ways: &[&'static [&'static str]], crowds: std::ops::Range<u64>) {
    let told = told(ways, crowds);
    assert!(told.is_empty(), "{} are told: {:#?}", told.len(), &told[..told.len().min(5)]);
}

/// People go from one agency to another, back, or there and back: what flows in is what flows out except for the ends.
#[test]
fn a_step_or_way_that_is_left_out_cannot_be_had_back_from_what_flows_in_and_out() {
    check_nothing_is_told(&[&["a", "b"], &["b", "a"], &["a", "b", "a"]], 0..1);
}

/// All who come to the agency in the middle go on, except those who stay.
#[test]
fn a_step_that_is_left_out_of_a_chain_cannot_be_had_back() {
    check_nothing_is_told(&[&["a", "b", "c"], &["a", "b"], &["b", "c"]], 0..1);
}

/// Beside a crowd of a hundred or a few more the sums and shares of contacts and steps are released too.
#[test]
fn sums_of_contacts_and_steps_tell_of_no_step_that_is_left_out() {
    check_nothing_is_told(&[&["a", "b", "c"], &["b", "c"]], 100..106);
}

/// What is not named stands beside what is: police are one of two confidential services.
#[test]
fn a_service_that_is_not_named_cannot_be_told_from_another() {
    let never = never_printed(None).unwrap();
    let by = |ways: &[Way]| released(ways, &never);
    let one = by(&[(&["health", "police"], 20), (&["health", "Women's refuge"], 12)]);
    let other = by(&[(&["health", "police"], 3), (&["health", "Women's refuge"], 29)]);
    assert_eq!(one, other);
    assert!(one.contains("health → a confidential service|30") && !one.to_lowercase().contains("police"), "{one}");
}
