//! People whose records conflict: what a person should look at though the program has no doubt.

use std::collections::BTreeMap;

use model::tables::person_record as column;

use crate::people::RecordKey;
use crate::records::Records;

/// What is a person's own and changes seldom.
const OWN: [&str; 6] = [column::GIVEN_NAME, column::BORN, column::SEX, column::NHS_NUMBER, column::NINO, column::UPN];
/// Two records of one person that differ in this many of them conflict; a difference in one may be a slip.
const N_DIFFERENT_MIN: usize = 2;
/// Beyond this many records not every pair of a person is looked at; such people are named in the summary.
const N_RECORDS_MAX: usize = 50;

/// Pairs of records of one person that conflict: they differ in two things that are a person's own, or one source has both and not
/// under one first name and birth date.
pub(super) fn conflicts(records: &Records, people: &BTreeMap<RecordKey, u64>) -> Vec<(u32, u32)> {
    let mut rows_of: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (key, person) in people {
        if let Some(row) = records.row_of(&key.0, &key.1) {
            rows_of.entry(*person).or_default().push(row);
        }
    }
    let of_person = |rows: &Vec<u32>| {
        let rows = &rows[..rows.len().min(N_RECORDS_MAX)];
        let pairs =
            rows.iter().enumerate().flat_map(|(at, one)| rows[at + 1..].iter().map(move |other| (*one, *other)));
        pairs.filter(|pair| conflict(records, *pair)).collect::<Vec<_>>()
    };
    let pairs = rows_of.values().flat_map(of_person);
    let mut pairs: Vec<(u32, u32)> = pairs.map(|(one, other)| (one.min(other), one.max(other))).collect();
    pairs.sort_unstable();
    pairs
}

fn conflict(records: &Records, (one, other): (u32, u32)) -> bool {
    let values = |name: &str| (records.value(name, one), records.value(name, other));
    let differs = |name: &&&str| matches!(values(name), (Some(one), Some(other)) if one != other);
    let is_same = |name: &str| matches!(values(name), (Some(one), Some(other)) if one == other);
    let is_of_one_source = records.source_of(one) == records.source_of(other);
    N_DIFFERENT_MIN <= OWN.iter().filter(differs).count()
        || is_of_one_source && !(is_same(column::GIVEN_NAME) && is_same(column::BORN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::RecordsBuilder;

    #[test]
    fn records_that_differ_in_two_things_or_stand_in_one_source_conflict() {
        let mut builder = RecordsBuilder::new(&[column::GIVEN_NAME, column::BORN, column::SEX]).expect("columns");
        let rows = [
            ("council", "a", ["ann", "1990-01-02", "f"]),
            ("council", "b", ["ann", "1990-01-02", "m"]),
            ("council", "c", ["anna", "1990-01-02", "f"]),
            ("nhs", "d", ["hannah", "1990-01-02", "m"]),
            ("nhs", "e", ["ann", "1990-02-01", "f"]),
        ];
        for (source, id, values) in rows {
            builder.source(source);
            builder.push(id, &values.map(Some)).expect("a row");
        }
        let records = builder.finish().expect("records");
        let shown = |people: &[(&str, &str, u64)]| {
            let people = people.iter().map(|(source, id, person)| (((*source).to_owned(), (*id).to_owned()), *person));
            let pairs = conflicts(&records, &people.collect());
            pairs.iter().map(|(one, other)| [*one, *other].map(|row| records.id(row)).concat()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[("council", "a", 1), ("council", "b", 1)]), Vec::<String>::new(), "a duplicate with a slip");
        assert_eq!(shown(&[("council", "a", 1), ("council", "c", 1)]), ["ac"], "one source, two first names");
        assert_eq!(shown(&[("council", "a", 1), ("nhs", "d", 1), ("nhs", "e", 2)]), ["ad"], "first name and sex");
        assert_eq!(shown(&[("council", "a", 1), ("nhs", "e", 1)]), Vec::<String>::new(), "one slip");
    }
}
