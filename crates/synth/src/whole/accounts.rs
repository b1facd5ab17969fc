//! What each local body spent in truth, by service and kind: its ledger is a part of it.
//!
//! Purchases are those of the ledger, with what the ledger does not show; pay, fees and other income come on top. So the
//! ledger's lines of a service never exceed its running expenses by more than slips.

use std::collections::BTreeMap;

use money::{Money, apportion};
use rand::RngExt;

use super::services::{N_SERVICES, Purpose, SERVICES, purpose};
use crate::Plan;
use crate::bodies::{AMBLEFORD, COMBINED, COUNTY, FENHOLT, FIRE, POLICE};
use crate::dice::{Dice, dice};
use crate::outturn::Published;
use crate::truth::{HeadingTally, Truth};

/// The bodies that make returns, with their codes, the names that returns print and their classes.
pub(super) const RETURNS: [(&str, &str, &str, [&str; 2]); 6] = [
    (COUNTY, "E9901", "Wendshire", ["SC", "SC"]),
    (AMBLEFORD, "E9931", "Ambleford", ["SD", "SD"]),
    (FENHOLT, "E9932", "Fenholt", ["SD", "SD"]),
    (FIRE, "E9961", "Wendshire Fire and Rescue Authority", ["O", "FR"]),
    (POLICE, "E9970", "Wendshire Police and Crime Commissioner and Chief Constable", ["O", "P"]),
    (COMBINED, "E9980", "Wend Combined Authority", ["O", "CA"]),
];

/// A service's year in thousands of pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ServiceYear {
    pub employees: i64,
    pub running: i64,
    pub fees: i64,
    pub other_income: i64,
}

impl ServiceYear {
    pub fn gross(&self) -> i64 {
        self.employees + self.running
    }

    pub fn income(&self) -> i64 {
        self.fees + self.other_income
    }

    pub fn net(&self) -> i64 {
        self.gross() - self.income()
    }

    pub fn plus(self, other: ServiceYear) -> ServiceYear {
        ServiceYear {
            employees: self.employees + other.employees,
            running: self.running + other.running,
            fees: self.fees + other.fees,
            other_income: self.other_income + other.other_income,
        }
    }
}

/// One body's year.
#[derive(Debug)]
pub(super) struct Account {
    pub body: &'static str,
    pub services: [ServiceYear; N_SERVICES],
    /// Pence by block of the capital return.
    pub capital: BTreeMap<(&'static str, &'static str), i64>,
}

/// Thousands of pounds, in pence.
pub(super) const THOUSAND: i64 = 100_000;
/// Of delegated school budgets so much is pay.
const SCHOOL_PAY: f64 = 0.8;
/// Capital for each pound of it in the ledger: grants and advances go through systems of their own.
const CAPITAL_FACTOR: std::ops::Range<f64> = 1.08..1.35;

pub(super) fn accounts(truth: &Truth, published: &[Published], plan: &Plan) -> Vec<Account> {
    let of_body = |(body, ..): &(&'static str, &str, &str, [&str; 2])| {
        let of = published.iter().find(|of| of.body == *body).expect("every body with a return publishes accounts");
        account(truth, of, plan)
    };
    RETURNS.iter().map(of_body).collect()
}

fn account(truth: &Truth, of: &Published, plan: &Plan) -> Account {
    let body = of.body;
    let mut dice = dice(plan.seed, &format!("return of {body}"));
    let headings: Vec<HeadingTally> = truth.parts_of(body).flat_map(|part| part.by_heading.iter().copied()).collect();
    let weights = weights(&headings, body, |heading| !heading.is_capital);
    let purchases = of.total - of.pay - of.schools - of.benefits_published.unwrap_or(0);
    let running = thousands(purchases, &weights);
    let pay_weights: Vec<f64> = weights.iter().enumerate().map(|(at, weight)| weight * pay_factor(at)).collect();
    let employees = thousands(of.pay, &pay_weights);
    let mut services = [ServiceYear::default(); N_SERVICES];
    for (at, year) in services.iter_mut().enumerate() {
        (year.employees, year.running) = (employees[at], running[at]);
    }
    let schools = of.schools / THOUSAND;
    let of_pay = (schools as f64 * SCHOOL_PAY).round() as i64;
    services[0].employees += of_pay;
    services[0].running += schools - of_pay;
    services.iter_mut().enumerate().for_each(|(at, year)| add_income(year, SERVICES[at].income, &mut dice));
    Account { body, services, capital: capital(&headings, body, &mut dice) }
}

/// Spending in the ledger by service, with that on council housing last. One pound at least, so that there is something
/// to go by.
fn weights(headings: &[HeadingTally], body: &str, test: impl Fn(&HeadingTally) -> bool) -> Vec<f64> {
    let mut weights = vec![0.0; N_SERVICES + 1];
    for heading in headings.iter().filter(|heading| test(heading)) {
        match purpose(body, heading.department, heading.service) {
            Purpose::Service(at) => weights[at] += heading.pence as f64,
            Purpose::CouncilHousing => weights[N_SERVICES] += heading.pence as f64,
            Purpose::Benefits => {}
        }
    }
    weights.iter_mut().for_each(|weight| *weight = weight.max(0.0));
    if weights.iter().sum::<f64>() == 0.0 {
        weights[N_SERVICES - 2] = 1.0;
    }
    weights
}

fn pay_factor(at: usize) -> f64 {
    SERVICES.get(at).map_or(0.5, |service| service.pay)
}

/// Splits an amount into whole thousands.
fn thousands(pence: i64, weights: &[f64]) -> Vec<i64> {
    let whole = Money::from_pence(pence.max(0) / THOUSAND * THOUSAND);
    apportion(whole, weights, THOUSAND).iter().map(|part| part.pence() / THOUSAND).collect()
}

fn add_income(year: &mut ServiceYear, rates: [f64; 2], dice: &mut Dice) {
    let [fees, other] = rates.map(|rate| (year.gross() as f64 * rate * dice.random_range(0.9..1.1)).round() as i64);
    (year.fees, year.other_income) = (fees, other);
}

/// Capital of the ledger with what is not in it; work on council homes is in the block of housing.
fn capital(headings: &[HeadingTally], body: &str, dice: &mut Dice) -> BTreeMap<(&'static str, &'static str), i64> {
    let mut blocks: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for heading in headings.iter().filter(|heading| heading.is_capital) {
        let block = match purpose(body, heading.department, heading.service) {
            Purpose::Service(at) => SERVICES[at].capital,
            Purpose::CouncilHousing | Purpose::Benefits => ("Housing", "housing"),
        };
        *blocks.entry(block).or_default() += heading.pence;
    }
    blocks.retain(|_, pence| *pence > 0);
    blocks.values_mut().for_each(|pence| *pence = (*pence as f64 * dice.random_range(CAPITAL_FACTOR)).round() as i64);
    blocks
}
