//! A plan for a place's buildings.

use model::FinancialYear;
use model::tables::{BuildingFate, CostBasis, EstateMoney, PlanRole};
use money::Money;

use super::access::{GroupAccess, access, nearest};
use super::inputs::Assembled;
use super::money::{YearSum, total, year_sums};
use crate::answer::Proof;
use crate::roof::RoofPlan;

/// One plan with its money, its access and what is proved of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacePlan {
    pub id: String,
    pub role: PlanRole,
    pub rank: usize,
    pub n_open: usize,
    pub moves: Vec<Move>,
    pub n_moves: usize,
    pub sums: Vec<YearSum>,
    pub access: Vec<GroupAccess>,
    pub saved_a_year: Money,
    pub once: Money,
    pub receipts: Money,
    pub people: f64,
    pub mean: f64,
    pub longest: f64,
    pub mean_now: Option<f64>,
    pub proof: Proof,
    /// Money of all years together, as the model counts it.
    pub horizon: Money,
    pub offers: Vec<(usize, usize)>,
}

/// What happens to one building.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub building_id: String,
    pub name: String,
    pub body: String,
    pub fate: BuildingFate,
    pub from_year: Option<FinancialYear>,
    pub services_now: Vec<String>,
    pub services_then: Vec<String>,
    pub running: Money,
    pub basis: CostBasis,
    pub exit: Money,
    /// A day on which its lease may end is known.
    pub has_lease_end: bool,
}

impl PlacePlan {
    pub fn of(assembled: &Assembled<'_>, plan: &RoofPlan, role: PlanRole, rank: usize, proof: Proof) -> PlacePlan {
        let id = format!("{}-{}-{rank}", assembled.inputs.question.id, role.word().replace('_', "-"));
        let moves: Vec<Move> = (0..assembled.sites.len()).map(|at| happens(assembled, plan, at)).collect();
        let sums = year_sums(assembled, plan);
        let running = |fate| moves.iter().filter(|each| each.fate == fate).map(|each| each.running).sum::<Money>();
        let (people, mean, longest) = distances(assembled, Some(plan)).unwrap_or_default();
        PlacePlan {
            id,
            role,
            rank,
            n_open: plan.open.len(),
            n_moves: plan.moves.len(),
            access: access(assembled, plan),
            saved_a_year: running(BuildingFate::Closes) - running(BuildingFate::Opens),
            once: total(&sums, &[EstateMoney::ExitCost, EstateMoney::MoveCost, EstateMoney::OpeningCost]),
            receipts: total(&sums, &[EstateMoney::Receipt]),
            mean_now: distances(assembled, None).map(|(_, mean, _)| mean),
            people,
            mean,
            longest,
            proof,
            horizon: plan.money(),
            offers: plan.offers.clone(),
            moves,
            sums,
        }
    }

    pub fn n_closes(&self) -> usize {
        self.moves.iter().filter(|each| each.fate == BuildingFate::Closes).count()
    }
}

/// People, mean and longest distance; none where somebody has no building within the limit.
fn distances(assembled: &Assembled<'_>, plan: Option<&RoofPlan>) -> Option<(f64, f64, f64)> {
    let (mut people, mut total, mut longest) = (0.0, 0.0, 0.0_f64);
    for (need, nearest) in assembled.estate.needs.iter().zip(nearest(assembled, plan)) {
        let (_, distance) = nearest?;
        people += need.people;
        total += need.people * distance;
        if 0.0 < need.people {
            longest = longest.max(distance);
        }
    }
    (0.0 < people).then(|| (people, total / people, longest))
}

fn happens(assembled: &Assembled<'_>, plan: &RoofPlan, at: usize) -> Move {
    let (site, building) = (&assembled.sites[at], &assembled.estate.buildings[at]);
    let named = |services: Vec<usize>| {
        services.into_iter().map(|service| assembled.estate.services[service].id.clone()).collect::<Vec<String>>()
    };
    let then = plan.offers.iter().filter(|(building, _)| *building == at).map(|(_, service)| *service).collect();
    let (fate, from_year, exit) = if plan.closes.contains(&at) {
        (BuildingFate::Closes, Some(site.closes_in), site.exit)
    } else if plan.opens.contains(&at) {
        (BuildingFate::Opens, Some(assembled.inputs.question.first_year), Money::ZERO)
    } else {
        (BuildingFate::Stays, None, Money::ZERO)
    };
    Move {
        building_id: site.holding.id.clone(),
        name: site.holding.name.clone(),
        body: building.body.clone(),
        fate,
        from_year,
        services_now: if building.is_open { named(building.services.clone()) } else { Vec::new() },
        services_then: named(then),
        running: site.running,
        basis: site.basis,
        exit,
        has_lease_end: site.holding.lease_lets_go.is_some(),
    }
}
