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
    (0..headings.len()).filter_map(|i| Some((i, watch(i)?))).collect()
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
