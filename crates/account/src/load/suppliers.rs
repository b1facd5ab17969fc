//! The supplier behind each printed name.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use model::tables::{self, payee_supplier, supplier};
use model::Tables;

use super::columns::batches;
use super::side_by_side::Interners;
use crate::{Dimension, Error};

/// Codes of suppliers by the codes of body and payee. A quick hash: every line is looked up here, and nothing
/// depends on its order.
pub(super) type SupplierOf = HashMap<(u32, u32), u32, FixedState>;

/// Nothing where the table was not written: suppliers were not looked for.
pub(super) fn read_suppliers(tables: &dyn Tables, interners: &mut Interners) -> Result<SupplierOf, Error> {
    let mut supplier_of = SupplierOf::default();
    if !tables.exists(&tables::PAYEE_SUPPLIER) {
        return Ok(supplier_of);
    }
    let columns = [payee_supplier::BODY_ID, payee_supplier::PAYEE, payee_supplier::SUPPLIER_ID];
    for batch in batches(tables, &tables::PAYEE_SUPPLIER, &columns)? {
        let batch = batch?;
        let [bodies, payees, suppliers] = [batch.text(columns[0])?, batch.text(columns[1])?, batch.text(columns[2])?];
        for row in 0..batch.n_rows() {
            let body = interners.of(Dimension::Body).code(bodies.value(row));
            let payee = interners.of(Dimension::Payee).code(payees.value(row));
            supplier_of.insert((body, payee), interners.of(Dimension::Supplier).code(suppliers.value(row)));
        }
    }
    Ok(supplier_of)
}

/// The names of suppliers by id.
pub(super) fn read_names(tables: &dyn Tables) -> Result<BTreeMap<String, String>, Error> {
    let mut names = BTreeMap::new();
    if !tables.exists(&tables::SUPPLIER) {
        return Ok(names);
    }
    for batch in batches(tables, &tables::SUPPLIER, &[supplier::SUPPLIER_ID, supplier::NAME])? {
        let batch = batch?;
        let (ids, known) = (batch.text(supplier::SUPPLIER_ID)?, batch.text(supplier::NAME)?);
        names.extend((0..batch.n_rows()).map(|row| (ids.value(row).to_owned(), known.value(row).to_owned())));
    }
    Ok(names)
}
