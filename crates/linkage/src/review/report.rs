//! What reviewers' answers say of the links: agreement, precision and recall, overall and by group.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use statistics::Agreement;

use super::{Answer, agreement, settled};
use crate::Error;
use crate::bind::Bound;
use crate::evidence::{
    LabelledGroup, LabelledPair, ThresholdRow, labelled_error_by_group, threshold_table, unlinkable,
};
use crate::linkage_model::Model;
use crate::name_origins::NameOrigins;
use crate::people::{records, scored_pairs};
use crate::records::Records;
use crate::score::ScoredPair;

/// The build of a place that answers are compared with.
#[derive(Clone, Copy, Debug)]
pub struct ReviewedBuild<'b> {
    /// `person_record`.
    pub records: &'b [RecordBatch],
    /// `person_pair`.
    pub pairs: &'b [RecordBatch],
    /// The model as the build trained it.
    pub model: &'b Model,
    /// The match weight from which two records are linked.
    pub weight_min: f64,
    /// The year in which people reach their age.
    pub year: i32,
    pub name_origins: &'b NameOrigins,
}

/// Any records that were linked, with the pairs that were kept.
#[derive(Clone, Copy, Debug)]
pub struct ReviewedRecords<'b> {
    pub records: &'b Records,
    pub pairs: &'b [ScoredPair],
    pub model: &'b Model,
    pub weight_min: f64,
    pub year: i32,
    pub name_origins: &'b NameOrigins,
}

/// What the answers so far are worth.
#[derive(Clone, Debug)]
pub struct ReviewReport {
    pub n_answers: usize,
    /// Every two reviewers who judged the same pairs.
    pub agreements: Vec<(String, String, Agreement<3>)>,
    /// Pairs on which those who were sure agree.
    pub n_settled: usize,
    pub n_same: usize,
    /// Of the settled pairs, the threshold that is in use.
    pub in_use: ThresholdRow,
    /// The threshold that makes fewest mistakes on the settled pairs.
    pub proposed: Option<ThresholdRow>,
    /// By age, sex, origin of the name and how common the surname is, at the threshold that is in use.
    pub groups: Vec<LabelledGroup>,
    pub unlinkable: Vec<Unlinkable>,
}

/// Records of an agency that hold too little to be linked even to themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlinkable {
    pub agency: String,
    pub n_records: u64,
    pub n_unlinkable: u64,
}

/// Fewer settled pairs than this propose nothing.
const N_SETTLED_MIN: usize = 30;

/// Agreement of reviewers, and precision and recall by what they settled.
///
/// The pairs were drawn around the threshold, where mistakes are, so both are lower than over all pairs; and recall is of
/// pairs that blocking brings together, because nobody is asked about others.
///
/// # Errors
/// [`Error::NoRecords`]; whatever is wrong with the model.
pub fn review_report(build: &ReviewedBuild<'_>, answers: &[Answer]) -> Result<ReviewReport, Error> {
    let records = records(build.records)?;
    let pairs = scored_pairs(&records, build.pairs);
    let ReviewedBuild { model, weight_min, year, name_origins, .. } = *build;
    ReviewedRecords { records: &records, pairs: &pairs, model, weight_min, year, name_origins }.report(answers)
}

impl ReviewedRecords<'_> {
    /// See [`review_report`].
    ///
    /// # Errors
    /// Whatever is wrong with the model.
    pub fn report(&self, answers: &[Answer]) -> Result<ReviewReport, Error> {
        let by_row = labelled(self.records, self.pairs, answers);
        let pairs: Vec<LabelledPair> = by_row.iter().map(|(_, pair)| *pair).collect();
        Ok(ReviewReport {
            n_answers: answers.len(),
            agreements: agreements(answers),
            n_settled: pairs.len(),
            n_same: pairs.iter().filter(|pair| pair.is_match).count(),
            in_use: threshold_table(&pairs, &[self.weight_min])[0],
            proposed: proposed(&pairs, self.weight_min),
            groups: labelled_error_by_group(self.records, &by_row, self.weight_min, self.year, self.name_origins),
            unlinkable: unlinkable_by_agency(self)?,
        })
    }
}

/// The settled pairs of records that are there, with the weight that the build gave them.
fn labelled(records: &Records, scored: &[ScoredPair], answers: &[Answer]) -> Vec<((u32, u32), LabelledPair)> {
    let weights: BTreeMap<(u32, u32), f64> = scored.iter().map(|pair| ((pair.left, pair.right), pair.weight)).collect();
    let labelled = settled(answers).into_iter().filter_map(|((one, other), is_match)| {
        let (one, other) = (records.row_of(&one.0, &one.1)?, records.row_of(&other.0, &other.1)?);
        let rows = (one.min(other), one.max(other));
        Some((rows, LabelledPair { weight: weights.get(&rows).copied(), is_match }))
    });
    labelled.collect()
}

fn agreements(answers: &[Answer]) -> Vec<(String, String, Agreement<3>)> {
    let reviewers: BTreeSet<&String> = answers.iter().map(|answer| &answer.reviewer).collect();
    let reviewers: Vec<&String> = reviewers.into_iter().collect();
    let two = |(at, one): (usize, &&String)| {
        let others = reviewers[at + 1..].iter();
        let agree = others.filter_map(|other| Some(((*other).clone(), agreement(answers, one, other)?)));
        agree.map(|(other, agreement)| ((*one).clone(), other, agreement)).collect::<Vec<_>>()
    };
    reviewers.iter().enumerate().flat_map(two).collect()
}

fn unlinkable_by_agency(build: &ReviewedRecords<'_>) -> Result<Vec<Unlinkable>, Error> {
    let records = build.records;
    let rows: Vec<u32> = match Bound::new(records, build.model) {
        Err(Error::AllMissing { .. }) => (0..records.n_records() as u32).collect(),
        bound => unlinkable(&bound?, build.weight_min),
    };
    let of_agency = |(source, agency): (usize, &String)| {
        let own = records.rows_of(source);
        Unlinkable {
            agency: agency.clone(),
            n_records: own.len() as u64,
            n_unlinkable: rows.iter().filter(|row| own.contains(row)).count() as u64,
        }
    };
    Ok(records.sources().iter().enumerate().map(of_agency).collect())
}

fn proposed(pairs: &[LabelledPair], in_use: f64) -> Option<ThresholdRow> {
    if pairs.len() < N_SETTLED_MIN {
        return None;
    }
    // Between two weights every threshold is as good, so the middle stands for all of them.
    let mut weights: Vec<f64> = pairs.iter().filter_map(|pair| pair.weight).collect();
    weights.sort_by(f64::total_cmp);
    let mut candidates: Vec<f64> = weights.windows(2).map(|two| (two[0] + two[1]) / 2.0).collect();
    candidates.push(in_use);
    let nearness = |row: &ThresholdRow| -(row.weight_min - in_use).abs();
    threshold_table(pairs, &candidates)
        .into_iter()
        .max_by(|a, b| a.counts.f1().total_cmp(&b.counts.f1()).then(nearness(a).total_cmp(&nearness(b))))
}
