//! Signing who is who, explaining a pair, and asking reviewers: what people do with linkage beside building.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type};
use linkage::Bound;
use linkage::Model;
use linkage::evidence::{Explanation, explain as evidence};
use linkage::identities::{Change, Identities, diff};
use linkage::people::{RecordKey, Signed, keeps_apart, records};
use linkage::records::Records;
use linkage::review::{ReviewPair, ReviewPlan, review_sample, settled};
use linkage::score::{ScoredPair, match_weight};
use model::Table;
use model::decision::PairAnswer;
use model::tables::{PERSON_CLUSTER, PERSON_PAIR, PERSON_RECORD, person_cluster, person_pair, person_record};
use place::Signature;

use crate::Error;
use crate::inputs::Inputs;
use crate::people::{FOLDER, TRAINED, answers, batches, digest_people, signed};
use crate::record::{InputDigest, RunRecord};
use crate::stage::{out_dir, recover};

/// One change that a signature would make last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonChange {
    /// new, merged, split, changed or gone.
    pub kind: String,
    /// The change in words; it names people by number alone.
    pub text: String,
}

/// What a signature would say.
#[derive(Clone, Debug)]
pub struct Pending {
    pub changes: Vec<PersonChange>,
    pub n_records: u64,
    pub n_people: u64,
    /// Signatures so far.
    pub n_signed: u64,
    before: Identities,
    found: BTreeMap<RecordKey, u64>,
}

impl Pending {
    pub fn n_changes(&self) -> usize {
        self.changes.len()
    }

    fn n_of(&self, kind: &str) -> u64 {
        self.changes.iter().filter(|change| change.kind == kind).count() as u64
    }
}

/// The people that the last build found, against those who were signed last.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::PeopleStale`] where decisions changed since and the build does not know of it.
pub fn pending(dir: &Path) -> Result<Pending, Error> {
    recover(dir)?;
    let inputs = Inputs::read(dir)?;
    let clusters = table(dir, &PERSON_CLUSTER)?;
    let found = found_people(&clusters);
    let before = signed(&inputs);
    let after = Identities { next_person: before.next_person, person_of: found.clone() };
    let changes: Vec<PersonChange> = diff(&before, &after).changes.iter().map(person_change).collect();
    if !changes.is_empty() && !is_fresh(dir, &inputs)? {
        return Err(Error::PeopleStale);
    }
    let people: BTreeSet<&u64> = found.values().collect();
    Ok(Pending {
        changes,
        n_records: found.len() as u64,
        n_people: people.len() as u64,
        n_signed: place::signatures(dir)?.len() as u64,
        before,
        found,
    })
}

/// Adds a signature to `decisions/`; none where nothing has changed since the last one.
pub fn sign(dir: &Path, pending: &Pending, by: &str, on: &str) -> Result<Option<Signature>, Error> {
    let number = pending.n_signed + 1;
    let added = Signed::new(&pending.before, &pending.found, number);
    if added.rows.is_empty() {
        return Ok(None);
    }
    let texts = pending
        .changes
        .iter()
        .fold(InputDigest::new("changes"), |digest, change| digest.with("", change.text.as_bytes()));
    let signature = Signature {
        signature: number,
        signed_on: on.to_owned(),
        signed_by: by.to_owned(),
        n_people: added.n_people,
        n_new: pending.n_of("new"),
        n_merged: pending.n_of("merged"),
        n_split: pending.n_of("split"),
        n_changed: pending.n_of("changed"),
        n_gone: pending.n_of("gone"),
        changes_sha256: texts.finish(),
    };
    place::add_signature(dir, &signature, &added.rows)?;
    Ok(Some(signature))
}

fn person_change(change: &Change) -> PersonChange {
    let kind = match change {
        Change::Merged { .. } => "merged",
        Change::Split { .. } => "split",
        Change::Changed { .. } => "changed",
        Change::New { .. } => "new",
        Change::Gone { .. } => "gone",
        _ => "other",
    };
    PersonChange { kind: kind.to_owned(), text: change.to_string() }
}

/// Whether the last build knew of the decisions that are there now.
fn is_fresh(dir: &Path, inputs: &Inputs) -> Result<bool, Error> {
    let record = RunRecord::read(&out_dir(dir)).ok_or(Error::NotBuilt)?;
    let step = crate::STEPS.iter().find(|step| step.name == "linkage::people").expect("people are linked by a step");
    let made = record.steps.get(step.name);
    let key = crate::build::key_of(step, digest_people(inputs, &[], InputDigest::new(step.name)), &record);
    Ok(made.is_some_and(|made| made.inputs == key))
}

pub(crate) fn table(dir: &Path, table: &'static Table) -> Result<Vec<RecordBatch>, Error> {
    let tables = out_dir(dir).join("tables");
    if !engine::table_path(&tables, table).is_file() {
        return Err(Error::NotBuilt);
    }
    batches(&tables, table)
}

fn found_people(clusters: &[RecordBatch]) -> BTreeMap<RecordKey, u64> {
    let mut found = BTreeMap::new();
    for batch in clusters {
        let text = |name: &str| batch.column(PERSON_CLUSTER.index(name)).as_string::<i32>();
        let (agencies, ids) = (text(person_cluster::AGENCY), text(person_cluster::RECORD_ID));
        let people = batch.column(PERSON_CLUSTER.index(person_cluster::PERSON_ID)).as_primitive::<Int64Type>();
        for row in 0..batch.num_rows() {
            found.insert((agencies.value(row).to_owned(), ids.value(row).to_owned()), people.value(row) as u64);
        }
    }
    found
}

/// A pair explained.
pub struct Explained {
    pub explanation: Explanation,
    /// What the build made of the pair, in a sentence.
    pub verdict: String,
}

/// Why two records are, or are not, taken for one person.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::Linkage`] where an agency has no record of a number.
pub fn explain(dir: &Path, one: &RecordKey, other: &RecordKey) -> Result<Explained, Error> {
    recover(dir)?;
    let records = all_records(dir)?;
    let model = trained_model(dir)?;
    let bound = Bound::new(&records, &model).map_err(|error| Error::Linkage(error.to_string()))?;
    let row = |key: &RecordKey| {
        let missing = || Error::Linkage(format!("`{}` has no record with this number", key.0));
        records.row_of(&key.0, &key.1).ok_or_else(missing)
    };
    let (left, right) = (row(one)?, row(other)?);
    let people = found_people(&table(dir, &PERSON_CLUSTER)?);
    let (person, other_person) = (people.get(one).copied(), people.get(other).copied());
    let apart = keeps_apart(&bound, left, right).map_err(|error| Error::Linkage(error.to_string()))?;
    let decided = settled(&answers(&place::pair_answers(dir)?));
    let key = if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
    let mut verdict = match (person, other_person) {
        (Some(person), Some(other)) if person == other => format!("taken for one person: {person}"),
        (Some(person), Some(other)) => format!("taken for two people: {person} and {other}"),
        _ => "not in the last build".to_owned(),
    };
    if apart {
        verdict.push_str("; first names or dates of birth have nothing in common and no number agrees, so evidence that a household shares does not count");
    }
    if let Some(is_same) = decided.get(&key) {
        verdict.push_str(if *is_same { "; reviewers hold them to be one" } else { "; reviewers hold them to be two" });
    }
    Ok(Explained { explanation: evidence(&bound, left, right), verdict })
}

pub(crate) fn all_records(dir: &Path) -> Result<Records, Error> {
    records(&table(dir, &PERSON_RECORD)?).map_err(|error| Error::Linkage(error.to_string()))
}

/// The model as the last build trained it.
pub(crate) fn trained_model(dir: &Path) -> Result<Model, Error> {
    let path = out_dir(dir).join(FOLDER).join(TRAINED);
    let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
    Model::read(&text).map_err(|error| Error::Linkage(error.to_string()))
}

/// Pairs for one reviewer, blind to what the program and others say of them.
pub struct Review {
    pub reviewer: String,
    /// Those not answered yet, after those that are.
    pub pairs: Vec<PairShown>,
    pub n_answered: usize,
}

/// Two records side by side.
#[derive(Clone, Debug)]
pub struct PairShown {
    pub one: RecordKey,
    pub other: RecordKey,
    /// What it is, and what each record says.
    pub rows: Vec<(&'static str, String, String)>,
}

/// The seed of the sample: two reviewers of one build are asked about the same pairs.
const SEED: u64 = 1;

/// Draws the pairs that are worth a person's minute and are not answered yet by this reviewer.
pub fn review(dir: &Path, reviewer: &str, n_pairs: usize) -> Result<Review, Error> {
    recover(dir)?;
    let records = all_records(dir)?;
    let weight = match_weight(Inputs::read(dir)?.linkage.model()?.thresholds.link);
    let pairs = scored(&records, &table(dir, &PERSON_PAIR)?);
    let sample = review_sample(&records, &pairs, ReviewPlan { n_pairs, weight, seed: SEED });
    let given = answers(&place::pair_answers(dir)?);
    let own: BTreeSet<(&RecordKey, &RecordKey)> =
        given.iter().filter(|answer| answer.reviewer == reviewer).map(|answer| (&answer.left, &answer.right)).collect();
    let is_answered =
        |pair: &ReviewPair| own.contains(&(&pair.left, &pair.right)) || own.contains(&(&pair.right, &pair.left));
    let n_answered = sample.iter().filter(|pair| is_answered(pair)).count();
    let texts = texts(dir)?;
    let shown = sample.iter().filter(|pair| !is_answered(pair)).map(|pair| pair_shown(pair, &texts));
    Ok(Review { reviewer: reviewer.to_owned(), pairs: shown.collect(), n_answered })
}

/// Keeps an answer: same, different or unsure.
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

pub(crate) fn scored(records: &Records, pairs: &[RecordBatch]) -> Vec<ScoredPair> {
    let mut scored = Vec::new();
    for batch in pairs {
        let text = |name: &str| batch.column(PERSON_PAIR.index(name)).as_string::<i32>();
        let [agencies, ids, other_agencies, other_ids] =
            [person_pair::AGENCY, person_pair::RECORD_ID, person_pair::OTHER_AGENCY, person_pair::OTHER_RECORD_ID]
                .map(text);
        let weights = batch.column(PERSON_PAIR.index(person_pair::MATCH_WEIGHT)).as_primitive::<Float64Type>();
        for row in 0..batch.num_rows() {
            let left = records.row_of(agencies.value(row), ids.value(row));
            let right = records.row_of(other_agencies.value(row), other_ids.value(row));
            if let (Some(left), Some(right)) = (left, right) {
                scored.push(ScoredPair { left, right, weight: weights.value(row), pattern: 0, rule: 0 });
            }
        }
    }
    scored
}

/// What reviewers see of a record, and what it is called on the page.
const SHOWN: [(&str, &str); 17] = [
    (person_record::GIVEN_NAME, "First name"),
    (person_record::OTHER_NAMES, "Other names"),
    (person_record::FAMILY_NAME, "Surname"),
    (person_record::FORMER_NAME, "Former surname"),
    (person_record::KNOWN_AS, "Known as"),
    (person_record::BORN, "Date of birth"),
    (person_record::BORN_YEAR, "Year of birth"),
    (person_record::SEX, "Sex"),
    (person_record::ADDRESS, "Address"),
    (person_record::POSTCODE, "Postcode"),
    (person_record::NHS_NUMBER, "NHS number"),
    (person_record::NINO, "National Insurance number"),
    (person_record::UPN, "Pupil number"),
    (person_record::PHONE, "Telephone"),
    (person_record::EMAIL, "Email"),
    (person_record::CARER_NAME, "Parent or carer"),
    (person_record::RELATION, "In the household"),
];

type Texts = BTreeMap<RecordKey, Vec<Option<String>>>;

fn texts(dir: &Path) -> Result<Texts, Error> {
    let mut texts = Texts::new();
    for batch in table(dir, &PERSON_RECORD)? {
        let text = |name: &str| batch.column(PERSON_RECORD.index(name)).as_string::<i32>();
        let (agencies, ids) = (text(person_record::AGENCY), text(person_record::RECORD_ID));
        let shown = SHOWN.map(|(name, _)| {
            let column = batch.column(PERSON_RECORD.index(name));
            arrow::compute::cast(column, &arrow::datatypes::DataType::Utf8).expect("dates and numbers become text")
        });
        for row in 0..batch.num_rows() {
            let values = shown
                .iter()
                .map(|column| column.is_valid(row).then(|| column.as_string::<i32>().value(row).to_owned()));
            texts.insert((agencies.value(row).to_owned(), ids.value(row).to_owned()), values.collect());
        }
    }
    Ok(texts)
}

fn pair_shown(pair: &ReviewPair, texts: &Texts) -> PairShown {
    let nothing = vec![None; SHOWN.len()];
    let (one, other) = (texts.get(&pair.left).unwrap_or(&nothing), texts.get(&pair.right).unwrap_or(&nothing));
    let value = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = SHOWN.iter().zip(one.iter().zip(other));
    let rows = rows.filter(|(_, (one, other))| one.is_some() || other.is_some());
    let mut shown = vec![("Agency", pair.left.0.clone(), pair.right.0.clone())];
    shown.extend(rows.map(|((_, label), (one, other))| (*label, value(one), value(other))));
    PairShown { one: pair.left.clone(), other: pair.right.clone(), rows: shown }
}
