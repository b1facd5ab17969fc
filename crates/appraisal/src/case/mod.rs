//! An appraised proposal: what it costs, what it brings, to whom, when, and how sure that is.

mod appraise;
mod findings;
mod flows;
mod scenarios;
mod view;

use model::FinancialYear;
use model::tables::{BodyTier, ProposalFlowKind, SpendingControl};
use serde::Serialize;

use crate::CountedSpending;
use crate::calculation::Parameter;
use crate::gains::GainShare;
use crate::proposal::{Claim, CostKind, FiveCases};

pub use appraise::{appraise, appraise_in_prices_of};
pub use findings::{Caution, Finding, FindingKind};
pub use scenarios::{ScenarioResult, Swing};
pub use view::{BodyView, Measure, Payback, Switching, View};

/// A proposal and everything that was computed from it.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    pub file: String,
    pub name: String,
    pub summary: Option<String>,
    pub counterfactual: Option<String>,
    /// Whether its benefits may be called savings: only against a named counterfactual.
    pub is_saving: bool,
    #[serde(serialize_with = "crate::json::year")]
    pub price_year: FinancialYear,
    #[serde(serialize_with = "crate::json::year")]
    pub first_year: FinancialYear,
    pub n_years: usize,
    pub bodies: Vec<CaseBody>,
    pub benefits: Vec<BenefitResult>,
    pub costs: Vec<CostResult>,
    pub years: Vec<YearRow>,
    /// Pounds by year, body and kind: the rows of `proposal_flow`.
    pub flows: Vec<Flow>,
    /// The same flows at the standard rates, at the sensitivity rates, and undiscounted.
    pub views: Vec<View>,
    /// The public-value ratio without the correction for optimism.
    pub uncorrected_public_bcr: Option<f64>,
    /// Side payments at the standard rates; why there are none where there are none.
    pub gain_share: Result<GainShare, String>,
    /// One input changed at a time, the widest first.
    pub tornado: Vec<Swing>,
    pub scenarios: Vec<ScenarioResult>,
    pub assumptions: Vec<Parameter>,
    pub budgets: Vec<BudgetUse>,
    pub findings: Vec<Finding>,
    /// Numbers of uncertain authority that the case rests on.
    pub cautions: Vec<Caution>,
    #[serde(skip)]
    pub five_cases: FiveCases,
    #[serde(skip)]
    pub claim: Option<Claim>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseBody {
    pub id: String,
    pub name: String,
    pub tier: BodyTier,
}

/// One outcome in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenefitResult {
    pub id: String,
    pub outcome: String,
    pub unit: String,
    /// Units a year before anything is done; none for a claim.
    pub n_affected: Option<f64>,
    /// Units a year that the proposal brings about, before correction; pounds for a claim.
    pub net_units: f64,
    /// Fraction taken off for optimism; added to a disbenefit.
    pub correction: f64,
    /// Units by year, before correction.
    pub units: Vec<f64>,
    /// Pounds by year of all values, after correction and cap.
    pub pounds: Vec<f64>,
    pub values: Vec<ValueResult>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueResult {
    pub kind: crate::unit_costs::ValueKind,
    /// Pounds for one unit.
    pub amount: f64,
    pub cashable: f64,
    pub spending: SpendingControl,
    pub is_health: bool,
    pub split: Vec<(usize, f64)>,
    pub pounds: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostResult {
    pub id: String,
    pub what: String,
    pub body: usize,
    pub kind: CostKind,
    /// Fraction added for optimism; taken off a receipt.
    pub correction: f64,
    /// What the line is multiplied by beside that.
    pub factor: f64,
    /// Pounds by year, before factor and correction, in the price base.
    pub stated: Vec<f64>,
    /// Pounds by year, after both.
    pub pounds: Vec<f64>,
}

/// One year of the case, undiscounted unless it says otherwise, real unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YearRow {
    pub t: usize,
    #[serde(serialize_with = "crate::json::year")]
    pub year: FinancialYear,
    pub cost: f64,
    pub capital: f64,
    pub in_kind: f64,
    pub fiscal: f64,
    pub cashable: f64,
    /// Fiscal benefits that free time and beds but leave no budget.
    pub capacity_released: f64,
    pub economic: f64,
    pub social: f64,
    /// The share of fiscal benefits that the cap leaves.
    pub kept: f64,
    pub factor: f64,
    pub health_factor: f64,
    /// Running sums at the standard rates.
    pub cumulative_fiscal: f64,
    pub cumulative_public: f64,
    /// What prices have risen to since the price year.
    pub price_level: f64,
    /// Costs in the pounds of the year, as a budget shows them.
    pub nominal_cost: f64,
    pub nominal_cashable: f64,
    pub nominal_fiscal: f64,
}

/// Pounds of one year, body and kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flow {
    pub t: usize,
    #[serde(serialize_with = "crate::json::year")]
    pub year: FinancialYear,
    /// None for what nobody's budget sees: economic and social values.
    pub body: Option<String>,
    pub kind: ProposalFlowKind,
    pub spending: Option<SpendingControl>,
    /// Pounds in the price base.
    pub real: f64,
    /// Pounds of the year.
    pub nominal: f64,
}

/// What leaves a budget line, against what is on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetUse {
    pub body: String,
    pub line: String,
    pub cost_centre: Option<String>,
    /// Pounds a year.
    pub amount: Option<f64>,
    /// What the place counted for the service that the line pays for.
    pub counted: Option<CountedSpending>,
    /// Cashable pounds by year.
    pub leaves: Vec<f64>,
}

impl BudgetUse {
    /// The most that leaves the line in a year.
    pub fn most(&self) -> f64 {
        self.leaves.iter().copied().fold(0.0, f64::max)
    }

    /// That as a share of what is spent on the service, with what the share is of; none where nothing is counted.
    pub fn share_in_words(&self) -> Option<String> {
        let counted = self.counted.filter(|counted| 0.0 < counted.pounds)?;
        let (share, of) = (crate::text::percent(self.most() / counted.pounds), crate::text::pounds(counted.pounds));
        Some(format!("{share} of the {of} that the place counted for the service: {}", counted.basis_in_words()))
    }
}

impl BenefitResult {
    /// How it is corrected for optimism: `25% taken off`; of a disbenefit, `25% added`.
    pub fn correction_in_words(&self) -> String {
        let is_loss = self.pounds.iter().sum::<f64>() < 0.0;
        format!("{} {}", crate::text::percent(self.correction), if is_loss { "added" } else { "taken off" })
    }
}

impl Case {
    /// Whether it rests on a number that its author chose and nobody confirmed. What is in every case alike, such as
    /// the deflator that comes with the program, is shown beside it and stops nothing.
    pub fn needs_a_look(&self) -> bool {
        self.cautions.iter().any(|caution| !caution.is_default)
    }

    /// The case at the standard rates.
    pub fn standard(&self) -> &View {
        &self.views[0]
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
