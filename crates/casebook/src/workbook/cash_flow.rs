//! The case year by year, running sums and payback, with a chart.

use appraisal::unit_costs::ValueKind;
use rust_xlsxwriter::{Chart, ChartType};

use super::expression::{Expression, Row, sum};
use super::page::{FIRST_YEAR, Page, Style};
use super::{Book, LineCells, Source, check, years};
use crate::Error;

const HEADING: u32 = 3;
/// What stands in place of a payback that does not come.
pub(super) const NEVER: &str = "not within the years shown";

/// What the summary refers to.
pub(super) struct CashFlow {
    /// A formula of the years until the running sum is above water, and what it gives: none where that is never.
    pub(super) payback: (String, Option<f64>),
}

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &Book) -> Result<CashFlow, Error> {
    page.title("Cash flow", "Real and undiscounted, then running sums at the standard rates, then pounds of the year")?;
    page.widths(&[(0, 44.0)])?;
    page.freeze(HEADING + 1, 1)?;
    years::heading(&mut page, source, HEADING)?;
    let n = source.case.n_years;
    let of_kind = |kind: ValueKind, is_health: Option<bool>| -> Vec<&LineCells> {
        let lines = source.calculation.values.iter().zip(&book.values);
        let is_meant = |value: &appraisal::calculation::ValueLine| {
            value.kind == kind && is_health.is_none_or(|is_health| value.is_health == is_health)
        };
        lines.filter(|(value, _)| is_meant(value)).map(|(_, cells)| cells).collect()
    };
    let mut row = HEADING;
    let mut add = |page: &mut Page<'_>, name: &str, cell: &dyn Fn(usize) -> Expression, style: Style| {
        row += 1;
        page.text(row, 0, name)?;
        page.years(row, (0..n).map(cell), style)
    };
    let total = |lines: &[&LineCells], t: usize| sum(lines.iter().map(|line| line.by_year.at(t)));
    let costs: Vec<&LineCells> = book.costs.iter().collect();
    let fiscal_lines = of_kind(ValueKind::Fiscal, None);
    let cost = add(&mut page, "cost", &|t| total(&costs, t), Style::Pounds)?;
    let fiscal = add(&mut page, "fiscal benefit", &|t| total(&fiscal_lines, t), Style::Pounds)?;
    let cashable = add(&mut page, "of it cashable", &|t| cashable_of(source, book, t), Style::Pounds)?;
    add(&mut page, "of it capacity released", &|t| fiscal.at(t) - cashable.at(t), Style::Pounds)?;
    let economic_lines = of_kind(ValueKind::Economic, None);
    let economic = add(&mut page, "economic benefit", &|t| total(&economic_lines, t), Style::Pounds)?;
    let (health_lines, other_lines) = (of_kind(ValueKind::Social, Some(true)), of_kind(ValueKind::Social, Some(false)));
    let health = add(&mut page, "social benefit, health", &|t| total(&health_lines, t), Style::Pounds)?;
    let social = add(&mut page, "social benefit, other", &|t| total(&other_lines, t), Style::Pounds)?;
    let view = &book.views[0];
    let fiscal_net = |t: usize| (fiscal.at(t) - cost.at(t)) * view.standard.at(t);
    let net = add(&mut page, "fiscal less cost, discounted", &fiscal_net, Style::Pounds)?;
    let public_net = |t: usize| {
        (fiscal.at(t) + economic.at(t) + social.at(t) - cost.at(t)) * view.standard.at(t)
            + health.at(t) * view.health.at(t)
    };
    let public = add(&mut page, "all benefits less cost, discounted", &public_net, Style::Pounds)?;
    let running = |row: &Row, t: usize| running_sum(row, t);
    let running_fiscal = add(&mut page, "running fiscal", &|t| running(&net, t), Style::Pounds)?;
    let running_public = add(&mut page, "running public value", &|t| running(&public, t), Style::Pounds)?;
    for (t, year) in source.case.years.iter().enumerate() {
        check("a running sum", running_fiscal.values()[t], year.cumulative_fiscal)?;
        check("a running sum", running_public.values()[t], year.cumulative_public)?;
        check("what is cashable", cashable.values()[t], year.cashable)?;
    }
    add(&mut page, "cost, pounds of the year", &|t| cost.at(t) * book.price_level.at(t), Style::Pounds)?;
    add(&mut page, "fiscal benefit, pounds of the year", &|t| fiscal.at(t) * book.price_level.at(t), Style::Pounds)?;
    add(&mut page, "cashable, pounds of the year", &|t| cashable.at(t) * book.price_level.at(t), Style::Pounds)?;
    let all_costs = Expression::function(format!("SUM({})", cost.range()), cost.values().iter().sum());
    let marks = |t: usize| payback_mark(&running_fiscal, &net, &all_costs, t);
    let marks = add(&mut page, "years until paid back (-1: not in this year)", &marks, Style::Number)?;
    chart(&mut page, n, HEADING + 10, row + 2)?;
    Ok(CashFlow { payback: payback(&marks) })
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

/// The years until the running sum is above water, where it becomes so in this year; -1 elsewhere, and where nothing is
/// ever put in.
fn payback_mark(running: &Row, net: &Row, all_costs: &Expression, t: usize) -> Expression {
    let (now, of_year) = (running.at(t), net.at(t));
    let is_paid = 0.0 <= now.value && 0.0 < of_year.value && 0.0 < all_costs.value;
    if t == 0 {
        let value = if is_paid { 0.0 } else { -1.0 };
        let text = format!("IF(AND({}>=0,{}>0,{}>0),0,-1)", now.text(), of_year.text(), all_costs.text());
        return Expression::function(text, value);
    }
    let before = running.at(t - 1);
    let value = if is_paid && before.value < 0.0 { t as f64 - before.value / of_year.value } else { -1.0 };
    let text = format!("IF(AND({0}<0,{1}>=0),{t}-{0}/{2},-1)", before.text(), now.text(), of_year.text());
    Expression::function(text, value)
}

/// The first mark; words where there is none.
fn payback(marks: &Row) -> (String, Option<f64>) {
    let first = marks.values().iter().copied().find(|mark| 0.0 <= *mark);
    let range = marks.range();
    let formula = format!("=IF(MAX({range})<0,\"{NEVER}\",SMALL({range},COUNTIF({range},\"<0\")+1))");
    (formula, first)
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
