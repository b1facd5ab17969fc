//! What kind of payee a printed name is: one that may be shown, one that the body withholds, or a private individual.
//!
//! Ledgers of councils name foster carers, people with direct payments and tenants who got a refund. Nobody who
//! opens the account may find them there, so such names are masked here, before any line is written: no table, page or
//! export can hold what never arrived. The source file stays as it is, and `trace` prints its row.

mod address;
mod beside;
mod couple;
mod headings;
mod masked;
mod person;
mod redaction;
mod told;
mod words;

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use foldhash::fast::FixedState;
use model::payee::{PRIVATE_INDIVIDUAL, PayeeMasks};
use model::tables::MaskReason;

use crate::encoding::Encoding;
use headings::PaysPeople;
pub(crate) use headings::Support;
pub use masked::MaskedPayees;
use person::{Likeness, likeness, says_organisation};
use redaction::Redaction;
pub(crate) use told::{holds_plain_name, without_names, without_plain_names};
pub use told::{mentions_person, names_person};
use words::Words;

/// What is done with the name of a payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayeeKind {
    /// It is printed.
    Printed,
    /// The body withholds it, and the cell holds no name.
    Withheld,
    /// The body withholds it, but the cell holds it all the same.
    WithheldWithName,
    /// It is masked.
    Masked(MaskReason),
}

impl PayeeKind {
    /// Whether the body withholds who was paid.
    pub fn is_withheld(self) -> bool {
        matches!(self, PayeeKind::Withheld | PayeeKind::WithheldWithName)
    }

    /// Why a name that the ledger prints is left out of the account.
    pub fn masked_for(self) -> Option<MaskReason> {
        match self {
            PayeeKind::Masked(reason) => Some(reason),
            PayeeKind::WithheldWithName => Some(MaskReason::Withheld),
            PayeeKind::Printed | PayeeKind::Withheld => None,
        }
    }
}

/// What a name says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alone {
    Kind(PayeeKind),
    /// It is masked if the payment is of a kind that goes to people, or only to people.
    MaskedFrom(Support),
}

/// What names say, remembered: files of a body name the same payees, and most files are read twice.
static SEEN: LazyLock<RwLock<HashMap<Box<str>, Alone, FixedState>>> = LazyLock::new(RwLock::default);
/// How many names are remembered: more than a large place has.
const SEEN_MAX: usize = 1 << 18;

/// The kinds of the payees of a file.
pub(crate) struct Payees<'a> {
    masks: &'a PayeeMasks,
    redaction: &'static Redaction,
    words: &'static Words,
    pays_people: PaysPeople,
}

impl<'a> Payees<'a> {
    /// The shipped lists, with what people said about names.
    pub fn new(masks: &'a PayeeMasks) -> Payees<'a> {
        Payees { masks, redaction: Redaction::shipped(), words: Words::shipped(), pays_people: PaysPeople::default() }
    }

    /// What is done with a payee; what the payment was for is asked only if the name leaves it open.
    pub fn kind<'c>(
        &mut self,
        alone: Alone,
        encoding: Encoding,
        headings: impl FnOnce() -> [&'c [u8]; 5],
    ) -> PayeeKind {
        match alone {
            Alone::Kind(kind) => kind,
            Alone::MaskedFrom(support) => match support <= self.pays_people.support(headings(), encoding) {
                true => PayeeKind::Masked(MaskReason::Service),
                false => PayeeKind::Printed,
            },
        }
    }

    /// Whether headings are of payments that go to people.
    pub fn pays_people(&mut self, headings: [&[u8]; 5], encoding: Encoding) -> bool {
        Support::People <= self.pays_people.support(headings, encoding)
    }

    /// What a name says, whatever was paid for.
    pub fn alone(&self, printed: &str) -> Alone {
        match self.masks.of_payee(printed) {
            Some(true) => return Alone::Kind(PayeeKind::Masked(MaskReason::Decision)),
            Some(false) => return Alone::Kind(PayeeKind::Printed),
            None => {}
        }
        let known = SEEN.read().ok().and_then(|seen| seen.get(printed).copied());
        known.unwrap_or_else(|| {
            let alone = self.of_name(printed);
            if let Ok(mut seen) = SEEN.write()
                && seen.len() < SEEN_MAX
            {
                seen.insert(printed.into(), alone);
            }
            alone
        })
    }

    /// The key under which somebody decided something about a name.
    pub fn decided(&self, printed: &str) -> Option<String> {
        self.masks.key_of(printed)
    }

    fn of_name(&self, printed: &str) -> Alone {
        if printed == PRIVATE_INDIVIDUAL {
            return Alone::Kind(PayeeKind::Printed);
        }
        if self.redaction.is_withheld(printed) {
            let has_name = self.redaction.has_name(printed);
            return Alone::Kind(if has_name { PayeeKind::WithheldWithName } else { PayeeKind::Withheld });
        }
        match likeness(printed, self.words) {
            Likeness::Titled => Alone::Kind(PayeeKind::Masked(MaskReason::Title)),
            Likeness::Named => Alone::Kind(PayeeKind::Masked(MaskReason::Name)),
            Likeness::PaidAsOne => Alone::Kind(PayeeKind::Masked(MaskReason::Service)),
            Likeness::Perhaps => Alone::MaskedFrom(Support::People),
            Likeness::Barely => Alone::MaskedFrom(Support::PeopleOnly),
            Likeness::None => Alone::Kind(PayeeKind::Printed),
        }
    }

    /// A cell of a row shown as printed, without anything that may name a person.
    pub fn told(&self, cell: &str) -> String {
        match self.alone(cell) {
            Alone::Kind(PayeeKind::Masked(_)) => PRIVATE_INDIVIDUAL.to_owned(),
            Alone::Kind(PayeeKind::WithheldWithName) => WITHHELD.to_owned(),
            // Half of it is a name, and what was paid for is not asked here.
            Alone::MaskedFrom(Support::People) => NOT_SHOWN.to_owned(),
            _ if mentions_person(cell) => PRIVATE_INDIVIDUAL.to_owned(),
            _ => cell.to_owned(),
        }
    }
}

/// Whether a cell says by itself that it is an organisation's name, or is not a name at all.
pub(crate) fn is_no_persons(cell: &str) -> bool {
    !cell.contains(char::is_alphabetic) || says_organisation(cell, Words::shipped())
}

/// A heading as it may be shown: of a file without headings, the first payment is in their place.
pub(crate) fn told_heading(heading: &str) -> &str {
    use Likeness::{Named, PaidAsOne, Titled};
    let is_name = matches!(likeness(heading, Words::shipped()), Titled | Named | PaidAsOne);
    if is_name || mentions_person(heading) { NOT_SHOWN } else { heading }
}

/// Whether two words are a first name, which is no other word, and a family name.
pub(crate) fn is_first_and_family_name(first: &str, family: &str) -> bool {
    let words = Words::shipped();
    let (first, family) = (first.to_uppercase(), family.to_uppercase());
    let is_first = words.is_given(&first) && !words.is_given_and_word(&first);
    is_first
        && matches!(likeness(&format!("{first} {family}"), words), Likeness::Named)
        && !words.firm.contains(&family)
}

/// Stands for a cell that is not shown.
pub(crate) const NOT_SHOWN: &str = "…";

/// What is shown of a withheld payee with its name printed beside it.
pub(crate) const WITHHELD: &str = "Withheld";

#[cfg(test)]
mod tests;
