//! The whole of it in one call: from records and a model to people.

mod decided;
mod left_over;
mod told_apart;

pub use decided::Decided;
pub(crate) use decided::decided;
pub(crate) use told_apart::TellingApart;
pub use told_apart::{HeldApart, Suspect};

use decided::{AcrossLinks, DECIDED_WEIGHT, kept_apart};
use left_over::LeftOver;

use crate::Error;
use crate::bind::Bound;
use crate::blocking::RuleBlocks;
use crate::clusters::{Clusters, Cut, Link, Links, cluster};
use crate::estimate::{Note, Reach, Training, train};
use crate::household::HouseholdRule;
use crate::linkage_model::Model;
use crate::memory::MemoryLimit;
use crate::person_column::PersonColumn;
use crate::placeholders::{ListedValue, Placeholder};
use crate::quality::Quality;
use crate::records::Records;
use crate::score::{Keeping, ScoreSummary, ScoredPair, match_weight, score};

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
    /// Whether what a household has in common is no evidence, and placeholders count as missing.
    pub tells_households_apart: bool,
    /// What columns say of a person that are not called as in `person_record`.
    pub columns: Vec<(String, PersonColumn)>,
    /// Placeholders beyond those of the shipped list.
    pub placeholders: Vec<ListedValue>,
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
        tells_households_apart: true,
        columns: Vec::new(),
        placeholders: Vec::new(),
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
    /// Which rules brought records together, and the share of matches that none did.
    pub reach: Reach,
    pub summary: ScoreSummary,
    /// Links at or above the threshold that made the clusters, by cluster.
    pub links: Links,
    pub clusters: Clusters,
    /// Clusters that were too large.
    pub cuts: Vec<Cut>,
    /// What counts as missing though something is written there.
    pub placeholders: Vec<Placeholder>,
    /// What the rule for households came to.
    pub held_apart: HeldApart,
    /// How much is missed and how much is wrong, as far as one can tell without knowing the truth.
    pub quality: Quality,
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

    /// Hears which blocking rules were chosen, in the order in which pairs name them, before the first pair comes.
    ///
    /// # Errors
    /// As [`PairSink::take`].
    fn begin(&mut self, _rules: &[&str]) -> Result<(), Self::Error> {
        Ok(())
    }

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
    let telling = TellingApart::of(records, options)?;
    let (bound, Trained { notes, reach, blocks }) = match bound_and_trained(records, model, &telling, options) {
        Err(Error::AllMissing { .. }) if options.accepts_few => return Ok(Linked::nobody(records, model, telling)),
        trained => trained?,
    };
    sink.end(Stage::Train)?;
    sink.begin(&bound.blocking.iter().map(|rule| rule.text.as_str()).collect::<Vec<_>>())?;
    let household_rule = telling.rule(&bound);
    let mut held_apart = HeldApart::default();
    let Scored { links, left_over, summary } =
        scored((&bound, blocks), household_rule.as_ref(), options, &mut held_apart, &mut sink)?;
    sink.end(Stage::Compare)?;
    let model = bound.model().clone();
    let (clusters, links, cuts) = cluster(records, &model, links)?;
    let unlike = household_rule.as_ref().map(|rule| rule.unlike(&clusters)).transpose()?.unwrap_or_default();
    let AcrossLinks { clusters, n_links_left_out, n_unclear } = kept_apart(clusters, &links, &options.decided, unlike)?;
    held_apart.n_links_across = n_links_left_out;
    held_apart.n_unclear = n_unclear;
    held_apart.suspects = household_rule.map(|rule| rule.suspects(&clusters)).transpose()?.unwrap_or_default();
    let quality = left_over.quality(&bound, (&clusters, &links), (telling.holds_once(), reach.missed))?;
    sink.end(Stage::Cluster)?;
    Ok(Linked {
        model,
        notes,
        reach,
        summary,
        links,
        clusters,
        cuts,
        placeholders: telling.into_placeholders(),
        held_apart,
        quality,
    })
}

impl Linked {
    /// Nothing to compare: every record is a person of its own.
    fn nobody(records: &Records, model: &Model, telling: TellingApart) -> Linked {
        Linked {
            model: model.clone(),
            notes: Vec::new(),
            reach: Reach::default(),
            summary: ScoreSummary { rules: Vec::new() },
            links: Links::within(None),
            clusters: Clusters::connected(records.n_records(), &[]),
            cuts: Vec::new(),
            placeholders: telling.into_placeholders(),
            held_apart: HeldApart::default(),
            quality: Quality::default(),
        }
    }
}

/// What a training says beside the model.
#[derive(Default)]
struct Trained {
    notes: Vec<Note>,
    reach: Reach,
    /// The blocks of the blocking rules, which scoring needs too.
    blocks: Option<Vec<RuleBlocks>>,
}

/// The binding with its parameters estimated, where that is asked for.
fn bound_and_trained<'r>(
    records: &'r Records,
    model: &Model,
    telling: &TellingApart,
    options: &LinkOptions,
) -> Result<(Bound<'r>, Trained), Error> {
    let memory = options.memory.as_ref();
    if !options.train {
        return Ok((telling.bound(records, model, memory)?, Trained::default()));
    }
    trained(telling.bound(records, model, memory)?, options)
}

fn trained<'r>(bound: Bound<'r>, options: &LinkOptions) -> Result<(Bound<'r>, Trained), Error> {
    let (bound, training) = match train(&bound, options.tells_households_apart) {
        Err(Error::PriorUnknown) if options.accepts_few => {
            let bound = with_prior_of_few(bound);
            let training = train(&bound, options.tells_households_apart)?;
            (bound, training)
        }
        training => (bound, training?),
    };
    let Training { model, notes, reach, blocks } = training;
    let bound = bound.with_parameters_of(&model);
    Ok((bound, Trained { notes, reach, blocks: Some(blocks) }))
}

/// Where records are too few for the strict rules to find a pair, the prior is one other record of the same person for each.
fn with_prior_of_few(bound: Bound<'_>) -> Bound<'_> {
    let mut model = bound.model().clone();
    model.prior.probability = Some(1.0 / (bound.records().n_records() as f64 + 1.0));
    bound.with_parameters_of(&model)
}

/// Pairs that were scored.
struct Scored {
    links: Links,
    left_over: LeftOver,
    summary: ScoreSummary,
}

/// Hands on every pair worth keeping, and keeps those that link two records.
fn scored<S: PairSink>(
    (bound, blocks): (&Bound<'_>, Option<Vec<RuleBlocks>>),
    household_rule: Option<&HouseholdRule<'_>>,
    options: &LinkOptions,
    held_apart: &mut HeldApart,
    sink: &mut S,
) -> Result<Scored, S::Error> {
    let thresholds = bound.model().thresholds;
    let weight_min = match_weight(thresholds.link);
    let is_settled = |pair: &ScoredPair| options.decided.contains_key(&(pair.left, pair.right));
    let is_link = |pair: &&ScoredPair| weight_min <= pair.weight && !is_settled(pair) && pair.apart.is_none();
    let keeping = Keeping { weight_min: match_weight(thresholds.keep), household_rule, link_weight_min: weight_min };
    let mut links = Links::within(options.memory.as_ref());
    let mut left_over = LeftOver::within(options.memory.as_ref());
    let summary = score((bound, blocks), keeping, options.n_pairs_max, |pairs| {
        held_apart.count(pairs);
        links.extend(pairs.iter().filter(is_link).map(Link::from))?;
        left_over.extend(pairs, weight_min, is_settled)?;
        sink.take(pairs)
    })?;
    if !options.accepts_few && summary.rules.iter().all(|rule| rule.n_pairs == 0) {
        return Err(Error::NoPairs.into());
    }
    // What people held to be one person is linked as strongly as can be, whether or not it was compared.
    let same = options.decided.iter().filter(|(_, is_same)| **is_same);
    links.extend(same.map(|((left, right), _)| Link { left: *left, right: *right, weight: DECIDED_WEIGHT }))?;
    Ok(Scored { links, left_over, summary })
}
