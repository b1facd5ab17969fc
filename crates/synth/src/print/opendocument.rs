//! ODS, written by hand: a ZIP archive whose first member, stored as it is, says what it is.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Cell, Sheet, number};
use crate::Error;

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    "\n",
    r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">"#,
    r#"<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>"#,
    r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
);
const HEAD: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    "\n",
    r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">"#,
    "<office:body><office:spreadsheet>"
);
const FOOT: &str = "</office:spreadsheet></office:body></office:document-content>\n";

/// A workbook of one sheet while it is written; its rows are kept in memory, so it must stay small.
pub(crate) struct OpenDocument {
    content: String,
}

impl OpenDocument {
    pub fn new(sheet: &str) -> OpenDocument {
        let mut content = HEAD.to_owned();
        content.push_str("<table:table table:name=\"");
        escape(sheet, &mut content);
        content.push_str("\">");
        OpenDocument { content }
    }

    pub fn save(mut self, path: &Path) -> Result<(), Error> {
        self.content.push_str("</table:table>");
        self.content.push_str(FOOT);
        let file = BufWriter::new(File::create(path).map_err(Error::io(path))?);
        let mut archive = ZipWriter::new(file);
        // The time in an archive is that of 1980 unless one is given, so the bytes are the same every time.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let members = [
            ("mimetype", MIMETYPE, stored),
            ("content.xml", &self.content, deflated),
            ("META-INF/manifest.xml", MANIFEST, deflated),
        ];
        for (name, text, options) in members {
            archive.start_file(name, options.last_modified_time(zip::DateTime::default())).map_err(Error::archive)?;
            archive.write_all(text.as_bytes()).map_err(Error::io(path))?;
        }
        archive.finish().map_err(Error::archive)?.flush().map_err(Error::io(path))
    }
}

impl Sheet for OpenDocument {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let out = &mut self.content;
        out.push_str("<table:table-row>");
        for cell in cells {
            match cell {
                Cell::Empty => out.push_str("<table:table-cell/>"),
                Cell::Text(text) => text_cell(text, out),
                Cell::WrongEncoding(text) => text_cell(text, out),
                Cell::Amount(tenths) => write!(
                    out,
                    r#"<table:table-cell office:value-type="currency" office:currency="GBP" office:value="{0}"><text:p>£{0:.2}</text:p></table:table-cell>"#,
                    number(*tenths)
                )
                .expect("writing into a text cannot fail"),
                Cell::Day(date) => write!(
                    out,
                    r#"<table:table-cell office:value-type="date" office:date-value="{date}"><text:p>{date}</text:p></table:table-cell>"#
                )
                .expect("writing into a text cannot fail"),
            }
        }
        out.push_str("</table:table-row>\n");
        Ok(())
    }
}

fn text_cell(text: &str, out: &mut String) {
    if text.is_empty() {
        return out.push_str("<table:table-cell/>");
    }
    out.push_str(r#"<table:table-cell office:value-type="string"><text:p>"#);
    escape(text, out);
    out.push_str("</text:p></table:table-cell>");
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
