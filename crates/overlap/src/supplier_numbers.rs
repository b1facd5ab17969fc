//! One supplier under several numbers in one body's ledger.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::{OverlapKind, SUPPLIER_CODE};
use money::Money;

use crate::finding::{Evidence, Finding, LinePounds, Pounds};
use crate::paid_lines::PaidLines;
use crate::suppliers::Suppliers;

const CONDITION: &str = "One number for each supplier saves no pounds by itself: it is money if it stops invoices being paid twice, or \
                         spares work on accounts. Branches and schools may need a number of their own";

/// Suppliers with several numbers in one body: the pounds are what is paid under all numbers but the largest.
pub fn supplier_numbers(lines: &PaidLines, suppliers: &Suppliers) -> Vec<Finding> {
    let mut by_account: BTreeMap<(&str, &str), BTreeMap<&str, Vec<LinePounds>>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.code != 0) {
        let account = (lines.text(line.body), lines.text(line.supplier));
        by_account.entry(account).or_default().entry(lines.text(line.code)).or_default().push(line.pounds());
    }
    let is_of_many = |(account, numbers): &((&str, &str), BTreeMap<&str, Vec<LinePounds>>)| {
        1 < numbers.len() && suppliers.is_in_market(account.1)
    };
    let many = by_account.into_iter().filter(is_of_many);
    many.filter_map(|((body, supplier), numbers)| finding(body, supplier, numbers, suppliers)).collect()
}

fn finding(body: &str, id: &str, numbers: BTreeMap<&str, Vec<LinePounds>>, suppliers: &Suppliers) -> Option<Finding> {
    let supplier = suppliers.get(id)?;
    let amount = |lines: &[LinePounds]| lines.iter().map(|line| line.amount).sum::<Money>();
    let largest = *numbers.iter().max_by_key(|(number, lines)| (amount(lines), std::cmp::Reverse(**number)))?.0;
    let evidence = numbers.iter().map(|(number, lines)| Evidence {
        body_id: Some(body.to_owned()),
        table: SUPPLIER_CODE.name.to_owned(),
        key: (*number).to_owned(),
        note: format!("{} lines under this number", lines.len()),
        amount: Some(amount(lines)),
    });
    Some(Finding {
        kind: OverlapKind::SupplierNumbers,
        keys: vec![body.to_owned(), id.to_owned()],
        title: format!("{} has {} numbers in one ledger", supplier.name, numbers.len()),
        bodies: BTreeSet::from([body.to_owned()]),
        confidence: supplier.confidence(),
        keep_apart: false,
        how: format!(
            "The body's ledger prints {} numbers of its own beside names that are one supplier.",
            numbers.len()
        ),
        condition: CONDITION.to_owned(),
        evidence: evidence.collect(),
        pounds: Pounds::of_lines(
            numbers.into_iter().filter(|(number, _)| *number != largest).flat_map(|(_, lines)| lines).collect(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Place;

    #[test]
    fn the_pounds_are_those_under_all_numbers_but_the_largest() {
        let place = Place::of(
            "
            body    | payee   | payee_code | supplier | service   | amount
            council | X Ltd   | 100        | x        | education | 60.00
            council | X LTD   | 205        | x        | education | 15.00
            council | X LTD   | 205        | x        | education | 5.00
            council | X Ltd   |            | x        | education | 9.00
            council | Y Ltd   | 300        | y        | education | 9.00
            council | HMRC    | 1          | hmrc     | education | 9.00
            council | HMRC    | 2          | hmrc     | education | 9.00
            icb     | Y Ltd   | 301        | y        | education | 9.00
            ",
            "
            supplier | name  | supplier_kind | is_public_body
            x        | X Ltd | company       | no
            y        | Y Ltd | company       | no
            hmrc     | HMRC  | department    | yes
            ",
        );
        let found = supplier_numbers(&place.lines, &place.suppliers);
        assert_eq!(found.iter().map(Finding::id).collect::<Vec<_>>(), ["supplier_numbers:council:x"]);
        assert_eq!(found[0].pounds.seen(), Some(Money::from_pence(20_00)));
        assert_eq!(found[0].evidence.len(), 2);
    }
}
