//! When contracts end, by financial year.

use std::collections::BTreeMap;

use money::Money;

use super::Contract;
use crate::FinancialYear;
use crate::tables::{ContractEnd, ContractRecord};

/// The contracts that end in one financial year, or without a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearEnds {
    pub n_contracts: u64,
    /// Sum of the amounts that are printed.
    pub amount: Money,
    /// Contracts whose amount is not known, which are not in the sum.
    pub n_without_amount: u64,
}

/// What one kind of record says about ends: by year, and by what is printed where there is no day. Records of different
/// kinds may be of the same contract, so a call is about one kind. A release that a later one replaces is left out.
pub fn contract_ends(
    contracts: &[Contract],
    record: ContractRecord,
) -> BTreeMap<(ContractEnd, Option<FinancialYear>), YearEnds> {
    let mut ends: BTreeMap<_, YearEnds> = BTreeMap::new();
    for contract in contracts.iter().filter(|contract| contract.is_latest && contract.record == record) {
        let year_ends = ends.entry((contract.end, contract.ends_on.map(FinancialYear::of))).or_default();
        year_ends.n_contracts += 1;
        match contract.amount {
            Some(amount) => year_ends.amount += amount,
            None => year_ends.n_without_amount += 1,
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    fn ending(day: Option<Date>, end: ContractEnd, pounds: Option<i64>) -> Contract {
        let amount = pounds.map(|pounds| Money::from_pence(pounds * 100));
        Contract { ends_on: day, end, amount, ..Contract::new("r.csv", 1, ContractRecord::Register) }
    }

    #[test]
    fn a_contract_that_ends_on_31_march_ends_in_the_year_before() {
        let contracts = [
            ending(Some(Date::constant(2027, 3, 31)), ContractEnd::Dated, Some(10)),
            ending(Some(Date::constant(2026, 4, 1)), ContractEnd::Dated, None),
            ending(Some(Date::constant(2027, 4, 1)), ContractEnd::Dated, Some(5)),
            ending(None, ContractEnd::Rolling, Some(7)),
            Contract { is_latest: false, ..ending(Some(Date::constant(2026, 5, 1)), ContractEnd::Dated, Some(99)) },
        ];
        let ends = contract_ends(&contracts, ContractRecord::Register);
        let of = |end, year: Option<i32>| ends.get(&(end, year.map(FinancialYear))).cloned().unwrap_or_default();
        let year = of(ContractEnd::Dated, Some(2026));
        assert_eq!((year.n_contracts, year.amount, year.n_without_amount), (2, Money::from_pence(1_000), 1));
        assert_eq!(of(ContractEnd::Dated, Some(2027)).amount, Money::from_pence(500));
        assert_eq!(of(ContractEnd::Rolling, None).n_contracts, 1);
        assert!(contract_ends(&contracts, ContractRecord::Award).is_empty());
    }
}
