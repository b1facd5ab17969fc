//! The case year by year: real and nominal, by body and kind, and what leaves which budget.

use std::collections::BTreeMap;

use model::FinancialYear;
use model::tables::{ProposalFlowKind, SpendingControl};

use super::view::cost_of_year;
use super::{BudgetUse, Flow, YearRow};
use crate::Error;
use crate::calculation::{Calculation, Flows};
use crate::proposal::{CostKind, Proposal};
use crate::reference::Reference;
use crate::unit_costs::ValueKind;

pub(super) fn year_rows(
    proposal: &Proposal,
    reference: &Reference,
    calculation: &Calculation,
    flows: &Flows,
) -> Result<Vec<YearRow>, Error> {
    let vintage = reference.discount(&proposal.discount)?;
    let deflator = reference.deflator(&proposal.deflator)?;
    let (factors, health) = (vintage.standard.factors(proposal.n_years), vintage.health().factors(proposal.n_years));
    let (mut cumulative_fiscal, mut cumulative_public) = (0.0, 0.0);
    let row = |t: usize| {
        let year = FinancialYear(proposal.first_year.0 + t as i32);
        let (price_level, _) = deflator.growth(calculation.price_base.0, year.0)?;
        let row = year_row(calculation, flows, (t, year), price_level);
        cumulative_fiscal += (row.fiscal - row.cost) * factors[t];
        let [other, health_effects] = social_of_year(calculation, flows, t);
        cumulative_public += (row.fiscal + row.economic + other - row.cost) * factors[t] + health_effects * health[t];
        let (factor, health_factor) = (factors[t], health[t]);
        Ok(YearRow { factor, health_factor, cumulative_fiscal, cumulative_public, ..row })
    };
    (0..proposal.n_years).map(row).collect()
}

/// The pounds of a year before anything is discounted.
fn year_row(calculation: &Calculation, flows: &Flows, (t, year): (usize, FinancialYear), price_level: f64) -> YearRow {
    let of_kind = |kind| value_of_kind(calculation, flows, t, kind, None);
    let cost_of = |kind| cost_of_kind(calculation, flows, t, kind);
    let (cost, fiscal) = (cost_of_year(calculation, flows, t), of_kind(ValueKind::Fiscal));
    let cashable = cashable_of_year(calculation, flows, &calculation.central(), t);
    YearRow {
        t,
        year,
        cost,
        capital: cost_of(CostKind::Capital),
        in_kind: cost_of(CostKind::InKind),
        fiscal,
        cashable,
        capacity_released: fiscal - cashable,
        economic: of_kind(ValueKind::Economic),
        social: social_of_year(calculation, flows, t).iter().sum(),
        kept: flows.kept()[t],
        factor: 1.0,
        health_factor: 1.0,
        cumulative_fiscal: 0.0,
        cumulative_public: 0.0,
        price_level,
        nominal_cost: cost * price_level,
        nominal_cashable: cashable * price_level,
        nominal_fiscal: fiscal * price_level,
    }
}

/// Social values of a year that are no effects on life and health, and those that are.
fn social_of_year(calculation: &Calculation, flows: &Flows, t: usize) -> [f64; 2] {
    [false, true].map(|is_health| value_of_kind(calculation, flows, t, ValueKind::Social, Some(is_health)))
}

fn cost_of_kind(calculation: &Calculation, flows: &Flows, t: usize, kind: CostKind) -> f64 {
    let is_kind = |line: &usize| calculation.costs[*line].kind == kind;
    (0..calculation.costs.len()).filter(is_kind).map(|line| flows.cost(line)[t]).sum()
}

/// Pounds of one kind of value in a year, of health effects or others alone where asked.
fn value_of_kind(calculation: &Calculation, flows: &Flows, t: usize, kind: ValueKind, is_health: Option<bool>) -> f64 {
    let is_meant = |line: &usize| {
        let value = &calculation.values[*line];
        value.kind == kind && is_health.is_none_or(|is_health| value.is_health == is_health)
    };
    (0..calculation.values.len()).filter(is_meant).map(|line| flows.value(line)[t]).sum()
}

fn cashable_of_year(calculation: &Calculation, flows: &Flows, numbers: &[f64], t: usize) -> f64 {
    let is_fiscal = |line: &usize| calculation.values[*line].kind == ValueKind::Fiscal;
    let lines = (0..calculation.values.len()).filter(is_fiscal);
    lines.map(|line| flows.value(line)[t] * calculation.cashable(line, numbers)).sum()
}

/// Pounds by year, body and kind, in that order; nothing where there is nothing.
pub(super) fn flow_rows(proposal: &Proposal, calculation: &Calculation, flows: &Flows, years: &[YearRow]) -> Vec<Flow> {
    let numbers = calculation.central();
    let mut sums: BTreeMap<(usize, Option<usize>, ProposalFlowKind, Option<SpendingControl>), f64> = BTreeMap::new();
    let mut add = |t, body, kind, spending, pounds: f64| {
        if pounds != 0.0 {
            *sums.entry((t, body, kind, spending)).or_default() += pounds;
        }
    };
    for t in 0..years.len() {
        for (line, cost) in calculation.costs.iter().enumerate() {
            add(t, Some(cost.body), cost_kind(cost.kind), None, flows.cost(line)[t]);
        }
        for (line, value) in calculation.values.iter().enumerate() {
            let pounds = flows.value(line)[t];
            let cashable = calculation.cashable(line, &numbers);
            match value.kind {
                ValueKind::Economic => add(t, None, ProposalFlowKind::Economic, None, pounds),
                ValueKind::Social => add(t, None, ProposalFlowKind::Social, None, pounds),
                ValueKind::Fiscal => value.split.iter().for_each(|(body, share)| {
                    let (body, spending) = (Some(*body), Some(value.spending));
                    add(t, body, ProposalFlowKind::CashableBenefit, spending, pounds * share * cashable);
                    add(t, body, ProposalFlowKind::CapacityReleased, spending, pounds * share * (1.0 - cashable));
                }),
            }
        }
    }
    let flow = |((t, body, kind, spending), real): (
        (usize, Option<usize>, ProposalFlowKind, Option<SpendingControl>),
        f64,
    )| Flow {
        t,
        year: years[t].year,
        body: body.map(|body| proposal.bodies[body].id.clone()),
        kind,
        spending,
        real,
        nominal: real * years[t].price_level,
    };
    sums.into_iter().map(flow).collect()
}

fn cost_kind(kind: CostKind) -> ProposalFlowKind {
    match kind {
        CostKind::Revenue => ProposalFlowKind::CostRevenue,
        CostKind::Capital => ProposalFlowKind::CostCapital,
        CostKind::InKind => ProposalFlowKind::CostInKind,
    }
}

/// What leaves each budget line by year.
pub(super) fn budgets(proposal: &Proposal, calculation: &Calculation, flows: &Flows) -> Vec<BudgetUse> {
    let numbers = calculation.central();
    let used = |(at, budget): (usize, &crate::proposal::BudgetLine)| {
        let mut leaves = vec![0.0; proposal.n_years];
        for (line, value) in calculation.values.iter().enumerate() {
            let leaves_here = |body: usize| value.leaves.contains(&(body, at));
            let share: f64 = value.split.iter().filter(|(body, _)| leaves_here(*body)).map(|(_, share)| share).sum();
            let cashable = calculation.cashable(line, &numbers);
            let pounds = flows.value(line).iter().map(|pounds| pounds * share * cashable);
            leaves.iter_mut().zip(pounds).for_each(|(sum, pounds)| *sum += pounds);
        }
        BudgetUse {
            body: proposal.bodies[budget.body].id.clone(),
            line: budget.line.clone(),
            cost_centre: budget.cost_centre.clone(),
            amount: budget.amount,
            counted: budget.counted,
            leaves,
        }
    };
    proposal.budgets.iter().enumerate().map(used).collect()
}
