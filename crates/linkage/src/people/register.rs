//! The register of who was who when somebody signed: what makes an identity last.

use std::collections::BTreeMap;

use model::decision::SignedRecord;

use super::RecordKey;
use crate::identities::Identities;

/// The rows that a signature adds to a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub rows: Vec<SignedRecord>,
    pub n_people: u64,
}

/// Who was who after the last signature. Rows are only ever added, so the last one of a record stands, and a number that
/// was ever given is not given again.
pub fn register(rows: &[SignedRecord]) -> Identities {
    let mut identities = Identities { next_person: 1, person_of: BTreeMap::new() };
    for row in rows {
        let key = (row.agency.clone(), row.record_id.clone());
        match row.person_id {
            Some(person) => {
                identities.next_person = identities.next_person.max(person + 1);
                identities.person_of.insert(key, person);
            }
            None => drop(identities.person_of.remove(&key)),
        }
    }
    identities
}

impl Signed {
    /// What must be added to a register for it to say what a run found: records that are new, of another person, or gone.
    pub fn new(before: &Identities, found: &BTreeMap<RecordKey, u64>, signature: u64) -> Signed {
        let row = |key: &RecordKey, person_id: Option<u64>| SignedRecord {
            signature,
            agency: key.0.clone(),
            record_id: key.1.clone(),
            person_id,
        };
        let changed = found.iter().filter(|(key, person)| before.person_of.get(*key) != Some(*person));
        let gone = before.person_of.keys().filter(|key| !found.contains_key(*key));
        let mut rows: Vec<SignedRecord> =
            changed.map(|(key, person)| row(key, Some(*person))).chain(gone.map(|key| row(key, None))).collect();
        rows.sort_by(|a, b| (&a.agency, &a.record_id).cmp(&(&b.agency, &b.record_id)));
        let people: std::collections::BTreeSet<&u64> = found.values().collect();
        Signed { rows, n_people: people.len() as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> RecordKey {
        ("police".to_owned(), id.to_owned())
    }

    #[test]
    fn a_register_only_grows_and_gives_no_number_twice() {
        let first = BTreeMap::from([(key("a"), 1), (key("b"), 2), (key("c"), 3)]);
        let mut rows = Signed::new(&Identities::default(), &first, 1).rows;
        assert_eq!(rows.len(), 3);
        let second = BTreeMap::from([(key("a"), 1), (key("b"), 1)]);
        let added = Signed::new(&register(&rows), &second, 2);
        let shown: Vec<(&str, Option<u64>)> = added.rows.iter().map(|r| (r.record_id.as_str(), r.person_id)).collect();
        assert_eq!((shown, added.n_people), (vec![("b", Some(1)), ("c", None)], 1));
        rows.extend(added.rows);
        let now = register(&rows);
        assert_eq!((now.next_person, now.person_of.clone()), (4, second.clone()));
        assert!(Signed::new(&now, &now.person_of, 3).rows.is_empty(), "nothing changed, nothing to write");
    }
}
