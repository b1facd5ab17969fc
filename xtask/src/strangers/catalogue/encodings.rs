//! Text in other encodings, with other separators and ends of lines; the same cells in another container.

use super::{Change, breaks, keeps};
use crate::strangers::book::{Book, Break, Cell, Field};
use crate::strangers::dice::Dice;
use crate::strangers::print::{Container, Encoding, Print};

macro_rules! text {
    ($name:literal, $touches:literal, $change:expr) => {
        keeps($name, &[$touches], |book, _| print(book, $change))
    };
}

pub const CHANGES: &[Change] = &[
    text!("encoding-utf-8", "encoding", |print| print.encoding = Encoding::Utf8),
    text!("encoding-utf-8-with-mark", "encoding", |print| print.encoding = Encoding::Utf8Bom),
    text!("encoding-windows-1252", "encoding", |print| print.encoding = Encoding::Windows1252),
    text!("encoding-utf-16-little-end-first", "encoding", |print| print.encoding = Encoding::Utf16Le),
    text!("encoding-utf-16-big-end-first", "encoding", |print| print.encoding = Encoding::Utf16Be),
    text!("separator-semicolon", "separator", |print| print.separator = ';'),
    text!("separator-tab", "separator", |print| print.separator = '\t'),
    text!("separator-bar", "separator", |print| print.separator = '|'),
    text!("separator-comma", "separator", |print| print.separator = ','),
    text!("line-ends-of-unix", "ends", |print| print.line_end = "\n"),
    text!("line-ends-of-old-macs", "ends", |print| print.line_end = "\r"),
    text!("every-cell-in-quotation-marks", "quotes", |print| print.quotes_all = true),
    text!("ending-in-capitals", "ending", |print| print.ending = "CSV"),
    text!("ending-txt", "ending", |print| print.ending = "txt"),
    keeps("workbook", &["container"], |book, _| contain(book, Container::Xlsx, "xlsx")),
    keeps("open-document", &["container"], |book, _| contain(book, Container::Ods, "ods")),
    keeps("text-from-workbook", &["container"], |book, _| contain(book, Container::Text, "csv")),
    keeps("amounts-as-text-in-workbook", &["container", "amounts"], amounts_as_text),
    breaks("quotation-mark-never-closed", &["container", "quotes", "rows", "ends"], |book, dice| {
        open_quotes(book, dice, 1)
    }),
    breaks("two-quotation-marks-never-closed", &["container", "quotes", "rows", "ends"], |book, dice| {
        open_quotes(book, dice, 2)
    }),
    breaks("commas-in-payees-without-quotation-marks", &["container", "quotes", "separator", "rows"], loose_payees),
    breaks(
        "commas-in-amounts-without-quotation-marks",
        &["container", "quotes", "separator", "amounts", "rows"],
        loose_amounts,
    ),
    breaks("file-of-another-kind", &["container", "encoding", "files"], not_a_ledger),
    breaks("workbook-cut-short", &["container", "files"], cut_short),
    breaks("file-with-nothing-in-it", &["container", "files"], nothing),
];

/// Prints every text file another way.
fn print(book: &mut Book, change: impl Fn(&mut Print)) -> bool {
    let mut texts = book.files.iter_mut().filter(|file| file.print.container == Container::Text).peekable();
    let is_any = texts.peek().is_some();
    texts.for_each(|file| change(&mut file.print));
    is_any
}

fn contain(book: &mut Book, container: Container, ending: &'static str) -> bool {
    let fits = |file: &crate::strangers::book::File| {
        file.print.container != container && (container != Container::Text || file.sheets.len() == 1)
    };
    if !book.files.iter().all(fits) {
        return false;
    }
    for file in &mut book.files {
        (file.print.container, file.print.ending) = (container, ending);
    }
    true
}

fn amounts_as_text(book: &mut Book, _: &mut Dice) -> bool {
    if book.files.iter().any(|file| file.print.container == Container::Text) {
        return false;
    }
    for file in &mut book.files {
        file.print.amounts_as_text = true;
        file.print.amounts = crate::strangers::print::Amounts { thousands: ",", ..crate::strangers::print::PLAIN };
    }
    true
}

/// The file to be broken, if it is text.
fn text_file(book: &Book, dice: &mut Dice) -> Option<usize> {
    let at = dice.below(book.files.len());
    (book.files[at].print.container == Container::Text).then_some(at)
}

/// Payees that begin with a quotation mark and never end: what stands between is swallowed.
fn open_quotes(book: &mut Book, dice: &mut Dice, n: usize) -> bool {
    let Some(at) = text_file(book, dice) else { return false };
    let file = &mut book.files[at];
    let stem = file.stem.clone();
    let sheet = &mut file.sheets[0];
    let (Some(payee), Some(pence)) = (sheet.column(Field::Payee), Some(sheet.pence())) else { return false };
    let n_lines = pence.len();
    if n_lines < 8 {
        return false;
    }
    let first = dice.below(n_lines / 2);
    let last = first + 3 + dice.below(n_lines - first - 3);
    let mut touched = sheet.months();
    for (i, row) in sheet.lines_mut().enumerate() {
        let is_open = i == first || (n == 2 && i == last);
        if let (true, Cell::Text(text)) = (is_open, &row.cells[payee]) {
            row.cells[payee] = Cell::Raw(format!("\"{text}"));
        }
    }
    touched.dedup();
    let swallowed = if n == 2 { first..last + 1 } else { first..n_lines };
    let sum = |lines: std::ops::Range<usize>| pence[lines].iter().sum::<i64>();
    book.breaks.push(Break {
        kinds: &["open_quote", "row_too_long", "row_too_wide", "amount_unreadable", "amount_missing"],
        pence: vec![sum(swallowed.clone()), sum(swallowed.start + 1..swallowed.end), sum(0..n_lines)],
        stems: vec![stem],
        months: touched,
        is_mended: true,
    });
    true
}

/// Some payees hold a comma, without quotation marks round them.
fn loose_payees(book: &mut Book, dice: &mut Dice) -> bool {
    let Some(at) = text_file(book, dice).filter(|at| book.files[*at].print.separator == ',') else { return false };
    let file = &mut book.files[at];
    let stem = file.stem.clone();
    let sheet = &mut file.sheets[0];
    let (Some(payee), Some(amount)) = (sheet.column(Field::Payee), sheet.column(Field::Amount)) else { return false };
    let months = sheet.months();
    let (mut pence, mut renamed) = (0, Vec::new());
    for row in sheet.lines_mut().step_by(4) {
        let (Cell::Text(text), Cell::Pence(of)) = (row.cells[payee].clone(), row.cells[amount].clone()) else {
            continue;
        };
        let Some((first, rest)) = text.split_once(' ') else { continue };
        let with_comma = format!("{first}, {rest}");
        renamed.push((row.day(), text.clone(), of, with_comma.clone()));
        row.cells[payee] = Cell::Raw(with_comma);
        pence += of;
    }
    for (day, old, of, new) in renamed {
        let is_it =
            |line: &&mut crate::strangers::book::Line| Some(line.day) == day && line.payee == old && line.pence == of;
        book.truth.iter_mut().filter(is_it).for_each(|line| line.payee.clone_from(&new));
    }
    book.breaks.push(Break {
        kinds: &["row_too_wide"],
        pence: vec![pence],
        stems: vec![stem],
        months,
        is_mended: true,
    });
    0 != pence
}

/// Amounts over a thousand hold commas, without quotation marks round them.
fn loose_amounts(book: &mut Book, dice: &mut Dice) -> bool {
    let Some(at) = text_file(book, dice).filter(|at| book.files[*at].print.separator == ',') else { return false };
    let file = &mut book.files[at];
    let shown = crate::strangers::print::Amounts { thousands: ",", ..crate::strangers::print::PLAIN };
    let stem = file.stem.clone();
    let sheet = &mut file.sheets[0];
    let Some(amount) = sheet.column(Field::Amount) else { return false };
    let (months, mut pence) = (sheet.months(), 0);
    for row in sheet.lines_mut() {
        let Cell::Pence(of) = row.cells[amount] else { continue };
        if 100_000 <= of.abs() {
            row.cells[amount] = Cell::Raw(shown.show(of));
            pence += of;
        }
    }
    book.breaks.push(Break {
        kinds: &["row_too_wide"],
        pence: vec![pence],
        stems: vec![stem],
        months,
        is_mended: true,
    });
    0 != pence
}

/// A web page saying "not found", saved under the file's name.
fn not_a_ledger(book: &mut Book, dice: &mut Dice) -> bool {
    let Some(at) = text_file(book, dice) else { return false };
    let file = &mut book.files[at];
    let page = "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>Not found</body></html>";
    let (months, pence) = (file.sheets[0].months(), file.sheets[0].pence().iter().sum());
    file.sheets[0].rows = vec![crate::strangers::book::Row::alone(0, Cell::Raw(page.to_owned()), 1)];
    let stems = vec![file.stem.clone()];
    book.breaks.push(Break { kinds: &["file_not_ledger"], pence: vec![pence], stems, months, is_mended: false });
    true
}

/// A workbook whose second half is missing.
fn cut_short(book: &mut Book, dice: &mut Dice) -> bool {
    let at = dice.below(book.files.len());
    let file = &mut book.files[at];
    file.share = 0.4 + dice.below(50) as f64 / 100.0;
    let months = file.sheets.iter().flat_map(crate::strangers::book::Sheet::months).collect();
    let (is_workbook, stems) = (file.print.container != Container::Text, vec![file.stem.clone()]);
    book.breaks.push(Break { kinds: &["file_unreadable"], pence: Vec::new(), stems, months, is_mended: false });
    is_workbook
}

fn nothing(book: &mut Book, dice: &mut Dice) -> bool {
    let at = dice.below(book.files.len());
    let file = &mut book.files[at];
    let months = file.sheets.iter().flat_map(crate::strangers::book::Sheet::months).collect();
    file.share = 0.0;
    let stems = vec![file.stem.clone()];
    book.breaks.push(Break { kinds: &["file_empty"], pence: Vec::new(), stems, months, is_mended: false });
    true
}
