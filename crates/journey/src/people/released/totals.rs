//! Figures of all journeys together.

use arrow_array::RecordBatch;
use model::tables::{ContactEvent, FigureMeasure, FigureTopic, JOURNEY, journey, journey_contact};

use super::{JourneyCounts, JourneyEvidence, N_PEOPLE_FOR_SUMS, What, contacts, n_at_least};

/// The released figure for which agencies' files are joined.
pub const SHARE_ACROSS: &str = "share of steps that no single agency sees";

const TOPIC: FigureTopic = FigureTopic::Journeys;
const ALL: &str = "people with contacts";
const COMPLAINED: &str = "people who complained";
const PUT_RIGHT: &str = "people for whom something was put right";

impl JourneyCounts {
    /// Counts of people.
    pub(super) fn add_counts_of_people(&mut self, evidence: &JourneyEvidence<'_>) {
        let n_with = |column: &'static str, least: u64| {
            rows(evidence.journeys).filter(|row| least <= row.count(column)).count() as u64
        };
        for (category, n) in [
            (ALL, n_with(journey::N_CONTACTS, 0)),
            ("people with contacts at two agencies or more", n_with(journey::N_AGENCIES, 2)),
            ("people assessed again", n_with(journey::N_REPEATS, 1)),
            ("people assessed again by another agency", n_with(journey::N_REPEATS_ACROSS, 1)),
            ("people with two appointments at once", n_with(journey::N_CLASHES, 1)),
            (COMPLAINED, n_people_with(ContactEvent::Complaint, evidence)),
            (PUT_RIGHT, n_people_with(ContactEvent::Redress, evidence)),
        ] {
            // Steps, ways and repeats are parts of these, and small parts could be had back from a small whole.
            let is_whole = !matches!(category, ALL | COMPLAINED | PUT_RIGHT);
            if !is_whole || N_PEOPLE_FOR_SUMS <= n_at_least(n) {
                self.push(TOPIC, category, FigureMeasure::People, What::Count(n), n);
            }
        }
    }

    /// Sums of contacts and steps, and shares of them.
    pub(super) fn add_sums(&mut self, evidence: &JourneyEvidence<'_>) {
        use FigureMeasure::{Contacts, Steps};
        let of_each = |column: &'static str| {
            rows(evidence.journeys).map(|row| row.count(column)).filter(|n| 0 < *n).collect::<Vec<u64>>()
        };
        for (category, measure, column) in [
            ("contacts", Contacts, journey::N_CONTACTS),
            ("steps from one contact to the next", Steps, journey::N_STEPS),
            ("steps between two agencies, which no single agency sees", Steps, journey::N_STEPS_ACROSS),
        ] {
            let of_each = of_each(column);
            let rounded = rounded_by_person(&of_each);
            // Rounded to nothing, it would say that there are none.
            if 0 < rounded || of_each.is_empty() {
                self.push(TOPIC, category, measure, What::OfPeople(rounded), of_each.len() as u64);
            }
        }
        for (category, part, whole) in [
            (SHARE_ACROSS, journey::N_STEPS_ACROSS, journey::N_STEPS),
            (
                "failure demand, as a share of contacts whose demand is recorded",
                journey::N_FAILURE_DEMAND,
                journey::N_DEMAND_RECORDED,
            ),
            (
                "avoidable contact (NI 14, final definition), as a share of contacts whose demand is recorded",
                journey::N_AVOIDABLE,
                journey::N_DEMAND_RECORDED,
            ),
        ] {
            let part = of_each(part);
            self.percent((TOPIC, category), part.iter().sum(), of_each(whole).iter().sum(), part.len() as u64);
        }
    }
}

/// A sum of what each person has, rounded to a hundred or more, so that five people more or fewer may go unseen:
/// rounded as closely as a count of people, a sum of two contacts each would count the people twice as closely.
fn rounded_by_person(of_each: &[u64]) -> u64 {
    let most = of_each.iter().max().copied().unwrap_or_default();
    let steps = (2..).map(|power| 10_u64.pow(power)).flat_map(|ten| [ten, 2 * ten, 5 * ten]);
    let step = steps.into_iter().find(|step| 5 * most <= *step).unwrap_or(100);
    (of_each.iter().sum::<u64>() + step / 2) / step * step
}

pub(super) fn rows(batches: &[RecordBatch]) -> impl Iterator<Item = model::Row<'_>> {
    batches.iter().flat_map(|batch| JOURNEY.read(batch).iter())
}

fn n_people_with(event: ContactEvent, evidence: &JourneyEvidence<'_>) -> u64 {
    let own = contacts(evidence).filter(|row| row.text_if_any(journey_contact::EVENT) == Some(event.word()));
    let people: std::collections::BTreeSet<i64> = own.map(|row| row.id(journey_contact::PERSON_ID)).collect();
    people.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 303 people with 3 contacts each are told to the nearest 100, and to the nearest 200 if one of them has 30.
    #[test]
    fn sums_of_contacts_are_rounded_by_those_of_five_people() {
        assert_eq!(rounded_by_person(&[3; 303]), 900);
        assert_eq!(rounded_by_person(&[[3; 303].as_slice(), &[30]].concat()), 1_000);
        assert_eq!(rounded_by_person(&[[3; 350].as_slice(), &[12]].concat()), 1_100);
        assert_eq!(rounded_by_person(&[]), 0);
    }
}
