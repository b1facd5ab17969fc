//! Pairs for one reviewer, blind to what the program and others say of them.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::decision::RecordKey;
use model::tables::{PERSON_RECORD, person_record as column};
use model::{Cell, Row};

use super::{Answer, ReviewPair, ReviewPlan, conflicts, review_sample};
use crate::Error;
use crate::people::{HOME, people_of_records, records, scored_pairs};
use crate::records::Records;
use crate::score::ScoredPair;

/// Pairs for one reviewer.
pub struct Review {
    pub reviewer: String,
    /// Those of the sample that are not answered yet.
    pub pairs: Vec<PairShown>,
    pub n_answered: usize,
}

/// Two records side by side.
#[derive(Clone, Debug)]
pub struct PairShown {
    pub one: RecordKey,
    pub other: RecordKey,
    /// What it is, and what each record says.
    pub rows: Vec<(String, String, String)>,
}

/// What reviewers see of a record, and what it is called on the page.
const SHOWN: [(&str, &str); 19] = [
    (column::GIVEN_NAME, "First name"),
    (column::OTHER_NAMES, "Other names"),
    (column::FAMILY_NAME, "Surname"),
    (column::FORMER_NAME, "Former surname"),
    (column::KNOWN_AS, "Known as"),
    (column::BORN, "Date of birth"),
    (column::BORN_YEAR, "Year of birth"),
    (column::BORN_AS_PRINTED, "Date of birth as printed"),
    (column::SEX, "Sex"),
    (column::ADDRESS, "Address"),
    (column::TOWN, "Town"),
    (column::POSTCODE, "Postcode"),
    (column::NHS_NUMBER, "NHS number"),
    (column::NINO, "National Insurance number"),
    (column::UPN, "Pupil number"),
    (column::PHONE, "Telephone"),
    (column::EMAIL, "Email"),
    (column::CARER_NAME, "Parent or carer"),
    (column::RELATION, "In the household"),
];

/// Draws the pairs that are worth a person's minute and are not answered yet by this reviewer, from `person_record`,
/// `person_pair` and `person_cluster` of the last build.
///
/// # Errors
/// [`Error::NoRecords`].
pub fn review(
    record_batches: &[RecordBatch],
    (pairs, clusters): (&[RecordBatch], &[RecordBatch]),
    answers: &[Answer],
    reviewer: &str,
    plan: ReviewPlan,
) -> Result<Review, Error> {
    let records = records(record_batches)?;
    let scored = scored_pairs(&records, pairs);
    let (open, n_answered) = open_pairs(&records, (&scored, &people_of_records(clusters)), answers, reviewer, plan);
    let texts = texts(record_batches, &open);
    let shown = open.iter().map(|pair| pair_shown(pair, &texts));
    Ok(Review { reviewer: reviewer.to_owned(), n_answered, pairs: shown.collect() })
}

/// The same for records that are not of a place: every column is shown, by the name that it has.
pub fn review_records(
    records: &Records,
    (pairs, people): (&[ScoredPair], &BTreeMap<RecordKey, u64>),
    answers: &[Answer],
    reviewer: &str,
    plan: ReviewPlan,
) -> Review {
    let (open, n_answered) = open_pairs(records, (pairs, people), answers, reviewer, plan);
    let row = |key: &RecordKey| records.row_of(&key.0, &key.1);
    let shown = open.iter().filter_map(|pair| {
        let (one, other) = (row(&pair.left)?, row(&pair.right)?);
        let value = |name: &str, row: u32| records.value(name, row).unwrap_or_default().to_owned();
        let mut rows = vec![("File".to_owned(), pair.left.0.clone(), pair.right.0.clone())];
        // What is made of other columns, as the home of house and postcode, says nothing more.
        let columns = records.columns().iter().map(|column| column.name.as_str()).filter(|name| *name != HOME);
        rows.extend(columns.map(|name| (label(name), value(name, one), value(name, other))));
        rows.retain(|(_, one, other)| !one.is_empty() || !other.is_empty());
        Some(PairShown { one: pair.left.clone(), other: pair.right.clone(), rows })
    });
    Review { reviewer: reviewer.to_owned(), n_answered, pairs: shown.collect() }
}

/// What a column is called on the page.
fn label(name: &str) -> String {
    SHOWN.iter().find(|(column, _)| *column == name).map_or(name, |(_, label)| *label).to_owned()
}

/// The pairs drawn that this reviewer has not answered, and how many are answered.
fn open_pairs(
    records: &Records,
    (scored, people): (&[ScoredPair], &BTreeMap<RecordKey, u64>),
    answers: &[Answer],
    reviewer: &str,
    plan: ReviewPlan,
) -> (Vec<ReviewPair>, usize) {
    let sample = review_sample(records, scored, &conflicts(records, people), plan);
    let n_drawn = sample.len();
    let own = answers.iter().filter(|answer| answer.reviewer == reviewer);
    let answered: BTreeSet<(&RecordKey, &RecordKey)> = own.map(|answer| (&answer.left, &answer.right)).collect();
    let is_answered = |pair: &ReviewPair| {
        answered.contains(&(&pair.left, &pair.right)) || answered.contains(&(&pair.right, &pair.left))
    };
    let open: Vec<ReviewPair> = sample.into_iter().filter(|pair| !is_answered(pair)).collect();
    let n_answered = n_drawn - open.len();
    (open, n_answered)
}

type Texts = [Option<String>; SHOWN.len()];

/// What the records of the pairs say.
fn texts(record_batches: &[RecordBatch], pairs: &[ReviewPair]) -> BTreeMap<RecordKey, Texts> {
    let of_pairs: BTreeSet<&RecordKey> = pairs.iter().flat_map(|pair| [&pair.left, &pair.right]).collect();
    let rows = record_batches.iter().flat_map(|batch| PERSON_RECORD.read(batch).iter());
    let keyed = rows.map(|row| ((row.text(column::AGENCY).to_owned(), row.text(column::RECORD_ID).to_owned()), row));
    let wanted = keyed.filter(|(key, _)| of_pairs.contains(key));
    wanted.map(|(key, row)| (key, SHOWN.map(|(name, _)| text(&row, name)))).collect()
}

fn text(row: &Row<'_>, name: &str) -> Option<String> {
    match row.cell(name) {
        Cell::Empty => None,
        Cell::Text(text) => Some(text.to_owned()),
        Cell::Whole(number) => Some(number.to_string()),
        Cell::Date(date) => Some(date.to_string()),
        Cell::Money(_) | Cell::Moment(_) | Cell::Flag(_) | Cell::Number(_) => {
            unreachable!("`person_record` has no such column")
        }
    }
}

fn pair_shown(pair: &ReviewPair, texts: &BTreeMap<RecordKey, Texts>) -> PairShown {
    let (one, other) = (&texts[&pair.left], &texts[&pair.right]);
    let value = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = SHOWN.iter().zip(one.iter().zip(other));
    let rows = rows.filter(|(_, (one, other))| one.is_some() || other.is_some());
    let mut shown = vec![("Agency".to_owned(), pair.left.0.clone(), pair.right.0.clone())];
    shown.extend(rows.map(|((_, label), (one, other))| ((*label).to_owned(), value(one), value(other))));
    PairShown { one: pair.left.clone(), other: pair.right.clone(), rows: shown }
}
