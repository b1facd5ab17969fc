//! Who is who among the records of a place's agencies, from tables to tables.

mod explained;
mod records;
mod register;
mod tables;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;

pub use explained::{Explained, explained};
pub use model::decision::RecordKey;
pub use records::{COLUMNS, HOME, records};
pub use register::{Signed, register};
pub use tables::people_of_records;
pub(crate) use tables::scored_pairs;

use crate::Error;
use crate::identities::{Assignment, Identities, assign};
use crate::link::{LinkOptions, decided, link};
use crate::linkage_model::Model;
use crate::score::ScoredPair;

/// The model for agencies' records that comes with the program (`reference/linkage/agencies.toml`).
pub const MODEL: &str = include_str!("../../../../reference/linkage/agencies.toml");

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
}

/// Links the records of a place; `signed` is who was who when somebody last signed it.
///
/// # Errors
/// [`Error::ModelMistakes`], [`Error::RuleExplodes`] and [`Error::TooMuch`]. Records that cannot be linked, because there
/// is too little in them, are people of their own and no error.
pub fn people(
    table: &[RecordBatch],
    model: &Model,
    signed: &Identities,
    settled: &BTreeMap<(RecordKey, RecordKey), bool>,
) -> Result<PeopleTables, Error> {
    let records = match records(table) {
        Err(Error::NoRecords) => return Ok(tables::none(signed)),
        records => records?,
    };
    let options = LinkOptions {
        accepts_few: true,
        tells_households_apart: true,
        decided: decided(&records, settled),
        ..LinkOptions::USUAL
    };
    let mut pairs = Vec::new();
    let linked = link(&records, model, &options, |some: &[ScoredPair]| {
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
    })
}
