//! What a file has lost: months, signs, payees, days, amounts.

use super::{Change, breaks};
use crate::strangers::book::{Book, Break, Cell, Field, Role, Row, Sheet};
use crate::strangers::day::calendar;
use crate::strangers::dice::Dice;
use crate::strangers::pool::YEAR;

pub const CHANGES: &[Change] = &[
    breaks("month-missing", &["files", "rows", "days"], |book, dice| months_missing(book, dice, 1)),
    breaks("two-months-missing", &["files", "rows", "days"], |book, dice| months_missing(book, dice, 2)),
    breaks("signs-lost-in-five-months", &["files", "signs", "amounts", "scale", "totals", "columns"], signs_lost),
    breaks("payees-lost", &["files", "columns", "headings", "rows"], |book, _| {
        column_lost(book, Field::Payee, &["no_payee_column"])
    }),
    breaks("days-lost", &["files", "columns", "headings", "days", "rows"], |book, _| {
        column_lost(book, Field::Day, &["no_date_column"])
    }),
    breaks("days-blank-in-some-rows", &["files", "days", "rows", "totals"], |book, dice| {
        days_become(book, dice, Cell::Empty, &["date_missing"])
    }),
    breaks("days-unreadable-in-some-rows", &["files", "days", "rows", "totals"], |book, dice| {
        let words = *dice.pick(&["TBC", "31/02/2024", "various", "#VALUE!"]);
        days_become(book, dice, Cell::text(words), &["date_unreadable", "cell_error", "date_missing"])
    }),
    breaks("amounts-too-wide-to-show", &["files", "amounts", "signs", "scale", "columns", "totals"], |book, dice| {
        amounts_become(book, dice, &["########", "#REF!", "#N/A", "#VALUE!"])
    }),
    breaks("amounts-in-words", &["files", "amounts", "signs", "scale", "columns", "totals"], |book, dice| {
        amounts_become(book, dice, &["see below", "withdrawn", "n/k"])
    }),
    breaks("amounts-blank", &["files", "amounts", "signs", "scale", "columns", "totals", "rows"], |book, dice| {
        amounts_become(book, dice, &[""])
    }),
    breaks(
        "lines-lost-above-their-total",
        &["files", "rows", "totals", "below", "amounts", "signs", "scale", "columns", "merge"],
        lines_lost,
    ),
    breaks(
        "last-row-heading",
        &["files", "rows", "heading-rows", "above", "below", "lines", "two-rows", "totals"],
        heading_last,
    ),
    breaks(
        "heading-lost",
        &["files", "heading-rows", "lines", "two-rows", "above", "headings", "scale", "signs", "columns"],
        heading_lost,
    ),
    breaks("one-payment-in-the-heading", &["files", "heading-rows", "lines", "two-rows", "rows"], heading_is_payment),
];

/// Whether a row is a payment of a month, April being 0.
fn is_of(row: &Row, period: usize) -> bool {
    row.role == Role::Line && row.day().is_some_and(|day| day.period() == period)
}

/// Takes whole months away: their files, sheets or rows.
fn months_missing(book: &mut Book, dice: &mut Dice, n: usize) -> bool {
    // The last months may not be published yet, so those in the middle are taken.
    let first = 1 + dice.below(9);
    let periods: Vec<usize> = (first..first + n).collect();
    for sheet in book.sheets_mut() {
        sheet.rows.retain(|row| !periods.iter().any(|period| is_of(row, *period)));
    }
    let has_lines = |sheet: &Sheet| sheet.lines().next().is_some();
    for file in &mut book.files {
        file.sheets.retain(has_lines);
    }
    book.files.retain(|file| !file.sheets.is_empty());
    let months = periods.iter().map(|period| calendar(YEAR, *period)).collect();
    book.breaks.push(Break {
        kinds: &["missing_month"],
        pence: Vec::new(),
        stems: Vec::new(),
        months,
        is_mended: false,
    });
    true
}

/// Five months in a row have no minus, though the others have.
fn signs_lost(book: &mut Book, dice: &mut Dice) -> bool {
    let first = dice.below(8);
    let periods = first..first + 5;
    if !is_rare(book, periods.clone()) {
        return false;
    }
    let months: Vec<_> = periods.clone().map(|period| calendar(YEAR, period)).collect();
    let (mut lost, mut n_files) = (Vec::new(), 0);
    for file in &mut book.files {
        let mut has_lines = false;
        for sheet in &mut file.sheets {
            let Some(at) = sheet.column(Field::Amount) else { return false };
            if sheet.column(Field::Gross).is_some() {
                return false;
            }
            let (mut paid, mut back) = (0, 0);
            for row in sheet.rows.iter_mut().filter(|row| periods.clone().any(|period| is_of(row, period))) {
                if let Cell::Pence(pence) = &mut row.cells[at] {
                    back += (*pence).min(0);
                    *pence = pence.abs();
                    paid += *pence;
                }
            }
            if back != 0 {
                lost.push((file.stem.clone(), paid));
            }
            has_lines |= paid != 0;
        }
        n_files += usize::from(has_lines);
    }
    // In a file for the whole year a reader sees some credits, and cannot miss the others.
    let is_seen = 5 <= n_files || 5 < book.files[0].sheets.len();
    let is_lost = !lost.is_empty();
    // Each file or sheet that lost a minus has to be told with its pounds: one that is told does not stand for the others.
    book.breaks.extend(lost.into_iter().map(|(stem, paid)| Break {
        kinds: &["no_negative_lines"],
        pence: vec![paid],
        stems: vec![stem],
        months: months.clone(),
        is_mended: false,
    }));
    is_lost && is_seen
}

/// Whether five months without a minus would be less than one in ten thousand, at the rate of the other months.
fn is_rare(book: &Book, periods: std::ops::Range<usize>) -> bool {
    let (inside, outside): (Vec<_>, Vec<_>) = book.truth.iter().partition(|line| periods.contains(&line.day.period()));
    let n_back = outside.iter().filter(|line| line.pence < 0).count();
    let share = n_back as f64 / outside.len().max(1) as f64;
    (1.0 - share).powi(inside.len() as i32) < 1e-4
}

/// A column is left out of every file.
fn column_lost(book: &mut Book, field: Field, kinds: &'static [&'static str]) -> bool {
    let (mut stems, mut pence, mut months) = (Vec::new(), Vec::new(), Vec::new());
    for file in &mut book.files {
        for sheet in &mut file.sheets {
            let Some(at) = sheet.column(field) else { return false };
            months.extend(sheet.months());
            pence.push(sheet.pence().iter().sum());
            sheet.columns.remove(at);
            sheet.rows.iter_mut().filter(|row| at < row.cells.len()).for_each(|row| drop(row.cells.remove(at)));
        }
        stems.push(file.stem.clone());
    }
    let sum = pence.iter().sum();
    pence.push(sum);
    book.breaks.push(Break { kinds, pence, stems, months, is_mended: false });
    true
}

/// A third of the dates of one file are missing or are not dates.
fn days_become(book: &mut Book, dice: &mut Dice, cell: Cell, kinds: &'static [&'static str]) -> bool {
    let file = dice.below(book.files.len());
    let file = &mut book.files[file];
    let stems = vec![file.stem.clone()];
    let at = dice.below(file.sheets.len());
    let sheet = &mut file.sheets[at];
    let (Some(day), Some(amount)) = (sheet.column(Field::Day), sheet.column(Field::Amount)) else { return false };
    let (months, mut sum) = (sheet.months(), 0);
    for row in sheet.lines_mut().step_by(3) {
        if let Cell::Pence(pence) = row.cells[amount] {
            sum += pence;
        }
        row.cells[day] = cell.clone();
    }
    book.breaks.push(Break { kinds, pence: vec![sum], stems, months, is_mended: false });
    true
}

/// A third of the amounts of one file cannot be read, and nobody can tell what they were.
fn amounts_become(book: &mut Book, dice: &mut Dice, words: &[&str]) -> bool {
    let word = *dice.pick(words);
    let cell = if word.is_empty() { Cell::Empty } else { Cell::text(word) };
    let file = dice.below(book.files.len());
    let file = &mut book.files[file];
    let stems = vec![file.stem.clone()];
    let at = dice.below(file.sheets.len());
    let sheet = &mut file.sheets[at];
    let Some(amount) = sheet.column(Field::Amount).filter(|_| sheet.column(Field::Gross).is_none()) else {
        return false;
    };
    let months = sheet.months();
    sheet.lines_mut().step_by(3).for_each(|row| row.cells[amount] = cell.clone());
    let kinds = &["cell_error", "amount_unreadable", "amount_missing"];
    book.breaks.push(Break { kinds, pence: Vec::new(), stems, months, is_mended: false });
    true
}

/// A third of one file's lines are missing, but the total at its foot is still that of all.
fn lines_lost(book: &mut Book, dice: &mut Dice) -> bool {
    let file = dice.below(book.files.len());
    let file = &mut book.files[file];
    let stems = vec![file.stem.clone()];
    let at = dice.below(file.sheets.len());
    let sheet = &mut file.sheets[at];
    let (Some(amount), Some(payee)) = (sheet.column(Field::Amount), sheet.column(Field::Payee)) else { return false };
    if sheet.column(Field::Gross).is_some() {
        return false;
    }
    let (months, sum) = (sheet.months(), sheet.pence().iter().sum::<i64>());
    let (first, last) = (sheet.first_line(), sheet.last_line());
    sheet.rows.drain(last - (last - first) / 3..last);
    let lost = sum - sheet.pence().iter().sum::<i64>();
    let mut row = Row::new(Role::Other, vec![Cell::Empty; sheet.width()]);
    row.cells[payee] = Cell::text(*dice.pick(&["Total", "Grand Total", "TOTAL"]));
    row.cells[amount] = Cell::Pence(sum);
    sheet.rows.push(row);
    let kinds = &["total_differs", "possible_total", "total_row"];
    book.breaks.push(Break { kinds, pence: vec![lost, sum], stems, months, is_mended: false });
    lost.abs() * 10 > sum.abs()
}

/// The heading of one file stands below its lines.
fn heading_last(book: &mut Book, dice: &mut Dice) -> bool {
    one_file(book, dice, |sheet| {
        let (headings, others): (Vec<Row>, Vec<Row>) = sheet.rows.drain(..).partition(|row| row.role == Role::Heading);
        sheet.rows = others;
        sheet.rows.extend(headings);
    })
}

fn heading_lost(book: &mut Book, dice: &mut Dice) -> bool {
    one_file(book, dice, |sheet| sheet.rows.retain(|row| row.role != Role::Heading))
}

/// There is no heading: the first payment is in its place.
fn heading_is_payment(book: &mut Book, dice: &mut Dice) -> bool {
    one_file(book, dice, |sheet| {
        let first = sheet.first_line();
        sheet.rows.drain(..first);
    })
}

/// A change to one sheet, which a reader must either read rightly all the same or refuse.
fn one_file(book: &mut Book, dice: &mut Dice, change: impl Fn(&mut Sheet)) -> bool {
    let file = dice.below(book.files.len());
    let file = &mut book.files[file];
    let at = dice.below(file.sheets.len());
    let (months, sum) = (file.sheets[at].months(), file.sheets[at].pence().iter().sum());
    change(&mut file.sheets[at]);
    let kinds = &["file_not_ledger", "file_unsure", "no_payee_column", "no_date_column"];
    book.breaks.push(Break { kinds, pence: vec![sum], stems: vec![file.stem.clone()], months, is_mended: true });
    true
}
