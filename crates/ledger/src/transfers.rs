//! Money between public bodies, with both sides where both are there.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::place::Options;
use model::tables::{TRANSFER, TransferStatus, transfer};
use model::{FinancialYear, Place, TransferKind, Treatment, UNNAMED};
use money::{Money, apportion};

use crate::totals::{LineClass, Tally, Totals, merge_into};

/// What a row of the table is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct TransferKey {
    pair: Pair,
    kind: TransferKind,
    why: String,
    eliminated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    payer: String,
    receiver: String,
    year: FinancialYear,
}

/// One row of the table `transfer`.
struct Transfer {
    key: TransferKey,
    tally: Tally,
    matched: Option<Money>,
    status: TransferStatus,
}

/// Every transfer line of the place by payer, receiver, year, kind and rule.
///
/// The payer's figure is the one eliminated. What the receiver's own files show as coming in
/// (negative lines of its financing that name the payer) is beside it, and the difference is
/// kept in sight (method, section 1.4). A receiver's receipts do not say of which kind they are, so
/// they are shared over the rows of the pair in proportion to the payer's figures.
pub fn transfers(place: &Place, totals: &Totals) -> RecordBatch {
    let receipts = receipts(totals);
    let mut rows = Vec::new();
    for (pair, transfers) in by_pair(totals) {
        let received = receipts.get(&pair).copied();
        rows.extend(compare(&place.options, transfers, received));
    }
    transfer_batch(&rows)
}

fn by_pair(totals: &Totals) -> BTreeMap<Pair, BTreeMap<TransferKey, Tally>> {
    let mut pairs: BTreeMap<Pair, BTreeMap<TransferKey, Tally>> = BTreeMap::new();
    for (class, tally) in &totals.by_class {
        let Some(kind) = class.transfer_kind.filter(|_| class.treatment == Treatment::Transfer) else { continue };
        let pair =
            Pair { payer: class.body_id.clone(), receiver: receiver(class).to_owned(), year: class.financial_year };
        let key = TransferKey { pair: pair.clone(), kind, why: class.why.clone(), eliminated: class.eliminated };
        merge_into(pairs.entry(pair).or_default(), [(key, *tally)]);
    }
    pairs
}

/// Who is paid: the public body, the body itself in a recharge to nobody else, or somebody unnamed.
pub(crate) fn receiver(class: &LineClass) -> &str {
    match &class.counterparty_id {
        Some(id) => id,
        None if class.transfer_kind == Some(TransferKind::Recharge) => &class.body_id,
        None => UNNAMED,
    }
}

/// What receivers' own files show as received, by pair: money in is below zero in a ledger of payments.
fn receipts(totals: &Totals) -> BTreeMap<Pair, Money> {
    let mut receipts = BTreeMap::new();
    for (class, tally) in &totals.by_class {
        let Some(payer) = &class.counterparty_id else { continue };
        if class.treatment == Treatment::Financing && tally.n_negative > 0 {
            let pair = Pair { payer: payer.clone(), receiver: class.body_id.clone(), year: class.financial_year };
            *receipts.entry(pair).or_insert(Money::ZERO) -= tally.negative;
        }
    }
    receipts
}

fn compare(options: &Options, transfers: BTreeMap<TransferKey, Tally>, received: Option<Money>) -> Vec<Transfer> {
    let paid: Money = transfers.values().map(|tally| tally.amount).sum();
    let status = received.map_or(TransferStatus::OneSided, |received| status(options, paid, received));
    let weights: Vec<f64> = transfers.values().map(|tally| tally.amount.pounds().abs()).collect();
    let shares: Vec<Option<Money>> = match received {
        Some(received) if weights.iter().any(|weight| 0.0 < *weight) => {
            apportion(received, &weights, 1).into_iter().map(Some).collect()
        }
        _ => vec![None; weights.len()],
    };
    let rows = transfers.into_iter().zip(shares);
    rows.map(|((key, tally), matched)| Transfer { key, tally, matched, status }).collect()
}

fn status(options: &Options, paid: Money, received: Money) -> TransferStatus {
    let difference = (paid - received).abs();
    let share = paid.abs().pounds() * options.transfer_tolerance_share;
    let tolerance = share.max(options.transfer_tolerance_pounds as f64);
    match difference {
        Money::ZERO => TransferStatus::Paired,
        difference if difference.pounds() <= tolerance => TransferStatus::Timing,
        _ => TransferStatus::Differs,
    }
}

fn transfer_batch(transfers: &[Transfer]) -> RecordBatch {
    let mut rows = TRANSFER.rows();
    for row in transfers {
        let TransferKey { pair, kind, why, eliminated } = &row.key;
        rows.push()
            .text(transfer::PAYER_ID, &pair.payer)
            .text(transfer::RECEIVER_ID, &pair.receiver)
            .year(transfer::FINANCIAL_YEAR, pair.year)
            .text(transfer::TRANSFER_KIND, kind.word())
            .text(transfer::WHY, why)
            .count(transfer::N_LINES, row.tally.n_lines)
            .money(transfer::AMOUNT, row.tally.amount)
            .flag(transfer::ELIMINATED, *eliminated)
            .money_if_any(transfer::MATCHED_AMOUNT, row.matched)
            .money_if_any(transfer::DIFFERENCE, row.matched.map(|matched| row.tally.amount - matched))
            .text(transfer::STATUS, row.status.word());
    }
    rows.finish()
}
