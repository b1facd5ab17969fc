//! What a workbook says about its cells besides their values: what is hidden, and which sums are in another currency.
//!
//! The workbook reader gives only values, so the same members of the archive are read again here, but only those
//! that hold such a mark at all.

mod ods;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use memchr::{memchr, memmem};

/// The marks on the cells of one sheet. Rows and columns count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// Sums in another currency, and the mark to print before them.
    pub foreign: BTreeMap<(u32, u32), String>,
}

/// The marks of a workbook by the names of its sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WorkbookMarks {
    by_sheet: BTreeMap<String, Marks>,
    /// Days are counted from 1904, as in old Macintosh workbooks.
    pub counts_from_1904: bool,
}

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

impl WorkbookMarks {
    /// The marks of an XLSX or ODS; of other workbooks none are known.
    pub fn of(bytes: &[u8]) -> WorkbookMarks {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return WorkbookMarks::default() };
        if archive.index_for_name("content.xml").is_some() {
            ods::marks(&mut archive)
        } else {
            xlsx::marks(&mut archive)
        }
    }

    /// The marks of a sheet; none if it has no marks.
    pub fn sheet(&self, name: &str) -> Marks {
        self.by_sheet.get(name).cloned().unwrap_or_default()
    }
}

/// A member of an archive whose size has already been checked.
fn member(archive: &mut Archive<'_>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(mut member) = archive.by_name(name) {
        // What cannot be unpacked is reported by the reader of the cells.
        let _ = member.read_to_end(&mut bytes);
    }
    bytes
}

/// The tags of an XML text, without their brackets.
fn tags(xml: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        let start = memchr(b'<', rest)? + 1;
        let end = start + memchr(b'>', &rest[start..])?;
        let tag = &rest[start..end];
        rest = &rest[end + 1..];
        Some(tag)
    })
}

/// The name of a tag without its prefix; `/row` where it closes one.
fn name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len());
    let name = tag[..end].strip_suffix(b"/").unwrap_or(&tag[..end]);
    match memchr(b':', name) {
        Some(at) if !name.starts_with(b"/") => &name[at + 1..],
        _ => name,
    }
}

/// An attribute's text, with the five named entities replaced.
fn attribute(tag: &[u8], name: &str) -> Option<String> {
    let wanted = format!("{name}=");
    let mut from = 0;
    loop {
        let at = from + memmem::find(&tag[from..], wanted.as_bytes())?;
        from = at + wanted.len();
        let stands_alone =
            at.checked_sub(1).is_some_and(|before| matches!(tag[before], b' ' | b'\n' | b'\t' | b'\r' | b':'));
        let mark = *tag.get(from)?;
        if stands_alone && matches!(mark, b'"' | b'\'') {
            let text = &tag[from + 1..];
            let end = memchr(mark, text)?;
            return Some(unescape(&String::from_utf8_lossy(&text[..end])));
        }
    }
}

fn unescape(text: &str) -> String {
    let signs = [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

fn is_yes(text: &str) -> bool {
    matches!(text, "1" | "true")
}

/// The mark of a currency that is not sterling, by its sign or its code.
fn foreign_mark(currency: &str) -> Option<String> {
    match currency.trim() {
        "" | "£" | "GBP" | "UK£" => None,
        "$" | "US$" | "USD" => Some("$".to_owned()),
        "€" | "EUR" => Some("€".to_owned()),
        other => Some(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_whole() {
        let tag = br#"row ref="B2" r="12" x14ac:dyDescent="0.2" hidden="1""#;
        assert_eq!(name(tag), b"row");
        assert_eq!(attribute(tag, "r").as_deref(), Some("12"));
        assert_eq!(attribute(tag, "hidden").as_deref(), Some("1"));
        assert_eq!(attribute(br#"x a="1 &amp; 2""#, "a").as_deref(), Some("1 & 2"));
        assert_eq!(attribute(tag, "dden"), None);
        assert_eq!(name(b"/table:table"), b"/table:table");
    }
}
