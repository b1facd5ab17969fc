//! The lines that an edit can touch treated again, while the others of their row group stay as they were.
//!
//! An edited rule meets a few hundred of a hundred thousand lines. Deciding those, and putting the new
//! words into the columns as they stand, costs a fraction of deciding every line again.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch};
use model::tables::{self, ledger_line, spend};

use super::classes::{Class, Classes};
use super::edited::Edited;
use super::rulebook::set_bits;
use super::sums;
use crate::Totals;
use crate::batch::{self, Rows};
use crate::text::with_words;

/// A row group as it was treated before the edit.
pub struct Earlier<'a> {
    /// The columns of `spend` that the edit can change ([`Edited::changes`]), text as dictionaries.
    pub spend: &'a RecordBatch,
    pub totals: &'a Totals,
    /// Positions of the rules that its lines met.
    pub rules_met: &'a [usize],
}

/// The row group after the edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Patched {
    /// Those columns of `spend` that differ now; none where none does.
    pub spend: Option<RecordBatch>,
    pub totals: Totals,
    pub rules_met: Vec<usize>,
}

impl Edited<'_> {
    /// Treats some lines of a row group again: `rows` are their places in it, `lines` the lines there.
    ///
    /// What comes out is what treating the whole row group would give, wherever `rows` holds all that
    /// the edit can touch ([`Edited::touched`]). None where the earlier state is not one that a treatment
    /// of these lines leaves: then everything has to be treated.
    pub fn patch(&self, earlier: &Earlier, rows: &[usize], lines: &RecordBatch) -> Option<Patched> {
        let these = Rows::of(lines);
        let body = these.text(ledger_line::BODY_ID);
        let classes = self.treater.classes(these, &body);
        let before = classes_before(&classes, earlier.spend, rows)?;
        let mut totals = earlier.totals.clone().without(&sums::totals(these, &body, &before))?;
        totals.merge(sums::totals(these, &body, &classes));
        let mut rules_met = self.positions_kept(earlier.rules_met);
        rules_met.extend(set_bits(&classes.rules_met, 0..classes.rules_met.len() * 64));
        rules_met.sort_unstable();
        rules_met.dedup();
        Some(Patched { spend: patched(earlier.spend, rows, &classes)?, totals, rules_met })
    }
}

/// Those columns that differ, with the new decisions in their rows; none where the old ones hold no words of ours.
fn patched(spend: &RecordBatch, rows: &[usize], classes: &Classes) -> Option<Option<RecordBatch>> {
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    let schema = spend.schema();
    for (field, old) in schema.fields().iter().zip(spend.columns()) {
        let name = field.name().as_str();
        if name == spend::ELIMINATED {
            let flags = |at: usize| classes.of_row(at).decision.eliminated;
            let before = old.as_boolean_opt()?;
            if rows.iter().enumerate().any(|(at, row)| before.value(*row) != flags(at)) {
                columns.push((name, with_flags(before, rows, flags)));
            }
            continue;
        }
        let words: Vec<Option<&str>> = classes.classes.iter().map(|class| class.decision.word(name)).collect();
        let of_rows = rows.iter().zip(&classes.keys);
        let differs = of_rows.map(|(row, key)| Some(word(old, *row)? != words[*key as usize]));
        if differs.collect::<Option<Vec<bool>>>()?.contains(&true) {
            columns.push((name, with_words(old, rows, &classes.keys, &words)?));
        }
    }
    let of_name = |name: &str| columns.iter().find(|(of, _)| *of == name).map(|(_, column)| column.clone());
    let is_there = |name: &str| of_name(name).is_some();
    let column = |name: &str| of_name(name).expect("only columns that are there are wanted");
    Some((!columns.is_empty()).then(|| batch::some_columns(&tables::SPEND, spend.num_rows(), is_there, column)))
}

fn with_flags(column: &BooleanArray, rows: &[usize], flag: impl Fn(usize) -> bool) -> ArrayRef {
    let mut flags: Vec<bool> = column.values().iter().collect();
    rows.iter().enumerate().for_each(|(at, row)| flags[*row] = flag(at));
    Arc::new(BooleanArray::from(flags))
}

/// The classes that the same lines were of before the edit: as now, but for the columns that it changes.
fn classes_before<'a>(classes: &Classes<'a>, spend: &'a RecordBatch, rows: &[usize]) -> Option<Classes<'a>> {
    let schema = spend.schema();
    let columns: Vec<(&str, &ArrayRef)> = tables::SPEND
        .columns
        .iter()
        .filter_map(|c| Some((c.name, spend.column(schema.index_of(c.name).ok()?))))
        .collect();
    let mut known: HashMap<(u32, Vec<i32>), u32> = HashMap::new();
    let mut before = Classes { classes: Vec::new(), keys: Vec::with_capacity(rows.len()), rules_met: Box::default() };
    for (at, row) in rows.iter().enumerate() {
        let keys = columns.iter().map(|(_, column)| key(column, *row)).collect::<Option<Vec<i32>>>()?;
        let class = match known.get(&(classes.keys[at], keys.clone())) {
            Some(class) => *class,
            None => {
                before.classes.push(class_before(classes.of_row(at), &columns, *row)?);
                let class = u32::try_from(before.classes.len() - 1).ok()?;
                known.insert((classes.keys[at], keys), class);
                class
            }
        };
        before.keys.push(class);
    }
    Some(before)
}

/// What tells the values of a column apart: its key in the dictionary, or the flag.
fn key(column: &ArrayRef, row: usize) -> Option<i32> {
    if let Some(flags) = column.as_boolean_opt() {
        return Some(i32::from(flags.value(row)));
    }
    let keys = column.as_dictionary_opt::<Int32Type>()?.keys();
    Some(if keys.is_valid(row) { keys.value(row) } else { -1 })
}

fn class_before<'a>(class: &Class<'a>, columns: &[(&str, &'a ArrayRef)], row: usize) -> Option<Class<'a>> {
    let mut class = class.clone();
    for (name, column) in columns {
        match column.as_boolean_opt() {
            Some(flags) => class.decision.eliminated = flags.value(row),
            None => class.decision = class.decision.with_word(name, word(column, row)?)?,
        }
    }
    Some(class)
}

fn word(column: &ArrayRef, row: usize) -> Option<Option<&str>> {
    let dictionary = column.as_dictionary_opt::<Int32Type>()?;
    let values = dictionary.values().as_string_opt::<i32>()?;
    Some(dictionary.key(row).map(|key| values.value(key)))
}
