//! Who pays, who gains, and the side payments.

use appraisal::gains::{GainShare, RuleKind};

use super::assumptions::listed;
use super::expression::{Expression, sum};
use super::page::{Page, Style};
use super::{Book, Source, check};
use crate::Error;

const HEADINGS: [&str; 7] = ["body", "pays", "gains", "of it cashable", "net", "side payment", "net after it"];
const FIRST_ROW: u32 = 3;

pub(super) fn write(mut page: Page<'_>, source: &Source<'_>, book: &Book) -> Result<(), Error> {
    let share = source.case.gain_share.as_ref();
    let rule =
        share.map_or_else(|why| format!("no side payments: {why}"), |share| format!("side payments: {}", share.rule));
    page.title("Who pays and who gains", &format!("Present values, {}; {rule}", book.views[0].label))?;
    page.headings(FIRST_ROW - 1, &HEADINGS)?;
    page.widths(&[(0, 34.0), (1, 16.0), (2, 16.0), (3, 16.0), (4, 16.0), (5, 16.0), (6, 16.0)])?;
    let n_bodies = source.case.bodies.len();
    let mut rows: Vec<[Expression; 3]> = Vec::new();
    for at in 0..n_bodies {
        let row = FIRST_ROW + at as u32;
        let cells = [pays(source, book, at), gains(source, book, at, false), gains(source, book, at, true)];
        let cells = cells.map(|cell| (cell, Style::Pounds));
        let written = listed(&mut page, row, &source.case.bodies[at].name, &cells)?;
        let [pays, gains, cashable] = written.try_into().expect("three cells were written");
        let view = source.case.standard().bodies[at];
        for (what, formula, case) in
            [("pays", &pays, view.pays), ("gains", &gains, view.gains), ("cashable", &cashable, view.cashable)]
        {
            check(&format!("{} {what}", source.case.bodies[at].name), formula.value, case)?;
        }
        page.formula(row, 4, &(gains.clone() - pays.clone()), Style::Pounds)?;
        rows.push([pays, gains, cashable]);
    }
    let total = |column: usize| sum(rows.iter().map(|row| row[column].clone()));
    let totals = [total(0), total(1), total(2)].map(|cell| (cell, Style::TotalPounds));
    let totals = listed(&mut page, FIRST_ROW + n_bodies as u32, "all", &totals)?;
    share.map_or(Ok(()), |share| side_payments(&mut page, source, share, &rows, &totals))
}

fn side_payments(
    page: &mut Page<'_>,
    source: &Source<'_>,
    share: &GainShare,
    rows: &[[Expression; 3]],
    totals: &[Expression],
) -> Result<(), Error> {
    for (at, body) in share.bodies.iter().enumerate() {
        let row = FIRST_ROW + at as u32;
        let payment = payment(source, &rows[at], totals, body.side_payment);
        check("a side payment", payment.value, body.side_payment)?;
        let payment = page.formula(row, 5, &payment, Style::Pounds)?;
        let shared = if share.of == appraisal::gains::Shared::Cashable { 2 } else { 1 };
        let net = rows[at][shared].clone() - rows[at][0].clone() + payment;
        page.formula(row, 6, &net, Style::Pounds)?;
    }
    Ok(())
}

/// What a body pays, over all its costs.
fn pays(source: &Source<'_>, book: &Book, body: usize) -> Expression {
    let lines = source.calculation.costs.iter().zip(&book.costs).filter(|(cost, _)| cost.body == body);
    sum(lines.map(|(_, cells)| cells.present[0].clone()))
}

/// What a body gains, over its shares of all values; the cashable part where asked.
fn gains(source: &Source<'_>, book: &Book, body: usize, only_cashable: bool) -> Expression {
    let mut gains = Vec::new();
    for (value, cells) in source.calculation.values.iter().zip(&book.values) {
        for (_, share) in value.split.iter().filter(|(known, _)| *known == body) {
            let gain = Expression::number(*share) * cells.present[0].clone();
            gains.push(if only_cashable { gain * book.input(value.cashable) } else { gain });
        }
    }
    sum(gains)
}

/// The payment by the rule, as a formula where the rule is one.
fn payment(source: &Source<'_>, body: &[Expression; 3], totals: &[Expression], otherwise: f64) -> Expression {
    let rule = &source.proposal.gain_share;
    let shared = if rule.of == appraisal::gains::Shared::Cashable { 2 } else { 1 };
    let (pays, gains) = (body[0].clone(), body[shared].clone());
    let (all_pay, all_gain) = (totals[0].clone(), totals[shared].clone());
    match rule.kind {
        RuleKind::ProRata => pays.clone() + (all_gain - all_pay.clone()) * pays / all_pay - gains,
        RuleKind::Proportional => pays - all_pay * gains / all_gain,
        RuleKind::Shapley { .. } | RuleKind::OutcomePrice(_) => Expression::number(otherwise),
    }
}
