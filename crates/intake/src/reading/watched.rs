//! Columns whose values are counted with their pounds: whether a line was paid, and by which body.

use std::collections::{BTreeMap, BTreeSet};

use super::SampleRow;
use crate::fields::status::{Status, StatusHeading};
use crate::fields::{Content, Field, heading_words};

/// Why a column is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    /// Its cells may say that lines were not paid.
    Status,
    /// Its cells name the body that pays.
    Body,
    /// Its codes may tell credits from payments.
    Kind,
    /// It says of each amount whether VAT is in it.
    VatFlag,
}

/// The most different statuses in a sample.
const STATUSES_MAX: f64 = 12.0;

/// The columns to be watched of a table.
pub(super) fn find(
    columns: &BTreeMap<Field, usize>,
    headings: &[String],
    contents: &[Content],
    body: &[&SampleRow],
) -> Vec<(usize, Watch)> {
    let is_read = |i: usize| {
        [Field::Amount, Field::Credit, Field::Date, Field::Payee, Field::PayeeCode, Field::Side, Field::Period]
            .iter()
            .any(|field| columns.get(field) == Some(&i))
    };
    let watch = |i: usize| match () {
        () if is_read(i) => None,
        () if names_payer(&headings[i]) => Some(Watch::Body),
        () if columns.get(&Field::Subjective) == Some(&i) => None,
        () if may_be_statuses(&headings[i], &contents[i], || cells(body, i)) => Some(Watch::Status),
        () => None,
    };
    let mut watched: Vec<(usize, Watch)> = (0..headings.len()).filter_map(|i| Some((i, watch(i)?))).collect();
    let of_kinds = (0..headings.len()).filter(|i| !is_read(*i) || columns.get(&Field::Side) == Some(i));
    watched.extend(of_kinds.filter_map(|i| Some((i, watch_codes(&headings[i], &contents[i], &cells(body, i))?))));
    watched
}

/// The most letters of a code.
const CODE_LETTERS_MAX: usize = 16;

/// Columns of types and of yes and no about VAT.
fn watch_codes(heading: &str, content: &Content, cells: &BTreeSet<&str>) -> Option<Watch> {
    let words = heading_words(heading);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_vat = has(&["vat"]) && has(&["included", "inc", "incl", "inclusive", "includes", "applied", "in", "gross"]);
    if is_vat && 0.9 <= content.flags {
        return Some(Watch::VatFlag);
    }
    let is_type = has(&[
        "type",
        "typ",
        "doc",
        "document",
        "tran",
        "trans",
        "transaction",
        "class",
        "tt",
        "sign",
        "kind",
        "entry",
        "doctype",
        "trantype",
        "transtype",
        "dt",
    ]);
    let are_codes =
        cells.iter().all(|cell| cell.chars().count() <= CODE_LETTERS_MAX && !cell.bytes().any(|b| b.is_ascii_digit()));
    let is_of_others = has(&[
        "expense",
        "expenditure",
        "supplier",
        "vendor",
        "service",
        "card",
        "procurement",
        "account",
        "organisation",
    ]);
    (is_type && !is_of_others && are_codes && 0.0 < content.n_distinct && content.n_distinct <= STATUSES_MAX)
        .then_some(Watch::Kind)
}

fn cells<'s>(body: &[&'s SampleRow], i: usize) -> BTreeSet<&'s str> {
    body.iter().filter_map(|(_, cells)| cells.get(i)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect()
}

fn may_be_statuses<'s>(heading: &str, content: &Content, cells: impl Fn() -> BTreeSet<&'s str>) -> bool {
    match StatusHeading::of(heading) {
        Some(StatusHeading::Status | StatusHeading::Type | StatusHeading::Flag) => content.n_distinct <= STATUSES_MAX,
        Some(StatusHeading::Date) => true,
        // The first rows may all be paid.
        Some(StatusHeading::Other) if content.filled == 0.0 || STATUSES_MAX < content.n_distinct => false,
        Some(StatusHeading::Other) => cells().into_iter().any(|cell| Status::of(cell).is_some()),
        None => false,
    }
}

/// Whether a heading is for the body that pays; not for who was paid, nor for what was bought.
pub(crate) fn names_payer(heading: &str) -> bool {
    const ORGANISATIONS: [&str; 13] = [
        "authority",
        "organisation",
        "organization",
        "entity",
        "body",
        "council",
        "publisher",
        "trust",
        "employer",
        "company",
        "family",
        "payer",
        "agency",
    ];
    const OTHERS: [&str; 22] = [
        "parent",
        "supplier",
        "payee",
        "vendor",
        "beneficiary",
        "recipient",
        "receiving",
        "partner",
        "provider",
        "creditor",
        "contractor",
        "paid",
        "grantee",
        "type",
        "code",
        "id",
        "uri",
        "url",
        "number",
        "no",
        "ref",
        "amount",
    ];
    let words = heading_words(heading);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&ORGANISATIONS) && !has(&OTHERS)
}
