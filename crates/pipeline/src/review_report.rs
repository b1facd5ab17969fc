//! What reviewers' answers say of the links: agreement, precision and recall, overall and by group.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use linkage::Bound;
use linkage::evidence::{LabelledGroup, LabelledPair, labelled_error_by_group, threshold_table, unlinkable};
use linkage::records::Records;
use linkage::review::{agreement, settled};
use linkage::score::match_weight;
use model::tables::PERSON_PAIR;
use statistics::{Agreement, Share};

use crate::Error;
use crate::identity::{all_records, scored, table, trained_model};
use crate::inputs::Inputs;
use crate::people::answers;

/// What the answers so far are worth.
#[derive(Clone, Debug)]
pub struct ReviewReport {
    pub n_answers: usize,
    /// Every two reviewers who judged the same pairs.
    pub agreements: Vec<(String, String, Agreement<3>)>,
    /// Pairs on which those who were sure agree.
    pub n_settled: usize,
    pub n_same: usize,
    /// Of the settled pairs at the threshold that is in use, in bits.
    pub threshold: f64,
    pub precision: Option<Share>,
    pub recall: Option<Share>,
    /// The threshold that makes fewest mistakes on the settled pairs, and its precision and recall.
    pub proposed: Option<(f64, Option<Share>, Option<Share>)>,
    /// By age, sex, origin of the name and how common the surname is, at the threshold that is in use.
    pub groups: Vec<LabelledGroup>,
    pub unlinkable: Vec<Unlinkable>,
}

/// Records of an agency that say too little to be linked even to themselves.
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
pub fn review_report(dir: &Path) -> Result<ReviewReport, Error> {
    let records = all_records(dir)?;
    let given = answers(&place::pair_answers(dir)?);
    let weights: BTreeMap<(u32, u32), f64> = scored(&records, &table(dir, &PERSON_PAIR)?)
        .iter()
        .map(|pair| ((pair.left, pair.right), pair.weight))
        .collect();
    let settled = settled(&given);
    let by_row: Vec<((u32, u32), LabelledPair)> = settled
        .iter()
        .filter_map(|((one, other), is_match)| {
            let (one, other) = (records.row_of(&one.0, &one.1)?, records.row_of(&other.0, &other.1)?);
            let rows = (one.min(other), one.max(other));
            Some((rows, LabelledPair { weight: weights.get(&rows).copied(), is_match: *is_match }))
        })
        .collect();
    let labelled: Vec<LabelledPair> = by_row.iter().map(|(_, pair)| *pair).collect();
    let inputs = Inputs::read(dir)?;
    let threshold = match_weight(inputs.linkage.model()?.thresholds.link);
    let year = i32::from(inputs.place.year.last_day().year());
    let at = threshold_table(&labelled, &[threshold])[0];
    let reviewers: Vec<String> =
        given.iter().map(|answer| answer.reviewer.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let two =
        reviewers.iter().enumerate().flat_map(|(at, one)| reviewers[at + 1..].iter().map(move |other| (one, other)));
    let agreements = two.filter_map(|(one, other)| Some((one.clone(), other.clone(), agreement(&given, one, other)?)));
    Ok(ReviewReport {
        n_answers: given.len(),
        agreements: agreements.collect(),
        n_settled: labelled.len(),
        n_same: labelled.iter().filter(|pair| pair.is_match).count(),
        threshold,
        precision: at.counts.precision(),
        recall: at.counts.recall(),
        proposed: proposed(&labelled, threshold),
        groups: labelled_error_by_group(&records, &by_row, threshold, year, &inputs.linkage.name_origins()?),
        unlinkable: unlinkable_by_agency(dir, &records, threshold)?,
    })
}

/// By the model as the last build trained it.
fn unlinkable_by_agency(dir: &Path, records: &Records, threshold: f64) -> Result<Vec<Unlinkable>, Error> {
    let rows: Vec<u32> = match Bound::new(records, &trained_model(dir)?) {
        Ok(bound) => unlinkable(&bound, threshold),
        Err(linkage::Error::AllMissing { .. }) => (0..records.n_records() as u32).collect(),
        Err(error) => return Err(Error::Linkage(error.to_string())),
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

fn proposed(labelled: &[LabelledPair], now: f64) -> Option<(f64, Option<Share>, Option<Share>)> {
    if labelled.len() < N_SETTLED_MIN {
        return None;
    }
    // Between two weights every threshold is as good, so the middle stands for all of them.
    let mut weights: Vec<f64> = labelled.iter().filter_map(|pair| pair.weight).collect();
    weights.sort_by(f64::total_cmp);
    let mut candidates: Vec<f64> = weights.windows(2).map(|two| (two[0] + two[1]) / 2.0).collect();
    candidates.push(now);
    let table = threshold_table(labelled, &candidates);
    let best = table.iter().max_by(|a, b| {
        let nearness = |weight: f64| -(weight - now).abs();
        a.counts.f1().total_cmp(&b.counts.f1()).then(nearness(a.weight_min).total_cmp(&nearness(b.weight_min)))
    })?;
    Some((best.weight_min, best.counts.precision(), best.counts.recall()))
}
