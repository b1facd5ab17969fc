//! A case at one set of discount rates.

use model::tables::ProposalView;
use serde::Serialize;

use crate::calculation::{Calculation, Flows, Totals};
use crate::discount::Schedule;

/// Present values, ratios and who pays and gains.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    pub id: ProposalView,
    /// `Green Book, February 2026: standard`.
    pub label: String,
    pub pv_cost: f64,
    pub pv_fiscal: f64,
    pub pv_cashable: f64,
    pub pv_economic: f64,
    pub pv_social: f64,
    /// The part of `pv_fiscal` that is demand-led and returns to the Treasury.
    pub pv_ame: f64,
    /// Fiscal benefits against costs: the financial case.
    pub financial: Measure,
    /// The cashable part against costs.
    pub cashable: Measure,
    /// All benefits against costs: public value.
    pub public: Measure,
    /// What public budgets are short of, over all years: costs less fiscal benefits.
    pub net_budget_impact: f64,
    pub payback: Option<Payback>,
    pub switching: Switching,
    pub bodies: Vec<BodyView>,
}

/// Net present value, and benefits over costs; no ratio where nothing is spent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    pub npv: f64,
    pub bcr: Option<f64>,
}

/// When running fiscal benefits have paid for running costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Payback {
    /// The first year that ends above water, counted from 0.
    pub year: usize,
    /// Years from the start of year 0, interpolated within that year.
    pub after_years: f64,
}

/// What all benefits can be multiplied by until a net present value is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Switching {
    pub public: Option<f64>,
    pub fiscal: Option<f64>,
}

/// What a body pays and gains, in present values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BodyView {
    pub pays: f64,
    pub gains: f64,
    pub net: f64,
    pub cashable: f64,
    pub ame: f64,
}

/// The rates of a view.
pub(super) struct Rates<'a> {
    pub(super) id: ProposalView,
    pub(super) label: String,
    pub(super) standard: &'a Schedule,
    pub(super) health: &'a Schedule,
}

pub(super) fn view(calculation: &Calculation, flows: &Flows, rates: &Rates<'_>) -> View {
    let standard = rates.standard.factors(calculation.n_years);
    let health = rates.health.factors(calculation.n_years);
    let totals = Totals::of(flows, calculation, &standard, &health);
    let measure = |benefits: f64| Measure { npv: benefits - totals.cost, bcr: ratio(benefits, totals.cost) };
    View {
        id: rates.id,
        label: rates.label.clone(),
        pv_cost: totals.cost,
        pv_fiscal: totals.fiscal,
        pv_cashable: totals.cashable,
        pv_economic: totals.economic,
        pv_social: totals.social,
        pv_ame: totals.ame,
        financial: measure(totals.fiscal),
        cashable: measure(totals.cashable),
        public: measure(totals.public()),
        net_budget_impact: totals.cost - totals.fiscal,
        payback: payback(calculation, flows, &standard),
        switching: Switching { public: ratio(totals.cost, totals.public()), fiscal: ratio(totals.cost, totals.fiscal) },
        bodies: bodies(&totals),
    }
}

fn bodies(totals: &Totals) -> Vec<BodyView> {
    let body = |i: usize| BodyView {
        pays: totals.body_cost[i],
        gains: totals.body_gain[i],
        net: totals.body_gain[i] - totals.body_cost[i],
        cashable: totals.body_cashable[i],
        ame: totals.body_ame[i],
    };
    (0..totals.body_cost.len()).map(body).collect()
}

/// None where the whole is nothing: a ratio to nothing says nothing.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (0.0 < whole).then(|| part / whole)
}

/// The first year whose running sum of discounted fiscal benefits and costs is not below nothing.
fn payback(calculation: &Calculation, flows: &Flows, factors: &[f64]) -> Option<Payback> {
    let is_spent = (0..factors.len()).any(|t| 0.0 < cost_of_year(calculation, flows, t));
    if !is_spent {
        return None; // where nothing is put in, nothing comes back
    }
    let mut sum = 0.0;
    for (t, factor) in factors.iter().enumerate() {
        let net = (fiscal_of_year(calculation, flows, t) - cost_of_year(calculation, flows, t)) * factor;
        let before = sum;
        sum += net;
        if 0.0 <= sum && 0.0 < net {
            let within = if before < 0.0 { -before / net } else { 0.0 };
            return Some(Payback { year: t, after_years: t as f64 + within });
        }
    }
    None
}

pub(super) fn cost_of_year(calculation: &Calculation, flows: &Flows, t: usize) -> f64 {
    (0..calculation.costs.len()).map(|line| flows.cost(line)[t]).sum()
}

fn fiscal_of_year(calculation: &Calculation, flows: &Flows, t: usize) -> f64 {
    let is_fiscal = |line: &usize| calculation.values[*line].kind == crate::unit_costs::ValueKind::Fiscal;
    (0..calculation.values.len()).filter(is_fiscal).map(|line| flows.value(line)[t]).sum()
}
