//! Columns that are beside those that count.

use super::amounts::head;
use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, Role, Row, Sheet};
use crate::strangers::day::MONTHS;
use crate::strangers::dice::Dice;

pub const CHANGES: &[Change] = &[
    keeps("column-of-row-numbers", &["columns"], row_numbers),
    keeps("columns-that-nobody-asked-for", &["columns"], strange_columns),
    keeps("columns-that-are-blank", &["columns", "totals"], blank_columns),
    keeps("currency-column-with-pounds", &["columns"], currency),
    keeps("vat-rate-beside", &["columns"], vat_rate),
    keeps("gross-and-vat-beside-net", &["columns", "scale", "signs", "headings"], gross_and_vat),
    keeps(
        "amount-over-gross-vat-net",
        &["columns", "scale", "signs", "headings", "lines", "two-rows", "spelling"],
        over_three,
    ),
    keeps("contract-value-beside", &["columns", "scale", "signs", "headings"], |book, dice| {
        larger(book, dice, &["Contract Value", "Total Contract Value", "Award Value", "Order Value"])
    }),
    keeps("budget-beside", &["columns", "scale", "signs", "headings"], |book, dice| {
        larger(book, dice, &["Budget", "Annual Budget", "Budget 2024/25", "Approved Budget"])
    }),
    keeps("retention-beside", &["columns", "scale", "signs", "headings"], retention),
    keeps("running-total-beside", &["columns", "scale", "signs", "headings", "rows", "split"], running),
    keeps("quantity-and-price-beside", &["columns", "scale", "signs"], quantity),
    keeps("invoice-day-beside", &["columns", "headings"], invoice_day),
    keeps("month-beside", &["columns"], |book, _| {
        add(book, "Month", |row| row.day().map_or(Cell::Empty, |day| Cell::text(MONTHS[usize::from(day.month) - 1])))
    }),
    keeps("financial-year-beside", &["columns"], |book, _| add(book, "Financial Year", |_| Cell::text("2024/25"))),
    keeps("codes-beside-names", &["columns"], codes),
];

/// Puts a column at the end of every sheet.
fn add(book: &mut Book, heading: &str, cell: impl Fn(&Row) -> Cell) -> bool {
    for sheet in book.sheets_mut() {
        let at = sheet.width();
        sheet.insert(at, Field::Beside, heading, &cell);
    }
    true
}

fn row_numbers(book: &mut Book, dice: &mut Dice) -> bool {
    let heading = *dice.pick(&["No.", "Row", "Line", "#", "ID"]);
    for sheet in book.sheets_mut() {
        let mut n = 0;
        sheet.insert(0, Field::Beside, heading, |_| {
            n += 1;
            Cell::Number(n.to_string())
        });
    }
    true
}

fn strange_columns(book: &mut Book, dice: &mut Dice) -> bool {
    let columns = [
        ("Supplier Postcode", "ZB1 7BD"),
        ("Contract Reference", "CN-00417"),
        ("Ward", "Fen Ward"),
        ("Procurement Route", "Framework"),
        ("Procurement Classification", "Works"),
        ("Company Number", "10244847"),
        ("SME", "Yes"),
        ("Irrecoverable", "No"),
        ("URN", "100417"),
        ("Region", "East"),
        ("Publisher URL", "http://opendatacommunities.org/id/X1001"),
    ];
    for _ in 0..1 + dice.below(4) {
        let (heading, value) = *dice.pick(&columns);
        add(book, heading, |_| Cell::text(value));
    }
    true
}

fn blank_columns(book: &mut Book, dice: &mut Dice) -> bool {
    let between = dice.below(3);
    for sheet in book.sheets_mut() {
        for at in [between.min(sheet.width()), 0] {
            sheet.insert(at, Field::Beside, "", |_| Cell::Empty);
        }
    }
    true
}

fn currency(book: &mut Book, dice: &mut Dice) -> bool {
    let pounds = *dice.pick(&["GBP", "£", "Sterling", "Pounds", "gbp"]);
    let heading = *dice.pick(&["Currency", "Currency Code", "Curr"]);
    add(book, heading, |_| Cell::text(pounds))
}

fn vat_rate(book: &mut Book, _: &mut Dice) -> bool {
    add(book, "VAT Rate", |row| Cell::text(if row.cells.len() % 2 == 0 { "20%" } else { "0%" }))
}

/// The column of amounts, where the sheet has no gross and net of its own.
fn only_amount(sheet: &Sheet) -> Option<usize> {
    sheet.column(Field::Amount).filter(|_| sheet.column(Field::Gross).is_none())
}

fn pence(row: &Row, at: usize) -> i64 {
    if let Cell::Pence(pence) = row.cells[at] { pence } else { 0 }
}

fn vat(pence: i64) -> i64 {
    if pence % 2 == 0 { pence / 5 } else { 0 }
}

fn gross_and_vat(book: &mut Book, dice: &mut Dice) -> bool {
    let is_gross_first = dice.is_one_in(2);
    for sheet in book.sheets_mut() {
        let Some(at) = only_amount(sheet) else { return false };
        head(sheet, at, "Net Amount");
        let place = if is_gross_first { at } else { at + 1 };
        let net = move |row: &Row, shift: usize| pence(row, at + shift);
        let shift = usize::from(is_gross_first);
        sheet.insert(place, Field::Gross, "Gross Amount", |row| Cell::Pence(net(row, 0) + vat(net(row, 0))));
        sheet.insert(place, Field::Vat, "VAT Amount", |row| Cell::Pence(vat(net(row, shift))));
    }
    true
}

/// `Amount` over three columns, and `Gross`, `VAT`, `Net` below it.
fn over_three(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let heading = sheet.rows.iter().position(|row| row.role == Role::Heading);
        let (Some(at), Some(heading)) = (only_amount(sheet), heading) else { return false };
        if sheet.is_upper(heading) {
            return false;
        }
        sheet.insert(at, Field::Vat, "VAT", |row| Cell::Pence(vat(pence(row, at))));
        sheet.insert(at, Field::Gross, "Gross", |row| Cell::Pence(pence(row, at + 1) + vat(pence(row, at + 1))));
        head(sheet, at + 2, "Net");
        let mut upper = vec![Cell::Empty; sheet.width()];
        upper[at] = Cell::text("Amount");
        sheet.rows.insert(heading, Row::new(Role::Heading, upper));
    }
    true
}

fn larger(book: &mut Book, dice: &mut Dice, headings: &[&str]) -> bool {
    let heading = *dice.pick(headings);
    let paid = *dice.pick(&["Payment Amount", "Actual Spend", "Amount Paid", "Payment"]);
    let (is_before, factor) = (dice.is_one_in(2), 2 + dice.below(20) as i64);
    for sheet in book.sheets_mut() {
        let Some(at) = only_amount(sheet) else { return false };
        head(sheet, at, paid);
        let place = if is_before { at } else { at + 1 };
        sheet.insert(place, Field::Beside, heading, |row| {
            Cell::Pence((pence(row, at).abs() * factor / 100_000 + 1) * 100_000)
        });
    }
    true
}

fn retention(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = only_amount(sheet) else { return false };
        head(sheet, at, "Amount Paid");
        sheet.insert(at, Field::Beside, "Retention", |row| Cell::Pence(pence(row, at) / 20));
    }
    true
}

fn running(book: &mut Book, dice: &mut Dice) -> bool {
    let heading = *dice.pick(&["Running Total", "Cumulative", "Year to Date", "Cumulative Spend"]);
    let mut sum = 0;
    for sheet in book.sheets_mut() {
        let Some(at) = only_amount(sheet) else { return false };
        head(sheet, at, "Amount Paid");
        sheet.insert(at + 1, Field::Beside, heading, |row| {
            sum += pence(row, at);
            Cell::Pence(sum)
        });
    }
    true
}

fn quantity(book: &mut Book, _: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        let Some(at) = only_amount(sheet) else { return false };
        sheet.insert(at, Field::Beside, "Unit Price", |row| Cell::Pence(pence(row, at)));
        sheet.insert(at, Field::Beside, "Quantity", |_| Cell::Number("1".to_owned()));
    }
    true
}

/// The day of the invoice, some weeks before that of the payment.
fn invoice_day(book: &mut Book, dice: &mut Dice) -> bool {
    let is_before = dice.is_one_in(2);
    for sheet in book.sheets_mut() {
        let Some(at) = sheet.column(Field::Day) else { return false };
        head(sheet, at, "Payment Date");
        let place = if is_before { at } else { at + 1 };
        sheet.insert(place, Field::Beside, "Invoice Date", |row| match row.cells[at] {
            Cell::Day(day) => Cell::Day(crate::strangers::day::Day {
                month: if day.month == 1 { 12 } else { day.month - 1 },
                year: day.year - i32::from(day.month == 1),
                day: day.day.min(28),
            }),
            _ => Cell::Empty,
        });
    }
    true
}

/// Codes of cost centre and account, whole numbers all.
fn codes(book: &mut Book, dice: &mut Dice) -> bool {
    for sheet in book.sheets_mut() {
        sheet.insert(0, Field::Beside, "Account Code", |_| Cell::Number((40_000 + dice.below(900)).to_string()));
        sheet.insert(0, Field::Beside, "Cost Centre", |_| Cell::Number((10_000 + dice.below(900)).to_string()));
    }
    true
}
