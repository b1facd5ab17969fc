//! Appointments that overlap in time: one person, or two of one family, in two places at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::contacts::Contacts;

/// Two contacts at different agencies, by their places among the contacts; the lower first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clashed {
    pub one: usize,
    pub other: usize,
}

/// From when until when, and the place among the contacts.
type Appointment = (DateTime, DateTime, usize);

/// Clashes of every person, and of people of one family. `families_of` gives the families that each person is in.
///
/// Only contacts with a beginning and an end can clash: a date says nothing about the hour. What lasts longer than a day is a
/// stay, not an appointment.
pub(super) fn clashed(contacts: &Contacts, families_of: &BTreeMap<i64, BTreeSet<i64>>) -> Vec<Clashed> {
    let mut together: BTreeMap<(bool, i64), Vec<Appointment>> = BTreeMap::new();
    for (at, contact) in contacts.contacts.iter().enumerate() {
        let Some((start, end)) = contact.times().filter(|(start, end)| is_appointment(*start, *end)) else { continue };
        let families = families_of.get(&contact.person_id).into_iter().flatten().map(|family| (true, *family));
        // Somebody without a family is with themselves.
        for key in families.chain([(false, contact.person_id)]) {
            together.entry(key).or_default().push((start, end, at));
        }
    }
    let found: BTreeSet<Clashed> = together.into_values().flat_map(|own| overlapping(own, contacts)).collect();
    found.into_iter().collect()
}

fn is_appointment(start: DateTime, end: DateTime) -> bool {
    start.date() == end.date()
}

fn overlapping(mut own: Vec<Appointment>, contacts: &Contacts) -> Vec<Clashed> {
    own.sort_unstable();
    let mut found = Vec::new();
    for (at, (_, end, one)) in own.iter().enumerate() {
        for (_, _, other) in own[at + 1..].iter().take_while(|(start, _, _)| start < end) {
            // One agency that sees two people of a family together, or writes one visit down twice, is nowhere twice.
            if contacts.contacts[*one].agency != contacts.contacts[*other].agency {
                found.push(Clashed { one: *one.min(other), other: *one.max(other) });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::{Contact, testing::contact};
    use jiff::civil::Date;

    fn at(person_id: i64, agency: &str, from: (i8, i8), to: (i8, i8)) -> Contact {
        let time = |(hour, minute): (i8, i8)| Some(Date::constant(2025, 6, 2).at(hour, minute, 0, 0));
        Contact { person_id, start_at: time(from), end_at: time(to), ..contact(agency, "Visit") }
    }

    fn check(contacts: &[Contact], families: &[(i64, i64)], expected: &[(usize, usize)]) {
        let mut families_of: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for (person, family) in families {
            families_of.entry(*person).or_default().insert(*family);
        }
        let contacts = Contacts { contacts: contacts.to_vec(), ..Contacts::default() };
        let found = clashed(&contacts, &families_of);
        let pairs: Vec<(usize, usize)> = found.iter().map(|clash| (clash.one, clash.other)).collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn contacts_that_overlap_clash_and_those_that_touch_do_not() {
        let first = at(1, "housing", (9, 0), (10, 0));
        check(&[first.clone(), at(1, "health", (9, 30), (10, 30))], &[], &[(0, 1)]);
        check(&[first.clone(), at(1, "health", (10, 0), (10, 30))], &[], &[]);
        check(&[first.clone(), at(1, "housing", (9, 30), (10, 30))], &[], &[]);
        check(&[first, Contact { end_at: None, ..at(1, "health", (9, 30), (10, 30)) }], &[], &[]);
    }

    #[test]
    fn two_people_of_one_family_clash() {
        let contacts = [at(1, "housing", (9, 0), (10, 0)), at(2, "health", (9, 30), (10, 30))];
        check(&contacts, &[(1, 7), (2, 7)], &[(0, 1)]);
        check(&contacts, &[(1, 7), (2, 8)], &[]);
        // A child of parents who live apart is in two families, and clashes once.
        check(&contacts, &[(1, 7), (2, 7), (1, 8), (2, 8)], &[(0, 1)]);
    }
}
