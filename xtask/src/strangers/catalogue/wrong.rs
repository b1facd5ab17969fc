//! What a file says that is not so: another year, another body, references for amounts, another currency or unit.

use super::{Change, breaks};
use crate::strangers::book::{Book, Break, Cell, Field, Sheet};
use crate::strangers::dice::Dice;

pub const CHANGES: &[Change] = &[
    breaks("another-year-in-one-file", &["files", "days", "rows", "columns", "names"], |book, dice| {
        let years = *dice.pick(&[-1, 1, -2]);
        another_year(book, dice, years)
    }),
    breaks("references-for-amounts", &["files", "amounts", "signs", "scale", "columns", "totals", "order"], references),
    breaks("days-for-amounts", &["files", "amounts", "signs", "scale", "columns", "totals", "days"], serials),
    breaks(
        "foreign-currency-in-a-column",
        &["files", "columns", "amounts", "signs", "headings", "spelling"],
        foreign_column,
    ),
    breaks(
        "foreign-currency-in-the-amounts",
        &["files", "amounts", "signs", "scale", "columns", "totals", "container"],
        foreign_amounts,
    ),
    breaks(
        "foreign-currency-in-some-rows",
        &["files", "columns", "amounts", "signs", "rows", "headings", "spelling"],
        foreign_rows,
    ),
    breaks("one-file-in-pence-unsaid", &["files", "amounts", "signs", "scale", "columns", "totals"], |book, dice| {
        unsaid(book, dice, 1, 0)
    }),
    breaks(
        "one-file-in-thousands-unsaid",
        &["files", "amounts", "signs", "scale", "columns", "totals"],
        |book, dice| unsaid(book, dice, 100_000, 2),
    ),
    breaks("one-file-with-signs-turned", &["files", "amounts", "signs", "scale", "columns", "totals"], turned),
    breaks("years-far-ahead", &["files", "days", "rows", "columns"], far_ahead),
    breaks("only-totals-of-departments", &["files", "rows", "totals", "columns", "days"], only_totals),
    breaks(
        "two-columns-called-amount",
        &["files", "columns", "amounts", "signs", "scale", "headings", "case", "spelling", "totals"],
        two_amounts,
    ),
    breaks("another-months-file-under-this-name", &["files", "copies", "names", "rows", "days"], another_month),
];

/// What one sheet of one file was before it was changed.
struct Part {
    stem: String,
    months: Vec<(i32, u8)>,
    /// The sum of the amounts, in pence.
    sum: i64,
}

/// Changes one sheet; nothing where the change does not fit.
fn part(book: &mut Book, dice: &mut Dice, change: impl FnOnce(&mut Sheet, &mut Dice) -> bool) -> Option<Part> {
    let file = dice.below(book.files.len());
    let file = &mut book.files[file];
    let at = dice.below(file.sheets.len());
    let sheet = &mut file.sheets[at];
    let part = Part { stem: file.stem.clone(), months: sheet.months(), sum: sheet.pence().iter().sum() };
    change(sheet, dice).then_some(part)
}

fn push(book: &mut Book, part: Option<Part>, kinds: &'static [&'static str], pence: Vec<i64>) -> bool {
    let Some(Part { stem, months, .. }) = part else { return false };
    book.breaks.push(Break { kinds, pence, stems: vec![stem], months, is_mended: false });
    true
}

/// All days of one file are in another year: its lines are of that year, and no headline of this one has them.
fn another_year(book: &mut Book, dice: &mut Dice, years: i32) -> bool {
    let mut moved = Vec::new();
    let part = part(book, dice, |sheet, _| {
        if 1 < sheet.months().len() || sheet.column(Field::Period).is_some() {
            return false;
        }
        let Some(at) = sheet.column(Field::Day) else { return false };
        for row in sheet.lines_mut() {
            if let Cell::Day(day) = &mut row.cells[at] {
                moved.push(*day);
                *day = day.years_later(years);
            }
        }
        true
    });
    for line in book.truth.iter_mut().filter(|line| moved.contains(&line.day)) {
        line.day = line.day.years_later(years);
    }
    let sum = part.as_ref().map_or(0, |part| part.sum);
    if let Some(part) = &part {
        let month = part.months.first().map(|(year, month)| (year + years, *month));
        book.breaks.push(Break {
            kinds: &["date_outside_period", "date_future"],
            pence: vec![sum],
            stems: vec![part.stem.clone()],
            months: part.months.iter().copied().chain(month).collect(),
            is_mended: false,
        });
    }
    part.is_some()
}

/// The amounts of a sheet become other numbers.
fn numbers(sheet: &mut Sheet, mut number: impl FnMut(usize, i64) -> Cell) -> bool {
    let Some(at) = sheet.column(Field::Amount).filter(|_| sheet.column(Field::Gross).is_none()) else { return false };
    for (i, row) in sheet.lines_mut().enumerate() {
        if let Cell::Pence(pence) = row.cells[at] {
            row.cells[at] = number(i, pence);
        }
    }
    true
}

/// The numbers that a sheet has for amounts now, in pence.
fn sum_of_numbers(sheet: &Sheet) -> i64 {
    let Some(at) = sheet.column(Field::Amount) else { return 0 };
    let number = |cell: &Cell| match cell {
        Cell::Number(text) => (text.parse::<f64>().unwrap_or(0.0) * 100.0) as i64,
        Cell::Pence(pence) => *pence,
        _ => 0,
    };
    sheet.lines().map(|row| number(&row.cells[at])).sum()
}

fn references(book: &mut Book, dice: &mut Dice) -> bool {
    let mut wrong = 0;
    let part = part(book, dice, |sheet, dice| {
        let first = 10_000_000 + dice.below(80_000_000);
        let step = 1 + dice.below(7);
        let fits = numbers(sheet, |i, _| Cell::Number((first + i * step).to_string()));
        wrong = sum_of_numbers(sheet);
        fits
    });
    push(book, part, &["references_as_amounts", "amounts_out_of_scale"], vec![wrong])
}

/// The column of amounts holds the numbers behind the days.
fn serials(book: &mut Book, dice: &mut Dice) -> bool {
    let mut wrong = 0;
    let part = part(book, dice, |sheet, _| {
        let days: Vec<i64> = sheet.lines().filter_map(|row| row.day()).map(|day| day.serial()).collect();
        let fits = numbers(sheet, |i, _| Cell::Number(days.get(i).copied().unwrap_or(45_400).to_string()));
        wrong = sum_of_numbers(sheet);
        fits
    });
    push(book, part, &["references_as_amounts", "amounts_out_of_scale"], vec![wrong])
}

const FOREIGN: &[&str] = &["currency_foreign", "currency_mark"];

/// Whether the heading of the amounts, or a column of currencies that already exists, says that they are pounds: another
/// currency beside it is then that of the invoice.
fn says_pounds(sheet: &Sheet) -> bool {
    if sheet.column(Field::Fixed("GBP")).is_some() {
        return true;
    }
    let Some(at) = sheet.column(Field::Amount) else { return true };
    let headings = sheet.rows.iter().filter(|row| row.role == crate::strangers::book::Role::Heading);
    headings.map(|row| format!("{:?}", row.cells[at])).any(|heading| heading.contains('£'))
}

fn foreign_column(book: &mut Book, dice: &mut Dice) -> bool {
    let code = *dice.pick(&["EUR", "USD", "€", "Euro", "CHF"]);
    let part = part(book, dice, |sheet, _| {
        let at = sheet.width();
        let fits = !says_pounds(sheet);
        sheet.insert(at, Field::Beside, "Currency", |_| Cell::text(code));
        fits
    });
    let pence = part.as_ref().map_or(Vec::new(), |part| vec![part.sum]);
    push(book, part, FOREIGN, pence)
}

fn foreign_amounts(book: &mut Book, dice: &mut Dice) -> bool {
    let mark = *dice.pick(&["€", "$", "EUR ", "USD "]);
    let part = part(book, dice, |sheet, _| {
        let shown = crate::strangers::print::Amounts { before: mark, ..crate::strangers::print::PLAIN };
        numbers(sheet, |_, pence| Cell::text(shown.show(pence)))
    });
    let pence = part.as_ref().map_or(Vec::new(), |part| vec![part.sum]);
    push(book, part, FOREIGN, pence)
}

/// A column of currencies, in which a third of the rows is not of pounds.
fn foreign_rows(book: &mut Book, dice: &mut Dice) -> bool {
    let code = *dice.pick(&["EUR", "USD"]);
    let mut pence = 0;
    let part = part(book, dice, |sheet, _| {
        let Some(amount) = sheet.column(Field::Amount).filter(|_| !says_pounds(sheet)) else { return false };
        let (at, mut n) = (sheet.width(), 0);
        sheet.insert(at, Field::Beside, "Currency", |row| {
            n += 1;
            let is_foreign = n % 3 == 0;
            if let (true, Cell::Pence(of)) = (is_foreign, &row.cells[amount]) {
                pence += of;
            }
            Cell::text(if is_foreign { code } else { "GBP" })
        });
        true
    });
    push(book, part, FOREIGN, vec![pence])
}

/// One file is in another unit than the others, and no heading says so.
fn unsaid(book: &mut Book, dice: &mut Dice, unit_pence: i64, n_decimals: usize) -> bool {
    let mut wrong = 0;
    let part = part(book, dice, |sheet, _| {
        let shown = |pence: i64| format!("{:.n_decimals$}", pence as f64 / unit_pence as f64);
        let fits = 8 < sheet.lines().count() && numbers(sheet, |_, pence| Cell::Number(shown(pence)));
        wrong = sum_of_numbers(sheet);
        fits
    });
    // In a file for the whole year there is nothing to compare it with.
    if book.files.len() + book.files[0].sheets.len() < 4 {
        return false;
    }
    let sum = part.as_ref().map_or(0, |part| part.sum);
    push(book, part, &["amounts_out_of_scale", "references_as_amounts"], vec![wrong, sum])
}

/// What was paid is negative in one file and what came back is not.
fn turned(book: &mut Book, dice: &mut Dice) -> bool {
    let part = part(book, dice, |sheet, _| numbers(sheet, |_, pence| Cell::Pence(-pence)));
    let pence = part.as_ref().map_or(Vec::new(), |part| vec![part.sum, 2 * part.sum]);
    push(book, part, &["signs_turned"], pence)
}

/// A third of one file's days has another century.
fn far_ahead(book: &mut Book, dice: &mut Dice) -> bool {
    let mut pence = 0;
    let part = part(book, dice, |sheet, _| {
        let (Some(at), Some(amount)) = (sheet.column(Field::Day), sheet.column(Field::Amount)) else { return false };
        if sheet.column(Field::Period).is_some() {
            return false;
        }
        for row in sheet.lines_mut().step_by(3) {
            if let (Cell::Day(day), Cell::Pence(of)) = (row.cells[at].clone(), row.cells[amount].clone()) {
                row.cells[at] = Cell::Day(day.years_later(20));
                pence += of;
            }
        }
        true
    });
    let ahead = |part: Part| {
        let later: Vec<_> = part.months.iter().map(|(year, month)| (year + 20, *month)).collect();
        Part { months: [part.months, later].concat(), ..part }
    };
    push(book, part.map(ahead), &["date_future", "date_outside_period"], vec![pence])
}

/// One file has no payments, only what each department came to.
fn only_totals(book: &mut Book, dice: &mut Dice) -> bool {
    let mut wrong = 0;
    let part = part(book, dice, |sheet, _| {
        let (Some(name), Some(amount)) = (sheet.column(Field::Department), sheet.column(Field::Amount)) else {
            return false;
        };
        let mut sums: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        for row in sheet.lines() {
            if let (Cell::Text(name), Cell::Pence(pence)) = (&row.cells[name], &row.cells[amount]) {
                *sums.entry(name.clone()).or_default() += pence;
            }
        }
        if sums.len() < 2 {
            return false;
        }
        let first = sheet.first_line();
        sheet.rows.truncate(first);
        let heading = vec![Cell::text("Department"), Cell::text("Amount")];
        sheet.rows = vec![crate::strangers::book::Row::new(crate::strangers::book::Role::Heading, heading)];
        for (name, pence) in sums {
            let cells = vec![Cell::text(name), Cell::Pence(pence)];
            sheet.rows.push(crate::strangers::book::Row::new(crate::strangers::book::Role::Line, cells));
            wrong += pence;
        }
        sheet.columns = vec![Field::Department, Field::Amount];
        true
    });
    push(book, part, &["no_payee_column", "no_date_column"], vec![wrong])
}

/// Two columns bear the same name, and one is a fifth larger than the other.
fn two_amounts(book: &mut Book, dice: &mut Dice) -> bool {
    let is_before = dice.is_one_in(2);
    let part = part(book, dice, |sheet, _| {
        let Some(at) = sheet.column(Field::Amount).filter(|_| sheet.column(Field::Gross).is_none()) else {
            return false;
        };
        super::amounts::head(sheet, at, "Amount");
        let place = if is_before { at } else { at + 1 };
        sheet.insert(place, Field::Beside, "Amount", |row| match row.cells[at] {
            Cell::Pence(pence) => Cell::Pence(pence + pence / 5),
            _ => Cell::Empty,
        });
        true
    });
    let pence = part.as_ref().map_or(Vec::new(), |part| vec![part.sum, part.sum * 6 / 5, part.sum / 5]);
    push(book, part, &["several_amount_columns"], pence)
}

/// May's file holds April's lines.
fn another_month(book: &mut Book, dice: &mut Dice) -> bool {
    if book.files.len() < 12 {
        return false;
    }
    let at = dice.below(11);
    let (first, second) = (book.files[at].clone(), &mut book.files[at + 1]);
    let lost = second.sheets[0].months();
    second.sheets[0].rows.clone_from(&first.sheets[0].rows);
    let sum = first.sheets[0].pence().iter().sum();
    book.breaks.push(Break {
        kinds: &["same_file_twice", "overlapping_files"],
        pence: vec![sum],
        stems: vec![book.files[at + 1].stem.clone(), first.stem],
        months: first.sheets[0].months().into_iter().chain(lost).collect(),
        is_mended: false,
    });
    true
}
