//! The answer to a location model, with its proof.

use crate::answer::{Answer, Proof, gap};
use crate::centre::locate_centre;
use crate::formulation::{Formulation, plan_of};
use crate::location::{Model, Question};
use crate::obstacle::{obstacles, plain_obstacles};
use crate::plan::Plan;
use crate::search::{Limits, Watch, search};

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
