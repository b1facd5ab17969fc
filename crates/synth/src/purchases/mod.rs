//! What bodies buy: for each kind of body a list of headings, who is paid under them, and how much.
//!
//! Headings and purposes are worded as real ledgers word them. The treatment beside each is the one
//! that the method's table 1.5 asks for; no rule of the product was looked up to state it.

mod councils;
mod health;
mod others;
mod safety;

use model::{TransferKind, Treatment};

use crate::bodies::{self, ELSEWHERE};
use crate::trades::TradeId;

pub(crate) use councils::{CARDS, COUNTY, DISTRICT};
pub(crate) use health::{COMMISSIONER, HOSPITALS, PARTNERSHIP};
pub(crate) use others::{COMBINED, DEPARTMENT, FOUNDATION, HOMES};
pub(crate) use safety::{FIRE, POLICE};

/// The service under which districts book rent allowances.
pub(crate) const HOUSING_BENEFIT: &str = "Housing Benefit";

/// One heading of a ledger and what is paid under it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purchase {
    /// How often, beside the body's other purchases.
    pub weight: u32,
    pub department: &'static str,
    pub service: &'static str,
    pub subjective: &'static str,
    pub purposes: &'static [&'static str],
    pub payee: Payee,
    pub median_pounds: f64,
    /// Standard deviation of the logarithm of amounts.
    pub sigma: f64,
    /// Lines in a hundred whose payee is withheld, ...
    pub withheld: u32,
    /// ... that are capital, ...
    pub capital: u32,
    /// ... that stand several times with the same date, reference and amount, as weekly care does.
    pub repeated: u32,
    pub class: Class,
}

/// Who is paid.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Payee {
    Trade(TradeId),
    /// A body of the place.
    Body(&'static str),
    /// A body of another area, by its position in `ELSEWHERE`.
    Elsewhere(&'static [usize]),
    /// A payee that is always printed like this.
    Fixed(&'static str),
}

/// What a line is to the account (method, section 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class {
    pub treatment: Treatment,
    pub transfer_kind: Option<TransferKind>,
    /// The public body paid, or for a receipt the one that pays.
    pub counterparty: Option<&'static str>,
    /// Money that came in, shown as a negative line.
    pub is_receipt: bool,
}

impl Class {
    pub const SPEND: Class =
        Class { treatment: Treatment::Spend, transfer_kind: None, counterparty: None, is_receipt: false };

    pub const fn transfer(kind: TransferKind, to: &'static str) -> Class {
        Class { treatment: Treatment::Transfer, transfer_kind: Some(kind), counterparty: Some(to), is_receipt: false }
    }

    pub const fn of(treatment: Treatment) -> Class {
        Class { treatment, ..Class::SPEND }
    }

    /// Whether the pound is taken out at its payer: the body is paid by itself, or the receiver's own
    /// spending is in the count (method, section 1.4).
    pub fn is_eliminated(self, payer: &str) -> bool {
        let is_counted = |id: &&str| bodies::BODIES.iter().any(|body| body.id == *id && body.has_own_money());
        self.treatment == Treatment::Transfer && self.counterparty.is_some_and(|to| to == payer || is_counted(&to))
    }

    /// Whether it is spending, or a transfer that stays as the best evidence for the spending of its receiver.
    pub fn is_outlay(self, payer: &str) -> bool {
        match self.treatment {
            Treatment::Spend => true,
            Treatment::Transfer => !self.is_eliminated(payer),
            Treatment::Financing | Treatment::Excluded => false,
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a row of a table, in the order of its columns")]
pub(crate) const fn buy(
    weight: u32,
    department: &'static str,
    service: &'static str,
    subjective: &'static str,
    purposes: &'static [&'static str],
    trade: TradeId,
    median_pounds: f64,
    sigma: f64,
) -> Purchase {
    Purchase {
        weight,
        department,
        service,
        subjective,
        purposes,
        payee: Payee::Trade(trade),
        median_pounds,
        sigma,
        withheld: 0,
        capital: 0,
        repeated: 0,
        class: Class::SPEND,
    }
}

impl Purchase {
    pub const fn withheld(self, percent: u32) -> Purchase {
        Purchase { withheld: percent, ..self }
    }

    pub const fn capital(self, percent: u32) -> Purchase {
        Purchase { capital: percent, ..self }
    }

    pub const fn repeated(self, percent: u32) -> Purchase {
        Purchase { repeated: percent, ..self }
    }

    /// Bought from a body of the place: the same pound is spent again in that body's ledger.
    pub const fn supplied_by(self, id: &'static str) -> Purchase {
        Purchase { payee: Payee::Body(id), class: Class::transfer(TransferKind::Purchase, id), ..self }
    }

    /// Bought from a body that is in `place.toml` and outside the perimeter: it has left the public bodies.
    pub const fn supplied_outside_the_perimeter(self, id: &'static str) -> Purchase {
        Purchase { payee: Payee::Body(id), class: Class { counterparty: Some(id), ..Class::SPEND }, ..self }
    }

    /// Bought from a public body of another area.
    pub const fn supplied_elsewhere(self, positions: &'static [usize]) -> Purchase {
        Purchase { payee: Payee::Elsewhere(positions), ..self }
    }

    pub const fn to(self, payee: &'static str, treatment: Treatment) -> Purchase {
        Purchase { payee: Payee::Fixed(payee), class: Class::of(treatment), ..self }
    }

    /// A transfer to bodies of other areas; nothing of it is taken out.
    pub const fn passed_elsewhere(self, kind: TransferKind, positions: &'static [usize]) -> Purchase {
        let class = Class { treatment: Treatment::Transfer, transfer_kind: Some(kind), ..Class::SPEND };
        Purchase { payee: Payee::Elsewhere(positions), class, ..self }
    }

    /// What a line of it is in the ledger of `payer`, paid to this body elsewhere if to any.
    pub fn class_for(&self, payer: &str, elsewhere: Option<usize>) -> Class {
        match (elsewhere, self.class.counterparty) {
            (Some(position), _) => Class { counterparty: Some(ELSEWHERE[position].code), ..self.class },
            (None, Some(to)) if to == payer => Class::transfer(TransferKind::Recharge, to),
            (None, _) => self.class,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_money_that_is_spent_again_in_a_counted_ledger_is_eliminated() {
        let to = |id| Class::transfer(TransferKind::Purchase, id).is_eliminated("wendshire-county");
        assert!(to("wendshire-icb"));
        assert!(to("wendshire-county"), "a body that pays itself");
        assert!(!to("wend-drainage"), "it sends no ledger");
        assert!(!to("elsewhere:norbrook"));
        assert!(!Class::SPEND.is_eliminated("wendshire-county"));
    }
}
