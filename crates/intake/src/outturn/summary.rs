//! The Revenue Outturn Summary: what every English authority spent, as it told the ministry.
//!
//! One sheet holds one measure: a row per authority with its code, a column per line of the return,
//! thousands of pounds. Below the authorities stand totals without a code: ENGLAND, and one for
//! each class. Totals are not lines here (they would be counted again) but every one is added up
//! from the authorities and compared.

use std::collections::BTreeMap;

use calamine::Data;
use model::place::SourceKind;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::Error;
use super::bodies;
use super::grid::Grid;
use super::headings::{self, Unit, bare, slug};
use super::line_numbers::{self, NumberedLine};
use super::table::{Line, Problem, Reading};

/// Reads every sheet that has a row of codes.
pub(super) fn read(grids: &[Grid], path: &str, place: &Place) -> Result<Reading, Error> {
    let numbered = line_numbers::read(grids);
    let mut reading = Reading::default();
    for grid in grids {
        let Some(page) = Page::find(grid, path, reading.sheets.len(), &numbered)? else { continue };
        reading.sheets.push(grid.name.clone());
        let sheet = read_page(&page, place);
        let sums = sums_by_class(&sheet);
        reading.n_rows += sheet.n_rows;
        reading.lines.extend(sheet.lines.into_iter().map(|(_, _, line)| line));
        reading.problems.extend(sheet.problems);
        check_totals(&page, &sums, &mut reading);
    }
    if reading.sheets.is_empty() {
        return Err(Error::HeadingsMissing { path: path.to_owned(), expected: "sheet with a column headed `E-code`" });
    }
    Ok(reading)
}

/// One sheet, its headings understood.
struct Page<'a> {
    grid: &'a Grid,
    sheet: usize,
    header_row: usize,
    code_column: usize,
    name_column: usize,
    class_column: Option<usize>,
    year: FinancialYear,
    unit: Unit,
    columns: Vec<FigureColumn>,
}

/// One column of figures.
struct FigureColumn {
    at: usize,
    label: String,
    line_code: String,
    series: String,
}

/// Rows in which the headings are looked for.
const HEADER_ROW_MAX: usize = 40;

impl<'a> Page<'a> {
    /// None where the sheet is not one of figures by authority.
    fn find(grid: &'a Grid, path: &str, sheet: usize, numbered: &[NumberedLine]) -> Result<Option<Page<'a>>, Error> {
        let column = |row: usize, wanted: &[&str]| {
            (0..grid.rows[row].len()).find(|at| wanted.contains(&bare(&grid.text(row, *at)).as_str()))
        };
        let header = (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|row| {
            Some((row, column(row, &["ecode"])?, column(row, &["localauthority", "authority", "authorityname"])?))
        });
        let Some((header_row, code_column, name_column)) = header else { return Ok(None) };
        let titles: Vec<String> = (0..header_row)
            .flat_map(|row| (0..grid.rows[row].len()).map(move |at| grid.text(row, at)))
            .filter(|title| !title.is_empty())
            .collect();
        let at = || (path.to_owned(), grid.name.clone());
        let year = titles.iter().chain([&grid.name]).find_map(|title| headings::year(title)).ok_or_else(|| {
            let (path, sheet) = at();
            Error::YearMissing { path, sheet }
        })?;
        let (unit, title) = titles.iter().find_map(|title| Some((headings::unit(title)?, title))).ok_or_else(|| {
            let (path, sheet) = at();
            Error::UnitMissing { path, sheet }
        })?;
        let class_column = column(header_row, &["class"]);
        let first = code_column.max(name_column).max(class_column.unwrap_or(0)) + 1;
        let columns = figure_columns(grid, header_row, first, sheet, &slug(title), numbered);
        Ok(Some(Page { grid, sheet, header_row, code_column, name_column, class_column, year, unit, columns }))
    }

    fn class(&self, row: usize) -> String {
        self.class_column.map(|column| self.grid.text(row, column)).unwrap_or_default()
    }

    fn rows_below(&self) -> std::ops::Range<usize> {
        self.header_row + 1..self.grid.rows.len()
    }

    fn amount(&self, row: usize, column: usize) -> Option<Result<money::Amount, money::AmountError>> {
        headings::pounds(self.grid.cell(row, column).unwrap_or(&Data::Empty), self.unit)
    }

    /// The same heading is printed on every sheet, with zeros where the measure does not have the line.
    fn is_empty(&self, column: &FigureColumn) -> bool {
        self.rows_below().all(|row| match self.amount(row, column.at) {
            None => true,
            Some(amount) => amount.is_ok_and(|amount| amount.money == Money::ZERO),
        })
    }
}

/// The columns of figures, each with its number and its series.
fn figure_columns(
    grid: &Grid,
    header_row: usize,
    first: usize,
    sheet: usize,
    measure: &str,
    numbered: &[NumberedLine],
) -> Vec<FigureColumn> {
    let headed: Vec<(usize, String)> = (first..grid.rows[header_row].len())
        .map(|at| (at, grid.text(header_row, at)))
        .filter(|(_, label)| !label.is_empty())
        .collect();
    let labels: Vec<String> = headed.iter().map(|(_, label)| label.clone()).collect();
    let lines = line_numbers::of_labels(&labels, numbered);
    let column = |((at, label), line): ((usize, String), Option<&NumberedLine>)| {
        let own_measure = line.and_then(|line| line.measures.get(sheet)).map(|heading| slug(heading));
        FigureColumn {
            at,
            line_code: line.map_or_else(|| slug(&label), |line| line.code.clone()),
            series: format!(
                "{}:{}",
                SourceKind::RevenueOutturnSummary.word(),
                own_measure.as_deref().unwrap_or(measure)
            ),
            label,
        }
    };
    headed.into_iter().zip(lines).map(column).collect()
}

/// Lines and problems of one sheet.
#[derive(Default)]
struct Sheet {
    n_rows: usize,
    /// Class of the authority, index of the column, line.
    lines: Vec<(String, usize, Line)>,
    problems: Vec<Problem>,
}

fn read_page(page: &Page<'_>, place: &Place) -> Sheet {
    let mut sheet = Sheet::default();
    let authorities: Vec<usize> =
        page.rows_below().filter(|row| is_ecode(&page.grid.text(*row, page.code_column))).collect();
    sheet.n_rows = authorities.len();
    let answers: Vec<bool> = page.columns.iter().map(|column| holds_no_amount(page, column, &authorities)).collect();
    let empty: Vec<bool> = page.columns.iter().map(|column| page.is_empty(column)).collect();
    for (column, _) in page.columns.iter().zip(&answers).filter(|(_, is_answer)| **is_answer) {
        sheet.problems.push(answer_column(page, column, &authorities));
    }
    for row in authorities {
        let name = page.grid.text(row, page.name_column);
        let body = bodies::find(place, &page.grid.text(row, page.code_column), &name);
        for (index, column) in page.columns.iter().enumerate().filter(|(index, _)| !answers[*index] && !empty[*index]) {
            match page.amount(row, column.at) {
                Some(Ok(amount)) => {
                    let line = line(page, row, body.map(|body| body.id.clone()), &name, column, amount.money);
                    sheet.lines.push((page.class(row), index, line));
                }
                Some(Err(_)) => sheet.problems.push(unreadable(page, row, column)),
                None => {}
            }
        }
    }
    sheet
}

/// The ministry's code of an authority: `E` and four digits.
fn is_ecode(text: &str) -> bool {
    text.len() == 5 && text.starts_with('E') && text[1..].bytes().all(|b| b.is_ascii_digit())
}

/// Whether a column holds answers in words, not figures.
fn holds_no_amount(page: &Page<'_>, column: &FigureColumn, rows: &[usize]) -> bool {
    let filled: Vec<bool> =
        rows.iter().filter_map(|row| page.amount(*row, column.at)).map(|amount| amount.is_ok()).collect();
    !filled.is_empty() && !filled.contains(&true)
}

fn line(
    page: &Page<'_>,
    row: usize,
    body_id: Option<String>,
    name: &str,
    column: &FigureColumn,
    amount: Money,
) -> Line {
    Line {
        sheet: page.sheet,
        row: row as u64 + 1,
        body_id,
        area: name.to_owned(),
        year: page.year,
        series: column.series.clone(),
        line_code: column.line_code.clone(),
        label: column.label.clone(),
        amount,
    }
}

fn unreadable(page: &Page<'_>, row: usize, column: &FigureColumn) -> Problem {
    Problem {
        sheet: page.sheet,
        row: Some(row as u64 + 1),
        column: Some(column.label.clone()),
        kind: ProblemKind::AmountUnreadable,
        n_rows: 1,
        amount: None,
        text: format!("`{}` for {}", page.grid.text(row, column.at), page.grid.text(row, page.name_column)),
    }
}

fn answer_column(page: &Page<'_>, column: &FigureColumn, rows: &[usize]) -> Problem {
    let example = rows.first().map(|row| page.grid.text(*row, column.at)).unwrap_or_default();
    Problem {
        sheet: page.sheet,
        row: None,
        column: Some(column.label.clone()),
        kind: ProblemKind::AmountUnreadable,
        n_rows: rows.len(),
        amount: None,
        text: format!("the column holds answers such as `{example}`, not amounts, and was left out"),
    }
}

/// Adds up each printed total from its authorities and compares.
///
/// A total has a name and no code. With a class it is the total of that class, without one of all.
fn check_totals(page: &Page<'_>, sums: &SumsByClass, reading: &mut Reading) {
    for row in page.rows_below().filter(|row| page.grid.text(*row, page.code_column).is_empty()) {
        let name = page.grid.text(row, page.name_column);
        let class = page.class(row);
        for (index, column) in page.columns.iter().enumerate() {
            let Some(Ok(printed)) = page.amount(row, column.at) else { continue };
            let Some(by_class) = sums.get(&index) else { continue };
            let added: Money =
                by_class.iter().filter(|(own, _)| class.is_empty() || **own == class).map(|(_, sum)| *sum).sum();
            reading.n_totals_checked += 1;
            if added == printed.money {
                reading.n_totals_agreed += 1;
            } else {
                reading.problems.push(total_differs(page, row, column, &name, printed.money, added));
            }
        }
    }
}

/// Sum of each column (by index) and class.
type SumsByClass = BTreeMap<usize, BTreeMap<String, Money>>;

fn sums_by_class(sheet: &Sheet) -> SumsByClass {
    let mut sums = SumsByClass::new();
    for (class, index, line) in &sheet.lines {
        *sums.entry(*index).or_default().entry(class.clone()).or_default() += line.amount;
    }
    sums
}

fn total_differs(
    page: &Page<'_>,
    row: usize,
    column: &FigureColumn,
    name: &str,
    printed: Money,
    added: Money,
) -> Problem {
    Problem {
        sheet: page.sheet,
        row: Some(row as u64 + 1),
        column: Some(column.label.clone()),
        kind: ProblemKind::TotalDiffers,
        n_rows: 1,
        amount: Some(printed - added),
        text: format!("{name} is printed as {printed}; the authorities above it add up to {added}"),
    }
}
