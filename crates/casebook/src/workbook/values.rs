//! Units times their values, held below what the cohort costs today.

use appraisal::unit_costs::ValueKind;

use super::expression::{Expression, Row, sum};
use super::page::{Page, Style};
use super::{Book, LineCells, Source, benefits, check, years};
use crate::Error;

const HEADINGS: [&str; 7] = ["value", "kind", "pounds a unit", "cashable", "spending", "discounted as", ""];
const FIRST_ROW: u32 = 4;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &mut Book) -> Result<(), Error> {
    page.title(
        "Values",
        "Units × pounds per unit, corrected for optimism; fiscal values are capped at what the cohort costs today",
    )?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 44.0)])?;
    page.freeze(FIRST_ROW, 1)?;
    years::heading(&mut page, source, FIRST_ROW - 1)?;
    let mut before = Vec::new();
    for (line, value) in source.calculation.values.iter().enumerate() {
        let row = FIRST_ROW + line as u32;
        name(&mut page, source, row, line)?;
        let amount = page.formula(row, 2, &book.input(value.amount), Style::Number)?;
        page.formula(row, 3, &book.input(value.cashable), Style::Percent)?;
        page.text(row, 4, if value.kind == ValueKind::Fiscal { value.spending.word() } else { "" })?;
        page.text(row, 5, if value.is_health { "health" } else { "money" })?;
        let units = &book.units[value.benefit];
        let correction = &book.corrections[value.benefit];
        let of_year = |t: usize| (units.at(t) * amount.clone()).corrected_benefit(correction);
        let pounds = (0..source.case.n_years).map(of_year);
        before.push(page.years(row, pounds, Style::Pounds)?);
    }
    let next = FIRST_ROW + before.len() as u32 + 1;
    let kept = kept(&mut page, source, book, &before, next)?;
    after(&mut page, source, book, &before, kept.as_ref(), next + 4)
}

fn name(page: &mut Page<'_>, source: &Source<'_>, row: u32, line: usize) -> Result<(), Error> {
    let value = &source.calculation.values[line];
    page.text(row, 0, &source.case.benefits[value.benefit].outcome)?;
    page.text(row, 1, value.kind.word())
}

/// The share of fiscal benefits that the cap leaves in each year; none where the cohort's cost is not stated.
fn kept(page: &mut Page<'_>, source: &Source<'_>, book: &Book, before: &[Row], row: u32) -> Result<Option<Row>, Error> {
    let Some(cap) = source.calculation.cap else { return Ok(None) };
    let is_fiscal = |line: &usize| source.calculation.values[*line].kind == ValueKind::Fiscal;
    let fiscal: Vec<&Row> = (0..before.len()).filter(is_fiscal).map(|line| &before[line]).collect();
    page.text(row, 0, "fiscal before the cap")?;
    let total = |t: usize| sum(fiscal.iter().map(|row| row.at(t)));
    let totals = page.years(row, (0..source.case.n_years).map(total), Style::Pounds)?;
    page.text(row + 1, 0, "what the cohort costs a year")?;
    let limit = benefits::people(source, book, cap.of) * book.input(cap.annual_spend);
    let limit = page.formula(row + 1, 2, &limit, Style::Pounds)?;
    page.text(row + 2, 0, "share kept")?;
    let share = |t: usize| {
        let total = totals.at(t);
        let value = if limit.value < total.value { limit.value / total.value } else { 1.0 };
        Expression::function(format!("IF({0}<{1},{0}/{1},1)", limit.text(), total.text()), value)
    };
    let row = page.years(row + 2, (0..source.case.n_years).map(share), Style::Percent)?;
    Ok(Some(row))
}

/// Values after the cap, and their present values.
fn after(
    page: &mut Page<'_>,
    source: &Source<'_>,
    book: &mut Book,
    before: &[Row],
    kept: Option<&Row>,
    first: u32,
) -> Result<(), Error> {
    page.headings(first - 1, &["value after the cap", "kind", "PV standard", "PV other", "PV other", "", ""])?;
    years::heading(page, source, first - 1)?;
    for (line, value) in source.calculation.values.iter().enumerate() {
        let row = first + line as u32;
        name(page, source, row, line)?;
        let pounds = |t: usize| match kept.filter(|_| value.kind == ValueKind::Fiscal) {
            Some(kept) => before[line].at(t) * kept.at(t),
            None => before[line].at(t),
        };
        let by_year = page.years(row, (0..source.case.n_years).map(pounds), Style::Pounds)?;
        for (formula, case) in by_year.values().iter().zip(source.flows.value(line)) {
            check(value.kind.word(), *formula, *case)?;
        }
        let mut present = Vec::new();
        for (at, view) in book.views.iter().enumerate() {
            let factors = if value.is_health { &view.health } else { &view.standard };
            present.push(page.formula(row, 2 + at as u16, &by_year.times(factors), Style::Pounds)?);
        }
        book.values.push(LineCells { by_year, present });
    }
    Ok(())
}
