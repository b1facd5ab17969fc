//! Assessments of one person that agencies made again.

use std::collections::BTreeSet;

use model::event_log::{Event, EventLog};

use super::contacts::{Contact, Contacts};
use super::rules::JourneyRules;
use crate::{AssessmentFamily, EventOrder, RepeatRules, TieRule, Traces, repeats};

/// One assessment and the one that repeats it, by their places among the contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    pub first: usize,
    pub again: usize,
}

// What follows a type where the assessment is no repeat; no agency prints these signs.
const STATUTORY: &str = "\u{1}statutory";
const TRIGGERED: &str = "\u{1}triggered";

/// Repeats of all people (method, section 4), by person and in time.
///
/// What made an assessment right is what its agency wrote down; nothing is guessed from what happened before.
pub(super) fn repeated(contacts: &Contacts, rules: &JourneyRules) -> Vec<Repeated> {
    let (log, types) = assessments(contacts, rules);
    let family = |name: &String| {
        let marked = ["", STATUTORY, TRIGGERED].map(|mark| format!("{name}{mark}"));
        AssessmentFamily { name: name.clone(), activities: marked.to_vec() }
    };
    let exempt = types.iter().flat_map(|name| [STATUTORY, TRIGGERED].map(|mark| format!("{name}{mark}"))).collect();
    let repeat_rules = RepeatRules {
        families: types.iter().map(family).collect(),
        window_months: rules.window_months,
        triggers: Vec::new(),
        exempt,
    };
    let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
    let place = |event: &Event| event.row as usize - 1;
    repeats(&traces, &repeat_rules)
        .repeats
        .iter()
        .map(|repeat| Repeated { first: place(&repeat.earlier), again: place(&repeat.again) })
        .collect()
}

/// The assessments alone, with their types for activities; an event's row is the place of its contact, from 1.
fn assessments(contacts: &Contacts, rules: &JourneyRules) -> (EventLog, BTreeSet<String>) {
    let mut log = contacts.log();
    let all = std::mem::take(&mut log.events);
    let mut types = BTreeSet::new();
    for (event, contact) in all.into_iter().zip(&contacts.contacts) {
        let Some(assessed) = contact.assessed() else { continue };
        // Agencies print one type with other capitals and spaces.
        let name = super::words::plain(assessed).trim().to_owned();
        let activity = log.activities.number(&format!("{name}{}", mark(contact, rules)));
        types.insert(name);
        log.events.push(Event { activity, ..event });
    }
    (log, types)
}

fn mark(contact: &Contact, rules: &JourneyRules) -> &'static str {
    let is_statutory = [Some(&contact.activity), contact.assessment_type.as_ref()]
        .into_iter()
        .flatten()
        .any(|text| rules.statutory.are_in(text));
    let is_triggered = contact.triggered_by.as_ref().is_some_and(|text| rules.triggers.are_in(text));
    match (is_statutory, is_triggered) {
        (true, _) => STATUTORY,
        (_, true) => TRIGGERED,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;
    use crate::people::journey_rules;
    use jiff::civil::Date;

    fn assessed(agency: &str, kind: &str, day: Date, triggered_by: Option<&str>) -> Contact {
        Contact {
            is_assessment: true,
            assessment_type: Some(kind.to_owned()),
            start: day,
            triggered_by: triggered_by.map(str::to_owned),
            ..contact(agency, "Assessment")
        }
    }

    fn check(contacts: &[Contact], expected: &[(usize, usize)]) {
        let contacts = Contacts { contacts: contacts.to_vec(), ..Contacts::default() };
        let found = repeated(&contacts, &journey_rules(None).unwrap());
        let pairs: Vec<(usize, usize)> = found.iter().map(|repeat| (repeat.first, repeat.again)).collect();
        assert_eq!(pairs, expected);
    }

    const JUNE: Date = Date::constant(2025, 6, 1);
    const AUGUST: Date = Date::constant(2025, 8, 1);

    #[test]
    fn one_type_at_two_agencies_is_a_repeat_however_it_is_printed() {
        check(
            &[assessed("health", "Early help", JUNE, None), assessed("schools", "EARLY-HELP", AUGUST, None)],
            &[(0, 1)],
        );
        check(&[assessed("health", "Early help", JUNE, None), assessed("schools", "Housing need", AUGUST, None)], &[]);
    }

    #[test]
    fn a_trigger_and_a_law_make_it_right_to_assess_again() {
        let first = assessed("health", "Early help", JUNE, None);
        check(&[first.clone(), assessed("schools", "Early help", AUGUST, Some("Step-up"))], &[]);
        check(&[first.clone(), assessed("schools", "Early help", AUGUST, Some("self-referral"))], &[(0, 1)]);
        let statutory = |day| assessed("health", "Statutory review", day, None);
        check(&[statutory(JUNE), statutory(AUGUST)], &[]);
    }

    #[test]
    fn people_repeat_nothing_of_each_other() {
        let other = Contact { person_id: 2, ..assessed("schools", "Early help", AUGUST, None) };
        check(&[assessed("health", "Early help", JUNE, None), other], &[]);
    }
}
