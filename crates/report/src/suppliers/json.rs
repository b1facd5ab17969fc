//! Suppliers as JSON: money as text in plain pounds.

use serde_json::{Value, json};

use super::{PrintedName, Supplier, Suppliers};

/// Suppliers of the JSON account; the tables have them all.
const N_SUPPLIERS: usize = 50;

impl Suppliers {
    /// The largest suppliers, and what bodies have in common.
    pub fn to_json(&self) -> Value {
        json!({
            "n_suppliers": self.all.len(),
            "n_shared": self.shared().count(),
            "largest": self.all.iter().take(N_SUPPLIERS).map(Supplier::to_json).collect::<Vec<_>>(),
            "overlaps": self.overlaps.iter().map(|overlap| json!({
                "body_id": overlap.body_id,
                "other_body_id": overlap.other_body_id,
                "n_suppliers": overlap.n_suppliers,
                "share_of_suppliers": overlap.share_of_suppliers,
                "amount": overlap.amount.plain(),
            })).collect::<Vec<_>>(),
            "concentrations": self.concentrations.iter().map(|found| json!({
                "body_id": found.body_id,
                "n_suppliers": found.n_suppliers,
                "amount": found.amount.plain(),
                "hhi": found.hhi,
                "top_ten_share": found.top_ten_share,
            })).collect::<Vec<_>>(),
        })
    }
}

impl Supplier {
    pub fn to_json(&self) -> Value {
        json!({
            "supplier_id": self.supplier_id,
            "name": self.name,
            "kind": self.kind.word(),
            "is_public_body": self.is_public_body(),
            "n_names": self.n_names,
            "n_lines": self.net.n_lines,
            "amount": self.net.amount.plain(),
            "bodies": self.bodies.iter().map(|body| json!({
                "body_id": body.body_id,
                "n_lines": body.tally.n_lines,
                "amount": body.tally.amount.plain(),
            })).collect::<Vec<_>>(),
        })
    }

    /// With every printed name that was joined.
    pub fn to_json_with(&self, names: &[PrintedName]) -> Value {
        let mut object = self.to_json();
        object["names"] = names
            .iter()
            .map(|name| {
                json!({
                    "body_id": name.body_id,
                    "payee": name.payee,
                    "method": name.method.word(),
                    "score": name.score,
                    "decided_by": name.decided_by,
                    "n_payee_codes": name.n_codes,
                    "n_lines": name.all_lines.n_lines,
                    "amount": name.all_lines.amount.plain(),
                })
            })
            .collect();
        object
    }
}
