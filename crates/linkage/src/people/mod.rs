//! Who is who among the records of a place's agencies, from tables to tables.

mod explained;
mod fitting;
mod level_columns;
mod records;
mod register;
mod tables;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;

pub use explained::{Explained, explained, verdict};
pub use fitting::model_for;
pub use model::decision::RecordKey;
use records::compared_records;
pub use records::{COLUMNS, FurtherColumn, HOME, PeopleRecords, columns_of, records};
pub use register::{Signed, register};
pub use tables::people_of_records;
pub(crate) use tables::scored_pairs;

use crate::Error;
use crate::estimate::Note;
use crate::identities::{Assignment, Identities, assign};
use crate::link::{LinkOptions, Linked, PairSink, decided, link};
use crate::linkage_model::Model;
use crate::name_origins::NameOrigins;
use crate::person_column::PersonColumn;
use crate::placeholders::{ListedValue, Placeholder};
use crate::score::{PairLevels, ScoredPair};

/// The model for records of people that comes with the program (`reference/linkage/people.toml`).
pub const MODEL: &str = include_str!("../../../../reference/linkage/people.toml");

/// The file of a trained model among what a place's build makes of linkage.
pub const TRAINED: &str = "people.toml";

/// People found, as tables.
pub struct PeopleTables {
    /// `person_pair`, by agency and number.
    pub pairs: RecordBatch,
    /// `person_cluster`, by agency and number.
    pub clusters: RecordBatch,
    /// `person_change`, by kind and person.
    pub changes: RecordBatch,
    /// `link_threshold`, and `person_cluster_around` with who is who at those that are not used.
    pub thresholds: RecordBatch,
    pub around: RecordBatch,
    /// `link_error`, by origin of names.
    pub errors: RecordBatch,
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
    name_origins: NameOrigins,
) -> Result<PeopleTables, Error> {
    let shipped = fitting::is_shipped(model);
    let records = match compared_records(table, (!shipped).then_some(model)) {
        Err(Error::NoRecords) => return Ok(tables::none(signed)),
        records => records?,
    };
    let options = LinkOptions {
        accepts_few: true,
        placeholders: placeholders.to_vec(),
        decided: decided(&records, settled),
        around_threshold: true,
        name_origins: Some(name_origins),
        ..LinkOptions::USUAL
    };
    let mut kept = KeptPairs::default();
    let (own, model) = (model, fitting::of_place(model, &records));
    let linked = link(&records, &model, &options, &mut kept)?;
    let first = Identities { next_person: signed.next_person.max(1), ..signed.clone() };
    let Assignment { person_of_row, diff, .. } = assign(&records, &linked.clusters, &first);
    Ok(PeopleTables {
        pairs: tables::pairs(&records, &linked, (&kept.pairs, kept.levels.as_ref()), &options.decided)?,
        clusters: tables::clusters(&records, &person_of_row),
        changes: tables::changes(&diff, &person_of_row),
        thresholds: tables::thresholds(&linked),
        around: tables::around(&records, &linked),
        errors: tables::errors(&linked.by_origin),
        model: linked.model.write() + &Note::guesses(&linked.notes),
        said: fitting::lacking_said(own, &model).into_iter().chain(said(&model, &linked)).collect(),
    })
}

/// Every pair that was kept, and what its levels say.
#[derive(Default)]
struct KeptPairs {
    pairs: Vec<ScoredPair>,
    levels: Option<PairLevels>,
}

impl PairSink for &mut KeptPairs {
    type Error = Error;

    fn begin(&mut self, _: &[&str], levels: &PairLevels) -> Result<(), Error> {
        self.levels = Some(levels.clone());
        Ok(())
    }

    fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), Error> {
        self.pairs.extend_from_slice(pairs);
        Ok(())
    }
}

fn said(model: &Model, linked: &Linked) -> Vec<String> {
    let held_apart = &linked.held_apart;
    let compared = [compared(model)].into_iter().chain(no_first_name(model).map(|why| format!("warning: {why}")));
    let notes = Note::fold(&linked.notes, TRAINED).into_iter().map(|note| format!("note: {note}"));
    let placeholders = Placeholder::sentence(&linked.placeholders).into_iter();
    let look = |warning: String| format!("look: {warning}");
    let quality = std::iter::once(linked.quality.to_string()).chain(linked.quality.warning().map(look));
    let told_apart = held_apart.sentences().into_iter().chain(held_apart.warning().map(look));
    compared.chain(notes).chain(placeholders).chain(told_apart).chain(quality).collect()
}

/// What a model compares, as a person reads it.
pub fn compared(model: &Model) -> String {
    let compared: Vec<&str> = model.comparisons.iter().map(|comparison| comparison.name.as_str()).collect();
    format!("compared: {}", compared.join(", "))
}

/// What to look at where a model compares no first name.
pub fn no_first_name(model: &Model) -> Option<&'static str> {
    let has_one = model.comparisons.iter().any(|comparison| comparison.name == PersonColumn::GivenName.word());
    (!has_one).then_some(
        "no first name is compared, so people in one household look like one person; give the column such a heading",
    )
}
