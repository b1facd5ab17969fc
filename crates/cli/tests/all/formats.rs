//! Rows of text in every format in which bodies send them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Cells of text; one that begins with `!` is an error that no spreadsheet knows, where a format has such cells.
pub type Rows = [Vec<String>];

/// Every format with the ending of its files; archives hold the same rows as text and as a workbook.
pub fn in_every_format(sheet: &str, rows: &Rows) -> Vec<(&'static str, Vec<u8>)> {
    let (text, workbook) = (csv(rows).into_bytes(), xlsx(sheet, rows));
    let archive = zipped(&[("a.csv", &text), ("b.xlsx", &workbook)]);
    vec![("csv", text), ("xlsx", workbook), ("ods", ods(sheet, rows)), ("xls", xls(sheet, rows)), ("zip", archive)]
}

pub fn csv(rows: &Rows) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

pub fn xlsx(sheet: &str, rows: &Rows) -> Vec<u8> {
    let cell = |(column, text): (usize, &String)| {
        let at = char::from(b'A' + u8::try_from(column).expect("few columns"));
        match text.strip_prefix('!') {
            Some(error) => format!(r#"<c r="{at}ROW" t="e"><v>{error}</v></c>"#),
            None => format!(r#"<c r="{at}ROW" t="inlineStr"><is><t>{text}</t></is></c>"#),
        }
    };
    let row = |(row, cells): (usize, &Vec<String>)| {
        let number = (row + 1).to_string();
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!(r#"<row r="{number}">{}</row>"#, cells.replace("ROW", &number))
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    zipped(&[
        (
            "[Content_Types].xml",
            format!(r#"<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>"#).as_bytes(),
        ),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>"#
            )
            .as_bytes(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#).as_bytes(),
        ),
    ])
}

fn ods(sheet: &str, rows: &Rows) -> Vec<u8> {
    let cell = |text: &String| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: &Vec<String>| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    let space = |name: &str| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {} {} {}><office:body><office:spreadsheet>\
         <table:table table:name=\"{sheet}\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        space("office"),
        space("table"),
        space("text"),
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

/// Excel 97: records of labels in one stream of a compound file.
fn xls(sheet: &str, rows: &Rows) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0xbb, 0x0d, 0xcc, 0x07, 0, 0, 0, 0, 6, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let short = |length: usize| u16::try_from(length).expect("a short text").to_le_bytes();
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            let place = [short(row), short(column), [0, 0], short(text.len())].concat();
            cells.extend(record(0x0204, &[&place[..], &[0], text.as_bytes()].concat()));
        }
    }
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let extent =
        [&[0; 4][..], &u32::try_from(rows.len()).expect("few rows").to_le_bytes(), &[0; 2], &short(n_columns), &[0; 2]];
    let name_length = u8::try_from(sheet.len()).expect("a short name");
    let sheet_at =
        |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, name_length, 0], sheet.as_bytes()].concat());
    let globals_length = begin(5).len() + sheet_at(0).len() + end.len();
    let globals = [begin(5), sheet_at(u32::try_from(globals_length).expect("short")), end.clone()].concat();
    compound_file(&[globals, begin(0x10), record(0x0200, &extent.concat()), cells, end].concat())
}

/// A compound file with one stream, `Workbook`: one sector of the table of sectors, one of the directory, then the stream.
fn compound_file(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    /// Shorter streams would be in sectors of another size.
    const STREAM_MIN: usize = 4096;
    const END: u32 = 0xffff_fffe;
    const FREE: u32 = 0xffff_ffff;
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(STREAM_MIN).next_multiple_of(SECTOR), 0);
    let n_sectors = stream.len() / SECTOR;
    assert!(n_sectors <= SECTOR / 4 - 2, "one sector lists all others");
    let last = u32::try_from(n_sectors + 1).expect("few sectors");
    let mut header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    header.resize(24, 0);
    header.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    header.resize(44, 0);
    for number in [1, 1, 0, 4096, END, 0, END, 0, 0] {
        header.extend(u32::to_le_bytes(number));
    }
    header.resize(SECTOR, 0xff);
    let chain = (2..last).map(|sector| sector + 1).chain([END]);
    let table: Vec<u8> = [0xffff_fffd, END].into_iter().chain(chain).flat_map(u32::to_le_bytes).collect();
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: usize| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([u8::try_from(2 * name.len() + 2).expect("a short name"), 0, kind, 1]);
        [FREE, FREE, child].into_iter().for_each(|number| entry.extend(number.to_le_bytes()));
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(u64::try_from(length).expect("short").to_le_bytes());
        entry
    };
    let directory = [entry("Root Entry", 5, 1, END, 0), entry("Workbook", 2, FREE, 2, stream.len())].concat();
    let filled = |mut sector: Vec<u8>, with: u8| {
        sector.resize(SECTOR, with);
        sector
    };
    [header, filled(table, 0xff), filled(directory, 0), stream].concat()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a member is begun");
        archive.write_all(bytes).expect("a member is written");
    }
    archive.finish().expect("an archive").into_inner()
}
