//! Rows whose cells are parted many bytes at a time, where `csv_core` looks at each.

use crate::rows::Row;

/// `csv_core` takes it for the beginning of a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the cells of the row that begins here, as `csv_core` parts them, and gives its length without its end.
///
/// None where the end of the row is not here, or a quotation mark in it does more than stand around a cell.
pub(super) fn part_plain_row(rest: &[u8], delimiter: u8, row: &mut Row) -> Option<usize> {
    if rest.starts_with(BYTE_ORDER_MARK) {
        return None;
    }
    let at = memchr::memchr3(b'\n', b'\r', b'"', rest)?;
    if rest[at] == b'"' {
        return part_quoted_row(rest, delimiter, row);
    }
    let line = &rest[..at];
    let mut from = 0;
    for end in memchr::memchr_iter(delimiter, line) {
        row.push_bytes(&line[from..end]);
        from = end + 1;
    }
    row.push_bytes(&line[from..]);
    Some(at)
}

/// The same where quotation marks stand around cells.
fn part_quoted_row(rest: &[u8], delimiter: u8, row: &mut Row) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = match rest.get(from)? {
            b'"' => {
                let inner = &rest[from + 1..];
                let n_inner = memchr::memchr3(b'"', b'\n', b'\r', inner).filter(|at| inner[*at] == b'"')?;
                row.push_bytes(&inner[..n_inner]);
                from + n_inner + 2
            }
            _ => {
                let n_cell = memchr::memchr3(delimiter, b'\n', b'\r', &rest[from..])?;
                row.push_bytes(&rest[from..from + n_cell]);
                from + n_cell
            }
        };
        match rest.get(end)? {
            b'\n' | b'\r' => return Some(end),
            byte if *byte == delimiter => from = end + 1,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Encoding;

    fn cells(text: &str) -> Option<(usize, Vec<String>)> {
        let mut row = Row::default();
        let n_bytes = part_plain_row(text.as_bytes(), b',', &mut row)?;
        Some((n_bytes, row.texts(&Encoding::Utf8)))
    }

    fn check(text: &str, expected: &[&str]) {
        let (n_bytes, found) = cells(text).unwrap_or_else(|| panic!("{text:?} is plain"));
        assert!(matches!(text.as_bytes()[n_bytes], b'\n' | b'\r'), "{text:?} ends at {n_bytes}");
        assert_eq!(found, expected, "{text:?}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let record = reader.records().next().expect("a record").expect("a readable record");
        assert_eq!(record.iter().collect::<Vec<_>>(), expected, "{text:?} by csv_core");
    }

    #[test]
    fn rows_are_parted_as_csv_core_parts_them() {
        check("a,b,c\nd", &["a", "b", "c"]);
        check("a,,\r\nd", &["a", "", ""]);
        check(",\n", &["", ""]);
        check("\"a,b\",\"\",c\r\n", &["a,b", "", "c"]);
        check("1,\"2,000.00\"\r", &["1", "2,000.00"]);
        check("5\" pipe,\"b\"\n", &["5\" pipe", "b"]);
    }

    #[test]
    fn rows_that_need_a_look_at_each_byte_are_left() {
        for text in ["a,b", "\"a\"\"b\"\n", "\"a\nb\"\n", "\"a\"b,c\n", "\"a\n", "\u{feff}a,b\n", "\"a\""] {
            assert_eq!(cells(text), None, "{text:?}");
        }
    }
}
