//! Ends of contracts: when bodies could buy together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use money::Money;

/// Contracts that end within this many months of the first of them can be let again as one.
const MONTHS_TO_ALIGN: i32 = 12;

/// A contract with its end, as a register gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractEnd {
    /// Where it is written: `file#row`, or the contract's id.
    pub contract_id: String,
    pub body_id: String,
    pub supplier_id: String,
    pub title: String,
    /// What the contract is worth, which is not what was paid.
    pub amount: Option<Money>,
    pub ends_on: Date,
}

/// Contracts of several bodies with one supplier that end near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlignedEnds<'c> {
    pub supplier_id: &'c str,
    /// In the order of their ends.
    pub contracts: Vec<&'c ContractEnd>,
}

impl AlignedEnds<'_> {
    pub fn bodies(&self) -> BTreeSet<&str> {
        self.contracts.iter().map(|contract| contract.body_id.as_str()).collect()
    }

    /// The days on which the first and the last of them end.
    pub fn from_and_to(&self) -> (Date, Date) {
        let ends = || self.contracts.iter().map(|contract| contract.ends_on);
        (ends().min().expect("there are two contracts or more"), ends().max().expect("there are two contracts or more"))
    }
}

/// For each supplier the contracts of several bodies that end within a year: those of most bodies first, none twice.
pub fn aligned_ends(contracts: &[ContractEnd]) -> Vec<AlignedEnds<'_>> {
    let mut by_supplier: BTreeMap<&str, Vec<&ContractEnd>> = BTreeMap::new();
    for contract in contracts {
        by_supplier.entry(&contract.supplier_id).or_default().push(contract);
    }
    by_supplier.into_iter().flat_map(|(supplier_id, own)| of_supplier(supplier_id, own)).collect()
}

fn of_supplier<'c>(supplier_id: &'c str, mut left: Vec<&'c ContractEnd>) -> Vec<AlignedEnds<'c>> {
    left.sort_by_key(|contract| (contract.ends_on, &contract.body_id, &contract.contract_id));
    let mut aligned = Vec::new();
    // Each start is tried; the window with most bodies is taken, and the rest is looked at again.
    loop {
        let windows = left.iter().map(|first| window(supplier_id, &left, first.ends_on));
        // The first of those with most bodies.
        let Some(best) = windows.rev().max_by_key(|window| window.bodies().len()) else { return aligned };
        if best.bodies().len() < 2 {
            return aligned;
        }
        left.retain(|contract| !best.contracts.iter().any(|of_best| std::ptr::eq(*of_best, *contract)));
        aligned.push(best);
    }
}

fn window<'c>(supplier_id: &'c str, contracts: &[&'c ContractEnd], from: Date) -> AlignedEnds<'c> {
    let until = from.checked_add(Span::new().months(MONTHS_TO_ALIGN)).unwrap_or(Date::MAX);
    let is_within = |contract: &&&ContractEnd| from <= contract.ends_on && contract.ends_on < until;
    AlignedEnds { supplier_id, contracts: contracts.iter().filter(is_within).copied().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(body: &str, supplier: &str, ends_on: &str) -> ContractEnd {
        ContractEnd {
            contract_id: format!("{body}-{supplier}-{ends_on}"),
            body_id: body.to_owned(),
            supplier_id: supplier.to_owned(),
            title: String::new(),
            amount: None,
            ends_on: ends_on.parse().expect("a date"),
        }
    }

    #[test]
    fn contracts_of_two_bodies_that_end_within_a_year_are_aligned() {
        let contracts = [
            contract("county", "acorn", "2026-03-31"),
            contract("district", "acorn", "2026-09-30"),
            contract("fire", "acorn", "2027-03-31"),
            contract("police", "acorn", "2027-04-01"),
            contract("county", "birch", "2026-03-31"),
            contract("county", "birch", "2026-06-30"),
            contract("fire", "birch", "2030-06-30"),
        ];
        let aligned = aligned_ends(&contracts);
        let bodies: Vec<(&str, Vec<&str>)> =
            aligned.iter().map(|of| (of.supplier_id, of.bodies().into_iter().collect())).collect();
        assert_eq!(bodies, [("acorn", vec!["district", "fire", "police"])]);
        assert_eq!(aligned[0].from_and_to().0.to_string(), "2026-09-30");
    }
}
