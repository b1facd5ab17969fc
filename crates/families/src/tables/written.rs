//! Ties by numbers: of a carer, a partner or a tenancy.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::records::Held;
use super::ties::{Basis, Finder, N_PEOPLE_MAX};
use crate::{Period, PersonId, TieKind};

const CHILD_WORDS: [&str; 3] = ["child", "son", "daughter"];
const ADULT_WORDS: [&str; 8] = ["tenant", "partner", "spouse", "husband", "wife", "parent", "mother", "father"];

impl Finder<'_> {
    /// Carers and partners named by a number: of the agency's own record, or of the person.
    pub fn by_number(&mut self, held: &[Held]) {
        let by_record: HashMap<(&str, &str), PersonId> =
            held.iter().map(|record| ((record.agency.as_str(), record.record_id.as_str()), record.person)).collect();
        let mut by_nino: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for record in held {
            if let Some(nino) = &record.nino {
                by_nino.entry(nino).or_default().insert(record.person);
            }
        }
        for record in held {
            let of_number = |number: &String| {
                let own = by_record.get(&(record.agency.as_str(), number.as_str())).copied();
                // A number that two people have says nothing.
                own.or_else(|| by_nino.get(number.as_str()).filter(|people| people.len() == 1)?.first().copied())
            };
            if let Some(carer) = record.carer_ref.as_ref().and_then(of_number)
                && self.can_be_parent(carer, record.person)
            {
                self.add_carer(carer, record.person, Basis::Recorded, record.period);
            }
            if let Some(partner) = record.partner_ref.as_ref().and_then(of_number) {
                self.add(TieKind::Partner, record.person, partner, Basis::Recorded, record.period);
            }
        }
    }

    /// Couples whose tie is over, and of whom one has a later record without a partner with any agency that records them: a claim
    /// may end because somebody found work, and then nobody claims alone.
    pub fn separations(&mut self, held: &[Held]) {
        let mut couples: HashMap<PersonId, Vec<(PersonId, Date)>> = HashMap::new();
        for ((_, one, other), known) in self.ties.iter().filter(|((kind, ..), _)| *kind == TieKind::Partner) {
            if let Some(to) = known.period.to.filter(|_| known.period.is_over(self.day)) {
                couples.entry(*one).or_default().push((*other, to));
                couples.entry(*other).or_default().push((*one, to));
            }
        }
        let has_partners: HashSet<&str> =
            held.iter().filter(|record| record.partner_ref.is_some()).map(|record| record.agency.as_str()).collect();
        let is_alone = |record: &&Held| {
            record.partner_ref.is_none()
                && record.period.holds(self.day)
                && has_partners.contains(record.agency.as_str())
        };
        for record in held.iter().filter(is_alone) {
            for (other, to) in couples.get(&record.person).into_iter().flatten() {
                if record.period.from.is_some_and(|from| *to <= from) {
                    self.separated.insert((record.person.min(*other), record.person.max(*other)), *to);
                }
            }
        }
    }

    /// Children and adults on one tenancy, while both were on it; and couples with whom a child was on it, or who expect one.
    pub fn by_tenancy(&mut self, held: &[Held]) {
        let mut tenancies: BTreeMap<(&str, &str), Vec<&Held>> = BTreeMap::new();
        for record in held {
            if let Some(household) = &record.household_ref {
                tenancies.entry((record.agency.as_str(), household.as_str())).or_default().push(record);
            }
        }
        let n_people =
            |records: &[&Held]| records.iter().map(|record| record.person).collect::<BTreeSet<PersonId>>().len();
        for records in tenancies.values().filter(|records| n_people(records) <= N_PEOPLE_MAX) {
            let children = on_tenancy(records, &CHILD_WORDS);
            let mut adults = on_tenancy(records, &ADULT_WORDS);
            adults.retain(|(adult, _)| children.iter().all(|(child, _)| child != adult));
            for (child, while_child) in &children {
                for (adult, while_adult) in &adults {
                    let together = while_child.meeting(while_adult);
                    if let Some(together) = together.filter(|_| self.can_be_parent(*adult, *child)) {
                        self.add(TieKind::Parent, *adult, *child, Basis::Tenancy, together);
                        self.leave(*adult, *child, together.to, while_child.to);
                    }
                }
            }
            for (one, other, together) in couples(&adults) {
                let is_expecting =
                    || together.holds(self.day) && [one, other].iter().any(|adult| self.facts[adult].is_pregnant);
                if children.iter().any(|(_, period)| period.meeting(&together).is_some()) || is_expecting() {
                    self.add(TieKind::Partner, one, other, Basis::Tenancy, together);
                }
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
fn on_tenancy(records: &[&Held], words: &[&str]) -> Vec<(PersonId, Period)> {
    let is_one = |record: &&&Held| {
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
