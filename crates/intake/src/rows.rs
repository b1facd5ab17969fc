//! One row at a time, whatever the file is.
//!
//! Every reader fills the same [`Row`]: cells as bytes in one buffer, so that a ledger of millions of
//! rows is read without an allocation per cell. Sheets are written into it as UTF-8 text.

use crate::encoding::Encoding;
use std::borrow::Cow;

/// One row of a file or sheet.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Row from 1, as a spreadsheet counts: blank rows count, a cell with line breaks is one row.
    pub number: u64,
    /// A quotation mark in it is never closed; it was read as if the mark were not there.
    pub has_open_quote: bool,
    /// It is hidden in its workbook.
    pub is_hidden: bool,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Row {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell's bytes without white space around them; nothing where the row is shorter.
    pub fn cell(&self, index: usize) -> &[u8] {
        let Some(&end) = self.ends.get(index) else { return &[] };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.bytes[start..end].trim_ascii()
    }

    pub fn text<'a>(&'a self, index: usize, encoding: &Encoding) -> Cow<'a, str> {
        encoding.decode(self.cell(index))
    }

    /// All cells, one after the other, and where each of them ends.
    pub(crate) fn bytes_and_ends(&self) -> (&[u8], &[usize]) {
        (&self.bytes, &self.ends)
    }

    /// Whether no cell holds anything. A Ctrl-Z is the end of a file as DOS wrote it.
    pub fn is_blank(&self) -> bool {
        self.bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1a)
    }

    pub fn clear(&mut self, number: u64) {
        self.number = number;
        self.has_open_quote = false;
        self.is_hidden = false;
        self.bytes.clear();
        self.ends.clear();
    }

    pub fn push_cell(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn push_bytes(&mut self, cell: &[u8]) {
        self.bytes.extend_from_slice(cell);
        self.ends.push(self.bytes.len());
    }

    /// Replaces the content by a record of `csv_core`: its output bytes and the ends of its fields.
    pub(crate) fn set_record(&mut self, number: u64, bytes: &[u8], ends: &[usize]) {
        self.number = number;
        self.has_open_quote = false;
        self.is_hidden = false;
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.ends.clear();
        self.ends.extend_from_slice(ends);
    }

    /// The cells as text, for messages and for the row as printed.
    pub fn texts(&self, encoding: &Encoding) -> Vec<String> {
        (0..self.len()).map(|i| self.text(i, encoding).into_owned()).collect()
    }
}

/// What reading one more row gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Row,
    /// A row too long to be one: a quotation mark is never closed, or the file has no line ends. The row
    /// holds its beginning.
    TooLong {
        n_bytes: u64,
    },
    End,
}

/// Rows one after another.
pub trait Rows {
    fn next(&mut self, row: &mut Row) -> std::io::Result<Step>;
}
