//! A model bound to records: every expression worked out, every test ready to be asked.

mod comparison;
mod derive;
mod joined;
mod letters;
mod nicknames;
mod rows;
mod slot;
mod test;

use std::collections::HashMap;

use rayon::prelude::*;

pub(crate) use comparison::{BoundComparison, UnequalLevels};
#[cfg(test)]
pub(crate) use letters::letter_set;
pub(crate) use letters::{LetterSet, n_lacking};
pub(crate) use nicknames::NicknameList;
pub(crate) use slot::{Form, Slot};
pub(crate) use test::{BoundTest, Metric, ValueTest, dice, is_damerau_within};

use crate::Error;
use crate::linkage_model::{Condition, Expression, LinkType, Model, Rule, Test};
use crate::memory::{MemoryLimit, ROWS_AT_ONCE};
use crate::placeholders::Masks;
use crate::records::Records;
use derive::{Derived, Deriver};
use rows::{Rows, RowsBuilder};

/// Records and a model that fits them, ready for counting pairs, training and scoring.
pub struct Bound<'a> {
    pub(crate) records: &'a Records,
    pub(crate) model: Model,
    pub(crate) slots: Vec<Slot<'a>>,
    rows: Rows,
    pub(crate) comparisons: Vec<BoundComparison>,
    pub(crate) blocking: Vec<BoundRule>,
    pub(crate) pairing: Pairing,
    pub(crate) memory: Option<MemoryLimit>,
}

/// What is wanted of a binding beyond its model.
#[derive(Clone, Copy)]
pub(crate) struct Binding<'b> {
    /// Rows go to scratch where they are more than this allows.
    pub(crate) memory: Option<&'b MemoryLimit>,
    /// Values that count as missing.
    pub(crate) masks: Option<&'b Masks>,
    /// Expressions that the model may not have, and the forms of their values.
    pub(crate) also: &'b [(Expression, &'static [Form])],
}

impl Binding<'_> {
    pub(crate) const PLAIN: Binding<'static> = Binding { memory: None, masks: None, also: &[] };
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
    /// Binds a model to records, and holds all rows in memory.
    ///
    /// # Errors
    /// [`Error::ModelAtOdds`] for columns and sources that are not there, [`Error::AllMissing`] where
    /// no comparison has a value to compare, [`Error::TooMuch`].
    pub fn new(records: &'a Records, model: &Model) -> Result<Bound<'a>, Error> {
        Bound::within(records, model, None)
    }

    /// Binds a model to records, and writes rows to scratch where they are more than memory may hold.
    ///
    /// Training, counting and scoring come to the same either way. What asks for single rows, as
    /// [`crate::evidence`] does, wants them all in memory.
    ///
    /// # Errors
    /// As [`Bound::new`]; [`Error::Scratch`].
    pub fn within(records: &'a Records, model: &Model, memory: Option<&MemoryLimit>) -> Result<Bound<'a>, Error> {
        Bound::with(records, model, &Binding { memory, ..Binding::PLAIN })
    }

    /// The same, with what else is wanted of the records.
    ///
    /// # Errors
    /// As [`Bound::within`].
    pub(crate) fn with(records: &'a Records, model: &Model, binding: &Binding<'_>) -> Result<Bound<'a>, Error> {
        let columns: Vec<&str> = records.columns().iter().map(|column| column.name.as_str()).collect();
        model.check(&columns, records.sources())?;
        let wanted = wanted(model, binding.also);
        let deriver = Deriver::new(records, model, binding.masks);
        let derived: Result<Vec<Derived<'a>>, Error> =
            wanted.par_iter().map(|(expression, forms)| deriver.derived(expression, forms)).collect();
        let (slots, rows) = slots_and_rows(records, &deriver, derived?, binding.memory)?;
        let slot_of = |expression: &Expression| {
            slots
                .iter()
                .position(|slot| slot.expression == *expression)
                .expect("every expression of the model has a slot")
        };
        let comparisons: Vec<_> =
            model.comparisons.iter().map(|comparison| BoundComparison::new(comparison, &slots, &slot_of)).collect();
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
            rows,
            memory: binding.memory.cloned(),
        })
    }

    /// The same binding with other `m`, `u`, prior and blocking rules, such as a training found.
    #[must_use]
    pub fn with_parameters_of(mut self, model: &Model) -> Bound<'a> {
        self.model.prior = model.prior.clone();
        self.model.choice.clone_from(&model.choice);
        self.model.blocking.clone_from(&model.blocking);
        self.blocking = model.blocking.iter().map(|rule| self.rule(rule)).collect();
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

    /// The codes of a row, one for each slot. Rows must be in memory.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        let matrix = self.matrix().expect("single rows are asked of a binding that holds all of them");
        let width = self.slots.len();
        &matrix[row as usize * width..][..width]
    }

    /// All rows one behind the other, where they are in memory.
    pub(crate) fn matrix(&self) -> Option<&[u32]> {
        match &self.rows {
            Rows::InMemory(matrix) => Some(matrix),
            Rows::OnScratch(_) => None,
        }
    }

    /// Hands on all rows in order, some at a time, with the first of them.
    pub(crate) fn for_each_chunk(&self, mut take: impl FnMut(u32, &[u32]) -> Result<(), Error>) -> Result<(), Error> {
        match &self.rows {
            Rows::InMemory(matrix) => take(0, matrix),
            Rows::OnScratch(words) => {
                let n_at_once = self.memory.as_ref().map_or(ROWS_AT_ONCE, |memory| memory.rows_at_once(words.width()));
                words.for_each_chunk(n_at_once, |first, words| take(first as u32, words))
            }
        }
    }

    /// The codes of some rows, given in order.
    pub(crate) fn codes_of_rows(&self, rows: &[u32]) -> Result<Vec<u32>, Error> {
        let width = self.slots.len();
        let mut codes = Vec::with_capacity(rows.len() * width);
        let mut rest = rows;
        self.for_each_chunk(|first, words| {
            let end = first + (words.len() / width) as u32;
            let (here, later) = rest.split_at(rest.partition_point(|row| *row < end));
            here.iter().for_each(|row| codes.extend_from_slice(&words[(row - first) as usize * width..][..width]));
            rest = later;
            Ok(())
        })?;
        Ok(codes)
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
fn wanted(model: &Model, also: &[(Expression, &'static [Form])]) -> Vec<(Expression, Vec<Form>)> {
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
        want(&comparison.of, None);
        let counted = comparison.levels.iter().filter_map(|level| comparison.counted(level));
        counted.for_each(|(of, _)| want(of, Some(Form::Shares)));
        comparison.levels.iter().for_each(|level| want_of_test(&level.test, &comparison.of, &mut want));
    }
    model.rules().flat_map(|rule| &rule.same).for_each(|expression| want(expression, None));
    for (expression, forms) in also {
        want(expression, None);
        forms.iter().for_each(|form| want(expression, Some(*form)));
    }
    wanted
}

fn want_of_test(test: &Test, default: &Expression, want: &mut impl FnMut(&Expression, Option<Form>)) {
    let of = test.of.as_ref().unwrap_or(default);
    match &test.condition {
        Condition::All(tests) | Condition::Any(tests) => tests.iter().for_each(|test| want_of_test(test, of, want)),
        Condition::Not(test) => want_of_test(test, of, want),
        Condition::SwappedWith(other) | Condition::SameAcross(other) => {
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

/// Works out every expression, some rows at a time on all threads.
fn slots_and_rows<'a>(
    records: &'a Records,
    deriver: &Deriver<'a>,
    mut derived: Vec<Derived<'a>>,
    memory: Option<&MemoryLimit>,
) -> Result<(Vec<Slot<'a>>, Rows), Error> {
    let mut rows = RowsBuilder::new(records.n_records(), derived.len(), memory)?;
    records.for_each_chunk(memory, |first, columns| {
        derived.par_iter_mut().try_for_each(|derived| derived.take(deriver, columns))?;
        rows.take(first, &derived.iter().map(Derived::codes).collect::<Vec<_>>())
    })?;
    let slots = derived.into_par_iter().map(|derived| derived.finish(deriver)).collect::<Result<_, _>>()?;
    Ok((slots, rows.finish()))
}
