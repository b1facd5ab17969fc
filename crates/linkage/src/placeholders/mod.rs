//! Values that stand where nothing is known: default dates, `Baby`, the address of a hospital.
//!
//! Two records that share one have nothing in common, so they count as missing. They are known by a list
//! (`reference/linkage/placeholders.csv`) and by standing in far more records than a value of their kind does.

mod births;
mod frequent;
mod list;
mod mask;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use list::List;
pub use list::{ListMistake, ListedValue, listed_values};
pub(crate) use mask::{Mask, Masks};

use crate::Error;
use crate::memory::MemoryLimit;
use crate::person_column::{PersonColumn, PersonColumns};
use crate::records::{NULL, Records};
use frequent::Counts;

/// Values of one kind that count as missing, and in how many records. Never the value itself: it may be somebody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    pub column: PersonColumn,
    /// As in `hospital`, for the end of a sentence.
    pub reason: String,
    pub n_values: u64,
    pub n_records: u64,
}

impl Placeholder {
    /// All of them in a sentence, by column; none where there are none.
    pub fn sentence(all: &[Placeholder]) -> Option<String> {
        let one = |one: &Placeholder| format!("{} of {} records ({})", one.column.words(), one.n_records, one.reason);
        let all: Vec<String> = all.iter().map(one).collect();
        (!all.is_empty()).then(|| format!("placeholders count as missing: {}", all.join(", ")))
    }
}

/// The placeholders of some records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placeholders {
    /// By column and reason.
    pub(crate) found: Vec<Placeholder>,
    pub(crate) masks: Masks,
}

/// What says the same thing in several columns: where one of them holds a placeholder, the others are none the wiser.
const GROUPS: [&[PersonColumn]; 2] = [
    &[PersonColumn::Born, PersonColumn::BornYear],
    &[PersonColumn::Home, PersonColumn::Address, PersonColumn::Postcode, PersonColumn::Uprn],
];

impl Placeholders {
    /// Looks for them by the list, then by frequency.
    ///
    /// # Errors
    /// [`Error::Scratch`].
    pub(crate) fn of(
        records: &Records,
        columns: &PersonColumns,
        list: &List,
        memory: Option<&MemoryLimit>,
    ) -> Result<Placeholders, Error> {
        let counts = Counts::of(records, columns, memory)?;
        let mut reasons = list.reasons(records, columns);
        frequent::add(records, columns, &counts, &mut reasons, memory)?;
        Ok(Placeholders { found: found(columns, &reasons, &counts), masks: masks(columns, &reasons) })
    }
}

/// Why a value stands for nothing, as the end of a sentence.
pub(crate) type Reason = Arc<str>;

/// For each column of a person, by its place among the records' columns, the values that are placeholders and why.
pub(crate) type Reasons = BTreeMap<usize, BTreeMap<u32, Reason>>;

fn found(columns: &PersonColumns, reasons: &Reasons, counts: &Counts) -> Vec<Placeholder> {
    let mut sums: BTreeMap<(PersonColumn, Reason), (u64, u64)> = BTreeMap::new();
    for (column, at) in columns.iter() {
        for (code, reason) in reasons.get(&at).into_iter().flatten() {
            let sum = sums.entry((column, reason.clone())).or_default();
            *sum = (sum.0 + 1, sum.1 + counts.n_records(at, *code));
        }
    }
    let placeholder = |((column, reason), (n_values, n_records)): ((PersonColumn, Reason), (u64, u64))| Placeholder {
        column,
        reason: reason.to_string(),
        n_values,
        n_records,
    };
    // A value of a dictionary that no record has any more is none.
    sums.into_iter().filter(|(_, (_, n_records))| *n_records != 0).map(placeholder).collect()
}

fn masks(columns: &PersonColumns, reasons: &Reasons) -> Masks {
    let mut masks = Masks::default();
    for (column, at) in columns.iter() {
        let Some(codes) = reasons.get(&at).filter(|codes| !codes.is_empty()) else { continue };
        let group = GROUPS.iter().find(|group| group.contains(&column)).copied();
        let is_told =
            |(other, place): &(PersonColumn, usize)| *place == at || group.is_some_and(|group| group.contains(other));
        let mask = Mask::of_codes(at, codes.keys().copied());
        columns.iter().filter(is_told).for_each(|(_, place)| masks.add(place, mask.clone()));
    }
    masks
}

/// Whether a code is there and not a placeholder.
fn is_known(reasons: &Reasons, at: usize, code: u32) -> bool {
    code != NULL && reasons.get(&at).is_none_or(|codes| !codes.contains_key(&code))
}
