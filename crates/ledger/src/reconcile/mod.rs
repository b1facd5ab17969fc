//! What was counted beside what was published, explained cause by cause.
//!
//! A ledger of payments never equals a published outturn: pay is not in it, capital is, and months
//! may be missing. So each published figure is beside the count with the causes that can be
//! told, and what is left over is published and not traced to payments. Nothing is adjusted to make them agree
//! (method, section 1.8).

mod causes;
mod published;

use arrow_array::RecordBatch;
use model::tables::{Basis, RECONCILIATION, ReconcilingItem, reconciliation};
use money::Money;

use crate::totals::Totals;

use causes::Evidence;
pub use published::OutturnService;
use published::{Publication, Published};

/// One row of the table: a published figure, the count, a cause or what is not traced to payments.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    item: ReconcilingItem,
    /// None where it was not computed, which is not the same as nothing.
    amount: Option<Money>,
    basis: Basis,
    note: String,
}

/// The items of one service of one publication, or of its whole.
struct Comparison<'a> {
    publication: &'a Publication,
    service: &'a str,
    items: Vec<Item>,
}

/// Puts every published figure of the place's bodies beside the count.
///
/// `services` says which service a published label means; a series without any such label is not
/// compared. A series named `employees` (or `...:employees`) is no comparison of its own but gives
/// the cause `pay`. `published = counted + every cause with an amount + what does not open`, exactly.
pub fn reconcile(
    outturn: &[RecordBatch],
    services: &[OutturnService],
    totals: &Totals,
    problems: &RecordBatch,
) -> RecordBatch {
    let published = Published::of(outturn, services);
    let mut comparisons = Vec::new();
    for (publication, figures) in &published.figures {
        let evidence = Evidence::of(publication, figures, published.pay_of(publication), totals, problems);
        comparisons.extend(figures.services().map(|service| Comparison {
            publication,
            service,
            items: items(figures.figure(service), &evidence, service),
        }));
    }
    reconciliation_batch(&comparisons)
}

/// Published, counted, each cause in its order, and what is left.
fn items(published: Item, evidence: &Evidence, service: &str) -> Vec<Item> {
    let counted = evidence.counted(service);
    let causes = ReconcilingItem::ALL.iter().filter_map(|item| evidence.cause(*item, service));
    let mut items: Vec<Item> = [published, counted].into_iter().chain(causes).collect();
    let explained: Money = items[1..].iter().filter_map(|item| item.amount).sum();
    let published = items[0].amount.unwrap_or(Money::ZERO);
    let n_open = items.iter().filter(|item| item.amount.is_none()).count();
    items.push(Item {
        item: ReconcilingItem::DoesNotOpen,
        amount: Some(published - explained),
        basis: Basis::Counted,
        note: format!("published less counted and the causes with an amount; {n_open} causes are not computed"),
    });
    items
}

fn reconciliation_batch(comparisons: &[Comparison]) -> RecordBatch {
    let mut rows = RECONCILIATION.rows();
    for Comparison { publication, service, items } in comparisons {
        for item in items {
            rows.push()
                .text(reconciliation::BODY_ID, &publication.body_id)
                .year(reconciliation::FINANCIAL_YEAR, publication.financial_year)
                .text(reconciliation::SERIES, &publication.series)
                .text(reconciliation::SERVICE, service)
                .text(reconciliation::ITEM, item.item.word())
                .money_if_any(reconciliation::AMOUNT, item.amount)
                .text(reconciliation::BASIS, item.basis.word())
                .text(reconciliation::NOTE, &item.note);
        }
    }
    rows.finish()
}

#[cfg(test)]
mod tests;
