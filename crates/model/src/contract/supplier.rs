//! Suppliers of contracts as rows of their table.

use arrow_array::RecordBatch;

use crate::Row;
use crate::tables::{CONTRACT_SUPPLIER, contract_supplier as column};

/// One row of `contract_supplier`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractSupplier {
    pub source_file: String,
    pub source_row: u64,
    pub contract_id: Option<String>,
    /// From 1.
    pub position: u64,
    pub supplier: Option<String>,
    pub is_withheld: bool,
    pub identifier_scheme: Option<String>,
    pub identifier: Option<String>,
    pub identifier_as_printed: Option<String>,
    pub is_sme: Option<bool>,
    pub is_vcse: Option<bool>,
    pub postcode: Option<String>,
}

impl ContractSupplier {
    /// A row of the table.
    pub fn of(row: &Row<'_>) -> ContractSupplier {
        let text = |name: &str| row.text_if_any(name).map(str::to_owned);
        ContractSupplier {
            source_file: row.text(column::SOURCE_FILE).to_owned(),
            source_row: row.count(column::SOURCE_ROW),
            contract_id: text(column::CONTRACT_ID),
            position: row.count(column::POSITION),
            supplier: text(column::SUPPLIER),
            is_withheld: row.flag(column::IS_WITHHELD),
            identifier_scheme: text(column::IDENTIFIER_SCHEME),
            identifier: text(column::IDENTIFIER),
            identifier_as_printed: text(column::IDENTIFIER_AS_PRINTED),
            is_sme: row.flag_if_any(column::IS_SME),
            is_vcse: row.flag_if_any(column::IS_VCSE),
            postcode: text(column::POSTCODE),
        }
    }

    /// `GB-COH-01234567`, as the ledgers' identifiers are written.
    pub fn org_id(&self) -> Option<String> {
        Some(format!("{}-{}", self.identifier_scheme.as_ref()?, self.identifier.as_ref()?))
    }
}

/// Suppliers as the table `contract_supplier`, in the order given.
pub fn supplier_table(suppliers: &[ContractSupplier]) -> RecordBatch {
    let mut rows = CONTRACT_SUPPLIER.rows();
    for supplier in suppliers {
        rows.push()
            .text(column::SOURCE_FILE, &supplier.source_file)
            .count(column::SOURCE_ROW, supplier.source_row)
            .text_if_any(column::CONTRACT_ID, supplier.contract_id.as_deref())
            .count(column::POSITION, supplier.position)
            .text_if_any(column::SUPPLIER, supplier.supplier.as_deref())
            .flag(column::IS_WITHHELD, supplier.is_withheld)
            .text_if_any(column::IDENTIFIER_SCHEME, supplier.identifier_scheme.as_deref())
            .text_if_any(column::IDENTIFIER, supplier.identifier.as_deref())
            .text_if_any(column::IDENTIFIER_AS_PRINTED, supplier.identifier_as_printed.as_deref())
            .flag_if_any(column::IS_SME, supplier.is_sme)
            .flag_if_any(column::IS_VCSE, supplier.is_vcse)
            .text_if_any(column::POSTCODE, supplier.postcode.as_deref());
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supplier_comes_back_from_its_table_as_it_was() {
        let supplier = ContractSupplier {
            source_file: "register.csv".to_owned(),
            source_row: 2,
            position: 1,
            supplier: Some("Glen Cleaning".to_owned()),
            identifier_scheme: Some("GB-COH".to_owned()),
            identifier: Some("01582924".to_owned()),
            is_sme: Some(false),
            ..ContractSupplier::default()
        };
        let batch = supplier_table(std::slice::from_ref(&supplier));
        let back: Vec<_> = CONTRACT_SUPPLIER.read(&batch).iter().map(|row| ContractSupplier::of(&row)).collect();
        assert_eq!((back[0].clone(), back[0].org_id().as_deref()), (supplier, Some("GB-COH-01582924")));
    }
}
