//! Why an estate has no plan, in people's words.

use std::fmt::{Display, Formatter, Result};

use super::Estate;
use crate::obstacle::counted;

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RoofObstacle {
    /// No building is large enough for services that must stay together, or open long enough.
    NoBuildingFits { services: Vec<String>, area: f64, largest: f64, hours: f64, longest: f64 },
    /// People for whom no building that could offer a service is within its limit.
    BeyondLimit { point: String, service: String, people: f64, limit: Option<f64>, unit: String },
    /// Services that must share a roof and may not.
    Contradiction { first: String, second: String },
    /// Each condition could be met, but not all at once.
    LeftOut { needs: Vec<(String, String, f64)>, is_proved: bool },
}

/// Obstacles that need no search.
pub fn plain_obstacles(estate: &Estate) -> Vec<RoofObstacle> {
    let groups = estate.groups();
    let mut obstacles = contradictions(estate, &groups);
    for group in &groups {
        if (0..estate.buildings.len()).any(|building| estate.may_offer(building, group)) {
            obstacles.extend(beyond_limit(estate, group));
        } else {
            obstacles.push(no_building(estate, group));
        }
    }
    obstacles
}

fn contradictions(estate: &Estate, groups: &[Vec<usize>]) -> Vec<RoofObstacle> {
    let id = |service: usize| estate.services[service].id.clone();
    let clash = |(a, b): &&(usize, usize)| groups.iter().any(|group| group.contains(a) && group.contains(b));
    let clashes = estate.apart.iter().filter(clash);
    clashes.map(|(a, b)| RoofObstacle::Contradiction { first: id(*a), second: id(*b) }).collect()
}

fn no_building(estate: &Estate, group: &[usize]) -> RoofObstacle {
    let services = group.iter().map(|service| &estate.services[*service]);
    RoofObstacle::NoBuildingFits {
        services: services.clone().map(|service| service.id.clone()).collect(),
        area: services.clone().map(|service| service.area).sum(),
        largest: estate.buildings.iter().map(|building| building.area).fold(0.0, f64::max),
        hours: services.map(|service| service.hours).fold(0.0, f64::max),
        longest: estate.buildings.iter().map(|building| building.hours).fold(0.0, f64::max),
    }
}

fn beyond_limit(estate: &Estate, group: &[usize]) -> Vec<RoofObstacle> {
    let mut obstacles = Vec::new();
    for service in group {
        let limit = estate.services[*service].limit;
        let mut is_near = vec![false; estate.points.len()];
        for trip in estate.reach.within(limit).filter(|trip| estate.may_offer(trip.site, group)) {
            is_near[trip.point] = true;
        }
        for need in estate.needs.iter().filter(|need| need.service == *service && !is_near[need.point]) {
            obstacles.push(RoofObstacle::BeyondLimit {
                point: estate.points[need.point].clone(),
                service: estate.services[*service].id.clone(),
                people: need.people,
                limit,
                unit: estate.unit.clone(),
            });
        }
    }
    obstacles
}

impl Display for RoofObstacle {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            RoofObstacle::NoBuildingFits { services, area, largest, hours, longest } => write!(
                f,
                "no building fits {}: {area} m2 and {hours} hours a week are needed; the largest has {largest} m2, and none \
                 is open for more than {longest} hours",
                services.join(" and ")
            ),
            RoofObstacle::BeyondLimit { point, service, people, limit, unit } => {
                write!(f, "{} of {point} have no building that could offer {service}", counted(*people))?;
                limit.map_or(Ok(()), |limit| write!(f, " within {limit} {unit}"))
            }
            RoofObstacle::Contradiction { first, second } => {
                write!(f, "{first} and {second} must share a roof and may not")
            }
            RoofObstacle::LeftOut { needs, is_proved } => {
                let says = if *is_proved { "even the best plan leaves" } else { "the best plan found leaves" };
                let need = |(point, service, people): &(String, String, f64)| {
                    format!("{} of {point} without {service}", counted(*people))
                };
                write!(f, "{says} {}", needs.iter().map(need).collect::<Vec<_>>().join(", "))
            }
        }
    }
}
