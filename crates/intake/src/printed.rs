//! Rows of a file as they are printed in it, for tracing a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::encoding::Encoding;
use crate::open::{Kind, open};
use crate::rows::{Row, Rows, Step};
use crate::sheet::Workbook;

/// The cells of some rows of a file, by row number.
///
/// `shown_path` is the path in `source_file`, with `!member` for a file inside an archive.
pub fn printed_rows(
    root: &Path,
    shown_path: &str,
    sheet: Option<&str>,
    rows: &BTreeSet<u64>,
) -> io::Result<BTreeMap<u64, Vec<String>>> {
    let file = shown_path.split('!').next().unwrap_or(shown_path);
    let path = root.join(file);
    std::fs::metadata(&path)?;
    let opened = open(&path, file).into_iter().find(|opened| opened.shown_path == shown_path);
    match opened.map(|opened| opened.kind) {
        Some(Kind::Text(text)) => pick(&mut text.rows()?, text.encoding, rows),
        Some(Kind::Workbook(bytes)) => {
            let mut workbook = Workbook::open(bytes).map_err(io::Error::other)?;
            let mut all = workbook.rows(sheet.unwrap_or_default()).map_err(io::Error::other)?;
            pick(&mut all, Encoding::Utf8, rows)
        }
        _ => Err(io::Error::other(format!("`{shown_path}` can no longer be read"))),
    }
}

fn pick(all: &mut dyn Rows, encoding: Encoding, wanted: &BTreeSet<u64>) -> io::Result<BTreeMap<u64, Vec<String>>> {
    let mut found = BTreeMap::new();
    let mut row = Row::default();
    while found.len() < wanted.len() {
        if all.next(&mut row)? == Step::End {
            break;
        }
        if wanted.contains(&row.number) {
            found.insert(row.number, row.texts(&encoding));
        }
    }
    Ok(found)
}
