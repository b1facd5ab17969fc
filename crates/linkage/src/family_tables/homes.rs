//! Where a person lived, and when, from what agencies wrote down.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::facts::Held;
use crate::families::{Period, PersonId, Residence};

/// The homes of a person with the widest period that records give. A record without dates is true at all times, with
/// one exception: agencies forget to write down a move. So where a tenancy says that the person left a home, and another
/// home is theirs on the day, records of the old one without dates are taken to be out of date. The end of a case or of
/// a time at school ends only what that record says.
pub(super) fn homes(records: &[&Held], day: Date) -> BTreeMap<String, Period> {
    let current: BTreeSet<&String> =
        records.iter().filter(|record| record.period.holds(day)).filter_map(|record| record.home.as_ref()).collect();
    let mut of_home: BTreeMap<&String, Vec<&Held>> = BTreeMap::new();
    for record in records {
        if let Some(home) = &record.home {
            of_home.entry(home).or_default().push(record);
        }
    }
    let period = |home: &String, records: &[&Held]| {
        let has_another = current.iter().any(|other| *other != home);
        let is_left = has_another && records.iter().any(|record| is_of_household(record) && record.period.is_over(day));
        let said = records.iter().map(|record| record.period);
        let dated = said.clone().filter(|period| !is_left || *period != Period::default());
        dated.reduce(|one, other| one.wider(&other)).unwrap_or_default()
    };
    of_home.into_iter().map(|(home, records)| (home.clone(), period(home, &records))).collect()
}

/// A record of somebody as one of a household, as of a tenancy: it begins and ends with living there.
fn is_of_household(record: &Held) -> bool {
    record.household_ref.is_some() && record.relation.is_some()
}

/// Everybody at every home.
pub(super) fn residences(homes: impl Iterator<Item = (PersonId, BTreeMap<String, Period>)>) -> Vec<Residence> {
    let of = |(person, homes): (PersonId, BTreeMap<String, Period>)| {
        homes.into_iter().map(move |(uprn, period)| Residence { person, uprn, period })
    };
    homes.flat_map(of).collect()
}
