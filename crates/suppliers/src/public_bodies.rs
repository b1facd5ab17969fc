//! The printed names that the register of public bodies knows.

use arrow_array::RecordBatch;
use model::BodyKind;
use model::tables::{BY_FORM_ALONE, COUNTERPARTY, counterparty};

/// A printed name that is a public body: table `counterparty`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicBody {
    pub payee: String,
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    /// Whether a register lists it; otherwise its name alone says that it is a public body.
    pub is_listed: bool,
}

/// Reads the table `counterparty`.
pub fn public_bodies(counterparties: &RecordBatch) -> Vec<PublicBody> {
    let rows = COUNTERPARTY.read(counterparties).iter();
    rows.map(|row| PublicBody {
        payee: row.text(counterparty::PAYEE).to_owned(),
        id: row.text(counterparty::COUNTERPARTY_ID).to_owned(),
        name: row.text(counterparty::COUNTERPARTY_NAME).to_owned(),
        kind: BodyKind::parse(row.text(counterparty::COUNTERPARTY_KIND)).expect("a public body is of a known kind"),
        is_listed: !row.text(counterparty::METHOD).starts_with(BY_FORM_ALONE),
    })
    .collect()
}
