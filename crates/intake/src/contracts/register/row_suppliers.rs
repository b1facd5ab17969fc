//! The suppliers of one row, with what its other columns say of them.

use model::ProblemKind;
use model::contract::{Contract, ContractSupplier};

use super::super::cells::{says_nothing, yes_or_no};
use super::super::columns::Role;
use super::super::numbers::{Registration, scheme_and_number};
use super::super::problems::Problems;
use super::super::supplier_cell::{ListOfSuppliers, NamedSupplier, SupplierCell};
use super::{Table, number};

/// Reads the cell of suppliers, and keeps it whole beside its parts unless it names a person.
pub(super) fn read(
    table: &Table<'_>,
    row: usize,
    cell: &str,
    contract: &mut Contract,
    problems: &mut Problems,
) -> Vec<ContractSupplier> {
    let SupplierCell { mut suppliers, list } = SupplierCell::of(cell);
    doubt_list(table, row, list, contract, problems);
    if let [alone] = suppliers.as_mut_slice() {
        read_number(table, row, alone, problems);
        read_size(table, row, alone);
    }
    let n_withheld = suppliers.iter().filter(|supplier| supplier.name.is_none()).count();
    if n_withheld > 0 {
        let heading = table.columns.heading(Role::Supplier);
        let what = "the supplier is withheld";
        problems.count(ProblemKind::SupplierWithheld, number(row), heading, what, contract.amount);
    }
    contract.n_suppliers = suppliers.len() as u64;
    let is_open = !cell.is_empty() && suppliers.iter().all(|supplier| !supplier.is_masked());
    contract.suppliers_as_printed = is_open.then(|| cell.to_owned());
    let postcode = table.cell(row, Role::SupplierPostcode).filter(|_| suppliers.len() == 1).map(str::to_owned);
    let of = |(position, supplier): (u64, NamedSupplier)| contract_supplier(contract, position, supplier, &postcode);
    (1..).zip(suppliers).map(of).collect()
}

/// A row of `contract_supplier`.
fn contract_supplier(
    contract: &Contract,
    position: u64,
    supplier: NamedSupplier,
    postcode: &Option<String>,
) -> ContractSupplier {
    ContractSupplier {
        source_file: contract.source_file.clone(),
        source_row: contract.source_row,
        contract_id: contract.contract_id.clone(),
        position,
        is_withheld: supplier.name.is_none(),
        supplier: supplier.name,
        identifier_scheme: supplier.identifier_scheme,
        identifier: supplier.identifier,
        identifier_as_printed: supplier.identifier_as_printed,
        is_sme: supplier.is_sme,
        is_vcse: supplier.is_vcse,
        postcode: postcode.clone(),
    }
}

fn doubt_list(
    table: &Table<'_>,
    row: usize,
    list: Option<ListOfSuppliers>,
    contract: &Contract,
    problems: &mut Problems,
) {
    let what = match list {
        None => return,
        Some(ListOfSuppliers::Split) => "several suppliers are in one cell, and were parted",
        Some(ListOfSuppliers::LeftWhole) => "a name has a comma, and was left whole",
    };
    let heading = table.columns.heading(Role::Supplier);
    problems.count(ProblemKind::SuppliersInOneCell, number(row), heading, what, contract.amount);
}

/// The number belongs to the one supplier of a row; with several nobody knows whose it is.
fn read_number(table: &Table<'_>, row: usize, supplier: &mut NamedSupplier, problems: &mut Problems) {
    let Some(cell) = table.cell(row, Role::SupplierNumber).filter(|cell| !says_nothing(cell)) else { return };
    let registration = Registration::of_company(cell);
    let (scheme, number_found) = scheme_and_number(&registration);
    if number_found.is_none() && registration.has_other {
        problems.cell(
            ProblemKind::RegisterNumberUnreadable,
            number(row),
            table.columns.heading(Role::SupplierNumber),
            cell,
        );
    }
    (supplier.identifier_scheme, supplier.identifier) = (scheme, number_found);
    supplier.identifier_as_printed = (!supplier.is_masked()).then(|| cell.to_owned());
}

/// `SME`, `Micro`, `Large`, `VCSE 1121596`, yes and no. A yes under a heading of both says neither.
fn read_size(table: &Table<'_>, row: usize, supplier: &mut NamedSupplier) {
    let of = |role: Role| table.cell(row, role).map(|cell| (table.columns.heading(role).to_lowercase(), cell));
    for (heading, cell) in [of(Role::Sme), of(Role::Vcse)].into_iter().flatten() {
        let of_both = heading.contains("sme") && ["vcse", "vsce"].iter().any(|word| heading.contains(word));
        let (sme, vcse) = sizes(cell);
        match yes_or_no(cell) {
            Some(true) if of_both => {}
            Some(false) if of_both => (supplier.is_sme, supplier.is_vcse) = (Some(false), Some(false)),
            Some(answer) if heading.contains("sme") => supplier.is_sme = Some(answer),
            Some(answer) => supplier.is_vcse = Some(answer),
            None => (supplier.is_sme, supplier.is_vcse) = (sme.or(supplier.is_sme), vcse.or(supplier.is_vcse)),
        }
    }
}

/// What words of size say.
fn sizes(cell: &str) -> (Option<bool>, Option<bool>) {
    let lower = cell.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let sme = match (says(&["sme", "micro", "small", "medium"]), says(&["large"])) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    (sme, says(&["vcse", "vsce", "charity", "voluntary", "social enterprise"]).then_some(true))
}
