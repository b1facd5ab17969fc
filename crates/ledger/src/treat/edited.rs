//! What an edit of the rules can touch, so that nothing else is treated again.
//!
//! People argue about one rule at a time and build after each change. A rule that was taken out changes
//! nothing where no line met it; a rule that was put in changes nothing where no line can meet it.

use std::collections::{BTreeSet, HashMap};

use arrow_array::RecordBatch;
use model::rule::RuleField;
use model::tables::{ledger_line, spend};

use super::Treater;
use super::classes::PLAIN_FIELDS;
use super::rulebook::{RuleBits, RuleBook, RuleKind, and, or};
use crate::Error;
use crate::batch::Rows;

/// The difference between the rules of an earlier treatment and those of a treater.
pub struct Edited<'a> {
    treater: &'a Treater,
    /// Positions, in the earlier order, of rules that are gone or stand in another order now.
    gone: BTreeSet<usize>,
    /// The rules that are new or stand in another order now.
    new: RuleBook,
    /// The kinds of both.
    kinds: BTreeSet<RuleKind>,
    /// For each rule that stayed, by its earlier position, its position now.
    kept: HashMap<usize, usize>,
}

impl Treater {
    /// Lays the prints of earlier rules beside the rules of this treater.
    ///
    /// What stands before and after the edited part is the same rule in the same order; everything
    /// between counts as edited, which is never too little.
    pub fn edited_since(&self, earlier: &[String]) -> Result<Edited<'_>, Error> {
        let now = self.rule_prints();
        let n_before = earlier.iter().zip(&now).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&earlier[n_before..], &now[n_before..]);
        let n_after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        let (old_end, new_end) = (earlier.len() - n_after, now.len() - n_after);
        let kept = (0..n_before).map(|position| (position, position));
        let kept = kept.chain((0..n_after).map(|after| (old_end + after, new_end + after)));
        Ok(Edited {
            treater: self,
            kinds: edited_kinds(&earlier[n_before..old_end]).chain(edited_kinds(&now[n_before..new_end])).collect(),
            gone: (n_before..old_end).collect(),
            new: self.book.only(&(n_before..new_end).collect())?,
            kept: kept.collect(),
        })
    }
}

impl Edited<'_> {
    /// Whether the edit can change this column of `spend`.
    pub fn changes(&self, spend_column: &str) -> bool {
        let kinds: &[RuleKind] = match spend_column {
            spend::TREATMENT | spend::TRANSFER_KIND | spend::ELIMINATED | spend::WHY => &[RuleKind::Treatment],
            spend::SERVICE | spend::COFOG | spend::SERVICE_WHY => &[RuleKind::Service],
            spend::INTENT => &[RuleKind::Intent],
            // What stands on the line, and who is paid: no rule decides it.
            spend::LINE_ID | spend::BODY_ID | spend::FINANCIAL_YEAR | spend::AMOUNT => &[],
            spend::COUNTERPARTY_ID | spend::ATTRIBUTION => &[],
            _ => &RuleKind::ALL,
        };
        kinds.iter().any(|kind| self.kinds.contains(kind))
    }

    /// Whether the edit can change `theme_share`.
    pub fn changes_themes(&self) -> bool {
        self.kinds.contains(&RuleKind::Theme)
    }

    /// The columns of `ledger_line` that [`Edited::touches`] looks at.
    pub fn columns(&self) -> Vec<&'static str> {
        let looked_at = |fields: &[RuleField]| fields.iter().any(|field| self.new.looks_at(*field));
        let groups: [(&[RuleField], &'static str); 2] =
            [(&BODY_FIELDS, ledger_line::BODY_ID), (&PAYEE_FIELDS, ledger_line::PAYEE)];
        let groups = groups.into_iter().filter(|(fields, _)| looked_at(fields)).map(|(_, column)| column);
        groups.chain(PLAIN_FIELDS.iter().filter(|(field, _)| looked_at(&[*field])).map(|(_, column)| *column)).collect()
    }

    /// Whether the edit can change the treatment of any of these lines, which met these rules before.
    ///
    /// True wherever it cannot be ruled out: each condition of a new rule holds for some line, though
    /// perhaps all of them for none.
    pub fn touches(&self, rules_met: &[usize], lines: &RecordBatch) -> bool {
        self.touches_any(rules_met) || self.may_meet_new(lines)
    }

    /// The same where no column of the lines decides: whether a rule that was met is gone, or a new one
    /// asks for nothing that a column says.
    pub fn touches_any(&self, rules_met: &[usize]) -> bool {
        let asks_nothing = self.columns().is_empty() && self.new.n_rules() > 0;
        asks_nothing || rules_met.iter().any(|rule| self.gone.contains(rule))
    }

    /// Where the rules that were met stand now; none are gone.
    pub fn positions_now(&self, rules_met: &[usize]) -> Vec<usize> {
        rules_met.iter().map(|rule| self.kept[rule]).collect()
    }

    fn may_meet_new(&self, lines: &RecordBatch) -> bool {
        let rows = Rows::of(lines);
        // A rule that asks for none of these columns (for capital or sign alone) stays, so it touches.
        let mut left = self.new.all_rules();
        let columns = self.columns();
        let has = |column: &str| columns.contains(&column);
        if has(ledger_line::BODY_ID) {
            let body = rows.text(ledger_line::BODY_ID);
            and(&mut left, &self.met_by_any(body.values.iter().map(|id| self.treater.body_cells(id))));
        }
        if has(ledger_line::PAYEE) {
            let payee = rows.text(ledger_line::PAYEE);
            let cells = payee.values.iter().map(|payee| super::classes::payee_cells(payee, self.treater.party(payee)));
            and(&mut left, &self.met_by_any(cells));
        }
        for (field, column) in PLAIN_FIELDS.into_iter().filter(|(_, column)| has(column)) {
            let text = rows.text(column);
            and(&mut left, &self.met_by_any(text.values.iter().map(|value| [(field, *value)])));
        }
        left.iter().any(|word| *word != 0)
    }

    /// The new rules that at least one of these groups of cells leaves standing.
    fn met_by_any<'a, const N: usize>(&self, values: impl Iterator<Item = [(RuleField, &'a str); N]>) -> RuleBits {
        let mut met = self.new.no_rules();
        for cells in values {
            let mut bits = self.new.all_rules();
            cells.iter().for_each(|(field, value)| self.new.narrow(*field, value, &mut bits));
            or(&mut met, &bits);
        }
        met
    }
}

fn edited_kinds(prints: &[String]) -> impl Iterator<Item = RuleKind> {
    prints.iter().filter_map(|print| RuleKind::of_print(print))
}

const BODY_FIELDS: [RuleField; 2] = [RuleField::Body, RuleField::BodyKind];
const PAYEE_FIELDS: [RuleField; 3] = [RuleField::Payee, RuleField::Counterparty, RuleField::CounterpartyKind];
