//! The answer to a location model, with its proof.

use crate::centre::locate_centre;
use crate::formulation::{Formulation, plan_of};
use crate::location::{Model, Question};
use crate::obstacle::{Obstacle, obstacles, plain_obstacles};
use crate::plan::Plan;
use crate::search::{Limits, Watch, search};

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

/// Finds the best plan and as many of the next best as are asked for; `watch` may break the search off.
pub fn locate(model: &Model, n_plans: usize, watch: &mut Watch<'_>) -> Answer {
    let plain = plain_obstacles(model);
    if !plain.is_empty() {
        return Answer::Impossible(plain);
    }
    if let Question::Centre { n_sites } = model.question {
        return locate_centre(model, n_sites, watch);
    }
    let formulation = Formulation::of(model);
    let searched = search(&formulation.problem, Limits::best(n_plans), watch);
    if searched.plans.is_empty() {
        return match searched.is_proved {
            true => Answer::Impossible(obstacles(model, watch)),
            false => Answer::Unknown { bound: searched.bound, n_nodes: searched.n_nodes },
        };
    }
    let plans: Vec<Plan> = searched.plans.iter().map(|serving| plan_of(model, &formulation, serving)).collect();
    let bound = formulation.value_of(searched.bound);
    let gap = gap(plans[0].value, bound, searched.is_proved);
    Answer::Plans { plans, proof: Proof { bound, gap, is_proved: searched.is_proved, n_nodes: searched.n_nodes } }
}

pub(crate) fn gap(value: f64, bound: f64, is_proved: bool) -> f64 {
    match is_proved || value == bound {
        true => 0.0,
        false => (value - bound).abs() / bound.abs().max(1e-9),
    }
}
