//! A book of appointments: one person's contacts with every agency, in time, safe to print.
//!
//! A book is one person's. What must never be printed is left out before anything is counted, so that no number tells of it
//! either; so are contacts under a record that nobody confirmed to be this person's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::decision::{PairAnswer, RecordKey};

use super::contacts::{Contact, Contacts};
use super::never_printed::NeverPrinted;

/// What stands in a book, in time.
pub struct Book {
    pub entries: Vec<Contact>,
    /// Records of agencies that linkage thinks are this person's and that nobody has confirmed: their contacts are left out.
    /// Agencies that are never printed are not among them.
    pub unconfirmed: Vec<RecordKey>,
    /// Places of entries that overlap in time.
    pub clashes: Vec<(usize, usize)>,
    /// Places of assessments that repeat an earlier one in the book.
    pub repeats: Vec<usize>,
}

/// The records that people confirmed to be one person's: those that answers of `same` lead to from the first, one after
/// another. An answer of `different` about any two of them takes both out, but never the first.
pub fn confirmed(first: &RecordKey, answers: &[PairAnswer]) -> BTreeSet<RecordKey> {
    let latest = latest(answers);
    let mut found: BTreeSet<RecordKey> = [first.clone()].into();
    loop {
        let next: Vec<&RecordKey> = latest
            .iter()
            .filter(|(_, verdict)| **verdict == SAME)
            .flat_map(|((one, other), _)| [(one, other), (other, one)])
            .filter(|(known, new)| found.contains(*known) && !found.contains(*new))
            .map(|(_, new)| new)
            .collect();
        if next.is_empty() {
            break;
        }
        found.extend(next.into_iter().cloned().collect::<Vec<_>>());
    }
    // A denial counts whatever its capitals and spaces: it keeps somebody safe.
    let plain = |(agency, id): &RecordKey| (agency.trim().to_lowercase(), id.trim().to_lowercase());
    let plainly_found: BTreeSet<RecordKey> = found.iter().map(plain).collect();
    let is_denied = |record: &RecordKey| {
        let record = plain(record);
        latest.iter().filter(|(_, verdict)| **verdict == DIFFERENT).any(|((one, other), _)| {
            let (one, other) = (plain(one), plain(other));
            one == record && plainly_found.contains(&other) || other == record && plainly_found.contains(&one)
        })
    };
    let denied: Vec<RecordKey> = found.iter().filter(|record| *record != first && is_denied(record)).cloned().collect();
    denied.iter().for_each(|record| {
        found.remove(record);
    });
    found
}

const SAME: &str = "same";
const DIFFERENT: &str = "different";

/// The last word of anybody about each two records.
fn latest(answers: &[PairAnswer]) -> BTreeMap<(RecordKey, RecordKey), &str> {
    let mut latest = BTreeMap::new();
    for answer in answers {
        let (one, other) = match answer.one <= answer.other {
            true => (answer.one.clone(), answer.other.clone()),
            false => (answer.other.clone(), answer.one.clone()),
        };
        latest.insert((one, other), answer.verdict.as_str());
    }
    latest
}

impl Book {
    /// The book of the person whose record this is. `records` are all that linkage put together with it.
    pub fn of_person(
        contacts: &Contacts,
        person_id: i64,
        records: &BTreeSet<RecordKey>,
        confirmed: &BTreeSet<RecordKey>,
        never: &NeverPrinted,
    ) -> Book {
        let is_confirmed = |contact: &&Contact| confirmed.contains(&key(contact));
        let own = contacts.of_person(person_id).iter();
        let entries = own.filter(is_confirmed).filter(|contact| !never.holds(contact)).cloned().collect();
        let is_told = |record: &&RecordKey| !never.holds_text(&record.0);
        let unconfirmed = records.difference(confirmed).filter(is_told).cloned().collect();
        Book::of_entries(entries, unconfirmed)
    }

    /// The book of a family: contacts of its members that every adult of it agreed to share.
    ///
    /// `agreed` tells whether an adult agreed to share what an agency does; `members` gives each person's confirmed records.
    pub fn of_family(
        contacts: &Contacts,
        members: &BTreeMap<i64, BTreeSet<RecordKey>>,
        adults: &[i64],
        agreed: impl Fn(i64, &str) -> bool,
        never: &NeverPrinted,
    ) -> Book {
        let is_shared =
            |contact: &Contact| !adults.is_empty() && adults.iter().all(|adult| agreed(*adult, &contact.agency));
        let mut entries: Vec<Contact> = members
            .iter()
            .flat_map(|(person, confirmed)| {
                contacts.of_person(*person).iter().filter(|contact| confirmed.contains(&key(contact)))
            })
            .filter(|contact| is_shared(contact) && !never.holds(contact))
            .cloned()
            .collect();
        entries.sort_by_key(|contact| (contact.moment(), contact.person_id));
        Book::of_entries(entries, Vec::new())
    }

    pub(super) fn of_entries(entries: Vec<Contact>, unconfirmed: Vec<RecordKey>) -> Book {
        Book { clashes: clashes(&entries), repeats: repeats(&entries), entries, unconfirmed }
    }

    /// How many agencies are in the book.
    pub fn n_agencies(&self) -> usize {
        self.entries.iter().map(|entry| entry.agency.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// How often somebody asked for the whole story: each assessment, and to how many agencies it was told.
    pub fn story_told(&self) -> (usize, usize) {
        let told: Vec<&Contact> = self.entries.iter().filter(|entry| entry.assessed().is_some()).collect();
        let agencies: BTreeSet<&str> = told.iter().map(|entry| entry.agency.as_str()).collect();
        (told.len(), agencies.len())
    }

    /// The longest time between two entries, with the days on which it began and ended.
    pub fn longest_gap(&self) -> Option<(Date, Date, i32)> {
        let days = |pair: &[Contact]| model::day_of_date(pair[1].start) - model::day_of_date(pair[0].start);
        let gaps = self.entries.windows(2).map(|pair| (pair[0].start, pair[1].start, days(pair)));
        gaps.max_by_key(|(start, _, days)| (*days, std::cmp::Reverse(*start)))
    }
}

fn key(contact: &Contact) -> RecordKey {
    (contact.agency.clone(), contact.record_id.clone())
}

fn clashes(entries: &[Contact]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (one, first) in entries.iter().enumerate() {
        for (other, second) in entries.iter().enumerate().skip(one + 1) {
            let overlap = first.times().zip(second.times()).is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1);
            if overlap && first.agency != second.agency {
                found.push((one, other));
            }
        }
    }
    found
}

/// Assessments of a type that the same person already had in the book.
fn repeats(entries: &[Contact]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let is_again = |entry: &Contact| {
        let assessed = entry.assessed().map(super::words::plain);
        assessed.is_some_and(|kind| !seen.insert((entry.person_id, kind)))
    };
    let mut is_again = is_again;
    entries.iter().enumerate().filter(|(_, entry)| is_again(entry)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::testing::contact;
    use crate::people::never_printed;

    fn record(agency: &str) -> RecordKey {
        (agency.to_owned(), "R1".to_owned())
    }

    fn answer(one: &str, other: &str, verdict: &str) -> PairAnswer {
        PairAnswer {
            decided_on: "2026-11-30".to_owned(),
            decided_by: "A. Lead".to_owned(),
            one: record(one),
            other: record(other),
            verdict: verdict.to_owned(),
        }
    }

    fn check_confirmed(answers: &[PairAnswer], expected: &[&str]) {
        let agencies: Vec<String> =
            confirmed(&record("health"), answers).into_iter().map(|(agency, _)| agency).collect();
        assert_eq!(agencies, expected);
    }

    #[test]
    fn only_what_people_confirmed_is_one_person_s() {
        check_confirmed(&[], &["health"]);
        let chain = [answer("health", "schools", "same"), answer("housing", "schools", "same")];
        check_confirmed(&chain, &["health", "housing", "schools"]);
        check_confirmed(&[answer("health", "schools", "unsure")], &["health"]);
        check_confirmed(&[answer("health", "schools", "same"), answer("schools", "health", "different")], &["health"]);
        check_confirmed(
            &[chain[0].clone(), chain[1].clone(), answer("health", "housing", "different")],
            &["health", "schools"],
        );
    }

    /// Eight agencies know the person, one of them an abuse service.
    #[test]
    fn nothing_of_an_abuse_service_is_in_a_book_nor_in_its_numbers() {
        const AGENCIES: [&str; 8] =
            ["benefits", "health", "housing", "mental_health", "police", "schools", "social_care", "women's aid"];
        let contacts = AGENCIES.map(|agency| contact(agency, "Assessment")).to_vec();
        let contacts = Contacts { contacts, ..Contacts::default() };
        let records: BTreeSet<RecordKey> = AGENCIES.map(record).into();
        let never = never_printed(None).unwrap();
        let book = Book::of_person(&contacts, 1, &records, &records, &never);
        assert_eq!((book.entries.len(), book.n_agencies()), (6, 6));
        let alone = [record("health")].into();
        let book = Book::of_person(&contacts, 1, &records, &alone, &never);
        assert_eq!(book.n_agencies(), 1);
        let told: Vec<&str> = book.unconfirmed.iter().map(|(agency, _)| agency.as_str()).collect();
        assert_eq!(told, ["benefits", "housing", "mental_health", "schools", "social_care"]);
    }

    #[test]
    fn a_family_book_holds_only_what_each_adult_agreed_to_share() {
        let of = |person_id: i64, agency: &str| Contact { person_id, ..contact(agency, "Visit") };
        let contacts = vec![of(1, "health"), of(1, "schools"), of(2, "health"), of(3, "schools")];
        let contacts = Contacts { contacts, ..Contacts::default() };
        let both: BTreeSet<RecordKey> = [record("health"), record("schools")].into();
        let members: BTreeMap<i64, BTreeSet<RecordKey>> = [1, 2, 3].map(|person| (person, both.clone())).into();
        let never = never_printed(None).unwrap();
        let told = |agreed: &dyn Fn(i64, &str) -> bool| {
            let book = Book::of_family(&contacts, &members, &[1, 2], agreed, &never);
            book.entries.iter().map(|entry| format!("{} {}", entry.person_id, entry.agency)).collect::<Vec<_>>()
        };
        assert_eq!(told(&|_, agency| agency == "schools"), ["1 schools", "3 schools"]);
        assert!(told(&|adult, _| adult == 1).is_empty(), "the other adult did not agree");
        assert!(told(&|_, _| false).is_empty());
        let no_adults = Book::of_family(&contacts, &members, &[], |_, _| true, &never);
        assert!(no_adults.entries.is_empty(), "nobody could agree");
    }
}
