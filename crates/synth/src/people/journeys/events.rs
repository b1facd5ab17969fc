//! Events of a life, exits from care, prison and hospital, and assessments that several agencies make of one person.

use jiff::Span;
use jiff::civil::Date;
use rand::RngExt;

use super::activities::{DISCHARGE, EARLY_HELP, EVENTS};
use super::calendar::open_day;
use super::{Planned, Subject};
use crate::dice::Dice;
use crate::people::contacts::{Activity, Contact, Key, add, contact};

/// Early help assessments, by need: the chance that agencies make any.
pub(super) const ASSESSED: [f64; 5] = [0.0, 0.04, 0.2, 0.4, 0.6];

pub(super) fn plan(subject: &Subject<'_>, contacts: &mut Vec<Contact>, planned: &mut Planned, dice: &mut Dice) {
    let need = usize::from(subject.person.need);
    let age = subject.person.age_on(subject.first);
    for event in EVENTS {
        let happens = dice.random_bool(event.chance[need]);
        let is_for = (event.ages.0..=event.ages.1).contains(&age) && subject.knows(event.activity.agency);
        let day = day_of_year(subject, dice);
        let Some(day) = day.filter(|_| happens && is_for) else { continue };
        if let Some(key) = add_on(&event.activity, day, subject, contacts, dice) {
            planned.events.push((event.kind, key));
        }
    }
    discharges(subject, contacts, planned, dice);
    reoffending(contacts, planned);
    if dice.random_bool(ASSESSED[need]) {
        early_help(subject, contacts, dice);
    }
}

/// Each admission that ends in the year ends with a discharge.
fn discharges(subject: &Subject<'_>, contacts: &mut Vec<Contact>, planned: &mut Planned, dice: &mut Dice) {
    let is_admission = |contact: &&Contact| contact.activity.name == "Emergency admission";
    let ends: Vec<Date> = contacts.iter().filter(is_admission).filter_map(|contact| contact.end).collect();
    for day in ends {
        if let Some(key) = add_on(&DISCHARGE, day, subject, contacts, dice) {
            planned.events.push(("left_hospital", key));
        }
    }
}

/// Every arrest after the first of the year.
fn reoffending(contacts: &[Contact], planned: &mut Planned) {
    let mut arrests: Vec<(Date, Key)> =
        contacts.iter().filter(|of| of.activity.name == "Arrest").map(|of| (of.start, of.key)).collect();
    arrests.sort_unstable();
    let first = arrests.first().map(|(day, _)| *day);
    let later = arrests.iter().filter(|(day, _)| first.is_some_and(|first| first < *day));
    planned.events.extend(later.map(|(_, key)| ("reoffending", *key)));
}

/// Two to four assessments by the agencies that know somebody, some weeks apart.
fn early_help(subject: &Subject<'_>, contacts: &mut Vec<Contact>, dice: &mut Dice) {
    let known: Vec<&'static Activity> = EARLY_HELP.iter().filter(|of| subject.knows(of.agency)).collect();
    let (Some(mut day), false) = (day_of_year(subject, dice), known.is_empty()) else { return };
    let from = dice.random_range(0..known.len());
    for turn in 0..dice.random_range(2..=4) {
        let activity = known[(from + turn) % known.len()];
        if day <= subject.last {
            add_on(activity, day, subject, contacts, dice);
        }
        day = day.saturating_add(Span::new().days(dice.random_range(14..=140)));
    }
}

fn add_on(
    activity: &'static Activity,
    day: Date,
    subject: &Subject<'_>,
    contacts: &mut Vec<Contact>,
    dice: &mut Dice,
) -> Option<Key> {
    let day = open_day(activity, day, subject.first, subject.last)?;
    let contact = contact(activity, day, subject.last, dice);
    Some(add(contacts, contact))
}

fn day_of_year(subject: &Subject<'_>, dice: &mut Dice) -> Option<Date> {
    let drawn: f64 = dice.random();
    let days = f64::from(subject.last.since(subject.first).ok()?.get_days());
    (0.0 < days).then(|| subject.first.saturating_add(Span::new().days((drawn * days) as i64)))
}
