//! What an answer to a location model says, and what was proved.

use crate::obstacle::Obstacle;
use crate::plan::Plan;

/// What was proved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// No plan can be better than this.
    pub bound: f64,
    /// How far the first plan may be from the best, as a share of the bound; nought where it is proved to be the best.
    pub gap: f64,
    pub is_proved: bool,
    pub n_nodes: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The best plans, the best first.
    Plans { plans: Vec<Plan>, proof: Proof },
    /// No plan meets every condition, and why.
    Impossible(Vec<Obstacle>),
    /// The search was broken off before any plan was found.
    Unknown { bound: f64, n_nodes: usize },
}

impl Answer {
    pub fn best(&self) -> Option<&Plan> {
        match self {
            Answer::Plans { plans, .. } => plans.first(),
            _ => None,
        }
    }
}

/// How far a value may be from the bound, as a share of it.
pub(crate) fn gap(value: f64, bound: f64, is_proved: bool) -> f64 {
    match is_proved || value == bound {
        true => 0.0,
        false => (value - bound).abs() / bound.abs().max(1e-9),
    }
}
