//! Why nothing is feasible, in people's words.

use std::fmt::{Display, Formatter, Result};

use crate::formulation::{Costs, Formulation};
use crate::location::{Model, Question};
use crate::search::{Choice, Limits, Watch, search};

/// A reason why no plan meets every condition.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Obstacle {
    /// No site that may be open is within the limit.
    BeyondLimit { point: String, people: f64, limit: Option<f64>, nearest: Option<(String, f64)>, unit: String },
    /// More must be open than may be.
    TooManyLocked { n_locked: usize, n_sites: usize },
    /// There are fewer sites than must be open.
    TooFewSites { n_possible: usize, n_sites: usize },
    /// What is locked open costs more than the budget.
    LockedBeyondBudget { cost: money::Money, budget: money::Money },
    /// One point takes more room than any site within its limit has.
    NoRoomLargeEnough { point: String, people: f64, load: f64, largest: f64, site: String },
    /// All rooms that may be open together are too small.
    RoomsTooSmall { load: f64, capacity: f64, n_sites: usize },
    /// Each condition could be met, but not all at once: even the best plan leaves these out.
    LeftOut { n_people: f64, points: Vec<(String, f64)>, full: Vec<String>, is_proved: bool },
}

/// Obstacles that need no search.
pub fn plain_obstacles(model: &Model) -> Vec<Obstacle> {
    let mut obstacles = counts(model);
    if !matches!(model.question, Question::MostCovered { .. }) {
        obstacles.extend(beyond_limit(model));
        if obstacles.is_empty() && model.is_limited() {
            obstacles.extend(too_small(model));
        }
    }
    obstacles
}

/// Obstacles of a model that the search has proved to have no plan: who would be left out at best.
pub fn obstacles(model: &Model, watch: &mut Watch<'_>) -> Vec<Obstacle> {
    let costs = Costs { per_distance: 0.0, site: |_| 0.0, may_leave_out: true };
    let mut formulation = Formulation::with(model, model.limit, &costs);
    if let Some(n_sites) = model.n_sites() {
        formulation.problem.n_open = 0..=n_sites;
    }
    let searched = search(&formulation.problem, Limits::best(1), watch);
    let Some(serving) = searched.plans.first() else { return Vec::new() };
    let plan = crate::formulation::plan_of(model, &formulation, serving);
    let points: Vec<(String, f64)> = plan
        .left_out(model)
        .iter()
        .map(|point| (model.points[*point].id.clone(), model.points[*point].people))
        .collect();
    let full = plan.open.iter().filter(|site| is_full(model, &plan, **site, &points));
    vec![Obstacle::LeftOut {
        n_people: serving.value,
        full: full.map(|site| model.sites[*site].id.clone()).collect(),
        points,
        is_proved: searched.is_proved,
    }]
}

/// Whether none of those left out would fit into a site any more.
fn is_full(model: &Model, plan: &crate::plan::Plan, site: usize, left_out: &[(String, f64)]) -> bool {
    let Some(capacity) = model.sites[site].capacity else { return false };
    let load = |visit: &crate::plan::Visit| model.points[visit.point].load * visit.share;
    let taken: f64 = plan.visits.iter().filter(|visit| visit.site == site).map(load).sum();
    let waits = |point: &&crate::location::Point| left_out.iter().any(|(id, _)| *id == point.id);
    let least = model.points.iter().filter(waits).map(|point| point.load).fold(f64::INFINITY, f64::min);
    capacity - taken < least - 1e-9
}

fn counts(model: &Model) -> Vec<Obstacle> {
    let n_locked = model.sites.iter().filter(|site| site.state == Choice::Open).count();
    let n_possible = model.sites.iter().filter(|site| site.state != Choice::Closed).count();
    let mut obstacles = Vec::new();
    if let Some(n_sites) = model.n_sites() {
        if n_sites < n_locked {
            obstacles.push(Obstacle::TooManyLocked { n_locked, n_sites });
        }
        if n_possible < n_sites {
            obstacles.push(Obstacle::TooFewSites { n_possible, n_sites });
        }
    }
    if let Question::WithinBudget { budget } = model.question {
        let locked = model.sites.iter().filter(|site| site.state == Choice::Open);
        let cost = locked.map(|site| site.cost).sum();
        if budget < cost {
            obstacles.push(Obstacle::LockedBeyondBudget { cost, budget });
        }
    }
    obstacles
}

fn beyond_limit(model: &Model) -> Vec<Obstacle> {
    let mut has_site = vec![false; model.points.len()];
    let may_be_open = |site: usize| model.sites[site].state != Choice::Closed;
    for trip in model.reach.within(model.limit).filter(|trip| may_be_open(trip.site)) {
        has_site[trip.point] = true;
    }
    let nearest = model.reach.nearest(model.points.len());
    let points = model.points.iter().enumerate().filter(|(at, _)| !has_site[*at]);
    let obstacle = |(at, point): (usize, &crate::location::Point)| Obstacle::BeyondLimit {
        point: point.id.clone(),
        people: point.people,
        limit: model.limit,
        nearest: nearest[at].map(|trip| (model.sites[trip.site].id.clone(), trip.distance)),
        unit: model.unit.clone(),
    };
    points.map(obstacle).collect()
}

fn too_small(model: &Model) -> Vec<Obstacle> {
    let capacity = |site: usize| match model.sites[site].state {
        Choice::Closed => 0.0,
        _ => model.sites[site].capacity.unwrap_or(f64::INFINITY),
    };
    let mut obstacles = Vec::new();
    if !model.may_split {
        let mut largest: Vec<Option<usize>> = vec![None; model.points.len()];
        for trip in model.reach.within(model.limit) {
            if largest[trip.point].is_none_or(|site| capacity(site) < capacity(trip.site)) {
                largest[trip.point] = Some(trip.site);
            }
        }
        for (point, site) in model.points.iter().zip(largest) {
            if let Some(site) = site.filter(|site| capacity(*site) < point.load) {
                obstacles.push(Obstacle::NoRoomLargeEnough {
                    point: point.id.clone(),
                    people: point.people,
                    load: point.load,
                    largest: capacity(site),
                    site: model.sites[site].id.clone(),
                });
            }
        }
    }
    let mut capacities: Vec<f64> = (0..model.sites.len()).map(capacity).collect();
    capacities.sort_by(|a, b| b.total_cmp(a));
    let n_sites = model.n_sites().unwrap_or(model.sites.len()).min(model.sites.len());
    let most: f64 = capacities[..n_sites].iter().sum();
    let load: f64 = model.points.iter().map(|point| point.load).sum();
    if most < load - 1e-9 {
        obstacles.push(Obstacle::RoomsTooSmall { load, capacity: most, n_sites });
    }
    obstacles
}

impl Display for Obstacle {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Obstacle::BeyondLimit { point, people, limit, nearest, unit } => {
                match limit {
                    Some(limit) => write!(f, "{} of {point} have no site within {limit} {unit}", counted(*people))?,
                    None => write!(f, "{} of {point} can reach no site", counted(*people))?,
                }
                match nearest {
                    Some((site, distance)) => write!(f, "; the nearest is {site}, {distance:.3} {unit} away"),
                    None => Ok(()),
                }
            }
            Obstacle::TooManyLocked { n_locked, n_sites } => {
                write!(f, "{n_locked} sites must be open, but the model asks for {n_sites}")
            }
            Obstacle::TooFewSites { n_possible, n_sites } => {
                write!(f, "the model asks for {n_sites} sites, but only {n_possible} may be open")
            }
            Obstacle::LockedBeyondBudget { cost, budget } => {
                write!(f, "the sites that must be open cost {cost}, and the budget is {budget}")
            }
            Obstacle::NoRoomLargeEnough { point, people, load, largest, site } => write!(
                f,
                "{} of {point} need a capacity of {load}, and the largest room they can reach, {site}, has {largest}",
                counted(*people)
            ),
            Obstacle::RoomsTooSmall { load, capacity, n_sites } => {
                write!(
                    f,
                    "everybody together needs a capacity of {load}, and the {n_sites} largest sites have {capacity}"
                )
            }
            Obstacle::LeftOut { n_people, points, full, is_proved } => {
                let at_least = if *is_proved { "even the best plan leaves" } else { "the best plan found leaves" };
                let names: Vec<String> =
                    points.iter().map(|(id, people)| format!("{id} ({})", counted(*people))).collect();
                write!(f, "{at_least} {} unserved: {}", counted(*n_people), names.join(", "))?;
                if full.is_empty() { Ok(()) } else { write!(f, "; full: {}", full.join(", ")) }
            }
        }
    }
}

/// `1,426 people`.
pub(crate) fn counted(people: f64) -> String {
    let whole = format!("{:.0}", people);
    let mut digits = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if 0 < at && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() && !digits.ends_with('-') {
            digits.push(',');
        }
        digits.push(digit);
    }
    format!("{digits} {}", if whole == "1" { "person" } else { "people" })
}
