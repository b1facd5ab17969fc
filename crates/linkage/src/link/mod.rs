//! The whole of it in one call: from records and a model to people.

mod decided;
mod left_over;
mod thresholds;
mod told_apart;

pub use decided::Decided;
pub use decided::decided;
pub use thresholds::{Around, AtThreshold};
pub(crate) use told_apart::TellingApart;
pub use told_apart::{HeldApart, Suspect};

use decided::DECIDED_WEIGHT;
use left_over::{Known, LeftOver};
use thresholds::{Clustered, NearLinks, clustered};

use crate::Error;
use crate::bind::Bound;
use crate::blocking::RuleBlocks;
use crate::clusters::{Clusters, Cut, Link, Links};
use crate::estimate::{Note, Reach, Training, train};
use crate::household::HouseholdRule;
use crate::linkage_model::Model;
use crate::memory::MemoryLimit;
use crate::name_origins::NameOrigins;
use crate::person_column::PersonColumn;
use crate::placeholders::{ListedValue, Placeholder};
use crate::quality::{GroupQuality, Quality};
use crate::record_origins::RecordOrigins;
use crate::records::Records;
use crate::score::{Keeping, NumberPairs, PairLevels, ScoreSummary, ScoredPair, match_weight, score};

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
    /// Whether to find who is who at a stricter and a looser threshold too.
    pub around_threshold: bool,
    /// Where names come from, to estimate the error by it.
    pub name_origins: Option<NameOrigins>,
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
        around_threshold: false,
        name_origins: None,
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
    /// The same of records whose names come from one place, by its name; where that was asked for and there are names.
    pub by_origin: Vec<(String, GroupQuality)>,
    /// Who is who at a stricter threshold, and at a looser one if pairs below the chosen one are kept; where that was asked for.
    pub around: Vec<AtThreshold>,
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

    /// Hears which blocking rules were chosen, in the order in which pairs name them, and what the levels of pairs say, before the
    /// first pair comes.
    ///
    /// # Errors
    /// As [`PairSink::take`].
    fn begin(&mut self, _rules: &[&str], _levels: &PairLevels) -> Result<(), Self::Error> {
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
    let rules: Vec<&str> = bound.blocking.iter().map(|rule| rule.text.as_str()).collect();
    sink.begin(&rules, &PairLevels::of(&bound)?)?;
    let household_rule = telling.rule(&bound);
    let mut held_apart = HeldApart::default();
    let Scored { links, near, left_over, summary } =
        scored((&bound, blocks), household_rule.as_ref(), options, &mut held_apart, &mut sink)?;
    sink.end(Stage::Compare)?;
    let model = bound.model().clone();
    let told_apart = (household_rule.as_ref(), &options.decided);
    let changes = near.map(|near| near.changes(records.n_records(), &links)).transpose()?.unwrap_or_default();
    let Clustered { across, links, cuts } = clustered(records, &model, links, told_apart)?;
    let clusters = across.clusters;
    let around = changes.into_iter().map(|changes| changes.clustered(records, &model, &clusters, told_apart));
    let around = around.collect::<Result<Vec<AtThreshold>, Error>>()?;
    held_apart.n_links_across = across.n_links_left_out;
    held_apart.n_unclear = across.n_unclear;
    let rule = household_rule.as_ref();
    held_apart.suspects = rule.map(|rule| rule.suspects(&clusters)).transpose()?.unwrap_or_default();
    let origins = options.name_origins.as_ref();
    let origins = origins
        .map(|origins| RecordOrigins::of(records, &options.columns, options.memory.as_ref(), origins))
        .transpose()?
        .unwrap_or_default();
    let known = Known { holds_once: telling.holds_once(), unreached: reach.missed, numbers: summary.numbers };
    let (quality, by_origin) = left_over.quality(&bound, rule, (&clusters, &links), known, &origins.of_row)?;
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
        by_origin: origins.names.into_iter().zip(by_origin).collect(),
        around,
    })
}

impl Linked {
    /// Nothing to compare: every record is a person of its own.
    fn nobody(records: &Records, model: &Model, telling: TellingApart) -> Linked {
        Linked {
            model: model.clone(),
            notes: Vec::new(),
            reach: Reach::default(),
            summary: ScoreSummary { rules: Vec::new(), numbers: NumberPairs::default() },
            links: Links::within(None),
            clusters: Clusters::connected(records.n_records(), &[]),
            cuts: Vec::new(),
            placeholders: telling.into_placeholders(),
            held_apart: HeldApart::default(),
            quality: Quality::default(),
            by_origin: Vec::new(),
            around: Vec::new(),
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
    near: Option<NearLinks>,
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
    let looser = Around::of(&thresholds).looser.filter(|_| options.around_threshold);
    let keeping = Keeping {
        weight_min: match_weight(thresholds.keep),
        household_rule,
        asked_weight_min: looser.map_or(weight_min, match_weight),
        link_weight_min: weight_min,
    };
    let memory = options.memory.as_ref();
    let mut links = Links::within(memory);
    let mut near = options.around_threshold.then(|| NearLinks::within(&thresholds, memory));
    let mut left_over = LeftOver::within(memory);
    let summary = score((bound, blocks), keeping, options.n_pairs_max, |pairs| {
        held_apart.count(pairs, weight_min);
        links.extend(pairs.iter().filter(is_link).map(Link::from))?;
        if let Some(near) = &mut near {
            near.extend(pairs.iter().filter(|pair| !is_settled(pair)))?;
        }
        left_over.extend(pairs, weight_min, is_settled)?;
        sink.take(pairs)
    })?;
    if !options.accepts_few && summary.rules.iter().all(|rule| rule.n_pairs == 0) {
        return Err(Error::NoPairs.into());
    }
    // What people held to be one person is linked as strongly as can be, whether or not it was compared.
    let same = options.decided.iter().filter(|(_, is_same)| **is_same);
    let same = same.map(|((left, right), _)| Link { left: *left, right: *right, weight: DECIDED_WEIGHT });
    links.extend(same)?;
    Ok(Scored { links, near, left_over, summary })
}
