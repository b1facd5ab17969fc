//! How sure the answer is, when every input with a range is drawn at once.
//!
//! Inputs are drawn by a Gaussian copula: correlated normal scores, each turned into its own distribution. Draws come in
//! blocks of a fixed size, each from its own stream of one seeded generator, so the same seed gives the same answer on
//! any number of threads. Shares stay within 0 and 1; corrections for optimism stay as they are.
//!
//! The value of perfect information says what it would be worth, in expected public value, to know something before
//! deciding whether to go ahead: of everything, `E[max(0, NPV)] - max(0, E[NPV])`; of one input, the same with the mean
//! of the draws in which the input is alike, by equally likely bins (Strong and Oakley 2013, An efficient method for
//! computing single-parameter partial EVPI).

mod copula;
mod quantile;
mod spread;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use serde::Serialize;

use crate::Error;
use crate::calculation::{Calculation, Flows, Totals};
use crate::proposal::{Correlation, Proposal};
use crate::reference::Reference;

use copula::Copula;
use quantile::{Quantile, probability};
use spread::Bins;
pub use spread::Spread;

/// Draws of one stream of the generator. A constant of the method: another one gives other draws.
const BLOCK: usize = 1_024;

/// How many draws, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Simulation {
    pub n_draws: usize,
    pub seed: u64,
}

/// What the draws add up to, at the standard rates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uncertainty {
    pub simulation: Simulation,
    pub n_uncertain_inputs: usize,
    pub public_npv: Spread,
    pub fiscal_npv: Spread,
    /// None where nothing is spent in some draw.
    pub public_bcr: Option<Spread>,
    pub fiscal_bcr: Option<Spread>,
    /// The share of draws in which public value is above its cost.
    pub chance_public_gain: f64,
    /// The same for fiscal benefits alone.
    pub chance_fiscal_gain: f64,
    /// In the order of the proposal's bodies.
    pub bodies: Vec<BodyUncertainty>,
    /// Pounds of expected public value from knowing everything before deciding.
    pub value_of_knowing_everything: f64,
    /// The same for each input alone, the most valuable first.
    pub value_of_knowing: Vec<ValueOfKnowing>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BodyUncertainty {
    pub body: String,
    /// What the body gains less what it pays, before side payments.
    pub net: Spread,
    /// The share of draws in which it is better off.
    pub chance_better_off: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueOfKnowing {
    pub path: String,
    pub label: String,
    pub pounds: f64,
}

/// Draws every input with a range and appraises each draw.
///
/// # Errors
/// A proposal in which no input has a range, or whose correlations contradict each other.
pub fn simulate(proposal: &Proposal, reference: &Reference, simulation: Simulation) -> Result<Uncertainty, Error> {
    let calculation = Calculation::of(proposal, reference)?;
    let draws = Draws::of(proposal, reference, &calculation)?;
    let n_blocks = simulation.n_draws.div_ceil(BLOCK);
    let mut results = Results::empty(&draws, simulation);
    for block in 0..n_blocks {
        let n = BLOCK.min(simulation.n_draws - block * BLOCK);
        draws.block(&calculation, simulation.seed, block, n, &mut results);
    }
    Ok(results.summary(proposal, &draws, &calculation, simulation))
}

/// Simulates many proposals side by side. Each is as [`simulate`] alone gives it.
pub fn simulate_all(
    proposals: &[Proposal],
    reference: &Reference,
    simulation: Simulation,
) -> Vec<Result<Uncertainty, Error>> {
    proposals.par_iter().map(|proposal| simulate(proposal, reference, simulation)).collect()
}

impl Uncertainty {
    /// What it would be worth to know an input before deciding; none where its author states no range.
    pub(crate) fn value_of(&self, path: &str) -> Option<f64> {
        self.value_of_knowing.iter().find(|known| known.path == path).map(|known| known.pounds)
    }
}

/// Whether some inputs can have these correlations together.
pub(crate) fn is_correlatable(calculation: &Calculation, correlations: &[Correlation]) -> bool {
    Copula::of(calculation, &uncertain(calculation), correlations).is_some()
}

/// Positions of the inputs that have a range.
fn uncertain(calculation: &Calculation) -> Vec<usize> {
    let has_range = |at: &usize| calculation.parameters[*at].estimate.range.is_some();
    (0..calculation.parameters.len()).filter(has_range).collect()
}

/// Everything that is the same in all draws.
struct Draws {
    inputs: Vec<usize>,
    quantiles: Vec<Quantile>,
    copula: Copula,
    standard: Vec<f64>,
    health: Vec<f64>,
}

/// What every draw gave.
struct Results {
    public_npv: Vec<f64>,
    fiscal_npv: Vec<f64>,
    cost: Vec<f64>,
    body_net: Vec<Vec<f64>>,
    /// Public net present value by bins of each input.
    bins: Vec<Bins>,
}

impl Draws {
    fn of(proposal: &Proposal, reference: &Reference, calculation: &Calculation) -> Result<Draws, Error> {
        let inputs = uncertain(calculation);
        if inputs.is_empty() {
            return Err(Error::NothingUncertain { proposal: proposal.name.clone() });
        }
        let vintage = reference.discount(&proposal.discount)?;
        let copula = Copula::of(calculation, &inputs, &proposal.correlations).ok_or(Error::NotCorrelatable)?;
        let quantiles = inputs.iter().map(|at| Quantile::of(&calculation.parameters[*at])).collect();
        Ok(Draws {
            inputs,
            quantiles,
            copula,
            standard: vintage.standard.factors(calculation.n_years),
            health: vintage.health().factors(calculation.n_years),
        })
    }

    /// Draws one block from its own stream.
    fn block(&self, calculation: &Calculation, seed: u64, block: usize, n: usize, results: &mut Results) {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(block as u64);
        let mut numbers = calculation.central();
        let mut flows = calculation.flows(&numbers);
        let mut totals = Totals::default();
        let mut scores = vec![0.0; self.inputs.len()];
        let mut probabilities = scores.clone();
        for _ in 0..n {
            scores.iter_mut().for_each(|score| *score = StandardNormal.sample(&mut generator));
            self.copula.correlate(&mut scores);
            for (i, score) in scores.iter().enumerate() {
                probabilities[i] = probability(*score);
                numbers[self.inputs[i]] = self.quantiles[i].at(*score, probabilities[i]);
            }
            self.evaluate(calculation, &numbers, &mut flows, &mut totals);
            results.add(&totals, &probabilities);
        }
    }

    fn evaluate(&self, calculation: &Calculation, numbers: &[f64], flows: &mut Flows, totals: &mut Totals) {
        flows.compute(calculation, numbers);
        flows.add_up(calculation, &self.standard, &self.health, totals);
    }
}

impl Results {
    fn empty(draws: &Draws, simulation: Simulation) -> Results {
        let n = simulation.n_draws;
        Results {
            public_npv: Vec::with_capacity(n),
            fiscal_npv: Vec::with_capacity(n),
            cost: Vec::with_capacity(n),
            body_net: Vec::new(),
            bins: draws.inputs.iter().map(|_| Bins::for_draws(n)).collect(),
        }
    }

    fn add(&mut self, totals: &Totals, probabilities: &[f64]) {
        let npv = totals.public() - totals.cost;
        self.public_npv.push(npv);
        self.fiscal_npv.push(totals.fiscal - totals.cost);
        self.cost.push(totals.cost);
        self.body_net.resize_with(totals.body_cost.len(), Vec::new);
        for (body, net) in self.body_net.iter_mut().enumerate() {
            net.push(totals.body_gain[body] - totals.body_cost[body]);
        }
        for (bins, probability) in self.bins.iter_mut().zip(probabilities) {
            bins.add(*probability, npv);
        }
    }

    fn summary(
        self,
        proposal: &Proposal,
        draws: &Draws,
        calculation: &Calculation,
        simulation: Simulation,
    ) -> Uncertainty {
        let ratios = |npvs: &[f64]| {
            let ratio = |(npv, cost): (&f64, &f64)| (0.0 < *cost).then(|| (npv + cost) / cost);
            let ratios: Option<Vec<f64>> = npvs.iter().zip(&self.cost).map(ratio).collect();
            ratios.map(Spread::of)
        };
        let (public_bcr, fiscal_bcr) = (ratios(&self.public_npv), ratios(&self.fiscal_npv));
        let body = |(body, net): (usize, Vec<f64>)| BodyUncertainty {
            body: proposal.bodies[body].id.clone(),
            chance_better_off: chance_above_zero(&net),
            net: Spread::of(net),
        };
        let mean = self.public_npv.iter().sum::<f64>() / self.public_npv.len() as f64;
        let knowing_all =
            self.public_npv.iter().map(|npv| npv.max(0.0)).sum::<f64>() / self.public_npv.len() as f64 - mean.max(0.0);
        Uncertainty {
            simulation,
            n_uncertain_inputs: draws.inputs.len(),
            chance_public_gain: chance_above_zero(&self.public_npv),
            chance_fiscal_gain: chance_above_zero(&self.fiscal_npv),
            public_npv: Spread::of(self.public_npv),
            fiscal_npv: Spread::of(self.fiscal_npv),
            public_bcr,
            fiscal_bcr,
            bodies: self.body_net.into_iter().enumerate().map(body).collect(),
            value_of_knowing_everything: knowing_all,
            value_of_knowing: values_of_knowing(&self.bins, draws, calculation),
        }
    }
}

fn values_of_knowing(bins: &[Bins], draws: &Draws, calculation: &Calculation) -> Vec<ValueOfKnowing> {
    let value = |(bins, at): (&Bins, &usize)| {
        let parameter = &calculation.parameters[*at];
        ValueOfKnowing { path: parameter.path.clone(), label: parameter.label.clone(), pounds: bins.value_of_knowing() }
    };
    let mut values: Vec<ValueOfKnowing> = bins.iter().zip(&draws.inputs).map(value).collect();
    values.sort_by(|a, b| b.pounds.total_cmp(&a.pounds).then_with(|| a.path.cmp(&b.path)));
    values
}

fn chance_above_zero(values: &[f64]) -> f64 {
    values.iter().filter(|value| 0.0 < **value).count() as f64 / values.len() as f64
}

#[cfg(test)]
mod tests;
