//! The table `counterparty`: which printed payees are public bodies.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use model::tables::{self, counterparty};

use crate::batch;
use crate::register::{Counterparty, Register};

/// One row for each distinct printed payee that is a public body, sorted by payee.
pub fn counterparties<'a>(register: &Register, payees: impl IntoIterator<Item = &'a str>) -> RecordBatch {
    let payees: BTreeSet<&str> = payees.into_iter().collect();
    let found: Vec<(&str, Counterparty)> =
        payees.into_iter().filter_map(|payee| Some((payee, register.find(payee)?))).collect();
    batch::batch(
        &tables::COUNTERPARTY,
        [
            (counterparty::PAYEE, batch::text(found.iter().map(|(payee, _)| *payee))),
            (counterparty::COUNTERPARTY_ID, batch::text(found.iter().map(|(_, body)| body.id.as_ref()))),
            (counterparty::COUNTERPARTY_NAME, batch::text(found.iter().map(|(_, body)| body.name.as_ref()))),
            (counterparty::COUNTERPARTY_KIND, batch::text(found.iter().map(|(_, body)| body.kind.word()))),
            (counterparty::IN_PLACE, batch::flags(found.iter().map(|(_, body)| body.in_place))),
            (counterparty::METHOD, batch::text(found.iter().map(|(_, body)| body.method.as_str()))),
        ],
    )
}
