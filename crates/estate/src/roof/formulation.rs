//! An estate as the problem that the search solves.
//!
//! A stall is a set of services that must stay together, at a building; a row is one service's need of one point.

use money::Money;

use super::{Estate, Need};
use crate::search::{Choice, Problem, RowTerms, SiteTerms, Stall};

pub struct RoofFormulation {
    pub problem: Problem,
    /// The building and the services of each stall.
    pub stalls: Vec<(usize, Vec<usize>)>,
    pub distances: Vec<f64>,
    /// What it costs to close everything that is open, as far as money counts in the value of a plan; the problem counts what
    /// opening costs beyond that.
    pub closing_value: f64,
}

impl RoofFormulation {
    /// `may_leave_out` asks for the fewest people left out, whatever the money.
    pub fn of(estate: &Estate, may_leave_out: bool) -> RoofFormulation {
        let groups = estate.groups();
        let mut building = Builder::new(estate, may_leave_out);
        let sites = (0..estate.buildings.len()).map(|at| building.site(at, &groups)).collect();
        let closing: Money = estate.buildings.iter().map(|building| building.costs().1).sum();
        let unserved = |people: f64| if may_leave_out { people } else { f64::INFINITY };
        let rows = RowTerms {
            loads: vec![0.0; estate.needs.len()],
            unserved: estate.needs.iter().map(|need| unserved(need.people)).collect(),
        };
        let links = (building.link_rows, building.link_costs);
        let mut problem = Problem::new(sites, building.terms, links, rows);
        problem.budget = estate.budget.map(|budget| (budget - closing).pence() as f64);
        let closing_value = if estate.is_access_alone { 0.0 } else { closing.pounds() };
        RoofFormulation { problem, stalls: building.stalls, distances: building.distances, closing_value }
    }
}

struct Builder<'e> {
    estate: &'e Estate,
    may_leave_out: bool,
    terms: Vec<Stall>,
    stalls: Vec<(usize, Vec<usize>)>,
    link_rows: Vec<u32>,
    link_costs: Vec<f64>,
    distances: Vec<f64>,
    /// Points with the distance from each building, and the needs of each point.
    trips: Vec<Vec<(usize, f64)>>,
    needs: Vec<Vec<usize>>,
}

impl<'e> Builder<'e> {
    fn new(estate: &'e Estate, may_leave_out: bool) -> Builder<'e> {
        let mut trips = vec![Vec::new(); estate.buildings.len()];
        estate.reach.trips().iter().for_each(|trip| trips[trip.site].push((trip.point, trip.distance)));
        let mut needs = vec![Vec::new(); estate.points.len()];
        estate.needs.iter().enumerate().for_each(|(at, need)| needs[need.point].push(at));
        Builder {
            estate,
            may_leave_out,
            terms: Vec::new(),
            stalls: Vec::new(),
            link_rows: Vec::new(),
            link_costs: Vec::new(),
            distances: Vec::new(),
            trips,
            needs,
        }
    }

    fn site(&mut self, at: usize, groups: &[Vec<usize>]) -> SiteTerms {
        let building = &self.estate.buildings[at];
        let start = self.terms.len();
        for services in groups.iter().filter(|services| self.estate.may_offer(at, services)) {
            self.stall(at, services);
        }
        let (open, closed) = building.costs();
        let stalls = start..self.terms.len();
        SiteTerms {
            cost: self.money((open - closed).pounds()),
            money: (open - closed).pence() as f64,
            area: building.area,
            state: if building.is_locked_in(self.estate.year) { Choice::Open } else { Choice::Free },
            conflicts: self.conflicts(stalls.clone()),
            stalls,
            is_its_stall: false,
        }
    }

    fn stall(&mut self, at: usize, services: &[usize]) {
        let estate = self.estate;
        let n_moves = services.iter().filter(|service| !estate.buildings[at].services.contains(service)).count();
        let money = (0..n_moves).map(|_| estate.move_cost).sum::<Money>();
        let start = self.link_rows.len();
        for (point, distance) in self.trips[at].clone() {
            for need in self.needs[point].clone() {
                let Need { service, people, .. } = estate.needs[need];
                let is_near = estate.services[service].limit.is_none_or(|limit| distance <= limit);
                if services.contains(&service) && is_near {
                    self.link_rows.push(need as u32);
                    self.link_costs.push(self.priced(people * distance * estate.pounds_per_unit));
                    self.distances.push(distance);
                }
            }
        }
        self.stalls.push((at, services.to_vec()));
        self.terms.push(Stall {
            site: at,
            cost: self.money(money.pounds()),
            money: money.pence() as f64,
            area: services.iter().map(|service| estate.services[*service].area).sum(),
            capacity: f64::INFINITY,
            state: Choice::Free,
            links: start..self.link_rows.len(),
        });
    }

    /// What money counts in the value of a plan.
    fn money(&self, pounds: f64) -> f64 {
        if self.estate.is_access_alone { 0.0 } else { self.priced(pounds) }
    }

    fn priced(&self, cost: f64) -> f64 {
        if self.may_leave_out { 0.0 } else { cost }
    }

    fn conflicts(&self, stalls: std::ops::Range<usize>) -> Vec<(usize, usize)> {
        let offers = |stall: usize, service: usize| self.stalls[stall].1.contains(&service);
        let mut conflicts = Vec::new();
        for a in stalls.clone() {
            for b in a + 1..stalls.end {
                let clash = |(x, y): &(usize, usize)| offers(a, *x) && offers(b, *y) || offers(a, *y) && offers(b, *x);
                if self.estate.apart.iter().any(clash) {
                    conflicts.push((a, b));
                }
            }
        }
        conflicts
    }
}
