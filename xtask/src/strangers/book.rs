//! What one body publishes, between the lines it booked and the bytes of its files.
//!
//! A change works on this, so that a change of headings and one of dates need not know each other.

use super::day::Day;
use super::print::Print;

/// A payment as booked.
#[derive(Clone, Debug)]
pub struct Line {
    pub day: Day,
    pub payee: String,
    pub pence: i64,
    pub department: String,
    pub service: String,
    pub kind: String,
    pub purpose: String,
    pub reference: String,
    pub code: String,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Department,
    Service,
    Kind,
    Purpose,
    Day,
    Period,
    Payee,
    Code,
    Reference,
    Amount,
    Gross,
    Vat,
    /// `C` or `R`.
    Capital,
    Fixed(&'static str),
    /// A detail of a person, by a word for it.
    About(&'static str),
    /// What a change added beside the rest.
    Beside,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Day(Day),
    /// Pounds, printed as the file prints amounts.
    Pence(i64),
    /// A number printed as it stands here.
    Number(String),
    /// Text written to a text file without the quotation marks it needs.
    Raw(String),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    Heading,
    /// A payment.
    Line,
    /// Anything else: banners, totals, padding, notes.
    Other,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub role: Role,
    pub cells: Vec<Cell>,
    pub is_hidden: bool,
}

impl Row {
    pub fn new(role: Role, cells: Vec<Cell>) -> Row {
        Row { role, cells, is_hidden: false }
    }

    /// A row with one filled cell, as wide as the others.
    pub fn alone(column: usize, cell: Cell, width: usize) -> Row {
        let mut cells = vec![Cell::Empty; width.max(column + 1)];
        cells[column] = cell;
        Row::new(Role::Other, cells)
    }
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub columns: Vec<Field>,
    pub rows: Vec<Row>,
    pub is_hidden: bool,
}

impl Sheet {
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| *column == field)
    }

    pub fn lines(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.role == Role::Line)
    }

    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.iter_mut().filter(|row| row.role == Role::Line)
    }

    pub fn headings_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.iter_mut().filter(|row| row.role == Role::Heading)
    }

    /// The months in which its payments were made.
    pub fn months(&self) -> Vec<(i32, u8)> {
        let mut months: Vec<(i32, u8)> = self.lines().filter_map(Row::day).map(|day| (day.year, day.month)).collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    pub fn width(&self) -> usize {
        self.columns.len()
    }

    pub fn first_line(&self) -> usize {
        self.rows.iter().position(|row| row.role == Role::Line).unwrap_or(self.rows.len())
    }

    pub fn last_line(&self) -> usize {
        self.rows.iter().rposition(|row| row.role == Role::Line).map_or(self.rows.len(), |last| last + 1)
    }

    /// The amounts of its payments, in pence.
    pub fn pence(&self) -> Vec<i64> {
        let Some(amount) = self.column(Field::Amount) else { return Vec::new() };
        let pence = |row: &Row| match row.cells[amount] {
            Cell::Pence(pence) => pence,
            _ => 0,
        };
        self.lines().map(pence).collect()
    }

    /// Puts a column in front of the one at `at`, with a heading and a cell for each payment.
    pub fn insert(&mut self, at: usize, field: Field, heading: &str, mut cell: impl FnMut(&Row) -> Cell) {
        self.columns.insert(at, field);
        // Of two heading rows the lower one has the name.
        let uppers: Vec<bool> = (0..self.rows.len()).map(|row| self.is_upper(row)).collect();
        for (row, is_upper) in self.rows.iter_mut().zip(uppers) {
            let new = match row.role {
                Role::Heading if is_upper => Cell::Empty,
                Role::Heading => Cell::text(heading),
                Role::Line => cell(row),
                Role::Other => Cell::Empty,
            };
            let at = at.min(row.cells.len());
            row.cells.insert(at, new);
        }
    }

    /// Whether a heading row has a second one below it.
    pub fn is_upper(&self, at: usize) -> bool {
        self.rows[at].role == Role::Heading && self.rows.get(at + 1).is_some_and(|row| row.role == Role::Heading)
    }
}

#[derive(Clone, Debug)]
pub struct File {
    /// Name without its ending.
    pub stem: String,
    pub sheets: Vec<Sheet>,
    pub print: Print,
    /// The share of the bytes that is there.
    pub share: f64,
}

/// What a reader must say of a change that breaks the truth.
#[derive(Clone, Debug)]
pub struct Break {
    pub kinds: &'static [&'static str],
    /// The pounds at stake, in pence, where they can be known; any of these may be said.
    pub pence: Vec<i64>,
    /// Stems of the files that it may be said of; empty if a file is not there.
    pub stems: Vec<String>,
    /// The months whose lines are not what they were.
    pub months: Vec<(i32, u8)>,
    /// Whether a reader who finds the truth all the same need say nothing.
    pub is_mended: bool,
}

/// The files of one body.
#[derive(Clone, Debug)]
pub struct Book {
    pub name: &'static str,
    pub files: Vec<File>,
    /// A file of another body of the place that does not belong among these.
    pub strange: Option<File>,
    /// What a reader of the files should find.
    pub truth: Vec<Line>,
    pub breaks: Vec<Break>,
}

impl Row {
    pub fn day(&self) -> Option<Day> {
        let mut days = self.cells.iter().filter_map(|cell| if let Cell::Day(day) = cell { Some(*day) } else { None });
        days.next()
    }
}

impl Book {
    pub fn sheets_mut(&mut self) -> impl Iterator<Item = &mut Sheet> {
        self.files.iter_mut().flat_map(|file| &mut file.sheets)
    }
}
