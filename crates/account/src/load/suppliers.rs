//! The supplier behind each printed name.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use model::tables::{self, payee_supplier, supplier};
use model::{Row, TableError, Tables};

use super::side_by_side::Interners;
use crate::Dimension;

/// Codes of suppliers by the codes of body and payee. A quick hash: every line is looked up here, and nothing
/// depends on its order.
pub(super) type SupplierOf = HashMap<(u32, u32), u32, FixedState>;

/// Nothing where the table was not written: suppliers were not looked for.
pub(super) fn read_suppliers(tables: &dyn Tables, interners: &mut Interners) -> Result<SupplierOf, TableError> {
    let mut supplier_of = SupplierOf::default();
    if !tables.exists(&tables::PAYEE_SUPPLIER) {
        return Ok(supplier_of);
    }
    let columns = [payee_supplier::BODY_ID, payee_supplier::PAYEE, payee_supplier::SUPPLIER_ID];
    for batch in tables::PAYEE_SUPPLIER.batches(tables, &columns)? {
        let batch = batch?;
        let [bodies, payees, suppliers] = columns.map(|column| tables::PAYEE_SUPPLIER.read(&batch).text(column));
        for row in 0..batch.num_rows() {
            let body = interners.of(Dimension::Body).code(bodies.value(row));
            let payee = interners.of(Dimension::Payee).code(payees.value(row));
            supplier_of.insert((body, payee), interners.of(Dimension::Supplier).code(suppliers.value(row)));
        }
    }
    Ok(supplier_of)
}

/// The names of suppliers by id.
pub(super) fn read_names(tables: &dyn Tables) -> Result<BTreeMap<String, String>, TableError> {
    let name = |row: &Row<'_>| (row.text(supplier::SUPPLIER_ID).to_owned(), row.text(supplier::NAME).to_owned());
    Ok(tables::SUPPLIER.read_all(tables, name)?.into_iter().collect())
}
