//! Planted journeys, found again in the files by a few lines of code: nothing more and nothing less than the truth says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use model::Row;
use model::tables::{CONTACT, contact};

use crate::families::read;
use crate::files::place;
use crate::made::{Made, make_with_people, plan, rows_of};

/// A contact as the product reads it, of the person whose it is in truth.
struct Event {
    person: u64,
    agency: String,
    id: String,
    activity: String,
    day: Date,
    times: Option<(DateTime, DateTime)>,
    assessment_type: String,
    triggered_by: String,
    demand: String,
    case_id: String,
    outcome: String,
}

fn events(made: &Made) -> Vec<Event> {
    let records = rows_of(made, "truth/people/records.csv");
    let person_of: BTreeMap<(String, String), u64> = records
        .into_iter()
        .map(|row| ((row["agency"].clone(), row["record_id"].clone()), row["person_id"].parse().expect("a number")))
        .collect();
    let (_, contacts) = read(&place(made));
    let event = |row: Row<'_>| {
        let text = |column| row.text(column).to_owned();
        Event {
            person: person_of[&(text(contact::AGENCY), text(contact::RECORD_ID))],
            agency: text(contact::AGENCY),
            id: text(contact::CONTACT_ID),
            activity: text(contact::ACTIVITY),
            day: row.date(contact::START),
            times: row.moment_if_any(contact::START_AT).zip(row.moment_if_any(contact::END_AT)),
            assessment_type: text(contact::ASSESSMENT_TYPE),
            triggered_by: text(contact::TRIGGERED_BY),
            demand: text(contact::DEMAND),
            case_id: text(contact::CASE_ID),
            outcome: text(contact::OUTCOME),
        }
    };
    contacts.iter().flat_map(|batch| CONTACT.read(batch).iter().map(event).collect::<Vec<_>>()).collect()
}

/// Both numbers of each row.
fn pairs(made: &Made, file: &str, columns: [&str; 2]) -> BTreeSet<(String, String)> {
    let rows = rows_of(made, &format!("truth/people/{file}.csv"));
    let filled = rows.into_iter().filter(|row| columns.iter().all(|column| !row[*column].is_empty()));
    let pairs: Vec<(String, String)> = filled.map(|row| (row[columns[0]].clone(), row[columns[1]].clone())).collect();
    let distinct: BTreeSet<(String, String)> = pairs.iter().cloned().collect();
    assert_eq!(distinct.len(), pairs.len(), "{file} says nothing twice");
    assert!(20 < distinct.len(), "{file}: {}", distinct.len());
    distinct
}

fn by_person(events: &[Event]) -> BTreeMap<u64, Vec<&Event>> {
    let mut of: BTreeMap<u64, Vec<&Event>> = BTreeMap::new();
    events.iter().for_each(|event| of.entry(event.person).or_default().push(event));
    of.values_mut().for_each(|own| own.sort_by_key(|event| event.day));
    of
}

/// The same type again within six months, without a trigger and without a law that asks for it.
fn repeats(events: &[Event]) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for own in by_person(events).values() {
        for (at, again) in own.iter().enumerate() {
            let is_counted = !again.assessment_type.is_empty() && !again.assessment_type.contains("Statutory");
            let before = own[..at].iter().rev().find(|first| first.assessment_type == again.assessment_type);
            let Some(first) = before.filter(|_| is_counted && again.triggered_by.is_empty()) else { continue };
            if again.day <= first.day.saturating_add(jiff::Span::new().months(6)) {
                found.insert((first.id.clone(), again.id.clone()));
            }
        }
    }
    found
}

/// People who share a family with each person on the last day of the year.
fn families(made: &Made) -> BTreeMap<u64, BTreeSet<u64>> {
    let mut families_of: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for row in rows_of(made, "truth/people/family_members.csv").iter().filter(|row| row["to"].is_empty()) {
        let person = row["person_id"].parse().expect("a number");
        families_of.entry(row["family_id"].clone()).or_default().insert(person);
    }
    let mut with: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for family in families_of.values() {
        family.iter().for_each(|person| with.entry(*person).or_default().extend(family));
    }
    with
}

/// Appointments of one person, or of two members of a family, that overlap.
fn clashes(made: &Made, events: &[Event]) -> BTreeSet<(String, String)> {
    let families = families(made);
    let mut by_day: BTreeMap<Date, Vec<&Event>> = BTreeMap::new();
    events.iter().filter(|of| of.times.is_some()).for_each(|of| by_day.entry(of.day).or_default().push(of));
    let mut found = BTreeSet::new();
    for of_day in by_day.values() {
        for (at, one) in of_day.iter().enumerate() {
            let is_near = |other: &Event| {
                other.person == one.person || families.get(&one.person).is_some_and(|of| of.contains(&other.person))
            };
            for other in of_day[at + 1..].iter().filter(|other| is_near(other)) {
                let ((from, to), (start, end)) = one.times.zip(other.times).expect("both have times");
                if from < end && start < to {
                    found.insert((one.id.clone().min(other.id.clone()), one.id.clone().max(other.id.clone())));
                }
            }
        }
    }
    found
}

fn check_journeys(seed: u64) {
    let made = make_with_people(&synth::Plan { lines: Some(2_000), ..plan(12_000, seed) });
    let events = events(&made);
    assert_eq!(repeats(&events), pairs(&made, "repeats", ["first_contact", "contact"]));
    let planted = pairs(&made, "clashes", ["contact", "other_contact"]);
    let planted: BTreeSet<(String, String)> =
        planted.into_iter().map(|(one, other)| (one.clone().min(other.clone()), one.max(other))).collect();
    assert_eq!(clashes(&made, &events), planted);
    check_waits(&made, &events);
    check_handoffs(&made, &events);
    check_demand(&made, &events);
    check_closures(&made, &events);
}

/// A case has one referral and one first appointment; medians are those that were planned.
fn check_waits(made: &Made, events: &[Event]) {
    let mut cases: BTreeMap<&str, [Option<&Event>; 2]> = BTreeMap::new();
    for event in events.iter().filter(|event| !event.case_id.is_empty()) {
        let at = match event.activity.as_str() {
            "Referral received" => 0,
            "First appointment" => 1,
            _ => continue,
        };
        let place = &mut cases.entry(event.case_id.as_str()).or_default()[at];
        assert!(place.replace(event).is_none(), "a case has one {}", event.activity);
    }
    let found: BTreeSet<(String, String)> = cases
        .values()
        .filter_map(|[from, to]| Some((from.expect("a referral").id.clone(), (*to)?.id.clone())))
        .collect();
    assert_eq!(found, pairs(made, "waits", ["referral", "first_contact"]));
    let mut days: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in rows_of(made, "truth/people/waits.csv").iter().filter(|row| !row["working_days"].is_empty()) {
        days.entry(row["agency"].clone()).or_default().push(row["working_days"].parse().expect("days"));
    }
    let planned = &made.truth["people_files"]["rates"]["journeys"]["median_wait_in_working_days"];
    for (agency, days) in &mut days {
        days.sort_unstable();
        let (median, planned) = (days[days.len() / 2], planned[agency].as_u64().expect("a median") as u32);
        // Waits that the year cuts off are the longer ones, so the median of those that ended lies a little lower.
        let off = if days.len() < 40 { 5 } else { 3 };
        assert!(median.abs_diff(planned) <= off, "{agency}: {median} of {} planned {planned}", days.len());
    }
    assert_eq!(days.len(), 6);
    check_working_days(made, events);
}

/// The days of each wait, counted one by one.
fn check_working_days(made: &Made, events: &[Event]) {
    const HOLIDAYS: [&str; 10] = [
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
    ];
    let day_of: BTreeMap<&str, Date> = events.iter().map(|event| (event.id.as_str(), event.day)).collect();
    let is_working =
        |day: &Date| day.weekday().to_monday_zero_offset() < 5 && !HOLIDAYS.contains(&day.to_string().as_str());
    for row in rows_of(made, "truth/people/waits.csv").iter().filter(|row| !row["first_contact"].is_empty()) {
        let [from, to] = ["referral", "first_contact"].map(|column| day_of[row[column].as_str()]);
        let days = from.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= to);
        assert_eq!(row["working_days"], days.filter(is_working).count().to_string(), "{from} to {to}");
    }
}

/// Each referral that says from which agency it comes has the contact there that says so, too.
fn check_handoffs(made: &Made, events: &[Event]) {
    let ids = |is: fn(&Event) -> bool| -> BTreeSet<String> {
        events.iter().filter(|event| is(event)).map(|event| event.id.clone()).collect()
    };
    let rows = rows_of(made, "truth/people/handoffs.csv");
    let from: BTreeSet<String> = rows.iter().map(|row| row["contact"].clone()).collect();
    let to: BTreeSet<String> = rows.iter().map(|row| row["to_contact"].clone()).filter(|id| !id.is_empty()).collect();
    assert!(100 < to.len() && to.len() < from.len(), "{} of {} taken up", to.len(), from.len());
    assert_eq!(ids(|event| event.outcome.starts_with("referred to ")), from);
    assert_eq!(ids(|event| event.triggered_by.starts_with("referral from ")), to);
}

fn check_demand(made: &Made, events: &[Event]) {
    let rows = rows_of(made, "truth/people/failure_demand.csv");
    let planted: BTreeSet<(String, String)> =
        rows.into_iter().map(|row| (row["contact"].clone(), row["demand"].clone())).collect();
    let is_none_of_value = |event: &&Event| matches!(event.demand.as_str(), "failure" | "avoidable");
    let found = events.iter().filter(is_none_of_value).map(|event| (event.id.clone(), event.demand.clone()));
    assert_eq!(found.collect::<BTreeSet<_>>(), planted);
    let chased = events.iter().filter(|event| event.activity == "Progress chasing call");
    assert!(20 < chased.clone().count() && chased.clone().all(|event| event.demand == "failure"));
}

fn check_closures(made: &Made, events: &[Event]) {
    let christmas = jiff::civil::date(2025, 12, 25);
    let shut = rows_of(made, "truth/people/closures.csv");
    assert_eq!(shut.len(), 3);
    for row in shut {
        let [from, to] = ["from", "to"].map(|column| row[column].parse::<Date>().expect("a day"));
        assert!(from <= christmas && christmas <= to);
        let is_shut = |event: &&Event| event.agency == row["agency"] && from <= event.day && event.day <= to;
        assert_eq!(events.iter().filter(is_shut).count(), 0, "{}", row["agency"]);
    }
    let on_christmas: BTreeSet<&str> =
        events.iter().filter(|event| event.day == christmas).map(|event| event.agency.as_str()).collect();
    assert!(on_christmas.is_subset(&BTreeSet::from(["health", "mental_health", "police"])), "{on_christmas:?}");
}

#[test]
fn journeys_of_one_seed_are_those_of_its_truth() {
    check_journeys(7);
}

#[test]
fn journeys_of_another_seed_are_those_of_its_truth() {
    check_journeys(11);
}

#[test]
fn every_row_of_the_truth_names_a_contact_and_sensitive_ones_are_all_told() {
    let made = make_with_people(&synth::Plan { lines: Some(2_000), ..plan(4_000, 7) });
    let events = events(&made);
    let ids: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    for (file, column) in [("sensitive_contacts", "contact"), ("life_events", "contact"), ("waits", "referral")] {
        let rows = rows_of(&made, &format!("truth/people/{file}.csv"));
        assert_eq!(Some(rows.len() as u64), made.truth["people_files"]["journeys"][file].as_u64(), "{file}");
        assert!(20 < rows.len() && rows.iter().all(|row| ids.contains(row[column].as_str())), "{file}");
    }
    let told: BTreeSet<String> =
        rows_of(&made, "truth/people/sensitive_contacts.csv").into_iter().map(|row| row["contact"].clone()).collect();
    let police: Vec<&Event> = events.iter().filter(|event| event.agency == "police").collect();
    assert!(!police.is_empty() && police.iter().all(|event| told.contains(&event.id)));
    assert!(events.iter().filter(|event| event.agency != "police").any(|event| told.contains(&event.id)));
    let refuges = rows_of(&made, "truth/people/refuges.csv");
    let written = std::fs::read_to_string(made.path("people/social_care.csv")).expect("the records of social care");
    assert_eq!(written.matches("Haven House Refuge").count(), refuges.len());
}
