//! The accounting identity of a count: money between its bodies is in no total (method, section 1.4).

use std::collections::BTreeMap;

use money::{Money, apportion};

/// Money from one to another; either may lie outside the perimeter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub payer: String,
    pub payee: String,
    pub amount: Money,
}

/// What a set of payments comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consolidation {
    /// What adding up the files gives.
    pub gross: Money,
    /// Money between bodies of the perimeter, a body's own recharges included.
    pub intra: Money,
    /// Gross less intra: what left the bodies of the perimeter.
    pub consolidated: Money,
    pub bodies: BTreeMap<String, BodyResidual>,
}

/// What one body spent last, passed on and received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyResidual {
    pub final_outlay: Money,
    pub transfers_out: Money,
    pub transfers_in: Money,
}

impl BodyResidual {
    /// What it must have paid for itself: taxes, charges, borrowing, reserves. A large one that nothing explains is a sign
    /// of an error.
    pub fn own_funded(&self) -> Money {
        self.final_outlay + self.transfers_out - self.transfers_in
    }
}

/// Takes money between the bodies of a perimeter out of the count.
pub fn consolidate(payments: &[Payment], is_inside: impl Fn(&str) -> bool) -> Consolidation {
    let mut bodies: BTreeMap<String, BodyResidual> = BTreeMap::new();
    let (mut gross, mut intra) = (Money::ZERO, Money::ZERO);
    for Payment { payer, payee, amount } in payments.iter().filter(|payment| is_inside(&payment.payer)) {
        gross += *amount;
        if !is_inside(payee) {
            bodies.entry(payer.clone()).or_default().final_outlay += *amount;
            continue;
        }
        intra += *amount;
        if payer != payee {
            bodies.entry(payer.clone()).or_default().transfers_out += *amount;
            bodies.entry(payee.clone()).or_default().transfers_in += *amount;
        }
    }
    Consolidation { gross, intra, consolidated: gross - intra, bodies }
}

/// Who put a body's money in, pro rata: each of its outgoings is shared over its immediate funders and its own income, which
/// is what these leave open. Own income stands under the body's own name.
pub fn funders(
    payments: &[Payment],
    body: &str,
    outlay: Money,
    is_inside: impl Fn(&str) -> bool,
) -> Vec<(String, Money)> {
    let mut sources: BTreeMap<String, Money> = BTreeMap::new();
    let mut outgoings = Money::ZERO;
    for payment in payments.iter().filter(|payment| payment.payer != payment.payee) {
        if payment.payee == body && is_inside(&payment.payer) {
            *sources.entry(payment.payer.clone()).or_default() += payment.amount;
        } else if payment.payer == body {
            outgoings += payment.amount;
        }
    }
    let received: Money = sources.values().sum();
    if outgoings > received {
        sources.insert(body.to_owned(), outgoings - received);
    }
    sources.retain(|_, amount| *amount > Money::ZERO);
    if sources.is_empty() {
        return Vec::new();
    }
    let weights: Vec<f64> = sources.values().map(|amount| amount.pence() as f64).collect();
    sources.into_keys().zip(apportion(outlay, &weights, 1)).collect()
}
