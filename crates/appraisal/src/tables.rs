//! Proposals as the tables `proposal_*`, from which pages and other tools read them.

mod columns;
mod results;

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use authored::Mistakes;
use model::Table;
use model::tables::{
    PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW, PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT, proposal,
    proposal_body, proposal_flow, proposal_input, proposal_note, proposal_problem,
};

use crate::case::{BudgetUse, FlowKind};
use crate::text::{exact_pounds, money_of, percent, plain, pounds};
use crate::uncertainty::Uncertainty;
use crate::{Case, claims};

use columns::{
    counts, estimates, flags, money, optional_estimates, optional_flags, optional_money, optional_text, text, years,
};

/// A proposal of the place with everything computed from it.
#[derive(Clone, Debug)]
pub struct Appraised {
    /// Name of its file without the ending.
    pub id: String,
    pub case: Case,
    /// None where no input has a range.
    pub uncertainty: Option<Uncertainty>,
}

/// The tables of a place's proposals, each with its rows in the order of the proposals' ids.
pub fn tables(appraised: &[Appraised], broken: &[Mistakes]) -> Vec<(&'static Table, RecordBatch)> {
    vec![
        (&PROPOSAL, proposals(appraised)),
        (&PROPOSAL_BODY, bodies(appraised)),
        (&PROPOSAL_FLOW, flows(appraised)),
        (&PROPOSAL_RESULT, results::results(appraised)),
        (&PROPOSAL_INPUT, inputs(appraised)),
        (&PROPOSAL_NOTE, notes(appraised)),
        (&PROPOSAL_PROBLEM, problems(broken)),
    ]
}

/// A batch of `table` from its columns, in the order of their declaration.
fn batch<const N: usize>(table: &Table, columns: [(&str, ArrayRef); N]) -> RecordBatch {
    let names = columns.iter().map(|(name, _)| *name);
    assert!(names.eq(table.columns.iter().map(|column| column.name)), "columns of {} are out of order", table.name);
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(table.schema(), arrays).expect("the columns follow the table")
}

fn proposals(appraised: &[Appraised]) -> RecordBatch {
    let cases = || appraised.iter().map(|appraised| &appraised.case);
    let claimed_by = |case: &Case| case.claim.as_ref().map(|claim| claim.who.clone());
    batch(
        &PROPOSAL,
        [
            (proposal::PROPOSAL_ID, text(appraised.iter().map(|appraised| appraised.id.clone()))),
            (proposal::NAME, text(cases().map(|case| case.name.clone()))),
            (proposal::SUMMARY, optional_text(cases().map(|case| case.summary.clone()))),
            (proposal::COUNTERFACTUAL, optional_text(cases().map(|case| case.counterfactual.clone()))),
            (proposal::CLAIMED_BY, optional_text(cases().map(claimed_by))),
            (proposal::PRICE_YEAR, years(cases().map(|case| Some(case.price_year)))),
            (proposal::FIRST_YEAR, years(cases().map(|case| Some(case.first_year)))),
            (proposal::N_YEARS, counts(cases().map(|case| Some(case.n_years)))),
            (proposal::HAS_COSTS, flags(cases().map(|case| !case.costs.is_empty()))),
            (proposal::HAS_BENEFITS, flags(cases().map(|case| !case.benefits.is_empty()))),
        ],
    )
}

fn bodies(appraised: &[Appraised]) -> RecordBatch {
    let rows = || appraised.iter().flat_map(|one| one.case.bodies.iter().map(move |body| (one, body)));
    batch(
        &PROPOSAL_BODY,
        [
            (proposal_body::PROPOSAL_ID, text(rows().map(|(one, _)| one.id.clone()))),
            (proposal_body::BODY_ID, text(rows().map(|(_, body)| body.id.clone()))),
            (proposal_body::NAME, text(rows().map(|(_, body)| body.name.clone()))),
            (proposal_body::TIER, text(rows().map(|(_, body)| body.tier.word().to_owned()))),
        ],
    )
}

fn flows(appraised: &[Appraised]) -> RecordBatch {
    let rows = || appraised.iter().flat_map(|one| one.case.flows.iter().map(move |flow| (one, flow)));
    let spending = |spending: Option<crate::proposal::Spending>| spending.map(|spending| spending.word().to_owned());
    batch(
        &PROPOSAL_FLOW,
        [
            (proposal_flow::PROPOSAL_ID, text(rows().map(|(one, _)| one.id.clone()))),
            (proposal_flow::FINANCIAL_YEAR, years(rows().map(|(_, flow)| Some(flow.year)))),
            (proposal_flow::BODY_ID, optional_text(rows().map(|(_, flow)| flow.body.clone()))),
            (proposal_flow::FLOW_KIND, text(rows().map(|(_, flow)| flow.kind.word().to_owned()))),
            (proposal_flow::SPENDING, optional_text(rows().map(|(_, flow)| spending(flow.spending)))),
            (proposal_flow::AMOUNT, money(rows().map(|(_, flow)| money_of(flow.real)))),
            (proposal_flow::NOMINAL_AMOUNT, money(rows().map(|(_, flow)| money_of(flow.nominal)))),
        ],
    )
}

fn inputs(appraised: &[Appraised]) -> RecordBatch {
    let rows = || appraised.iter().flat_map(|one| one.case.assumptions.iter().map(move |input| (one, input)));
    let swing = |one: &Appraised, path: &str| one.case.tornado.iter().find(|swing| swing.path == path).cloned();
    let swings: Vec<_> = rows().map(|(one, input)| swing(one, &input.path)).collect();
    let knowing = |(one, input): (&Appraised, &crate::calculation::Parameter)| {
        let known = one.uncertainty.as_ref()?.value_of_knowing.iter().find(|known| known.path == input.path)?;
        Some(money_of(known.pounds))
    };
    let ranges = || rows().map(|(_, input)| input.estimate.range);
    let tried = || swings.iter().map(Option::as_ref);
    batch(
        &PROPOSAL_INPUT,
        [
            (proposal_input::PROPOSAL_ID, text(rows().map(|(one, _)| one.id.clone()))),
            (proposal_input::PATH, text(rows().map(|(_, input)| input.path.clone()))),
            (proposal_input::LABEL, text(rows().map(|(_, input)| input.label.clone()))),
            (proposal_input::VALUE, estimates(rows().map(|(_, input)| input.estimate.value))),
            (proposal_input::LOW, optional_estimates(ranges().map(|range| range.map(|range| range.low)))),
            (proposal_input::HIGH, optional_estimates(ranges().map(|range| range.map(|range| range.high)))),
            (proposal_input::SHAPE, optional_text(ranges().map(|range| Some(range?.shape.word().to_owned())))),
            (proposal_input::SOURCE, optional_text(rows().map(|(_, input)| input.source.clone()))),
            (proposal_input::SWING_LOW, optional_estimates(tried().map(|swing| Some(swing?.low)))),
            (proposal_input::SWING_HIGH, optional_estimates(tried().map(|swing| Some(swing?.high)))),
            (proposal_input::NPV_AT_LOW, optional_money(tried().map(|swing| Some(money_of(swing?.npv_at_low))))),
            (proposal_input::NPV_AT_HIGH, optional_money(tried().map(|swing| Some(money_of(swing?.npv_at_high))))),
            (proposal_input::DECIDES, optional_flags(tried().map(|swing| Some(swing?.changes_sign)))),
            (proposal_input::VALUE_OF_KNOWING, optional_money(rows().map(knowing))),
        ],
    )
}

/// A sentence with what kind it is and where it comes from.
struct Note {
    kind: &'static str,
    text: String,
    source: Option<String>,
    quality: Option<String>,
}

impl Note {
    fn new(kind: &'static str, text: impl Into<String>) -> Note {
        Note { kind, text: text.into(), source: None, quality: None }
    }
}

fn notes(appraised: &[Appraised]) -> RecordBatch {
    let rows: Vec<(&str, Note)> =
        appraised.iter().flat_map(|one| notes_of(one).into_iter().map(move |note| (one.id.as_str(), note))).collect();
    batch(
        &PROPOSAL_NOTE,
        [
            (proposal_note::PROPOSAL_ID, text(rows.iter().map(|(id, _)| (*id).to_owned()))),
            (proposal_note::NOTE_KIND, text(rows.iter().map(|(_, note)| note.kind.to_owned()))),
            (proposal_note::TEXT, text(rows.iter().map(|(_, note)| note.text.clone()))),
            (proposal_note::SOURCE, optional_text(rows.iter().map(|(_, note)| note.source.clone()))),
            (proposal_note::QUALITY, optional_text(rows.iter().map(|(_, note)| note.quality.clone()))),
        ],
    )
}

fn notes_of(appraised: &Appraised) -> Vec<Note> {
    let case = &appraised.case;
    let mut notes: Vec<Note> = case.findings.iter().map(|finding| Note::new("finding", &finding.text)).collect();
    notes.extend(case.cautions.iter().map(|caution| Note {
        source: Some(caution.source.clone()),
        quality: Some(caution.quality.clone()),
        ..Note::new("not_confirmed", &caution.about)
    }));
    if let Some(claim) = &case.claim {
        notes.push(Note {
            source: Some(claim.source.clone()),
            quality: Some(claim.quality.clone()),
            ..Note::new("claim", &claim.quote)
        });
        notes.extend(claims::lines(claim).into_iter().map(|line| Note::new("reading", line)));
        notes.extend(claim.ambiguous.iter().map(|text| Note::new("ambiguous", text)));
    }
    notes.extend(case.benefits.iter().map(|benefit| Note::new("outcome", outcome(benefit))));
    notes.extend(case.budgets.iter().filter_map(budget).map(|text| Note::new("budget", text)));
    notes.push(Note::new(
        "side_payments",
        match &case.gain_share {
            Ok(share) => share.rule.to_string(),
            Err(why) => format!("none: {why}"),
        },
    ));
    if appraised.uncertainty.is_none() {
        notes.push(Note::new("not_drawn", "no input states a range, so nothing is drawn"));
    }
    notes
}

fn outcome(benefit: &crate::BenefitResult) -> String {
    let affected = benefit.n_affected.map_or(String::new(), |n| format!("of {} a year ", plain(n)));
    let values: Vec<String> = benefit
        .values
        .iter()
        .map(|value| format!("{} {} each", value.kind.word(), exact_pounds(value.amount)))
        .collect();
    let all: f64 = benefit.pounds.iter().sum();
    format!(
        "{}: {affected}{} {} a year change before {} is taken off for optimism; {}; {} over all years",
        benefit.outcome,
        plain(benefit.net_units),
        benefit.unit,
        percent(benefit.correction),
        values.join(", "),
        pounds(all)
    )
}

/// The line that a cashable saving leaves; none where nothing leaves it.
fn budget(budget: &BudgetUse) -> Option<String> {
    let most = budget.leaves.iter().copied().fold(0.0, f64::max);
    let centre = budget.cost_centre.as_ref().map_or(String::new(), |centre| format!(", cost centre {centre}"));
    let holds = budget
        .amount
        .map_or("what it holds is not stated".to_owned(), |amount| format!("it holds {} a year", pounds(amount)));
    let text = format!("up to {} a year can leave {} of {}{centre}; {holds}", pounds(most), budget.line, budget.body);
    (0.0 < most).then_some(text)
}

fn problems(broken: &[Mistakes]) -> RecordBatch {
    let rows = || broken.iter().flat_map(|file| &file.mistakes);
    let what = |mistake: &authored::Mistake| format!("{}; expected {}", mistake.kind, mistake.expected);
    batch(
        &PROPOSAL_PROBLEM,
        [
            (proposal_problem::PATH, text(rows().map(|mistake| mistake.file.clone()))),
            (proposal_problem::LINE, counts(rows().map(|mistake| Some(mistake.line)))),
            (proposal_problem::COLUMN, counts(rows().map(|mistake| Some(mistake.column)))),
            (proposal_problem::TEXT, text(rows().map(what))),
            (proposal_problem::HINT, optional_text(rows().map(|mistake| mistake.hint.clone()))),
        ],
    )
}

impl FlowKind {
    /// The word of the table.
    pub fn word(self) -> &'static str {
        match self {
            FlowKind::CostRevenue => "cost_revenue",
            FlowKind::CostCapital => "cost_capital",
            FlowKind::CostInKind => "cost_in_kind",
            FlowKind::CashableBenefit => "cashable_benefit",
            FlowKind::CapacityReleased => "capacity_released",
            FlowKind::Economic => "economic",
            FlowKind::Social => "social",
        }
    }
}

fn array<A: Array + 'static>(array: A) -> ArrayRef {
    Arc::new(array)
}

#[cfg(test)]
mod tests;
