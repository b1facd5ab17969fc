//! A question, a place's buildings and its people as one co-location model.

use model::{FinancialYear, Position};
use money::Money;

use super::demand::Demand;
use super::obstacle::PlaceObstacle;
use super::question::{Question, UnitSum};
use super::stock::{Holding, Stock};
use crate::geometry::reach_by_air;
use crate::roof::{Building, Estate, Need, Service};

/// What an answer rests on.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    pub question: &'i Question,
    pub stock: &'i Stock,
    pub demand: &'i Demand,
}

/// The model, and what each of its buildings and points is in the place.
pub struct Assembled<'i> {
    pub inputs: Inputs<'i>,
    pub estate: Estate,
    pub sites: Vec<Site<'i>>,
    /// The area of each point.
    pub areas: Vec<usize>,
    /// What was left out and does not stop the plan.
    pub notes: Vec<PlaceObstacle>,
}

/// A building that the plan decides about, or that may take services in.
pub struct Site<'i> {
    pub holding: &'i Holding,
    pub running: Money,
    pub basis: model::tables::CostBasis,
    pub exit: Money,
    /// The year in which it closes if it does: its last year of running costs.
    pub closes_in: FinancialYear,
}

/// The model, or everything that keeps it from being made.
pub fn assemble(inputs: Inputs<'_>) -> Result<Assembled<'_>, Vec<PlaceObstacle>> {
    let question = inputs.question;
    let (mut notes, mut stops) = (Vec::new(), Vec::new());
    let mut sites: Vec<(Site<'_>, Building, Position)> = Vec::new();
    for holding in &inputs.stock.buildings {
        let Some(role) = Role::of(holding, question) else { continue };
        let Some(at) = holding.at else {
            notes.push(PlaceObstacle::NotPlaced { building: holding.name.clone() });
            continue;
        };
        match site(holding, &role, question) {
            Ok((site, building)) => sites.push((site, building, at)),
            Err(obstacle) => stops.push(obstacle),
        }
    }
    for wish in &question.services {
        let offers = |holding: &Holding| {
            holding.at.is_some() && holding.kind.as_ref().is_some_and(|kind| wish.kinds.contains(kind))
        };
        if !inputs.stock.buildings.iter().any(offers) {
            stops.push(PlaceObstacle::NowhereNow { service: wish.id.clone(), kinds: wish.kinds.clone() });
        }
    }
    let areas = placed_areas(inputs, &mut notes);
    if areas.is_empty() {
        stops.push(PlaceObstacle::NoPeople { level: question.level });
    }
    if !stops.is_empty() {
        stops.append(&mut notes);
        return Err(stops);
    }
    let estate = estate(inputs, &sites, &areas);
    let sites = sites.into_iter().map(|(site, ..)| site).collect();
    Ok(Assembled { inputs, estate, sites, areas, notes })
}

/// What a building is to the question.
enum Role {
    /// It offers these services now.
    Offers(Vec<usize>),
    /// It stays open whatever happens, and has room for others: square metres.
    Host(f64),
}

impl Role {
    fn of(holding: &Holding, question: &Question) -> Option<Role> {
        let kind = holding.kind.as_ref()?;
        let offers = |(_, wish): &(usize, &super::question::ServiceWish)| wish.kinds.contains(kind);
        let services: Vec<usize> = question.services.iter().enumerate().filter(offers).map(|(at, _)| at).collect();
        if !services.is_empty() {
            return Some(Role::Offers(services));
        }
        // Where nobody says how much of a host is empty, it takes nothing in.
        question.hosts.contains(kind).then(|| Role::Host(holding.spare_m2.unwrap_or(0.0)))
    }
}

fn site<'i>(holding: &'i Holding, role: &Role, question: &Question) -> Result<(Site<'i>, Building), PlaceObstacle> {
    let unknown = |what: &'static str| PlaceObstacle::CostUnknown { building: holding.name.clone(), what };
    let first = question.first_year;
    let (services, area, (running, basis), exit) = match role {
        Role::Host(spare) => (Vec::new(), *spare, (Money::ZERO, model::tables::CostBasis::PerBuilding), Money::ZERO),
        Role::Offers(services) => {
            let needed: f64 = services.iter().map(|service| question.services[*service].area).sum();
            // What is in a building has room there, and where nobody says how large it is nothing else has.
            let area = holding.floor_area_m2.unwrap_or(needed).max(needed);
            let running = running(holding, &question.running).ok_or_else(|| unknown("running"))?;
            let exit = of_size(&question.exit, holding.floor_area_m2).ok_or_else(|| unknown("exit"))?.0;
            (services.clone(), area, running, exit)
        }
    };
    let closes_in = holding.lease_lets_go.unwrap_or(first).max(first);
    let years = |n: i32| Money::from_pence(running.pence() * i64::from(n));
    let n_years = question.n_years as i32;
    let building = Building {
        id: holding.name.clone(),
        body: payer(holding, &services, question),
        area,
        hours: f64::INFINITY,
        is_open: !holding.is_vacant,
        running: years(n_years),
        // Until it closes it runs.
        closing: years((closes_in.0 - first.0 + 1).min(n_years)) + exit,
        opening: question.opening,
        locked_until: match role {
            Role::Host(_) => Some(FinancialYear(question.by.0 + 1)),
            Role::Offers(_) => holding.lease_lets_go,
        },
        services,
    };
    Ok((Site { holding, running, basis, exit, closes_in }, building))
}

/// The body whose register the building is in; else the body of its first service.
fn payer(holding: &Holding, services: &[usize], question: &Question) -> String {
    let of_service = || services.first().map(|service| question.services[*service].body.clone());
    holding.body.clone().or_else(of_service).unwrap_or_default()
}

fn running(holding: &Holding, stated: &UnitSum) -> Option<(Money, model::tables::CostBasis)> {
    holding.running.or_else(|| of_size(stated, holding.floor_area_m2))
}

/// A stated sum for a building: by its size where both are known.
fn of_size(sum: &UnitSum, m2: Option<f64>) -> Option<(Money, model::tables::CostBasis)> {
    use model::tables::CostBasis;
    match (sum.per_m2.zip(m2), sum.each) {
        (Some((per_m2, m2)), _) => {
            let pence = (per_m2.pence() as f64 * m2).round() as i64;
            Some((Money::from_pence(pence), CostBasis::PerSquareMetre))
        }
        (None, Some(each)) => Some((each, CostBasis::PerBuilding)),
        (None, None) => None,
    }
}

/// Areas with a place; what lacks one, or a figure that a service needs, is told.
fn placed_areas(inputs: Inputs<'_>, notes: &mut Vec<PlaceObstacle>) -> Vec<usize> {
    let areas = &inputs.demand.areas;
    let n_unplaced = areas.iter().filter(|area| area.at.is_none()).count();
    if 0 < n_unplaced {
        notes.push(PlaceObstacle::AreasUnplaced { n_areas: n_unplaced });
    }
    for wish in &inputs.question.services {
        let n_lacking = areas.iter().filter(|area| !area.figures.contains_key(&wish.people)).count();
        if 0 < n_lacking && n_lacking < areas.len() {
            notes.push(PlaceObstacle::FigureMissing { figure: wish.people.clone(), n_areas: n_lacking });
        }
    }
    let needs_some = |at: &usize| {
        let wishes = inputs.question.services.iter();
        areas[*at].at.is_some() && wishes.clone().any(|wish| areas[*at].figures.contains_key(&wish.people))
    };
    (0..areas.len()).filter(needs_some).collect()
}

fn estate(inputs: Inputs<'_>, sites: &[(Site<'_>, Building, Position)], areas: &[usize]) -> Estate {
    let (question, demand) = (inputs.question, inputs.demand);
    let places: Vec<Position> = sites.iter().map(|(.., at)| *at).collect();
    let points: Vec<Position> = areas.iter().filter_map(|at| demand.areas[*at].at).collect();
    let limits: Option<Vec<f64>> = question.services.iter().map(|wish| wish.limit).collect();
    let limit = limits.and_then(|limits| limits.into_iter().reduce(f64::max));
    let need = |(point, area): (usize, &usize)| {
        let figures = &demand.areas[*area].figures;
        let of_service = |(service, wish): (usize, &super::question::ServiceWish)| {
            figures.get(&wish.people).map(|people| Need { point, service, people: *people })
        };
        question.services.iter().enumerate().filter_map(of_service).collect::<Vec<Need>>()
    };
    let service = |wish: &super::question::ServiceWish| Service {
        id: wish.id.clone(),
        body: wish.body.clone(),
        area: wish.area,
        limit: wish.limit,
        hours: 0.0,
    };
    Estate {
        title: question.title.clone(),
        year: question.by,
        services: question.services.iter().map(service).collect(),
        buildings: sites.iter().map(|(_, building, _)| building.clone()).collect(),
        points: areas.iter().map(|at| demand.areas[*at].name.clone()).collect(),
        needs: areas.iter().enumerate().flat_map(need).collect(),
        reach: reach_by_air(&places, &points, question.circuity, limit),
        move_cost: question.move_cost,
        // Money is added up over all years, so access is too.
        pounds_per_unit: question.pounds_per_km * question.n_years as f64,
        unit: "km".to_owned(),
        apart: question.apart.clone(),
        together: question.together.clone(),
        budget: question.budget,
        is_access_alone: false,
    }
}
