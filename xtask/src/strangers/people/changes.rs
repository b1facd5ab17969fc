//! Changes to files about people: some of those to ledgers, and many of their own.

mod births;
mod columns;
mod copies;
mod headings;
mod names;
mod placeholders;
mod values;

use crate::strangers::book::{Book, Break, Cell, Field, Role, Sheet};
use crate::strangers::catalogue::{self, Change};
use crate::strangers::dice::Dice;

/// Changes to ledgers that a file about people can have too.
const SHARED: &[&str] = &[
    "columns-reordered",
    "headings-in-capitals",
    "headings-in-small-letters",
    "headings-with-underscores",
    "headings-without-spaces",
    "headings-with-stray-spaces",
    "headings-with-hard-spaces",
    "headings-over-lines",
    "lines-in-any-order",
    "blank-rows-between",
    "blank-rows-below",
    "blank-rows-above",
    "banner-above",
    "heading-repeated",
    "cover-sheet-first",
    "empty-sheets-behind",
    "days-with-slashes",
    "days-with-dots",
    "days-with-dashes",
    "days-with-short-months-and-whole-years",
    "days-in-words",
    "days-as-ordinals",
    "days-iso",
    "days-iso-with-time",
    "days-with-time",
    "days-as-eight-digits",
    "days-month-first",
    "days-in-welsh",
    "days-as-serial-numbers",
    "encoding-utf-8",
    "encoding-utf-8-with-mark",
    "encoding-windows-1252",
    "encoding-utf-16-little-end-first",
    "encoding-utf-16-big-end-first",
    "separator-semicolon",
    "separator-tab",
    "separator-bar",
    "line-ends-of-unix",
    "line-ends-of-old-macs",
    "every-cell-in-quotation-marks",
    "workbook",
    "open-document",
    "file-of-another-kind",
    "file-with-nothing-in-it",
];

type Make = fn(&mut Book, &mut Dice) -> bool;

const fn keeps(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: true, touches, make }
}

const fn breaks(name: &'static str, touches: &'static [&'static str], make: Make) -> Change {
    Change { name, keeps: false, touches, make }
}

/// In the order in which several are made: cells, columns, headings, then what files of any kind have.
pub fn changes() -> Vec<Change> {
    let shared: Vec<Change> = catalogue::changes().into_iter().filter(|change| SHARED.contains(&change.name)).collect();
    [
        copies::CHANGES,
        placeholders::CHANGES,
        values::CHANGES,
        names::CHANGES,
        births::CHANGES,
        columns::CHANGES,
        headings::CHANGES,
        &shared,
    ]
    .concat()
}

/// Where a detail of people stands.
fn column(sheet: &Sheet, about: &'static str) -> Option<usize> {
    sheet.column(Field::About(about))
}

/// What a reader has to say; one whose kinds end with `placeholder` may be read as nothing without a word.
fn push(book: &mut Book, kinds: &'static [&'static str]) -> bool {
    let is_mended = kinds.is_empty() || kinds.iter().any(|kind| kind.ends_with("placeholder"));
    push_break(book, kinds, is_mended)
}

/// What is lost and cannot be read: links that depend on it may be missed, if that is said.
fn lose(book: &mut Book) -> bool {
    push_break(book, &[], true)
}

fn push_break(book: &mut Book, kinds: &'static [&'static str], is_mended: bool) -> bool {
    let stems = book.files.iter().map(|file| file.stem.clone()).collect();
    book.breaks.push(Break { kinds, pence: Vec::new(), stems, months: Vec::new(), is_mended });
    true
}

/// Every `nth` row has another cell; false if a sheet has no such column.
fn some(book: &mut Book, about: &'static str, nth: usize, cell: &Cell) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = column(sheet, about) else { return false };
        sheet.lines_mut().step_by(nth).for_each(|row| row.cells[at] = cell.clone());
    }
    true
}

/// Texts in every `nth` row are put otherwise.
fn reword(book: &mut Book, about: &[&'static str], nth: usize, mut change: impl FnMut(&str) -> String) -> bool {
    for sheet in book.sheets_mut() {
        let columns: Vec<usize> = about.iter().filter_map(|about| column(sheet, about)).collect();
        if columns.len() < about.len() {
            return false;
        }
        for row in sheet.lines_mut().step_by(nth) {
            for at in &columns {
                if let Cell::Text(text) = &mut row.cells[*at] {
                    *text = change(text);
                }
            }
        }
    }
    true
}

/// What a column says is no longer in the words of the truth, so that how it is read is not compared.
fn forget(book: &mut Book, about: &[&'static str]) -> bool {
    for sheet in book.sheets_mut() {
        for about in about {
            if let Some(at) = column(sheet, about) {
                sheet.columns[at] = Field::Beside;
            }
        }
    }
    true
}

/// A column is taken away.
fn remove(book: &mut Book, about: &'static str) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = column(sheet, about) else { return false };
        sheet.columns.remove(at);
        sheet.rows.iter_mut().filter(|row| row.role != Role::Other && at < row.cells.len()).for_each(|row| {
            row.cells.remove(at);
        });
    }
    true
}
