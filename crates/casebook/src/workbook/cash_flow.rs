//! The case year by year, running sums and payback, with a chart.

use appraisal::calculation::ValueLine;
use appraisal::unit_costs::ValueKind;
use rust_xlsxwriter::{Chart, ChartType};

use super::expression::{Expression, Row, sum};
use super::page::{FIRST_YEAR, Page, Style};
use super::{Book, Source, check, years};
use crate::Error;

const HEADING: u32 = 3;
/// What is in place of a payback that does not come.
pub(super) const NEVER: &str = "not within the years shown";
/// What is in place of a first time that is the same, or that does not come either.
pub(super) const NO_OTHER: &str = "no other time";
const MARKS: &str = "years until money is back (-1: not in this year)";

/// What the summary refers to.
pub(super) struct CashFlow {
    /// A formula of the years until money is back for good, and what it gives: none where that is never.
    pub(super) payback: (String, Option<f64>),
    /// The same of the first time that it is back, where that is not for good.
    pub(super) first_back: (String, Option<f64>),
}

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &Book) -> Result<CashFlow, Error> {
    page.title("Cash flow", "Real and undiscounted, then running sums at the standard rates, then pounds of the year")?;
    page.widths(&[(0, 44.0)])?;
    page.freeze(HEADING + 1, 1)?;
    years::heading(&mut page, source, HEADING)?;
    let mut rows = Rows { page, row: HEADING, source, book };
    let real = rows.real()?;
    let (net, running) = rows.running(&real)?;
    rows.nominal(&real)?;
    let marks = rows.add(MARKS, &|t| payback_mark(&running, &net, t), Style::Number)?;
    let below = rows.row + 2;
    chart(&mut rows.page, source.case.n_years, HEADING + 10, below)?;
    Ok(paid_back(&real.cost, &running, &marks))
}

/// Rows of the sheet under writing, one below the other.
struct Rows<'a> {
    page: Page<'a>,
    row: u32,
    source: &'a Source<'a>,
    book: &'a Book,
}

/// Real pounds by year.
struct Real {
    cost: Row,
    fiscal: Row,
    cashable: Row,
    economic: Row,
    health: Row,
    social: Row,
}

impl Rows<'_> {
    fn add(&mut self, name: &str, cell: &dyn Fn(usize) -> Expression, style: Style) -> Result<Row, Error> {
        self.row += 1;
        self.page.text(self.row, 0, name)?;
        self.page.years(self.row, (0..self.source.case.n_years).map(cell), style)
    }

    fn pounds(&mut self, name: &str, cell: &dyn Fn(usize) -> Expression) -> Result<Row, Error> {
        self.add(name, cell, Style::Pounds)
    }

    fn real(&mut self) -> Result<Real, Error> {
        let (source, book) = (self.source, self.book);
        let cost = self.pounds("cost", &|t| sum(book.costs.iter().map(|line| line.by_year.at(t))))?;
        let fiscal = self.pounds("fiscal benefit", &|t| total(source, book, t, |of| of.kind == ValueKind::Fiscal))?;
        let cashable = self.pounds("of it cashable", &|t| cashable_of(source, book, t))?;
        self.pounds("of it capacity released", &|t| fiscal.at(t) - cashable.at(t))?;
        let economic =
            self.pounds("economic benefit", &|t| total(source, book, t, |of| of.kind == ValueKind::Economic))?;
        let social = |t: usize, is_health: bool| {
            total(source, book, t, |of| of.kind == ValueKind::Social && of.is_health == is_health)
        };
        let health = self.pounds("social benefit, health", &|t| social(t, true))?;
        let social = self.pounds("social benefit, other", &|t| social(t, false))?;
        Ok(Real { cost, fiscal, cashable, economic, health, social })
    }

    /// What is left of a year after its costs, and the running sum, of fiscal benefits; all benefits beside them.
    fn running(&mut self, real: &Real) -> Result<(Row, Row), Error> {
        let view = &self.book.views[0];
        let Real { cost, fiscal, economic, health, social, .. } = real;
        let fiscal_net = |t: usize| (fiscal.at(t) - cost.at(t)) * view.standard.at(t);
        let net = self.pounds("fiscal less cost, discounted", &fiscal_net)?;
        let public_net = |t: usize| {
            (fiscal.at(t) + economic.at(t) + social.at(t) - cost.at(t)) * view.standard.at(t)
                + health.at(t) * view.health.at(t)
        };
        let public = self.pounds("all benefits less cost, discounted", &public_net)?;
        let running_fiscal = self.pounds("running fiscal", &|t| running_sum(&net, t))?;
        let running_public = self.pounds("running public value", &|t| running_sum(&public, t))?;
        for (t, year) in self.source.case.years.iter().enumerate() {
            check("a running sum", running_fiscal.values()[t], year.cumulative_fiscal)?;
            check("a running sum", running_public.values()[t], year.cumulative_public)?;
            check("what is cashable", real.cashable.values()[t], year.cashable)?;
        }
        Ok((net, running_fiscal))
    }

    fn nominal(&mut self, real: &Real) -> Result<(), Error> {
        let price_level = &self.book.price_level;
        for (name, row) in [("cost", &real.cost), ("fiscal benefit", &real.fiscal), ("cashable", &real.cashable)] {
            self.pounds(&format!("{name}, pounds of the year"), &|t| row.at(t) * price_level.at(t))?;
        }
        Ok(())
    }
}

/// A year of the values that are meant.
fn total(source: &Source<'_>, book: &Book, t: usize, is_meant: impl Fn(&ValueLine) -> bool) -> Expression {
    let lines = source.calculation.values.iter().zip(&book.values);
    sum(lines.filter(|(value, _)| is_meant(value)).map(|(_, cells)| cells.by_year.at(t)))
}

fn cashable_of(source: &Source<'_>, book: &Book, t: usize) -> Expression {
    let lines = source.calculation.values.iter().zip(&book.values);
    let cashable = lines
        .filter(|(value, _)| value.kind == ValueKind::Fiscal && book.input(value.cashable).text() != "0")
        .map(|(value, cells)| cells.by_year.at(t) * book.input(value.cashable));
    sum(cashable)
}

/// The sum up to a year: the sum up to the year before, and the year.
fn running_sum(row: &Row, t: usize) -> Expression {
    let first = row.at(0);
    let value = row.values()[..=t].iter().sum();
    let range = format!("{}:{}", first.text(), row.at(t).text().rsplit('!').next().unwrap_or_default());
    Expression::function(format!("SUM({range})"), value)
}

/// The years until the running sum is at nothing or above, where it comes up to there in this year; -1 elsewhere.
fn payback_mark(running: &Row, net: &Row, t: usize) -> Expression {
    let (now, of_year) = (running.at(t), net.at(t));
    let lowest = running.values().iter().copied().fold(f64::INFINITY, f64::min);
    let is_never_below = 0.0 <= lowest;
    let range = running.range();
    if t == 0 {
        let value = if 0.0 < of_year.value && is_never_below { 0.0 } else { -1.0 };
        return Expression::function(format!("IF(AND({}>0,MIN({range})>=0),0,-1)", of_year.text()), value);
    }
    let before = running.at(t - 1);
    let value = if before.value < 0.0 && 0.0 <= now.value {
        t as f64 - before.value / of_year.value
    } else if 0.0 < of_year.value && is_never_below {
        t as f64
    } else {
        -1.0
    };
    let otherwise = format!("IF(AND({}>0,MIN({range})>=0),{t},-1)", of_year.text());
    let text = format!("IF(AND({0}<0,{1}>=0),{t}-{0}/{2},{otherwise})", before.text(), now.text(), of_year.text());
    Expression::function(text, value)
}

/// The last mark, where the running sum ends at nothing or above: then money is back for good. Where the sum never lies
/// below zero it is the first, and where nothing is put in there is none.
fn paid_back(cost: &Row, running: &Row, marks: &Row) -> CashFlow {
    let (range, sums) = (marks.range(), running.range());
    let end = running.at(running.values().len() - 1);
    let found: Vec<f64> = marks.values().iter().copied().filter(|mark| 0.0 <= *mark).collect();
    let is_spent = cost.values().iter().any(|pounds| 0.0 < *pounds);
    let is_below = running.values().iter().any(|sum| *sum < 0.0);
    let first = found.first().copied().filter(|_| is_spent);
    let last = if is_below { found.last().copied().filter(|_| is_spent) } else { first };
    let for_good = last.filter(|_| 0.0 <= end.value);
    let nothing = format!("OR(MAX({})<=0,MAX({range})<0)", cost.range());
    let earliest = format!("SMALL({range},COUNTIF({range},\"<0\")+1)");
    let end = end.text();
    CashFlow {
        payback: (
            format!("=IF(OR({nothing},{end}<0),\"{NEVER}\",IF(MIN({sums})>=0,{earliest},MAX({range})))"),
            for_good,
        ),
        first_back: (
            format!(
                "=IF(OR({nothing},MIN({sums})>=0,AND({end}>=0,{earliest}=MAX({range}))),\"{NO_OTHER}\",{earliest})"
            ),
            first.filter(|_| is_below && first != for_good),
        ),
    }
}

fn chart(page: &mut Page<'_>, n_years: usize, first_series: u32, row: u32) -> Result<(), Error> {
    let last = FIRST_YEAR + n_years as u16 - 1;
    let mut chart = Chart::new(ChartType::Line);
    for series in [first_series, first_series + 1] {
        let line = chart.add_series();
        line.set_name(("Cash flow", series, 0));
        line.set_categories(("Cash flow", HEADING, FIRST_YEAR, HEADING, last));
        line.set_values(("Cash flow", series, FIRST_YEAR, series, last));
    }
    chart.title().set_name("Running sums at the standard rates");
    page.sheet().insert_chart(row, 0, &chart)?;
    Ok(())
}
