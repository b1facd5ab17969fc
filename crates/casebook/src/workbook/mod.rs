//! The case as a workbook with live formulas.

mod assumptions;
mod benefits;
mod bodies;
mod cash_flow;
mod costs;
mod expression;
mod notes;
mod page;
mod summary;
mod values;
mod years;

use appraisal::calculation::{Calculation, Flows, Input};
use appraisal::{Case, Proposal, Reference};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::Error;
use expression::{Expression, Row};
use page::Page;

const SHEETS: [&str; 9] =
    ["Summary", "Assumptions", "Years", "Costs", "Benefits", "Values", "Bodies", "Cash flow", "Notes"];

/// Everything that the sheets are written from.
struct Source<'a> {
    proposal: &'a Proposal,
    reference: &'a Reference,
    case: &'a Case,
    calculation: Calculation,
    flows: Flows,
}

/// Rows and cells that other sheets refer to.
struct Book {
    /// A cell for each parameter.
    parameters: Vec<Expression>,
    views: Vec<ViewRows>,
    /// Prices of each year against the price base.
    price_level: Row,
    costs: Vec<LineCells>,
    /// Units of each benefit, before correction, and the correction.
    units: Vec<Row>,
    corrections: Vec<Expression>,
    values: Vec<LineCells>,
}

/// Discount factors of one view.
struct ViewRows {
    label: String,
    standard: Row,
    health: Row,
}

/// A line by year, and its present value in each view.
struct LineCells {
    by_year: Row,
    present: Vec<Expression>,
}

impl Book {
    fn input(&self, input: Input) -> Expression {
        match input {
            Input::Fixed(number) => Expression::number(number),
            Input::At(position) => self.parameters[position].clone(),
        }
    }
}

/// The case as a workbook with live formulas: change an assumption and everything follows.
///
/// # Errors
/// [`Error::Disagrees`] where a formula would give something else than the case, which is a fault of this program.
pub fn workbook(proposal: &Proposal, reference: &Reference, case: &Case) -> Result<Vec<u8>, Error> {
    make(proposal, reference, case, true)
}

/// `with_results` off leaves formulas without values, so that the program that opens the file has to compute them.
fn make(proposal: &Proposal, reference: &Reference, case: &Case, with_results: bool) -> Result<Vec<u8>, Error> {
    let calculation = Calculation::in_prices_of(proposal, reference, case.price_year)?;
    let flows = calculation.flows(&calculation.central());
    let source = Source { proposal, reference, case, calculation, flows };
    let mut workbook = Workbook::new();
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&case.name).set_author("Total Place");
    workbook.set_properties(&properties.set_creation_datetime(&moment));
    for name in SHEETS {
        workbook.add_worksheet().set_name(name)?;
    }
    let sheets = workbook.worksheets_mut();
    let [summary, assumptions, years, costs, benefits, values, bodies, cash_flow, notes] = sheets.as_mut_slice() else {
        unreachable!("nine sheets were added");
    };
    let page = |sheet| Page::new(sheet, with_results);
    let mut book = assumptions::write(page(assumptions), &source)?;
    years::write(page(years), &source, &mut book)?;
    costs::write(page(costs), &source, &mut book)?;
    benefits::write(page(benefits), &source, &mut book)?;
    values::write(page(values), &source, &mut book)?;
    bodies::write(page(bodies), &source, &book)?;
    let cash_flow = cash_flow::write(page(cash_flow), &source, &book)?;
    summary::write(page(summary), &source, &book, &cash_flow)?;
    notes::write(page(notes), &source)?;
    for sheet in workbook.worksheets_mut() {
        finish(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

fn finish(sheet: &mut Worksheet) {
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
}

/// Whether two amounts are the same except for the last digits of a floating-point sum.
fn check(what: &str, formula: f64, case: f64) -> Result<(), Error> {
    let is_same = (formula - case).abs() <= 1e-9 * (1.0 + case.abs());
    if is_same { Ok(()) } else { Err(Error::Disagrees { what: what.to_owned(), formula, case }) }
}

#[cfg(test)]
mod tests;
