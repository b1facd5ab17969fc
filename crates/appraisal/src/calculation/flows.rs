//! Pounds by line and year, and what they add up to.

use model::tables::SpendingControl;

use super::{BenefitLine, Calculation, QuantityLine};
use crate::optimism::{corrected_benefit, corrected_cost};
use crate::unit_costs::ValueKind;

/// Pounds by line and year, undiscounted, in the price base. Made once and computed into again and again.
#[derive(Clone, Debug)]
pub struct Flows {
    n_years: usize,
    costs: Vec<f64>,
    units: Vec<f64>,
    values: Vec<f64>,
    /// The share of fiscal benefits that the cap leaves, by year; 1 where it does not bind.
    kept: Vec<f64>,
    /// The cashable share of each value.
    cashable: Vec<f64>,
}

/// What flows add up to under one set of discount factors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    pub cost: f64,
    pub fiscal: f64,
    pub cashable: f64,
    pub economic: f64,
    pub social: f64,
    /// The part of `fiscal` that follows demand and returns to the Treasury.
    pub ame: f64,
    pub body_cost: Vec<f64>,
    pub body_gain: Vec<f64>,
    pub body_cashable: Vec<f64>,
    pub body_ame: Vec<f64>,
}

impl Flows {
    pub(super) fn empty(calculation: &Calculation) -> Flows {
        let n_years = calculation.n_years;
        Flows {
            n_years,
            costs: vec![0.0; calculation.costs.len() * n_years],
            units: vec![0.0; calculation.benefits.len() * n_years],
            values: vec![0.0; calculation.values.len() * n_years],
            kept: vec![1.0; n_years],
            cashable: vec![0.0; calculation.values.len()],
        }
    }

    /// A cost line by year.
    pub fn cost(&self, line: usize) -> &[f64] {
        &self.costs[line * self.n_years..][..self.n_years]
    }

    /// Units of a benefit by year, before correction.
    pub fn units(&self, benefit: usize) -> &[f64] {
        &self.units[benefit * self.n_years..][..self.n_years]
    }

    /// A value line by year, after correction and cap.
    pub fn value(&self, line: usize) -> &[f64] {
        &self.values[line * self.n_years..][..self.n_years]
    }

    /// The share of fiscal benefits that the cap leaves, by year.
    pub fn kept(&self) -> &[f64] {
        &self.kept
    }

    /// Computes the flows at some numbers, over whatever was here.
    pub fn compute(&mut self, calculation: &Calculation, numbers: &[f64]) {
        for (line, cost) in calculation.costs.iter().enumerate() {
            let (factor, share) = (cost.factor.of(numbers), cost.correction.of(numbers));
            let by_year = &mut self.costs[line * self.n_years..][..self.n_years];
            let stated = by_year.iter_mut().zip(&cost.by_year);
            stated.for_each(|(pounds, stated)| *pounds = corrected_cost(factor * stated, share));
        }
        for (line, benefit) in calculation.benefits.iter().enumerate() {
            let by_year = &mut self.units[line * self.n_years..][..self.n_years];
            units_by_year(calculation, benefit, numbers, by_year);
        }
        for (line, value) in calculation.values.iter().enumerate() {
            let amount = value.amount.of(numbers);
            let units = &self.units[value.benefit * self.n_years..][..self.n_years];
            let by_year = &mut self.values[line * self.n_years..][..self.n_years];
            let share = calculation.benefits[value.benefit].correction.of(numbers);
            let units = by_year.iter_mut().zip(units);
            units.for_each(|(pounds, units)| *pounds = corrected_benefit(units * amount, share));
            self.cashable[line] = value.cashable.of(numbers);
        }
        if let Some(cap) = calculation.cap(numbers) {
            self.hold_below(calculation, cap);
        }
    }

    /// Holds fiscal benefits of each year below what the cohort costs today, all of them by the same share.
    fn hold_below(&mut self, calculation: &Calculation, cap: f64) {
        for t in 0..self.n_years {
            let is_fiscal = |line: &usize| calculation.values[*line].kind == ValueKind::Fiscal;
            let lines = || (0..calculation.values.len()).filter(is_fiscal);
            let fiscal: f64 = lines().map(|line| self.values[line * self.n_years + t]).sum();
            self.kept[t] = if cap < fiscal { cap / fiscal } else { 1.0 };
            if self.kept[t] < 1.0 {
                let kept = self.kept[t];
                lines().for_each(|line| self.values[line * self.n_years + t] *= kept);
            }
        }
    }

    /// What the flows add up to with these discount factors, into `totals`.
    pub fn add_up(&self, calculation: &Calculation, standard: &[f64], health: &[f64], totals: &mut Totals) {
        totals.clear(calculation.n_bodies);
        let present = |by_year: &[f64], factors: &[f64]| -> f64 {
            by_year.iter().zip(factors).map(|(pounds, factor)| pounds * factor).sum()
        };
        for (line, cost) in calculation.costs.iter().enumerate() {
            let pounds = present(self.cost(line), standard);
            totals.cost += pounds;
            totals.body_cost[cost.body] += pounds;
        }
        for (line, value) in calculation.values.iter().enumerate() {
            let pounds = present(self.value(line), if value.is_health { health } else { standard });
            match value.kind {
                ValueKind::Economic => totals.economic += pounds,
                ValueKind::Social => totals.social += pounds,
                ValueKind::Fiscal => {
                    totals.add_fiscal(
                        pounds,
                        self.cashable[line],
                        value.spending == SpendingControl::Ame,
                        &value.split,
                    );
                }
            }
        }
    }
}

impl Totals {
    /// What the flows add up to with these discount factors.
    pub fn of(flows: &Flows, calculation: &Calculation, standard: &[f64], health: &[f64]) -> Totals {
        let mut totals = Totals::default();
        flows.add_up(calculation, standard, health, &mut totals);
        totals
    }

    /// Fiscal, economic and social benefits together.
    pub fn public(&self) -> f64 {
        self.fiscal + self.economic + self.social
    }

    fn clear(&mut self, n_bodies: usize) {
        for by_body in [&mut self.body_cost, &mut self.body_gain, &mut self.body_cashable, &mut self.body_ame] {
            by_body.clear();
            by_body.resize(n_bodies, 0.0);
        }
        [self.cost, self.fiscal, self.cashable, self.economic, self.social, self.ame] = [0.0; 6];
    }

    fn add_fiscal(&mut self, pounds: f64, cashable: f64, is_ame: bool, split: &[(usize, f64)]) {
        self.fiscal += pounds;
        self.cashable += pounds * cashable;
        if is_ame {
            self.ame += pounds;
        }
        for (body, share) in split {
            self.body_gain[*body] += pounds * share;
            self.body_cashable[*body] += pounds * share * cashable;
            if is_ame {
                self.body_ame[*body] += pounds * share;
            }
        }
    }
}

fn units_by_year(calculation: &Calculation, benefit: &BenefitLine, numbers: &[f64], by_year: &mut [f64]) {
    let chain = match &benefit.quantity {
        QuantityLine::Claimed(claimed, factor) => {
            let factor = factor.of(numbers);
            by_year.iter_mut().zip(claimed).for_each(|(units, claimed)| *units = factor * claimed);
            return;
        }
        QuantityLine::Chain(chain) => chain,
    };
    by_year.fill(0.0);
    let net = calculation.chain_units(chain, numbers);
    let keeps = 1.0 - chain.drop_off.of(numbers);
    let years = by_year.iter_mut().skip(chain.lag_years).take(chain.duration_years);
    let mut left = 1.0;
    for (k, units) in years.enumerate() {
        let taper = chain.taper.as_ref().map_or(left, |taper| taper[k]);
        *units = net * taper;
        left *= keeps;
    }
}
