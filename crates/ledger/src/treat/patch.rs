//! The lines that an edit can touch treated again, while the others of their row group stay as they were.
//!
//! An edited rule meets a few hundred of a hundred thousand lines. Deciding those, and putting the new
//! words into the columns as they stand, costs a fraction of deciding every line again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use model::Text;
use model::tables::{LEDGER_LINE, SPEND, ledger_line, spend};

use super::classes::{Class, Classes};
use super::edited::Edited;
use super::rulebook::set_bits;
use super::sums;
use crate::Totals;
use crate::text::{TextColumn, with_words};

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
        let these = LEDGER_LINE.read(lines);
        let body = TextColumn::of(these.text(ledger_line::BODY_ID));
        let classes = self.treater.classes(these, &body);
        let spend = Changeable::of(self, earlier.spend);
        let before = spend.classes_before(&classes, rows)?;
        let mut totals = earlier.totals.clone().without(&sums::totals(these, &body, &before))?;
        totals.merge(sums::totals(these, &body, &classes));
        let mut rules_met = self.positions_kept(earlier.rules_met);
        rules_met.extend(set_bits(&classes.rules_met, 0..classes.rules_met.len() * 64));
        rules_met.sort_unstable();
        rules_met.dedup();
        Some(Patched { spend: spend.patched(&classes, rows), totals, rules_met })
    }
}

/// The columns of `spend` that an edit can change, as they stood.
struct Changeable<'a> {
    n_rows: usize,
    words: Vec<(&'static str, Text<'a>)>,
    eliminated: Option<&'a BooleanArray>,
}

impl<'a> Changeable<'a> {
    fn of(edited: &Edited, spend: &'a RecordBatch) -> Changeable<'a> {
        let rows = SPEND.read(spend);
        let columns = || SPEND.columns.iter().map(|column| column.name).filter(|name| edited.changes(name));
        let words = columns().filter(|name| *name != spend::ELIMINATED).map(|name| (name, rows.text(name)));
        let eliminated = columns().find(|name| *name == spend::ELIMINATED).map(|name| rows.flag(name));
        Changeable { n_rows: rows.len(), words: words.collect(), eliminated }
    }

    /// The classes that the same lines were of before the edit: as now, except for these columns.
    fn classes_before<'c>(&'c self, classes: &Classes<'c>, rows: &[usize]) -> Option<Classes<'c>> {
        let mut known: HashMap<(u32, Vec<Option<&str>>, bool), u32> = HashMap::new();
        let mut before =
            Classes { classes: Vec::new(), keys: Vec::with_capacity(rows.len()), rules_met: Box::default() };
        for (at, row) in rows.iter().enumerate() {
            let class = classes.of_row(at);
            let words: Vec<Option<&str>> = self.words.iter().map(|(_, text)| text.value_if_any(*row)).collect();
            let eliminated = self.eliminated.map_or(class.decision.eliminated, |flags| flags.value(*row));
            let key = match known.entry((classes.keys[at], words, eliminated)) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    before.classes.push(self.class_before(class, &new.key().1, eliminated)?);
                    *new.insert(u32::try_from(before.classes.len() - 1).ok()?)
                }
            };
            before.keys.push(key);
        }
        Some(before)
    }

    fn class_before<'c>(&self, class: &Class<'c>, words: &[Option<&'c str>], eliminated: bool) -> Option<Class<'c>> {
        let mut class = class.clone();
        class.decision.eliminated = eliminated;
        for ((name, _), word) in self.words.iter().zip(words) {
            class.decision = class.decision.with_word(name, *word)?;
        }
        Some(class)
    }

    /// Those columns that differ now, with the new decisions in their rows; none where none does.
    fn patched(&self, classes: &Classes, rows: &[usize]) -> Option<RecordBatch> {
        let mut changed: HashMap<&str, ArrayRef> = HashMap::new();
        for (name, text) in &self.words {
            let words: Vec<Option<&str>> = classes.classes.iter().map(|class| class.decision.word(name)).collect();
            let mut of_rows = rows.iter().zip(&classes.keys);
            if of_rows.any(|(row, key)| text.value_if_any(*row) != words[*key as usize]) {
                changed.insert(name, with_words(*text, rows, &classes.keys, &words));
            }
        }
        if let Some(before) = self.eliminated {
            let mut flags: Vec<bool> = before.values().iter().collect();
            rows.iter().enumerate().for_each(|(at, row)| flags[*row] = classes.of_row(at).decision.eliminated);
            let after = BooleanArray::from(flags);
            if after != *before {
                changed.insert(spend::ELIMINATED, Arc::new(after));
            }
        }
        let is_changed = |name: &str| changed.contains_key(name);
        (!changed.is_empty()).then(|| SPEND.some_columns(self.n_rows, is_changed, |name| changed[name].clone()))
    }
}
