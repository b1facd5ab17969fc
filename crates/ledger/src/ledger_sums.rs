//! What the ledgers add up to, by body and service: the rows beneath the published figures.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{LEDGER_SUM, ledger_sum};
use model::{Attribution, FinancialYear, Treatment};

use crate::totals::{LineClass, Tally, Totals};

/// What a sum keeps of the class of its lines, in the order of the table.
type Key<'a> = (&'a str, FinancialYear, &'a str, Option<bool>, Treatment, Attribution, bool, Option<&'a str>);

/// Rows of `ledger_sum`: every line is in one of them.
pub fn ledger_sums(totals: &Totals) -> RecordBatch {
    let mut sums: BTreeMap<Key, Tally> = BTreeMap::new();
    for (class, tally) in &totals.by_class {
        *sums.entry(key(class)).or_default() += *tally;
    }
    let mut rows = LEDGER_SUM.rows();
    for ((body, year, service, capital, treatment, attribution, is_eliminated, counterparty), tally) in sums {
        rows.push()
            .text(ledger_sum::BODY_ID, body)
            .year(ledger_sum::FINANCIAL_YEAR, year)
            .text(ledger_sum::SERVICE, service)
            .flag_if_any(ledger_sum::CAPITAL, capital)
            .text(ledger_sum::TREATMENT, treatment.word())
            .text(ledger_sum::ATTRIBUTION, attribution.word())
            .flag(ledger_sum::ELIMINATED, is_eliminated)
            .text_if_any(ledger_sum::COUNTERPARTY_ID, counterparty)
            .count(ledger_sum::N_LINES, tally.n_lines)
            .money(ledger_sum::AMOUNT, tally.amount);
    }
    rows.finish()
}

fn key(class: &LineClass) -> Key<'_> {
    (
        &class.body_id,
        class.financial_year,
        &class.service,
        class.capital,
        class.treatment,
        class.attribution,
        class.eliminated,
        class.counterparty_id.as_deref(),
    )
}
