//! Rows around and between payments, and payments in another order.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role, Row, Sheet};
use crate::strangers::dice::Dice;
use crate::strangers::print::{Container, PLAIN};

pub const CHANGES: &[Change] = &[
    keeps("lines-in-any-order", &["rows"], any_order),
    keeps("lines-by-payee", &["rows"], by_payee),
    keeps("lines-newest-first", &["rows"], newest_first),
    keeps("blank-rows-between", &["rows"], blank_between),
    keeps("blank-rows-below", &["below"], blank_below),
    keeps("padding-with-the-bodys-name", &["below"], padding),
    keeps("banner-above", &["above"], banner),
    keeps("banner-with-the-total", &["above", "totals", "amounts", "signs"], banner_total),
    keeps("banner-with-a-day", &["above"], banner_day),
    keeps("notes-below", &["below"], notes),
    keeps("blank-row-below-heading", &["heading-rows"], blank_below_heading),
    keeps("blank-rows-above", &["above"], blank_above),
    keeps("heading-repeated", &["rows", "heading-rows", "lines", "two-rows"], repeated),
    keeps(
        "heading-repeated-with-another-order",
        &["rows", "heading-rows", "lines", "two-rows", "order", "totals", "merge"],
        repeated_other_order,
    ),
    keeps("payment-rows-hidden", &["container", "rows", "hidden"], hidden),
];

/// Puts the payments of every sheet in another order.
fn ordered(book: &mut Book, mut order: impl FnMut(&mut Vec<Row>)) -> bool {
    for sheet in book.sheets_mut() {
        let places: Vec<usize> = (0..sheet.rows.len()).filter(|at| sheet.rows[*at].role == Role::Line).collect();
        let mut lines: Vec<Row> = places.iter().map(|at| sheet.rows[*at].clone()).collect();
        order(&mut lines);
        places.into_iter().zip(lines).for_each(|(at, line)| sheet.rows[at] = line);
    }
    true
}

fn any_order(book: &mut Book, dice: &mut Dice) -> bool {
    ordered(book, |lines| dice.shuffle(lines))
}

fn newest_first(book: &mut Book, _: &mut Dice) -> bool {
    ordered(book, |lines| lines.reverse())
}

fn by_payee(book: &mut Book, _: &mut Dice) -> bool {
    let Some(payee) = book.files[0].sheets[0].column(Field::Payee) else { return false };
    ordered(book, |lines| lines.sort_by_key(|row| format!("{:?}", row.cells[payee])))
}

fn blank(sheet: &Sheet) -> Row {
    Row::new(Role::Other, vec![Cell::Empty; sheet.width()])
}

fn blank_between(book: &mut Book, dice: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let (first, last) = (sheet.first_line(), sheet.last_line());
        for at in (first + 1..last).rev().filter(|_| dice.is_one_in(5)).collect::<Vec<_>>() {
            sheet.rows.insert(at, blank(sheet));
        }
    }
    true
}

fn blank_below(book: &mut Book, dice: &mut Dice) -> bool {
    let n = 1 + dice.below(200);
    book.sheets_mut().for_each(|sheet| sheet.rows.extend(vec![blank(sheet); n]));
    true
}

fn padding(book: &mut Book, dice: &mut Dice) -> bool {
    let (name, n) = (book.name, 3 + dice.below(40));
    book.sheets_mut().for_each(|sheet| sheet.rows.extend(vec![Row::alone(0, Cell::text(name), sheet.width()); n]));
    true
}

/// Puts rows with one filled cell above everything.
fn above(book: &mut Book, rows: impl Fn(&Sheet) -> Vec<Row>) -> bool {
    for sheet in book.sheets_mut() {
        let new = rows(sheet);
        sheet.rows.splice(0..0, new);
    }
    true
}

fn banner(book: &mut Book, dice: &mut Dice) -> bool {
    let name = book.name;
    let titles = [
        format!("{name} - Expenditure over £500"),
        "Transparency Code: payments to suppliers".to_owned(),
        "Published under the Local Government Transparency Code 2015".to_owned(),
        "Spend Report".to_owned(),
        "Data produced by Financial Services, tel 01632 960417".to_owned(),
    ];
    let n = 1 + dice.below(4);
    let titles: Vec<String> = (0..n).map(|_| dice.pick(&titles).clone()).collect();
    above(book, |sheet| titles.iter().map(|title| Row::alone(0, Cell::text(title), sheet.width())).collect())
}

fn banner_total(book: &mut Book, dice: &mut Dice) -> bool {
    let is_one_cell = dice.is_one_in(2);
    above(book, |sheet| {
        let sum: i64 = sheet.pence().iter().sum();
        let mut row = Row::alone(0, Cell::text("Total spend in the period"), sheet.width());
        match (is_one_cell, row.cells.get_mut(1)) {
            (false, Some(cell)) => *cell = Cell::Pence(sum),
            _ => row.cells[0] = Cell::text(format!("Total spend in the period: £{}", PLAIN.show(sum))),
        }
        vec![row]
    })
}

fn banner_day(book: &mut Book, _: &mut Dice) -> bool {
    above(book, |sheet| {
        let day = sheet.lines().filter_map(Row::day).max().unwrap_or(crate::strangers::day::Day::new(2025, 3, 31));
        let shown = crate::strangers::print::Days::Words.show(day);
        vec![Row::alone(0, Cell::text(format!("Report run on {shown}")), sheet.width())]
    })
}

fn notes(book: &mut Book, dice: &mut Dice) -> bool {
    let notes = [
        "* Names of individuals are not given",
        "Note 1: amounts are net of recoverable VAT",
        "End of report",
        "Source: general ledger",
        "For queries please contact finance@wendshire.example",
    ];
    let n = 1 + dice.below(3);
    let notes: Vec<&str> = (0..n).map(|_| *dice.pick(&notes)).collect();
    for sheet in book.sheets_mut() {
        let width = sheet.width();
        sheet.rows.push(blank(sheet));
        sheet.rows.extend(notes.iter().map(|note| Row::alone(0, Cell::text(*note), width)));
    }
    true
}

fn blank_below_heading(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let first = sheet.first_line();
        sheet.rows.insert(first, blank(sheet));
    }
    true
}

fn blank_above(book: &mut Book, dice: &mut Dice) -> bool {
    let n = 1 + dice.below(6);
    above(book, |sheet| vec![blank(sheet); n])
}

/// The lowest heading row of a sheet.
fn heading(sheet: &Sheet) -> Option<Row> {
    sheet.rows.iter().rfind(|row| row.role == Role::Heading).cloned()
}

/// As a report prints it at the top of each page.
fn repeated(book: &mut Book, dice: &mut Dice) -> bool {
    let n = 5 + dice.below(8);
    for sheet in book.sheets_mut() {
        let Some(heading) = heading(sheet) else { return false };
        let (first, last) = (sheet.first_line(), sheet.last_line());
        let places: Vec<usize> = (first + n..last).step_by(n).collect();
        places.into_iter().rev().for_each(|at| sheet.rows.insert(at, heading.clone()));
    }
    true
}

/// A second block of the sheet has its own heading and its own order of columns.
fn repeated_other_order(book: &mut Book, dice: &mut Dice) -> bool {
    let seed = dice.next();
    for sheet in book.sheets_mut() {
        let mut order: Vec<usize> = (0..sheet.width()).collect();
        Dice::new(seed).shuffle(&mut order);
        let Some(heading) = heading(sheet) else { return false };
        let middle = usize::midpoint(sheet.first_line(), sheet.last_line());
        sheet.rows.insert(middle, heading);
        for row in sheet.rows[middle..].iter_mut().filter(|row| row.role != Role::Other) {
            row.cells = order.iter().map(|at| row.cells[*at].clone()).collect();
        }
    }
    true
}

fn hidden(book: &mut Book, dice: &mut Dice) -> bool {
    if book.files.iter().any(|file| file.print.container == Container::Text) {
        return false;
    }
    for row in book.sheets_mut().flat_map(Sheet::lines_mut) {
        row.is_hidden = dice.is_one_in(6);
    }
    true
}
