//! Costs as stated, and after factor and correction.

use super::expression::{Expression, Row};
use super::page::{Page, Style};
use super::{Book, LineCells, Source, check, years};
use crate::Error;

const HEADINGS: [&str; 7] = ["cost", "body", "kind", "multiple", "correction for optimism", "", ""];
const FIRST_ROW: u32 = 4;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &mut Book) -> Result<(), Error> {
    page.title(
        "Costs",
        "Pounds as stated, then × their multiple, with the correction for optimism added (deducted from a receipt)",
    )?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 40.0), (1, 20.0)])?;
    page.freeze(FIRST_ROW, 1)?;
    years::heading(&mut page, source, FIRST_ROW - 1)?;
    let n = source.case.costs.len() as u32;
    let stated: Result<Vec<Stated>, Error> =
        (0..n).map(|at| stated(&mut page, source, book, (FIRST_ROW + at, at as usize))).collect();
    let first = FIRST_ROW + n + 2;
    page.headings(first - 1, &["cost after both", "body", "kind", "PV standard", "PV other", "PV other", ""])?;
    years::heading(&mut page, source, first - 1)?;
    for (at, stated) in stated?.iter().enumerate() {
        let cells = after_both(&mut page, source, book, stated, (first + at as u32, at))?;
        book.costs.push(cells);
    }
    Ok(())
}

/// A cost as stated, by year, and its multiple and correction.
struct Stated {
    by_year: Row,
    factor: Expression,
    correction: Expression,
}

fn stated(page: &mut Page<'_>, source: &Source<'_>, book: &Book, (row, at): (u32, usize)) -> Result<Stated, Error> {
    let line = &source.calculation.costs[at];
    name(page, source, row, at)?;
    let factor = page.formula(row, 3, &book.input(line.factor), Style::Number)?;
    let correction = page.formula(row, 4, &book.input(line.correction), Style::Percent)?;
    let by_year = page.years(row, line.by_year.iter().map(|pounds| Expression::number(*pounds)), Style::Pounds)?;
    Ok(Stated { by_year, factor, correction })
}

fn after_both(
    page: &mut Page<'_>,
    source: &Source<'_>,
    book: &Book,
    stated: &Stated,
    (row, at): (u32, usize),
) -> Result<LineCells, Error> {
    name(page, source, row, at)?;
    let of_year = |t: usize| (stated.by_year.at(t) * stated.factor.clone()).corrected_cost(&stated.correction);
    let pounds = (0..source.case.n_years).map(of_year);
    let by_year = page.years(row, pounds, Style::Pounds)?;
    for (formula, case) in by_year.values().iter().zip(source.flows.cost(at)) {
        check(&source.case.costs[at].what, *formula, *case)?;
    }
    let mut present = Vec::new();
    for (column, view) in book.views.iter().enumerate() {
        present.push(page.formula(row, 3 + column as u16, &by_year.times(&view.standard), Style::Pounds)?);
    }
    Ok(LineCells { by_year, present })
}

fn name(page: &mut Page<'_>, source: &Source<'_>, row: u32, at: usize) -> Result<(), Error> {
    let cost = &source.case.costs[at];
    page.text(row, 0, &cost.what)?;
    page.text(row, 1, &source.case.bodies[cost.body].name)?;
    page.text(row, 2, cost.kind.word())
}
