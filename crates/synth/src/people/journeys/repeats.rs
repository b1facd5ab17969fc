//! Assessments of one type within six months: some because of something, the others planned repeats.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rand::RngExt;

use super::activities::{STATUTORY, assessment_type};
use super::{Planned, Repeat};
use crate::dice::{Dice, pick};
use crate::people::contacts::{Contact, Key};

/// Assessments within six months of another that something led to.
pub(super) const TRIGGERED: f64 = 0.55;
const TRIGGERS: [&str; 3] = ["review", "step-up", "new need"];
/// Nothing is planned around six months, so that it does not matter how they are counted.
const REPEAT_DAYS_MAX: i32 = 175;
const APART_DAYS_MIN: i32 = 190;

pub(super) fn plan(contacts: &mut [Contact], planned: &mut Planned, dice: &mut Dice) {
    let mut by_type: BTreeMap<&'static str, Vec<(Date, Key)>> = BTreeMap::new();
    for contact in contacts.iter_mut() {
        contact.assessment_type = assessment_type(contact.activity);
        if !contact.assessment_type.is_empty() && !contact.assessment_type.starts_with(STATUTORY) {
            by_type.entry(contact.assessment_type).or_default().push((contact.start, contact.key));
        }
    }
    for assessments in by_type.values_mut() {
        assessments.sort_unstable();
        for pair in assessments.windows(2) {
            let [(before, first), (day, again)] = [pair[0], pair[1]];
            let days = before.until(day).expect("civil dates are in range").get_days();
            let is_triggered = dice.random_bool(TRIGGERED) || REPEAT_DAYS_MAX < days;
            if APART_DAYS_MIN <= days {
                continue;
            } else if is_triggered {
                let of = contacts.iter_mut().find(|contact| contact.key == again).expect("it is one of them");
                of.triggered_by = pick(dice, &TRIGGERS);
            } else {
                planned.repeats.push(Repeat { first, again });
            }
        }
    }
}

/// Of two assessments of one type on one day nobody could say which is the repeat, so the second does not happen.
pub(super) fn one_a_day(contacts: &mut Vec<Contact>) {
    let mut seen = BTreeSet::new();
    contacts.retain(|contact| {
        let of = assessment_type(contact.activity);
        of.is_empty() || seen.insert((of, contact.start))
    });
}
