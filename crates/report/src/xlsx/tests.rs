//! Workbooks, read back with another library.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use model::tables;

use super::*;
use crate::testing::{account, place};

/// Writes a workbook and opens it again.
fn round_trip(tables: &dyn Tables, options: &Options) -> (Written, Xlsx<Cursor<Vec<u8>>>) {
    let written = write(tables, &place(), options).unwrap();
    let workbook = Xlsx::new(Cursor::new(written.bytes.clone())).unwrap();
    (written, workbook)
}

fn cell(sheet: &Range<Data>, heading: &str, row: u32) -> Data {
    let column = sheet.rows().next().unwrap().iter().position(|cell| cell == &Data::String(heading.to_owned()));
    sheet.get_value((row, column.unwrap() as u32)).cloned().unwrap_or(Data::Empty)
}

/// The whole sheet as lines of text.
fn text(sheet: &Range<Data>) -> String {
    let row = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    sheet.rows().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn money_dates_and_flags_come_back_as_such() {
    let (_, mut workbook) = round_trip(&account(), &Options::standard());
    let lines = workbook.worksheet_range("ledger_line").unwrap();
    assert_eq!(lines.height(), 11);
    assert_eq!(cell(&lines, "amount", 6), Data::Float(-0.05));
    assert_eq!(cell(&lines, "line_id", 10), Data::Float(10.0));
    assert_eq!(cell(&lines, "redacted", 6), Data::Bool(true));
    let Data::DateTime(date) = cell(&lines, "date", 1) else { panic!("a date is a date") };
    assert_eq!(date.to_ymd_hms_milli(), (2020, 4, 1, 0, 0, 0, 0));
    assert_eq!(cell(&lines, "date", 4), Data::Empty, "an unknown date is empty");
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let memory = account().with(
        &tables::COUNTERPARTY,
        "
        payee                    | counterparty_name | counterparty_kind | method
        =HYPERLINK(\"http://x\") | +44 191           | -5                | @SUM(A1)
        \\t=1+1                  | _x0041_           | ''                | http://example.org
        ",
    );
    let (_, mut workbook) = round_trip(&memory, &Options::standard());
    let sheet = workbook.worksheet_range("counterparty").unwrap();
    let string = |text: &str| Data::String(text.to_owned());
    assert_eq!(cell(&sheet, "payee", 1), string("=HYPERLINK(\"http://x\")"));
    assert_eq!(cell(&sheet, "counterparty_name", 1), string("+44 191"));
    assert_eq!(cell(&sheet, "counterparty_kind", 1), string("-5"));
    assert_eq!(cell(&sheet, "method", 1), string("@SUM(A1)"));
    assert_eq!(cell(&sheet, "payee", 2), string("\t=1+1"));
    assert_eq!(cell(&sheet, "counterparty_name", 2), string("_x0041_"));
    assert_eq!(cell(&sheet, "method", 2), string("http://example.org"));
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{name} has a formula");
    }
}

#[test]
fn a_control_character_becomes_visible_and_the_cover_says_so() {
    let (written, mut workbook) = round_trip(&account(), &Options::standard());
    let lines = workbook.worksheet_range("ledger_line").unwrap();
    assert_eq!(cell(&lines, "payee", 10), Data::String("=cmd␁(1)".to_owned()));
    assert_eq!(written.notes.len(), 1);
    assert!(text(&workbook.worksheet_range("Cover").unwrap()).contains(&written.notes[0]));
}

#[test]
fn a_long_table_goes_on_in_the_next_sheet() {
    let options = Options { tables: Choice::These(vec![&tables::LEDGER_LINE]), sheet_rows_max: 4 };
    let (written, mut workbook) = round_trip(&account(), &options);
    let names = ["Cover", "Summary", "Columns", "ledger_line", "ledger_line (2)", "ledger_line (3)"];
    assert_eq!(written.sheets, names);
    assert_eq!(workbook.sheet_names(), names);
    let last = workbook.worksheet_range("ledger_line (3)").unwrap();
    assert_eq!((last.height(), cell(&last, "line_id", 2)), (3, Data::Float(10.0)));
    assert!(written.left_out.iter().any(|(table, n_rows)| *table == &tables::SPEND && *n_rows == 10));
}

#[test]
fn the_cover_names_sources_totals_and_doubts() {
    let (_, mut workbook) = round_trip(&account(), &Options::standard());
    let cover = text(&workbook.worksheet_range("Cover").unwrap());
    assert!(cover.contains("Tyneshire: the account of public money"), "{cover}");
    assert!(cover.contains("Spent here, each pound once|164.95|"), "{cover}");
    assert!(cover.contains("county/a.csv|Tyneshire County Council|6|161.95|0.95|net|found|aa"), "{cover}");
    assert!(
        cover.contains(
            "the amount is not in pounds and pence|Tyneshire County Council|1|not computed|1|left out|the amount"
        ),
        "{cover}"
    );
    assert!(cover.contains("Tyneshire Police|police|0|not computed|police|inside|local|"), "{cover}");
}

#[test]
fn every_column_of_the_workbook_is_explained() {
    let (written, mut workbook) = round_trip(&account(), &Options::standard());
    let columns = workbook.worksheet_range("Columns").unwrap();
    let tables = || tables::that_may_leave().filter(|table| written.sheets.iter().any(|sheet| sheet == table.name));
    let of_tables: usize = tables().map(|table| table.columns.len() + 1).sum();
    let of_lines = lines::LINES.columns.len() + 1;
    assert_eq!((tables().count(), columns.height()), (6, of_tables + of_lines + 1));
}

#[test]
fn payee_body_and_service_stand_on_one_sheet_with_their_names() {
    let named = account()
        .with(&tables::BODY, "body_id | name\n county | Tyneshire County Council")
        .with(&tables::SERVICE, "service | name\n education | Schools and learning");
    let (_, mut workbook) = round_trip(&named, &Options::standard());
    let sheet = workbook.worksheet_range("lines").unwrap();
    let all = workbook.worksheet_range("ledger_line").unwrap();
    assert_eq!(sheet.height(), all.height(), "every line");
    let string = |text: &str| Data::String(text.to_owned());
    let row = (1..).find(|row| cell(&sheet, "service", *row) == string("education")).unwrap();
    assert_eq!(cell(&sheet, "payee", row), string("Acorn Nursery"));
    assert_eq!(cell(&sheet, "body_name", row), string("Tyneshire County Council"));
    assert_eq!(cell(&sheet, "service_name", row), string("Schools and learning"));
    // What has no name in the tables goes by its id.
    let other = (1..).find(|row| cell(&sheet, "body_id", *row) == string("dfe")).unwrap();
    assert_eq!(cell(&sheet, "body_name", other), string("dfe"));
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let bytes = || write(&account(), &place(), &Options::standard()).unwrap().bytes;
    assert!(bytes() == bytes());
}

#[test]
fn a_table_that_cannot_be_read_gives_no_workbook() {
    let broken = account().with(&tables::SPEND, "line_id | body_id\n1 | county");
    assert!(write(&broken, &place(), &Options::standard()).is_err());
}
