//! Headings between the lines that say what the lines under them are, and footnotes that say it of all.

use money::Money;

use super::{LineReader, shorten};
use crate::fields::purpose::{Purpose, Stands, purpose_of};
use crate::rows::Row;

/// A heading between the lines has few filled cells.
const CELLS_MAX: usize = 2;
/// Letters of a heading or a note in a message.
const TEXT_MAX: usize = 80;

/// The lines under one heading.
pub(super) struct Section {
    row: u64,
    text: String,
    purpose: Purpose,
    n: u64,
    n_negative: u64,
    amount: Money,
}

/// The sections of a table that are no payments of their own.
#[derive(Default)]
pub(super) struct Sections {
    found: Vec<Section>,
    is_open: bool,
    /// What a note below the last line says of the table.
    note: Option<(Purpose, String)>,
}

impl LineReader<'_> {
    /// Looks whether a row without a payment begins or ends a section.
    pub(super) fn look_for_section(&mut self, row: &Row) {
        let texts = row.texts(&self.encoding);
        let mut filled = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        let Some(text) = filled.next().filter(|_| filled.count() < CELLS_MAX) else { return };
        if text.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
            return;
        }
        self.sections.note = purpose_of(text, Stands::Title).map(|purpose| (purpose, shorten(text, TEXT_MAX)));
        match purpose_of(text, Stands::Section) {
            Some(purpose) => {
                self.sections.is_open = true;
                let text = shorten(&self.payees.payees.told(text), TEXT_MAX);
                self.sections.found.push(Section {
                    row: row.number,
                    text,
                    purpose,
                    n: 0,
                    n_negative: 0,
                    amount: Money::ZERO,
                });
            }
            // Another heading; a sentence is a note.
            None if !text.ends_with('.') => self.sections.is_open = false,
            None => {}
        }
    }

    pub(super) fn count_in_section(&mut self, amount: Money) {
        self.sections.note = None;
        if self.sections.is_open
            && let Some(section) = self.sections.found.last_mut()
        {
            section.n += 1;
            section.n_negative += u64::from(amount.is_negative());
            section.amount += amount;
        }
    }

    pub(super) fn doubt_sections(&mut self) {
        let Sections { found, note, .. } = std::mem::take(&mut self.sections);
        for section in found.into_iter().filter(|section| 0 < section.n) {
            if section.purpose == Purpose::Credits && 0 < section.n_negative {
                continue;
            }
            let Section { row, text, purpose, n, amount, .. } = section;
            let lines = if n == 1 { "1 line".to_owned() } else { format!("{n} lines") };
            let text = format!("{lines} ({amount}) under {text:?} {}; they were counted", purpose.may_be());
            self.push_problem(Some(row), purpose.kind(), n, Some(amount), None, text);
        }
        self.counts.note = note;
    }
}
