//! A small CSV that a person edits, cell by cell with its place in the file.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::{MistakeKind, Reading};

/// One cell, trimmed.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub span: Range<usize>,
}

/// A row with something in it.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: usize,
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; spreadsheets leave out the empty ones at the end of a row.
    pub fn cell(&self, column: usize) -> Cell {
        self.cells.get(column).cloned().unwrap_or_else(|| Cell { text: String::new(), span: self.end() })
    }

    fn end(&self) -> Range<usize> {
        let end = self.cells.last().map_or(0, |cell| cell.span.end);
        end..end
    }
}

impl Reading {
    /// The rows of a CSV, the header first; blank rows and lines that begin with `#` are left out.
    pub fn rows(&self) -> Vec<Row> {
        let text = self.text();
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
                Ok(false) => {
                    self.check_end(&rows);
                    return rows;
                }
                Err(error) => {
                    let kind = MistakeKind::NotCsv { why: error.to_string() };
                    self.add(start..start, kind, "comma-separated text");
                    return rows;
                }
            }
            let end = (reader.position().byte() as usize).min(text.len());
            let start = start_of_record(text, start);
            let written = start..start + text[start..end].trim_end_matches(['\r', '\n']).len();
            if let Some((why, expected)) = quotes_amiss(text, &written, &record) {
                self.add(written, MistakeKind::NotCsv { why: why.to_owned() }, expected);
                return rows;
            }
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push(self.row(written, &record));
            }
        }
    }

    /// A last line that has no line end and lacks cells was cut off by a full disk or a kill: it is not what somebody wrote.
    fn check_end(&self, rows: &[Row]) {
        let [header, .., last] = rows else { return };
        if last.cells.len() < header.cells.len() && !self.text().ends_with(['\n', '\r']) {
            let why = format!("its last line stops after {} of {} cells", last.cells.len(), header.cells.len());
            self.add(last.end(), MistakeKind::NotCsv { why }, "a whole line: complete it, or delete it");
        }
    }

    /// Reads the columns named; a column `note` is allowed and ignored.
    pub fn columns<const N: usize>(&self, names: &[&str; N], mut row_of: impl FnMut(&Row, [&Cell; N])) {
        let rows = self.rows();
        let Some((header, rows)) = rows.split_first() else { return };
        self.check_header(header, names);
        let place_of = |name: &&str| header.cells.iter().position(|cell| cell.text.eq_ignore_ascii_case(name));
        let Some(places) = names.iter().map(place_of).collect::<Option<Vec<usize>>>() else { return };
        for row in rows {
            let cells: Vec<Cell> = places.iter().map(|place| row.cell(*place)).collect();
            row_of(row, std::array::from_fn(|i| &cells[i]));
        }
    }

    /// Whether a cell holds something; a mistake where it does not.
    pub fn is_filled(&self, cell: &Cell, key: &str) -> bool {
        if cell.text.is_empty() {
            self.add(cell.span.clone(), MistakeKind::Empty { key: key.to_owned() }, "text");
        }
        !cell.text.is_empty()
    }

    fn check_header(&self, header: &Row, names: &[&str]) {
        let expected = format!("the columns {}", names.join(", "));
        for cell in header.cells.iter().filter(|cell| !cell.text.is_empty()) {
            if !names.iter().chain(&["note"]).any(|name| cell.text.eq_ignore_ascii_case(name)) {
                self.unknown_key(cell.span.clone(), &cell.text, self.name(), &expected, names.iter().copied());
            }
        }
        for name in names {
            if !header.cells.iter().any(|cell| cell.text.eq_ignore_ascii_case(name)) {
                self.missing_key(header.cells[0].span.clone(), name, self.name(), &expected);
            }
        }
    }

    fn row(&self, written: Range<usize>, record: &StringRecord) -> Row {
        let line = self.line(written.start);
        let spans = cell_spans(self.text(), written);
        let cells = record.iter().zip(spans).map(|(cell, span)| Cell { text: cell.to_owned(), span }).collect();
        Row { line, cells }
    }
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
    is_amiss.then_some(("a quotation mark is inside a cell", "quotation marks right beside the commas"))
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
        let rows = Reading::of("x.csv", text).rows();
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
            "this is not CSV: a quotation mark is inside a cell; expected quotation marks right beside the commas";
        check_amiss("id,when\na,\"x\nb,y\n", &format!("x.csv:2:1: {unclosed}"));
        check_amiss("id,when\na, \"x, y\"\n", &format!("x.csv:2:1: {inside}"));
        check_amiss("id,when\na, \"x\"\n", &format!("x.csv:2:1: {inside}"));
    }

    fn check_amiss(text: &str, expected: &str) {
        let reading = Reading::of("x.csv", text);
        assert_eq!(reading.rows().len(), 1, "{text}");
        assert_eq!(reading.into_mistakes()[0].in_one_line(), expected);
    }

    #[test]
    fn a_last_line_that_is_cut_off_is_told() {
        let whole = "decided_by,payee,decision\nAnn,\"Acorn, Ltd\",same\nBob,Oak,different\n";
        let told = |text: &str| {
            let reading = Reading::of("x.csv", text);
            reading.rows();
            reading.into_mistakes().first().map(|mistake| mistake.in_one_line())
        };
        let why =
            "this is not CSV: its last line stops after 2 of 3 cells; expected a whole line: complete it, or delete it";
        assert_eq!(told(&whole[..whole.len() - 11]), Some(format!("x.csv:3:8: {why}")));
        // Neither a missing line end alone nor cells that a spreadsheet leaves out mean that anything is lost.
        for fine in [whole, whole.trim_end(), "id,payee,note\n1,x\n", "id,payee\n", "id", ""] {
            assert_eq!(told(fine), None, "{fine}");
        }
        // Every cut within the last line is reported, except one in its last word, which the reader of that file checks.
        let last_line = whole.find("Bob").unwrap();
        for end in last_line + 1..whole.len() - 10 {
            assert!(told(&whole[..end]).is_some(), "{}", &whole[..end]);
        }
    }

    #[test]
    fn columns_are_read_by_name_and_every_slip_in_the_header_is_told() {
        let text = "payee,note,id\r\nÆ,x,1\r\n,,2\r\n";
        let reading = Reading::of("x.csv", text);
        let mut found = Vec::new();
        reading.columns(&["id", "payee"], |row, [id, payee]| {
            if reading.is_filled(payee, "payee") {
                found.push((row.line, id.text.clone(), payee.text.clone()));
            }
        });
        assert_eq!(found, [(2, "1".to_owned(), "Æ".to_owned())]);
        check_told(reading, &["x.csv:3:1: `payee` is empty; expected text"]);
        let reading = Reading::of("x.csv", "id,paye\n1,x\n");
        reading.columns(&["id", "payee"], |_, _| panic!("a column is missing"));
        check_told(
            reading,
            &[
                "x.csv:1:1: `payee` is missing from x.csv; expected the columns id, payee",
                "x.csv:1:4: `paye` means nothing in x.csv; expected the columns id, payee (did you mean `payee`?)",
            ],
        );
    }

    fn check_told(reading: Reading, expected: &[&str]) {
        let told: Vec<String> = reading.into_mistakes().iter().map(|mistake| mistake.in_one_line()).collect();
        assert_eq!(told, expected);
    }
}
