//! One sheet of a return, read authority by authority.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use calamine::Data;
use model::problem::Problem;
use model::spending::{Sector, Stage};
use model::{Body, FinancialYear, Place, ProblemKind};
use money::{Amount, AmountError, Money};

use super::super::bodies::{self, Authority};
use super::super::error::Error;
use super::super::grid::Grid;
use super::super::headings::{self, Unit};
use super::super::line_numbers::NumberedLine;
use super::super::measure::{self, Said};
use super::super::publication::{Line, Publication, Sheet};
use super::super::{stages, units};
use super::columns::{FigureColumn, Return, figure_columns, titles};
use super::gaps::{self, Gaps};
use super::header::{Header, is_code};
use super::uncoded;

/// One sheet, its headings understood.
pub(super) struct Page<'a> {
    pub grid: &'a Grid,
    pub sheet: Sheet,
    pub header: Header,
    pub kind: Return,
    pub year: FinancialYear,
    pub stage: Stage,
    unit: Unit,
    pub columns: Vec<FigureColumn>,
    /// What its titles say of the measure, where that is not the year's pounds.
    pub said: Option<Said>,
}

/// One figure of one authority, before it is a row of the table.
pub(super) struct Figure {
    pub line: Line,
    /// Its column, as a position in [`Page::columns`].
    pub column: usize,
    pub whose: Rc<Whose>,
    pub has_dust: bool,
}

/// What a row says of its authority.
pub(super) struct Whose {
    pub row: usize,
    pub name: String,
    code: String,
    ons_code: String,
    pub class: String,
    pub subclass: String,
    pub region: String,
}

/// Figures and problems of one page.
#[derive(Default)]
pub(super) struct Content {
    pub figures: Vec<Figure>,
    pub problems: Vec<Problem>,
}

impl<'a> Page<'a> {
    /// The page under a header, the `index`th of its publication. A sheet that does not state its year or unit has
    /// those of the workbook, where the other sheets agree.
    pub fn read(
        grids: &[Grid],
        grid: &'a Grid,
        header: Header,
        kind: Return,
        publication: &Publication,
        index: usize,
        numbered: &[NumberedLine],
    ) -> Result<Page<'a>, Error> {
        let own = titles(grid, header.row);
        let others: Vec<String> =
            grids.iter().filter(|other| !other.is_hidden).flat_map(|other| titles(other, ROWS_OF_TITLES)).collect();
        let (path, sheet) = (publication.path.clone(), grid.name.clone());
        let own_year = own.iter().chain([&grid.name]).find_map(|title| headings::year(title));
        let of_others = || only(others.iter().filter_map(|title| headings::year(title)));
        let of_file = || headings::year_of_name(publication.stem());
        let Some(year) = own_year.or_else(of_others).or_else(of_file) else {
            return Err(Error::YearMissing { path, sheet });
        };
        let titled = own.iter().find_map(|title| Some((headings::unit(title)?, title.as_str())));
        let of_others = || Some((only(others.iter().filter_map(|title| headings::unit(title)))?, ""));
        let in_pounds = || own.iter().chain(&others).find_map(|title| Some((units::pounds(title)?, "")));
        let Some((unit, title)) = titled.or_else(of_others).or_else(in_pounds) else {
            return Err(Error::UnitMissing { path, sheet });
        };
        let said = measure::of_table((grid, header.row), None, publication)?;
        let columns = figure_columns(grid, &header, kind, index, title, numbered);
        let is_titled = |title: &&String| headings::year(title).is_some();
        let file = publication.stem().to_owned();
        let says_plan = own.iter().filter(is_titled).chain([&grid.name, &file]).any(|title| stages::is_plan(title));
        let stage = if says_plan { Stage::Budget } else { kind.stage() };
        Ok(Page { grid, sheet: publication.sheet(&grid.name), header, kind, year, stage, unit, columns, said })
    }

    fn whose(&self, row: usize) -> Whose {
        Whose {
            row,
            name: self.name(row),
            code: self.code(row),
            ons_code: self.text(row, self.header.ons_code),
            class: self.text(row, self.header.class),
            subclass: self.text(row, self.header.subclass),
            region: self.text(row, self.header.region),
        }
    }

    /// Whether a cell says that there is no figure.
    pub fn is_marker(&self, row: usize, column: usize) -> bool {
        matches!(self.grid.cell(row, column), Some(Data::String(text)) if gaps::is_marker(text.trim()))
    }

    pub fn name(&self, row: usize) -> String {
        self.grid.text(row, self.header.name)
    }

    pub fn code(&self, row: usize) -> String {
        self.grid.text(row, self.header.code)
    }

    pub fn text(&self, row: usize, column: Option<usize>) -> String {
        column.map(|column| self.grid.text(row, column)).unwrap_or_default()
    }

    pub fn figure_problem(&self, row: usize, column: &FigureColumn, kind: ProblemKind, text: String) -> Problem {
        self.sheet.cell_problem(row as u64 + 1, &column.heading, kind, text)
    }

    /// By how many pennies a figure may have been rounded: RSX prints whole thousands of what it adds up unrounded.
    pub fn rounding(&self) -> i64 {
        if matches!(self.kind, Return::Services | Return::Detail) { self.unit.pennies() / 2 } else { 0 }
    }

    pub fn rows_below(&self) -> std::ops::Range<usize> {
        self.header.row + 1..self.grid.rows.len()
    }

    pub fn amount(&self, row: usize, column: usize) -> Option<Result<Amount, AmountError>> {
        headings::pounds(self.grid.cell(row, column).unwrap_or(&Data::Empty), self.unit)
    }

    /// The same heading is printed on every sheet, with zeros where the measure does not have the line.
    fn is_empty(&self, column: &FigureColumn) -> bool {
        self.rows_below().all(|row| match self.amount(row, column.at) {
            None => true,
            Some(amount) => amount.is_ok_and(|amount| amount.money == Money::ZERO),
        })
    }

    /// Rows of authorities, each authority once, and the rows in which one stands again.
    fn authorities(&self) -> (Vec<usize>, Vec<(usize, usize)>) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        let mut again = Vec::new();
        let mut once = Vec::new();
        for row in self.rows_below() {
            let Some(code) = self.authority_code(row) else { continue };
            match first.get(&code) {
                Some(before) => again.push((*before, row)),
                None => {
                    first.insert(code, row);
                    once.push(row);
                }
            }
        }
        (once, again)
    }

    /// The code of the row's authority: the ministry's or, where that cell is empty, the statistics office's.
    fn authority_code(&self, row: usize) -> Option<String> {
        let (code, ons_code) = (self.code(row), self.text(row, self.header.ons_code));
        if is_code(&code) { Some(code) } else { Some(ons_code).filter(|ons_code| code.is_empty() && is_code(ons_code)) }
    }

    /// What a row says of who its authority is.
    pub fn authority(&self, row: usize) -> Authority {
        let codes = vec![self.code(row), self.text(row, self.header.ons_code)];
        let codes = codes.into_iter().filter(|code| !code.is_empty()).collect();
        Authority { codes, name: self.name(row) }
    }
}

const ROWS_OF_TITLES: usize = 15;

/// The one thing that all say; none where two differ.
fn only<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// Reads the authorities. `told` are the bodies of which a problem of the workbook already says how they were found.
pub(super) fn read_page(page: &Page<'_>, place: &Place, told: &mut BTreeSet<String>) -> Content {
    let mut content = Content::default();
    let (mut rows, again) = page.authorities();
    rows.extend(uncoded::rows_of_bodies(page, place, &rows));
    rows.sort_unstable();
    let answers: Vec<bool> = page.columns.iter().map(|column| gaps::holds_no_amount(page, column, &rows)).collect();
    let empty: Vec<bool> = page.columns.iter().map(|column| page.is_empty(column)).collect();
    for (column, _) in page.columns.iter().zip(&answers).filter(|(_, is_answer)| **is_answer) {
        content.problems.push(gaps::answer_column(page, column, &rows));
    }
    let bodies = assign_bodies(page, place, &rows, &mut content, told);
    let own: BTreeSet<usize> =
        rows.iter().zip(&bodies).filter(|(_, body)| body.is_some()).map(|(row, _)| *row).collect();
    let mut gaps = Gaps::default();
    for (row, body) in rows.iter().zip(bodies) {
        let whose = Rc::new(page.whose(*row));
        for (index, column) in page.columns.iter().enumerate().filter(|(index, _)| !answers[*index] && !empty[*index]) {
            match page.amount(*row, column.at) {
                _ if page.is_marker(*row, column.at) => gaps.add(*row, index),
                Some(Ok(amount)) => content.figures.push(figure(page, &whose, body, index, amount)),
                Some(Err(_)) => content.problems.push(gaps::unreadable(page, *row, column)),
                None => {}
            }
        }
    }
    content.problems.extend(gaps.problems(page, &own, rows.len()));
    content.problems.extend(again.into_iter().map(|(before, row)| gaps::stands_again(page, before, row)));
    content.problems.extend(gaps::without_heading(page, &rows));
    content.problems.extend(sub_penny(page, &content.figures));
    content
}

fn assign_bodies<'a>(
    page: &Page<'_>,
    place: &'a Place,
    rows: &[usize],
    content: &mut Content,
    told: &mut BTreeSet<String>,
) -> Vec<Option<&'a Body>> {
    let authorities: Vec<Authority> = rows.iter().map(|row| page.authority(*row)).collect();
    let found = bodies::assign(place, &authorities);
    content.problems.extend(uncoded::doubts(page, rows, &found.bodies, told));
    for (index, body, code) in found.by_name_alone {
        if told.insert(body.id.clone()) {
            let Authority { codes, name } = &authorities[index];
            let Some(printed) = codes.first() else { continue };
            let text = format!(
                "`{}` has the code {code}, which is on no row; the row of `{name}` ({printed}) was used for it, by its name",
                body.name
            );
            let row = rows[index] as u64 + 1;
            content.problems.push(page.sheet.cell_problem(row, "", ProblemKind::BodyUnknown, text));
        }
    }
    found.bodies
}

fn figure(page: &Page<'_>, whose: &Rc<Whose>, body: Option<&Body>, index: usize, amount: Amount) -> Figure {
    let column = &page.columns[index];
    let line = Line {
        column: column.heading.clone(),
        body_id: body.map(|body| body.id.clone()),
        spender: whose.name.clone(),
        spender_code: Some(whose.code.clone()),
        area: whose.name.clone(),
        area_code: Some(whose.ons_code.clone()).filter(|code| !code.is_empty()),
        sector: Some(Sector::Local),
        stage: page.stage,
        segment: column.segment.clone(),
        kind: column.kind,
        line_code: column.line_code.clone(),
        label: column.label.clone(),
        ..Line::new(&page.sheet, whose.row as u64 + 1, &column.series, page.year, amount.money)
    };
    Figure { line, column: index, whose: Rc::clone(whose), has_dust: amount.sub_penny }
}

fn sub_penny(page: &Page<'_>, figures: &[Figure]) -> Option<Problem> {
    let n_rows = figures.iter().filter(|figure| figure.has_dust).count() as u64;
    let text = "figures printed in fractions of a penny; each was rounded to the penny".to_owned();
    (n_rows > 0).then(|| Problem { n_rows, ..page.sheet.problem(ProblemKind::SubPenny, text) })
}
