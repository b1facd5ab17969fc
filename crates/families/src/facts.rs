//! What the records of a person say together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::homes::{self, Home};
use crate::person::{Person, PersonId};
use crate::pregnancy::is_pregnant;
use crate::records::PersonRecord;

/// What is known of a person.
#[derive(Default)]
pub(crate) struct Facts {
    pub born: Option<Date>,
    pub born_year: Option<i16>,
    pub names: BTreeSet<String>,
    pub family_names: BTreeSet<String>,
    /// Every home, and while it was theirs.
    pub homes: BTreeMap<String, Home>,
    /// The latest day on which a record of the day at a home begins.
    pub came: BTreeMap<String, Date>,
    pub agencies: BTreeSet<String>,
    /// Any record of them is true on the day.
    pub is_here: bool,
    /// With a plan on the day.
    pub has_send: bool,
    /// On the day.
    pub is_pregnant: bool,
}

impl Facts {
    /// What decides whether somebody is a child on the day. Where only the year of birth is known, the birthday is taken to be in
    /// its middle, and before the day.
    pub fn person(&self, id: PersonId, day: Date) -> Person {
        let by_year = || Date::new(self.born_year?, 7, 1).ok().map(|born| born.min(day));
        Person { id, born: self.born.or_else(by_year), has_send: self.has_send }
    }
}

/// The facts of every person for a day. Of several dates of birth the one that most records have is taken, of equals the
/// earlier.
pub(crate) fn facts(records: &[PersonRecord], day: Date) -> BTreeMap<PersonId, Facts> {
    let mut of_person: BTreeMap<PersonId, Vec<&PersonRecord>> = BTreeMap::new();
    for record in records {
        of_person.entry(record.person).or_default().push(record);
    }
    let going_on = homes::going_on(records, day);
    of_person.into_iter().map(|(person, records)| (person, facts_of(&records, &going_on, day))).collect()
}

fn facts_of(records: &[&PersonRecord], going_on: &homes::GoingOn<'_>, day: Date) -> Facts {
    let born = most(records.iter().filter_map(|record| record.born));
    let born_year = born.map(|born| born.year()).or_else(|| most(records.iter().filter_map(|record| record.born_year)));
    let on_the_day = || records.iter().filter(|record| record.period.holds(day));
    let expected: Vec<Date> = on_the_day().filter_map(|record| record.expected_delivery).collect();
    let ended: Vec<Date> = records.iter().filter_map(|record| record.delivered).collect();
    Facts {
        born,
        born_year,
        names: records.iter().filter_map(|record| record.name.clone()).collect(),
        family_names: records.iter().filter_map(|record| record.family_name.clone()).collect(),
        homes: homes::homes(records, going_on, day),
        came: homes::came(on_the_day().copied()),
        agencies: records.iter().map(|record| record.agency.clone()).collect(),
        is_here: on_the_day().next().is_some(),
        has_send: on_the_day().any(|record| record.has_send),
        is_pregnant: is_pregnant(day, &expected, &ended),
    }
}

/// The value that comes most often, of equals the smallest.
fn most<V: Copy + Ord>(values: impl Iterator<Item = V>) -> Option<V> {
    let mut counts: BTreeMap<V, u32> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, n)| (*n, std::cmp::Reverse(*value))).map(|(value, _)| value)
}
