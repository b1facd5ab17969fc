//! Rows that an open quotation mark swallows.
//!
//! A quoted cell may hold line breaks. It is believed unless the lines inside it read as rows of their own.

use money::Amount;

use crate::dates::DateFormat;

/// Whether a record over several lines is rows behind a quotation mark that is never closed: two of its lines
/// are as wide as rows are, with dates and amounts in the same places.
pub(super) fn swallows_rows(record: &[u8], delimiter: u8, width: usize) -> bool {
    let lines = record.split(|b| matches!(b, b'\n' | b'\r')).map(|line| cells_of_line(line, delimiter));
    let mut places: Vec<Vec<bool>> = lines
        .filter(|cells| 1 < width && cells.len() == width)
        .map(|cells| cells.into_iter().map(is_figure).collect::<Vec<bool>>())
        .filter(|figures| figures.contains(&true))
        .collect();
    let n = places.len();
    places.sort_unstable();
    places.dedup();
    places.len() < n
}

/// The cells of one line. A quotation mark that is closed in no cell of it is passed over.
pub(super) fn cells_of_line(line: &[u8], delimiter: u8) -> Vec<&[u8]> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let quoted = rest.strip_prefix(b"\"");
        let start = quoted.unwrap_or(rest);
        let closed = quoted.and_then(|quoted| closing_mark(quoted, delimiter));
        let end = closed.or_else(|| start.iter().position(|b| *b == delimiter)).unwrap_or(start.len());
        cells.push(&start[..end]);
        let after = &start[end..];
        let after = if closed.is_some() { &after[1..] } else { after };
        match after.split_first() {
            Some((_, next)) => rest = next,
            None => return cells,
        }
    }
}

/// Where a quoted cell ends: at a mark before a delimiter or the end of the line. Doubled marks are text.
fn closing_mark(quoted: &[u8], delimiter: u8) -> Option<usize> {
    let mut at = 0;
    while at < quoted.len() {
        match (quoted[at], quoted.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', None) => return Some(at),
            (b'"', Some(next)) if *next == delimiter => return Some(at),
            _ => at += 1,
        }
    }
    None
}

fn is_figure(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell);
    let text = text.trim();
    text.bytes().any(|b| b.is_ascii_digit())
        && (Amount::parse(text).is_ok() || DateFormat::ALL.iter().any(|format| format.read(text).is_some()))
}
