//! Who gets a grant: an organisation with its numbers, or a person, of whom nothing is kept.

use model::ProblemKind;
use model::grant::Grant;
use model::payee::PayeeMasks;
use model::tables::MaskReason;

use super::numbers::Registration;
use super::problems::Problems;
use crate::payee::{Alone, PayeeKind, Payees};

/// The recipient as a row or an object names it.
#[derive(Clone, Debug, Default)]
pub(super) struct Recipient {
    pub name: Option<String>,
    pub id: Option<String>,
    pub registration: Registration,
    pub number_as_printed: Option<String>,
    /// Heading of the column of numbers.
    pub column: String,
    /// The file itself says that it is a person.
    pub is_individual: bool,
}

/// Puts the recipient into its grant. A name that is a person's, by the lists that mask payees, is left out too, unless
/// a register knows its number. Where the funder gives recipients ids, as 360Giving does, people have columns of their own,
/// so only a title is taken for a person's name.
pub(super) fn fill(grant: Grant, recipient: Recipient, problems: &mut Problems) -> Grant {
    let row = grant.source_row;
    let amount = grant.amount_awarded.or(grant.amount_disbursed);
    if recipient.is_individual {
        return grant.without_person();
    }
    let is_registered = recipient.registration.company.is_some() || recipient.registration.charity.is_some();
    let kind = recipient.name.as_deref().map_or(PayeeKind::Printed, kind_of);
    match kind {
        PayeeKind::Masked(reason) if !is_registered && (recipient.id.is_none() || reason == MaskReason::Title) => {
            let what = "a recipient has the name of a person, which is left out";
            problems.count(ProblemKind::GrantNamesPerson, row, "", what, amount);
            return grant.without_person();
        }
        kind if kind.is_withheld() => {
            problems.count(ProblemKind::SupplierWithheld, row, "", "the recipient is withheld", amount);
            return Grant { is_to_individual: false, ..grant.without_person() };
        }
        _ => {}
    }
    if recipient.registration.has_other && !is_registered {
        let what = "a number is neither a company's nor a charity's";
        problems.count(ProblemKind::RegisterNumberUnreadable, row, &recipient.column, what, amount);
    }
    Grant {
        recipient: recipient.name,
        recipient_id: recipient.id,
        number_as_printed: recipient.number_as_printed.filter(|_| !is_registered),
        company_number: recipient.registration.company,
        charity_number: recipient.registration.charity,
        ..grant
    }
}

/// What a name says by itself. What pays people is not asked: a list of grants pays organisations unless it says otherwise.
fn kind_of(name: &str) -> PayeeKind {
    let masks = PayeeMasks::default();
    match Payees::new(&masks).alone(name) {
        Alone::Kind(kind) => kind,
        Alone::MaskedFrom(_) => PayeeKind::Printed,
    }
}
