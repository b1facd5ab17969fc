//! Who is who among the records of a place's agencies, from tables to tables.

mod explained;
mod fitting;
mod records;
mod register;
mod tables;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;

pub use explained::{Explained, explained};
pub use fitting::model_for;
pub use model::decision::RecordKey;
pub use records::{COLUMNS, FurtherColumn, HOME, PeopleRecords, columns_of, records};
pub use register::{Signed, register};
pub use tables::people_of_records;
pub(crate) use tables::scored_pairs;

use crate::Error;
use crate::identities::{Assignment, Identities, assign};
use crate::link::{LinkOptions, Linked, decided, link};
use crate::linkage_model::Model;
use crate::placeholders::{ListedValue, Placeholder};
use crate::score::ScoredPair;

/// The model for records of people that comes with the program (`reference/linkage/people.toml`).
pub const MODEL: &str = include_str!("../../../../reference/linkage/people.toml");

/// People found, as tables.
pub struct PeopleTables {
    /// `person_pair`, by agency and number.
    pub pairs: RecordBatch,
    /// `person_cluster`, by agency and number.
    pub clusters: RecordBatch,
    /// `person_change`, by kind and person.
    pub changes: RecordBatch,
    /// The model as it was trained, as a file.
    pub model: String,
    /// What counts as missing, who is held apart, and how right the whole is estimated to be, a sentence each.
    pub said: Vec<String>,
}

/// Links the records of a place; `signed` is who was who when somebody last signed it, and `placeholders` are what the place
/// adds to the list of values that stand for nothing.
///
/// # Errors
/// [`Error::ModelMistakes`], [`Error::RuleExplodes`] and [`Error::TooMuch`]. Records that cannot be linked, because there
/// is too little in them, are people of their own and no error.
pub fn people(
    table: &[RecordBatch],
    model: &Model,
    signed: &Identities,
    settled: &BTreeMap<(RecordKey, RecordKey), bool>,
    placeholders: &[ListedValue],
) -> Result<PeopleTables, Error> {
    let records = match records(table) {
        Err(Error::NoRecords) => return Ok(tables::none(signed)),
        records => records?,
    };
    let options = LinkOptions {
        accepts_few: true,
        placeholders: placeholders.to_vec(),
        decided: decided(&records, settled),
        ..LinkOptions::USUAL
    };
    let mut pairs = Vec::new();
    let linked = link(&records, &fitting::of_place(model, &records), &options, |some: &[ScoredPair]| {
        pairs.extend_from_slice(some);
        Ok(())
    })?;
    let first = Identities { next_person: signed.next_person.max(1), ..signed.clone() };
    let Assignment { person_of_row, diff, .. } = assign(&records, &linked.clusters, &first);
    Ok(PeopleTables {
        pairs: tables::pairs(&records, &linked, &pairs, &options.decided)?,
        clusters: tables::clusters(&records, &person_of_row),
        changes: tables::changes(&diff, &person_of_row),
        model: linked.model.write(),
        said: said(&linked),
    })
}

fn said(linked: &Linked) -> Vec<String> {
    let held_apart = &linked.held_apart;
    let placeholders = Placeholder::sentence(&linked.placeholders).into_iter();
    let quality = std::iter::once(linked.quality.to_string()).chain(linked.quality.warning());
    placeholders.chain(held_apart.sentences()).chain(held_apart.warning()).chain(quality).collect()
}
