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
    /// When public money is back for good; none where it never is.
    pub payback: Option<Payback>,
    /// When it first is back, where it is not back for good: later costs take it again.
    pub first_crossing: Option<Payback>,
    pub switching: Switching,
    pub bodies: Vec<BodyView>,
}

/// Net present value, and benefits over costs; no ratio where nothing is spent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    pub npv: f64,
    pub bcr: Option<f64>,
}

/// When the running sum of discounted fiscal benefits and costs rises to nothing or above.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Payback {
    /// The year that ends above water, counted from 0.
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
    let (payback, first_crossing) = payback(calculation, flows, &standard);
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
        payback,
        first_crossing,
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

/// When money is back for good; and when it first is, where that is another time.
fn payback(calculation: &Calculation, flows: &Flows, factors: &[f64]) -> (Option<Payback>, Option<Payback>) {
    let is_spent = (0..factors.len()).any(|t| 0.0 < cost_of_year(calculation, flows, t));
    if !is_spent {
        return (None, None); // where nothing is put in, nothing comes back
    }
    let net = |(t, factor): (usize, &f64)| {
        (fiscal_of_year(calculation, flows, t) - cost_of_year(calculation, flows, t)) * factor
    };
    let nets: Vec<f64> = factors.iter().enumerate().map(net).collect();
    let crossings = crossings(&nets);
    let is_back = 0.0 <= nets.iter().sum::<f64>();
    let for_good = crossings.last().copied().or_else(|| first_gain(&nets)).filter(|_| is_back);
    (for_good, crossings.first().copied().filter(|first| Some(*first) != for_good))
}

/// Every time that the running sum rises from below zero to nothing or above.
fn crossings(nets: &[f64]) -> Vec<Payback> {
    let (mut sum, mut found) = (0.0, Vec::new());
    for (year, net) in nets.iter().enumerate() {
        let before = sum;
        sum += net;
        if before < 0.0 && 0.0 <= sum {
            found.push(Payback { year, after_years: year as f64 - before / net });
        }
    }
    found
}

/// Where the running sum never lies below zero, money is back as soon as there is some.
fn first_gain(nets: &[f64]) -> Option<Payback> {
    let year = nets.iter().position(|net| 0.0 < *net)?;
    Some(Payback { year, after_years: year as f64 })
}

pub(super) fn cost_of_year(calculation: &Calculation, flows: &Flows, t: usize) -> f64 {
    (0..calculation.costs.len()).map(|line| flows.cost(line)[t]).sum()
}

fn fiscal_of_year(calculation: &Calculation, flows: &Flows, t: usize) -> f64 {
    let is_fiscal = |line: &usize| calculation.values[*line].kind == crate::unit_costs::ValueKind::Fiscal;
    (0..calculation.values.len()).filter(is_fiscal).map(|line| flows.value(line)[t]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_crossings(nets: &[f64], expected: &[f64]) {
        let found: Vec<f64> = crossings(nets).iter().map(|crossing| crossing.after_years).collect();
        assert_eq!(found, expected, "{nets:?}");
    }

    #[test]
    fn a_running_sum_can_rise_above_nothing_more_than_once() {
        check_crossings(&[-100.0, 50.0, 100.0, 0.0], &[2.5]);
        check_crossings(&[-100.0, 200.0, -200.0, 400.0], &[1.5, 3.25]);
        check_crossings(&[-100.0, 200.0, -200.0], &[1.5]);
        check_crossings(&[-100.0, 50.0], &[]);
        check_crossings(&[0.0, -100.0, 100.0], &[3.0]);
        check_crossings(&[10.0, -20.0, 20.0], &[2.5]);
        check_crossings(&[10.0, 10.0], &[]);
    }
}
