//! Contracts as rows of their tables, and what follows from many of them: which release is the latest, what releases
//! come to, when contracts end.

mod releases;
mod supplier;

use arrow_array::RecordBatch;
use jiff::civil::{Date, DateTime};
use money::Money;

use crate::Row;
use crate::tables::{CONTRACT, ContractEnd, ContractRecord, contract as column};

pub use releases::{Difference, DifferenceKind, ReleaseTotals, mark_latest, release_totals};
pub use supplier::{ContractSupplier, supplier_table};

/// One row of `contract`.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    pub source_file: String,
    pub source_row: u64,
    pub contract_id: Option<String>,
    /// The id under which all releases of one procurement stand.
    pub process_id: Option<String>,
    pub record: ContractRecord,
    pub status: Option<String>,
    pub release_id: Option<String>,
    pub released_on: Option<Date>,
    pub released_at: Option<DateTime>,
    pub is_latest: bool,
    pub buyer: Option<String>,
    pub buyer_id: Option<String>,
    pub body_id: Option<String>,
    pub title: Option<String>,
    pub amount: Option<Money>,
    pub amount_yearly: Option<Money>,
    pub value_low: Option<Money>,
    pub value_high: Option<Money>,
    pub currency: Option<String>,
    pub awarded_on: Option<Date>,
    pub starts_on: Option<Date>,
    pub start_as_printed: Option<String>,
    pub ends_on: Option<Date>,
    pub end_as_printed: Option<String>,
    pub end: ContractEnd,
    pub renews_on: Option<Date>,
    pub renewal_as_printed: Option<String>,
    pub category: Option<String>,
    pub cpv_codes: Option<String>,
    pub department: Option<String>,
    pub procedure: Option<String>,
    pub is_framework: bool,
    pub n_suppliers: u64,
    pub suppliers_as_printed: Option<String>,
}

impl Contract {
    /// A row of which nothing is known yet but where it stands.
    pub fn new(source_file: &str, source_row: u64, record: ContractRecord) -> Contract {
        Contract {
            source_file: source_file.to_owned(),
            source_row,
            contract_id: None,
            process_id: None,
            record,
            status: None,
            release_id: None,
            released_on: None,
            released_at: None,
            is_latest: true,
            buyer: None,
            buyer_id: None,
            body_id: None,
            title: None,
            amount: None,
            amount_yearly: None,
            value_low: None,
            value_high: None,
            currency: None,
            awarded_on: None,
            starts_on: None,
            start_as_printed: None,
            ends_on: None,
            end_as_printed: None,
            end: ContractEnd::Missing,
            renews_on: None,
            renewal_as_printed: None,
            category: None,
            cpv_codes: None,
            department: None,
            procedure: None,
            is_framework: false,
            n_suppliers: 0,
            suppliers_as_printed: None,
        }
    }

    /// A row of the table.
    pub fn of(row: &Row<'_>) -> Contract {
        let text = |name: &str| row.text_if_any(name).map(str::to_owned);
        let record = ContractRecord::parse(row.text(column::RECORD)).expect("a record is a word of its column");
        Contract {
            contract_id: text(column::CONTRACT_ID),
            process_id: text(column::PROCESS_ID),
            status: text(column::STATUS),
            release_id: text(column::RELEASE_ID),
            released_on: row.date_if_any(column::RELEASED_ON),
            released_at: row.moment_if_any(column::RELEASED_AT),
            is_latest: row.flag(column::IS_LATEST),
            buyer: text(column::BUYER),
            buyer_id: text(column::BUYER_ID),
            body_id: text(column::BODY_ID),
            title: text(column::TITLE),
            amount: row.money_if_any(column::AMOUNT),
            amount_yearly: row.money_if_any(column::AMOUNT_YEARLY),
            value_low: row.money_if_any(column::VALUE_LOW),
            value_high: row.money_if_any(column::VALUE_HIGH),
            currency: text(column::CURRENCY),
            awarded_on: row.date_if_any(column::AWARDED_ON),
            starts_on: row.date_if_any(column::STARTS_ON),
            start_as_printed: text(column::START_AS_PRINTED),
            ends_on: row.date_if_any(column::ENDS_ON),
            end_as_printed: text(column::END_AS_PRINTED),
            end: ContractEnd::parse(row.text(column::END)).expect("an end is a word of its column"),
            renews_on: row.date_if_any(column::RENEWS_ON),
            renewal_as_printed: text(column::RENEWAL_AS_PRINTED),
            category: text(column::CATEGORY),
            cpv_codes: text(column::CPV_CODES),
            department: text(column::DEPARTMENT),
            procedure: text(column::PROCEDURE),
            is_framework: row.flag(column::IS_FRAMEWORK),
            n_suppliers: row.count(column::N_SUPPLIERS),
            suppliers_as_printed: text(column::SUPPLIERS_AS_PRINTED),
            ..Contract::new(row.text(column::SOURCE_FILE), row.count(column::SOURCE_ROW), record)
        }
    }
}

/// Contracts as the table `contract`, in the order given.
pub fn contract_table(contracts: &[Contract]) -> RecordBatch {
    let mut rows = CONTRACT.rows();
    for contract in contracts {
        rows.push()
            .text(column::SOURCE_FILE, &contract.source_file)
            .count(column::SOURCE_ROW, contract.source_row)
            .text_if_any(column::CONTRACT_ID, contract.contract_id.as_deref())
            .text_if_any(column::PROCESS_ID, contract.process_id.as_deref())
            .text(column::RECORD, contract.record.word())
            .text_if_any(column::STATUS, contract.status.as_deref())
            .text_if_any(column::RELEASE_ID, contract.release_id.as_deref())
            .date_if_any(column::RELEASED_ON, contract.released_on)
            .moment_if_any(column::RELEASED_AT, contract.released_at)
            .flag(column::IS_LATEST, contract.is_latest)
            .text_if_any(column::BUYER, contract.buyer.as_deref())
            .text_if_any(column::BUYER_ID, contract.buyer_id.as_deref())
            .text_if_any(column::BODY_ID, contract.body_id.as_deref())
            .text_if_any(column::TITLE, contract.title.as_deref())
            .money_if_any(column::AMOUNT, contract.amount)
            .money_if_any(column::AMOUNT_YEARLY, contract.amount_yearly)
            .money_if_any(column::VALUE_LOW, contract.value_low)
            .money_if_any(column::VALUE_HIGH, contract.value_high)
            .text_if_any(column::CURRENCY, contract.currency.as_deref())
            .date_if_any(column::AWARDED_ON, contract.awarded_on)
            .date_if_any(column::STARTS_ON, contract.starts_on)
            .text_if_any(column::START_AS_PRINTED, contract.start_as_printed.as_deref())
            .date_if_any(column::ENDS_ON, contract.ends_on)
            .text_if_any(column::END_AS_PRINTED, contract.end_as_printed.as_deref())
            .text(column::END, contract.end.word())
            .date_if_any(column::RENEWS_ON, contract.renews_on)
            .text_if_any(column::RENEWAL_AS_PRINTED, contract.renewal_as_printed.as_deref())
            .text_if_any(column::CATEGORY, contract.category.as_deref())
            .text_if_any(column::CPV_CODES, contract.cpv_codes.as_deref())
            .text_if_any(column::DEPARTMENT, contract.department.as_deref())
            .text_if_any(column::PROCEDURE, contract.procedure.as_deref())
            .flag(column::IS_FRAMEWORK, contract.is_framework)
            .count(column::N_SUPPLIERS, contract.n_suppliers)
            .text_if_any(column::SUPPLIERS_AS_PRINTED, contract.suppliers_as_printed.as_deref());
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_comes_back_from_its_table_as_it_was() {
        let day = Date::constant(2027, 3, 31);
        let contract = Contract {
            contract_id: Some("0021".to_owned()),
            released_at: Some(day.at(12, 21, 44, 0)),
            amount: Some(Money::from_pence(88_000_000)),
            ends_on: Some(day),
            end: ContractEnd::Dated,
            is_latest: false,
            n_suppliers: 2,
            ..Contract::new("register.csv", 2, ContractRecord::Register)
        };
        let batch = contract_table(&[contract.clone(), Contract::new("register.csv", 3, ContractRecord::Award)]);
        let back: Vec<Contract> = CONTRACT.read(&batch).iter().map(|row| Contract::of(&row)).collect();
        assert_eq!(back[0], contract);
        assert_eq!(back[1].amount, None);
    }
}
