//! Ties by the number of a carer or a partner.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use model::tables::{TieBasis, TieKind};

use super::TieFinder;
use crate::person::PersonId;
use crate::records::PersonRecord;

impl TieFinder<'_> {
    /// Carers and partners named by a number: of the agency's own record, or of the person.
    pub fn by_number(&mut self, records: &[PersonRecord]) {
        let by_record: HashMap<(&str, &str), PersonId> =
            records.iter().map(|record| ((record.agency.as_str(), record.record_id.as_str()), record.person)).collect();
        let mut by_nino: HashMap<&str, BTreeSet<PersonId>> = HashMap::new();
        for record in records {
            if let Some(nino) = &record.nino {
                by_nino.entry(nino).or_default().insert(record.person);
            }
        }
        for record in records {
            let of_number = |number: &String| {
                let own = by_record.get(&(record.agency.as_str(), number.as_str())).copied();
                // A number that two people have says nothing.
                own.or_else(|| by_nino.get(number.as_str()).filter(|people| people.len() == 1)?.first().copied())
            };
            if let Some(carer) = record.carer_ref.as_ref().and_then(of_number)
                && self.can_be_parent(carer, record.person)
            {
                self.add_carer(carer, record.person, TieBasis::Recorded, record.period);
            }
            if let Some(partner) = record.partner_ref.as_ref().and_then(of_number) {
                self.add(TieKind::Partner, record.person, partner, TieBasis::Recorded, record.period);
            }
        }
    }

    /// Couples whose tie is over, and of whom one has a later record without a partner with any agency that records them: a claim
    /// may end because somebody found work, and then nobody claims alone.
    pub fn separations(&mut self, records: &[PersonRecord]) {
        let mut couples: HashMap<PersonId, Vec<(PersonId, Date)>> = HashMap::new();
        for ((_, one, other), known) in self.ties.iter().filter(|((kind, ..), _)| *kind == TieKind::Partner) {
            if let Some(to) = known.period.to.filter(|_| known.period.is_over(self.day)) {
                couples.entry(*one).or_default().push((*other, to));
                couples.entry(*other).or_default().push((*one, to));
            }
        }
        let has_partners: HashSet<&str> =
            records.iter().filter(|record| record.partner_ref.is_some()).map(|record| record.agency.as_str()).collect();
        let is_alone = |record: &&PersonRecord| {
            record.partner_ref.is_none()
                && record.period.holds(self.day)
                && has_partners.contains(record.agency.as_str())
        };
        for record in records.iter().filter(is_alone) {
            for (other, to) in couples.get(&record.person).into_iter().flatten() {
                if record.period.from.is_some_and(|from| *to <= from) {
                    self.separated.insert((record.person.min(*other), record.person.max(*other)), *to);
                }
            }
        }
    }
}
