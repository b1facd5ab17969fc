//! Years, rates, factors and prices.

use appraisal::{DiscountVintage, Schedule};
use model::tables::ProposalView;

use super::expression::{Expression, Row};
use super::page::{FIRST_YEAR, Page, Style};
use super::{Book, Source, ViewRows, check};
use crate::Error;

const HEADING: u32 = 3;
/// The first row of rates; each set of rates takes two.
const FIRST_RATES: u32 = 5;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &mut Book) -> Result<(), Error> {
    let vintage = source.reference.discount(&source.proposal.discount)?;
    page.title("Years", &format!("{}: {}", vintage.label, vintage.source))?;
    page.widths(&[(0, 44.0)])?;
    page.freeze(HEADING + 1, 1)?;
    heading(&mut page, source, HEADING)?;

    let none = Schedule::none();
    let rates = rates(vintage, &none);
    let mut factors: Vec<Row> = Vec::new();
    for (at, (label, schedule)) in rates.iter().enumerate() {
        factors.push(factor_rows(&mut page, FIRST_RATES + 2 * at as u32, label, schedule, source.case.n_years)?);
    }
    let row = |label: &str| {
        let at = rates.iter().position(|(known, _)| *known == label).expect("a set of rates that was written");
        factors[at].clone()
    };
    for view in &source.case.views {
        let (standard, health) = match view.id {
            ProposalView::Undiscounted => ("none", "none"),
            ProposalView::Sensitivity => ("sensitivity", "health"),
            _ => ("standard", "health"),
        };
        book.views.push(ViewRows { label: view.label.clone(), standard: row(standard), health: row(health) });
    }
    book.price_level = prices(&mut page, source, FIRST_RATES + 2 * rates.len() as u32)?;
    for (year, factor) in source.case.years.iter().zip(book.views[0].standard.values()) {
        check("a discount factor", *factor, year.factor)?;
    }
    Ok(())
}

/// The line of years that every sheet has.
pub(super) fn heading(page: &mut Page<'_>, source: &Source<'_>, row: u32) -> Result<(), Error> {
    for year in &source.case.years {
        page.text(row, FIRST_YEAR + year.t as u16, &year.year.to_string())?;
    }
    Ok(())
}

fn rates<'a>(vintage: &'a DiscountVintage, none: &'a Schedule) -> Vec<(&'static str, &'a Schedule)> {
    let mut rates = vec![("standard", &vintage.standard), ("health", vintage.health())];
    rates.extend(vintage.sensitivity.as_ref().map(|schedule| ("sensitivity", schedule)));
    rates.push(("none", none));
    rates
}

/// A row of rates, and under it the factors: each the one before divided by one plus the rate of its year.
fn factor_rows(page: &mut Page<'_>, row: u32, label: &str, schedule: &Schedule, n_years: usize) -> Result<Row, Error> {
    page.text(row, 0, &format!("rate, {label}"))?;
    page.text(row + 1, 0, &format!("discount factor, {label}"))?;
    // Year 0 is not discounted, so it has no rate.
    let rate = |t: usize| Expression::number(if t == 0 { 0.0 } else { schedule.rate(t as u32) });
    let rates = page.years(row, (0..n_years).map(rate), Style::Percent)?;
    let mut before = Expression::number(1.0);
    let mut factors = Vec::new();
    for t in 0..n_years {
        let column = FIRST_YEAR + t as u16;
        before = match t {
            0 => page.number(row + 1, column, 1.0, Style::Factor)?,
            _ => {
                let factor = before / (Expression::number(1.0) + rates.at(t));
                page.formula(row + 1, column, &factor, Style::Factor)?
            }
        };
        factors.push(before.value);
    }
    Ok(Row::new("Years", row + 1, FIRST_YEAR, factors))
}

fn prices(page: &mut Page<'_>, source: &Source<'_>, row: u32) -> Result<Row, Error> {
    let deflator = source.reference.deflator(&source.proposal.deflator)?;
    page.text(row, 0, &format!("prices, {} = 1 ({})", source.case.price_year, deflator.label))?;
    let levels = source.case.years.iter().map(|year| Expression::number(year.price_level));
    page.years(row, levels, Style::Factor)
}
