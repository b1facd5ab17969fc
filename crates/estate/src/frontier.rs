//! Money against access: the plans of which none is both cheaper and nearer, and what each closure costs whom.

use money::Money;

use crate::answer::{Answer, Proof};
use crate::locate::locate;
use crate::location::{Choice, Model, Question};
use crate::plan::{Access, Plan};
use crate::search::Watch;

/// The nearest plan within some money.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPlan {
    pub plan: Plan,
    pub access: Access,
    pub proof: Proof,
}

/// The frontier by the epsilon constraint: the nearest plan of all, then the nearest that costs less, and so on.
///
/// Where there would be more than `n_max` plans, the budget falls in even steps, and plans between them are left out.
/// The dearest comes first. Empty where no plan meets the conditions at all.
pub fn frontier(model: &Model, n_max: usize, watch: &mut Watch<'_>) -> Vec<FrontierPlan> {
    let everything =
        model.sites.iter().filter(|site| site.state != Choice::Closed).map(|site| site.cost).sum::<Money>();
    let Some(least) = cheapest(model, watch) else { return Vec::new() };
    let step = if exceeds(model, n_max) { (everything - least).pence() / n_max.max(1) as i64 } else { 1 };
    let mut plans: Vec<FrontierPlan> = Vec::new();
    let mut budget = everything;
    while let Some(next) = nearest_within(model, budget, watch) {
        budget = next.plan.money - Money::from_pence(step.max(1));
        // The last step may jump over the cheapest plan.
        if budget < least && least < next.plan.money {
            budget = least;
        }
        // A plan as near as the one before is better, for it costs less.
        if plans.last().is_some_and(|last| next.access.total <= last.access.total) {
            plans.pop();
        }
        plans.push(next);
    }
    plans
}

/// Whether there can be more plans than are asked for.
fn exceeds(model: &Model, n_max: usize) -> bool {
    let n_free = model.sites.iter().filter(|site| site.state == Choice::Free).count();
    n_free >= usize::BITS as usize || n_max < 1 << n_free
}

/// The least money that meets every condition.
fn cheapest(model: &Model, watch: &mut Watch<'_>) -> Option<Money> {
    let model = Model { question: Question::Cheapest { pounds_per_unit: 0.0 }, ..model.clone() };
    locate(&model, 1, watch).best().map(|plan| plan.money)
}

fn nearest_within(model: &Model, budget: Money, watch: &mut Watch<'_>) -> Option<FrontierPlan> {
    let model = Model { question: Question::WithinBudget { budget }, ..model.clone() };
    match locate(&model, 1, watch) {
        Answer::Plans { mut plans, proof } => {
            let plan = plans.swap_remove(0);
            Some(FrontierPlan { access: plan.access(&model), plan, proof })
        }
        Answer::Impossible(_) | Answer::Unknown { .. } => None,
    }
}

/// What closing one open site would mean, with everybody sent to the nearest site that stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    pub site: usize,
    /// What it saves each year, before anything that closing costs.
    pub saves: Money,
    /// Points with people who would go further, by how much further; the worst first.
    pub further: Vec<Further>,
    /// Points that would have no open site within the limit.
    pub stranded: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Further {
    pub point: usize,
    pub people: f64,
    pub before: f64,
    pub after: f64,
}

impl Closure {
    /// People times the distance that they would go further.
    pub fn total(&self) -> f64 {
        self.further.iter().map(|further| further.people * (further.after - further.before)).sum()
    }

    pub fn n_people(&self) -> f64 {
        self.further.iter().map(|further| further.people).sum()
    }
}

/// What each closure would cost whom; rooms are taken to be large enough for those who come.
pub fn closures(model: &Model, plan: &Plan) -> Vec<Closure> {
    let mut by_point: Vec<Vec<(f64, usize)>> = vec![Vec::new(); model.points.len()];
    let mut is_open = vec![false; model.sites.len()];
    plan.open.iter().for_each(|site| is_open[*site] = true);
    for trip in model.reach.within(model.limit).filter(|trip| is_open[trip.site]) {
        by_point[trip.point].push((trip.distance, trip.site));
    }
    by_point.iter_mut().for_each(|trips| trips.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))));
    plan.open.iter().map(|site| closure(model, plan, &by_point, *site)).collect()
}

fn closure(model: &Model, plan: &Plan, by_point: &[Vec<(f64, usize)>], site: usize) -> Closure {
    let mut closure = Closure { site, saves: model.sites[site].cost, further: Vec::new(), stranded: Vec::new() };
    for visit in plan.visits.iter().filter(|visit| visit.site == site) {
        let people = model.points[visit.point].people * visit.share;
        match by_point[visit.point].iter().find(|(_, other)| *other != site) {
            Some((after, _)) => {
                closure.further.push(Further { point: visit.point, people, before: visit.distance, after: *after });
            }
            None => closure.stranded.push(visit.point),
        }
    }
    let more = |further: &Further| further.after - further.before;
    closure.further.sort_by(|a, b| more(b).total_cmp(&more(a)).then(a.point.cmp(&b.point)));
    closure
}
