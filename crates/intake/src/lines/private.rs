//! What is shown of a line whose payee is a private individual, and of a row shown as printed.

use std::borrow::Cow;

use model::payee::PRIVATE_INDIVIDUAL;

use super::LineReader;
use super::payees::{Payee, PayeeCache};
use super::total::says_total;
use crate::encoding::Encoding;
use crate::fields::Field;
use crate::payee::{Alone, NOT_SHOWN, PayeeKind, WITHHELD, is_no_persons, without_names, without_plain_names};
use crate::rows::Row;

/// A longer cell in a column without a field is free text.
const LABEL_LETTERS_MAX: usize = 60;

impl LineReader<'_> {
    /// What is done with the payee of a row, and what tells it from others.
    pub(super) fn payee(&mut self, row: &Row) -> (Payee, PayeeKind) {
        let Some(at) = self.at[Field::Payee as usize] else { return (Payee::NONE, PayeeKind::Printed) };
        let payee = self.payees.read(row.cell(at), self.encoding);
        let columns = self.at;
        let headings = || {
            [Field::Department, Field::Service, Field::Subjective, Field::Category, Field::Description]
                .map(|field| columns[field as usize].map_or(&[][..], |at| row.cell(at)))
        };
        (payee, self.payees.payees.kind(payee.alone, self.encoding, headings))
    }

    /// Whether the headings of a row are of payments to people.
    pub(super) fn pays_people(&mut self, row: &Row) -> bool {
        let columns = self.at;
        let cell = |field: Field| columns[field as usize].map_or(&[][..], |at| row.cell(at));
        let headings =
            [Field::Department, Field::Service, Field::Subjective, Field::Category, Field::Description].map(cell);
        self.payees.payees.pays_people(headings, self.encoding)
    }

    /// A row as printed, without the people it may name. Of payees only names that say that they are organisations' are
    /// repeated: the row is out of the account, and its number leads to it.
    pub(super) fn told_row(&self, row: &Row) -> String {
        let cells = row.texts(&self.encoding);
        let split = self.split_payee(&cells);
        let payee = self.at[Field::Payee as usize].and_then(|at| cells.get(at));
        let is_named = split.is_some() || payee.is_some_and(|payee| self.payees.payees.told(payee) != *payee);
        let told = cells.iter().enumerate().map(|(at, cell)| match &split {
            Some(range) if *range.start() == at => PRIVATE_INDIVIDUAL.to_owned(),
            Some(range) if range.contains(&at) => NOT_SHOWN.to_owned(),
            // A number leads to a person as a name does.
            _ if is_named && self.is_number_of_payee(at) && !cell.is_empty() => NOT_SHOWN.to_owned(),
            _ => self.told_cell(at, cell, cells.len()),
        });
        told.collect::<Vec<_>>().join(" | ")
    }

    fn is_number_of_payee(&self, at: usize) -> bool {
        let of_payee = Field::OF_PAYEES.iter().chain(&[Field::PayeeCode, Field::Reference]);
        of_payee.into_iter().any(|field| self.at[*field as usize] == Some(at))
    }

    fn told_cell(&self, at: usize, cell: &str, n_cells: usize) -> String {
        let is_of = |field: Field| self.at[field as usize] == Some(at);
        let is_free_text =
            is_of(Field::Description) || !self.at.contains(&Some(at)) && LABEL_LETTERS_MAX < cell.chars().count();
        // In a row of another width any cell may be the payee.
        let may_name = is_of(Field::Payee) || self.reading.headings.len() < n_cells;
        let is_hidden = is_free_text || may_name && !is_no_persons(cell) && !says_total(cell);
        let is_masked = || self.payees.payees.told(cell) != cell;
        match is_hidden && !cell.is_empty() && (is_free_text || !is_masked()) {
            true => NOT_SHOWN.to_owned(),
            false => self.payees.payees.told(cell),
        }
    }

    /// A payee split into cells by a comma: `Known, Ann` without quotation marks.
    fn split_payee(&self, cells: &[String]) -> Option<std::ops::RangeInclusive<usize>> {
        let first = self.at[Field::Payee as usize]?;
        let n_surplus = cells.len().saturating_sub(self.reading.headings.len());
        let last = first + n_surplus;
        let joined = (0 < n_surplus).then(|| cells.get(first..=last)).flatten()?.join(", ");
        let is_named = self.payees.payees.alone(&joined) != Alone::Kind(PayeeKind::Printed);
        is_named.then_some(first..=last)
    }
}

/// What the account keeps of a cell of a line; `None` for a cell that would still show who was paid.
pub(super) fn told<'c>(
    (kind, payee): (PayeeKind, &str),
    field: Field,
    cell: &'c [u8],
    encoding: Encoding,
    cache: &mut PayeeCache<'_>,
) -> Option<Cow<'c, str>> {
    let is_named = kind.masked_for().is_some();
    match (field, kind) {
        (Field::Payee, PayeeKind::Masked(_)) => Some(PRIVATE_INDIVIDUAL.into()),
        (Field::Payee, PayeeKind::WithheldWithName) => Some(WITHHELD.into()),
        (Field::PayeeCode | Field::Reference, _) if is_named || kind.is_withheld() => None,
        // It never leaves the place, and rules for services need it.
        (Field::Payee | Field::PayeeCode | Field::Reference | Field::Description, _) => Some(encoding.decode(cell)),
        _ if is_named || cache.mentions_person(cell, encoding) => {
            let told: Cow<'_, str> = without_names(&encoding.decode(cell), payee).into();
            // Beside a payee in sight, an empty cell would be another heading.
            let is_empty = told.is_empty();
            if is_empty && !is_named { Some(PRIVATE_INDIVIDUAL.into()) } else { (!is_empty).then_some(told) }
        }
        _ => Some(encoding.decode(cell)),
    }
}

/// A heading of a line that pays people, without the person's name that is a part of it.
pub(super) fn told_heading_of_people(heading: &str) -> String {
    let told = without_plain_names(heading);
    if told.is_empty() { PRIVATE_INDIVIDUAL.to_owned() } else { told }
}
