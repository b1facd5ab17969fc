//! Who is who among the records of a place's agencies, from tables to tables.

mod records;
mod register;
mod tables;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use arrow_array::RecordBatch;

pub use model::decision::RecordKey;
pub use records::{COLUMNS, HOME, records};
pub use register::{Signed, register};

pub use crate::link::keeps_apart;

use crate::bind::Bound;
use crate::clusters::{Clusters, Link, Ties};
use crate::estimate::train;
use crate::identities::{Assignment, Identities, assign};
use crate::link::{Decided, HouseholdRule, decided, kept_apart};
use crate::linkage_model::{Level, Model};
use crate::records::Records;
use crate::score::{ScoredPair, match_weight, score};
use crate::{Error, cluster};

/// The model for agencies' records that comes with the program (`reference/linkage/agencies.toml`).
pub const MODEL: &str = include_str!("../../../../reference/linkage/agencies.toml");

/// A blocking rule that makes more pairs is refused (method, section 3.1).
const N_PAIRS_MAX: u64 = 100_000_000;

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
    /// What a person should know of the training.
    pub notes: Vec<String>,
}

/// Pairs, clusters and people of records.
struct Found {
    model: Model,
    pairs: Vec<ScoredPair>,
    linked: Vec<Link>,
    rules: Vec<String>,
    clusters: Clusters,
    notes: Vec<String>,
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
    let decided = decided(&records, settled);
    let found = find(&records, model, &decided)?;
    let first = Identities { next_person: signed.next_person.max(1), ..signed.clone() };
    let Assignment { person_of_row, diff, .. } = assign(&records, &found.clusters, &first);
    Ok(PeopleTables {
        pairs: tables::pairs(&records, &found, &decided),
        clusters: tables::clusters(&records, &person_of_row),
        changes: tables::changes(&diff, &records, &person_of_row),
        model: found.model.write(),
        notes: found.notes,
    })
}

/// Trains, scores and clusters.
fn find(records: &Records, model: &Model, decided: &Decided) -> Result<Found, Error> {
    let bound = match Bound::new(records, model) {
        Err(Error::AllMissing { .. }) => return Ok(Found::nobody(records, model)),
        bound => bound?,
    };
    let (bound, notes) = match trained(bound) {
        Err(Error::NoPairs) => return Ok(Found::nobody(records, model)),
        trained => trained?,
    };
    let rule = HouseholdRule::of(&bound)?;
    let (keep, at_least) = (match_weight(model.thresholds.keep), match_weight(model.thresholds.link));
    let (mut pairs, mut links): (Vec<ScoredPair>, Vec<Link>) = (Vec::new(), Vec::new());
    let scored = score(&bound, keep, N_PAIRS_MAX, |some| {
        for pair in some {
            let by_person = decided.get(&(pair.left, pair.right));
            if by_person.copied().unwrap_or_else(|| at_least <= pair.weight && rule.allows(pair)) {
                links.push(Link::from(pair));
            }
        }
        pairs.extend_from_slice(some);
        ControlFlow::Continue(())
    });
    let rules = match scored {
        Err(Error::NoPairs) => Vec::new(),
        summary => summary?.rules.into_iter().map(|rule| rule.rule).collect(),
    };
    add_decided(&mut links, decided);
    let (clusters, linked, _) = cluster(records, model, links.into(), Ties::LowestId)?;
    let linked = linked.into_vec()?;
    let mut apart: Vec<(u32, u32)> = decided.iter().filter(|(_, is_same)| !**is_same).map(|(pair, _)| *pair).collect();
    apart.extend(rule.contradictions(&bound, &clusters).into_iter().filter(|pair| !decided.contains_key(pair)));
    let clusters = kept_apart(records.n_records(), clusters, &linked, &apart);
    Ok(Found { model: bound.model().clone(), pairs, linked, rules, clusters, notes })
}

/// The model trained on the records. With too few records for the strict rules to find a pair, the prior is one other
/// record of the same person for each.
fn trained(bound: Bound<'_>) -> Result<(Bound<'_>, Vec<String>), Error> {
    let (bound, training) = match train(&bound) {
        Err(Error::PriorUnknown) => {
            let mut model = bound.model().clone();
            model.prior.probability = Some(1.0 / (bound.records().n_records() as f64 + 1.0));
            let bound = bound.with_parameters_of(&model);
            let training = train(&bound)?;
            (bound, training)
        }
        training => (bound, training?),
    };
    let notes = training.notes.iter().map(ToString::to_string).collect();
    Ok((bound.with_parameters_of(&adding_up(training.model)), notes))
}

/// The model with `m` and `u` of every comparison adding up to one. A level that was never seen keeps its starting value, which
/// stands beside those that were estimated and makes the sum more than one; a model file must be one that can be read again.
fn adding_up(mut model: Model) -> Model {
    for comparison in &mut model.comparisons {
        let is_estimated = |level: &&Level| !level.fixed;
        let factor = |of: fn(&Level) -> Option<f64>| {
            let all = |levels: Vec<&Level>| levels.into_iter().map(of).sum::<Option<f64>>();
            let fixed = all(comparison.levels.iter().filter(|level| level.fixed).collect())?;
            let estimated = all(comparison.levels.iter().filter(is_estimated).collect())?;
            (0.0 < estimated).then_some((1.0 - fixed) / estimated)
        };
        let (m, u) = (factor(|level| level.m), factor(|level| level.u));
        for level in comparison.levels.iter_mut().filter(|level| !level.fixed) {
            level.m = level.m.map(|own| own * m.unwrap_or(1.0));
            level.u = level.u.map(|own| own * u.unwrap_or(1.0));
        }
    }
    model
}

/// What people held to be one person is linked as strongly as can be, whether or not it was compared.
fn add_decided(links: &mut Vec<Link>, decided: &Decided) {
    links.retain(|link| !decided.contains_key(&(link.left, link.right)));
    let same = decided.iter().filter(|(_, is_same)| **is_same);
    links.extend(same.map(|((left, right), _)| Link { left: *left, right: *right, weight: f32::MAX }));
}

impl Found {
    /// Nothing to compare: every record is a person of its own.
    fn nobody(records: &Records, model: &Model) -> Found {
        Found {
            model: model.clone(),
            pairs: Vec::new(),
            linked: Vec::new(),
            rules: Vec::new(),
            clusters: Clusters::connected(records.n_records(), &[]),
            notes: Vec::new(),
        }
    }
}
