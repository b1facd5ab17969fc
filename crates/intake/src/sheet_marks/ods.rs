//! Marks of an ODS.

use memchr::memmem;

use super::{Archive, Marks, WorkbookMarks, attribute, foreign_mark, member, name, tags};

/// A row repeated more often than this only fills the sheet to its end.
const REPEATS_MAX: u32 = 100_000;

pub(super) fn marks(archive: &mut Archive<'_>) -> WorkbookMarks {
    let xml = member(archive, "content.xml");
    let mut marks = WorkbookMarks::default();
    let has = |part: &[u8]| memmem::find(&xml, part).is_some();
    if !has(b"table:visibility=") && !has(b"office:currency=") {
        return marks;
    }
    let mut sheet: Option<(String, Sheet)> = None;
    for tag in tags(&xml) {
        match (name(tag), &mut sheet) {
            (b"table", _) => sheet = attribute(tag, "name").map(|name| (name, Sheet::default())),
            (b"/table:table", found) => {
                if let Some((name, found)) = found.take() {
                    marks.by_sheet.insert(name, found.marks);
                }
            }
            (element, Some((_, sheet))) => sheet.tag(element, tag),
            _ => {}
        }
    }
    marks
}

/// A sheet as far as it has been read.
#[derive(Default)]
struct Sheet {
    marks: Marks,
    /// Where the next row begins, and the row that is read.
    next_row: u32,
    row: u32,
    /// The next column of the row, and of the list of columns.
    column: u32,
    listed: u32,
}

impl Sheet {
    fn tag(&mut self, element: &[u8], tag: &[u8]) {
        let repeats =
            |name: &str| attribute(tag, name).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).min(REPEATS_MAX);
        let is_hidden =
            || attribute(tag, "visibility").is_some_and(|said| matches!(said.as_str(), "collapse" | "filter"));
        match element {
            b"table-column" => {
                let n = repeats("number-columns-repeated");
                if is_hidden() {
                    self.marks.hidden_columns.extend(self.listed..self.listed + n.min(1_000));
                }
                self.listed += n;
            }
            b"table-row" => {
                let n = repeats("number-rows-repeated");
                (self.row, self.column) = (self.next_row, 0);
                self.next_row += n;
                if is_hidden() {
                    self.marks.hidden_rows.extend(self.row..self.row + n);
                }
            }
            b"table-cell" | b"covered-table-cell" => {
                let n = repeats("number-columns-repeated");
                if let Some(mark) = attribute(tag, "currency").and_then(|currency| foreign_mark(&currency)) {
                    (self.column..self.column + n.min(1_000)).for_each(|column| {
                        self.marks.foreign.insert((self.row, column), mark.clone());
                    });
                }
                self.column += n;
            }
            _ => {}
        }
    }
}
