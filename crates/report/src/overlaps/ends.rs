//! When contracts end: the calendar of what could be let anew, and together.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::{CONTRACT, ContractRecord, contract};
use model::{FinancialYear, Row, TableError, Tables};
use money::Money;

/// Contracts of bodies of the place that end in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearOfEnds {
    pub n_contracts: usize,
    /// Contracts whose worth nobody states.
    pub n_without_amount: usize,
    /// What they are worth over their whole length.
    pub amount: Money,
    /// Bodies with a contract among them.
    pub n_bodies: usize,
}

/// The calendar of contracts' ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractEnds {
    pub years: BTreeMap<FinancialYear, YearOfEnds>,
    /// Contracts whose end is no day: rolling, or to be confirmed.
    pub n_open: usize,
}

/// Reads the calendar; none where no contract of a body was read. Notices, frameworks and releases that a later one
/// replaces are left out.
pub fn contract_ends(tables: &dyn Tables) -> Result<Option<ContractEnds>, TableError> {
    if !tables.exists(&CONTRACT) {
        return Ok(None);
    }
    let rows = CONTRACT.read_all(tables, one)?;
    let mut ends = ContractEnds::default();
    let mut bodies: BTreeMap<FinancialYear, BTreeSet<String>> = BTreeMap::new();
    for (body, end, amount) in rows.into_iter().flatten() {
        let Some(end) = end else {
            ends.n_open += 1;
            continue;
        };
        let year = ends.years.entry(end).or_default();
        year.n_contracts += 1;
        year.n_without_amount += usize::from(amount.is_none());
        year.amount += amount.unwrap_or_default();
        let of_year = bodies.entry(end).or_default();
        of_year.insert(body);
        year.n_bodies = of_year.len();
    }
    Ok((!ends.years.is_empty() || 0 < ends.n_open).then_some(ends))
}

/// The body, the year of the end and the worth of a contract that stands.
fn one(row: &Row<'_>) -> Option<(String, Option<FinancialYear>, Option<Money>)> {
    let is_awarded = row.text(contract::RECORD) != ContractRecord::Notice.word();
    let stands = is_awarded && row.flag(contract::IS_LATEST) && !row.flag(contract::IS_FRAMEWORK);
    let body = row.text_if_any(contract::BODY_ID).filter(|_| stands)?;
    let end = row.date_if_any(contract::ENDS_ON).map(FinancialYear::of);
    Some((body.to_owned(), end, row.money_if_any(contract::AMOUNT)))
}

#[cfg(test)]
mod tests {
    use testkit::Memory;

    use super::*;

    #[test]
    fn contracts_that_stand_are_counted_in_the_year_of_their_end() {
        let tables = Memory::new().with(
            &CONTRACT,
            "source_file | source_row | record | is_latest | is_framework | body_id | amount | ends_on | end
             a.csv | 2 | register | true | false | county | 100.00 | 2027-03-31 | dated
             a.csv | 3 | register | true | false | fire | | 2026-04-01 | dated
             a.csv | 4 | register | true | false | fire | 5.00 | | rolling
             a.csv | 5 | notice | true | false | fire | 5.00 | 2027-01-01 | dated
             a.csv | 6 | register | true | true | fire | 5.00 | 2027-01-01 | dated
             a.csv | 7 | register | false | false | fire | 5.00 | 2027-01-01 | dated
             a.csv | 8 | register | true | false | | 5.00 | 2027-01-01 | dated",
        );
        let ends = contract_ends(&tables).expect("readable").expect("contracts");
        let year = YearOfEnds { n_contracts: 2, n_without_amount: 1, amount: Money::from_pence(100_00), n_bodies: 2 };
        assert_eq!(ends.years, BTreeMap::from([(FinancialYear(2026), year)]));
        assert_eq!(ends.n_open, 1);
    }
}
