//! Suppliers and the names under which bodies pay them, as `suppliers::names` found them.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use model::tables::{OverlapConfidence, PAYEE_SUPPLIER, SUPPLIER, SupplierKind, payee_supplier, supplier};

/// How often a join of names must be right for what rests on it to be sure.
const SCORE_HIGH: f64 = 0.975;
const SCORE_MEDIUM: f64 = 0.945;

/// An organisation that is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    pub name: String,
    pub kind: SupplierKind,
    /// The least sure of the joins that make its names one supplier.
    pub score: f64,
}

/// Suppliers by id, and the supplier of every printed name.
#[derive(Clone, Debug, Default)]
pub struct Suppliers {
    by_id: HashMap<String, Supplier>,
    by_name: HashMap<String, HashMap<String, String>>,
}

impl Supplier {
    /// Whether a body could leave it for another: no public body, withheld name or payment run (method, section 2.5).
    pub fn is_in_market(&self) -> bool {
        !matches!(self.kind, SupplierKind::PublicBody(_)) && !self.kind.is_nameless()
    }

    /// How sure it is that all its names are one organisation.
    pub fn confidence(&self) -> OverlapConfidence {
        match self.score {
            score if SCORE_HIGH <= score => OverlapConfidence::High,
            score if SCORE_MEDIUM <= score => OverlapConfidence::Medium,
            _ => OverlapConfidence::Low,
        }
    }
}

impl Suppliers {
    /// From the tables `supplier` and `payee_supplier`.
    ///
    /// # Panics
    /// If a supplier's kind is no word of its column, which cannot be written.
    pub fn read(suppliers: &RecordBatch, payee_suppliers: &RecordBatch) -> Suppliers {
        let mut read = Suppliers::default();
        for row in SUPPLIER.read(suppliers).iter() {
            let kind = SupplierKind::parse(row.text(supplier::SUPPLIER_KIND)).expect("a kind of supplier");
            let of = Supplier { name: row.text(supplier::NAME).to_owned(), kind, score: 1.0 };
            read.by_id.insert(row.text(supplier::SUPPLIER_ID).to_owned(), of);
        }
        for row in PAYEE_SUPPLIER.read(payee_suppliers).iter() {
            let id = row.text(payee_supplier::SUPPLIER_ID);
            if let Some(supplier) = read.by_id.get_mut(id) {
                supplier.score = supplier.score.min(row.number(payee_supplier::SCORE));
            }
            let names = read.by_name.entry(row.text(payee_supplier::BODY_ID).to_owned()).or_default();
            names.insert(row.text(payee_supplier::PAYEE).to_owned(), id.to_owned());
        }
        read
    }

    pub fn get(&self, supplier_id: &str) -> Option<&Supplier> {
        self.by_id.get(supplier_id)
    }

    /// Every name of every supplier: the one it is shown under, and those that ledgers print.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let shown = self.by_id.iter().map(|(id, supplier)| (id.as_str(), supplier.name.as_str()));
        shown.chain(self.by_name.values().flatten().map(|(name, id)| (id.as_str(), name.as_str())))
    }

    /// Whether a body could leave the supplier for another.
    pub fn is_in_market(&self, supplier_id: &str) -> bool {
        self.get(supplier_id).is_some_and(Supplier::is_in_market)
    }

    /// The name under which a supplier is shown; its id where it is not in the table.
    pub fn name<'a>(&'a self, supplier_id: &'a str) -> &'a str {
        self.get(supplier_id).map_or(supplier_id, |supplier| &supplier.name)
    }

    /// The supplier of a name that a body's ledger prints.
    pub(crate) fn of_payee(&self, body_id: &str, payee: &str) -> Option<&str> {
        self.by_name.get(body_id)?.get(payee).map(String::as_str)
    }
}
