//! Delimited text: any delimiter, ragged rows, quotes across lines, bounded memory.

mod plain_row;
mod swallowed;

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::rows::{Row, Rows, Step};
use plain_row::part_plain_row;
use swallowed::{cells_of_line, swallows_rows};

/// Longest row that is believed. A ledger row is a few hundred bytes; beyond this a quotation mark was
/// never closed, or the file has no line ends.
pub const ROW_BYTES_MAX: usize = 1 << 18;
/// Most line breaks inside one row that are believed, for the same reason.
const ROW_LINES_MAX: usize = 60;
const CHUNK_BYTES: usize = 1 << 16;
/// More columns than any spreadsheet can hold.
const COLUMNS_MAX: usize = 16_384;

/// Rows of a delimited text.
pub struct TextRows<R> {
    input: R,
    /// Made for the first row that needs it.
    reader: Option<Reader>,
    buffer: Vec<u8>,
    /// Where the record now read begins; bytes before it are used up.
    start: usize,
    /// How far it has been read.
    position: usize,
    is_at_end: bool,
    number: u64,
    delimiter: u8,
    width: UsualWidth,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> TextRows<R> {
    pub fn new(input: R, delimiter: u8) -> TextRows<R> {
        TextRows {
            input,
            reader: None,
            buffer: Vec::with_capacity(4 * CHUNK_BYTES),
            start: 0,
            position: 0,
            is_at_end: false,
            number: 0,
            delimiter,
            width: UsualWidth::default(),
            fields: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// Makes sure that a byte is there to look at; false at the end.
    fn has_more(&mut self) -> io::Result<bool> {
        while self.position == self.buffer.len() && !self.is_at_end {
            self.start = self.position;
            self.refill()?;
        }
        Ok(self.position < self.buffer.len())
    }

    /// Reads on. What lies before the record now read is dropped first, so that the buffer stays small.
    fn refill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.position -= self.start;
        self.start = 0;
        let n_read = self.input.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.buffer)?;
        self.is_at_end |= n_read == 0;
        Ok(())
    }

    /// Takes one blank row where one starts here. `csv_core` passes over blank rows in silence, and then
    /// row numbers would no longer be those that a person sees.
    fn take_blank(&mut self) -> io::Result<bool> {
        match self.buffer[self.position] {
            b'\n' => self.position += 1,
            b'\r' => {
                self.position += 1;
                self.take_line_feed()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The second half of a `\r\n`.
    fn take_line_feed(&mut self) -> io::Result<()> {
        if self.has_more()? && self.buffer[self.position] == b'\n' {
            self.position += 1;
        }
        Ok(())
    }

    /// Takes a row that can be parted without a look at every byte, as nearly every one can; false where it cannot, and
    /// then nothing is used up.
    fn take_plain(&mut self, row: &mut Row) -> io::Result<bool> {
        let rest = &self.buffer[self.position..];
        row.clear(self.number);
        let n_bytes = if self.is_at_end { None } else { part_plain_row(rest, self.delimiter, row) };
        let Some(n_bytes) = n_bytes.filter(|n| *n < ROW_BYTES_MAX && row.len() <= COLUMNS_MAX) else {
            return Ok(false);
        };
        let is_carriage_return = rest[n_bytes] == b'\r';
        self.width.count(row.len());
        self.position += n_bytes + 1;
        if is_carriage_return {
            self.take_line_feed()?;
        }
        Ok(true)
    }

    /// One record from here; none where it is longer than is believed, and then nothing is used up.
    fn take_record(&mut self) -> io::Result<Option<(usize, usize)>> {
        self.start = self.position;
        let delimiter = self.delimiter;
        let new_reader = || ReaderBuilder::new().delimiter(delimiter).build();
        self.reader.get_or_insert_with(new_reader).reset();
        let (mut n_fields_bytes, mut n_ends) = (0, 0);
        loop {
            let (result, n_in, n_out, n_new_ends) = self.reader.get_or_insert_with(new_reader).read_record(
                &self.buffer[self.position..],
                &mut self.fields[n_fields_bytes..],
                &mut self.ends[n_ends..],
            );
            self.position += n_in;
            n_fields_bytes += n_out;
            n_ends += n_new_ends;
            if self.position - self.start > ROW_BYTES_MAX {
                return Ok(None);
            }
            match result {
                ReadRecordResult::InputEmpty => self.refill()?,
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > COLUMNS_MAX => return Ok(None),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(Some((n_fields_bytes, n_ends))),
            }
        }
    }

    /// Whether the record just read swallowed rows behind a quotation mark that is never closed.
    fn is_runaway(&self, n_fields: usize) -> bool {
        // Quotes are rare and line breaks inside them rarer; the reader counts lines as it goes.
        let raw = self.buffer[self.start..self.position].trim_ascii_end();
        let has_one_line = self.reader.as_ref().is_some_and(|reader| reader.line() <= 1);
        // The reader counts line feeds alone; old Macs end lines without.
        if has_one_line && !self.is_at_end && memchr::memchr(b'\r', raw).is_none() {
            return false;
        }
        let is_last = self.is_at_end && self.position == self.buffer.len();
        let n_of = |byte: u8| memchr::memchr_iter(byte, raw).count();
        let is_odd = || n_of(b'"') % 2 == 1;
        let n_lines = n_of(b'\n').max(n_of(b'\r'));
        if n_lines == 0 {
            let usual = self.width.usual();
            return is_last && n_fields != usual && is_odd() && cells_of_line(raw, self.delimiter).len() == usual;
        }
        n_lines > ROW_LINES_MAX || (is_last && is_odd()) || swallows_rows(raw, self.delimiter, self.width.usual())
    }

    /// Reads the line that starts here as if its open quotation mark were not there; false where that gives
    /// no row as wide as the others, and then nothing is used up.
    fn take_line_with_open_quote(&mut self, row: &mut Row) -> io::Result<bool> {
        let rest = &self.buffer[self.start..];
        let n_bytes = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let cells = cells_of_line(&rest[..n_bytes.min(ROW_BYTES_MAX)], self.delimiter);
        if n_bytes > ROW_BYTES_MAX || cells.len() < 2 || cells.len() != self.width.usual() {
            return Ok(false);
        }
        row.clear(self.number);
        row.has_open_quote = true;
        cells.iter().for_each(|cell| row.push_bytes(cell));
        self.position = self.start + n_bytes;
        if self.has_more()? {
            self.take_blank()?;
        }
        Ok(true)
    }

    /// Gives up on the row that starts here: keeps its beginning and goes on after its line.
    fn skip_line(&mut self, row: &mut Row) -> io::Result<Step> {
        self.position = self.start;
        let mut n_bytes: u64 = 0;
        let beginning = &self.buffer[self.start..];
        let beginning = String::from_utf8_lossy(&beginning[..beginning.len().min(400)]).into_owned();
        row.clear(self.number);
        row.push_cell(beginning.lines().next().unwrap_or_default());
        loop {
            let rest = &self.buffer[self.position..];
            match memchr::memchr2(b'\n', b'\r', rest) {
                Some(at) => {
                    n_bytes += at as u64;
                    self.position += at;
                    self.take_blank()?;
                    return Ok(Step::TooLong { n_bytes });
                }
                None => {
                    n_bytes += rest.len() as u64;
                    self.position = self.buffer.len();
                    if !self.has_more()? {
                        return Ok(Step::TooLong { n_bytes });
                    }
                }
            }
        }
    }
}

impl<R: Read> Rows for TextRows<R> {
    fn next(&mut self, row: &mut Row) -> io::Result<Step> {
        if !self.has_more()? {
            return Ok(Step::End);
        }
        self.number += 1;
        if self.take_blank()? {
            row.clear(self.number);
            return Ok(Step::Row);
        }
        if self.take_plain(row)? {
            return Ok(Step::Row);
        }
        let record = self.take_record()?.filter(|(_, n_fields)| !self.is_runaway(*n_fields));
        let Some((n_bytes, n_fields)) = record else {
            return if self.take_line_with_open_quote(row)? { Ok(Step::Row) } else { self.skip_line(row) };
        };
        self.width.count(n_fields);
        if self.position > 0 && self.buffer[self.position - 1] == b'\r' {
            self.take_line_feed()?;
        }
        row.set_record(self.number, &self.fields[..n_bytes], &self.ends[..n_fields]);
        Ok(Step::Row)
    }
}

/// How many cells most rows have, by the majority vote of Boyer and Moore: one number to keep, however long the file.
#[derive(Default)]
struct UsualWidth {
    n_cells: usize,
    votes: u32,
}

impl UsualWidth {
    /// A file may change its layout half-way, so the past weighs no more than this.
    const VOTES_MAX: u32 = 50;

    fn count(&mut self, n_cells: usize) {
        if n_cells == self.n_cells {
            self.votes = (self.votes + 1).min(UsualWidth::VOTES_MAX);
        } else if self.votes == 0 && n_cells > 1 {
            (self.n_cells, self.votes) = (n_cells, 1);
        } else {
            self.votes = self.votes.saturating_sub(1);
        }
    }

    fn usual(&self) -> usize {
        self.n_cells
    }
}

/// The delimiter by which the sample splits into the most even table; a comma where nothing splits.
pub fn find_delimiter(sample: &[u8]) -> u8 {
    const CANDIDATES: [u8; 5] = [b',', b'\t', b';', b'|', b'^'];
    let score = |delimiter: u8| -> (usize, usize) {
        let mut rows = TextRows::new(sample, delimiter);
        let mut row = Row::default();
        let mut widths: Vec<usize> = Vec::new();
        while widths.len() < 200 && matches!(rows.next(&mut row), Ok(Step::Row | Step::TooLong { .. })) {
            widths.push(row.len());
        }
        let wide: Vec<usize> = widths.into_iter().filter(|width| *width > 1).collect();
        // Rows of the commonest width, then that width: prose has commas too, but no columns.
        let commonest = wide.iter().map(|w| (wide.iter().filter(|v| *v == w).count(), *w)).max();
        commonest.unwrap_or((0, 0))
    };
    let scores = CANDIDATES.into_iter().rev().map(|delimiter| (score(delimiter), delimiter));
    let best = scores.max_by_key(|(score, _)| *score);
    best.filter(|((n_rows, _), _)| *n_rows > 0).map_or(b',', |(_, delimiter)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Encoding;

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let mut rows = TextRows::new(text.as_bytes(), b',');
        let mut row = Row::default();
        let mut found: Vec<(u64, Vec<String>)> = Vec::new();
        loop {
            match rows.next(&mut row).unwrap() {
                Step::End => break,
                Step::Row => found.push((row.number, row.texts(&Encoding::Utf8))),
                Step::TooLong { .. } => {
                    found.push((row.number, vec![format!("too long: {}", row.text(0, &Encoding::Utf8))]))
                }
            }
        }
        let expected: Vec<(u64, Vec<String>)> =
            expected.iter().map(|(n, cells)| (*n, cells.iter().map(|c| c.to_string()).collect())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        check("a,b\n\n1,2\r\n\r\n3,4", &[(1, &["a", "b"]), (2, &[]), (3, &["1", "2"]), (4, &[]), (5, &["3", "4"])]);
        check("a,b\r1,2\r\r3,4\r", &[(1, &["a", "b"]), (2, &["1", "2"]), (3, &[]), (4, &["3", "4"])]);
        check("a,\"two\nlines\"\n1,2\n", &[(1, &["a", "two\nlines"]), (2, &["1", "2"])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_no_row() {
        check("a,b\n1,\"x\n2,y\n3,z\n", &[(1, &["a", "b"]), (2, &["1", "x"]), (3, &["2", "y"]), (4, &["3", "z"])]);
        // Where the line is then no row like the others, it is one row for a person to look at.
        check("a,b\n1,\"x,v\n2,y\n", &[(1, &["a", "b"]), (2, &["too long: 1,\"x,v"]), (3, &["2", "y"])]);
    }

    #[test]
    fn a_quoted_cell_is_believed_over_several_lines_unless_they_are_rows() {
        let heading: (u64, &[&str]) = (1, &["date", "payee", "amount"]);
        check(
            "date,payee,amount\n01/04/2025,\"Acorn, Leeds\nLeeds, LS1\",12.50\n",
            &[heading, (2, &["01/04/2025", "Acorn, Leeds\nLeeds, LS1", "12.50"])],
        );
        check(
            "date,payee,amount\n01/04/2025,\"Acorn,10.00\n02/04/2025,\"Dale,40.00\n03/04/2025,Elm,5.00\n",
            &[
                heading,
                (2, &["01/04/2025", "Acorn", "10.00"]),
                (3, &["02/04/2025", "Dale", "40.00"]),
                (4, &["03/04/2025", "Elm", "5.00"]),
            ],
        );
    }

    #[test]
    fn a_line_without_end_is_passed_over_in_bounded_memory() {
        let long = io::repeat(b'x').take(30_000_000).chain(&b"\n1,2\n"[..]);
        let mut rows = TextRows::new(long, b',');
        let mut row = Row::default();
        assert_eq!(rows.next(&mut row).unwrap(), Step::TooLong { n_bytes: 30_000_000 });
        assert_eq!(rows.next(&mut row).unwrap(), Step::Row);
        assert_eq!(row.texts(&Encoding::Utf8), ["1", "2"]);
        assert!(rows.buffer.capacity() < 8 << 20);
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        assert_eq!(find_delimiter(b"a;b;c\n1,5;2,5;x\n2,5;3,5;y\n"), b';');
        assert_eq!(find_delimiter(b"a\tb\n1\t2\n"), b'\t');
        assert_eq!(find_delimiter(b"a|b\n1|2\n"), b'|');
        assert_eq!(find_delimiter(b"only\none\ncolumn\n"), b',');
    }
}
