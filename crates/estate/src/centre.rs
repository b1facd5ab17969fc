//! p-centre: the shortest distance within which few enough sites cover everybody, by halving (Minieka 1970).

use crate::answer::{Answer, Proof, gap};
use crate::formulation::{Costs, Formulation, plan_of};
use crate::location::Model;
use crate::obstacle::obstacles;
use crate::plan::Plan;
use crate::search::{Limits, Searched, Watch, search};

pub fn locate_centre(model: &Model, n_sites: usize, watch: &mut Watch<'_>) -> Answer {
    let mut halving = Halving::new(model, n_sites);
    while halving.low < halving.high {
        let middle = halving.low + (halving.high - halving.low) / 2;
        if !halving.try_at(middle, watch) {
            return halving.broken_off();
        }
    }
    if halving.best.is_none() && halving.low < halving.distances.len() && !halving.try_at(halving.low, watch) {
        return halving.broken_off();
    }
    match halving.best.take() {
        Some(plan) => {
            let (bound, n_nodes) = (plan.value, halving.n_nodes);
            Answer::Plans { plans: vec![plan], proof: Proof { bound, gap: 0.0, is_proved: true, n_nodes } }
        }
        None => Answer::Impossible(obstacles(model, watch)),
    }
}

struct Halving<'m> {
    model: &'m Model,
    n_sites: usize,
    /// Every distance there is, from the shortest that could do.
    distances: Vec<f64>,
    /// The answer is not before this one, and not after that one.
    low: usize,
    high: usize,
    best: Option<Plan>,
    n_nodes: usize,
}

impl Halving<'_> {
    fn new(model: &Model, n_sites: usize) -> Halving<'_> {
        let nearest = model.reach.nearest(model.points.len());
        let least = nearest.iter().flatten().map(|trip| trip.distance).fold(0.0, f64::max);
        let possible = model.reach.within(model.limit).map(|trip| trip.distance).filter(|far| least <= *far);
        let mut distances: Vec<f64> = possible.collect();
        distances.sort_by(f64::total_cmp);
        distances.dedup();
        let high = distances.len().saturating_sub(1);
        Halving { model, n_sites, distances, low: 0, high, best: None, n_nodes: 0 }
    }

    /// Tries one distance and halves what is left; whether the search came to an end.
    fn try_at(&mut self, at: usize, watch: &mut Watch<'_>) -> bool {
        let costs = Costs { per_distance: 0.0, site: |_| 1.0, may_leave_out: false };
        let formulation = Formulation::with(self.model, Some(self.distances[at]), &costs);
        let n_sites = self.n_sites as f64;
        let limits = Limits { n_plans: 1, good_enough: n_sites + 0.5, too_dear: n_sites + 1e-6 };
        let Searched { plans, n_nodes, is_proved, .. } = search(&formulation.problem, limits, watch);
        self.n_nodes += n_nodes;
        match plans.first().filter(|plan| plan.value <= n_sites + 0.5) {
            Some(serving) => {
                self.keep(plan_of(self.model, &formulation, serving), at);
                true
            }
            None => {
                self.low = (at + 1).min(self.distances.len());
                is_proved
            }
        }
    }

    /// Keeps a plan; its people may all be nearer than the distance that was tried.
    fn keep(&mut self, mut plan: Plan, at: usize) {
        plan.value = plan.visits.iter().map(|visit| visit.distance).fold(0.0, f64::max);
        let reached = self.distances.partition_point(|distance| *distance < plan.value);
        self.high = reached.min(at);
        self.low = self.low.min(self.high);
        self.best = Some(plan);
    }

    fn broken_off(self) -> Answer {
        let bound = self.distances.get(self.low).copied().unwrap_or(0.0);
        match self.best {
            Some(plan) => {
                let gap = gap(plan.value, bound, false);
                let proof = Proof { bound, gap, is_proved: false, n_nodes: self.n_nodes };
                Answer::Plans { plans: vec![plan], proof }
            }
            None => Answer::Unknown { bound, n_nodes: self.n_nodes },
        }
    }
}
