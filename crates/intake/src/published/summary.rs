//! The Revenue Outturn Summary: what every English authority spent, as it told the ministry.
//!
//! One sheet holds one measure: a row per authority with its code, a column per line of the return,
//! thousands of pounds. Below the authorities stand totals without a code: ENGLAND, and one for
//! each class. Totals are not lines here (they would be counted again) but every one is added up
//! from the authorities and compared.

use std::collections::BTreeMap;

use calamine::Data;
use model::place::SourceKind;
use model::problem::Problem;
use model::spending::{Sector, Stage};
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::bodies;
use super::error::Error;
use super::grid::Grid;
use super::headings::{self, Unit, bare, slug};
use super::line_numbers::{self, NumberedLine};
use super::publication::{Line, Publication, Reading, Sheet};

/// Reads every sheet that has a row of codes.
pub(super) fn read(grids: &[Grid], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let numbered = line_numbers::read(grids);
    let mut reading = Reading::default();
    let mut n_pages = 0;
    for grid in grids {
        let Some(header) = Header::find(grid) else { continue };
        let page = Page::read(grid, header, publication, n_pages, &numbered)?;
        n_pages += 1;
        let found = read_page(&page, place);
        let sums = sums_by_class(&found);
        reading.lines.extend(found.lines.into_iter().map(|(_, _, line)| line));
        reading.problems.extend(found.problems);
        reading.problems.extend(totals_that_differ(&page, &sums));
    }
    if n_pages == 0 {
        let path = publication.path.clone();
        return Err(Error::HeadingsMissing { path, expected: "sheet with a column headed `E-code`" });
    }
    Ok(reading)
}

/// One sheet, its headings understood.
struct Page<'a> {
    grid: &'a Grid,
    sheet: Sheet,
    header: Header,
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

/// Where the columns that say whose figures a row holds stand.
struct Header {
    row: usize,
    code: usize,
    name: usize,
    class: Option<usize>,
}

impl Header {
    /// None where the sheet is not one of figures by authority.
    fn find(grid: &Grid) -> Option<Header> {
        let column = |row: usize, wanted: &[&str]| {
            (0..grid.rows[row].len()).find(|at| wanted.contains(&bare(&grid.text(row, *at)).as_str()))
        };
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|row| {
            let code = column(row, &["ecode"])?;
            let name = column(row, &["localauthority", "authority", "authorityname"])?;
            Some(Header { row, code, name, class: column(row, &["class"]) })
        })
    }
}

impl<'a> Page<'a> {
    /// The page under a header, the `index`th of its publication.
    fn read(
        grid: &'a Grid,
        header: Header,
        publication: &Publication,
        index: usize,
        numbered: &[NumberedLine],
    ) -> Result<Page<'a>, Error> {
        let titles: Vec<String> = (0..header.row)
            .flat_map(|row| (0..grid.rows[row].len()).map(move |at| grid.text(row, at)))
            .filter(|title| !title.is_empty())
            .collect();
        let (path, sheet) = (publication.path.clone(), grid.name.clone());
        let Some(year) = titles.iter().chain([&grid.name]).find_map(|title| headings::year(title)) else {
            return Err(Error::YearMissing { path, sheet });
        };
        let Some((unit, title)) = titles.iter().find_map(|title| Some((headings::unit(title)?, title))) else {
            return Err(Error::UnitMissing { path, sheet });
        };
        let columns = figure_columns(grid, &header, index, &slug(title), numbered);
        Ok(Page { grid, sheet: publication.sheet(&grid.name), header, year, unit, columns })
    }

    fn class(&self, row: usize) -> String {
        self.header.class.map(|column| self.grid.text(row, column)).unwrap_or_default()
    }

    fn figure_problem(&self, row: usize, column: &FigureColumn, kind: ProblemKind, text: String) -> Problem {
        let (row, column) = (Some(row as u64 + 1), Some(column.label.clone()));
        Problem { row, column, n_rows: 1, ..self.sheet.problem(kind, text) }
    }

    fn rows_below(&self) -> std::ops::Range<usize> {
        self.header.row + 1..self.grid.rows.len()
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
    header: &Header,
    index: usize,
    measure: &str,
    numbered: &[NumberedLine],
) -> Vec<FigureColumn> {
    let first = header.code.max(header.name).max(header.class.unwrap_or(0)) + 1;
    let headed: Vec<(usize, String)> = (first..grid.rows[header.row].len())
        .map(|at| (at, grid.text(header.row, at)))
        .filter(|(_, label)| !label.is_empty())
        .collect();
    let labels: Vec<String> = headed.iter().map(|(_, label)| label.clone()).collect();
    let lines = line_numbers::of_labels(&labels, numbered);
    let column = |((at, label), line): ((usize, String), Option<&NumberedLine>)| {
        let own_measure = line.and_then(|line| line.measures.get(index)).map(|heading| slug(heading));
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

/// Lines and problems of one page.
#[derive(Default)]
struct PageContent {
    /// Class of the authority, index of the column, line.
    lines: Vec<(String, usize, Line)>,
    problems: Vec<Problem>,
}

fn read_page(page: &Page<'_>, place: &Place) -> PageContent {
    let mut content = PageContent::default();
    let authorities: Vec<usize> =
        page.rows_below().filter(|row| is_ecode(&page.grid.text(*row, page.header.code))).collect();
    let answers: Vec<bool> = page.columns.iter().map(|column| holds_no_amount(page, column, &authorities)).collect();
    let empty: Vec<bool> = page.columns.iter().map(|column| page.is_empty(column)).collect();
    for (column, _) in page.columns.iter().zip(&answers).filter(|(_, is_answer)| **is_answer) {
        content.problems.push(answer_column(page, column, &authorities));
    }
    for row in authorities {
        let name = page.grid.text(row, page.header.name);
        let body = bodies::find(place, &page.grid.text(row, page.header.code), &name);
        for (index, column) in page.columns.iter().enumerate().filter(|(index, _)| !answers[*index] && !empty[*index]) {
            match page.amount(row, column.at) {
                Some(Ok(amount)) => {
                    let line = line(page, row, body.map(|body| body.id.clone()), &name, column, amount.money);
                    content.lines.push((page.class(row), index, line));
                }
                Some(Err(_)) => content.problems.push(unreadable(page, row, column)),
                None => {}
            }
        }
    }
    content
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
        file_id: page.sheet.file_id.clone(),
        row: row as u64 + 1,
        column: column.label.clone(),
        body_id,
        spender: name.to_owned(),
        spender_code: Some(page.grid.text(row, page.header.code)),
        area: name.to_owned(),
        area_code: None,
        sector: Some(Sector::Local),
        stage: Stage::Outturn,
        segment: None,
        kind: None,
        year: page.year,
        series: column.series.clone(),
        line_code: column.line_code.clone(),
        label: column.label.clone(),
        amount,
    }
}

fn unreadable(page: &Page<'_>, row: usize, column: &FigureColumn) -> Problem {
    let text = format!("`{}` for {}", page.grid.text(row, column.at), page.grid.text(row, page.header.name));
    page.figure_problem(row, column, ProblemKind::AmountUnreadable, text)
}

fn answer_column(page: &Page<'_>, column: &FigureColumn, rows: &[usize]) -> Problem {
    let example = rows.first().map(|row| page.grid.text(*row, column.at)).unwrap_or_default();
    let text = format!("the column holds answers such as `{example}`, not amounts, and was left out");
    let problem = page.sheet.problem(ProblemKind::AmountUnreadable, text);
    Problem { column: Some(column.label.clone()), n_rows: rows.len() as u64, ..problem }
}

/// Adds up each printed total from its authorities and compares.
///
/// A total has a name and no code. With a class it is the total of that class, without one of all.
fn totals_that_differ(page: &Page<'_>, sums: &SumsByClass) -> Vec<Problem> {
    let mut found = Vec::new();
    for row in page.rows_below().filter(|row| page.grid.text(*row, page.header.code).is_empty()) {
        let (name, class) = (page.grid.text(row, page.header.name), page.class(row));
        for (index, column) in page.columns.iter().enumerate() {
            let Some(Ok(printed)) = page.amount(row, column.at) else { continue };
            let Some(by_class) = sums.get(&index) else { continue };
            let added: Money =
                by_class.iter().filter(|(own, _)| class.is_empty() || **own == class).map(|(_, sum)| *sum).sum();
            if added != printed.money {
                let printed = printed.money;
                let text = format!("{name} is printed as {printed}; the authorities above it add up to {added}");
                let problem = page.figure_problem(row, column, ProblemKind::TotalDiffers, text);
                found.push(Problem { amount: Some(printed - added), ..problem });
            }
        }
    }
    found
}

/// Sum of each column (by index) and class.
type SumsByClass = BTreeMap<usize, BTreeMap<String, Money>>;

fn sums_by_class(content: &PageContent) -> SumsByClass {
    let mut sums = SumsByClass::new();
    for (class, index, line) in &content.lines {
        *sums.entry(*index).or_default().entry(class.clone()).or_default() += line.amount;
    }
    sums
}
