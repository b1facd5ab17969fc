//! Ties by a tenancy that people were on together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::tables::{TieBasis, TieKind};

use super::{N_PEOPLE_MAX, TieFinder};
use crate::period::Period;
use crate::person::PersonId;
use crate::records::PersonRecord;

const CHILD_WORDS: [&str; 3] = ["child", "son", "daughter"];
const ADULT_WORDS: [&str; 8] = ["tenant", "partner", "spouse", "husband", "wife", "parent", "mother", "father"];

impl TieFinder<'_> {
    /// Children and adults on one tenancy, while both were on it; and couples with whom a child was on it, or who expect one.
    pub fn by_tenancy(&mut self, all: &[PersonRecord]) {
        let mut tenancies: BTreeMap<(&str, &str), Vec<&PersonRecord>> = BTreeMap::new();
        for record in all {
            if let Some(household) = &record.household_ref {
                tenancies.entry((record.agency.as_str(), household.as_str())).or_default().push(record);
            }
        }
        let n_people = |records: &[&PersonRecord]| {
            records.iter().map(|record| record.person).collect::<BTreeSet<PersonId>>().len()
        };
        for records in tenancies.values().filter(|records| n_people(records) <= N_PEOPLE_MAX) {
            let children = on_tenancy(records, &CHILD_WORDS);
            let mut adults = on_tenancy(records, &ADULT_WORDS);
            adults.retain(|(adult, _)| children.iter().all(|(child, _)| child != adult));
            self.carers_on_tenancy(&children, &adults);
            self.couples_on_tenancy(&children, &adults);
        }
    }

    fn carers_on_tenancy(&mut self, children: &[(PersonId, Period)], adults: &[(PersonId, Period)]) {
        for (child, while_child) in children {
            for (adult, while_adult) in adults {
                let together = while_child.meeting(while_adult);
                if let Some(together) = together.filter(|_| self.can_be_parent(*adult, *child)) {
                    self.add(TieKind::Parent, *adult, *child, TieBasis::Tenancy, together);
                    self.leave(*adult, *child, together.to, while_child.to);
                }
            }
        }
    }

    fn couples_on_tenancy(&mut self, children: &[(PersonId, Period)], adults: &[(PersonId, Period)]) {
        for (one, other, together) in couples(adults) {
            let is_with_child = children.iter().any(|(_, period)| period.meeting(&together).is_some());
            let is_pregnant = |adult: PersonId| self.facts[&adult].is_pregnant;
            if is_with_child || together.holds(self.day) && (is_pregnant(one) || is_pregnant(other)) {
                self.add(TieKind::Partner, one, other, TieBasis::Tenancy, together);
            }
        }
    }

    /// An adult leaves a tenancy on which a child is: with it, and may go on to care for it, or from it.
    fn leave(&mut self, adult: PersonId, child: PersonId, left: Option<Date>, child_left: Option<Date>) {
        let Some(left) = left.filter(|left| *left < self.day) else { return };
        match child_left.filter(|child_left| is_one_move(left, *child_left)) {
            Some(child_left) => self.lapse(adult, child, child_left),
            None => {
                self.parted.entry((adult, child)).and_modify(|last| *last = left.max(*last)).or_insert(left);
            }
        }
    }
}

/// Whether people leave together, by the days on which agencies say that each has: the keys of a tenancy are not given back by
/// everybody on one day.
fn is_one_move(one: Date, other: Date) -> bool {
    const DAYS_APART_MAX: u64 = 31;
    one.duration_until(other).unsigned_abs().as_secs() <= DAYS_APART_MAX * 24 * 60 * 60
}

/// Who is called one of the words on a tenancy, and while they were on it.
fn on_tenancy(records: &[&PersonRecord], words: &[&str]) -> Vec<(PersonId, Period)> {
    let is_one = |record: &&&PersonRecord| {
        record.relation.as_deref().is_some_and(|relation| words.iter().any(|word| relation.contains(word)))
    };
    records.iter().filter(is_one).map(|record| (record.person, record.period)).collect()
}

/// Two adults who were on a tenancy together, and nobody else with them.
fn couples(adults: &[(PersonId, Period)]) -> Vec<(PersonId, PersonId, Period)> {
    let mut couples = Vec::new();
    for (at, (one, while_one)) in adults.iter().enumerate() {
        for (other, while_other) in adults[at + 1..].iter().filter(|(other, _)| other != one) {
            let Some(together) = while_one.meeting(while_other) else { continue };
            let around = adults.iter().filter(|(_, period)| period.meeting(&together).is_some());
            if around.map(|(adult, _)| *adult).collect::<BTreeSet<PersonId>>().len() == 2 {
                couples.push((*one, *other, together));
            }
        }
    }
    couples
}
