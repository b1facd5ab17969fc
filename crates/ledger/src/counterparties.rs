//! The table `counterparty`: which printed payees are public bodies.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use model::tables::{COUNTERPARTY, counterparty};

use crate::register::Register;

/// One row for each distinct printed payee that is a public body, sorted by payee.
pub fn counterparties<'a>(register: &Register, payees: impl IntoIterator<Item = &'a str>) -> RecordBatch {
    let payees: BTreeSet<&str> = payees.into_iter().collect();
    let mut rows = COUNTERPARTY.rows();
    for (payee, body) in payees.into_iter().filter_map(|payee| Some((payee, register.find(payee)?))) {
        rows.push()
            .text(counterparty::PAYEE, payee)
            .text(counterparty::COUNTERPARTY_ID, &body.id)
            .text(counterparty::COUNTERPARTY_NAME, &body.name)
            .text(counterparty::COUNTERPARTY_KIND, body.kind.word())
            .flag(counterparty::IN_PLACE, body.in_place)
            .text(counterparty::METHOD, &body.method);
    }
    rows.finish()
}
