//! Amounts printed in other ways, and signs in other places.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role, Row};
use crate::strangers::dice::Dice;
use crate::strangers::print::{Amounts, Container, Minus, PLAIN};

macro_rules! amounts {
    ($name:literal, $amounts:expr) => {
        keeps($name, &["amounts"], |book, _| print(book, $amounts))
    };
}

pub const CHANGES: &[Change] = &[
    amounts!("amounts-with-pound-sign", Amounts { thousands: ",", before: "£", ..PLAIN }),
    amounts!("amounts-with-pound-sign-and-space", Amounts { thousands: ",", before: "£ ", ..PLAIN }),
    amounts!("amounts-in-brackets", Amounts { thousands: ",", minus: Minus::Brackets, ..PLAIN }),
    amounts!("amounts-in-brackets-with-pound-sign", Amounts { minus: Minus::Brackets, before: "£", ..PLAIN }),
    amounts!("amounts-with-minus-behind", Amounts { minus: Minus::Behind, ..PLAIN }),
    amounts!("amounts-with-cr-behind", Amounts { minus: Minus::Credit, thousands: ",", ..PLAIN }),
    amounts!("amounts-with-cr-close-behind", Amounts { minus: Minus::CreditShort, ..PLAIN }),
    amounts!("amounts-with-typographic-minus", Amounts { minus: Minus::Typographic, thousands: ",", ..PLAIN }),
    amounts!("amounts-with-dots-for-thousands", Amounts { thousands: ".", point: ",", ..PLAIN }),
    amounts!("amounts-with-spaces-for-thousands", Amounts { thousands: " ", ..PLAIN }),
    amounts!("amounts-with-apostrophes-for-thousands", Amounts { thousands: "'", ..PLAIN }),
    amounts!("amounts-with-gbp-in-front", Amounts { before: "GBP ", thousands: ",", ..PLAIN }),
    amounts!("amounts-with-gbp-behind", Amounts { behind: " GBP", ..PLAIN }),
    amounts!("amounts-without-zeros", Amounts { is_bare: true, ..PLAIN }),
    keeps("amounts-in-thousands", &["amounts", "scale", "totals"], |book, _| scaled(book, "Amount £000", 100_000, 5)),
    keeps("amounts-in-pence", &["amounts", "scale", "totals"], |book, _| scaled(book, "Amount (pence)", 1, 0)),
    keeps("signs-as-letters", &["signs", "amounts", "columns", "totals"], letters),
    keeps("signs-as-document-types", &["signs", "amounts", "columns", "totals"], document_types),
    keeps("signs-as-two-columns", &["signs", "amounts", "columns", "totals", "rows"], two_columns),
];

/// Prints the amounts of every text file this way; a workbook holds numbers, however it shows them.
fn print(book: &mut Book, amounts: Amounts) -> bool {
    let mut texts = book.files.iter_mut().filter(|file| file.print.container == Container::Text).peekable();
    let is_any = texts.peek().is_some();
    texts.for_each(|file| file.print.amounts = amounts);
    is_any
}

/// Amounts in a larger or smaller unit than pounds, which the heading says.
fn scaled(book: &mut Book, heading: &str, unit_pence: i64, n_decimals: usize) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(Field::Amount) else { return false };
        if sheet.column(Field::Gross).is_some() {
            return false;
        }
        head(sheet, at, heading);
        for row in sheet.lines_mut() {
            if let Cell::Pence(pence) = row.cells[at] {
                let shown = format!("{:.n_decimals$}", pence as f64 / unit_pence as f64);
                row.cells[at] = Cell::Number(shown);
            }
        }
    }
    true
}

/// Renames a column, in the lowest heading row.
pub(super) fn head(sheet: &mut crate::strangers::book::Sheet, at: usize, heading: &str) {
    let uppers: Vec<bool> = (0..sheet.rows.len()).map(|row| sheet.is_upper(row)).collect();
    for (row, is_upper) in sheet.rows.iter_mut().zip(uppers) {
        if row.role == Role::Heading {
            row.cells[at] = if is_upper { Cell::Empty } else { Cell::text(heading) };
        }
    }
}

/// `D` for what was paid and `C` for what came back, beside amounts without a sign.
fn letters(book: &mut Book, dice: &mut Dice) -> bool {
    let pairs = [("D/C", "D", "C"), ("Dr/Cr", "DR", "CR"), ("Debit/Credit", "Debit", "Credit"), ("DC", "D", "C")];
    let (heading, paid, back) = *dice.pick(&pairs);
    beside(book, heading, paid, back)
}

fn document_types(book: &mut Book, dice: &mut Dice) -> bool {
    let pairs = [
        ("Document Type", "Invoice", "Credit Note"),
        ("Transaction Type", "INV", "CRN"),
        ("Doc Type", "Invoice", "Credit"),
    ];
    let (heading, paid, back) = *dice.pick(&pairs);
    beside(book, heading, paid, back)
}

fn beside(book: &mut Book, heading: &str, paid: &str, back: &str) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(Field::Amount) else { return false };
        if sheet.column(Field::Gross).is_some() {
            return false;
        }
        sheet.insert(at + 1, Field::Beside, heading, |row| {
            Cell::text(if matches!(row.cells[at], Cell::Pence(pence) if pence < 0) { back } else { paid })
        });
        unsigned(sheet.lines_mut(), at);
    }
    true
}

fn unsigned<'a>(rows: impl Iterator<Item = &'a mut Row>, at: usize) {
    for row in rows {
        if let Cell::Pence(pence) = &mut row.cells[at] {
            *pence = pence.abs();
        }
    }
}

/// What was paid in one column and what came back in another.
fn two_columns(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(Field::Amount) else { return false };
        if sheet.column(Field::Gross).is_some() {
            return false;
        }
        let pence = |row: &Row| if let Cell::Pence(pence) = row.cells[at] { pence } else { 0 };
        sheet.insert(at + 1, Field::Beside, "Credit", |row| match pence(row) {
            back if back < 0 => Cell::Pence(-back),
            _ => Cell::Empty,
        });
        head(sheet, at, "Debit");
        for row in sheet.lines_mut() {
            if pence(row) < 0 {
                row.cells[at] = Cell::Empty;
            }
        }
    }
    true
}
