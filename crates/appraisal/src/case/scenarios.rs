//! The case at other numbers: one input at a time, and several together.

use serde::Serialize;

use model::FinancialYear;

use super::appraise::views;
use super::view::View;
use crate::Error;
use crate::calculation::{Calculation, Parameter};
use crate::proposal::{Proposal, Quantity, Scenario};
use crate::reference::Reference;

/// How far an input is moved where its author states no range.
const SWING: f64 = 0.2;

/// One input moved from low to high, everything else as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Swing {
    pub path: String,
    pub label: String,
    pub low: f64,
    pub high: f64,
    /// Public-value net present value at the low and at the high input, at the standard rates.
    pub npv_at_low: f64,
    pub npv_at_high: f64,
    /// Whether the answer changes its sign in between.
    pub changes_sign: bool,
    /// Whether the range is the author's; otherwise a fifth either way.
    pub is_stated_range: bool,
}

impl Swing {
    /// How much of the answer depends on the input.
    pub fn width(&self) -> f64 {
        (self.npv_at_high - self.npv_at_low).abs()
    }
}

/// The case under other assumptions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioResult {
    pub name: String,
    pub why: Option<String>,
    pub views: Vec<View>,
}

/// Every input moved alone, the widest swing first.
pub(super) fn tornado(
    proposal: &Proposal,
    reference: &Reference,
    calculation: &Calculation,
) -> Result<Vec<Swing>, Error> {
    let npv = |numbers: &[f64]| -> Result<f64, Error> {
        let flows = calculation.flows(numbers);
        Ok(views(proposal, reference, calculation, &flows)?[0].public.npv)
    };
    let mut swings = Vec::new();
    for (at, parameter) in calculation.parameters.iter().enumerate() {
        let (low, high) = ends(parameter);
        if low == high {
            continue;
        }
        let mut numbers = calculation.central();
        numbers[at] = low;
        let npv_at_low = npv(&numbers)?;
        numbers[at] = high;
        let npv_at_high = npv(&numbers)?;
        swings.push(Swing {
            path: parameter.path.clone(),
            label: parameter.label.clone(),
            low,
            high,
            npv_at_low,
            npv_at_high,
            changes_sign: (npv_at_low < 0.0) != (npv_at_high < 0.0),
            is_stated_range: parameter.estimate.range.is_some(),
        });
    }
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()).then_with(|| a.path.cmp(&b.path)));
    Ok(swings)
}

/// The stated range, or a fifth either way, within what the number can be at all.
fn ends(parameter: &Parameter) -> (f64, f64) {
    let value = parameter.estimate.value;
    let (low, high) = match parameter.estimate.range {
        Some(range) => (range.low, range.high),
        None => (value - SWING * value.abs(), value + SWING * value.abs()),
    };
    (low.clamp(parameter.bounds.0, parameter.bounds.1), high.clamp(parameter.bounds.0, parameter.bounds.1))
}

pub(super) fn scenarios(
    proposal: &Proposal,
    reference: &Reference,
    price_base: FinancialYear,
) -> Result<Vec<ScenarioResult>, Error> {
    let result = |scenario: &Scenario| {
        let changed = changed(proposal, scenario);
        let calculation = Calculation::in_prices_of(&changed, reference, price_base)?;
        let mut numbers = if scenario.is_uncorrected { calculation.uncorrected() } else { calculation.central() };
        for (path, value) in &scenario.set {
            let at = calculation
                .position(path)
                .ok_or_else(|| Error::NoParameter { path: path.clone(), proposal: proposal.name.clone() })?;
            numbers[at] = *value;
        }
        let views = views(&changed, reference, &calculation, &calculation.flows(&numbers))?;
        Ok(ScenarioResult { name: scenario.name.clone(), why: scenario.why.clone(), views })
    };
    proposal.scenarios.iter().map(result).collect()
}

/// The proposal with the lags and streams of a scenario.
fn changed(proposal: &Proposal, scenario: &Scenario) -> Proposal {
    let mut changed = proposal.clone();
    for (benefit, years) in &scenario.lags {
        if let Quantity::Chain(chain) = &mut changed.benefits[*benefit].quantity {
            chain.timing.lag_years = *years;
        }
    }
    for (benefit, by_year) in &scenario.claimed {
        changed.benefits[*benefit].quantity = Quantity::Claimed(by_year.clone());
    }
    changed
}
