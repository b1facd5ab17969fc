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

/// A building and how far it is.
pub type Way = Option<(usize, f64)>;

/// The nearest building that offers each need, as things are (`None`) or by a plan; none where there is none within the
/// limit.
pub fn nearest(assembled: &Assembled<'_>, plan: Option<&RoofPlan>) -> Vec<Way> {
    let offers = plan.map_or_else(
        || offers_now(assembled),
        |plan| {
            let mut offers = vec![Vec::new(); assembled.estate.buildings.len()];
            plan.offers.iter().for_each(|(building, service)| offers[*building].push(*service));
            offers
        },
    );
    nearest_two(assembled, &offers).into_iter().map(|(nearest, _)| nearest).collect()
}

/// The nearest building for each need as things are, and the nearest of all others.
pub fn nearest_two_now(assembled: &Assembled<'_>) -> Vec<(Way, Way)> {
    nearest_two(assembled, &offers_now(assembled))
}

fn offers_now(assembled: &Assembled<'_>) -> Vec<Vec<usize>> {
    let offers = |building: &crate::roof::Building| match building.is_open {
        true => building.services.clone(),
        false => Vec::new(),
    };
    assembled.estate.buildings.iter().map(offers).collect()
}

fn nearest_two(assembled: &Assembled<'_>, offers: &[Vec<usize>]) -> Vec<(Way, Way)> {
    let estate = &assembled.estate;
    let mut needs_of: Vec<Vec<usize>> = vec![Vec::new(); estate.points.len()];
    estate.needs.iter().enumerate().for_each(|(at, need)| needs_of[need.point].push(at));
    let mut nearest: Vec<(Way, Way)> = vec![(None, None); estate.needs.len()];
    let is_nearer = |distance: f64, known: Way| known.is_none_or(|(_, known)| distance < known);
    for trip in estate.reach.trips() {
        for need in &needs_of[trip.point] {
            let service = estate.needs[*need].service;
            let is_near = estate.services[service].limit.is_none_or(|limit| trip.distance <= limit);
            if !is_near || !offers[trip.site].contains(&service) {
                continue;
            }
            let (first, second) = &mut nearest[*need];
            let way = Some((trip.site, trip.distance));
            if is_nearer(trip.distance, *first) {
                (*second, *first) = (*first, way);
            } else if is_nearer(trip.distance, *second) {
                *second = way;
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
