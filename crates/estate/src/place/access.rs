//! How far people are from services, now and by a plan.

use std::collections::BTreeMap;

use super::inputs::Assembled;
use crate::roof::RoofPlan;

/// The distance of one group from one service.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupAccess {
    pub service: usize,
    pub grouping: &'static str,
    pub group: String,
    pub people: f64,
    /// None where somebody is beyond the limit now.
    pub mean_now: Option<f64>,
    pub mean_then: f64,
    pub longest_then: f64,
    pub n_further: f64,
}

/// The nearest building that offers each need, as things are (`None`) or by a plan; none where there is none within the
/// limit.
pub fn nearest(assembled: &Assembled<'_>, plan: Option<&RoofPlan>) -> Vec<Option<(usize, f64)>> {
    let estate = &assembled.estate;
    let mut offers: Vec<Vec<usize>> = match plan {
        None => estate.buildings.iter().map(|building| building.services.clone()).collect(),
        Some(_) => vec![Vec::new(); estate.buildings.len()],
    };
    plan.iter().flat_map(|plan| &plan.offers).for_each(|(building, service)| offers[*building].push(*service));
    if plan.is_none() {
        let is_shut = |at: usize| !estate.buildings[at].is_open;
        (0..offers.len()).filter(|at| is_shut(*at)).collect::<Vec<_>>().iter().for_each(|at| offers[*at].clear());
    }
    nearest_of(assembled, &offers)
}

/// The nearest of the buildings with these offers for each need.
pub fn nearest_of(assembled: &Assembled<'_>, offers: &[Vec<usize>]) -> Vec<Option<(usize, f64)>> {
    let estate = &assembled.estate;
    let mut needs_of: Vec<Vec<usize>> = vec![Vec::new(); estate.points.len()];
    estate.needs.iter().enumerate().for_each(|(at, need)| needs_of[need.point].push(at));
    let mut nearest: Vec<Option<(usize, f64)>> = vec![None; estate.needs.len()];
    for trip in estate.reach.trips() {
        for need in &needs_of[trip.point] {
            let service = estate.needs[*need].service;
            let is_near = estate.services[service].limit.is_none_or(|limit| trip.distance <= limit);
            let is_nearer = nearest[*need].is_none_or(|(_, distance)| trip.distance < distance);
            if is_near && is_nearer && offers[trip.site].contains(&service) {
                nearest[*need] = Some((trip.site, trip.distance));
            }
        }
    }
    nearest
}

/// Access by service and group: everybody, tenths of deprivation, households without a car.
pub fn access(assembled: &Assembled<'_>, plan: &RoofPlan) -> Vec<GroupAccess> {
    let (now, then) = (nearest(assembled, None), nearest(assembled, Some(plan)));
    let mut groups: BTreeMap<(usize, &'static str, i64), Sum> = BTreeMap::new();
    for (at, need) in assembled.estate.needs.iter().enumerate() {
        let Some((_, distance)) = then[at] else { continue };
        let area = &assembled.inputs.demand.areas[assembled.areas[need.point]];
        let before = now[at].map(|(_, distance)| distance);
        let mut add = |grouping, group, people| {
            groups.entry((need.service, grouping, group)).or_default().add(people, before, distance);
        };
        add("everybody", 0, need.people);
        if let Some(decile) = area.figures.get("deprivation_decile") {
            add("deprivation_decile", *decile as i64, need.people);
        }
        if let Some(households) = area.figures.get("households_without_car") {
            add("without_car", 0, *households);
        }
    }
    let told = |((service, grouping, group), sum): ((usize, &'static str, i64), Sum)| GroupAccess {
        service,
        grouping,
        group: if grouping == "deprivation_decile" { group.to_string() } else { grouping.replace('_', " ") },
        people: sum.people,
        mean_now: sum.now.filter(|_| 0.0 < sum.people).map(|now| now / sum.people),
        mean_then: if 0.0 < sum.people { sum.then / sum.people } else { 0.0 },
        longest_then: sum.longest,
        n_further: sum.n_further,
    };
    groups.into_iter().map(told).collect()
}

struct Sum {
    people: f64,
    now: Option<f64>,
    then: f64,
    longest: f64,
    n_further: f64,
}

impl Default for Sum {
    fn default() -> Sum {
        Sum { people: 0.0, now: Some(0.0), then: 0.0, longest: 0.0, n_further: 0.0 }
    }
}

impl Sum {
    fn add(&mut self, people: f64, before: Option<f64>, distance: f64) {
        self.people += people;
        self.now = self.now.zip(before).map(|(sum, before)| sum + people * before);
        self.then += people * distance;
        if 0.0 < people {
            self.longest = self.longest.max(distance);
        }
        if before.is_some_and(|before| before + 1e-9 < distance) {
            self.n_further += people;
        }
    }
}
