//! Signing who is who, explaining a pair, and asking reviewers: what people do with linkage beside building.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use arrow::array::RecordBatch;
use linkage::Model;
use linkage::identities::{Identities, IdentityDiff, diff};
use linkage::people::{Explained, RecordKey, Signed, explained, people_of_records};
use linkage::review::{Answer, PairShown, Review, ReviewPlan, ReviewReport, ReviewedBuild, settled};
use linkage::score::match_weight;
use model::decision::PairAnswer;
use model::tables::{PERSON_CLUSTER, PERSON_PAIR, PERSON_RECORD, PersonChangeKind};
use model::{Table, TableError};
use place::{Files, Signature};

use crate::build::key_of;
use crate::inputs::Inputs;
use crate::record::{InputDigest, RunRecord};
use crate::stage::{out_dir, recover};
use crate::step::Step;
use crate::steps::linkage::{
    FILES, FOLDER, HOUSEHOLDS, STEPS, TRAINED, answers, name_origins, own_model, placeholders, signed,
};
use crate::{Error, folder, of_one_build};

/// What a signature would say.
#[derive(Clone, Debug)]
pub struct Pending {
    pub diff: IdentityDiff,
    pub n_records: u64,
    pub n_people: u64,
    /// Signatures so far.
    pub n_signed: u64,
    before: Identities,
    found: BTreeMap<RecordKey, u64>,
}

impl Pending {
    pub fn n_changes(&self) -> usize {
        self.diff.changes.len()
    }
}

/// The people that the last build found, against those who were signed last.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::PeopleStale`] where decisions changed since and the build does not know of it.
pub fn pending(dir: &Path) -> Result<Pending, Error> {
    recover(dir)?;
    let files = Files::read(dir, FILES)?;
    let found = people_of_records(&table(dir, &PERSON_CLUSTER)?);
    let before = signed(&files)?;
    let after = Identities { next_person: before.next_person, person_of: found.clone() };
    let diff = diff(&before, &after);
    if !diff.changes.is_empty() && !is_fresh(dir)? {
        return Err(Error::PeopleStale);
    }
    let people: BTreeSet<&u64> = found.values().collect();
    Ok(Pending {
        diff,
        n_records: found.len() as u64,
        n_people: people.len() as u64,
        n_signed: place::signatures(&files)?.len() as u64,
        before,
        found,
    })
}

/// Adds a signature to `decisions/`; none where nothing has changed since the last one.
///
/// # Errors
/// [`Error`] where `decisions/` cannot be written.
pub fn sign(dir: &Path, pending: &Pending, by: &str, on: &str) -> Result<Option<Signature>, Error> {
    let number = pending.n_signed + 1;
    let added = Signed::new(&pending.before, &pending.found, number);
    if added.rows.is_empty() {
        return Ok(None);
    }
    let changes = &pending.diff.changes;
    let texts = changes
        .iter()
        .fold(InputDigest::new("changes"), |digest, change| digest.with("", change.to_string().as_bytes()));
    let signature = Signature {
        signature: number,
        signed_on: on.to_owned(),
        signed_by: by.to_owned(),
        n_people: added.n_people,
        n_new: pending.diff.n_of(PersonChangeKind::New),
        n_merged: pending.diff.n_of(PersonChangeKind::Merged),
        n_split: pending.diff.n_of(PersonChangeKind::Split),
        n_changed: pending.diff.n_of(PersonChangeKind::Changed),
        n_gone: pending.diff.n_of(PersonChangeKind::Gone),
        changes_sha256: texts.finish(),
        // What proves the register is added where it is written.
        n_records: None,
        records_sha256: None,
    };
    place::add_signature(dir, &signature, &added.rows)?;
    Ok(Some(signature))
}

/// Whether the last build knew of the decisions that are there now.
fn is_fresh(dir: &Path) -> Result<bool, Error> {
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    let inputs = Inputs::read(dir, crate::steps())?;
    let is_made = |step: &Step| {
        let key = key_of(step, &inputs.of(step), &record);
        record.steps.get(step.name).is_some_and(|made| made.inputs == key)
    };
    Ok(STEPS.iter().all(is_made))
}

fn table(dir: &Path, table: &'static Table) -> Result<Vec<RecordBatch>, Error> {
    let tables = folder(dir)?;
    match table.batches(&tables, &[]) {
        Ok(batches) => Ok(batches.collect::<Result<_, _>>()?),
        Err(TableError::NotBuilt { .. }) => Err(Error::NotBuilt),
        Err(error) => Err(error.into()),
    }
}

/// Why two records are, or are not, taken for one person.
///
/// # Errors
/// [`Error::NoPeople`]; [`Error::NotBuilt`]; [`Error::Linkage`] where an agency has no record of a number.
pub fn explain(dir: &Path, one: &RecordKey, other: &RecordKey) -> Result<Explained, Error> {
    if !place::read(dir)?.sources.iter().any(|source| source.kind.is_about_people()) {
        return Err(Error::NoPeople);
    }
    let files = Files::read(dir, FILES)?;
    let (settled, placeholders) = (settled(&answers(&files)?), placeholders(&files)?);
    of_one_build(dir, |_| {
        let (records, clusters) = (table(dir, &PERSON_RECORD)?, table(dir, &PERSON_CLUSTER)?);
        explained(&records, &clusters, &trained_model(dir)?, &settled, &placeholders, (one, other)).map_err(not_linked)
    })
}

/// The model as the last build trained it.
fn trained_model(dir: &Path) -> Result<Model, Error> {
    let path = out_dir(dir).join(FOLDER).join(TRAINED);
    let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    Model::read(&text).map_err(not_linked)
}

/// What counted as missing and who was held apart when the last build linked records, a sentence each; none of a place
/// without people.
///
/// # Errors
/// Where the file is there and cannot be read.
pub fn households(dir: &Path) -> Result<Vec<String>, Error> {
    let path = out_dir(dir).join(FOLDER).join(HOUSEHOLDS);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        text => Ok(text.map_err(Error::file("read", &path))?.lines().map(str::to_owned).collect()),
    }
}

/// The seed of the sample: two reviewers of one build are asked about the same pairs.
pub const SEED: u64 = 1;

/// The answers of reviewers that a folder holds, be it a place or that of a run of `link`.
///
/// # Errors
/// [`Error`] where the file is there and cannot be read.
pub fn pair_answers(dir: &Path) -> Result<Vec<Answer>, Error> {
    answers(&Files::read(dir, &[place::PAIR_ANSWERS])?)
}

/// Draws the pairs that are worth a person's minute and are not answered yet by this reviewer.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::Linkage`].
pub fn review(dir: &Path, reviewer: &str, n_pairs: usize) -> Result<Review, Error> {
    recover(dir)?;
    let files = Files::read(dir, FILES)?;
    let weight = match_weight(own_model(&files)?.thresholds.link);
    let records = table(dir, &PERSON_RECORD)?;
    let (pairs, clusters) = (table(dir, &PERSON_PAIR)?, table(dir, &PERSON_CLUSTER)?);
    let plan = ReviewPlan { n_pairs, weight, seed: SEED };
    linkage::review::review(&records, (&pairs, &clusters), &answers(&files)?, reviewer, plan).map_err(not_linked)
}

/// Keeps an answer: same, different or unsure.
///
/// # Errors
/// [`Error`] where `decisions/` cannot be written.
pub fn answer(dir: &Path, reviewer: &str, pair: &PairShown, verdict: &str, on: &str) -> Result<(), Error> {
    let answer = PairAnswer {
        decided_on: on.to_owned(),
        decided_by: reviewer.to_owned(),
        one: pair.one.clone(),
        other: pair.other.clone(),
        verdict: verdict.to_owned(),
    };
    Ok(place::add_pair_answers(dir, &[answer])?)
}

/// What reviewers' answers say of the links.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::Linkage`].
pub fn review_report(dir: &Path) -> Result<ReviewReport, Error> {
    let files = Files::read(dir, FILES)?;
    let build = ReviewedBuild {
        records: &table(dir, &PERSON_RECORD)?,
        pairs: &table(dir, &PERSON_PAIR)?,
        model: &trained_model(dir)?,
        weight_min: match_weight(own_model(&files)?.thresholds.link),
        year: i32::from(place::read(dir)?.year.last_day().year()),
        name_origins: &name_origins(&files)?,
    };
    linkage::review::review_report(&build, &answers(&files)?).map_err(not_linked)
}

fn not_linked(error: linkage::Error) -> Error {
    Error::Linkage(error.to_string())
}
