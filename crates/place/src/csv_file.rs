//! A small CSV that a person edits, cell by cell with its place in the file.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::mistake::{MistakeKind, Mistakes};

/// One cell, trimmed.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

/// A row with something in it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; spreadsheets leave out the empty ones at the end of a row.
    pub(crate) fn cell(&self, column: usize) -> Cell {
        self.cells.get(column).cloned().unwrap_or_else(|| Cell { text: String::new(), span: self.end() })
    }

    fn end(&self) -> Range<usize> {
        let end = self.cells.last().map_or(0, |cell| cell.span.end);
        end..end
    }
}

/// The rows of a file, the header first; blank rows and lines that begin with `#` are left out.
pub(crate) fn rows(text: &str, mistakes: &mut Mistakes) -> Vec<Row> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return rows,
            Err(error) => {
                mistakes.add(start..start, MistakeKind::NotCsv { why: error.to_string() }, "comma-separated text");
                return rows;
            }
        }
        let end = (reader.position().byte() as usize).min(text.len());
        let start = start_of_record(text, start);
        let written = start..start + text[start..end].trim_end_matches(['\r', '\n']).len();
        if let Some((why, expected)) = quotes_amiss(text, &written, &record) {
            mistakes.add(written, MistakeKind::NotCsv { why: why.to_owned() }, expected);
            return rows;
        }
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push(row(text, written, &record));
        }
    }
}

fn row(text: &str, written: Range<usize>, record: &StringRecord) -> Row {
    let line = text[..written.start].matches('\n').count() + 1;
    let spans = cell_spans(text, written);
    let cells = record.iter().zip(spans).map(|(cell, span)| Cell { text: cell.to_owned(), span }).collect();
    Row { line, cells }
}

/// The reader counts blank and comment lines to the record after them.
fn start_of_record(text: &str, mut start: usize) -> usize {
    loop {
        let rest = &text[start..];
        let skipped = match rest.chars().next() {
            Some('\u{feff}') if start == 0 => 3,
            Some('\n' | '\r') => 1,
            Some('#') => rest.find('\n').map_or(rest.len(), |end| end + 1),
            _ => return start,
        };
        start += skipped;
    }
}

/// What is wrong with a record's quotation marks, and what was expected.
///
/// A reader takes such a record for something, silently, and seldom for what the person meant.
fn quotes_amiss(text: &str, written: &Range<usize>, record: &StringRecord) -> Option<(&'static str, &'static str)> {
    if !text[written.clone()].matches('"').count().is_multiple_of(2) {
        return Some(("a quotation mark is never closed", "a second `\"` where the text ends"));
    }
    let spans = cell_spans(text, written.clone());
    let begins_late = |span: &Range<usize>| {
        text[span.clone()].starts_with('"') && span.start != written.start && !text[..span.start].ends_with(',')
    };
    let is_amiss = spans.len() != record.len() || spans.iter().any(begins_late);
    is_amiss.then_some(("a quotation mark stands inside a cell", "quotation marks right beside the commas"))
}

/// Where each cell of a record stands, without the space around it.
fn cell_spans(text: &str, written: Range<usize>) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = written.start;
    let mut quoted = false;
    for (at, byte) in text.as_bytes()[written.clone()].iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                spans.push(trimmed(text, start..written.start + at));
                start = written.start + at + 1;
            }
            _ => {}
        }
    }
    spans.push(trimmed(text, start..written.end));
    spans
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let cell = &text[span.clone()];
    let start = span.start + (cell.len() - cell.trim_start().len());
    start.min(span.end)..(start + cell.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_stand() {
        let text = "\u{feff}id,when\r\n\r\n# a remark, with a comma\r\n a ,\"x, \"\"y\"\"\" \r\n,,\r\nb,£,c\r\n";
        let mut mistakes = Mistakes::of_file("x.csv", text);
        let rows = rows(text, &mut mistakes);
        let found: Vec<(usize, Vec<(&str, &str)>)> = rows
            .iter()
            .map(|row| {
                (row.line, row.cells.iter().map(|cell| (cell.text.as_str(), &text[cell.span.clone()])).collect())
            })
            .collect();
        assert_eq!(
            found,
            [
                (1, vec![("id", "id"), ("when", "when")]),
                (4, vec![("a", "a"), ("x, \"y\"", "\"x, \"\"y\"\"\"")]),
                (6, vec![("b", "b"), ("£", "£"), ("c", "c")]),
            ]
        );
    }

    #[test]
    fn quotation_marks_amiss_are_pointed_at() {
        let unclosed = "this is not CSV: a quotation mark is never closed; expected a second `\"` where the text ends";
        let inside =
            "this is not CSV: a quotation mark stands inside a cell; expected quotation marks right beside the commas";
        check_amiss("id,when\na,\"x\nb,y\n", &format!("x.csv:2:1: {unclosed}"));
        check_amiss("id,when\na, \"x, y\"\n", &format!("x.csv:2:1: {inside}"));
        check_amiss("id,when\na, \"x\"\n", &format!("x.csv:2:1: {inside}"));
    }

    fn check_amiss(text: &str, expected: &str) {
        let mut mistakes = Mistakes::of_file("x.csv", text);
        assert_eq!(rows(text, &mut mistakes).len(), 1, "{text}");
        assert_eq!(mistakes.into_found()[0].in_one_line(), expected);
    }
}
