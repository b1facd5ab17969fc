//! Placeholders by how many people share them.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::births::frequent_births;
use super::{Reason, Reasons, is_known};
use crate::Error;
use crate::memory::MemoryLimit;
use crate::person_column::{PersonColumn, PersonColumns};
use crate::records::{NULL, Records};

/// How many records have each value of the columns that say something of a person.
pub(super) struct Counts {
    /// By the place of the column, then by code.
    of_column: Vec<(usize, Vec<u32>)>,
}

impl Counts {
    pub(super) fn of(
        records: &Records,
        columns: &PersonColumns,
        memory: Option<&MemoryLimit>,
    ) -> Result<Counts, Error> {
        let count = |(_, at): (PersonColumn, usize)| (at, vec![0; records.columns()[at].values.len()]);
        let mut of_column: Vec<(usize, Vec<u32>)> = columns.iter().map(count).collect();
        records.for_each_chunk(memory, |_, codes| {
            of_column.par_iter_mut().for_each(|(at, counts)| {
                codes[*at].iter().filter(|code| **code != NULL).for_each(|code| counts[*code as usize] += 1);
            });
            Ok(())
        })?;
        Ok(Counts { of_column })
    }

    pub(super) fn n_records(&self, at: usize, code: u32) -> u64 {
        u64::from(self.of_column(at)[code as usize])
    }

    fn of_column(&self, at: usize) -> &[u32] {
        let own = self.of_column.iter().find(|(place, _)| *place == at);
        &own.expect("every column that says something of a person is counted").1
    }
}

/// Adds the values that more people share than one of their kind can be of.
///
/// Which values are frequent is told by their counts; only their records are looked at again, for how many people
/// they are: where every contact is a row, many records are of one person.
///
/// # Errors
/// [`Error::Scratch`].
pub(super) fn add(
    records: &Records,
    columns: &PersonColumns,
    counts: &Counts,
    reasons: &mut Reasons,
    memory: Option<&MemoryLimit>,
) -> Result<(), Error> {
    let mut sharers: BTreeMap<usize, HashMap<u32, Sharers, FixedState>> = BTreeMap::new();
    for (column, at) in columns.iter() {
        let known = |code: &u32| is_known(reasons, at, *code);
        let codes = frequent(records, column, at, counts.of_column(at)).into_iter().filter(known);
        let of_column: HashMap<u32, Sharers, FixedState> =
            codes.map(|code| (code, Sharers { column, ..Sharers::NOBODY })).collect();
        if !of_column.is_empty() {
            sharers.insert(at, of_column);
        }
    }
    count_sharers(records, columns, reasons, &mut sharers, memory)?;
    for (at, of_column) in sharers {
        let found = of_column.into_iter().filter_map(|(code, sharers)| Some((code, Reason::from(sharers.reason()?))));
        reasons.entry(at).or_default().extend(found);
    }
    Ok(())
}

/// Up to this many records with one value are not suspicious.
const N_RECORDS_FEW: u32 = 8;
/// Nor is this many times the average for a value of the column.
const TIMES_MEAN: f64 = 5.0;
/// A postcode has some fifteen homes, and may have a hundred.
const N_RECORDS_OF_POSTCODE: u32 = 60;
const TIMES_MEAN_OF_POSTCODE: f64 = 20.0;

/// Values with enough records for it to be worth checking who they belong to.
fn frequent(records: &Records, column: PersonColumn, at: usize, counts: &[u32]) -> Vec<u32> {
    use PersonColumn as C;
    let n_used = counts.iter().filter(|n| **n != 0).count().max(1);
    let mean = counts.iter().map(|n| f64::from(*n)).sum::<f64>() / n_used as f64;
    let above = |n_max: u32, times: f64| {
        let n_max = n_max.max((times * mean) as u32);
        (0..).zip(counts).filter(|(_, n)| n_max < **n).map(|(code, _)| code).collect()
    };
    match column {
        C::NhsNumber | C::Nino | C::Upn | C::Number | C::Home | C::Address | C::Uprn | C::Phone | C::Email => {
            above(N_RECORDS_FEW, TIMES_MEAN)
        }
        C::Postcode => above(N_RECORDS_OF_POSTCODE, TIMES_MEAN_OF_POSTCODE),
        C::Born => frequent_births(&records.columns()[at].values, counts),
        C::GivenName | C::OtherNames | C::FamilyName | C::FormerName | C::KnownAs | C::BornYear | C::Sex => Vec::new(),
    }
}

/// Who shares a value, as far as names and births tell.
struct Sharers {
    column: PersonColumn,
    n_records: u32,
    /// By first name and surname, by surname, by first name and by birth: how many records.
    people: Tally,
    families: Tally,
    given: Tally,
    births: Tally,
}

type Tally = HashMap<u64, u32, FixedState>;

/// An address with this many people and this many surnames is not a home (`docs/methods/families.md`).
const N_PEOPLE_OF_HOME: usize = 10;
const N_FAMILIES_OF_HOME: usize = 5;
const N_FAMILIES_MANY: usize = 20;
const N_FAMILIES_OF_POSTCODE: usize = 50;
const N_PEOPLE_OF_PHONE: usize = 8;
const N_PEOPLE_OF_NUMBER: usize = 4;
const N_PEOPLE_OF_BIRTH: usize = 8;

impl Sharers {
    const NOBODY: Sharers = Sharers {
        column: PersonColumn::Home,
        n_records: 0,
        people: Tally::with_hasher(FixedState::with_seed(0)),
        families: Tally::with_hasher(FixedState::with_seed(0)),
        given: Tally::with_hasher(FixedState::with_seed(0)),
        births: Tally::with_hasher(FixedState::with_seed(0)),
    };

    /// Adds a record. Where placeholders stand for both of its names, it is somebody of his own.
    fn add(&mut self, given: u32, family: u32, birth: u32, is_nameless: bool) {
        let mut add = |tally: fn(&mut Sharers) -> &mut Tally, key: u64, is_there: bool| {
            if is_there {
                *tally(self).entry(key).or_default() += 1;
            }
        };
        add(|own| &mut own.people, u64::from(given) << 32 | u64::from(family), given != NULL || family != NULL);
        add(|own| &mut own.families, family.into(), family != NULL);
        add(|own| &mut own.given, given.into(), given != NULL);
        add(|own| &mut own.births, birth.into(), birth != NULL);
        let nobody = 1 << 63 | u64::from(self.n_records);
        if is_nameless {
            self.people.insert(nobody, 1);
            self.families.insert(nobody, 1);
        }
        self.n_records += 1;
    }

    /// Whether no single value of a tally has half of the records.
    fn is_mixed(&self, tally: &Tally) -> bool {
        tally.values().max().is_some_and(|most| 2 * most < self.n_records)
    }

    /// Whether surnames are as many as those of one household, slips included, never are.
    fn is_of_strangers(&self) -> bool {
        let (n_people, n_families) = (self.people.len(), self.families.len());
        N_FAMILIES_OF_HOME <= n_families && n_people <= 2 * n_families || N_FAMILIES_MANY <= n_families
    }

    /// Why the value is a placeholder; none if this many people may share it.
    fn reason(&self) -> Option<&'static str> {
        use PersonColumn as C;
        let (n_people, n_families) = (self.people.len(), self.families.len());
        let (is_placeholder, reason) = match self.column {
            C::NhsNumber | C::Nino | C::Upn | C::Number => {
                let is_mixed = self.is_mixed(&self.given) || self.given.is_empty();
                let is_mixed = is_mixed && (self.is_mixed(&self.births) || self.births.is_empty());
                (N_PEOPLE_OF_NUMBER <= n_people && is_mixed, "more people have it than can share a number")
            }
            C::Home | C::Address | C::Uprn => {
                (N_PEOPLE_OF_HOME < n_people && self.is_of_strangers(), "more people live there than one home can hold")
            }
            C::Postcode => {
                let is_mixed = N_FAMILIES_OF_POSTCODE <= n_families && n_people <= 4 * n_families;
                (is_mixed, "far more people have it than live in one postcode")
            }
            C::Phone | C::Email => {
                (N_PEOPLE_OF_PHONE <= n_people && self.is_of_strangers(), "more people have it than one household has")
            }
            _ => (N_PEOPLE_OF_BIRTH <= n_people, "far more people are born on it than on the days around it"),
        };
        is_placeholder.then_some(reason)
    }
}

fn count_sharers(
    records: &Records,
    columns: &PersonColumns,
    reasons: &Reasons,
    sharers: &mut BTreeMap<usize, HashMap<u32, Sharers, FixedState>>,
    memory: Option<&MemoryLimit>,
) -> Result<(), Error> {
    if sharers.is_empty() {
        return Ok(());
    }
    let of = |wanted: PersonColumn| columns.at(wanted);
    let (given, family, born) = (of(PersonColumn::GivenName), of(PersonColumn::FamilyName), of(PersonColumn::Born));
    records.for_each_chunk(memory, |_, codes| {
        let code = |at: Option<usize>, row: usize| {
            let Some(at) = at else { return NULL };
            let code = codes[at][row];
            if is_known(reasons, at, code) { code } else { NULL }
        };
        sharers.par_iter_mut().for_each(|(at, of_column)| {
            for (row, own) in codes[*at].iter().enumerate().filter(|(_, own)| **own != NULL) {
                if let Some(sharers) = of_column.get_mut(own) {
                    let (given_code, family_code) = (code(given, row), code(family, row));
                    let is_written = || [given, family].iter().flatten().any(|at| codes[*at][row] != NULL);
                    let is_nameless = given_code == NULL && family_code == NULL && is_written();
                    sharers.add(given_code, family_code, code(born, row), is_nameless);
                }
            }
        });
        Ok(())
    })
}
