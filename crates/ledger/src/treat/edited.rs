//! What an edit of the rules can touch, so that nothing else is treated again.
//!
//! People argue about one rule at a time and build after each change. A rule that was taken out changes
//! nothing but the lines that it decided; a rule that was put in nothing but the lines that it meets.

use std::collections::{BTreeSet, HashMap};

use arrow_array::RecordBatch;
use model::Rows;
use model::rule::RuleField;
use model::tables::{LEDGER_LINE, SPEND, ledger_line, spend};

use super::Treater;
use super::classes::{PLAIN_FIELDS, payee_cells};
use super::rulebook::{RuleBits, RuleBook, RuleKind, RulePrint, and, or};
use crate::Error;
use crate::text::TextColumn;

/// The difference between the rules of an earlier treatment and those of a treater.
pub struct Edited<'a> {
    pub(super) treater: &'a Treater,
    /// The rules that are gone or are in another order now, by their earlier positions.
    gone: HashMap<usize, RulePrint>,
    /// The rules that are new or are in another order now.
    new: RuleBook,
    /// The kinds of both.
    kinds: BTreeSet<RuleKind>,
    /// For each rule that stayed, by its earlier position, its position now.
    kept: HashMap<usize, usize>,
    /// One of them is weighed against rules that remain, so lines that it never decided can change.
    is_weighed: bool,
}

/// What an edit can touch of a row group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    Nothing,
    /// The lines that a new rule may meet, by their places; and where a rule is gone that lines met, the
    /// lines that it decided ([`Edited::decided_by_gone`]).
    Lines {
        may_meet_new: Vec<usize>,
        is_gone_met: bool,
    },
    /// Which lines cannot be told.
    Everything,
}

impl Treater {
    /// Lays the prints of earlier rules beside the rules of this treater.
    ///
    /// What stands before and after the edited part is the same rule in the same order; everything
    /// between counts as edited, which is never too little.
    pub fn edited_since(&self, earlier: &[RulePrint]) -> Result<Edited<'_>, Error> {
        let now = self.rule_prints();
        let n_before = earlier.iter().zip(&now).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&earlier[n_before..], &now[n_before..]);
        let n_after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        let (old_end, new_end) = (earlier.len() - n_after, now.len() - n_after);
        let kept = (0..n_before).map(|position| (position, position));
        let kept = kept.chain((0..n_after).map(|after| (old_end + after, new_end + after)));
        Ok(Edited {
            treater: self,
            kinds: earlier[n_before..old_end].iter().chain(&now[n_before..new_end]).map(|rule| rule.kind).collect(),
            gone: (n_before..old_end).map(|position| (position, earlier[position].clone())).collect(),
            new: self.book.only(&(n_before..new_end).collect())?,
            kept: kept.collect(),
            is_weighed: old_rest[..old_rest.len() - n_after]
                .iter()
                .chain(&now[n_before..new_end])
                .any(|r| r.is_weighed),
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
            spend::CLIENT_GROUP | spend::CLIENT_GROUP_WHY => &[RuleKind::ClientGroup],
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

    /// The columns of `ledger_line` that [`Edited::touched`] looks at.
    pub fn columns(&self) -> Vec<&'static str> {
        let looked_at = |fields: &[RuleField]| fields.iter().any(|field| self.new.looks_at(*field));
        let groups: [(&[RuleField], &'static str); 3] = [
            (&BODY_FIELDS, ledger_line::BODY_ID),
            (&PAYEE_FIELDS, ledger_line::PAYEE),
            (&[RuleField::File], ledger_line::FILE_ID),
        ];
        let groups = groups.into_iter().filter(|(fields, _)| looked_at(fields)).map(|(_, column)| column);
        groups.chain(PLAIN_FIELDS.iter().filter(|(field, _)| looked_at(&[*field])).map(|(_, column)| *column)).collect()
    }

    /// What the edit can touch of these lines, which met these rules before; never too little.
    ///
    /// `lines` has the [`Edited::columns`], and is none where there are none.
    pub fn touched(&self, rules_met: &[usize], lines: Option<&RecordBatch>) -> Touched {
        if self.is_weighed {
            return Touched::Everything;
        }
        let is_gone_met = rules_met.iter().any(|rule| self.gone.contains_key(rule));
        let may_meet_new = match lines {
            Some(lines) => self.may_meet_new(lines),
            None if self.new.n_rules() == 0 => Vec::new(),
            // A rule that asks for nothing that a column of text says.
            None => return Touched::Everything,
        };
        match () {
            () if may_meet_new.is_empty() && !is_gone_met => Touched::Nothing,
            () if self.names_its_lines() => Touched::Lines { may_meet_new, is_gone_met },
            () => Touched::Everything,
        }
    }

    /// Whether the table says of every line which rule of the edited kinds decided it.
    fn names_its_lines(&self) -> bool {
        // A rule that names a file brings its lines back, and another may decide them: then only the other is named.
        let may_be_unnamed = |rule: &RulePrint| rule.kind == RuleKind::Treatment && rule.names_files;
        self.kinds.iter().all(|kind| why_of(*kind).is_some()) && !self.gone.values().any(may_be_unnamed)
    }

    /// The lines that a rule decided which is gone now, by their places; `spend` has the columns that
    /// the edit changes.
    pub fn decided_by_gone(&self, spend: &RecordBatch) -> Vec<usize> {
        let mut decided = BTreeSet::new();
        for (kind, column) in self.kinds.iter().filter_map(|kind| Some((*kind, why_of(*kind)?))) {
            let of_kind = self.gone.values().filter(|rule| rule.kind == kind);
            let ids: BTreeSet<&str> = of_kind.map(|rule| rule.id.as_str()).collect();
            let is_gone = SPEND
                .read(spend)
                .text(column)
                .map_once(0..spend.num_rows(), |why| why.is_some_and(|why| ids.contains(why)));
            decided.extend((0..spend.num_rows()).filter(|row| is_gone[*row]));
        }
        decided.into_iter().collect()
    }

    /// Where those of the rules that were met and are still there stand now.
    pub fn positions_kept(&self, rules_met: &[usize]) -> Vec<usize> {
        rules_met.iter().filter_map(|rule| self.kept.get(rule).copied()).collect()
    }

    /// The lines for which no column of text rules out every new rule.
    fn may_meet_new(&self, lines: &RecordBatch) -> Vec<usize> {
        let rows = LEDGER_LINE.read(lines);
        let by_column: Vec<(Vec<u32>, Vec<RuleBits>)> =
            self.columns().into_iter().map(|column| self.standing(rows, column)).collect();
        let mut somewhere = self.new.all_rules();
        for (_, standing) in &by_column {
            let mut any = self.new.no_rules();
            standing.iter().for_each(|bits| or(&mut any, bits));
            and(&mut somewhere, &any);
        }
        if somewhere.iter().all(|word| *word == 0) {
            return Vec::new();
        }
        let is_left = |row: &usize| {
            (0..somewhere.len()).any(|word| {
                let bits = by_column.iter().map(|(keys, standing)| standing[keys[*row] as usize][word]);
                bits.fold(somewhere[word], |left, bits| left & bits) != 0
            })
        };
        (0..rows.len()).filter(is_left).collect()
    }

    /// For each line the key of its value in a column, and for each key the new rules that it leaves standing.
    fn standing(&self, rows: Rows, column: &'static str) -> (Vec<u32>, Vec<RuleBits>) {
        let text = TextColumn::of(rows.text(column));
        let standing = text.values.iter().map(|value| {
            let mut bits = self.new.all_rules();
            let mut narrow = |cells: &[(RuleField, &str)]| {
                cells.iter().for_each(|(field, value)| self.new.narrow(*field, value, &mut bits));
            };
            match column {
                ledger_line::BODY_ID => narrow(&self.treater.body_cells(value)),
                ledger_line::FILE_ID => narrow(&self.treater.file_cells(value)),
                ledger_line::PAYEE => narrow(&payee_cells(value, self.treater.party(value))),
                _ => {
                    let fields = PLAIN_FIELDS.iter().filter(|(_, of)| *of == column);
                    fields.for_each(|(field, _)| narrow(&[(*field, value)]));
                }
            }
            bits
        });
        let standing = standing.collect();
        (text.keys, standing)
    }
}

/// The column of `spend` that names the rule of this kind which decided a line.
fn why_of(kind: RuleKind) -> Option<&'static str> {
    match kind {
        RuleKind::Treatment => Some(spend::WHY),
        RuleKind::Service => Some(spend::SERVICE_WHY),
        RuleKind::ClientGroup => Some(spend::CLIENT_GROUP_WHY),
        RuleKind::Intent | RuleKind::Theme => None,
    }
}

const BODY_FIELDS: [RuleField; 2] = [RuleField::Body, RuleField::BodyKind];
const PAYEE_FIELDS: [RuleField; 3] = [RuleField::Payee, RuleField::Counterparty, RuleField::CounterpartyKind];
