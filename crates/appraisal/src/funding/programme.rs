//! The linear programme of pots and services.

use good_lp::{
    Constraint, Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable,
};
use serde::Serialize;

use super::{Funding, Pot, Service};
use crate::Error;

/// The best use of the pots.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Allocation {
    pub benefit: f64,
    /// Pounds by service.
    pub services: Vec<f64>,
    /// Pounds by pot and service.
    pub pots: Vec<Vec<f64>>,
    /// Pounds that no service has a use for.
    pub unspent: f64,
}

pub(super) fn best(funding: &Funding) -> Result<Allocation, Error> {
    let mut variables = ProblemVariables::new();
    let paid: Vec<Vec<Option<Variable>>> =
        (0..funding.pots.len()).map(|pot| paid_from(funding, pot, &mut variables)).collect();
    let used: Vec<Vec<Variable>> =
        funding.services.iter().map(|service| segments_of(service, &mut variables)).collect();
    // What is paid beyond the last segment does no good, but a pot whose unspent money is lost may have to pay it.
    let idle: Vec<Variable> = funding.services.iter().map(|_| variables.add(variable().min(0.0))).collect();
    let benefit = benefit_of(funding, &used);
    let mut problem = variables.maximise(benefit.clone()).using(microlp);
    for (at, service) in funding.services.iter().enumerate() {
        let received: Expression = paid.iter().filter_map(|pot| pot[at]).sum();
        let spent: Expression = used[at].iter().sum::<Expression>() + idle[at];
        problem = problem.with(constraint!(spent == received.clone()));
        if 0.0 < service.duty {
            problem = problem.with(constraint!(received >= service.duty));
        }
    }
    for (pot, paid) in funding.pots.iter().zip(&paid) {
        problem = problem.with(limit_of(pot, paid));
    }
    let solution = problem.solve().map_err(|error| Error::NoAllocation { why: error.to_string() })?;
    let pots: Vec<Vec<f64>> =
        paid.iter().map(|pot| pot.iter().map(|paid| paid.map_or(0.0, |paid| solution.value(paid))).collect()).collect();
    let services = (0..funding.services.len()).map(|at| pots.iter().map(|pot| pot[at]).sum()).collect();
    let amount: f64 = funding.pots.iter().map(|pot| pot.amount).sum();
    let useful: f64 = used.iter().flatten().map(|used| solution.value(*used)).sum();
    Ok(Allocation { benefit: solution.eval(benefit), services, pots, unspent: (amount - useful).max(0.0) })
}

/// What is spent in each segment of a service.
fn segments_of(service: &Service, variables: &mut ProblemVariables) -> Vec<Variable> {
    service.segments.iter().map(|segment| variables.add(variable().min(0.0).max(segment.width))).collect()
}

fn benefit_of(funding: &Funding, used: &[Vec<Variable>]) -> Expression {
    let mut benefit = Expression::from(0.0);
    for (service, used) in funding.services.iter().zip(used) {
        for (segment, used) in service.segments.iter().zip(used) {
            benefit += segment.value * *used;
        }
    }
    benefit
}

fn limit_of(pot: &Pot, paid: &[Option<Variable>]) -> Constraint {
    let spent: Expression = paid.iter().flatten().sum();
    match pot.unspent_is_lost {
        true => constraint!(spent == pot.amount),
        false => constraint!(spent <= pot.amount),
    }
}

/// What a pot pays to each service that it may pay for.
fn paid_from(funding: &Funding, pot: usize, variables: &mut ProblemVariables) -> Vec<Option<Variable>> {
    let pot = &funding.pots[pot];
    let least =
        |service: usize| pot.at_least.iter().find(|(known, _)| *known == service).map_or(0.0, |(_, least)| *least);
    let paid = |service: usize| {
        let may_pay = pot.services.contains(&service);
        may_pay.then(|| variables.add(variable().min(least(service))))
    };
    (0..funding.services.len()).map(paid).collect()
}
