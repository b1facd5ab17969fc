//! Finding good prices: a subgradient method that goes on in part in the direction it came from (Camerini et al. 1975).

use std::collections::HashSet;

use super::allocate::allocate;
use super::plans::Serving;
use super::problem::{Choice, Problem};
use super::relaxation::{Fixings, Prices, Relaxed, fix_sites, relax};

/// How long to look for prices.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    pub n_iterations: usize,
    /// The step at first, as a share of the distance to the best plan.
    pub step: f64,
    /// Iterations without a better bound after which the step is halved.
    pub patience: usize,
    /// After how many iterations what is chosen is tried as a plan again.
    pub try_every: usize,
}

/// What must be beaten for a plan to be of interest.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub to_beat: f64,
    /// Whether plans have been found that set it; if not, it is only more than any plan can cost.
    pub is_a_plan: bool,
    pub is_whole: bool,
}

impl Target {
    /// Whether nothing at or above a bound is of interest.
    pub fn is_hopeless(self, bound: f64) -> bool {
        let slack = match self.is_whole && self.is_a_plan {
            true => 1.0 - 1e-6,
            false => 1e-9 * self.to_beat.abs().max(1e-3),
        };
        self.to_beat - slack <= bound
    }
}

/// A part of the search after its bound was computed.
pub struct Bounded {
    pub bound: f64,
    pub fixings: Fixings,
    pub prices: Prices,
    /// How often each site, stall and link was chosen of late.
    pub sites: Vec<f64>,
    pub stalls: Vec<f64>,
    pub links: Vec<f64>,
}

/// Bounds a part of the search; `go_on` is asked now and then. None where nothing of interest is left in it.
pub fn bound(
    problem: &Problem,
    fixings: Fixings,
    prices: Prices,
    target: Target,
    effort: Effort,
    go_on: &mut dyn FnMut(f64) -> bool,
) -> (Option<Bounded>, Vec<Serving>) {
    let mut ascent = Ascent::new(problem, fixings, prices, target, effort);
    for iteration in 0..effort.n_iterations {
        match ascent.step(iteration) {
            Outcome::Dead => return (None, ascent.plans),
            Outcome::Settled => break,
            Outcome::Onwards => {}
        }
        if iteration % 16 == 15 && !go_on(ascent.bound) {
            break;
        }
    }
    let plans = std::mem::take(&mut ascent.plans);
    (Some(ascent.into_bounded()), plans)
}

enum Outcome {
    Onwards,
    /// No better prices are to be expected.
    Settled,
    Dead,
}

struct Ascent<'p> {
    problem: &'p Problem,
    fixings: Fixings,
    target: Target,
    effort: Effort,
    prices: Prices,
    best_prices: Prices,
    bound: f64,
    step: f64,
    n_idle: usize,
    direction: Vec<f64>,
    budget_direction: f64,
    sites: Vec<f64>,
    stalls: Vec<f64>,
    links: Vec<f64>,
    tried: HashSet<Vec<usize>>,
    plans: Vec<Serving>,
}

/// What of the former direction is kept, and how fast frequencies forget.
const MOMENTUM: f64 = 0.5;
const FORGET: f64 = 0.08;

impl<'p> Ascent<'p> {
    fn new(problem: &'p Problem, fixings: Fixings, prices: Prices, target: Target, effort: Effort) -> Ascent<'p> {
        Ascent {
            problem,
            fixings,
            target,
            effort,
            best_prices: prices.clone(),
            prices,
            bound: f64::NEG_INFINITY,
            step: effort.step,
            n_idle: 0,
            direction: vec![0.0; problem.n_rows()],
            budget_direction: 0.0,
            sites: vec![0.5; problem.sites.len()],
            stalls: vec![0.5; problem.stalls.len()],
            links: vec![0.5; if problem.is_limited() { problem.link_rows.len() } else { 0 }],
            tried: HashSet::new(),
            plans: Vec::new(),
        }
    }

    fn step(&mut self, iteration: usize) -> Outcome {
        let Some(relaxed) = relax(self.problem, &self.fixings, &self.prices) else { return Outcome::Dead };
        self.note(&relaxed);
        let is_better = self.bound < relaxed.bound;
        if is_better {
            self.n_idle = if relaxed.bound - self.bound < 1e-7 * self.bound.abs() { self.n_idle + 1 } else { 0 };
            self.bound = relaxed.bound;
            self.best_prices = self.prices.clone();
        } else {
            self.n_idle += 1;
        }
        if self.target.is_hopeless(self.bound) {
            return Outcome::Dead;
        }
        let target = self.target;
        fix_sites(self.problem, &mut self.fixings, &relaxed, |bound| target.is_hopeless(bound));
        if iteration.is_multiple_of(self.effort.try_every) {
            self.try_plan(&relaxed.stalls);
        }
        if self.effort.patience <= self.n_idle {
            self.n_idle = 0;
            self.step /= 2.0;
            self.prices = self.best_prices.clone();
            self.direction.fill(0.0);
            self.budget_direction = 0.0;
            return if self.step < 1e-4 { Outcome::Settled } else { Outcome::Onwards };
        }
        self.move_prices(&relaxed)
    }

    /// Raises the prices of rows that nobody serves and lowers those of rows served too often.
    fn move_prices(&mut self, relaxed: &Relaxed) -> Outcome {
        let mut length = 0.0;
        for row in 0..self.direction.len() {
            let price = self.prices.rows[row];
            let unserved = self.fixings.unserved(self.problem, row);
            let missing = 1.0 - relaxed.served[row];
            // A price that stands at its limit cannot go further.
            let is_stuck = (unserved <= price && 0.0 < missing) || (price <= 0.0 && missing < 0.0);
            self.direction[row] = MOMENTUM * self.direction[row] + if is_stuck { 0.0 } else { missing };
            length += self.direction[row] * self.direction[row];
        }
        let overspent = self.problem.budget.map_or(0.0, |budget| (relaxed.money - budget) / budget.abs().max(1.0));
        self.budget_direction = MOMENTUM * self.budget_direction + overspent;
        if self.prices.budget <= 0.0 {
            self.budget_direction = self.budget_direction.max(0.0);
        }
        length += self.budget_direction * self.budget_direction;
        if length < 1e-12 {
            self.try_plan(&relaxed.stalls);
            return Outcome::Settled;
        }
        let goal = match self.target.is_a_plan {
            true => self.target.to_beat.max(self.bound),
            false => self.target.to_beat.min(self.bound + 0.05 * self.bound.abs() + 1.0),
        };
        let step = self.step * (goal - relaxed.bound).max(1e-6 * goal.abs()) / length;
        for (row, direction) in self.direction.iter().enumerate() {
            let unserved = self.fixings.unserved(self.problem, row);
            self.prices.rows[row] = (self.prices.rows[row] + step * direction).clamp(0.0, unserved);
        }
        let scale = self.problem.budget.map_or(1.0, |budget| budget.abs().max(1.0));
        self.prices.budget = (self.prices.budget + step * self.budget_direction / scale).max(0.0);
        Outcome::Onwards
    }

    fn note(&mut self, relaxed: &Relaxed) {
        self.sites.iter_mut().for_each(|often| *often *= 1.0 - FORGET);
        relaxed.chosen.iter().for_each(|site| self.sites[*site] += FORGET);
        self.stalls.iter_mut().for_each(|often| *often *= 1.0 - FORGET);
        relaxed.stalls.iter().for_each(|stall| self.stalls[*stall] += FORGET);
        if !self.links.is_empty() {
            self.links.iter_mut().for_each(|often| *often *= 1.0 - FORGET);
            relaxed.links.iter().for_each(|(link, share)| self.links[*link] += FORGET * share);
        }
    }

    fn try_plan(&mut self, stalls: &[usize]) {
        if self.tried.insert(stalls.to_vec()) {
            self.plans.extend(allocate(self.problem, stalls, |_| true));
        }
    }

    fn into_bounded(self) -> Bounded {
        Bounded {
            bound: self.bound,
            fixings: self.fixings,
            prices: self.best_prices,
            sites: self.sites,
            stalls: self.stalls,
            links: self.links,
        }
    }
}

/// Prices to begin with: what each row costs in a plan, or its cheapest link with a share of what opening costs.
pub fn first_prices(problem: &Problem, plan: Option<&Serving>) -> Prices {
    let mut rows = vec![f64::INFINITY; problem.n_rows()];
    for (link, row) in problem.link_rows.iter().enumerate() {
        let stall = &problem.stalls[problem.link_stalls[link] as usize];
        let opening = (stall.cost + problem.sites[stall.site].cost).max(0.0);
        let cost = problem.link_costs[link] + opening / stall.links.len() as f64;
        rows[*row as usize] = rows[*row as usize].min(cost);
    }
    for (link, share) in plan.into_iter().flat_map(|plan| &plan.links) {
        let row = problem.link_rows[*link] as usize;
        rows[row] = rows[row].max(problem.link_costs[*link] * share);
    }
    for (row, price) in rows.iter_mut().enumerate() {
        // A row without any link is left unserved, if that may be.
        *price = price.min(problem.unserved[row]);
        if price.is_infinite() {
            *price = 0.0;
        }
    }
    Prices { rows, budget: 0.0 }
}

/// Whether everything about sites and stalls is decided.
pub fn is_settled(problem: &Problem, fixings: &Fixings) -> bool {
    let site = |at: usize| fixings.sites[at] != Choice::Free;
    let stall = |at: usize| {
        let site = problem.stalls[at].site;
        problem.sites[site].is_its_stall || fixings.sites[site] == Choice::Closed || fixings.stalls[at] != Choice::Free
    };
    (0..problem.sites.len()).all(site) && (0..problem.stalls.len()).all(stall)
}
