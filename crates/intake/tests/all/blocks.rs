//! Rows that appear twice in one file.

use model::ProblemKind::LinesRepeated;

use crate::repeats::{Folder, HEADING, month, plain};

fn check(rows: &str, expected: &[(u64, &str, &[&str])]) {
    let folder = Folder::new();
    folder.put("council/2025-04.csv", format!("{HEADING}{rows}"));
    folder.check(LinesRepeated, expected);
}

fn april() -> String {
    month(4, 1..=30, plain)
}

#[test]
fn a_block_pasted_twice_is_said_with_its_rows_and_pounds() {
    let block = month(4, 11..=25, plain);
    // 15 × 400 + (11 + … + 25)
    let words: &[&str] = &["rows 32 to 46", "repeat rows 12 to 26", "15 lines (£6,270.00)"];
    check(&format!("{}{block}", april()), &[(15, "6270.00", words)]);
    // In the middle, under its heading again.
    let words: &[&str] = &["rows 18 to 32", "repeat rows 2 to 16"];
    check(&format!("{block}{HEADING}{block}{}", month(5, 1..=20, plain)), &[(15, "6270.00", words)]);
    // Three times: twice too often.
    let words: &[&str] = &["and 1 more like it", "30 lines (£12,540.00)"];
    check(&format!("{block}{block}{block}"), &[(30, "12540.00", words)]);
}

#[test]
fn a_whole_table_pasted_twice_is_said_as_it_stands_and_sorted() {
    check(&april().repeat(2), &[(30, "12465.00", &["rows 32 to 61"])]);
    let sorted: String = (1..=30).map(|day| plain(4, day, 400 + day).repeat(2)).collect();
    check(&sorted, &[(30, "12465.00", &["30 of 60 lines appear twice"])]);
}

#[test]
fn a_block_pasted_twice_into_a_sheet_is_said() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Date", "Supplier", "Amount"]).unwrap();
    for (i, day) in (1..).zip((1..=30).chain(5..=16)) {
        sheet.write_row(i, 0, [format!("2025-04-{day:02}"), format!("Supplier {day}")]).unwrap();
        sheet.write_number(i, 2, f64::from(400 + day)).unwrap();
    }
    let folder = Folder::new();
    folder.put("council/2025-04.xlsx", workbook.save_to_buffer().unwrap());
    // 12 × 400 + (5 + … + 16)
    folder.check(LinesRepeated, &[(12, "4926.00", &["rows 32 to 43", "rows 6 to 17"])]);
}

#[test]
fn equal_lines_are_ordinary() {
    // Bus passes on one day; the same journey now and then; a few equal lines in a row.
    check(&plain(4, 3, 20).repeat(40), &[]);
    check(&format!("{}{}", april(), month(4, 3..=9, plain)), &[]);
    check(&(1..=30).map(|day| plain(4, day, 20 + day).repeat(1 + day as usize % 2)).collect::<String>(), &[]);
    // The parts of two invoices of one supplier, sorted by amount.
    let parts: String = (1..=12).map(|i| format!("03/04/2025,Acorn Cleaning,{i}.49\n")).collect();
    check(&format!("{parts}{}{parts}", april()), &[]);
    // Invoices that two schools share equally.
    let school =
        |name: &str| month(4, 1..=25, |_, day, pounds| format!("{day:02}/04/2025,Supplier {day},{pounds}.00,{name}\n"));
    let folder = Folder::new();
    folder.put("council/2025-04.csv", format!("Date,Supplier,Amount,Cost centre\n{}{}", school("Ash"), school("Elm")));
    folder.check(LinesRepeated, &[]);
}

#[test]
fn a_small_table_pasted_twice_is_said() {
    let nine = month(4, 1..=9, plain);
    // 9 × 400 + (1 + … + 9)
    check(&format!("{nine}{nine}"), &[(9, "3645.00", &["9 of 18 lines appear twice"])]);
}
