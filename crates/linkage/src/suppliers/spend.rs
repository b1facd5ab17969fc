//! What each supplier is paid, by whom, under which names and numbers.

use std::collections::{BTreeMap, BTreeSet};

use money::Money;

use super::{Payee, Suppliers};

/// What one body pays one supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodySpend {
    pub body_id: String,
    pub n_lines: u64,
    pub amount: Money,
    /// Names under which the body prints it, sorted.
    pub names: Vec<String>,
    /// The body's own numbers for it, sorted: several for one supplier are a finding.
    pub payee_codes: Vec<String>,
}

/// What one supplier is paid by all bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplierSpend {
    pub supplier_id: String,
    pub n_lines: u64,
    pub amount: Money,
    /// By body.
    pub bodies: Vec<BodySpend>,
}

/// Spending by supplier and body, largest supplier first, equals by id.
pub fn spend_by_supplier(payees: &[Payee], found: &Suppliers) -> Vec<SupplierSpend> {
    let of: BTreeMap<(&str, &str), &str> = found
        .edges
        .iter()
        .map(|edge| ((edge.body_id.as_str(), edge.payee.as_str()), edge.supplier_id.as_str()))
        .collect();
    let mut rows: BTreeMap<&str, BTreeMap<&str, Vec<&Payee>>> = BTreeMap::new();
    for row in payees {
        if let Some(supplier) = of.get(&(row.body_id.as_str(), row.payee.as_str())) {
            rows.entry(supplier).or_default().entry(&row.body_id).or_default().push(row);
        }
    }
    let body = |(body_id, rows): (&str, Vec<&Payee>)| BodySpend {
        body_id: body_id.to_owned(),
        n_lines: rows.iter().map(|row| row.n_lines).sum(),
        amount: rows.iter().map(|row| row.amount).sum(),
        names: sorted(rows.iter().map(|row| row.payee.as_str())),
        payee_codes: sorted(rows.iter().filter_map(|row| row.payee_code.as_deref())),
    };
    let supplier = |(supplier_id, of_body): (&str, BTreeMap<&str, Vec<&Payee>>)| {
        let bodies: Vec<BodySpend> = of_body.into_iter().map(body).collect();
        SupplierSpend {
            supplier_id: supplier_id.to_owned(),
            n_lines: bodies.iter().map(|body| body.n_lines).sum(),
            amount: bodies.iter().map(|body| body.amount).sum(),
            bodies,
        }
    };
    let mut spend: Vec<SupplierSpend> = rows.into_iter().map(supplier).collect();
    spend.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.supplier_id.cmp(&b.supplier_id)));
    spend
}

/// The spending that every two bodies have in common: for each supplier the smaller of their amounts
/// (method, section 2.5, T26). Pairs sorted by body; a supplier who gave back more than it got counts nothing.
pub fn overlap(spend: &[SupplierSpend]) -> Vec<(String, String, Money)> {
    let mut common: BTreeMap<(&str, &str), Money> = BTreeMap::new();
    for supplier in spend {
        for (at, one) in supplier.bodies.iter().enumerate() {
            for other in &supplier.bodies[at + 1..] {
                let sum = common.entry((&one.body_id, &other.body_id)).or_insert(Money::ZERO);
                *sum += one.amount.min(other.amount).max(Money::ZERO);
            }
        }
    }
    common.into_iter().map(|((one, other), amount)| (one.to_owned(), other.to_owned(), amount)).collect()
}

fn sorted<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}
