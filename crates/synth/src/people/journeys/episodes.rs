//! Referrals that one agency makes and another takes up: waits, progress chasing, appointments and the end of the case.

use jiff::civil::Date;
use rand::RngExt;
use rand_distr::{Distribution, Poisson};

use super::activities::{EPISODES, EpisodeActivities, referred_by, referred_to};
use super::calendar::{add_working_days, open_day, working_days_between};
use super::{Handoff, Planned, Subject, Wait};
use crate::dice::{Dice, pick};
use crate::people::agencies::Agency;
use crate::people::contacts::{Activity, Contact, Key, add, contact};
use crate::people::records::{Which, record_id};

/// Mean referrals in a year, by need.
pub(super) const REFERRALS: [f64; 5] = [0.02, 0.08, 0.4, 1.0, 2.0];
/// Referrals that come from another agency.
pub(super) const HANDED_OVER: f64 = 0.75;
/// Hand-offs that the other agency never takes up.
pub(super) const NOT_TAKEN_UP: f64 = 0.15;
pub(super) const CASE_CLOSED: f64 = 0.7;
/// Somebody who waits this many working days or more asks where their case is, with this chance.
pub(super) const CHASED: (u32, f64) = (6, 0.5);

pub(super) fn plan(subject: &Subject<'_>, contacts: &mut Vec<Contact>, planned: &mut Planned, dice: &mut Dice) {
    let mean = REFERRALS[usize::from(subject.person.need)];
    let n = Poisson::new(mean).expect("the mean is above nothing").sample(dice) as usize;
    let mut open: Vec<&EpisodeActivities> = EPISODES.iter().filter(|of| subject.knows(of.agency)).collect();
    for _ in 0..n.min(open.len()) {
        let of = open.swap_remove(dice.random_range(0..open.len()));
        let from = referrer(of.agency, contacts, planned, dice);
        let Some(from) = from else {
            if let Some(day) = some_day(subject, dice) {
                episode(of, "self-referral", day, subject, contacts, planned, dice);
            }
            continue;
        };
        let agency = contacts[from].activity.agency;
        let (key, day) = (contacts[from].key, contacts[from].start);
        contacts[from].outcome = referred_to(of.agency);
        let is_taken_up = !dice.random_bool(NOT_TAKEN_UP);
        let begins = add_working_days(day, dice.random_range(0..=2));
        let to = match is_taken_up {
            true => episode(of, referred_by(agency), begins, subject, contacts, planned, dice),
            false => None,
        };
        planned.handed_over.push(key);
        planned.handoffs.push(Handoff { from: key, agency: of.agency, to });
    }
}

/// The place of a contact of another agency that hands somebody over; none where they come by themselves.
fn referrer(to: Agency, contacts: &[Contact], planned: &Planned, dice: &mut Dice) -> Option<usize> {
    let could = |contact: &Contact| {
        contact.activity.agency != to && contact.case_id.is_empty() && !planned.handed_over.contains(&contact.key)
    };
    let places: Vec<usize> = (0..contacts.len()).filter(|at| could(&contacts[*at])).collect();
    let happens = dice.random_bool(HANDED_OVER);
    (happens && !places.is_empty()).then(|| pick(dice, &places))
}

fn some_day(subject: &Subject<'_>, dice: &mut Dice) -> Option<Date> {
    let days = subject.last.since(subject.first).ok()?.get_days();
    (0 < days).then(|| subject.first.saturating_add(jiff::Span::new().days(dice.random_range(0..days))))
}

/// Plans a case, beginning with its referral; the year may end before the case does.
fn episode(
    of: &'static EpisodeActivities,
    triggered_by: &'static str,
    day: Date,
    subject: &Subject<'_>,
    contacts: &mut Vec<Contact>,
    planned: &mut Planned,
    dice: &mut Dice,
) -> Option<Key> {
    let wait = planned_wait(of.median_wait, dice);
    let mut case = Case { subject, case_id: String::new(), contacts, dice };
    let referral = case.add(&of.referral, day)?;
    case.begin(referral, triggered_by);
    let referred = case.day_of(referral);
    let first = case.add(&of.first, add_working_days(referred, wait));
    let working_days = first.map(|first| working_days_between(referred, case.day_of(first)));
    planned.waits.push(Wait { from: referral, to: first, working_days });
    if CHASED.0 <= wait && records_demand(of.agency) && case.dice.random_bool(CHASED.1) {
        case.add_before(&of.chasing, add_working_days(referred, wait / 2), first);
    }
    if let Some(first) = first {
        case.go_on(of, first);
    }
    Some(referral)
}

/// Working days around a median, as often longer as shorter.
fn planned_wait(median: u32, dice: &mut Dice) -> u32 {
    let spread = median * 3 / 5;
    dice.random_range(median - spread..=median + spread)
}

/// One case while it is planned.
struct Case<'c> {
    subject: &'c Subject<'c>,
    case_id: String,
    contacts: &'c mut Vec<Contact>,
    dice: &'c mut Dice,
}

impl Case<'_> {
    /// Adds a contact on a day or the next on which the agency is open; none after the year.
    fn add(&mut self, activity: &'static Activity, day: Date) -> Option<Key> {
        let Subject { first, last, .. } = *self.subject;
        let day = Some(day).filter(|day| *day <= last)?;
        let day = open_day(activity, day, first, last).filter(|open| day <= *open)?;
        let mut contact = Contact { case_id: self.case_id.clone(), ..contact(activity, day, last, self.dice) };
        // A referral may be a letter; nobody is seen by one.
        if contact.channel == "letter" && activity.name != "Referral received" {
            contact.channel = "face to face";
        }
        Some(add(self.contacts, contact))
    }

    /// Numbers the case by its referral.
    fn begin(&mut self, referral: Key, triggered_by: &'static str) {
        let agency = self.contact(referral).activity.agency;
        self.case_id = format!("{}/{referral}", record_id(agency, self.subject.person.id, Which::First));
        let case_id = self.case_id.clone();
        let contact = self.contact(referral);
        contact.case_id = case_id;
        contact.triggered_by = triggered_by;
    }

    /// Adds what happens while somebody waits: nothing of it after the first contact.
    fn add_before(&mut self, activity: &'static Activity, day: Date, first: Option<Key>) {
        let until = first.map(|first| self.day_of(first));
        let Subject { first, last, .. } = *self.subject;
        let is_before = |day: &Date| until.is_none_or(|until| *day < until);
        if open_day(activity, day, first, last).filter(|open| day <= *open).is_some_and(|day| is_before(&day)) {
            let key = self.add(activity, day);
            key.into_iter().for_each(|key| self.contact(key).channel = "telephone");
        }
    }

    /// Appointments after the first, and the end of the case.
    fn go_on(&mut self, of: &'static EpisodeActivities, first: Key) {
        let mut day = self.day_of(first);
        for _ in 0..self.dice.random_range(0..=3) {
            day = add_working_days(day, self.dice.random_range(5..=15));
            self.add(&of.follow_up, day);
        }
        if self.dice.random_bool(CASE_CLOSED) {
            self.add(&of.closing, add_working_days(day, 5));
        }
    }

    fn contact(&mut self, key: Key) -> &mut Contact {
        self.contacts.iter_mut().find(|contact| contact.key == key).expect("it was just added")
    }

    fn day_of(&mut self, key: Key) -> Date {
        self.contact(key).start
    }
}

/// Calls at agencies that record demand: failure, and avoidable contact.
pub(super) const FAILURE: f64 = 0.15;
pub(super) const AVOIDABLE: f64 = 0.2;

/// Whether staff of an agency write down what kind of demand a contact was.
pub(super) fn records_demand(agency: Agency) -> bool {
    matches!(agency, Agency::Housing | Agency::Benefits | Agency::MentalHealth | Agency::SocialCare | Agency::Voluntary)
}

/// Writes down value, failure or avoidable, where the agency does.
pub(super) fn record_demand(contact: &mut Contact, dice: &mut Dice) {
    if !records_demand(contact.activity.agency) {
        return;
    }
    let drawn: f64 = dice.random();
    let is_call = matches!(contact.channel, "telephone" | "online") && contact.case_id.is_empty();
    contact.demand = match drawn {
        _ if contact.activity.name == "Progress chasing call" => "failure",
        drawn if is_call && drawn < FAILURE => "failure",
        drawn if is_call && drawn < FAILURE + AVOIDABLE => "avoidable",
        _ => "value",
    };
}
