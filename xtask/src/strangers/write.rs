//! Files as bytes: text, XLSX and ODS.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::book::{Cell, File, Sheet};
use super::print::{Container, Encoding, Print};
use crate::Outcome;

/// The bytes of a file.
pub fn bytes(file: &File) -> Outcome<Vec<u8>> {
    let mut bytes = match file.print.container {
        Container::Text => encoded(&text(&file.sheets[0], &file.print), file.print.encoding),
        Container::Xlsx => workbook(file).map_err(|error| format!("cannot write a workbook: {error}"))?,
        Container::Ods => open_document(file).map_err(|error| format!("cannot write a document: {error}"))?,
    };
    bytes.truncate((bytes.len() as f64 * file.share) as usize);
    Ok(bytes)
}

fn shown(cell: &Cell, print: &Print) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Number(text) | Cell::Raw(text) => text.clone(),
        Cell::Day(day) => print.days.show(*day),
        Cell::Pence(pence) => print.amounts.show(*pence),
    }
}

fn text(sheet: &Sheet, print: &Print) -> String {
    let mut text = String::new();
    for row in &sheet.rows {
        for (i, cell) in row.cells.iter().enumerate() {
            if 0 < i {
                text.push(print.separator);
            }
            let shown = shown(cell, print);
            let needs_quotes = shown.contains([print.separator, '"', '\n', '\r']);
            match cell {
                Cell::Raw(_) => text += &shown,
                _ if needs_quotes || print.quotes_all => text += &format!("\"{}\"", shown.replace('"', "\"\"")),
                _ => text += &shown,
            }
        }
        text += print.line_end;
    }
    text
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        Encoding::Utf16Le => "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        // Windows-1252 has no typographic minus; such systems print its en dash.
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(&text.replace('−', "–")).0.into_owned(),
    }
}

fn workbook(file: &File) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for sheet in &file.sheets {
        let mut page = Worksheet::new();
        page.set_name(&sheet.name)?;
        page.set_hidden(sheet.is_hidden);
        for (r, row) in sheet.rows.iter().enumerate() {
            let r = r as u32;
            if row.is_hidden {
                page.set_row_hidden(r)?;
            }
            for (c, cell) in row.cells.iter().enumerate() {
                write_cell(&mut page, (r, c as u16), cell, &file.print, &format)?;
            }
        }
        book.push_worksheet(page);
    }
    book.save_to_buffer()
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    print: &Print,
    format: &Format,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    use super::print::Days;
    match cell {
        Cell::Empty => {}
        Cell::Day(day) if print.days == Days::Cell => {
            page.write_number_with_format(row, column, day.serial() as f64, format)?;
        }
        Cell::Day(day) if matches!(print.days, Days::Serial | Days::Epoch | Days::Compact) => {
            page.write_number(row, column, print.days.show(*day).parse().unwrap_or(0.0))?;
        }
        Cell::Pence(pence) if !print.amounts_as_text => {
            page.write_number(row, column, *pence as f64 / 100.0)?;
        }
        Cell::Number(number) if number.parse::<f64>().is_ok() => {
            page.write_number(row, column, number.parse().unwrap_or(0.0))?;
        }
        _ => {
            page.write_string(row, column, shown(cell, print))?;
        }
    }
    Ok(())
}

fn open_document(file: &File) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("mimetype", stored)?;
    archive.write_all(b"application/vnd.oasis.opendocument.spreadsheet")?;
    archive.start_file("META-INF/manifest.xml", zip::write::SimpleFileOptions::default())?;
    archive.write_all(MANIFEST.as_bytes())?;
    archive.start_file("content.xml", zip::write::SimpleFileOptions::default())?;
    archive.write_all(content(file).as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#;

fn content(file: &File) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0""#,
        r#" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#,
        r#" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">"#,
        "<office:body><office:spreadsheet>"
    ));
    for sheet in &file.sheets {
        xml += &format!(r#"<table:table table:name="{}">"#, escaped(&sheet.name));
        for row in &sheet.rows {
            let hidden = if row.is_hidden { r#" table:visibility="collapse""# } else { "" };
            xml += &format!("<table:table-row{hidden}>");
            row.cells.iter().for_each(|cell| xml += &element(cell, &file.print));
            xml += "</table:table-row>";
        }
        xml += "</table:table>";
    }
    xml + "</office:spreadsheet></office:body></office:document-content>"
}

fn element(cell: &Cell, print: &Print) -> String {
    let shown = escaped(&shown(cell, print));
    let typed = match cell {
        Cell::Empty => return "<table:table-cell/>".to_owned(),
        Cell::Day(day) if print.days == super::print::Days::Cell => {
            format!(r#"office:value-type="date" office:date-value="{day}""#)
        }
        Cell::Pence(pence) if !print.amounts_as_text => {
            format!(r#"office:value-type="float" office:value="{}""#, super::print::PLAIN.show(*pence))
        }
        Cell::Number(number) if number.parse::<f64>().is_ok() => {
            format!(r#"office:value-type="float" office:value="{number}""#)
        }
        _ => r#"office:value-type="string""#.to_owned(),
    };
    format!("<table:table-cell {typed}><text:p>{shown}</text:p></table:table-cell>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
