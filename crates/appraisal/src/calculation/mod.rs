//! A proposal as a calculation: numbers in, pounds by line and year out.
//!
//! The central case, scenarios, one-way changes and random draws are all the same calculation at other numbers, so no
//! two of them can disagree about the method. It is compiled once: names become positions, amounts of other years
//! become amounts of the price base.
//!
//! ```text
//! units(t)   = people × affected × net impact × (1 - displacement)(1 - leakage)(1 - substitution) × multiplier
//!              × (1 - overlap) × taper(t - lag)                           for lag <= t < lag + duration, else 0
//! benefit(t) = units(t) × value of a unit × (1 - correction)              a disbenefit: × (1 + correction)
//! cost(t)    = pounds(t) × factor × (1 + correction)                      a receipt: × (1 - correction), at least 0
//! ```
//!
//! Method, section 5.1.

mod compile;
mod flows;

use model::FinancialYear;
use model::tables::SpendingControl;
use serde::Serialize;

use crate::Error;
use crate::estimate::Estimate;
use crate::proposal::{CostKind, DeadweightBasis, MeasuredOn, Proposal};
use crate::reference::Reference;
use crate::unit_costs::ValueKind;

pub use flows::{Flows, Totals};

/// A number of the proposal that can be varied.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// `population.engagement`, `benefit.care.impact`, `cost.delivery.factor`.
    pub path: String,
    pub label: String,
    /// In the price base.
    pub estimate: Estimate,
    /// What it can be at all.
    pub bounds: (f64, f64),
    /// Whether it corrects for optimism.
    pub is_correction: bool,
    /// Where it comes from, and how good that is.
    pub source: Option<String>,
}

/// A number that is the same in every draw, or the position of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    Fixed(f64),
    At(usize),
}

impl Input {
    /// What it is at these numbers.
    pub fn of(self, numbers: &[f64]) -> f64 {
        match self {
            Input::Fixed(number) => number,
            Input::At(position) => numbers[position],
        }
    }
}

/// A proposal, compiled.
#[derive(Clone, Debug)]
pub struct Calculation {
    pub parameters: Vec<Parameter>,
    pub n_years: usize,
    pub n_bodies: usize,
    pub price_base: FinancialYear,
    pub costs: Vec<CostLine>,
    pub benefits: Vec<BenefitLine>,
    pub values: Vec<ValueLine>,
    pub cohort: Cohort,
    pub cap: Option<Cap>,
}

/// A cost by year.
#[derive(Clone, Debug)]
pub struct CostLine {
    pub body: usize,
    pub kind: CostKind,
    /// In the price base, before factor and correction.
    pub by_year: Vec<f64>,
    pub factor: Input,
    pub correction: Input,
}

/// An outcome in units by year.
#[derive(Clone, Debug)]
pub struct BenefitLine {
    pub quantity: QuantityLine,
    pub correction: Input,
}

/// How many units a year.
#[derive(Clone, Debug)]
pub enum QuantityLine {
    Chain(Box<ChainLine>),
    /// Pounds by year, times a factor.
    Claimed(Vec<f64>, Input),
}

/// People × incidence × impact; as [`Chain`](crate::proposal::Chain), with positions in place of numbers.
#[derive(Clone, Debug)]
pub struct ChainLine {
    pub measured_on: MeasuredOn,
    pub affected: Input,
    pub impact: Input,
    pub deadweight: Input,
    pub basis: DeadweightBasis,
    pub displacement: Input,
    pub leakage: Input,
    pub substitution: Input,
    pub multiplier: Input,
    pub lag_years: usize,
    pub duration_years: usize,
    pub drop_off: Input,
    pub taper: Option<Vec<f64>>,
}

/// What a unit of a benefit is worth to somebody.
#[derive(Clone, Debug)]
pub struct ValueLine {
    /// Position in [`Calculation::benefits`].
    pub benefit: usize,
    pub kind: ValueKind,
    pub is_health: bool,
    pub split: Vec<(usize, f64)>,
    pub spending: SpendingControl,
    /// Budget lines by body, as in the proposal.
    pub leaves: Vec<(usize, usize)>,
    pub amount: Input,
    pub cashable: Input,
}

/// The people it is for, in shares of each other.
#[derive(Clone, Copy, Debug)]
pub struct Cohort {
    pub n: Input,
    pub engagement: Input,
    pub retention: Input,
    pub overlap: Input,
}

/// Public spending on the cohort a year, which fiscal benefits cannot exceed.
#[derive(Clone, Copy, Debug)]
pub struct Cap {
    pub annual_spend: Input,
    /// The widest group that an impact was measured on.
    pub of: MeasuredOn,
}

impl Calculation {
    /// Compiles a proposal in its own prices.
    pub fn of(proposal: &Proposal, reference: &Reference) -> Result<Calculation, Error> {
        Calculation::in_prices_of(proposal, reference, proposal.price_year)
    }

    /// Compiles a proposal in the prices of another year.
    pub fn in_prices_of(
        proposal: &Proposal,
        reference: &Reference,
        price_base: FinancialYear,
    ) -> Result<Calculation, Error> {
        compile::compile(proposal, reference, price_base)
    }

    /// The numbers as the proposal states them.
    pub fn central(&self) -> Vec<f64> {
        self.parameters.iter().map(|parameter| parameter.estimate.value).collect()
    }

    /// The numbers without the correction for optimism.
    pub fn uncorrected(&self) -> Vec<f64> {
        let number = |parameter: &Parameter| if parameter.is_correction { 0.0 } else { parameter.estimate.value };
        self.parameters.iter().map(number).collect()
    }

    /// Where a parameter stands.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.path == path)
    }

    /// Pounds by line and year.
    pub fn flows(&self, numbers: &[f64]) -> Flows {
        let mut flows = Flows::empty(self);
        flows.compute(self, numbers);
        flows
    }

    /// Net units a year in the first year of a benefit, before correction; pounds of that year for a claim.
    pub fn net_units(&self, benefit: usize, numbers: &[f64]) -> f64 {
        match &self.benefits[benefit].quantity {
            QuantityLine::Chain(chain) => self.chain_units(chain, numbers),
            QuantityLine::Claimed(by_year, factor) => {
                let first = by_year.iter().find(|pounds| **pounds != 0.0);
                factor.of(numbers) * first.copied().unwrap_or(0.0)
            }
        }
    }

    /// How many are affected before anything is done; none for a claim.
    pub fn n_affected(&self, benefit: usize, numbers: &[f64]) -> Option<f64> {
        match &self.benefits[benefit].quantity {
            QuantityLine::Chain(chain) => Some(self.people(chain.measured_on, numbers) * chain.affected.of(numbers)),
            QuantityLine::Claimed(..) => None,
        }
    }

    /// The fraction taken off a benefit, and added to a disbenefit.
    pub fn benefit_correction(&self, benefit: usize, numbers: &[f64]) -> f64 {
        self.benefits[benefit].correction.of(numbers)
    }

    /// The fraction added to a cost, and taken off a receipt.
    pub fn cost_correction(&self, cost: usize, numbers: &[f64]) -> f64 {
        self.costs[cost].correction.of(numbers)
    }

    /// What a cost line is multiplied by.
    pub fn cost_factor(&self, cost: usize, numbers: &[f64]) -> f64 {
        self.costs[cost].factor.of(numbers)
    }

    /// Pounds for one unit.
    pub fn amount(&self, value: usize, numbers: &[f64]) -> f64 {
        self.values[value].amount.of(numbers)
    }

    /// The cashable share of a fiscal value.
    pub fn cashable(&self, value: usize, numbers: &[f64]) -> f64 {
        self.values[value].cashable.of(numbers)
    }

    /// How many people or families there are of a group.
    pub fn people(&self, group: MeasuredOn, numbers: &[f64]) -> f64 {
        let Cohort { n, engagement, retention, .. } = self.cohort;
        let engaged = || n.of(numbers) * engagement.of(numbers);
        match group {
            MeasuredOn::Referred => n.of(numbers),
            MeasuredOn::Engaged => engaged(),
            MeasuredOn::Completers => engaged() * retention.of(numbers),
        }
    }

    /// What fiscal benefits cannot exceed in a year.
    pub fn cap(&self, numbers: &[f64]) -> Option<f64> {
        self.cap.map(|cap| cap.annual_spend.of(numbers) * self.people(cap.of, numbers))
    }

    fn chain_units(&self, chain: &ChainLine, numbers: &[f64]) -> f64 {
        let (impact, deadweight) = (chain.impact.of(numbers), chain.deadweight.of(numbers));
        let net = match chain.basis {
            DeadweightBasis::Share => impact * (1.0 - deadweight),
            // A draw can put deadweight above the impact: then nothing is achieved, not less than nothing.
            DeadweightBasis::Points => (impact - deadweight).max(0.0),
            DeadweightBasis::Netted => impact,
        };
        let left = |input: Input| 1.0 - input.of(numbers);
        self.people(chain.measured_on, numbers)
            * chain.affected.of(numbers)
            * net
            * left(chain.displacement)
            * left(chain.leakage)
            * left(chain.substitution)
            * chain.multiplier.of(numbers)
            * left(self.cohort.overlap)
    }
}
