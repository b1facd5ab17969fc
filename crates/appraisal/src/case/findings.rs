//! What a reader must know before believing a case: limits that bind, and numbers whose authority is not confirmed.

use model::tables::{BodyTier, ProposalView};
use serde::Serialize;
use thiserror::Error;

use super::Case;
use crate::Error as AppraisalError;
use crate::counted::Counted;
use crate::proposal::{
    Benefit, Body, BudgetLine, Correction, CostConcept, Population, Proposal, Quantity, Value, ValueFrom,
};
use crate::reference::{Reference, is_confirmed};

/// A stated budget or cohort is far from the counted one if they differ by more than this share of the larger. They never
/// agree exactly: payments leave out pay, and released figures are rounded.
const FAR: f64 = 0.25;

/// Something that limits or weakens the case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    #[error("no counterfactual is named, so nothing here can be called a saving")]
    NoCounterfactual,
    #[error("in {year} fiscal benefits are capped at what the cohort costs today: {kept} of them is left")]
    CapBinds { year: String, kept: String },
    #[error("{year}: {leaves} a year would come out of `{line}`, which holds {amount}")]
    BudgetExceeded { line: String, year: String, leaves: String, amount: String },
    #[error("`{line}` is stated at {stated} a year, but the place's own count for {year} is {counted}: {basis}")]
    BudgetFarFromCount { line: String, stated: String, counted: String, year: String, basis: String },
    #[error("the cohort is stated at {stated}, but the place's released figure `{figure}` is {released}")]
    CohortFarFromReleased { stated: String, figure: String, released: String },
    #[error(
        "the place's account does not count {unknown}, so their figures are not checked against it; it counts {known}"
    )]
    UnknownBody { unknown: String, known: String },
    #[error(
        "{outcome}: an average cost is counted as cashable, but it is not saved if there are only a few cases fewer"
    )]
    AverageCashable { outcome: String },
    #[error("{outcome}: the benefit continues after the last year of the appraisal and is cut off there")]
    CutOff { outcome: String },
    #[error("{amount} of the fiscal benefit is demand-led (AME): it returns to the Treasury, not to a local budget")]
    AmeReturns { amount: String },
    #[error("what the cohort costs today is not stated, so benefits are not checked against it")]
    NoCap,
    #[error("prices after {year} are extended at the deflator's last growth rate")]
    PricesExtended { year: String },
    #[error("the case changes sign between the standard and the sensitivity rates")]
    SignChangesWithRate,
    #[error("{outcome}: {doubt}")]
    UnitCostDoubted { outcome: String, doubt: String },
}

impl From<FindingKind> for Finding {
    fn from(kind: FindingKind) -> Finding {
        Finding { text: kind.to_string(), kind }
    }
}

/// A number of uncertain authority that the case uses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Caution {
    pub about: String,
    pub quality: String,
    pub source: String,
    /// Whether it comes with the program and no author chose it: it is in every case alike.
    pub is_default: bool,
}

pub(super) fn findings(proposal: &Proposal, reference: &Reference, case: &Case) -> Vec<Finding> {
    let mut found: Vec<FindingKind> = Vec::new();
    if proposal.counterfactual.is_none() {
        found.push(FindingKind::NoCounterfactual);
    }
    found.extend(limits(proposal, case));
    found.extend(against_the_count(proposal, &reference.counted));
    found.extend(proposal.benefits.iter().flat_map(|benefit| of_benefit(proposal, reference, benefit)));
    let standard = case.standard();
    if 0.0 < standard.pv_ame {
        found.push(FindingKind::AmeReturns { amount: crate::text::pounds(standard.pv_ame) });
    }
    if case
        .views
        .iter()
        .filter(|view| view.id == ProposalView::Sensitivity)
        .any(|view| (view.public.npv < 0.0) != (standard.public.npv < 0.0))
    {
        found.push(FindingKind::SignChangesWithRate);
    }
    found.extend(extended_prices(proposal, reference, case));
    found.into_iter().map(Finding::from).collect()
}

fn of_benefit(proposal: &Proposal, reference: &Reference, benefit: &Benefit) -> Vec<FindingKind> {
    let outcome = || benefit.outcome.clone();
    let mut found = Vec::new();
    let is_average = |value: &Value| value.concept == Some(CostConcept::Average);
    if benefit.values.iter().any(|value| is_average(value) && 0.0 < value.cashable.value) {
        found.push(FindingKind::AverageCashable { outcome: outcome() });
    }
    if let Quantity::Chain(chain) = &benefit.quantity
        && proposal.n_years < chain.timing.lag_years + chain.timing.duration_years
    {
        found.push(FindingKind::CutOff { outcome: outcome() });
    }
    let doubts = reference.unit_costs.doubts(&reference.bounds);
    let is_used = |code: &str| {
        benefit.values.iter().any(|value| matches!(&value.from, ValueFrom::UnitCost { code: used } if used == code))
    };
    let used = doubts.into_iter().filter(|doubt| is_used(&doubt.code));
    found.extend(used.map(|doubt| FindingKind::UnitCostDoubted { outcome: outcome(), doubt: doubt.why }));
    found
}

/// Caps and budgets that the benefits run into.
fn limits(proposal: &Proposal, case: &Case) -> Vec<FindingKind> {
    let mut found = Vec::new();
    for row in case.years.iter().filter(|row| row.kept < 1.0) {
        let (year, kept) = (row.year.to_string(), crate::text::percent(row.kept));
        found.push(FindingKind::CapBinds { year, kept });
    }
    let has_cap = proposal.population.as_ref().is_some_and(|population| population.annual_spend.is_some());
    if !has_cap && proposal.population.is_some() {
        found.push(FindingKind::NoCap);
    }
    for budget in &case.budgets {
        let Some(amount) = budget.amount else { continue };
        let exceeded = budget.leaves.iter().zip(&case.years).find(|(leaves, _)| amount < **leaves);
        found.extend(exceeded.map(|(leaves, row)| FindingKind::BudgetExceeded {
            line: budget.line.clone(),
            year: row.year.to_string(),
            leaves: crate::text::pounds(*leaves),
            amount: crate::text::pounds(amount),
        }));
    }
    found
}

fn is_far(stated: f64, counted: f64) -> bool {
    FAR * stated.abs().max(counted.abs()) < (stated - counted).abs()
}

fn far_cohort(population: &Population) -> Option<FindingKind> {
    let released = population.released.as_ref().filter(|released| is_far(population.n.value, released.n))?;
    let [stated, n] = [population.n.value, released.n].map(crate::text::plain);
    Some(FindingKind::CohortFarFromReleased { stated, figure: released.name.clone(), released: n })
}

/// Where the proposal and what the place counted are far apart.
fn against_the_count(proposal: &Proposal, counted: &Counted) -> Vec<FindingKind> {
    let Some(year) = counted.year else { return Vec::new() };
    let far = |budget: &BudgetLine| {
        let (stated, counted) =
            budget.amount.zip(budget.counted).filter(|(stated, counted)| is_far(*stated, counted.pounds))?;
        let basis = counted.basis_in_words();
        let [stated, counted] = [stated, counted.pounds].map(crate::text::pounds);
        let (line, year) = (budget.line.clone(), year.to_string());
        Some(FindingKind::BudgetFarFromCount { line, stated, counted, year, basis })
    };
    let mut found: Vec<FindingKind> = proposal.budgets.iter().filter_map(far).collect();
    found.extend(proposal.population.as_ref().and_then(far_cohort));
    let known = counted.bodies();
    // Central bodies are in no account of a place, and a claim repeats whom others named.
    let is_asked = |body: &&Body| body.tier == BodyTier::Local && proposal.claim.is_none();
    let unknown = proposal.bodies.iter().filter(is_asked).filter(|body| !known.contains(body.id.as_str()));
    let unknown: Vec<String> = unknown.map(|body| format!("`{}`", body.id)).collect();
    if !unknown.is_empty() && !known.is_empty() {
        let known: Vec<&str> = known.into_iter().collect();
        found.push(FindingKind::UnknownBody { unknown: unknown.join(", "), known: known.join(", ") });
    }
    found
}

fn extended_prices(proposal: &Proposal, reference: &Reference, case: &Case) -> Option<FindingKind> {
    let deflator = reference.deflator(&proposal.deflator).ok()?;
    let is_extended = |row: &&super::YearRow| deflator.growth(case.price_year.0, row.year.0).is_ok_and(|(_, is)| is);
    let first = case.years.iter().find(is_extended)?;
    Some(FindingKind::PricesExtended { year: model::FinancialYear(first.year.0 - 1).to_string() })
}

/// The numbers from the world that the case uses and that are not confirmed, each once.
pub(super) fn cautions(proposal: &Proposal, reference: &Reference) -> Result<Vec<Caution>, AppraisalError> {
    let mut cautions: Vec<Caution> = Vec::new();
    let mut add = |about: &str, quality: &str, source: &str, is_default: bool| {
        if !is_confirmed(quality) && !cautions.iter().any(|caution| caution.about == about) {
            let [about, quality, source] = [about, quality, source].map(str::to_owned);
            cautions.push(Caution { about, quality, source, is_default });
        }
    };
    let vintage = reference.discount(&proposal.discount)?;
    let is_default = proposal.discount == reference.default_discount;
    add(&vintage.label, &vintage.quality, &vintage.source, is_default);
    let deflator = reference.deflator(&proposal.deflator)?;
    let is_default = proposal.deflator == reference.deflators.default;
    add(&deflator.label, &deflator.quality, &deflator.source, is_default);
    let benefits = proposal.benefits.iter().map(|benefit| &benefit.correction);
    let is_graded = |correction: &Correction| matches!(correction, Correction::Graded(_));
    if proposal.costs.iter().map(|cost| &cost.correction).chain(benefits).any(is_graded) {
        let table = &reference.grades;
        add(&table.label, &table.quality, &table.source, false);
    }
    for value in proposal.benefits.iter().flat_map(|benefit| &benefit.values) {
        match &value.from {
            ValueFrom::Stated => {}
            ValueFrom::Reference { id, .. } => {
                let named = reference.value(id)?;
                add(&named.label, &named.quality, &named.source, false);
            }
            ValueFrom::UnitCost { code } => {
                if let Some(cost) = reference.unit_costs.get(code) {
                    let quality = if cost.quality.is_empty() { "no quality stated" } else { &cost.quality };
                    add(&format!("unit cost {code}, {}", cost.detail), quality, &cost.source, false);
                }
            }
        }
    }
    if let Some(claim) = &proposal.claim {
        add(&format!("the claim of {}", claim.who), &claim.quality, &claim.source, false);
    }
    Ok(cautions)
}
