//! A proposal: what would be done, for whom, at what cost, with what effect, against what counterfactual.
//!
//! A proposal keeps what its author wrote, with ranges, grades and sources. It is read from one TOML text by [`crate::read()`];
//! `docs/guides/write-a-proposal.md` explains every key. Formulae: method, section 5.1.

mod claim;

use model::FinancialYear;
use model::tables::{BodyTier, SpendingControl};

use crate::CountedSpending;
use crate::estimate::Estimate;
use crate::gains::Rule;
use crate::optimism::{Combine, Grades, Signs};
use crate::unit_costs::ValueKind;
use model::Strand;

pub use claim::{Claim, CohortClaim, ImpliedBase, PercentageClaim, SavingClaim};

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The file as the person knows it.
    pub file: String,
    pub name: String,
    pub summary: Option<String>,
    /// What happens without it. None only for a claim that is quoted, and then nothing is called a saving.
    pub counterfactual: Option<String>,
    /// The prices that amounts are in where they do not say another year, and that results are in.
    pub price_year: FinancialYear,
    /// Year 0.
    pub first_year: FinancialYear,
    /// How many years are looked at, year 0 among them.
    pub n_years: usize,
    pub discount: String,
    pub deflator: String,
    pub combine: Combine,
    pub programme: Option<String>,
    pub strand: Option<Strand>,
    pub population: Option<Population>,
    pub bodies: Vec<Body>,
    pub budgets: Vec<BudgetLine>,
    pub costs: Vec<Cost>,
    pub benefits: Vec<Benefit>,
    pub correlations: Vec<Correlation>,
    pub scenarios: Vec<Scenario>,
    pub gain_share: Rule,
    pub five_cases: FiveCases,
    pub claim: Option<Claim>,
}

/// Whom it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    pub who: String,
    /// People or families in the cohort.
    pub n: Estimate,
    /// What the place released about the same people or families; none where the proposal names no figure, or it is
    /// withheld.
    pub released: Option<ReleasedFigure>,
    /// The share that takes part.
    pub engagement: Estimate,
    /// The share of those that stays to the end.
    pub retention: Estimate,
    /// What public bodies spend a year on one of them today; no fiscal benefit can be larger.
    pub annual_spend: Option<Estimate>,
    /// The share of benefits that another outcome counts as well.
    pub overlap: Estimate,
    pub source: Option<String>,
}

/// A count of people or families that may leave the place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedFigure {
    /// `topic:category`, as in the table `released_figure`.
    pub name: String,
    /// Rounded as the disclosure rule rounds it.
    pub n: f64,
}

/// Somebody who pays or gains.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub id: String,
    pub name: String,
    pub tier: BodyTier,
}

/// A line of a budget that a cashable saving can leave.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetLine {
    pub id: String,
    /// Position in [`Proposal::bodies`].
    pub body: usize,
    pub line: String,
    pub cost_centre: Option<String>,
    /// Pounds a year, in the prices of the proposal.
    pub amount: Option<f64>,
    /// What the place counted for the service that the line pays for.
    pub counted: Option<CountedSpending>,
    pub source: Option<String>,
}

/// What a body puts in.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    pub id: String,
    pub what: String,
    pub body: usize,
    pub kind: CostKind,
    /// Pounds by year from year 0, before correction.
    pub by_year: Vec<f64>,
    /// What the whole line is multiplied by: 1, with a range where costs are uncertain.
    pub factor: Estimate,
    pub correction: Correction,
    pub price_year: FinancialYear,
    pub source: Option<String>,
}

model::words! {
    /// How a cost is borne.
    CostKind {
        Revenue = "revenue",
        Capital = "capital",
        /// Staff, rooms and time that are given rather than paid for.
        InKind = "in_kind",
    }
}

/// How a number is corrected for the optimism of its author.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// By how good the evidence is.
    Graded(Grades),
    /// A fraction that the author states, and why.
    Stated { share: f64, why: String },
    /// The table for capital projects, with the share of the risk that is managed.
    Capital { project: String, mitigation: f64 },
    /// The number is after optimism bias already, or is a claim repeated as it was made.
    Already,
}

/// One outcome and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Benefit {
    pub id: String,
    pub outcome: String,
    /// What is counted: `incident`, `child-year`.
    pub unit: String,
    pub quantity: Quantity,
    pub correction: Correction,
    pub values: Vec<Value>,
    /// The change in output of one unit in pounds, which fiscal and economic values must add up to.
    pub output: Option<f64>,
    pub source: Option<String>,
}

/// How many units a year.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// People × incidence × impact, less what would have happened anyway.
    Chain(Box<Chain>),
    /// Pounds by year as somebody claims them; units are pounds.
    Claimed(Vec<f64>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Share of people affected, or events a year for each of them.
    pub affected: Estimate,
    /// The share of it that the proposal prevents or brings about.
    pub impact: Estimate,
    /// Whom the impact was measured on: it is multiplied by no other number of people.
    pub measured_on: MeasuredOn,
    pub deadweight: Estimate,
    pub basis: DeadweightBasis,
    /// The chain for place schemes: `× (1 - displacement) × (1 - leakage) × (1 - substitution) × multiplier`.
    pub displacement: Estimate,
    pub leakage: Estimate,
    pub substitution: Estimate,
    pub multiplier: Estimate,
    pub timing: Timing,
}

model::words! {
    /// The people among whom an effect was measured. Effects by intention to treat hold engagement and retention already.
    MeasuredOn {
        Completers = "completers",
        Engaged = "engaged",
        Referred = "referred",
    }
}

/// What deadweight is a fraction of: the two meanings in use are incompatible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadweightBasis {
    /// A share of the impact: net = impact × (1 - deadweight).
    Share,
    /// Percentage points of the people: net = impact - deadweight.
    Points,
    /// The evidence compared with a control group, so the impact is net already.
    Netted,
}

/// When a benefit comes, in whole years.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    pub lag_years: usize,
    pub duration_years: usize,
    /// What is lost from one year of the benefit to the next.
    pub drop_off: Estimate,
    /// Factors by year of the benefit, in place of a drop-off.
    pub taper: Option<Vec<f64>>,
}

/// What a unit is worth to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub kind: ValueKind,
    /// Pounds for one unit, in the prices of `price_year`.
    pub amount: Estimate,
    pub price_year: FinancialYear,
    pub from: ValueFrom,
    /// Whether it is discounted as an effect on life and health.
    pub is_health: bool,
    /// Who gains how much of a fiscal value; empty for others. Positions in [`Proposal::bodies`].
    pub split: Vec<(usize, f64)>,
    /// The share of a fiscal value that can leave a budget.
    pub cashable: Estimate,
    /// The budget line that it leaves, by body. Positions in [`Proposal::budgets`].
    pub leaves: Vec<(usize, usize)>,
    pub spending: SpendingControl,
    pub concept: Option<CostConcept>,
    pub source: Option<String>,
}

/// Where an amount comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueFrom {
    Stated,
    UnitCost { code: String },
    Reference { id: String, quantity: f64 },
}

model::words! {
    /// What kind of cost a unit cost is: an average is not saved when a few cases fewer come.
    CostConcept {
        Marginal = "marginal",
        Average = "average",
        LongRunMarginal = "long_run_marginal",
    }
}

/// Two inputs that are high or low together.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Paths of parameters, such as `population.engagement` and `benefit.care.impact`.
    pub between: (String, String),
    /// -1 to 1, of the normal scores.
    pub value: f64,
}

/// The proposal under other assumptions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    pub name: String,
    /// Parameters and the values they take.
    pub set: Vec<(String, f64)>,
    /// Lags by benefit.
    pub lags: Vec<(usize, usize)>,
    /// Claimed pounds by year, by benefit.
    pub claimed: Vec<(usize, Vec<f64>)>,
    /// Whether optimism is left uncorrected.
    pub is_uncorrected: bool,
    pub why: Option<String>,
}

/// What is not in numbers, for the summary by five cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiveCases {
    pub strategic: Option<String>,
    pub economic: Option<String>,
    pub commercial: Option<String>,
    pub financial: Option<String>,
    pub management: Option<String>,
}

impl Cost {
    /// Whether it only brings money in, such as the sale of a building.
    pub fn is_receipt(&self) -> bool {
        Signs::of(self.by_year.iter().map(|pounds| -pounds)) == Signs { has_gains: true, has_losses: false }
    }
}

impl Benefit {
    /// Whether its values are gains, losses, or both.
    pub fn signs(&self) -> Signs {
        let amounts = || self.values.iter().map(|value| value.amount.value);
        match &self.quantity {
            Quantity::Chain(_) => Signs::of(amounts()),
            Quantity::Claimed(by_year) => {
                Signs::of(by_year.iter().flat_map(|pounds| amounts().map(move |amount| pounds * amount)))
            }
        }
    }
}

impl Proposal {
    pub fn body(&self, id: &str) -> Option<usize> {
        self.bodies.iter().position(|body| body.id == id)
    }

    pub fn benefit(&self, id: &str) -> Option<usize> {
        self.benefits.iter().position(|benefit| benefit.id == id)
    }

    /// The same proposal counted from an earlier year, in which nothing happens yet.
    pub fn counted_from(&self, first_year: FinancialYear) -> Proposal {
        let n_before = usize::try_from(self.first_year.0 - first_year.0).unwrap_or(0);
        let delay = |by_year: &mut Vec<f64>| drop(by_year.splice(0..0, std::iter::repeat_n(0.0, n_before)));
        let mut later = self.clone();
        (later.first_year, later.n_years) =
            (FinancialYear(self.first_year.0 - n_before as i32), self.n_years + n_before);
        later.costs.iter_mut().for_each(|cost| delay(&mut cost.by_year));
        for benefit in &mut later.benefits {
            match &mut benefit.quantity {
                Quantity::Chain(chain) => chain.timing.lag_years += n_before,
                Quantity::Claimed(by_year) => delay(by_year),
            }
        }
        for scenario in &mut later.scenarios {
            scenario.lags.iter_mut().for_each(|(_, years)| *years += n_before);
            scenario.claimed.iter_mut().for_each(|(_, by_year)| delay(by_year));
        }
        later
    }

    /// What its benefits are called: nothing without a counterfactual is a saving.
    pub fn is_saving(&self) -> bool {
        self.counterfactual.is_some()
    }
}
