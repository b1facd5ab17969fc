//! Rows of `funding` and `body_funding`.

use arrow_array::RecordBatch;
use model::tables::{BODY_FUNDING, FUNDING, body_funding, funding};
use money::Money;

use super::{Funded, Purse, Source};

pub(crate) fn funding_rows(funded: &[Funded]) -> RecordBatch {
    let mut rows = FUNDING.rows();
    for Funded { purse, sources, .. } in funded {
        for (source, amount) in sources {
            rows.push()
                .year(funding::FINANCIAL_YEAR, purse.year)
                .text_if_any(funding::BODY_ID, purse.body.id.as_deref())
                .text(funding::BODY, &purse.body.name)
                .text(funding::ACCOUNT, purse.account.word())
                .text_if_any(funding::FUNDER_ID, source.funder.id.as_deref())
                .text(funding::FUNDER, &source.funder.name)
                .text(funding::INSTRUMENT, source.instrument.word())
                .text(funding::ORIGIN, source.origin.word())
                .text(funding::LABEL, &source.label)
                .text(funding::BASIS, source.basis.word())
                .text_if_any(funding::FILE_ID, source.file_id.as_deref())
                .count_if_any(funding::ROW, source.row)
                .text_if_any(funding::COLUMN, source.column.as_deref())
                .money_if_any(funding::RECEIVED, source.received)
                .money(funding::AMOUNT, *amount)
                .text(funding::NOTE, &source.note);
        }
    }
    rows.finish()
}

/// Local bodies alone: of what national ones have nothing is known but what they spend.
pub(crate) fn body_rows(funded: &[Funded]) -> RecordBatch {
    let mut rows = BODY_FUNDING.rows();
    for funded in funded.iter().filter(|funded| !funded.is_national) {
        let Account { transfers_in, own_funded, own_taxes, own_other, unexplained } = account(funded);
        let Purse { year, body, account } = &funded.purse;
        let of_own = |amount: Money| funded.is_published.then_some(amount);
        rows.push()
            .year(body_funding::FINANCIAL_YEAR, *year)
            .text_if_any(body_funding::BODY_ID, body.id.as_deref())
            .text(body_funding::BODY, &body.name)
            .text(body_funding::ACCOUNT, account.word())
            .money(body_funding::OUTLAY, funded.outlay.whole)
            .money(body_funding::TRANSFERS_OUT, funded.uses.transfers_out)
            .money(body_funding::TRANSFERS_IN, transfers_in)
            .money(body_funding::OWN_FUNDED, own_funded)
            .money_if_any(body_funding::OWN_TAXES, of_own(own_taxes))
            .money_if_any(body_funding::OWN_OTHER, of_own(own_other))
            .money(body_funding::UNEXPLAINED, unexplained)
            .money(body_funding::FOR_PLACE, funded.outlay.for_place)
            .text(body_funding::NOTE, &note(funded, unexplained));
    }
    rows.finish()
}

/// What is left of a body.
pub(crate) fn unexplained(funded: &Funded) -> Money {
    account(funded).unexplained
}

struct Account {
    transfers_in: Money,
    own_funded: Money,
    own_taxes: Money,
    own_other: Money,
    unexplained: Money,
}

/// The identity of the method, section 1.4: what is spent and passed on, less what comes in, is paid for by the body itself.
fn account(funded: &Funded) -> Account {
    use model::funding::Instrument;
    let sum = |is_of: &dyn Fn(Instrument) -> bool| -> Money {
        let shown = funded.sources.iter().filter(|(source, _)| is_of(source.instrument));
        shown.filter_map(|(source, _): &(Source, Money)| source.received).sum()
    };
    let transfers_in = sum(&Instrument::is_transfer);
    let own_taxes = sum(&Instrument::is_tax);
    let is_other = |of: Instrument| !of.is_transfer() && !of.is_tax() && of != Instrument::Residual;
    let own_other = sum(&is_other) - funded.uses.other;
    let own_funded = funded.outlay.whole + funded.uses.transfers_out - transfers_in;
    Account { transfers_in, own_funded, own_taxes, own_other, unexplained: own_funded - own_taxes - own_other }
}

fn note(funded: &Funded, unexplained: Money) -> String {
    match (funded.is_published, unexplained.pence()) {
        (_, 0) => "Every pound has a source shown".to_owned(),
        (false, _) => "Its own taxes, charges, borrowing and reserves are not published here: what is left comes from \
                       them and from anything no ledger shows"
            .to_owned(),
        (true, 1..) => format!("{unexplained} was spent with no source shown"),
        (true, _) => format!("{} came in but is not shown as spent", -unexplained),
    }
}
