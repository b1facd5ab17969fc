//! Units by year: people, incidence, impact, deadweight, timing; and the correction for optimism that values take.

use appraisal::calculation::{ChainLine, QuantityLine};
use appraisal::proposal::{DeadweightBasis, MeasuredOn};

use super::expression::Expression;
use super::page::{Page, Style};
use super::{Book, Source, check, years};
use crate::Error;

const HEADINGS: [&str; 7] =
    ["outcome", "people", "affected", "net impact", "net units a year", "correction for optimism", "unit"];
const FIRST_ROW: u32 = 4;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &mut Book) -> Result<(), Error> {
    page.title(
        "Benefits",
        "Units by year: people × affected × net impact, tapered from the first year, before correction for optimism",
    )?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 44.0)])?;
    page.freeze(FIRST_ROW, 1)?;
    years::heading(&mut page, source, FIRST_ROW - 1)?;
    for (at, benefit) in source.case.benefits.iter().enumerate() {
        let row = FIRST_ROW + at as u32;
        page.text(row, 0, &benefit.outcome)?;
        page.text(row, 6, &benefit.unit)?;
        let line = &source.calculation.benefits[at];
        let correction = page.formula(row, 5, &book.input(line.correction), Style::Percent)?;
        let units: Vec<Expression> = match &line.quantity {
            QuantityLine::Claimed(by_year, factor) => {
                let factor = book.input(*factor);
                by_year.iter().map(|pounds| claimed(*pounds, &factor)).collect()
            }
            QuantityLine::Chain(chain) => {
                let net = net_units(&mut page, source, book, chain, row)?;
                (0..source.case.n_years).map(|t| units(book, chain, &net, t)).collect()
            }
        };
        let by_year = page.years(row, units.into_iter(), Style::Number)?;
        for (formula, case) in by_year.values().iter().zip(source.flows.units(at)) {
            check(&benefit.outcome, *formula, *case)?;
        }
        book.units.push(by_year);
        book.corrections.push(correction);
    }
    Ok(())
}

fn claimed(pounds: f64, factor: &Expression) -> Expression {
    if pounds == 0.0 { Expression::number(0.0) } else { Expression::number(pounds) * factor.clone() }
}

/// Net units of a full year, with people, incidence and net impact beside it.
fn net_units(
    page: &mut Page<'_>,
    source: &Source<'_>,
    book: &Book,
    chain: &ChainLine,
    row: u32,
) -> Result<Expression, Error> {
    let people = page.formula(row, 1, &people(source, book, chain.measured_on), Style::Number)?;
    let affected = page.formula(row, 2, &book.input(chain.affected), Style::Number)?;
    let (impact, deadweight) = (book.input(chain.impact), book.input(chain.deadweight));
    let net_impact = match chain.basis {
        DeadweightBasis::Share => impact * deadweight.left_of_one(),
        DeadweightBasis::Points => (impact - deadweight).not_below_zero(),
        DeadweightBasis::Netted => impact,
    };
    let net_impact = page.formula(row, 3, &net_impact, Style::Factor)?;
    let left = |input| book.input(input).left_of_one();
    let net = people
        * affected
        * net_impact
        * left(chain.displacement)
        * left(chain.leakage)
        * left(chain.substitution)
        * book.input(chain.multiplier)
        * left(source.calculation.cohort.overlap);
    page.formula(row, 4, &net, Style::Number)
}

pub(super) fn people(source: &Source<'_>, book: &Book, group: MeasuredOn) -> Expression {
    let cohort = source.calculation.cohort;
    let [n, engagement, retention] = [cohort.n, cohort.engagement, cohort.retention].map(|input| book.input(input));
    match group {
        MeasuredOn::Referred => n,
        MeasuredOn::Engaged => n * engagement,
        MeasuredOn::Completers => n * engagement * retention,
    }
}

/// Units of one year: nothing before the lag and after the duration.
fn units(book: &Book, chain: &ChainLine, net: &Expression, t: usize) -> Expression {
    if t < chain.lag_years || chain.lag_years + chain.duration_years <= t {
        return Expression::number(0.0);
    }
    let k = t - chain.lag_years;
    let taper = match &chain.taper {
        Some(taper) => Expression::number(taper[k]),
        None => book.input(chain.drop_off).left_of_one().to_the_power(k),
    };
    net.clone() * taper
}
