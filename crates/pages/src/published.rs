//! Which payees and suppliers have a page of their own on the published site; the others lead to their rows.

use report::suppliers::Supplier;

use crate::site::Site;

/// The largest payees.
pub const N_PAYEE_FILES: usize = 500;
/// The largest suppliers.
pub const N_SUPPLIER_FILES: usize = 500;
/// The largest of those suppliers that several bodies pay.
pub const N_SHARED_SUPPLIER_FILES: usize = 30;

/// Suppliers with a page on the published site: the largest, and the largest of several bodies.
pub fn suppliers(site: &Site) -> Vec<&Supplier> {
    let Some(suppliers) = site.summary.suppliers.as_ref() else { return Vec::new() };
    let largest = suppliers.all.iter().take(N_SUPPLIER_FILES).filter(|supplier| 0 < supplier.all_lines.n_lines);
    let mut found: Vec<&Supplier> = largest.chain(suppliers.shared().take(N_SHARED_SUPPLIER_FILES)).collect();
    found.sort_by(|a, b| a.supplier_id.cmp(&b.supplier_id));
    found.dedup_by(|a, b| a.supplier_id == b.supplier_id);
    found
}

/// Whether the published site has a page of a supplier.
pub fn has_supplier(site: &Site, supplier: &Supplier) -> bool {
    let Some(suppliers) = site.summary.suppliers.as_ref() else { return false };
    let is_it = |other: &Supplier| other.supplier_id == supplier.supplier_id;
    suppliers.all.iter().take(N_SUPPLIER_FILES).any(is_it)
        || suppliers.shared().take(N_SHARED_SUPPLIER_FILES).any(is_it)
}
