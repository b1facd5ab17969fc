//! A model bound to records: every expression worked out, every test ready to be asked.

mod derive;
mod nicknames;
mod slot;
mod test;

use std::collections::HashMap;

use rayon::prelude::*;

pub(crate) use nicknames::NicknameList;
pub(crate) use slot::{Form, Slot};
pub(crate) use test::{BoundTest, Metric, dice, is_damerau_within};

use crate::linkage_model::{Condition, Expression, LinkType, Model, Rule, Test};
use crate::records::{NULL, Records};
use crate::{Error, compare};
use derive::Deriver;

/// Records and a model that fits them, ready for counting pairs, training and scoring.
pub struct Bound<'a> {
    pub(crate) records: &'a Records,
    pub(crate) model: Model,
    pub(crate) slots: Vec<Slot<'a>>,
    /// Codes by row: `matrix[row * slots.len() + slot]`, so that a record lies in one or two cache lines.
    matrix: Vec<u32>,
    pub(crate) comparisons: Vec<compare::BoundComparison>,
    pub(crate) blocking: Vec<BoundRule>,
    pub(crate) pairing: Pairing,
}

/// A rule as positions of slots.
#[derive(Clone, Debug)]
pub(crate) struct BoundRule {
    pub(crate) slots: Vec<usize>,
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// Between which sources pairs are made.
#[derive(Clone, Debug)]
pub(crate) struct Pairing {
    /// Whether pairs are made within each source.
    pub(crate) within: Vec<bool>,
    pub(crate) between: bool,
}

impl<'a> Bound<'a> {
    /// Binds a model to records.
    ///
    /// # Errors
    /// [`Error::ModelMistakes`] for columns and sources that are not there, [`Error::AllMissing`] where
    /// no comparison has a value to compare, [`Error::TooMuch`].
    pub fn new(records: &'a Records, model: &Model) -> Result<Bound<'a>, Error> {
        let columns: Vec<&str> = records.columns().iter().map(|column| column.name.as_str()).collect();
        model.check(&columns, records.sources())?;
        let wanted = wanted(model);
        let deriver = Deriver::new(records, model);
        let slots: Vec<(Slot<'a>, Vec<u32>)> =
            wanted.par_iter().map(|(expression, forms)| deriver.slot(expression, forms)).collect::<Result<_, _>>()?;
        let (slots, codes): (Vec<Slot<'a>>, Vec<Vec<u32>>) = slots.into_iter().unzip();
        let matrix = by_row(records.n_records(), codes);
        let slot_of = |expression: &Expression| {
            slots
                .iter()
                .position(|slot| slot.expression == *expression)
                .expect("every expression of the model has a slot")
        };
        let comparisons: Vec<_> = model
            .comparisons
            .iter()
            .map(|comparison| compare::BoundComparison::new(comparison, &slots, &slot_of))
            .collect();
        if comparisons.iter().all(|comparison| slots[comparison.slot].n_present == 0) {
            return Err(Error::AllMissing { columns: model.comparisons.iter().map(|c| c.name.clone()).collect() });
        }
        let blocking = model.blocking.iter().map(|rule| bound_rule(rule, &slot_of)).collect();
        Ok(Bound {
            records,
            model: model.clone(),
            comparisons,
            blocking,
            pairing: pairing(records, model),
            slots,
            matrix,
        })
    }

    /// The same binding with other `m`, `u` and prior, such as a training found.
    #[must_use]
    pub fn with_parameters_of(mut self, model: &Model) -> Bound<'a> {
        self.model.prior = model.prior.clone();
        for (own, trained) in self.model.comparisons.iter_mut().zip(&model.comparisons) {
            own.levels.clone_from(&trained.levels);
        }
        self
    }

    pub fn records(&self) -> &'a Records {
        self.records
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The codes of a row, one for each slot.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let width = self.slots.len();
        &self.matrix[row as usize * width..][..width]
    }

    pub(crate) fn rule(&self, rule: &Rule) -> BoundRule {
        bound_rule(rule, &|expression| self.slot_of(expression))
    }

    pub(crate) fn slot_of(&self, expression: &Expression) -> usize {
        let slot = self.slots.iter().position(|slot| slot.expression == *expression);
        slot.expect("the rule is of the model, whose expressions all have slots")
    }
}

impl std::fmt::Debug for Bound<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Bound({:?} to {:?})", self.model.name, self.records)
    }
}

impl Pairing {
    /// Whether two rows of these sources may be a pair.
    pub(crate) fn allows(&self, left: usize, right: usize) -> bool {
        if left == right { self.within[left] } else { self.between }
    }

    /// How many pairs of all there are.
    pub(crate) fn n_pairs(&self, n_of_source: &[u64]) -> u64 {
        let total: u64 = n_of_source.iter().sum();
        let square = |n: u64| n * n.saturating_sub(1) / 2;
        let within: u64 = n_of_source.iter().map(|n| square(*n)).sum();
        let allowed = n_of_source.iter().zip(&self.within).filter(|(_, within)| **within).map(|(n, _)| square(*n));
        allowed.sum::<u64>() + if self.between { square(total) - within } else { 0 }
    }
}

fn pairing(records: &Records, model: &Model) -> Pairing {
    let clean = |source: &String| model.no_duplicates_in.contains(source);
    let within = records.sources().iter().map(|source| match model.link {
        LinkType::Dedupe => true,
        LinkType::LinkOnly => false,
        LinkType::LinkAndDedupe => !clean(source),
    });
    Pairing { within: within.collect(), between: true }
}

fn bound_rule(rule: &Rule, slot_of: &dyn Fn(&Expression) -> usize) -> BoundRule {
    let mut slots: Vec<usize> = rule.same.iter().map(slot_of).collect();
    slots.dedup();
    BoundRule { slots, text: rule.text(), line: rule.line }
}

/// Every expression of the model once, in the order in which they come, with the forms that its tests need.
fn wanted(model: &Model) -> Vec<(Expression, Vec<Form>)> {
    let mut wanted: Vec<(Expression, Vec<Form>)> = Vec::new();
    let mut at: HashMap<Expression, usize> = HashMap::new();
    let mut want = |expression: &Expression, form: Option<Form>| {
        let at = *at.entry(expression.clone()).or_insert_with(|| {
            wanted.push((expression.clone(), Vec::new()));
            wanted.len() - 1
        });
        if let Some(form) = form.filter(|form| !wanted[at].1.contains(form)) {
            wanted[at].1.push(form);
        }
    };
    for comparison in &model.comparisons {
        want(&comparison.of, comparison.uses_term_frequency().then_some(Form::Shares));
        comparison.levels.iter().for_each(|level| want_of_test(&level.test, &comparison.of, &mut want));
    }
    let rules = model.blocking.iter().chain(&model.training.rules).chain(&model.prior.rules);
    rules.flat_map(|rule| &rule.same).for_each(|expression| want(expression, None));
    wanted
}

fn want_of_test(test: &Test, default: &Expression, want: &mut impl FnMut(&Expression, Option<Form>)) {
    let of = test.of.as_ref().unwrap_or(default);
    match &test.condition {
        Condition::All(tests) | Condition::Any(tests) => tests.iter().for_each(|test| want_of_test(test, of, want)),
        Condition::Not(test) => want_of_test(test, of, want),
        Condition::SwappedWith(other) => {
            want(of, None);
            want(other, None);
        }
        Condition::Kilometres { longitude, .. } => {
            want(of, Some(Form::Numbers));
            want(longitude, Some(Form::Numbers));
        }
        condition => want(of, Form::of(condition)),
    }
}

/// Columns of codes turned into rows of codes, some rows at a time on each thread.
fn by_row(n_rows: usize, codes: Vec<Vec<u32>>) -> Vec<u32> {
    let width = codes.len();
    let mut matrix = vec![NULL; n_rows * width];
    matrix.par_chunks_mut(width * 4_096).enumerate().for_each(|(chunk, rows)| {
        for (at, row) in rows.chunks_mut(width).enumerate() {
            row.iter_mut().zip(&codes).for_each(|(cell, column)| *cell = column[chunk * 4_096 + at]);
        }
    });
    matrix
}
