//! From a model to the problem that the search solves, and from its plans back.

use crate::location::{Model, Question};
use crate::plan::{Plan, Visit};
use crate::search::{Problem, RowTerms, Serving, SiteTerms, Stall};

pub struct Formulation {
    pub problem: Problem,
    /// The trip of each link.
    distances: Vec<f64>,
    /// Covered people are what all people are less those left out.
    counts_covered: Option<f64>,
}

/// What links, sites and people left out cost in the problem.
pub struct Costs {
    /// The cost of a trip for each person.
    pub per_distance: f64,
    pub site: fn(&crate::location::Site) -> f64,
    /// Whether people may be left out, at a cost of one each.
    pub may_leave_out: bool,
}

impl Formulation {
    pub fn of(model: &Model) -> Formulation {
        let free = |_: &crate::location::Site| 0.0;
        let costs = match model.question {
            Question::Median { .. } | Question::WithinBudget { .. } => {
                Costs { per_distance: 1.0, site: free, may_leave_out: false }
            }
            Question::Cheapest { pounds_per_unit } => {
                Costs { per_distance: pounds_per_unit, site: |site| site.cost.pounds(), may_leave_out: false }
            }
            Question::Cover | Question::Centre { .. } => {
                Costs { per_distance: 0.0, site: |_| 1.0, may_leave_out: false }
            }
            Question::MostCovered { .. } => Costs { per_distance: 0.0, site: free, may_leave_out: true },
        };
        Formulation::with(model, model.limit, &costs)
    }

    pub fn with(model: &Model, limit: Option<f64>, costs: &Costs) -> Formulation {
        let (mut link_rows, mut link_costs, mut distances) = (Vec::new(), Vec::new(), Vec::new());
        let mut ranges = vec![0..0; model.sites.len()];
        for trip in model.reach.within(limit) {
            let people = model.points[trip.point].people;
            if ranges[trip.site].end == 0 {
                ranges[trip.site] = link_rows.len()..link_rows.len();
            }
            link_rows.push(trip.point as u32);
            // Nobody's way costs nothing, however it is priced.
            link_costs.push(people * trip.distance * costs.per_distance);
            distances.push(trip.distance);
            ranges[trip.site].end = link_rows.len();
        }
        let stalls = model.sites.iter().zip(ranges).enumerate();
        let stalls = stalls.map(|(site, (terms, links))| Stall {
            site,
            cost: 0.0,
            money: 0.0,
            area: 0.0,
            capacity: terms.capacity.unwrap_or(f64::INFINITY),
            state: Default::default(),
            links,
        });
        let unserved = |people: f64| if costs.may_leave_out { people } else { f64::INFINITY };
        let rows = RowTerms {
            loads: model.points.iter().map(|point| point.load).collect(),
            unserved: model.points.iter().map(|point| unserved(point.people)).collect(),
        };
        let mut problem = Problem::new(site_terms(model, costs), stalls.collect(), (link_rows, link_costs), rows);
        problem.split = model.may_split && model.is_limited();
        problem.n_open = match model.n_sites() {
            Some(n_sites) if costs.may_leave_out || matches!(model.question, Question::Median { .. }) => {
                n_sites..=n_sites
            }
            _ => 0..=model.sites.len(),
        };
        if let Question::WithinBudget { budget } = model.question {
            problem.budget = Some(budget.pence() as f64);
        }
        problem.index();
        let counts_covered = costs.may_leave_out.then(|| model.n_people());
        Formulation { problem, distances, counts_covered }
    }

    /// The value as the question counts it.
    pub fn value_of(&self, cost: f64) -> f64 {
        self.counts_covered.map_or(cost, |people| people - cost)
    }
}

fn site_terms(model: &Model, costs: &Costs) -> Vec<SiteTerms> {
    let terms = model.sites.iter().enumerate().map(|(at, site)| SiteTerms {
        cost: (costs.site)(site),
        money: site.cost.pence() as f64,
        area: f64::INFINITY,
        state: site.state,
        stalls: at..at + 1,
        conflicts: Vec::new(),
        is_its_stall: true,
    });
    terms.collect()
}

pub fn plan_of(model: &Model, formulation: &Formulation, serving: &Serving) -> Plan {
    let visit = |(link, share): &(usize, f64)| Visit {
        point: formulation.problem.link_rows[*link] as usize,
        site: formulation.problem.link_stalls[*link] as usize,
        share: *share,
        distance: formulation.distances[*link],
    };
    let mut visits: Vec<Visit> = serving.links.iter().map(visit).collect();
    visits.sort_by_key(|visit| (visit.point, visit.site));
    let mut plan = Plan {
        value: formulation.value_of(serving.value),
        open: serving.stalls.clone(),
        visits,
        money: serving.stalls.iter().map(|site| model.sites[*site].cost).sum(),
    };
    // Covering does not mind which of several sites covers; people do.
    if !model.is_limited() {
        plan.send_to_nearest(model);
    }
    plan
}
