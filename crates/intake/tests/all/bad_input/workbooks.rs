//! Workbooks, good and broken.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::archives::zip;

/// Writes the cells of a sheet.
pub type Fill = fn(&mut Worksheet);

/// A workbook of sheets that each a function fills.
pub fn workbook(sheets: &[(&str, Fill)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, fill) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name for a sheet");
        fill(sheet);
    }
    workbook.save_to_buffer().expect("a workbook in memory")
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        match cell.parse::<f64>() {
            Ok(number) => sheet.write_number(row, column, number),
            Err(_) => sheet.write_string(row, column, *cell),
        }
        .expect("a cell");
    }
}

/// A heading and two lines worth £20.00.
pub fn ledger(sheet: &mut Worksheet) {
    row(sheet, 0, &["Date", "Supplier", "Amount"]);
    row(sheet, 1, &["03/04/2025", "Acme Ltd", "12.5"]);
    row(sheet, 2, &["04/04/2025", "Bree Cars", "7.5"]);
}

pub fn nothing(_: &mut Worksheet) {}

pub fn notes(sheet: &mut Worksheet) {
    row(sheet, 0, &["Payments over £500"]);
    row(sheet, 2, &["Payments to foster carers are withheld."]);
}

pub fn merged(sheet: &mut Worksheet) {
    sheet.merge_range(0, 0, 1, 2, "Payments over £500, April 2025", &Format::new()).expect("merged cells");
    row(sheet, 3, &["Date", "Supplier", "Amount"]);
    row(sheet, 4, &["03/04/2025", "Acme Ltd", "12.5"]);
    // One supplier over two lines: only the first cell of a merged range holds it.
    sheet.merge_range(5, 1, 6, 1, "Bree Cars", &Format::new()).expect("merged cells");
    row(sheet, 5, &["04/04/2025"]);
    row(sheet, 6, &["04/04/2025"]);
    sheet.write_number(5, 2, 7.0).expect("a cell");
    sheet.write_number(6, 2, 0.5).expect("a cell");
}

pub fn formula_errors(sheet: &mut Worksheet) {
    ledger(sheet);
    for (at, error) in [(3, "#REF!"), (4, "#DIV/0!"), (5, "#VALUE!")] {
        row(sheet, at, &["05/04/2025", "Acme Ltd"]);
        sheet.write_formula(at, 2, Formula::new("=A1/0").set_result(error)).expect("a formula");
    }
}

pub fn formulas(sheet: &mut Worksheet) {
    row(sheet, 0, &["Date", "Supplier", "Amount"]);
    for (at, result) in [(1, "12.5"), (2, "7.5")] {
        row(sheet, at, &["03/04/2025", "Acme Ltd"]);
        sheet.write_formula(at, 2, Formula::new("=D9*1.2").set_result(result)).expect("a formula");
    }
}

pub fn real_dates(sheet: &mut Worksheet) {
    ledger(sheet);
    let format = Format::new().set_num_format("dd/mm/yyyy");
    let date = ExcelDateTime::from_ymd(2025, 4, 5).expect("a date");
    sheet.write_datetime_with_format(3, 0, &date, &format).expect("a cell");
    sheet.write_number(4, 0, 45_753.0).expect("a cell");
    for at in [3, 4] {
        sheet.write_string(at, 1, "Acme Ltd").expect("a cell");
        sheet.write_number(at, 2, 1.0).expect("a cell");
    }
}

pub fn last_corner(sheet: &mut Worksheet) {
    ledger(sheet);
    sheet.write_string(1_048_575, 16_383, "x").expect("the last cell of a sheet");
}

/// Sixty-five thousand formatted rows without a value.
pub fn padding(sheet: &mut Worksheet) {
    ledger(sheet);
    for at in 3..65_536 {
        sheet.write_blank(at, 0, &Format::new().set_bold()).expect("a cell");
    }
}

/// What a password leaves of a workbook: an OLE file with a stream `EncryptedPackage`.
pub fn password() -> Vec<u8> {
    let mut bytes = vec![0; 2048];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes
}

/// The parts of a workbook in which the sheet is twenty megabytes of nothing.
pub fn bomb() -> Vec<u8> {
    let types = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    zip(&[
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &vec![b' '; 20 << 20]),
    ])
}
