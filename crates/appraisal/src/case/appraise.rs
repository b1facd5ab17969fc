//! From a proposal to its case.

use model::FinancialYear;
use model::tables::ProposalView;

use super::findings::{cautions, findings};
use super::flows::{budgets, flow_rows, year_rows};
use super::scenarios::{scenarios, tornado};
use super::view::{Rates, View, view};
use super::{BenefitResult, Case, CaseBody, CostResult, ValueResult};
use crate::Error;
use crate::calculation::{Calculation, Flows};
use crate::discount::Schedule;
use crate::gains::{GainShare, Shared};
use crate::proposal::{Body, Proposal};
use crate::reference::Reference;

/// Appraises a proposal in its own prices.
///
/// # Errors
/// Price years that the deflator does not cover; names of vintages that the reference does not hold.
pub fn appraise(proposal: &Proposal, reference: &Reference) -> Result<Case, Error> {
    appraise_in_prices_of(proposal, reference, proposal.price_year)
}

/// Appraises a proposal in the prices of another year. Ratios do not change with the price base.
pub fn appraise_in_prices_of(
    proposal: &Proposal,
    reference: &Reference,
    price_base: FinancialYear,
) -> Result<Case, Error> {
    let calculation = Calculation::in_prices_of(proposal, reference, price_base)?;
    let central = calculation.central();
    let flows = calculation.flows(&central);
    let views = views(proposal, reference, &calculation, &flows)?;
    let years = year_rows(proposal, reference, &calculation, &flows)?;
    let mut case = Case {
        file: proposal.file.clone(),
        name: proposal.name.clone(),
        summary: proposal.summary.clone(),
        counterfactual: proposal.counterfactual.clone(),
        is_saving: proposal.is_saving(),
        price_year: price_base,
        first_year: proposal.first_year,
        n_years: proposal.n_years,
        bodies: bodies(proposal),
        benefits: benefit_results(proposal, &calculation, &flows, &central),
        costs: cost_results(proposal, &calculation, &flows, &central),
        flows: flow_rows(proposal, &calculation, &flows, &years),
        uncorrected_public_bcr: uncorrected_public_bcr(proposal, reference, &calculation)?,
        gain_share: gain_share(proposal, &views[0]),
        tornado: tornado(proposal, reference, &calculation)?,
        scenarios: scenarios(proposal, reference, price_base)?,
        assumptions: calculation.parameters.clone(),
        budgets: budgets(proposal, &calculation, &flows),
        findings: Vec::new(),
        cautions: cautions(proposal, reference)?,
        five_cases: proposal.five_cases.clone(),
        claim: proposal.claim.clone(),
        years,
        views,
    };
    case.findings = findings(proposal, reference, &case);
    Ok(case)
}

fn bodies(proposal: &Proposal) -> Vec<CaseBody> {
    let body = |body: &Body| CaseBody { id: body.id.clone(), name: body.name.clone(), tier: body.tier };
    proposal.bodies.iter().map(body).collect()
}

fn uncorrected_public_bcr(
    proposal: &Proposal,
    reference: &Reference,
    calculation: &Calculation,
) -> Result<Option<f64>, Error> {
    let flows = calculation.flows(&calculation.uncorrected());
    Ok(views(proposal, reference, calculation, &flows)?[0].public.bcr)
}

/// The case at the standard rates, at the sensitivity rates where the vintage has them, and undiscounted.
pub(super) fn views(
    proposal: &Proposal,
    reference: &Reference,
    calculation: &Calculation,
    flows: &Flows,
) -> Result<Vec<View>, Error> {
    let vintage = reference.discount(&proposal.discount)?;
    let none = Schedule::none();
    let first = |schedule: &Schedule| crate::text::percent(schedule.rate(1));
    let mut rates = vec![Rates {
        id: ProposalView::Standard,
        label: format!("{}, standard {}", vintage.label, first(&vintage.standard)),
        standard: &vintage.standard,
        health: vintage.health(),
    }];
    if let Some(sensitivity) = &vintage.sensitivity {
        rates.push(Rates {
            id: ProposalView::Sensitivity,
            label: format!("{}, sensitivity {}", vintage.label, first(sensitivity)),
            standard: sensitivity,
            // No health schedule without pure time preference is published, so theirs stays.
            health: vintage.health(),
        });
    }
    rates.push(Rates {
        id: ProposalView::Undiscounted,
        label: "undiscounted".to_owned(),
        standard: &none,
        health: &none,
    });
    Ok(rates.iter().map(|rates| view(calculation, flows, rates)).collect())
}

fn gain_share(proposal: &Proposal, view: &View) -> Result<GainShare, String> {
    let rule = &proposal.gain_share;
    let by_body = |figure: &dyn Fn(&super::BodyView) -> f64| -> Vec<f64> { view.bodies.iter().map(figure).collect() };
    let (gains, ame) = match rule.of {
        Shared::Fiscal => (by_body(&|body| body.gains), by_body(&|body| body.ame)),
        Shared::Cashable => (by_body(&|body| body.cashable), by_body(&|body| body.ame.min(body.cashable))),
    };
    rule.share(&by_body(&|body| body.pays), &gains, &ame).map_err(|error| error.to_string())
}

fn benefit_results(
    proposal: &Proposal,
    calculation: &Calculation,
    flows: &Flows,
    numbers: &[f64],
) -> Vec<BenefitResult> {
    let result = |at: usize| {
        let benefit = &proposal.benefits[at];
        let values = value_results(calculation, flows, numbers, at);
        let pounds = (0..proposal.n_years).map(|t| values.iter().map(|value| value.pounds[t]).sum()).collect();
        BenefitResult {
            id: benefit.id.clone(),
            outcome: benefit.outcome.clone(),
            unit: benefit.unit.clone(),
            n_affected: calculation.n_affected(at, numbers),
            net_units: calculation.net_units(at, numbers),
            correction: calculation.benefit_correction(at, numbers),
            units: flows.units(at).to_vec(),
            pounds,
            values,
        }
    };
    (0..proposal.benefits.len()).map(result).collect()
}

fn value_results(calculation: &Calculation, flows: &Flows, numbers: &[f64], benefit: usize) -> Vec<ValueResult> {
    let lines = (0..calculation.values.len()).filter(|line| calculation.values[*line].benefit == benefit);
    let result = |line: usize| {
        let value = &calculation.values[line];
        ValueResult {
            kind: value.kind,
            amount: calculation.amount(line, numbers),
            cashable: calculation.cashable(line, numbers),
            spending: value.spending,
            is_health: value.is_health,
            split: value.split.clone(),
            pounds: flows.value(line).to_vec(),
        }
    };
    lines.map(result).collect()
}

fn cost_results(proposal: &Proposal, calculation: &Calculation, flows: &Flows, numbers: &[f64]) -> Vec<CostResult> {
    let result = |(line, cost): (usize, &crate::proposal::Cost)| CostResult {
        id: cost.id.clone(),
        what: cost.what.clone(),
        body: cost.body,
        kind: cost.kind,
        correction: calculation.cost_correction(line, numbers),
        factor: calculation.cost_factor(line, numbers),
        stated: calculation.costs[line].by_year.clone(),
        pounds: flows.cost(line).to_vec(),
    };
    proposal.costs.iter().enumerate().map(result).collect()
}
