//! Workbooks in the binary format, and archives that lack a member.

use std::fs;
use std::io::{Cursor, Write as _};

use intake::fields::Field;

use crate::columns::{Answer, read};

const THREE: &str = "Date|Supplier|Amount
    03/04/2025|Acorn Ltd|100.5
    04/04/2025|Birch Ltd|50
    05/04/2025|Cedar Ltd|-25";

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("a member");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A record of a binary workbook (MS-XLSB 2.1.4): its kind and its length in groups of seven bits, then its bytes.
fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let mut record = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8],
    };
    let n = bytes.len();
    record.extend(if n < 0x80 { vec![n as u8] } else { vec![(n & 0x7f) as u8 | 0x80, (n >> 7) as u8] });
    record.extend(bytes);
    record
}

/// Text with its length before it, in UTF-16.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let units_bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
    (units.len() as u32).to_le_bytes().into_iter().chain(units_bytes).collect()
}

fn cell(column: u32, cell: &str) -> Vec<u8> {
    let place = [column.to_le_bytes(), [0; 4]].concat();
    match cell.parse::<f64>() {
        Ok(number) => record(5, &[place, number.to_le_bytes().to_vec()].concat()), // BrtCellReal
        Err(_) => record(6, &[place, wide(cell)].concat()),                        // BrtCellSt
    }
}

/// A workbook of one sheet with these rows, cells apart by bars, as Excel saves it under `.xlsb`.
fn xlsb(rows: &str) -> Vec<u8> {
    let mut sheet = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (at, row) in (0_u32..).zip(rows.lines()) {
        sheet.extend(record(0, &[&at.to_le_bytes()[..], &[0; 13]].concat()));
        (0..).zip(row.split('|')).for_each(|(column, text)| sheet.extend(cell(column, text.trim())));
    }
    sheet.extend([record(0x92, &[]), record(0x82, &[])].concat());
    let of_sheet = [vec![0; 4], 1_u32.to_le_bytes().to_vec(), wide("r1"), wide("Payments")].concat();
    let book = [record(0x83, &[]), record(0x8f, &[]), record(0x9c, &of_sheet), record(0x90, &[]), record(0x84, &[])];
    let relations = "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/workbook.bin", &book.concat()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

fn xlsx(rows: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(rows.lines()) {
        for (column, cell) in (0..).zip(line.trim().split('|')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, cell),
            }
            .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The answer to a file of the council.
fn answer(bytes: &[u8], name: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("council")).expect("a folder in the temporary folder");
    fs::write(folder.path().join("council").join(name), bytes).expect("a file in the temporary folder");
    read(folder.path(), "council", 2025)
}

/// A workbook without one of the members of its archive.
fn without(bytes: &[u8], member: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut less = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).expect("a member");
        if file.name().expect("a name") != member {
            less.raw_copy_file(file).expect("a member");
        }
    }
    less.finish().expect("an archive").into_inner()
}

fn check_three(answer: &Answer) {
    assert_eq!((answer.n_lines(), answer.pounds().as_str()), (3, "125.50"), "{:?}", answer.problems);
    let read_as = [Field::Date, Field::Payee, Field::Amount].map(|field| answer.heading(field).expect("a column"));
    assert_eq!(read_as, ["Date", "Supplier", "Amount"]);
}

#[test]
fn a_binary_workbook_is_read_like_any_other() {
    let answer = answer(&xlsb(THREE), "2025-04.xlsb");
    check_three(&answer);
    assert_eq!(answer.tables[0].sheet.as_deref(), Some("Payments"));
}

/// What is inside tells a workbook from an archive of ledgers, whatever its name is.
#[test]
fn a_workbook_that_lacks_its_list_of_contents_or_its_name_is_still_a_workbook() {
    let list = "[Content_Types].xml";
    for (bytes, name) in [(xlsx(THREE), "2025-04.xlsx"), (xlsb(THREE), "2025-04.xlsb")] {
        check_three(&answer(&without(&bytes, list), name));
        check_three(&answer(&bytes, "2025-04.zip"));
    }
}
