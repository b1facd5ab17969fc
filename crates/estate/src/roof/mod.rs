//! Services under one roof: which services where, which buildings open and close, and what each body pays.

mod answer;
mod formulation;
mod obstacle;

use model::FinancialYear;
use money::Money;

use crate::reach::Reach;

pub use answer::{RoofAnswer, RoofPlan, ServiceVisit, share_roofs};
pub use obstacle::RoofObstacle;

/// A service that people come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub id: String,
    /// Whose service it is.
    pub body: String,
    /// Square metres that it takes wherever it is offered.
    pub area: f64,
    /// Nobody may have further to go, by statute or by promise.
    pub limit: Option<f64>,
    /// Hours a week that a building must be open for it.
    pub hours: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Building {
    pub id: String,
    /// Who pays for it.
    pub body: String,
    pub area: f64,
    pub hours: f64,
    /// Whether it is open now; closing one that is costs `closing`, opening one that is not costs `opening`.
    pub is_open: bool,
    pub running: Money,
    pub closing: Money,
    pub opening: Money,
    /// The first year in which the lease lets go.
    pub locked_until: Option<FinancialYear>,
    /// Services there now, which need not move in.
    pub services: Vec<usize>,
}

/// How many people of a point need a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    pub point: usize,
    pub service: usize,
    pub people: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Estate {
    pub title: String,
    pub year: FinancialYear,
    pub services: Vec<Service>,
    pub buildings: Vec<Building>,
    pub points: Vec<String>,
    pub needs: Vec<Need>,
    /// From buildings to points.
    pub reach: Reach,
    /// What moving a service into a building costs its body.
    pub move_cost: Money,
    /// What a unit of distance for one person weighs, in pounds: the weight of access against money.
    pub pounds_per_unit: f64,
    pub unit: String,
    /// Services that may not share a roof.
    pub apart: Vec<(usize, usize)>,
    /// Services that must share every roof.
    pub together: Vec<(usize, usize)>,
    /// The most that all bodies together may spend.
    pub budget: Option<Money>,
    /// Whether only access counts, and money only by the budget: a point of the frontier.
    pub is_access_alone: bool,
}

impl Building {
    pub fn is_locked_in(&self, year: FinancialYear) -> bool {
        self.locked_until.is_some_and(|until| year < until)
    }

    /// What it costs to have it open, and not to.
    fn costs(&self) -> (Money, Money) {
        match self.is_open {
            true => (self.running, self.closing),
            false => (self.running + self.opening, Money::ZERO),
        }
    }
}

impl Estate {
    /// Services in sets that must stay together, each named by its first.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut first: Vec<usize> = (0..self.services.len()).collect();
        for _ in 0..self.services.len() {
            for (a, b) in &self.together {
                let least = first[*a].min(first[*b]);
                (first[*a], first[*b]) = (least, least);
            }
        }
        let members = |group: usize| {
            let belongs = |service: &usize| first[*service] == group;
            (0..first.len()).filter(belongs).collect::<Vec<usize>>()
        };
        (0..self.services.len()).map(members).filter(|group| !group.is_empty()).collect()
    }

    /// Whether a building is large enough for services and open long enough.
    fn may_offer(&self, building: usize, services: &[usize]) -> bool {
        let building = &self.buildings[building];
        let area: f64 = services.iter().map(|service| self.services[*service].area).sum();
        area <= building.area && services.iter().all(|service| self.services[*service].hours <= building.hours)
    }
}
