//! Costs as stated, and after factor and correction.

use super::expression::{Expression, Row};
use super::page::{Page, Style};
use super::{Book, LineCells, Source, check, years};
use crate::Error;

const HEADINGS: [&str; 7] = ["cost", "body", "kind", "multiple", "added for optimism", "", ""];
const FIRST_ROW: u32 = 4;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &mut Book) -> Result<(), Error> {
    page.title("Costs", "Pounds as stated, then times their multiple and with the correction for optimism added")?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 40.0), (1, 20.0)])?;
    page.freeze(FIRST_ROW, 1)?;
    years::heading(&mut page, source, FIRST_ROW - 1)?;
    let n = source.case.costs.len() as u32;
    let mut stated: Vec<(Row, Expression)> = Vec::new();
    for (at, cost) in source.case.costs.iter().enumerate() {
        let row = FIRST_ROW + at as u32;
        let line = &source.calculation.costs[at];
        page.text(row, 0, &cost.what)?;
        page.text(row, 1, &source.case.bodies[cost.body].name)?;
        page.text(row, 2, cost.kind.word())?;
        let factor = page.formula(row, 3, &book.input(line.factor), Style::Number)?;
        let correction = page.formula(row, 4, &book.input(line.correction), Style::Percent)?;
        let by_year = page.years(row, line.by_year.iter().map(|pounds| Expression::number(*pounds)), Style::Pounds)?;
        stated.push((by_year, factor * (Expression::number(1.0) + correction)));
    }
    let first = FIRST_ROW + n + 2;
    let mut headings = vec!["cost after both", "body", "kind"];
    headings.extend(["PV standard", "PV other", "PV other", ""]);
    page.headings(first - 1, &headings)?;
    years::heading(&mut page, source, first - 1)?;
    for (at, cost) in source.case.costs.iter().enumerate() {
        let row = first + at as u32;
        let (stated, times) = &stated[at];
        page.text(row, 0, &cost.what)?;
        page.text(row, 1, &source.case.bodies[cost.body].name)?;
        page.text(row, 2, cost.kind.word())?;
        let pounds = (0..source.case.n_years).map(|t| stated.at(t) * times.clone());
        let by_year = page.years(row, pounds, Style::Pounds)?;
        for (formula, case) in by_year.values().iter().zip(source.flows.cost(at)) {
            check(&cost.what, *formula, *case)?;
        }
        let mut present = Vec::new();
        for (column, view) in book.views.iter().enumerate() {
            let value = by_year.times(&view.standard);
            present.push(page.formula(row, 3 + column as u16, &value, Style::Pounds)?);
        }
        book.costs.push(LineCells { by_year, present });
    }
    Ok(())
}
