//! The same lines in other files and sheets.

use super::{Change, keeps};
use crate::strangers::book::{Book, Cell, Field, File, Role, Row, Sheet};
use crate::strangers::day::Day;
use crate::strangers::dice::Dice;
use crate::strangers::print::Container;
use crate::strangers::render::sheet_name;

pub const CHANGES: &[Change] = &[
    keeps("quarters-in-files", &["files", "merge"], |book, _| {
        refiled(book, |day| format!("Q{}", day.period() / 3 + 1))
    }),
    keeps("year-in-one-file", &["files", "merge"], |book, _| refiled(book, |_| "2024-25".to_owned())),
    keeps("half-years-in-files", &["files", "merge"], |book, _| {
        refiled(book, |day| format!("H{}", day.period() / 6 + 1))
    }),
    keeps("months-in-two-files", &["files", "merge"], |book, _| {
        refiled(book, |day| format!("{} part {}", sheet_name(day.period()), if day.day < 15 { 1 } else { 2 }))
    }),
    keeps("thirteen-periods", &["files", "merge"], |book, _| {
        refiled(book, |day| {
            let n = (day.epoch_days() - Day::new(day.financial_year(), 4, 1).epoch_days()) / 28;
            format!("2024-25 P{:02}", n.min(12) + 1)
        })
    }),
    keeps("weeks-in-files", &["files", "merge"], |book, _| {
        refiled(book, |day| {
            let n = (day.epoch_days() - Day::new(day.financial_year(), 4, 1).epoch_days()) / 7;
            format!("2024-25 week {:02}", n + 1)
        })
    }),
    keeps("departments-in-files", &["files", "merge"], by_department),
    keeps("files-without-months-in-their-names", &["files", "names"], nameless),
    keeps("months-as-sheets", &["files", "merge", "container"], sheets),
    keeps("cover-sheet-first", &["container", "sheets"], |book, _| with_sheet(book, true, cover())),
    keeps("sheet-of-codes-beside", &["container", "sheets"], |book, _| with_sheet(book, false, codes())),
    keeps("sheet-of-sums-beside", &["container", "sheets", "totals"], sums),
    keeps("empty-sheets-behind", &["container", "sheets"], empty_sheets),
    keeps("hidden-sheet-of-codes", &["container", "sheets", "hidden"], |book, _| {
        with_sheet(book, false, Sheet { is_hidden: true, ..codes() })
    }),
];

/// Puts the lines of all files into new files, by a word for their day. Headings and banners are those of the first.
fn refiled(book: &mut Book, word: impl Fn(Day) -> String) -> bool {
    regrouped(book, |_, row| row.day().map(&word))
}

fn regrouped(book: &mut Book, word: impl Fn(&Sheet, &Row) -> Option<String>) -> bool {
    let first = book.files[0].clone();
    let head: Vec<Row> = first.sheets[0].rows[..first.sheets[0].first_line()].to_vec();
    let mut files: Vec<(String, Vec<Row>)> = Vec::new();
    for sheet in book.files.iter().flat_map(|file| &file.sheets) {
        for row in sheet.lines() {
            let Some(word) = word(sheet, row) else { return false };
            match files.iter_mut().find(|(name, _)| *name == word) {
                Some((_, rows)) => rows.push(row.clone()),
                None => files.push((word, vec![row.clone()])),
            }
        }
    }
    // Banners of totals, and notes below the lines, are of a month and not of these files.
    let file = |(name, rows): (String, Vec<Row>)| {
        let sheet = Sheet { name: "Sheet1".to_owned(), rows: [head.clone(), rows].concat(), ..first.sheets[0].clone() };
        File { stem: format!("Spend {name}"), sheets: vec![sheet], ..first.clone() }
    };
    book.files = files.into_iter().map(file).collect();
    true
}

/// Two files for the year, each of some departments.
fn by_department(book: &mut Book, _: &mut Dice) -> bool {
    regrouped(book, |sheet, row| {
        let at = [Field::Department, Field::Service].into_iter().find_map(|field| sheet.column(field))?;
        let Cell::Text(name) = &row.cells[at] else { return None };
        let is_early = name.bytes().map(u32::from).sum::<u32>() % 2 == 0;
        Some(format!("2024-25 {}", if is_early { "people" } else { "place" }))
    })
}

fn nameless(book: &mut Book, dice: &mut Dice) -> bool {
    dice.shuffle(&mut book.files);
    for (n, file) in book.files.iter_mut().enumerate() {
        file.stem = format!("spend report {}", n + 1);
    }
    1 < book.files.len()
}

/// One workbook, a sheet a month.
fn sheets(book: &mut Book, _: &mut Dice) -> bool {
    if !refiled(book, |day| sheet_name(day.period())) {
        return false;
    }
    let mut first = book.files[0].clone();
    let named = |file: &File| {
        let name = file.stem.strip_prefix("Spend ").unwrap_or(&file.stem).to_owned();
        Sheet { name, ..file.sheets[0].clone() }
    };
    first.sheets = book.files.iter().map(named).collect();
    (first.stem, first.print.container, first.print.ending) = ("Spend 2024-25".to_owned(), Container::Xlsx, "xlsx");
    book.files = vec![first];
    true
}

/// Puts a sheet first or last in every file, which becomes a workbook.
fn with_sheet(book: &mut Book, is_first: bool, sheet: Sheet) -> bool {
    for file in &mut book.files {
        if file.print.container == Container::Text {
            (file.print.container, file.print.ending) = (Container::Xlsx, "xlsx");
        }
        let at = if is_first { 0 } else { file.sheets.len() };
        file.sheets.insert(at, sheet.clone());
    }
    true
}

fn text_sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let row = |cells: &&[&str]| Row::new(Role::Other, cells.iter().map(|text| Cell::text(*text)).collect());
    Sheet { name: name.to_owned(), columns: Vec::new(), rows: rows.iter().map(row).collect(), is_hidden: false }
}

fn cover() -> Sheet {
    text_sheet(
        "Cover",
        &[
            &["Payments to suppliers"],
            &["Published under the Transparency Code"],
            &["Contact", "Financial Services"],
            &["Sheets", "One for each month"],
        ],
    )
}

fn codes() -> Sheet {
    text_sheet("Codes", &[&["Code", "Meaning"], &["R", "Revenue"], &["C", "Capital"], &["D01", "Adults"]])
}

/// The total of each department, on a sheet of its own.
fn sums(book: &mut Book, _: &mut Dice) -> bool {
    for file in &mut book.files {
        let mut by_name: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        for sheet in &file.sheets {
            let (Some(name), Some(amount)) = (sheet.column(Field::Department), sheet.column(Field::Amount)) else {
                return false;
            };
            for row in sheet.lines() {
                if let (Cell::Text(name), Cell::Pence(pence)) = (&row.cells[name], &row.cells[amount]) {
                    *by_name.entry(name.clone()).or_default() += pence;
                }
            }
        }
        let mut sheet = text_sheet("Summary", &[&["Department", "Amount"]]);
        let row = |(name, pence): (String, i64)| Row::new(Role::Other, vec![Cell::text(name), Cell::Pence(pence)]);
        sheet.rows.extend(by_name.into_iter().map(row));
        if file.print.container == Container::Text {
            (file.print.container, file.print.ending) = (Container::Xlsx, "xlsx");
        }
        file.sheets.push(sheet);
    }
    true
}

fn empty_sheets(book: &mut Book, _: &mut Dice) -> bool {
    with_sheet(book, false, text_sheet("Sheet2", &[])) && with_sheet(book, false, text_sheet("Sheet3", &[]))
}
