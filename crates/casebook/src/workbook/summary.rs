//! The answer: present values, ratios, payback and switching values, for every set of rates.

use appraisal::unit_costs::ValueKind;
use appraisal::{Payback, View};

use super::assumptions::listed;
use super::cash_flow::{CashFlow, NEVER, NO_OTHER};
use super::expression::{Expression, sum};
use super::page::{Page, Style};
use super::{Book, Source, check};
use crate::Error;

const FIRST_ROW: u32 = 4;
const NOT_COMPUTED: &str = "not computed";

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &Book, cash_flow: &CashFlow) -> Result<(), Error> {
    heading(&mut page, source, book)?;
    let present = |kind: ValueKind, view: usize| {
        let lines = source.calculation.values.iter().zip(&book.values).filter(|(value, _)| value.kind == kind);
        sum(lines.map(|(_, cells)| cells.present[view].clone()))
    };
    let mut rows = Rows { page, row: FIRST_ROW, source };
    let cost = |view: usize| sum(book.costs.iter().map(|cells| cells.present[view].clone()));
    let costs = rows.add("cost", Style::Pounds, &|view| cost(view), |view| view.pv_cost)?;
    let fiscal =
        rows.add("fiscal benefit", Style::Pounds, &|view| present(ValueKind::Fiscal, view), |v| v.pv_fiscal)?;
    let cashable = |view: usize| cashable(source, book, view);
    let cashable = rows.add("of it cashable", Style::Pounds, &cashable, |view| view.pv_cashable)?;
    let economic = |view: usize| present(ValueKind::Economic, view);
    let economic = rows.add("economic benefit", Style::Pounds, &economic, |view| view.pv_economic)?;
    let social = |view: usize| present(ValueKind::Social, view);
    let social = rows.add("social benefit", Style::Pounds, &social, |view| view.pv_social)?;
    let all = |v: usize| fiscal[v].clone() + economic[v].clone() + social[v].clone();
    let all = rows.add("all benefits", Style::TotalPounds, &all, |v| v.pv_fiscal + v.pv_economic + v.pv_social)?;
    let less = |benefits: &[Expression], v: usize| benefits[v].clone() - costs[v].clone();
    rows.add("public value: NPV", Style::Pounds, &|v| less(&all, v), |view| view.public.npv)?;
    rows.ratios("public value: BCR", &all, &costs, |view| view.public.bcr)?;
    rows.add("financial case: NPV", Style::Pounds, &|v| less(&fiscal, v), |view| view.financial.npv)?;
    rows.ratios("financial case: BCR", &fiscal, &costs, |view| view.financial.bcr)?;
    rows.add("cashable: NPV", Style::Pounds, &|v| less(&cashable, v), |view| view.cashable.npv)?;
    rows.ratios("cashable: BCR", &cashable, &costs, |view| view.cashable.bcr)?;
    let impact = |v: usize| costs[v].clone() - fiscal[v].clone();
    rows.add("net budget impact", Style::Pounds, &impact, |view| view.net_budget_impact)?;
    rows.ratios("benefits × this: public NPV 0", &costs, &all, |view| view.switching.public)?;
    rows.ratios("fiscal benefits × this: NPV 0", &costs, &fiscal, |view| view.switching.fiscal)?;
    rows.payback(cash_flow)
}

fn heading(page: &mut Page<'_>, source: &Source<'_>, book: &Book) -> Result<(), Error> {
    let against = match &source.case.counterfactual {
        Some(counterfactual) => format!("Against: {counterfactual}"),
        None => "No counterfactual is named, so nothing here can be called a saving".to_owned(),
    };
    page.title(&source.case.name, &against)?;
    page.widths(&[(0, 46.0), (1, 26.0), (2, 26.0), (3, 26.0)])?;
    let mut headings = vec![format!("Present values, {} prices", source.case.price_year)];
    headings.extend(book.views.iter().map(|view| view.label.clone()));
    page.headings(FIRST_ROW - 1, &headings.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The cashable parts of all fiscal values.
fn cashable(source: &Source<'_>, book: &Book, view: usize) -> Expression {
    let lines = source.calculation.values.iter().zip(&book.values);
    let cashable = lines
        .filter(|(value, _)| value.kind == ValueKind::Fiscal && book.input(value.cashable).text() != "0")
        .map(|(value, cells)| cells.present[view].clone() * book.input(value.cashable));
    sum(cashable)
}

/// Rows of the summary under writing.
struct Rows<'a> {
    page: Page<'a>,
    row: u32,
    source: &'a Source<'a>,
}

impl Rows<'_> {
    /// A figure for every view, compared with the case.
    fn add(
        &mut self,
        name: &str,
        style: Style,
        cell: &dyn Fn(usize) -> Expression,
        case: fn(&View) -> f64,
    ) -> Result<Vec<Expression>, Error> {
        let cells: Vec<(Expression, Style)> = (0..self.source.case.views.len()).map(|v| (cell(v), style)).collect();
        for ((cell, _), view) in cells.iter().zip(&self.source.case.views) {
            check(name, cell.value, case(view))?;
        }
        let written = listed(&mut self.page, self.row, name, &cells)?;
        self.row += 1;
        Ok(written)
    }

    /// A ratio for every view; words where there is nothing to divide by.
    fn ratios(
        &mut self,
        name: &str,
        above: &[Expression],
        below: &[Expression],
        case: fn(&View) -> Option<f64>,
    ) -> Result<(), Error> {
        self.page.text(self.row, 0, name)?;
        for (v, view) in self.source.case.views.iter().enumerate() {
            let column = v as u16 + 1;
            let quotient = above[v].clone() / below[v].clone();
            let result = match case(view) {
                None => NOT_COMPUTED.to_owned(),
                Some(ratio) => {
                    check(name, quotient.value, ratio)?;
                    quotient.value.to_string()
                }
            };
            // Words stay a formula: another number in a yellow cell may give the ratio something to divide by.
            let formula = format!("=IF({}>0,{},\"{NOT_COMPUTED}\")", below[v].text(), quotient.text());
            self.page.text_formula(self.row, column, &formula, result, Style::Ratio)?;
        }
        self.row += 1;
        Ok(())
    }

    /// When money is back for good, and when it first is, where that is another time.
    fn payback(&mut self, cash_flow: &CashFlow) -> Result<(), Error> {
        let view = self.source.case.standard();
        let name = "pays back after (years, standard rates)";
        self.time(name, &cash_flow.payback, view.payback, NEVER)?;
        self.time("first pays back, then does not (years)", &cash_flow.first_back, view.first_crossing, NO_OTHER)
    }

    fn time(
        &mut self,
        name: &str,
        (formula, years): &(String, Option<f64>),
        case: Option<Payback>,
        none: &str,
    ) -> Result<(), Error> {
        self.page.text(self.row, 0, name)?;
        check(name, years.unwrap_or(-1.0), case.map_or(-1.0, |case| case.after_years))?;
        let result = years.map_or_else(|| none.to_owned(), |years| years.to_string());
        self.page.text_formula(self.row, 1, formula, result, Style::Number)?;
        self.row += 1;
        Ok(())
    }
}
