//! Registers of contracts and lists of grants, beside the suppliers that ledgers pay.
//!
//! A register prints a name and sometimes a number. It is a supplier of the ledgers only if the key of the name is one supplier's
//! and no other's; what two suppliers share is nobody's.

use std::collections::{BTreeSet, HashMap};

use arrow_array::RecordBatch;
use model::Row;
use model::name::name_key;
use model::tables::{CONTRACT, CONTRACT_SUPPLIER, ContractRecord, GRANT, contract, contract_supplier, grant};

use crate::contract_ends::ContractEnd;
use crate::grants::GrantAward;
use crate::suppliers::Suppliers;

/// Registers that are of charities.
const CHARITIES: [&str; 3] = ["GB-CHC", "GB-SC", "GB-NIC"];

/// Suppliers by the key of any of their names.
#[derive(Clone, Debug, Default)]
pub struct SupplierKeys(HashMap<String, Option<String>>);

impl SupplierKeys {
    pub fn of(suppliers: &Suppliers) -> SupplierKeys {
        let mut keys: HashMap<String, Option<String>> = HashMap::new();
        for (id, name) in suppliers.names() {
            let key = name_key(name).key;
            let own = keys.entry(key).or_insert_with(|| Some(id.to_owned()));
            if own.as_deref().is_some_and(|own| own != id) {
                *own = None;
            }
        }
        keys.remove("");
        SupplierKeys(keys)
    }

    /// The one supplier with a name.
    pub fn find(&self, printed: &str) -> Option<&str> {
        self.0.get(&name_key(printed).key)?.as_deref()
    }
}

/// Contracts of bodies of the place that end on a day, each with every supplier that ledgers know. Notices announce what is
/// not awarded, frameworks are ceilings, and what a later release replaces is no longer true: these are left out.
pub fn contract_ends(contracts: &RecordBatch, of_contracts: &RecordBatch, keys: &SupplierKeys) -> Vec<ContractEnd> {
    let mut suppliers: HashMap<(String, u64), BTreeSet<String>> = HashMap::new();
    for row in CONTRACT_SUPPLIER.read(of_contracts).iter() {
        let found = row.text_if_any(contract_supplier::SUPPLIER).and_then(|name| keys.find(name));
        if let Some(id) = found {
            let at = (row.text(contract_supplier::SOURCE_FILE).to_owned(), row.count(contract_supplier::SOURCE_ROW));
            suppliers.entry(at).or_default().insert(id.to_owned());
        }
    }
    let ends = CONTRACT.read(contracts).iter().filter(stands).flat_map(|row| {
        let at = (row.text(contract::SOURCE_FILE).to_owned(), row.count(contract::SOURCE_ROW));
        let own = suppliers.get(&at).cloned().unwrap_or_default();
        own.into_iter().filter_map(|supplier| contract_end(&row, supplier)).collect::<Vec<_>>()
    });
    let mut ends: Vec<ContractEnd> = ends.collect();
    let key = |end: &ContractEnd| (end.body_id.clone(), end.supplier_id.clone(), end.contract_id.clone(), end.ends_on);
    ends.sort_by_key(key);
    ends.dedup_by_key(|end| key(end));
    ends
}

fn stands(row: &Row<'_>) -> bool {
    let is_awarded = row.text(contract::RECORD) != ContractRecord::Notice.word();
    is_awarded && row.flag(contract::IS_LATEST) && !row.flag(contract::IS_FRAMEWORK)
}

fn contract_end(row: &Row<'_>, supplier_id: String) -> Option<ContractEnd> {
    let written = format!("{}#{}", row.text(contract::SOURCE_FILE), row.count(contract::SOURCE_ROW));
    let is_shared = 1 < row.count(contract::N_SUPPLIERS);
    Some(ContractEnd {
        contract_id: row.text_if_any(contract::CONTRACT_ID).map_or(written, str::to_owned),
        body_id: row.text_if_any(contract::BODY_ID)?.to_owned(),
        supplier_id,
        title: row.text_if_any(contract::TITLE).unwrap_or_default().to_owned(),
        // Nobody says which supplier of several gets how much.
        amount: row.money_if_any(contract::AMOUNT).filter(|_| !is_shared),
        ends_on: row.date_if_any(contract::ENDS_ON)?,
    })
}

/// Grants as their funders publish them.
pub fn grant_awards(grants: &RecordBatch, keys: &SupplierKeys) -> Vec<GrantAward> {
    GRANT.read(grants).iter().map(|row| award(&row, keys)).collect()
}

fn award(row: &Row<'_>, keys: &SupplierKeys) -> GrantAward {
    let text = |column: &str| row.text_if_any(column).unwrap_or_default().to_owned();
    let recipient = text(grant::RECIPIENT);
    let supplier_id = keys.find(&recipient).map(str::to_owned);
    let number = |column: &str, scheme: &str| row.text_if_any(column).map(|number| format!("{scheme}:{number}"));
    let of_register = number(grant::COMPANY_NUMBER, "company").or_else(|| number(grant::CHARITY_NUMBER, "charity"));
    let by_name = || format!("name:{}", name_key(&recipient).key);
    let written = format!("{}#{}", row.text(grant::SOURCE_FILE), row.count(grant::SOURCE_ROW));
    GrantAward {
        grant_id: row.text_if_any(grant::GRANT_ID).map_or(written, str::to_owned),
        funder: text(grant::FUNDER),
        body_id: row.text_if_any(grant::BODY_ID).map(str::to_owned),
        recipient_id: supplier_id.clone().or(of_register).unwrap_or_else(by_name),
        recipient,
        supplier_id,
        title: text(grant::TITLE),
        amount: row.money_if_any(grant::AMOUNT_AWARDED),
        awarded_on: row.date_if_any(grant::AWARDED_ON),
        is_regrant: row.flag(grant::IS_REGRANT),
        is_to_individual: row.flag(grant::IS_TO_INDIVIDUAL),
    }
}

/// Suppliers to which a register of contracts or a list of grants gives a charity's number.
pub fn charities(of_contracts: &RecordBatch, grants: &RecordBatch, keys: &SupplierKeys) -> BTreeSet<String> {
    let of_contract = CONTRACT_SUPPLIER.read(of_contracts).iter().filter_map(|row| {
        let scheme = row.text_if_any(contract_supplier::IDENTIFIER_SCHEME)?;
        let is_charity = CHARITIES.contains(&scheme) || row.flag_if_any(contract_supplier::IS_VCSE) == Some(true);
        keys.find(row.text_if_any(contract_supplier::SUPPLIER).filter(|_| is_charity)?).map(str::to_owned)
    });
    let of_grant = GRANT.read(grants).iter().filter_map(|row| {
        row.text_if_any(grant::CHARITY_NUMBER)?;
        keys.find(row.text_if_any(grant::RECIPIENT)?).map(str::to_owned)
    });
    of_contract.chain(of_grant).collect()
}

#[cfg(test)]
mod tests {
    use model::tables::{PAYEE_SUPPLIER, SUPPLIER};

    use super::*;

    fn suppliers() -> Suppliers {
        Suppliers::read(
            &testkit::batch(
                &SUPPLIER,
                "supplier_id | name | supplier_kind
                 acorn | Acorn Care Ltd | company
                 oak-1 | Oak | organisation
                 oak-2 | Oak Ltd | company",
            ),
            &testkit::batch(
                &PAYEE_SUPPLIER,
                "body | payee | supplier | score
                 county | ACORN CARE LIMITED | acorn | 0.99",
            ),
        )
    }

    #[test]
    fn a_contract_is_of_the_supplier_whose_name_it_bears_and_of_nobody_where_two_have_it() {
        let keys = SupplierKeys::of(&suppliers());
        assert_eq!(keys.find("acorn care limited"), Some("acorn"));
        assert_eq!(keys.find("OAK LIMITED"), None, "two suppliers have the key");
        assert_eq!(keys.find("Birch"), None);
    }

    #[test]
    fn only_contracts_that_stand_have_an_end() {
        let contracts = testkit::batch(
            &CONTRACT,
            "source_file | source_row | contract_id | record | is_latest | is_framework | body_id | title | amount | ends_on | end | n_suppliers
             a.csv | 2 | C1 | register | true | false | county | Care | 100.00 | 2026-03-31 | dated | 1
             a.csv | 3 | C2 | register | false | false | county | Care | 90.00 | 2026-03-31 | dated | 1
             a.csv | 4 | C3 | notice | true | false | county | Care | 90.00 | 2026-03-31 | dated | 1
             a.csv | 5 | C4 | register | true | true | county | Care | 90.00 | 2026-03-31 | dated | 1
             a.csv | 6 | C5 | register | true | false | county | Shared | 90.00 | 2026-04-30 | dated | 2",
        );
        let of = testkit::batch(
            &CONTRACT_SUPPLIER,
            "source_file | source_row | position | supplier | is_withheld
             a.csv | 2 | 1 | Acorn Care Ltd | false
             a.csv | 3 | 1 | Acorn Care Ltd | false
             a.csv | 4 | 1 | Acorn Care Ltd | false
             a.csv | 5 | 1 | Acorn Care Ltd | false
             a.csv | 6 | 1 | Acorn Care Ltd | false
             a.csv | 6 | 2 | Birch | false",
        );
        let ends = contract_ends(&contracts, &of, &SupplierKeys::of(&suppliers()));
        let seen: Vec<_> =
            ends.iter().map(|end| (end.contract_id.as_str(), end.amount.map(money::Money::pence))).collect();
        assert_eq!(seen, [("C1", Some(100_00)), ("C5", None)]);
    }
}
