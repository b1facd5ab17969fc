//! What is done with each line: spend, transfer, financing or excluded (method, table 1.5).
//!
//! Adding up ledgers counts a pound once for every body it passes through. So each line gets a
//! treatment before anything is summed: the rules of the place decide, in their order, and where
//! none speaks the payee does. Nothing is dropped; the four treatments add up to all lines.

mod classes;
mod decide;
mod edited;
mod files;
mod patch;
mod pattern;
mod rulebook;
mod sums;
mod weighing;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_buffer::BooleanBuffer;
use model::rule::{Rules, ThemeOutcome};
use model::tables::{COUNTERPARTY, LEDGER_LINE, SPEND, THEME_SHARE, counterparty, ledger_line, spend, theme_share};
use model::{Body, BodyKind, FinancialYear, Place, Reach, Row, Rows};
use money::Money;

pub use edited::{Edited, Touched};
pub use patch::{Earlier, Patched};
pub use rulebook::{RuleKind, RulePrint};

use crate::text::{Keys, TextColumn};
use crate::{Error, Totals};
use classes::Classes;
use decide::Party;
use files::Files;
use rulebook::{RuleBook, set_bits};

/// Treats lines; made once and used by all threads on batches of any size.
pub struct Treater {
    bodies: HashMap<String, Body>,
    parties: Vec<Party>,
    /// Printed payee to the position of its party.
    party_of_payee: HashMap<String, usize>,
    files: Files,
    /// The years that the place counts.
    years: Vec<FinancialYear>,
    book: RuleBook,
}

/// The bodies whose own ledger is in the count, each with the years of its lines.
pub type OwnMoney = BTreeMap<String, BTreeSet<FinancialYear>>;

/// A batch of lines after treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    /// Table `spend`: one row a line, in the order of the lines.
    pub spend: RecordBatch,
    /// Table `theme_share`.
    pub theme_shares: RecordBatch,
    pub totals: Totals,
    /// Positions of the rules that at least one line meets, whether or not they decide it.
    pub rules_met: Vec<usize>,
}

impl Treater {
    /// Makes ready the bodies, the printed payees that are public bodies, and the rules.
    ///
    /// Only a transfer to a body with money of its own in the year of the transfer is taken out. `source_files` says which
    /// files are copies of others.
    pub fn new(
        place: &Place,
        own_money: &OwnMoney,
        source_files: &RecordBatch,
        counterparties: &RecordBatch,
        rules: &Rules,
    ) -> Result<Treater, Error> {
        let party = |row: Row| {
            let id = row.text(counterparty::COUNTERPARTY_ID);
            Party {
                id: id.to_owned(),
                kind: BodyKind::parse(row.text(counterparty::COUNTERPARTY_KIND)).unwrap_or(BodyKind::Other),
                in_place: row.flag(counterparty::IN_PLACE),
                is_local: place.body(id).is_some_and(|body| body.reach == Reach::Local),
                own_money: own_money.get(id).cloned().unwrap_or_default(),
            }
        };
        let rows = || COUNTERPARTY.read(counterparties).iter();
        Ok(Treater {
            bodies: place.bodies.iter().map(|body| (body.id.clone(), body.clone())).collect(),
            parties: rows().map(party).collect(),
            party_of_payee: rows().map(|row| row.text(counterparty::PAYEE).to_owned()).zip(0..).collect(),
            files: Files::of(source_files),
            years: place.years().collect(),
            book: RuleBook::new(rules)?,
        })
    }

    /// Treats every line of a batch of `ledger_line`.
    ///
    /// The result depends on nothing but the lines: batches may be cut anywhere and treated in any
    /// order, by any number of threads.
    ///
    /// # Panics
    /// If the batch has not the columns of `ledger_line`, or a line belongs to no body of the place.
    pub fn treat(&self, ledger_lines: &RecordBatch) -> Treated {
        self.treat_again(ledger_lines, &|_| true)
    }

    /// The same where only the columns of `spend` that are asked for are wanted; the batch has no others.
    ///
    /// # Panics
    /// As [`Treater::treat`].
    pub fn treat_again(&self, ledger_lines: &RecordBatch, is_wanted: &dyn Fn(&str) -> bool) -> Treated {
        let rows = LEDGER_LINE.read(ledger_lines);
        let body = TextColumn::of(rows.text(ledger_line::BODY_ID));
        let classes = self.classes(rows, &body);
        Treated {
            rules_met: set_bits(&classes.rules_met, 0..classes.rules_met.len() * 64).collect(),
            spend: spend_batch(rows, &body, &classes, is_wanted),
            theme_shares: theme_shares(rows, &classes),
            totals: sums::totals(rows, &body, &classes),
        }
    }

    /// A print of every rule, in a fixed order. Where two places' prints are the same, so are the treatments.
    pub fn rule_prints(&self) -> Vec<RulePrint> {
        self.book.prints()
    }

    fn party(&self, payee: &str) -> Option<&Party> {
        self.party_of_payee.get(payee).map(|position| &self.parties[*position])
    }
}

fn spend_batch(rows: Rows, body: &TextColumn, classes: &Classes, is_wanted: &dyn Fn(&str) -> bool) -> RecordBatch {
    let keys = Keys::of(&classes.keys);
    SPEND.some_columns(rows.len(), is_wanted, |name| match name {
        spend::LINE_ID => rows.array(ledger_line::LINE_ID).clone(),
        spend::BODY_ID => {
            let bodies: Vec<Option<&str>> = body.values.iter().map(|id| Some(*id)).collect();
            Keys::of(&body.keys).words(&bodies)
        }
        spend::FINANCIAL_YEAR => rows.array(ledger_line::FINANCIAL_YEAR).clone(),
        spend::AMOUNT => rows.array(ledger_line::AMOUNT).clone(),
        spend::ELIMINATED => eliminated(classes),
        word => keys.words(&classes.classes.iter().map(|class| class.decision.word(word)).collect::<Vec<_>>()),
    })
}

fn eliminated(classes: &Classes) -> ArrayRef {
    let is_eliminated = |row: usize| classes.of_row(row).decision.eliminated;
    Arc::new(BooleanArray::from(BooleanBuffer::collect_bool(classes.keys.len(), is_eliminated)))
}

/// A row for each theme of each line that has one.
fn theme_shares(rows: Rows, classes: &Classes) -> RecordBatch {
    let (line_id, amount) = (rows.id(ledger_line::LINE_ID), rows.money(ledger_line::AMOUNT));
    let mut shares = THEME_SHARE.rows();
    for row in 0..rows.len() {
        for ThemeOutcome { theme, share } in &classes.of_row(row).decision.themes {
            shares
                .push()
                .id(theme_share::LINE_ID, line_id.value(row))
                .text(theme_share::THEME, theme)
                .share(theme_share::SHARE, *share)
                .money(theme_share::AMOUNT, part(amount.value(row), *share));
        }
    }
    shares.finish()
}

/// A share of a line in pounds, rounded half to even once.
fn part(amount: Money, share: f64) -> Money {
    Money::from_pence((amount.pence() as f64 * share).round_ties_even() as i64)
}
