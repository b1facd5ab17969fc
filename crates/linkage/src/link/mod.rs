//! The whole of it in one call: from records and a model to people.

mod decided;
mod household;

use std::ops::ControlFlow;

pub(crate) use decided::{Decided, decided, kept_apart};
pub(crate) use household::HouseholdRule;
pub use household::keeps_apart;

use crate::Error;
use crate::bind::Bound;
use crate::clusters::{Clusters, Cut, Link, Links, Ties, cluster};
use crate::estimate::{Training, train};
use crate::linkage_model::Model;
use crate::memory::Memory;
use crate::records::Records;
use crate::score::{ScoreSummary, ScoredPair, match_weight, score};

/// What the caller decides and the model does not.
#[derive(Clone, Debug)]
pub struct LinkOptions {
    /// A blocking rule that makes more pairs is refused.
    pub n_pairs_max: u64,
    /// Whether `m`, `u` and the prior are estimated, or taken as the model has them.
    pub train: bool,
    pub ties: Ties,
    /// How much memory rows and links may take; none for all that they need. Results do not depend on it.
    pub memory: Option<Memory>,
}

impl LinkOptions {
    /// Trains, lets a rule make 100 million pairs (method, section 3.1), and breaks ties by id.
    pub const USUAL: LinkOptions =
        LinkOptions { n_pairs_max: 100_000_000, train: true, ties: Ties::LowestId, memory: None };
}

/// Records linked.
#[derive(Debug)]
pub struct Linked {
    /// The model that scored, trained where that was asked for.
    pub model: Model,
    /// None where the model was taken as it is.
    pub training: Option<Training>,
    pub summary: ScoreSummary,
    /// Links at or above the threshold that made the clusters, by cluster.
    pub links: Links,
    pub clusters: Clusters,
    /// Clusters that were too large.
    pub cuts: Vec<Cut>,
}

/// Trains, scores and clusters. Every pair worth keeping goes to `sink` as it is found.
///
/// # Errors
/// Whatever is wrong with model or records: see [`Error`].
pub fn link(
    records: &Records,
    model: &Model,
    options: LinkOptions,
    mut sink: impl FnMut(&[ScoredPair]) -> ControlFlow<()>,
) -> Result<Linked, Error> {
    let thresholds = model.thresholds;
    for value in [thresholds.keep, thresholds.link] {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::ThresholdOutOfRange { value });
        }
    }
    let bound = Bound::within(records, model, options.memory.as_ref())?;
    let training = if options.train { Some(train(&bound)?) } else { None };
    let bound = match &training {
        Some(training) => bound.with_parameters_of(&training.model),
        None => bound,
    };
    let (keep, at_least) = (match_weight(thresholds.keep), match_weight(thresholds.link));
    let mut links = Links::within(options.memory.as_ref());
    let mut written = Ok(());
    let summary = score(&bound, keep, options.n_pairs_max, |pairs| {
        written = links.extend(pairs.iter().filter(|pair| at_least <= pair.weight).map(Link::from));
        if written.is_err() { ControlFlow::Break(()) } else { sink(pairs) }
    })?;
    written?;
    let (clusters, links, cuts) = cluster(records, model, links, options.ties)?;
    Ok(Linked { model: bound.model().clone(), training, summary, links, clusters, cuts })
}
