//! Where a person lived, and when, from what agencies wrote down.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;

use crate::household::Residence;
use crate::period::Period;
use crate::person::PersonId;
use crate::records::PersonRecord;

/// While a home is somebody's.
#[derive(Clone, Copy)]
pub(crate) struct Home {
    /// The widest that records give.
    pub period: Period,
    /// On the day, by one record at least: between two periods nothing is said.
    pub holds: bool,
}

/// Agency and number of the households of which somebody is one on the day.
pub(crate) type GoingOn<'r> = HashSet<(&'r str, &'r str)>;

/// Tenancies, cases and families that are not over.
pub(crate) fn going_on(records: &[PersonRecord], day: Date) -> GoingOn<'_> {
    records.iter().filter(|record| record.period.holds(day)).filter_map(household).collect()
}

/// The homes of a person with the widest period that records give. A record without dates is true at all times, with
/// one exception: agencies forget to write down a move. A tenancy says that somebody left where it goes on with others, or where
/// another home is theirs on the day; then records of the old home without dates are taken to be out of date. The end of a case
/// or of a time at school ends only what that record says.
pub(crate) fn homes(records: &[&PersonRecord], going_on: &GoingOn<'_>, day: Date) -> BTreeMap<String, Home> {
    let current: BTreeSet<&String> =
        records.iter().filter(|record| record.period.holds(day)).filter_map(|record| record.home.as_ref()).collect();
    let mut of_home: BTreeMap<&String, Vec<&PersonRecord>> = BTreeMap::new();
    for record in records {
        if let Some(home) = &record.home {
            of_home.entry(home).or_default().push(record);
        }
    }
    let of_records = |home: &String, records: &[&PersonRecord]| {
        let has_another = current.iter().any(|other| *other != home);
        let says_left = |record: &&PersonRecord| {
            let household = household(record).filter(|_| record.relation.is_some() && record.period.is_over(day));
            household.is_some_and(|household| has_another || going_on.contains(&household))
        };
        let is_left = records.iter().any(says_left);
        let said = records.iter().map(|record| record.period);
        let dated = said.filter(|period| !is_left || *period != Period::default());
        let said = dated.map(|period| Home { period, holds: period.holds(day) });
        said.reduce(|one, other| Home { period: one.period.wider(&other.period), holds: one.holds || other.holds })
    };
    of_home.into_iter().filter_map(|(home, records)| Some((home.clone(), of_records(home, &records)?))).collect()
}

/// For each home the latest day on which one of the records begins.
pub(crate) fn came<'r>(records: impl Iterator<Item = &'r PersonRecord>) -> BTreeMap<String, Date> {
    let mut came: BTreeMap<String, Date> = BTreeMap::new();
    for (home, from) in records.filter_map(|record| record.home.clone().zip(record.period.from)) {
        came.entry(home).and_modify(|latest| *latest = from.max(*latest)).or_insert(from);
    }
    came
}

fn household(record: &PersonRecord) -> Option<(&str, &str)> {
    record.household_ref.as_deref().map(|number| (record.agency.as_str(), number))
}

/// Everybody at every home of the day.
pub(crate) fn residences(homes: impl Iterator<Item = (PersonId, BTreeMap<String, Home>)>) -> Vec<Residence> {
    let of = |(person, homes): (PersonId, BTreeMap<String, Home>)| {
        let of_the_day = homes.into_iter().filter(|(_, home)| home.holds);
        of_the_day.map(move |(uprn, home)| Residence { person, uprn, period: home.period })
    };
    homes.flat_map(of).collect()
}
