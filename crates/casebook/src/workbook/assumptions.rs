//! Every number of the proposal, one a row: the cells to change.

use super::expression::{Expression, Row};
use super::page::{Page, Style};
use super::{Book, Source};
use crate::Error;

const HEADINGS: [&str; 7] = ["number", "meaning", "value", "low", "high", "range", "source and evidence"];
const FIRST_ROW: u32 = 3;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>) -> Result<Book, Error> {
    let prices = source.case.price_year;
    page.title(
        "Assumptions",
        &format!("You can change the yellow cells and every sheet is recalculated. Pounds are in {prices} prices."),
    )?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 34.0), (1, 58.0), (2, 14.0), (3, 12.0), (4, 12.0), (5, 12.0), (6, 60.0)])?;
    page.freeze(FIRST_ROW, 3)?;
    let mut parameters = Vec::new();
    for (at, parameter) in source.calculation.parameters.iter().enumerate() {
        let row = FIRST_ROW + at as u32;
        page.text(row, 0, &parameter.path)?;
        page.text(row, 1, &parameter.label)?;
        parameters.push(page.number(row, 2, parameter.estimate.value, Style::Input)?);
        if let Some(range) = parameter.estimate.range {
            page.number(row, 3, range.low, Style::Number)?;
            page.number(row, 4, range.high, Style::Number)?;
            page.text(row, 5, range.shape.word())?;
        }
        page.text(row, 6, parameter.source.as_deref().unwrap_or("not stated"))?;
    }
    let none = || Row::new("Years", 0, 0, Vec::new());
    Ok(Book {
        parameters,
        views: Vec::new(),
        price_level: none(),
        costs: Vec::new(),
        units: Vec::new(),
        corrections: Vec::new(),
        values: Vec::new(),
    })
}

/// A row of named results below each other, for sheets that list formulas.
pub(super) fn listed(
    page: &mut Page<'_>,
    row: u32,
    name: &str,
    cells: &[(Expression, Style)],
) -> Result<Vec<Expression>, Error> {
    page.text(row, 0, name)?;
    let mut written = Vec::new();
    for (at, (expression, style)) in cells.iter().enumerate() {
        written.push(page.formula(row, at as u16 + 1, expression, *style)?);
    }
    Ok(written)
}
