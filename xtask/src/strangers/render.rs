//! A body's lines in its layout.

use super::book::{Book, Cell, Field, File, Line, Role, Row, Sheet};
use super::day::{MONTHS, calendar};
use super::layouts::{Filing, Layout};
use super::pool::YEAR;

/// The files of a body as it would send them.
pub fn render(layout: &Layout, lines: &[Line]) -> Book {
    let month = |period: usize| lines.iter().filter(move |line| line.day.period() == period).collect::<Vec<_>>();
    let files = match layout.filing {
        Filing::Months => (0..12).map(|at| file(layout, at, vec![sheet(layout, "Sheet1", &month(at))])).collect(),
        Filing::Quarters => (0..4)
            .map(|q| {
                let lines: Vec<&Line> = (3 * q..3 * q + 3).flat_map(&month).collect();
                file(layout, 3 * q, vec![sheet(layout, "Sheet1", &lines)])
            })
            .collect(),
        Filing::Year => vec![file(layout, 0, vec![sheet(layout, "Payments", &lines.iter().collect::<Vec<_>>())])],
        Filing::Sheets => {
            let sheets = (0..12).map(|at| sheet(layout, &sheet_name(at), &month(at))).collect();
            vec![file(layout, 0, sheets)]
        }
    };
    Book { name: layout.name, files, strange: None, truth: lines.to_vec(), breaks: Vec::new() }
}

/// The name of a month's sheet: `Apr 24`.
pub fn sheet_name(period: usize) -> String {
    let (year, month) = calendar(YEAR, period);
    format!("{} {}", &MONTHS[usize::from(month) - 1][..3], year % 100)
}

fn file(layout: &Layout, period: usize, sheets: Vec<Sheet>) -> File {
    File { stem: stem(layout.stem, period), sheets, print: layout.print.clone(), share: 1.0 }
}

pub fn stem(pattern: &str, period: usize) -> String {
    let (year, month) = calendar(YEAR, period);
    let name = MONTHS[usize::from(month) - 1];
    pattern
        .replace("{Mon}", &name[..3])
        .replace("{Month}", name)
        .replace("{month}", &name.to_lowercase())
        .replace("{yyyy}", &year.to_string())
        .replace("{yy}", &format!("{:02}", year % 100))
        .replace("{mm}", &format!("{month:02}"))
        .replace("{q}", &(period / 3 + 1).to_string())
}

fn sheet(layout: &Layout, name: &str, lines: &[&Line]) -> Sheet {
    let columns: Vec<Field> = layout.columns.iter().map(|(_, field)| *field).collect();
    let width = columns.len();
    let text = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::text(*text) };
    let mut rows: Vec<Row> = layout.banner.iter().map(|banner| Row::alone(0, text(banner), width)).collect();
    if !layout.upper.is_empty() {
        rows.push(Row::new(Role::Heading, layout.upper.iter().map(text).collect()));
    }
    rows.push(Row::new(Role::Heading, layout.columns.iter().map(|(heading, _)| Cell::text(*heading)).collect()));
    rows.extend(lines.iter().map(|line| Row::new(Role::Line, cells(line, &columns))));
    Sheet { name: name.to_owned(), columns, rows, is_hidden: false }
}

/// A line as the cells of these columns.
pub fn cells(line: &Line, columns: &[Field]) -> Vec<Cell> {
    columns.iter().map(|field| cell(line, *field)).collect()
}

fn cell(line: &Line, field: Field) -> Cell {
    // Some lines bear VAT at a fifth, as some do in fact.
    let vat = if line.pence % 2 == 0 { line.pence / 5 } else { 0 };
    match field {
        Field::Department => Cell::text(&line.department),
        Field::Service => Cell::text(&line.service),
        Field::Kind => Cell::text(&line.kind),
        Field::Purpose => Cell::text(&line.purpose),
        Field::Day => Cell::Day(line.day),
        Field::Period => Cell::text(format!("{}{:02}", line.day.financial_year(), line.day.period() + 1)),
        Field::Payee => Cell::text(&line.payee),
        Field::Code => Cell::text(&line.code),
        Field::Reference => Cell::text(&line.reference),
        Field::Amount => Cell::Pence(line.pence),
        Field::Gross => Cell::Pence(line.pence + vat),
        Field::Vat => Cell::Pence(vat),
        Field::Capital => Cell::text("R"),
        Field::Fixed(text) => Cell::text(text),
        Field::Beside | Field::About(_) => Cell::Empty,
    }
}
