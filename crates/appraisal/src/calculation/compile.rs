//! Names become positions, amounts of other years become amounts of the price base.

use model::FinancialYear;
use money::Deflator;

use super::{BenefitLine, Calculation, Cap, ChainLine, Cohort, CostLine, Input, Parameter, QuantityLine, ValueLine};
use crate::Error;
use crate::estimate::Estimate;
use crate::optimism::Signs;
use crate::proposal::{Benefit, Chain, Correction, Cost, MeasuredOn, Population, Proposal, Quantity, Value, ValueFrom};
use crate::reference::Reference;
use crate::unit_costs::Origin;

const SHARE: (f64, f64) = (0.0, 1.0);
const NOT_NEGATIVE: (f64, f64) = (0.0, f64::INFINITY);
const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

struct Compiler<'a> {
    proposal: &'a Proposal,
    reference: &'a Reference,
    deflator: &'a Deflator,
    price_base: FinancialYear,
    parameters: Vec<Parameter>,
}

pub(super) fn compile(
    proposal: &Proposal,
    reference: &Reference,
    price_base: FinancialYear,
) -> Result<Calculation, Error> {
    let deflator = reference.deflator(&proposal.deflator)?;
    let mut compiler = Compiler { proposal, reference, deflator, price_base, parameters: Vec::new() };
    let cohort = compiler.cohort(proposal.population.as_ref());
    let cap = compiler.cap()?;
    let costs = proposal.costs.iter().map(|cost| compiler.cost(cost)).collect::<Result<_, _>>()?;
    let benefits: Vec<BenefitLine> = proposal.benefits.iter().map(|benefit| compiler.benefit(benefit)).collect();
    let mut values = Vec::new();
    for (at, benefit) in proposal.benefits.iter().enumerate() {
        for (nth, value) in benefit.values.iter().enumerate() {
            values.push(compiler.value(at, benefit, nth, value)?);
        }
    }
    Ok(Calculation {
        parameters: compiler.parameters,
        n_years: proposal.n_years,
        n_bodies: proposal.bodies.len(),
        price_base,
        costs,
        benefits,
        values,
        cohort,
        cap,
    })
}

impl Compiler<'_> {
    /// Makes a number one that can be varied.
    fn input(
        &mut self,
        path: String,
        label: String,
        estimate: Estimate,
        bounds: (f64, f64),
        source: Option<&String>,
    ) -> Input {
        let source = source.cloned();
        self.parameters.push(Parameter { path, label, estimate, bounds, is_correction: false, source });
        Input::At(self.parameters.len() - 1)
    }

    /// The same for a number that is only there when somebody stated it.
    fn stated(&mut self, path: String, label: String, estimate: Estimate, otherwise: f64) -> Input {
        if estimate == Estimate::exact(otherwise) {
            return Input::Fixed(otherwise);
        }
        let bounds = if otherwise == 1.0 { NOT_NEGATIVE } else { SHARE };
        self.input(path, label, estimate, bounds, None)
    }

    /// A correction for optimism; nothing that is nothing can be varied.
    fn correction(&mut self, path: String, label: String, share: f64, most: f64, source: &String) -> Input {
        if share == 0.0 {
            return Input::Fixed(0.0);
        }
        let input = self.input(path, label, Estimate::exact(share), (0.0, most.max(share)), Some(source));
        if let Some(parameter) = self.parameters.last_mut() {
            parameter.is_correction = true;
        }
        input
    }

    fn rebased(&self, estimate: Estimate, from: FinancialYear) -> Result<Estimate, Error> {
        let factor = self.deflator.rebase(1.0, from.0, self.price_base.0)?;
        Ok(estimate.times(factor))
    }

    fn cohort(&mut self, population: Option<&Population>) -> Cohort {
        let Some(population) = population else {
            let one = Input::Fixed(1.0);
            return Cohort { n: one, engagement: one, retention: one, overlap: Input::Fixed(0.0) };
        };
        let source = population.source.as_ref();
        let path = |key: &str| format!("population.{key}");
        let n = self.input(path("n"), format!("number of {}", population.who), population.n, NOT_NEGATIVE, source);
        let engagement =
            self.input(path("engagement"), "share that takes part".to_owned(), population.engagement, SHARE, source);
        let retention = self.input(
            path("retention"),
            "share that stays to the end".to_owned(),
            population.retention,
            SHARE,
            source,
        );
        let label = "share of benefits counted elsewhere".to_owned();
        let overlap = self.stated(path("overlap"), label, population.overlap, 0.0);
        Cohort { n, engagement, retention, overlap }
    }

    fn cap(&mut self) -> Result<Option<Cap>, Error> {
        let Some(population) = self.proposal.population.as_ref() else { return Ok(None) };
        let Some(annual_spend) = population.annual_spend else { return Ok(None) };
        let estimate = self.rebased(annual_spend, self.proposal.price_year)?;
        let label = "public spending a year on one of them".to_owned();
        let path = "population.annual_spend".to_owned();
        let annual_spend = self.input(path, label, estimate, NOT_NEGATIVE, population.source.as_ref());
        let measured = |benefit: &Benefit| match &benefit.quantity {
            Quantity::Chain(chain) => Some(chain.measured_on),
            Quantity::Claimed(_) => None,
        };
        let of = self.proposal.benefits.iter().filter_map(measured).max().unwrap_or(MeasuredOn::Completers);
        Ok(Some(Cap { annual_spend, of }))
    }

    fn cost(&mut self, cost: &Cost) -> Result<CostLine, Error> {
        let factor = self.deflator.rebase(1.0, cost.price_year.0, self.price_base.0)?;
        let path = format!("cost.{}", cost.id);
        let (share, source) = match &cost.correction {
            Correction::Graded(grades) => {
                let signs = Signs::of(cost.by_year.iter().map(|pounds| -pounds));
                let share = self.reference.grades.correction(grades, self.proposal.combine, signs);
                (share, format!("grades: {}", grades.in_words()))
            }
            Correction::Stated { share, why } => (*share, why.clone()),
            Correction::Capital { project, mitigation } => {
                let project = self.reference.capital_project(project)?;
                let words = format!("{}, {} of the risk managed", project.label, crate::text::percent(*mitigation));
                (project.capex(*mitigation), words)
            }
            Correction::Already => (0.0, String::new()),
        };
        let label = format!("cost of {}, as a multiple", cost.what);
        let correction_label = match cost.is_receipt() {
            true => format!("taken off the receipt of {} for optimism", cost.what),
            false => format!("added to the cost of {} for optimism", cost.what),
        };
        let most = self.reference.capital.upper_bound();
        Ok(CostLine {
            body: cost.body,
            kind: cost.kind,
            by_year: cost.by_year.iter().map(|pounds| factor * pounds).collect(),
            factor: self.input(format!("{path}.factor"), label, cost.factor, NOT_NEGATIVE, cost.source.as_ref()),
            correction: self.correction(format!("{path}.optimism_bias"), correction_label, share, most, &source),
        })
    }

    fn benefit(&mut self, benefit: &Benefit) -> BenefitLine {
        let quantity = match &benefit.quantity {
            Quantity::Chain(chain) => QuantityLine::Chain(Box::new(self.chain(benefit, chain))),
            Quantity::Claimed(by_year) => {
                let label = format!("{}: what is claimed, as a multiple", benefit.outcome);
                let path = format!("benefit.{}.claimed", benefit.id);
                let factor = self.input(path, label, Estimate::exact(1.0), NOT_NEGATIVE, benefit.source.as_ref());
                QuantityLine::Claimed(by_year.clone(), factor)
            }
        };
        let (share, source) = match &benefit.correction {
            Correction::Graded(grades) => {
                let share = self.reference.grades.correction(grades, self.proposal.combine, benefit.signs());
                (share, format!("grades: {}", grades.in_words()))
            }
            Correction::Stated { share, why } => (*share, why.clone()),
            Correction::Capital { .. } | Correction::Already => (0.0, String::new()),
        };
        let how = if benefit.signs().has_gains { "taken off" } else { "added" };
        let label = format!("{}: {how} for optimism", benefit.outcome);
        let path = format!("benefit.{}.optimism_bias", benefit.id);
        BenefitLine { quantity, correction: self.correction(path, label, share, 1.0, &source) }
    }

    fn chain(&mut self, benefit: &Benefit, chain: &Chain) -> ChainLine {
        let path = |key: &str| format!("benefit.{}.{key}", benefit.id);
        let label = |words: &str| format!("{}: {words}", benefit.outcome);
        let source = benefit.source.as_ref();
        ChainLine {
            measured_on: chain.measured_on,
            affected: self.input(path("affected"), label("affected"), chain.affected, NOT_NEGATIVE, source),
            impact: self.input(path("impact"), label("impact"), chain.impact, SHARE, source),
            deadweight: self.stated(path("deadweight"), label("deadweight"), chain.deadweight, 0.0),
            basis: chain.basis,
            displacement: self.stated(path("displacement"), label("displacement"), chain.displacement, 0.0),
            leakage: self.stated(path("leakage"), label("leakage"), chain.leakage, 0.0),
            substitution: self.stated(path("substitution"), label("substitution"), chain.substitution, 0.0),
            multiplier: self.stated(path("multiplier"), label("multiplier"), chain.multiplier, 1.0),
            lag_years: chain.timing.lag_years,
            duration_years: chain.timing.duration_years,
            drop_off: self.stated(path("drop_off"), label("lost from year to year"), chain.timing.drop_off, 0.0),
            taper: chain.timing.taper.clone(),
        }
    }

    fn value(&mut self, at: usize, benefit: &Benefit, nth: usize, value: &Value) -> Result<ValueLine, Error> {
        let n_before = benefit.values[..nth].iter().filter(|before| before.kind == value.kind).count();
        let kind = match n_before {
            0 => value.kind.word().to_owned(),
            n => format!("{}{}", value.kind.word(), n + 1),
        };
        let path = format!("benefit.{}.{kind}", benefit.id);
        let label = format!("{}: {} value per {}", benefit.outcome, value.kind.word(), benefit.unit);
        let estimate = self.rebased(value.amount, value.price_year)?;
        let amount = match benefit.quantity {
            // What is claimed is varied as a whole, not pound by pound.
            Quantity::Claimed(_) => Input::Fixed(estimate.value),
            Quantity::Chain(_) => {
                let source = self.value_source(value);
                self.input(path.clone(), label, estimate, ANY, source.as_ref())
            }
        };
        let cashable_label = format!("{}: cashable share", benefit.outcome);
        Ok(ValueLine {
            benefit: at,
            kind: value.kind,
            is_health: value.is_health,
            split: value.split.clone(),
            spending: value.spending,
            leaves: value.leaves.clone(),
            amount,
            cashable: self.stated(format!("{path}.cashable"), cashable_label, value.cashable, 0.0),
        })
    }

    fn value_source(&self, value: &Value) -> Option<String> {
        match &value.from {
            ValueFrom::Stated => value.source.clone(),
            ValueFrom::UnitCost { code } => self.reference.unit_costs.get(code).map(|cost| {
                let own = if cost.origin == Origin::Published { "" } else { "the place's own: " };
                let replaces = cost.replaces.as_ref().map(|before| format!("; replaces {before}")).unwrap_or_default();
                format!("{own}{code}, {}{replaces}", cost.in_words())
            }),
            ValueFrom::Reference { id, quantity } => self
                .reference
                .value(id)
                .ok()
                .map(|named| format!("{} × {}; {}", crate::text::plain(*quantity), named.label, named.source)),
        }
    }
}
