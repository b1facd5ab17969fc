//! Who hands to whom.

use crate::pairs::PairCounts;
use crate::{Attribute, Pair, Traces};

/// Steps between events of different agencies, teams, people or files.
#[derive(Debug, Clone, PartialEq)]
pub struct Handoffs {
    /// Which of these.
    pub attribute: Attribute,
    /// Steps that stay with the same one are pairs too, from it to itself.
    pub pairs: Vec<Pair>,
    /// Steps from one to another.
    pub n_handoffs: u64,
    /// Steps that stay with the same one.
    pub n_same: u64,
    /// Steps of which one event or both do not say who.
    pub n_unknown: u64,
    /// Every step: what the matrix of handover of work is divided by.
    pub n_steps: u64,
    /// Events whose order towards the one before them is unknown, as in [`crate::Graph`].
    pub n_tied: u64,
}

/// Counts the steps between two events that both say who, by who.
///
/// A name that stands for nobody, such as `EMPTY`, is counted like any other: only its owner knows what it means.
pub fn handoffs(traces: &Traces, attribute: Attribute) -> Handoffs {
    let names = attribute.names(traces.log);
    let mut counts = PairCounts::of(names.len());
    let (mut n_unknown, mut n_tied) = (0, 0);
    for trace in traces.iter() {
        trace.each_step(|from, to| match (attribute.of(trace.event(from)), attribute.of(trace.event(to))) {
            (Some(from), Some(to)) => counts.add(from, to),
            _ => n_unknown += 1,
        });
        n_tied += trace.n_tied() as u64;
    }
    let pairs = counts.sorted(names);
    let n_of = |is_counted: fn(&Pair) -> bool| pairs.iter().filter(|pair| is_counted(pair)).map(|pair| pair.n).sum();
    let (n_handoffs, n_same): (u64, u64) = (n_of(|pair| pair.from != pair.to), n_of(|pair| pair.from == pair.to));
    let n_steps = n_handoffs + n_same + n_unknown;
    Handoffs { attribute, pairs, n_handoffs, n_same, n_unknown, n_steps, n_tied }
}

impl Handoffs {
    /// The pairs that are hand-offs, the most frequent first.
    pub fn between(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter().filter(|pair| pair.from != pair.to)
    }

    /// The share of a pair in the matrix of handover of work (beta 0): of all steps, those within one agency too
    /// (van der Aalst, Reijers and Song 2005, as PM4Py computes it).
    pub fn share(&self, pair: &Pair) -> f64 {
        pair.n as f64 / self.n_steps as f64
    }
}
