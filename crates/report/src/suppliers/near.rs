//! Suppliers that may be one, for a person to say.

use model::tables::{self, NearReason, near_supplier};
use model::{Row, TableError, Tables};
use money::Money;
use serde_json::{Value, json};

/// Two suppliers that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct NearSuppliers {
    /// The one that more was paid to.
    pub one: NearName,
    pub other: NearName,
    pub reason: NearReason,
    pub evidence: String,
    pub score: f64,
}

/// A supplier, and the name by which it is near another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearName {
    pub supplier_id: String,
    pub body_id: String,
    pub payee: String,
    /// What was paid to the supplier under all its names.
    pub amount: Money,
}

/// The questions of the last build, the most pounds that an answer moves first; none where the step that asks did not run.
pub fn near_suppliers(tables: &dyn Tables) -> Result<Option<Vec<NearSuppliers>>, TableError> {
    match tables.exists(&tables::NEAR_SUPPLIER) {
        true => tables::NEAR_SUPPLIER.read_all(tables, near).map(Some),
        false => Ok(None),
    }
}

fn near(row: &Row<'_>) -> NearSuppliers {
    let name = |id: &str, body: &str, payee: &str, amount: &str| NearName {
        supplier_id: row.text(id).to_owned(),
        body_id: row.text(body).to_owned(),
        payee: row.text(payee).to_owned(),
        amount: row.money(amount),
    };
    NearSuppliers {
        one: name(near_supplier::SUPPLIER_ID, near_supplier::BODY_ID, near_supplier::PAYEE, near_supplier::AMOUNT),
        other: name(
            near_supplier::OTHER_SUPPLIER_ID,
            near_supplier::OTHER_BODY_ID,
            near_supplier::OTHER_PAYEE,
            near_supplier::OTHER_AMOUNT,
        ),
        reason: NearReason::parse(row.text(near_supplier::REASON)).expect("a word of its column"),
        evidence: row.text(near_supplier::EVIDENCE).to_owned(),
        score: row.number(near_supplier::SCORE),
    }
}

impl NearSuppliers {
    /// With the number by which it is answered.
    pub fn to_json(&self, number: usize) -> Value {
        let name = |name: &NearName| json!({ "supplier_id": name.supplier_id, "body_id": name.body_id, "payee": name.payee, "amount": name.amount.plain() });
        json!({
            "number": number, "one": name(&self.one), "other": name(&self.other), "reason": self.reason.word(),
            "evidence": self.evidence, "score": self.score,
        })
    }

    /// The reason in words.
    pub fn why(&self) -> String {
        format!("{}: {}", model::in_words(self.reason.word()), self.evidence)
    }
}
