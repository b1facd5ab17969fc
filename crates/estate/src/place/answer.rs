//! The answer to a question about a place's buildings.

use model::tables::PlanRole;
use money::Money;

use super::closure::{PlaceClosure, closures};
use super::inputs::{Assembled, Inputs, assemble};
use super::obstacle::PlaceObstacle;
use super::plan::PlacePlan;
use crate::answer::Proof;
use crate::roof::{Estate, RoofAnswer, RoofPlan, share_roofs};
use crate::search::Watch;

/// The plans for one question, what each closure would mean, and what stands in the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceAnswer {
    pub question: String,
    pub title: String,
    pub plans: Vec<PlacePlan>,
    pub closures: Vec<PlaceClosure>,
    pub obstacles: Vec<PlaceObstacle>,
}

/// Finds the best plan, the next best, and the frontier of money against access.
pub fn answer(inputs: Inputs<'_>, watch: &mut Watch<'_>) -> PlaceAnswer {
    let question = inputs.question;
    let start = PlaceAnswer { question: question.id.clone(), title: question.title.clone(), ..PlaceAnswer::default() };
    let mut assembled = match assemble(inputs) {
        Ok(assembled) => assembled,
        Err(obstacles) => return PlaceAnswer { obstacles, ..start },
    };
    let mut obstacles = std::mem::take(&mut assembled.notes);
    let mut plans = Vec::new();
    match share_roofs(&assembled.estate, 1 + question.n_next_best, watch) {
        RoofAnswer::Plans { plans: best, proof } => {
            plans.extend(best.iter().enumerate().map(|(at, plan)| ranked(&assembled, plan, at, proof)));
            plans.extend(frontier(&assembled, watch));
        }
        RoofAnswer::Impossible(why) => obstacles.extend(why.into_iter().map(PlaceObstacle::Roof)),
        RoofAnswer::Unknown { n_nodes, .. } => obstacles.push(PlaceObstacle::BrokenOff { n_nodes }),
    }
    PlaceAnswer { plans, closures: closures(&assembled), obstacles, ..start }
}

/// The best plan first; of the next best it is proved only that none between is missing.
fn ranked(assembled: &Assembled<'_>, plan: &RoofPlan, at: usize, proof: Proof) -> PlacePlan {
    let gap = |bound: f64| ((plan.value - bound) / bound.abs().max(1e-9)).max(0.0);
    let (role, rank, gap) = match at {
        0 => (PlanRole::Best, 1, proof.gap),
        _ => (PlanRole::NextBest, at, gap(proof.bound)),
    };
    PlacePlan::of(assembled, plan, role, rank, Proof { gap, ..proof })
}

/// The nearest plan of all, then the nearest for less money in even steps, down to the cheapest (epsilon constraint). Plans
/// that another beats in both are left out.
fn frontier(assembled: &Assembled<'_>, watch: &mut Watch<'_>) -> Vec<PlacePlan> {
    let n_max = assembled.inputs.question.n_frontier;
    if n_max == 0 {
        return Vec::new();
    }
    let cheapest = Estate { pounds_per_unit: 0.0, ..assembled.estate.clone() };
    let nearest = Estate { is_access_alone: true, pounds_per_unit: 1.0, ..assembled.estate.clone() };
    let Some((least, _)) = best(&cheapest, watch) else { return Vec::new() };
    let Some((first, proof)) = best(&nearest, watch) else { return Vec::new() };
    let step = (first.money() - least.money()).pence() / (n_max as i64 - 1).max(1);
    let mut budgets: Vec<Money> =
        (1..n_max as i64 - 1).map(|at| first.money() - Money::from_pence(step * at)).collect();
    // The last step is the least money itself, whatever the rounding.
    if 1 < n_max && least.money() < first.money() {
        budgets.push(least.money());
    }
    let mut found: Vec<(RoofPlan, Proof)> = vec![(first, proof)];
    for budget in budgets {
        found.extend(best(&Estate { budget: Some(budget), ..nearest.clone() }, watch));
    }
    let kept = undominated(found, &assembled.estate);
    let plans = kept.iter().enumerate();
    plans.map(|(at, (plan, proof))| PlacePlan::of(assembled, plan, PlanRole::Frontier, at + 1, *proof)).collect()
}

fn best(estate: &Estate, watch: &mut Watch<'_>) -> Option<(RoofPlan, Proof)> {
    match share_roofs(estate, 1, watch) {
        RoofAnswer::Plans { mut plans, proof } => Some((plans.swap_remove(0), proof)),
        RoofAnswer::Impossible(_) | RoofAnswer::Unknown { .. } => None,
    }
}

/// Plans of which none is both as cheap and as near as another, each once; the dearest first.
fn undominated(mut found: Vec<(RoofPlan, Proof)>, estate: &Estate) -> Vec<(RoofPlan, Proof)> {
    let measure = |plan: &RoofPlan| (plan.money(), plan.total_distance(estate));
    found.sort_by(|(a, _), (b, _)| {
        let ((money_a, way_a), (money_b, way_b)) = (measure(a), measure(b));
        money_a.cmp(&money_b).then(way_a.total_cmp(&way_b))
    });
    let mut kept: Vec<(RoofPlan, Proof)> = Vec::new();
    for (plan, proof) in found {
        let way = measure(&plan).1;
        if kept.last().is_none_or(|(last, _)| way + 1e-9 < measure(last).1) {
            kept.push((plan, proof));
        }
    }
    kept.reverse();
    kept
}
