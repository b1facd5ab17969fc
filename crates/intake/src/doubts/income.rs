//! Files that list what a body received, by their headings and names.

use crate::fields::{Field, heading_words};
use crate::reading::Reading;

/// Who pays the body.
const PAYERS: [&str; 9] =
    ["customer", "customers", "debtor", "debtors", "payer", "funder", "donor", "remitter", "payor"];
/// Who is paid: such a heading may stand for both.
const PAYEES: [&str; 8] =
    ["supplier", "vendor", "payee", "creditor", "beneficiary", "merchant", "contractor", "recipient"];
/// What came in.
const RECEIVED: [&str; 9] =
    ["received", "receipt", "receipts", "income", "receivable", "receivables", "takings", "incoming", "collected"];
/// Words beside these with which they mean something else: `Goods received`, `Income support`, `Date received`.
const OTHERWISE: [&str; 10] =
    ["goods", "date", "tax", "support", "benefit", "benefits", "invoice", "paid", "no", "number"];
/// What goes out.
const SPENT: [&str; 12] = [
    "spend",
    "spending",
    "expenditure",
    "payment",
    "payments",
    "paid",
    "supplier",
    "suppliers",
    "purchase",
    "purchases",
    "creditor",
    "creditors",
];

/// What says that a file is of income; `None` if nothing does.
pub(super) fn said(reading: &Reading, stem: &str, sheet: Option<&str>) -> Option<String> {
    by_amount(reading).or_else(|| by_payer(reading)).or_else(|| {
        let names = [sheet, Some(stem)].into_iter().flatten();
        names.into_iter().find(|name| is_name_of_income(name)).map(|name| format!("it is called `{name}`"))
    })
}

fn has(words: &[String], known: &[&str]) -> bool {
    words.iter().any(|word| known.contains(&word.as_str()))
}

/// `Amount Received`, `Income (£)`, `Receipt Value`.
fn by_amount(reading: &Reading) -> Option<String> {
    let heading = reading.heading(Field::Amount)?;
    let words = heading_words(heading);
    // A column of receipts beside one of payments is read as credits.
    let is_income = has(&words, &RECEIVED) && !has(&words, &OTHERWISE) && reading.column(Field::Credit).is_none();
    is_income.then(|| format!("its amounts are headed `{heading}`"))
}

/// `Customer`, `Received from`, where no heading names a supplier.
fn by_payer(reading: &Reading) -> Option<String> {
    let is_payer = |heading: &&String| {
        let words = heading_words(heading);
        let is_from = has(&words, &["received", "receipt", "income"]) && has(&words, &["from"]);
        (has(&words, &PAYERS) || is_from)
            && !has(&words, &PAYEES)
            && !has(&words, &["no", "number", "code", "id", "ref"])
    };
    let names_payee = reading.headings.iter().any(|heading| has(&heading_words(heading), &PAYEES));
    let heading = reading.headings.iter().find(is_payer).filter(|_| !names_payee)?;
    Some(format!("its names are headed `{heading}`"))
}

/// `Income 2025-26`, `Sales ledger`; not `Income and expenditure`.
fn is_name_of_income(name: &str) -> bool {
    let words = heading_words(name);
    let is_ledger = has(&words, &["sales", "debtors", "receivable", "receivables"])
        && has(&words, &["ledger", "accounts", "invoices"]);
    let is_income = has(&words, &["income", "receipts", "receivables"]) && !has(&words, &OTHERWISE);
    (is_ledger || is_income) && !has(&words, &SPENT)
}
