//! The best way to share roofs, with its proof, and what it means for each body.

use std::collections::BTreeMap;

use money::Money;

use super::Estate;
use super::formulation::RoofFormulation;
use super::obstacle::{RoofObstacle, plain_obstacles};
use crate::answer::{Proof, gap};
use crate::search::{Limits, Serving, Watch, search};

/// The people of one point who need a service, and where they find it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceVisit {
    /// Among the needs of the estate.
    pub need: usize,
    pub building: usize,
    pub distance: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RoofPlan {
    /// Pounds and weighted distance together, as the search made it as small as possible.
    pub value: f64,
    /// Services offered: (building, service).
    pub offers: Vec<(usize, usize)>,
    pub open: Vec<usize>,
    /// Buildings that close, and that open.
    pub closes: Vec<usize>,
    pub opens: Vec<usize>,
    /// Services that move into a building: (building, service).
    pub moves: Vec<(usize, usize)>,
    pub visits: Vec<ServiceVisit>,
    /// What each body pays: buildings by who pays for them, moves by whose service it is.
    pub money_by_body: BTreeMap<String, Money>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RoofAnswer {
    Plans { plans: Vec<RoofPlan>, proof: Proof },
    Impossible(Vec<RoofObstacle>),
    Unknown { bound: f64, n_nodes: usize },
}

impl RoofPlan {
    pub fn money(&self) -> Money {
        self.money_by_body.values().copied().sum()
    }

    /// People times distance, over all services.
    pub fn total_distance(&self, estate: &Estate) -> f64 {
        self.visits.iter().map(|visit| estate.needs[visit.need].people * visit.distance).sum()
    }
}

/// Finds the best plans for an estate; `watch` may break the search off.
pub fn share_roofs(estate: &Estate, n_plans: usize, watch: &mut Watch<'_>) -> RoofAnswer {
    let plain = plain_obstacles(estate);
    if !plain.is_empty() {
        return RoofAnswer::Impossible(plain);
    }
    let formulation = RoofFormulation::of(estate, false);
    let searched = search(&formulation.problem, Limits::best(n_plans), watch);
    if searched.plans.is_empty() {
        return match searched.is_proved {
            true => RoofAnswer::Impossible(left_out(estate, watch)),
            false => RoofAnswer::Unknown { bound: searched.bound, n_nodes: searched.n_nodes },
        };
    }
    let plans: Vec<RoofPlan> = searched.plans.iter().map(|serving| plan_of(estate, &formulation, serving)).collect();
    let bound = searched.bound + formulation.closing_value;
    let gap = gap(plans[0].value, bound, searched.is_proved);
    RoofAnswer::Plans { plans, proof: Proof { bound, gap, is_proved: searched.is_proved, n_nodes: searched.n_nodes } }
}

/// Who would be left out at best, where the conditions cannot all be met.
fn left_out(estate: &Estate, watch: &mut Watch<'_>) -> Vec<RoofObstacle> {
    let formulation = RoofFormulation::of(estate, true);
    let searched = search(&formulation.problem, Limits::best(1), watch);
    let Some(serving) = searched.plans.first() else { return Vec::new() };
    let mut is_served = vec![false; estate.needs.len()];
    for (link, _) in &serving.links {
        is_served[formulation.problem.link_rows[*link] as usize] = true;
    }
    let needs =
        estate.needs.iter().zip(is_served).filter(|(_, is_served)| !is_served).map(|(need, _)| {
            (estate.points[need.point].clone(), estate.services[need.service].id.clone(), need.people)
        });
    vec![RoofObstacle::LeftOut { needs: needs.collect(), is_proved: searched.is_proved }]
}

fn plan_of(estate: &Estate, formulation: &RoofFormulation, serving: &Serving) -> RoofPlan {
    let mut offers: Vec<(usize, usize)> = Vec::new();
    for stall in &serving.stalls {
        let (building, services) = &formulation.stalls[*stall];
        offers.extend(services.iter().map(|service| (*building, *service)));
    }
    offers.sort_unstable();
    let has_offer = |building: usize| offers.iter().any(|(at, _)| *at == building);
    let is_open = |at: &usize| has_offer(*at) || estate.buildings[*at].is_locked_in(estate.year);
    let open: Vec<usize> = (0..estate.buildings.len()).filter(is_open).collect();
    let moves: Vec<(usize, usize)> = offers
        .iter()
        .copied()
        .filter(|(building, service)| !estate.buildings[*building].services.contains(service))
        .collect();
    let visit = |(link, _): &(usize, f64)| ServiceVisit {
        need: formulation.problem.link_rows[*link] as usize,
        building: formulation.stalls[formulation.problem.link_stalls[*link] as usize].0,
        distance: formulation.distances[*link],
    };
    let mut visits: Vec<ServiceVisit> = serving.links.iter().map(visit).collect();
    visits.sort_by_key(|visit| visit.need);
    let was_open = |at: &usize| estate.buildings[*at].is_open;
    RoofPlan {
        value: serving.value + formulation.closing_value,
        closes: (0..estate.buildings.len()).filter(|at| was_open(at) && !open.contains(at)).collect(),
        opens: open.iter().copied().filter(|at| !was_open(at)).collect(),
        money_by_body: money_by_body(estate, &open, &moves),
        offers,
        open,
        moves,
        visits,
    }
}

fn money_by_body(estate: &Estate, open: &[usize], moves: &[(usize, usize)]) -> BTreeMap<String, Money> {
    let mut by_body: BTreeMap<String, Money> = BTreeMap::new();
    for (at, building) in estate.buildings.iter().enumerate() {
        let (if_open, if_closed) = building.costs();
        let cost = if open.contains(&at) { if_open } else { if_closed };
        *by_body.entry(building.body.clone()).or_insert(Money::ZERO) += cost;
    }
    for (_, service) in moves {
        *by_body.entry(estate.services[*service].body.clone()).or_insert(Money::ZERO) += estate.move_cost;
    }
    by_body
}
