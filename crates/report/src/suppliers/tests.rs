//! The figures of `testing::account` by supplier, by hand.

use model::tables;

use super::*;
use crate::block::Value;
use crate::testing::{account, place};
use testkit::Memory;

fn pounds(text: &str) -> Money {
    money::Amount::parse(text).unwrap().money
}

fn with_suppliers() -> Memory {
    account()
        .with(
            &tables::SUPPLIER,
            "
            supplier_id | name             | supplier_kind | is_public_body | n_names | n_bodies | n_lines | amount
            acorn       | Acorn Nursery    | organisation  | false          | 2       | 2        | 2       | 140.00
            police      | Tyneshire Police | police        | true           | 1       | 1        | 1       | 25.00
            withheld    | REDACTED         | withheld      | false          | 1       | 1        | 1       | -0.05
            lender      | Lender           | organisation  | false          | 1       | 1        | 1       | -10.00
            ",
        )
        .with(
            &tables::PAYEE_SUPPLIER,
            "
            body_id | payee            | supplier_id | method      | score | decided_by | n_payee_codes | n_lines | amount
            county  | Acorn Nursery    | acorn       | same_name   | 0.99  | rule       | 2             | 1       | 100.00
            trust   | ACORN NURSERY    | acorn       | same_name   | 0.99  | rule       | 1             | 1       | 40.00
            county  | Tyneshire Police | police      | public_body | 1     | rule       | 0             | 1       | 25.00
            ",
        )
        .with(
            &tables::SUPPLIER_CODE,
            "
            supplier_id | body_id | payee_code | n_lines | amount
            acorn       | county  | 17         | 1       | 60.00
            acorn       | county  | 18         | 1       | 40.00
            acorn       | trust   | A1         | 1       | 40.00
            ",
        )
        .with(
            &tables::SUPPLIER_GROUP,
            "
            group_id | supplier_id | method    | score
            acorn    | acorn       | like_name | 0.5
            acorn    | lender      | like_name | 0.5
            ",
        )
        .with(
            &tables::SUPPLIER_SPEND,
            "
            supplier_id | body_id | n_lines | amount
            acorn       | county  | 1       | 100.00
            acorn       | trust   | 1       | 40.00
            police      | county  | 1       | 25.00
            withheld    | county  | 1       | -0.05
            ",
        )
        .with(
            &tables::SUPPLIER_OVERLAP,
            "
            body_id | other_body_id | n_suppliers | share_of_suppliers | amount
            county  | trust         | 1           | 1                  | 40.00
            ",
        )
        .with(
            &tables::SUPPLIER_CONCENTRATION,
            "
            body_id | n_suppliers | amount | hhi | top_ten_share
            county  | 1           | 100.00 | 1   | 1
            ",
        )
}

#[test]
fn suppliers_are_sorted_by_what_is_spent_here_with_them() {
    let found = suppliers(&with_suppliers()).unwrap().unwrap();
    let all: Vec<(&str, Money)> = found.all.iter().map(|s| (s.supplier_id.as_str(), s.net.amount)).collect();
    let expected =
        [("acorn", pounds("140")), ("police", pounds("25")), ("lender", Money::ZERO), ("withheld", pounds("-0.05"))];
    assert_eq!(all, expected);
    let shared: Vec<&str> = found.shared().map(|supplier| supplier.supplier_id.as_str()).collect();
    assert_eq!(shared, ["acorn"]);
    assert_eq!(found.codes.len(), 1, "one number is no finding");
    assert_eq!((found.codes[0].n_codes, found.codes[0].tally.amount), (2, pounds("100")));
    assert_eq!(found.relatives("acorn")[0].0.supplier_id, "lender");
}

#[test]
fn kinds_add_up_to_the_total_with_what_has_no_name() {
    let found = suppliers(&with_suppliers()).unwrap().unwrap();
    let net = Tally { n_lines: 5, amount: pounds("174.95") };
    let block = found.kinds_block(net);
    let sum: Money =
        block.rows.iter().map(|row| if let Value::Money(money) = row[2] { money } else { Money::ZERO }).sum();
    assert_eq!(sum, net.amount);
    assert_eq!(block.rows[3][0], Value::Text("no name printed".to_owned()));
    assert!(block.note.contains("14.3%"), "25 of 174.95: {}", block.note);
}

#[test]
fn every_joined_name_is_shown_with_its_method() {
    let tables = with_suppliers();
    let (found, names) = (suppliers(&tables).unwrap().unwrap(), printed_names(&tables).unwrap());
    let block = found.names_block(&place(), found.find("acorn").unwrap(), &names["acorn"]);
    assert_eq!(block.title, "Acorn Nursery (acorn): £140.00 net here, 2 bodies");
    let printed: Vec<&Value> = block.rows.iter().map(|row| &row[0]).collect();
    assert_eq!(printed, [&Value::from("Acorn Nursery"), &Value::from("ACORN NURSERY")]);
    assert!(block.note.contains("Lender (like name)"), "{}", block.note);
    assert_eq!(suppliers(&account()).unwrap(), None, "not computed, rather than none");
}
