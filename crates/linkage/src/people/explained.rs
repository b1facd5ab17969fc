//! Why the last build took two records for one person, or for two.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::decision::RecordKey;

use super::{compared_records, people_of_records};
use crate::Error;
use crate::evidence::{Explanation, explain};
use crate::link::LinkOptions;
use crate::linkage_model::Model;
use crate::placeholders::ListedValue;

/// A pair explained.
pub struct Explained {
    pub explanation: Explanation,
    /// What the build made of the pair, in a sentence.
    pub verdict: String,
}

/// Why two records are, or are not, treated as one person: by `person_record` and `person_cluster` of the last build, the
/// model as it trained it, what reviewers settled, and the placeholders that the place adds.
///
/// # Errors
/// [`Error::NoSuchRecord`]; whatever is wrong with model or records.
pub fn explained(
    record_batches: &[RecordBatch],
    clusters: &[RecordBatch],
    model: &Model,
    settled: &BTreeMap<(RecordKey, RecordKey), bool>,
    placeholders: &[ListedValue],
    (one, other): (&RecordKey, &RecordKey),
) -> Result<Explained, Error> {
    let records = compared_records(record_batches, Some(model))?;
    let row =
        |key: &RecordKey| records.row_of(&key.0, &key.1).ok_or_else(|| Error::NoSuchRecord { agency: key.0.clone() });
    let options = LinkOptions { placeholders: placeholders.to_vec(), ..LinkOptions::USUAL };
    let explanation = explain(&records, model, &options, (row(one)?, row(other)?))?;
    let people = people_of_records(clusters);
    let pair = if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
    let settled = settled.get(&pair).copied();
    let verdict = verdict(&explanation, (people.get(one).copied(), people.get(other).copied()), settled);
    Ok(Explained { explanation, verdict })
}

/// What a run made of a pair, by whose records they are, and what reviewers settled, in a sentence.
pub fn verdict(explanation: &Explanation, people: (Option<u64>, Option<u64>), settled: Option<bool>) -> String {
    let mut verdict = match people {
        (Some(person), Some(other)) if person == other => format!("treated as one person: {person}"),
        (Some(person), Some(other)) => format!("treated as two people: {person} and {other}"),
        _ => "not in the last build".to_owned(),
    };
    let are_two = people.0 != people.1;
    if let Some(why) = explanation.apart {
        verdict.push_str(&format!("; {}, so what people in one household share does not count", why.why()));
    } else if are_two && explanation.is_enough {
        verdict.push_str("; each fits other records better, or one of them fits two people equally well");
    }
    if let Some(is_same) = settled {
        verdict.push_str(if is_same { "; reviewers say they are one" } else { "; reviewers say they are two" });
    }
    verdict
}
