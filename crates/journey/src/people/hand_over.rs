//! Who handed somebody over, by the agencies' own words and by order.

use model::tables::HandoffBasis;

use super::contacts::{Contact, Contacts};
use super::rules::JourneyRules;
use super::words::plain;
use crate::{Trace, Traces};

/// A contact and what followed it at another agency, by their places among the contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HandedOver {
    pub basis: HandoffBasis,
    pub from: usize,
    /// The agency that was to take over.
    pub to_agency: String,
    /// None where nobody took a recorded referral up.
    pub to: Option<usize>,
}

/// Hand-offs of all people: each that agencies recorded, and each step from one agency to another.
pub(super) fn handed_over(contacts: &Contacts, traces: &Traces<'_>, rules: &JourneyRules) -> Vec<HandedOver> {
    let agencies = Agencies::of(contacts);
    let mut found = Vec::new();
    for trace in traces.iter() {
        let places: Vec<usize> = trace.events().map(|event| event.row as usize - 1).collect();
        found.extend(recorded(&places, contacts, &agencies, rules));
        found.extend(by_order(&trace, &places, contacts));
    }
    found
}

fn by_order(trace: &Trace<'_>, places: &[usize], contacts: &Contacts) -> Vec<HandedOver> {
    let mut found = Vec::new();
    trace.each_step(|from, to| {
        let (from, to) = (places[from], places[to]);
        let to_agency = &contacts.contacts[to].agency;
        if contacts.contacts[from].agency != *to_agency {
            found.push(HandedOver { basis: HandoffBasis::Next, from, to_agency: to_agency.clone(), to: Some(to) });
        }
    });
    found
}

/// Referrals that the words of a contact name. Each is met by the first contact there that says who sent it, and that no
/// other referral met.
fn recorded(places: &[usize], contacts: &Contacts, agencies: &Agencies, rules: &JourneyRules) -> Vec<HandedOver> {
    let all = &contacts.contacts;
    let mut is_met = vec![false; places.len()];
    let mut found = Vec::new();
    for (at, from) in places.iter().enumerate() {
        let sender = &all[*from];
        let outcome = sender.outcome.as_deref().filter(|outcome| rules.referrals.are_in(outcome));
        let Some(to_agency) = outcome.and_then(|outcome| agencies.named_in(outcome, &sender.agency)) else { continue };
        let is_answer = |other: &usize| {
            let contact = &all[places[*other]];
            let sent_by = contact.triggered_by.as_deref().and_then(|text| agencies.named_in(text, &contact.agency));
            contact.agency == to_agency && sent_by == Some(&sender.agency) && sender.start <= contact.start
        };
        let answer = (0..places.len()).find(|other| *other != at && !is_met[*other] && is_answer(other));
        answer.into_iter().for_each(|other| is_met[other] = true);
        found.push(HandedOver {
            basis: HandoffBasis::Recorded,
            from: *from,
            to_agency: to_agency.to_owned(),
            to: answer.map(|other| places[other]),
        });
    }
    found
}

/// The agencies' names as words to look for.
struct Agencies {
    /// The longest first, so that `mental health` is not `health`.
    names: Vec<(String, String)>,
}

impl Agencies {
    fn of(contacts: &Contacts) -> Agencies {
        let mut names: Vec<(String, String)> =
            contacts.contacts.iter().map(|contact| (plain(&contact.agency), contact.agency.clone())).collect();
        names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup();
        Agencies { names }
    }

    /// The agency that a text names, unless it is the one that writes.
    fn named_in(&self, text: &str, own: &str) -> Option<&str> {
        let text = plain(text);
        let named = self.names.iter().find(|(name, _)| text.contains(name.as_str()))?;
        Some(named.1.as_str()).filter(|name| *name != own)
    }
}

impl HandedOver {
    pub fn days(&self, contacts: &[Contact]) -> Option<u64> {
        let (from, to) = (&contacts[self.from], &contacts[self.to?]);
        super::referral_waits::days_between(from.start, to.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;
    use crate::people::journey_rules;
    use crate::{EventOrder, TieRule};
    use jiff::civil::Date;

    fn at(day: i8, agency: &str, outcome: Option<&str>, triggered_by: Option<&str>) -> Contact {
        Contact {
            start: Date::constant(2025, 6, day),
            contact_id: day.to_string(),
            outcome: outcome.map(str::to_owned),
            triggered_by: triggered_by.map(str::to_owned),
            ..contact(agency, "Visit")
        }
    }

    fn check(contacts: &[Contact], basis: HandoffBasis, expected: &[(usize, &str, Option<usize>)]) {
        let contacts = Contacts { contacts: contacts.to_vec(), ..Contacts::default() };
        let log = contacts.log();
        let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
        let found = handed_over(&contacts, &traces, &journey_rules(None).unwrap());
        let own = found.iter().filter(|handed| handed.basis == basis);
        let told: Vec<(usize, &str, Option<usize>)> =
            own.map(|handed| (handed.from, handed.to_agency.as_str(), handed.to)).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn a_referral_is_met_by_the_contact_that_says_who_sent_it() {
        let contacts = [
            at(1, "schools", Some("referred to mental health"), None),
            at(2, "health", None, None),
            at(9, "mental_health", None, Some("referral from schools")),
        ];
        check(&contacts, HandoffBasis::Recorded, &[(0, "mental_health", Some(2))]);
        check(&contacts, HandoffBasis::Next, &[(0, "health", Some(1)), (1, "mental_health", Some(2))]);
    }

    #[test]
    fn a_referral_that_nobody_took_up_is_kept() {
        let contacts = [at(1, "schools", Some("referred to housing"), None), at(2, "housing", None, None)];
        check(&contacts, HandoffBasis::Recorded, &[(0, "housing", None)]);
    }

    #[test]
    fn contacts_of_one_day_hand_nobody_over() {
        check(&[at(1, "schools", None, None), at(1, "housing", None, None)], HandoffBasis::Next, &[]);
    }
}
