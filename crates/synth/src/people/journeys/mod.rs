//! What is planted of journeys between agencies: referrals and waits, hand-offs, repeats, events of a life, times and clashes.
//!
//! Everything is planned before it is written, so the truth is the plan: nothing is found in the contacts afterwards.

mod activities;
mod calendar;
mod episodes;
mod events;
mod print;
mod repeats;
mod timetable;
mod truth;

use jiff::civil::Date;

use super::agencies::Agency;
use super::contacts::{Contact, Key};
use super::person::Person;
use crate::dice::Dice;

pub(super) use print::printed_times;
pub(super) use timetable::{Clash, Slot, timetable};
pub(super) use truth::{JOURNEY_FILES, JourneyRow, REFUGES, Told, closures, journey_rows, rates, refuge_of};

/// What was planned for one person.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub waits: Vec<Wait>,
    pub handoffs: Vec<Handoff>,
    pub repeats: Vec<Repeat>,
    pub events: Vec<(&'static str, Key)>,
    /// Contacts that were handed over already.
    handed_over: Vec<Key>,
}

/// From a referral to the first contact; open where the year ends before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    pub from: Key,
    pub to: Option<Key>,
    pub working_days: Option<u32>,
}

/// A referral to another agency, and the contact with which that agency takes it up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handoff {
    pub from: Key,
    pub agency: Agency,
    pub to: Option<Key>,
}

/// An assessment of one type within six months of another, without anything that led to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Repeat {
    pub first: Key,
    pub again: Key,
}

/// Whom the plan is for, and when.
pub(super) struct Subject<'p> {
    pub person: &'p Person,
    pub agencies: &'p [Agency],
    /// Their first day in the year, and its last.
    pub first: Date,
    pub last: Date,
}

/// Plans the journeys of one person among what agencies do with them anyway.
pub(super) fn plan(subject: &Subject<'_>, contacts: &mut Vec<Contact>, dice: &mut Dice) -> Planned {
    let mut planned = Planned::default();
    keep_to_open_days(subject, contacts);
    events::plan(subject, contacts, &mut planned, dice);
    repeats::one_a_day(contacts);
    episodes::plan(subject, contacts, &mut planned, dice);
    repeats::plan(contacts, &mut planned, dice);
    contacts.iter_mut().for_each(|contact| episodes::record_demand(contact, dice));
    contacts.sort_by_key(|contact| (contact.start, contact.activity.name, contact.key));
    planned
}

/// Moves each contact to a day on which its agency is open.
fn keep_to_open_days(subject: &Subject<'_>, contacts: &mut Vec<Contact>) {
    contacts.retain_mut(|contact| {
        match calendar::open_day(contact.activity, contact.start, subject.first, subject.last) {
            Some(day) => contact.move_to(day, subject.last),
            None => return false,
        }
        true
    });
}

impl Subject<'_> {
    fn knows(&self, agency: Agency) -> bool {
        self.agencies.contains(&agency)
    }
}
