//! Workbooks in the binary format, and archives that lack a member.

use std::fs;
use std::io::{Cursor, Write as _};

use intake::fields::Field;

use crate::columns::{Answer, read};
use crate::places::{ledgers, place_in};
use crate::repeats::{Folder, HEADING, laid, month, plain};

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

type Member<'a> = (&'a str, &'a [u8]);

/// Lines and pounds of a council's archives, and the copies among their members.
fn archives(archives: &[(&str, &[Member<'_>])]) -> (u64, String, usize) {
    let folder = Folder::new();
    for (name, members) in archives {
        folder.put(&format!("council/{name}"), archive(members));
    }
    let place = place_in(folder.0.path(), 2025, vec![ledgers("council", &["council/**"])]);
    let (tables, beside) = laid(&place);
    let counted = || tables.iter().filter(|table| !beside.copies.contains_key(&table.file_id));
    let pounds: money::Money = counted().map(|table| table.counts.amount).sum();
    (counted().map(|table| table.counts.n_lines).sum(), pounds.plain(), beside.copies.len())
}

#[test]
fn a_member_of_an_archive_is_a_file_of_its_own() {
    let of = |m: u32| format!("{HEADING}{}", month(m, 1..=25, plain)).into_bytes();
    let (april, may) = (of(4), of(5));
    // 25 × 400 + 325 and 25 × 500 + 325.
    let months: &[(&str, &[u8])] = &[("2025-04.csv", &april), ("2025-05.csv", &may)];
    assert_eq!(archives(&[("2025.zip", months)]), (50, "23150.00".to_owned(), 0));
    let folders: &[(&str, &[u8])] = &[("a/spend.csv", &april), ("b/spend.csv", &may)];
    assert_eq!(archives(&[("2025.zip", folders)]), (50, "23150.00".to_owned(), 0));
    let book = [xlsx(THREE), xlsx(&THREE.replace("/04/", "/05/"))];
    let books: &[(&str, &[u8])] = &[("april.xlsx", &book[0]), ("may.xlsx", &book[1])];
    assert_eq!(archives(&[("2025.zip", books)]), (6, "251.00".to_owned(), 0));
    // The same bytes twice are the same file, in one archive or in two.
    let twice: &[(&str, &[u8])] = &[("2025-04.csv", &april), ("copy of 2025-04.csv", &april)];
    assert_eq!(archives(&[("2025.zip", twice)]), (25, "10325.00".to_owned(), 1));
    assert_eq!(archives(&[("a.zip", months), ("b.zip", &months[..1])]), (50, "23150.00".to_owned(), 1));
}

#[test]
fn a_member_is_proved_by_the_checksum_of_its_archive() {
    let members: [(&str, &[u8]); 2] = [("a.csv", b"Date,Supplier,Amount\n03/04/2025,Acorn Ltd,5\n"), ("b.csv", b"x")];
    let folder = Folder::new();
    folder.put("2025.zip", archive(&members));
    let path = folder.0.path().join("2025.zip");
    let opened = intake::open::open(&path, "2025.zip");
    let of_archive = intake::open::sha256_of(&path).expect("the archive");
    assert!(opened.iter().all(|member| member.sha256 == of_archive));
    // As `sha256sum` prints it for the text `x`.
    assert_eq!(opened[1].content_sha256, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    assert_ne!(opened[0].content_sha256, opened[1].content_sha256);
}
