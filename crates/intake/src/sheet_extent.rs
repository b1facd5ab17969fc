//! How far a workbook reaches, seen before its reader fills memory with what lies between its cells.
//!
//! A few bytes can say "this cell sixteen thousand times in each of a million rows", or name a column that no sheet has.
//! The members are unpacked once to see that they are no bomb; these looks happen on the way.

use std::io::{self, Write};

use memchr::memchr;
use memchr::memmem::Finder;

/// Columns and rows of a sheet: what spreadsheets themselves allow.
pub(crate) const COLUMNS_MAX: u32 = 16_384;
pub(crate) const ROWS_MAX: u32 = 1_048_576;
/// How many cells repeats and gaps may add: a fixed number, and a number for each cell that is written out.
const CELLS_ALWAYS: u64 = 1_000_000;
const CELLS_FOR_EACH: u64 = 8;
/// Spaces that are written as a number.
const SPACES_MAX: u64 = 1_000_000;
/// No tag is longer.
const TAG_BYTES_MAX: usize = 1 << 20;

/// Looks at one member of an archive as it is unpacked.
pub(crate) struct Extent {
    kind: Member,
    /// What stands behind the last whole tag.
    rest: Vec<u8>,
    tables: Tables,
    is_beyond: bool,
    cell_row: Finder<'static>,
    range: Finder<'static>,
}

/// What a member is, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    /// A sheet of an XLSX: cells name their columns.
    Sheet,
    /// All sheets of an ODS: cells and rows are repeated.
    Tables,
    Other,
}

impl Extent {
    pub(crate) fn of(member: &str) -> Extent {
        let is_sheet = member.contains("worksheets/") && member.ends_with(".xml");
        let kind = match member {
            "content.xml" => Member::Tables,
            _ if is_sheet => Member::Sheet,
            _ => Member::Other,
        };
        Extent {
            kind,
            rest: Vec::new(),
            tables: Tables::default(),
            is_beyond: false,
            cell_row: Finder::new(" r="),
            range: Finder::new(" ref="),
        }
    }

    /// Whether it reaches further than a sheet can, or than what is written in it.
    pub(crate) fn is_beyond(&self) -> bool {
        self.is_beyond || self.tables.is_beyond()
    }

    fn look(&mut self, tags: &[u8]) {
        match self.kind {
            Member::Sheet => {
                let is_beyond = |finder: &Finder, length: usize| {
                    finder.find_iter(tags).any(|at| is_beyond_a_sheet(quoted(&tags[at + length..])))
                };
                self.is_beyond |= is_beyond(&self.cell_row, 3) || is_beyond(&self.range, 5);
            }
            Member::Tables => self.tables.look(tags),
            Member::Other => {}
        }
    }
}

impl Write for Extent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.kind == Member::Other {
            return Ok(bytes.len());
        }
        self.rest.extend_from_slice(bytes);
        if let Some(end) = memchr::memrchr(b'>', &self.rest) {
            let rest = self.rest.split_off(end + 1);
            let tags = std::mem::replace(&mut self.rest, rest);
            self.look(&tags);
        } else if TAG_BYTES_MAX < self.rest.len() {
            self.rest.clear();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The text between quotation marks of either kind; nothing where none begins.
fn quoted(text: &[u8]) -> &[u8] {
    match text.first() {
        Some(mark @ (b'"' | b'\'')) => &text[1..memchr(*mark, &text[1..]).map_or(1, |end| end + 1)],
        _ => &[],
    }
}

/// Whether a cell, such as `XFE1`, or the end of a range lies where no sheet reaches.
fn is_beyond_a_sheet(range: &[u8]) -> bool {
    range.split(|byte| *byte == b':').any(|cell| {
        let letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic());
        let column = letters.clone().fold(0, |n: u32, letter| {
            n.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
        });
        let digits = cell[letters.count()..].iter().take_while(|byte| byte.is_ascii_digit());
        let row = digits.fold(0, |n: u32, digit| n.saturating_mul(10).saturating_add(u32::from(digit - b'0')));
        COLUMNS_MAX < column || ROWS_MAX < row
    })
}

/// The tables of an ODS, counted as its reader lays them out: rows as wide as the widest, from the first to the last.
#[derive(Default)]
struct Tables {
    n_written: u64,
    n_laid_out: u64,
    n_spaces: u64,
    table: Table,
    row: TableRow,
}

#[derive(Default)]
struct Table {
    n_rows: u64,
    n_empty_rows: u64,
    width: u64,
}

#[derive(Default)]
struct TableRow {
    n_repeats: u64,
    width: u64,
    n_empty: u64,
}

impl Tables {
    fn is_beyond(&self) -> bool {
        let n_now = self.table.n_rows * self.table.width;
        SPACES_MAX < self.n_spaces
            || CELLS_ALWAYS + CELLS_FOR_EACH * self.n_written < self.n_laid_out.saturating_add(n_now)
    }

    fn look(&mut self, tags: &[u8]) {
        let mut rest = tags;
        while let Some(start) = memchr(b'<', rest) {
            let end = memchr(b'>', &rest[start..]).map_or(rest.len(), |end| start + end);
            self.tag(&rest[start + 1..end]);
            rest = &rest[end..];
        }
    }

    fn tag(&mut self, tag: &[u8]) {
        let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
        match name {
            b"table:table-row" => {
                self.end_row();
                self.row.n_repeats = number(tag, b"number-rows-repeated=").unwrap_or(1).min(u64::from(ROWS_MAX));
            }
            b"table:table-cell" | b"table:covered-table-cell" => self.cell(tag),
            b"text:s" => self.n_spaces += number(tag, b"text:c=").unwrap_or(1),
            _ if tag == b"/table:table" => {
                self.end_row();
                self.n_laid_out += self.table.n_rows * self.table.width;
                self.table = Table::default();
            }
            _ => {}
        }
    }

    fn cell(&mut self, tag: &[u8]) {
        self.n_written += 1;
        let row = &mut self.row;
        let n_repeats = number(tag, b"number-columns-repeated=").unwrap_or(1);
        let has = |word: &[u8]| memchr::memmem::find(tag, word).is_some();
        if has(b"office:") || has(b"table:formula") {
            row.width = (row.width + row.n_empty + n_repeats).min(u64::from(COLUMNS_MAX));
            row.n_empty = 0;
        } else {
            row.n_empty = (row.n_empty + n_repeats).min(u64::from(COLUMNS_MAX));
        }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        let table = &mut self.table;
        if row.width == 0 {
            table.n_empty_rows += row.n_repeats;
            return;
        }
        // Empty rows above the first filled one and below the last are not laid out.
        let n_between = if table.n_rows == 0 { 0 } else { table.n_empty_rows };
        table.n_rows = (table.n_rows + n_between + row.n_repeats).min(u64::from(ROWS_MAX));
        table.n_empty_rows = 0;
        table.width = table.width.max(row.width);
    }
}

/// A number in an attribute; more digits than a number has room for are as many as can be.
fn number(tag: &[u8], attribute: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(tag, attribute)? + attribute.len();
    let digits = quoted(&tag[at..]).iter().filter(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |n: u64, digit| n.saturating_mul(10).saturating_add(u64::from(digit - b'0'))).min(1 << 40))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_beyond(member: &str, xml: &str, n_at_once: usize) -> bool {
        let mut extent = Extent::of(member);
        xml.as_bytes().chunks(n_at_once).for_each(|piece| extent.write_all(piece).unwrap());
        extent.is_beyond()
    }

    #[test]
    fn a_cell_beyond_the_last_column_or_row_is_seen_however_it_is_written() {
        for (xml, expected) in [
            ("<c r=\"XFD1048576\"><v>1</v></c>", false),
            ("<c r=\"XFE1\"><v>1</v></c>", true),
            ("<c s=\"1\" r='ZZZZZZZ2'/>", true),
            ("<c r=\"A1048577\"/>", true),
            ("<c r=\"a99999999999999999999\"/>", true),
            ("<dimension ref=\"A1:ZZZZ2\"/>", true),
            ("<row r=\"12\"><c r=\"B12\" t=\"inlineStr\"><is><t>for r=XFE1</t></is></c></row>", false),
        ] {
            for n_at_once in [1, 7, 1 << 16] {
                assert_eq!(is_beyond("xl/worksheets/sheet1.xml", xml, n_at_once), expected, "{xml}");
            }
        }
    }

    #[test]
    fn repeats_are_counted_where_they_are_laid_out() {
        let table = |rows: &str| format!("<table:table table:name=\"S\">{rows}</table:table>");
        let row = |repeats: u32, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>")
        };
        let cell = |repeats: u32, value: &str| {
            format!("<table:table-cell{value} table:number-columns-repeated=\"{repeats}\"></table:table-cell>")
        };
        let one = cell(1, " office:value-type=\"string\"");
        let empty_end = row(1_048_000, &cell(16_384, ""));
        for (rows, expected) in [
            (row(1, &one), false),
            (row(1, &one) + &empty_end, false),
            (empty_end.clone() + &row(1, &one), false),
            (row(1, &(cell(16_000, "") + &one)) + &empty_end, false),
            (row(1, &(cell(16_000, "") + &one)) + &empty_end + &row(1, &one), true),
            (row(100, &cell(16_384, " office:value-type=\"string\"")), true),
            (row(1_048_576, &cell(9, " office:value=\"1\"")), true),
            (
                row(
                    1,
                    "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"9999999999\"/></text:p></table:table-cell>",
                ),
                true,
            ),
        ] {
            for n_at_once in [1, 1 << 16] {
                assert_eq!(is_beyond("content.xml", &table(&rows), n_at_once), expected, "{rows}");
            }
        }
    }
}
