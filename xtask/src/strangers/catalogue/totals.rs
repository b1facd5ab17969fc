//! Rows that sum others.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role, Row, Sheet};
use crate::strangers::dice::Dice;

pub const CHANGES: &[Change] = &[
    keeps("total-below", &["totals"], |book, dice| below(book, dice, Place::First)),
    keeps("total-below-in-the-payee-column", &["totals"], |book, dice| below(book, dice, Place::Payee)),
    keeps("total-below-with-a-day", &["totals"], dated),
    keeps("total-below-in-welsh", &["totals"], welsh),
    keeps("total-below-without-a-word", &["totals"], unlabelled),
    keeps("total-below-a-blank-row", &["totals", "below"], below_blank),
    keeps("total-above-the-lines", &["totals", "heading-rows"], above_lines),
    keeps("subtotals-by-department", &["totals", "rows"], |book, _| subtotals(book, true, false)),
    keeps("subtotals-and-a-total", &["totals", "rows"], |book, _| subtotals(book, true, true)),
    keeps("subtotals-without-a-word", &["totals", "rows"], |book, _| subtotals(book, false, false)),
    keeps("groups-under-their-sum", &["totals", "rows"], |book, _| groups(book, true)),
    keeps("groups-under-their-name", &["totals", "rows"], |book, _| groups(book, false)),
    keeps("carried-and-brought-forward", &["totals", "rows"], forward),
    keeps("total-of-every-day", &["totals", "rows"], by_day),
];

/// As published files call the sum at their foot.
const WORDS: [&str; 14] = [
    "Total",
    "TOTAL",
    "Grand Total",
    "Totals",
    "Total:",
    "Overall total",
    "Total expenditure",
    "Report total",
    "Sum",
    "Total for month",
    "Monthly total",
    "Total spend",
    "Total payments",
    "Grand total for period",
];

enum Place {
    First,
    Payee,
}

/// A row that holds a sum, and words in some column; nothing where the sheet has no amounts.
fn sum_row(sheet: &Sheet, label: Option<(usize, &str)>, pence: i64) -> Option<Row> {
    let at = sheet.column(Field::Amount)?;
    let mut row = Row::new(Role::Other, vec![Cell::Empty; sheet.width()]);
    if let Some((column, word)) = label {
        row.cells[column] = Cell::text(word);
    }
    row.cells[at] = Cell::Pence(pence);
    Some(row)
}

/// The first column that is not of amounts.
fn first_column(sheet: &Sheet) -> usize {
    usize::from(sheet.columns.first() == Some(&Field::Amount))
}

fn total(sheet: &Sheet) -> i64 {
    sheet.pence().iter().sum()
}

fn foot(book: &mut Book, row: impl Fn(&Sheet) -> Option<Row>) -> bool {
    for sheet in book.sheets_mut() {
        let Some(row) = row(sheet) else { return false };
        let last = sheet.last_line();
        sheet.rows.insert(last, row);
    }
    true
}

fn below(book: &mut Book, dice: &mut Dice, place: Place) -> bool {
    let word = *dice.pick(&WORDS);
    foot(book, |sheet| {
        let column = match place {
            Place::First => first_column(sheet),
            Place::Payee => sheet.column(Field::Payee)?,
        };
        sum_row(sheet, Some((column, word)), total(sheet))
    })
}

fn dated(book: &mut Book, dice: &mut Dice) -> bool {
    let word = *dice.pick(&WORDS);
    foot(book, |sheet| {
        let (payee, day) = (sheet.column(Field::Payee)?, sheet.column(Field::Day)?);
        let mut row = sum_row(sheet, Some((payee, word)), total(sheet))?;
        row.cells[day] = Cell::Day(sheet.lines().filter_map(Row::day).max()?);
        Some(row)
    })
}

fn welsh(book: &mut Book, dice: &mut Dice) -> bool {
    let word = *dice.pick(&["Cyfanswm", "CYFANSWM", "Cyfanswm / Total", "Cyfanswm y mis"]);
    foot(book, |sheet| sum_row(sheet, Some((first_column(sheet), word)), total(sheet)))
}

fn unlabelled(book: &mut Book, _: &mut Dice) -> bool {
    foot(book, |sheet| sum_row(sheet, None, total(sheet)))
}

fn below_blank(book: &mut Book, dice: &mut Dice) -> bool {
    let word = *dice.pick(&WORDS);
    foot(book, |sheet| sum_row(sheet, Some((first_column(sheet), word)), total(sheet)));
    for sheet in book.sheets_mut() {
        let (last, blank) = (sheet.last_line(), Row::new(Role::Other, vec![Cell::Empty; sheet.width()]));
        sheet.rows.insert(last, blank);
    }
    true
}

fn above_lines(book: &mut Book, dice: &mut Dice) -> bool {
    let word = *dice.pick(&WORDS);
    for sheet in book.sheets_mut() {
        let Some(row) = sum_row(sheet, Some((first_column(sheet), word)), total(sheet)) else { return false };
        let first = sheet.first_line();
        sheet.rows.insert(first, row);
    }
    true
}

/// The payments of a sheet by what is in a column, in order of it.
fn grouped(sheet: &Sheet, column: usize) -> Vec<(String, Vec<Row>)> {
    let mut groups: std::collections::BTreeMap<String, Vec<Row>> = std::collections::BTreeMap::new();
    for row in sheet.lines() {
        let name = match &row.cells[column] {
            Cell::Text(text) => text.clone(),
            Cell::Day(day) => day.to_string(),
            _ => String::new(),
        };
        groups.entry(name).or_default().push(row.clone());
    }
    groups.into_iter().collect()
}

fn pence(rows: &[Row], at: usize) -> i64 {
    rows.iter().map(|row| if let Cell::Pence(pence) = row.cells[at] { pence } else { 0 }).sum()
}

/// Puts other rows where the payments of a sheet stood.
fn replace_lines(sheet: &mut Sheet, rows: Vec<Row>) {
    let (first, last) = (sheet.first_line(), sheet.last_line());
    sheet.rows.splice(first..last, rows);
}

fn subtotals(book: &mut Book, has_words: bool, has_total: bool) -> bool {
    for sheet in book.sheets_mut() {
        let at = [Field::Department, Field::Service].into_iter().find_map(|field| sheet.column(field));
        let (Some(column), Some(amount)) = (at, sheet.column(Field::Amount)) else { return false };
        let mut rows = Vec::new();
        for (name, lines) in grouped(sheet, column) {
            let word = format!("{name} Total");
            let sum = pence(&lines, amount);
            rows.extend(lines);
            rows.extend(sum_row(sheet, has_words.then_some((column, word.as_str())), sum));
        }
        if has_total {
            rows.extend(sum_row(sheet, Some((column, "Grand Total")), total(sheet)));
        }
        replace_lines(sheet, rows);
    }
    true
}

/// The department is printed once, above its lines, with or without their total.
fn groups(book: &mut Book, has_sum: bool) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(column), Some(amount)) = (sheet.column(Field::Department), sheet.column(Field::Amount)) else {
            return false;
        };
        let mut rows = Vec::new();
        for (name, mut lines) in grouped(sheet, column) {
            let sum = pence(&lines, amount);
            lines.iter_mut().for_each(|row| row.cells[column] = Cell::Empty);
            match has_sum {
                true => rows.extend(sum_row(sheet, Some((column, &name)), sum)),
                false => rows.push(Row::alone(column, Cell::text(&name), sheet.width())),
            }
            rows.extend(lines);
        }
        replace_lines(sheet, rows);
    }
    true
}

/// The sum so far is printed at the foot of each page and again at the head of the next.
fn forward(book: &mut Book, dice: &mut Dice) -> bool {
    let n = 8 + dice.below(8);
    for sheet in book.sheets_mut() {
        let Some(amount) = sheet.column(Field::Amount) else { return false };
        let lines: Vec<Row> = sheet.lines().cloned().collect();
        let (mut rows, mut sum) = (Vec::new(), 0);
        for page in lines.chunks(n) {
            if !rows.is_empty() {
                rows.extend(sum_row(sheet, Some((first_column(sheet), "Carried forward")), sum));
                rows.extend(sum_row(sheet, Some((first_column(sheet), "Brought forward")), sum));
            }
            sum += pence(page, amount);
            rows.extend_from_slice(page);
        }
        replace_lines(sheet, rows);
    }
    true
}

fn by_day(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let (Some(column), Some(amount)) = (sheet.column(Field::Day), sheet.column(Field::Amount)) else {
            return false;
        };
        let mut rows = Vec::new();
        for (_, lines) in grouped(sheet, column) {
            let sum = pence(&lines, amount);
            rows.extend(lines);
            rows.extend(sum_row(sheet, Some((first_column(sheet), "Daily total")), sum));
        }
        replace_lines(sheet, rows);
    }
    true
}
