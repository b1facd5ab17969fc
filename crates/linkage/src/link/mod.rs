//! The whole of it in one call: from records and a model to people.

mod decided;
mod household;

pub use decided::Decided;
pub(crate) use decided::decided;
pub(crate) use household::HouseholdRule;

use decided::kept_apart;

use crate::Error;
use crate::bind::Bound;
use crate::clusters::{Clusters, Cut, Link, Links, cluster};
use crate::estimate::{Note, Training, train};
use crate::linkage_model::{Level, Model};
use crate::memory::MemoryLimit;
use crate::records::Records;
use crate::score::{ScoreSummary, ScoredPair, match_weight, score};

/// What the caller decides and the model does not.
#[derive(Clone, Debug)]
pub struct LinkOptions {
    /// A blocking rule that makes more pairs is refused.
    pub n_pairs_max: u64,
    /// Whether `m`, `u` and the prior are estimated, or taken as the model has them.
    pub train: bool,
    /// How much memory rows and links may take; none for all that they need. Results do not depend on it.
    pub memory: Option<MemoryLimit>,
    /// Whether records that say too little are people of their own. Otherwise they are an error.
    pub accepts_few: bool,
    /// Whether what a household has in common is no evidence. It asks for single rows, so memory holds all of them.
    pub tells_households_apart: bool,
    /// Pairs that people settled, whatever their weight.
    pub decided: Decided,
}

impl LinkOptions {
    /// Trains and lets a rule make 100 million pairs (method, section 3.1).
    pub const USUAL: LinkOptions = LinkOptions {
        n_pairs_max: 100_000_000,
        train: true,
        memory: None,
        accepts_few: false,
        tells_households_apart: false,
        decided: Decided::new(),
    };
}

/// Records linked.
#[derive(Debug)]
pub struct Linked {
    /// The model that scored, trained where that was asked for.
    pub model: Model,
    /// What a person should know of the training.
    pub notes: Vec<Note>,
    pub summary: ScoreSummary,
    /// Links at or above the threshold that made the clusters, by cluster.
    pub links: Links,
    pub clusters: Clusters,
    /// Clusters that were too large.
    pub cuts: Vec<Cut>,
}

/// The stages of linking, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Train,
    Compare,
    Cluster,
}

/// Where every pair worth keeping goes as it is found. An error stops the run.
pub trait PairSink {
    type Error: From<Error>;

    /// Takes some pairs; they come in the same order on every run.
    ///
    /// # Errors
    /// Any error of the sink, which ends the run.
    fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), Self::Error>;

    /// Hears that a stage is done; no pair comes after [`Stage::Compare`].
    ///
    /// # Errors
    /// As [`PairSink::take`].
    fn end(&mut self, _stage: Stage) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl<F: FnMut(&[ScoredPair]) -> Result<(), Error>> PairSink for F {
    type Error = Error;

    fn take(&mut self, pairs: &[ScoredPair]) -> Result<(), Error> {
        self(pairs)
    }
}

/// Trains, scores and clusters.
///
/// # Errors
/// Whatever is wrong with model or records, see [`Error`]; whatever the sink returns.
pub fn link<S: PairSink>(
    records: &Records,
    model: &Model,
    options: &LinkOptions,
    mut sink: S,
) -> Result<Linked, S::Error> {
    let memory = options.memory.as_ref().filter(|_| !options.tells_households_apart);
    let bound = match Bound::within(records, model, memory) {
        Err(Error::AllMissing { .. }) if options.accepts_few => return Ok(Linked::nobody(records, model)),
        bound => bound?,
    };
    let (bound, notes) = trained(bound, options)?;
    sink.end(Stage::Train)?;
    let household_rule = options.tells_households_apart.then(|| HouseholdRule::of(&bound)).transpose()?;
    let (links, summary) = scored(&bound, household_rule.as_ref(), options, &mut sink)?;
    sink.end(Stage::Compare)?;
    let model = bound.model().clone();
    // Where households are not told apart, the distinct values of the binding make room for clusters.
    let household_rule = household_rule.map(|rule| (rule, bound));
    let (clusters, links, cuts) = cluster(records, &model, links)?;
    let contradictions = household_rule.map(|(rule, bound)| rule.contradictions(&bound, &clusters));
    let clusters = kept_apart(clusters, &links, &options.decided, contradictions.unwrap_or_default())?;
    sink.end(Stage::Cluster)?;
    Ok(Linked { model, notes, summary, links, clusters, cuts })
}

impl Linked {
    /// Nothing to compare: every record is a person of its own.
    fn nobody(records: &Records, model: &Model) -> Linked {
        Linked {
            model: model.clone(),
            notes: Vec::new(),
            summary: ScoreSummary { rules: Vec::new() },
            links: Links::within(None),
            clusters: Clusters::connected(records.n_records(), &[]),
            cuts: Vec::new(),
        }
    }
}

/// The binding with its parameters estimated, where that is asked for.
fn trained<'r>(bound: Bound<'r>, options: &LinkOptions) -> Result<(Bound<'r>, Vec<Note>), Error> {
    if !options.train {
        return Ok((bound, Vec::new()));
    }
    let (bound, Training { mut model, notes }) = match train(&bound) {
        Err(Error::PriorUnknown) if options.accepts_few => {
            let bound = with_prior_of_few(bound);
            let training = train(&bound)?;
            (bound, training)
        }
        training => (bound, training?),
    };
    if options.accepts_few {
        add_up(&mut model);
    }
    Ok((bound.with_parameters_of(&model), notes))
}

/// Where records are too few for the strict rules to find a pair, the prior is one other record of the same person for each.
fn with_prior_of_few(bound: Bound<'_>) -> Bound<'_> {
    let mut model = bound.model().clone();
    model.prior.probability = Some(1.0 / (bound.records().n_records() as f64 + 1.0));
    bound.with_parameters_of(&model)
}

/// Makes `m` and `u` of every comparison add up to one. A level that was never seen keeps its starting value, which
/// stands beside those that were estimated and makes the sum more than one; a model file must be one that can be read again.
fn add_up(model: &mut Model) {
    for comparison in &mut model.comparisons {
        let factor = |of: fn(&Level) -> Option<f64>| {
            let sum_of = |is_fixed: bool| {
                let levels = comparison.levels.iter().filter(|level| level.fixed == is_fixed);
                levels.map(of).sum::<Option<f64>>()
            };
            let (fixed, estimated) = (sum_of(true)?, sum_of(false)?);
            (0.0 < estimated).then_some((1.0 - fixed) / estimated)
        };
        let (m, u) = (factor(|level| level.m), factor(|level| level.u));
        for level in comparison.levels.iter_mut().filter(|level| !level.fixed) {
            level.m = level.m.map(|own| own * m.unwrap_or(1.0));
            level.u = level.u.map(|own| own * u.unwrap_or(1.0));
        }
    }
}

/// Hands on every pair worth keeping, and keeps those that link two records.
fn scored<S: PairSink>(
    bound: &Bound<'_>,
    household_rule: Option<&HouseholdRule<'_>>,
    options: &LinkOptions,
    sink: &mut S,
) -> Result<(Links, ScoreSummary), S::Error> {
    let thresholds = bound.model().thresholds;
    let weight_min = match_weight(thresholds.link);
    let is_link = |pair: &&ScoredPair| {
        weight_min <= pair.weight
            && !options.decided.contains_key(&(pair.left, pair.right))
            && household_rule.is_none_or(|rule| rule.allows(pair))
    };
    let mut links = Links::within(options.memory.as_ref());
    let summary = score(bound, match_weight(thresholds.keep), options.n_pairs_max, |pairs| {
        links.extend(pairs.iter().filter(is_link).map(Link::from))?;
        sink.take(pairs)
    })?;
    if !options.accepts_few && summary.rules.iter().all(|rule| rule.n_pairs == 0) {
        return Err(Error::NoPairs.into());
    }
    // What people held to be one person is linked as strongly as can be, whether or not it was compared.
    let same = options.decided.iter().filter(|(_, is_same)| **is_same);
    links.extend(same.map(|((left, right), _)| Link { left: *left, right: *right, weight: f32::MAX }))?;
    Ok((links, summary))
}
