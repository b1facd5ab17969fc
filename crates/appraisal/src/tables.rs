//! Proposals as the tables `proposal_*`, from which pages and other tools read them.

mod results;

use arrow_array::RecordBatch;
use authored::Mistakes;
use model::tables::{
    PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW, PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT,
    ProposalNoteKind, proposal, proposal_body, proposal_flow, proposal_input, proposal_note, proposal_problem,
};
use model::{Table, TableRows};

use crate::calculation::Parameter;
use crate::case::{BenefitResult, BudgetUse, Swing};
use crate::text::{exact_pounds, money_of, plain, pounds};
use crate::uncertainty::Uncertainty;
use crate::{Case, claims};

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
    let written = |table: &'static Table, write: fn(&mut TableRows, &Appraised)| {
        let mut rows = table.rows();
        appraised.iter().for_each(|one| write(&mut rows, one));
        (table, rows.finish())
    };
    vec![
        written(&PROPOSAL, write_proposal),
        written(&PROPOSAL_BODY, write_bodies),
        written(&PROPOSAL_FLOW, write_flows),
        written(&PROPOSAL_RESULT, results::write),
        written(&PROPOSAL_INPUT, write_inputs),
        written(&PROPOSAL_NOTE, write_notes),
        (&PROPOSAL_PROBLEM, problems(broken)),
    ]
}

fn write_proposal(rows: &mut TableRows, Appraised { id, case, .. }: &Appraised) {
    rows.push()
        .text(proposal::PROPOSAL_ID, id)
        .text(proposal::NAME, &case.name)
        .text_if_any(proposal::SUMMARY, case.summary.as_deref())
        .text_if_any(proposal::COUNTERFACTUAL, case.counterfactual.as_deref())
        .text_if_any(proposal::CLAIMED_BY, case.claim.as_ref().map(|claim| claim.who.as_str()))
        .year(proposal::PRICE_YEAR, case.price_year)
        .year(proposal::FIRST_YEAR, case.first_year)
        .count(proposal::N_YEARS, case.n_years as u64)
        .flag(proposal::HAS_COSTS, !case.costs.is_empty())
        .flag(proposal::HAS_BENEFITS, !case.benefits.is_empty());
}

fn write_bodies(rows: &mut TableRows, Appraised { id, case, .. }: &Appraised) {
    for body in &case.bodies {
        rows.push()
            .text(proposal_body::PROPOSAL_ID, id)
            .text(proposal_body::BODY_ID, &body.id)
            .text(proposal_body::NAME, &body.name)
            .text(proposal_body::TIER, body.tier.word());
    }
}

fn write_flows(rows: &mut TableRows, Appraised { id, case, .. }: &Appraised) {
    for flow in &case.flows {
        rows.push()
            .text(proposal_flow::PROPOSAL_ID, id)
            .year(proposal_flow::FINANCIAL_YEAR, flow.year)
            .text_if_any(proposal_flow::BODY_ID, flow.body.as_deref())
            .text(proposal_flow::FLOW_KIND, flow.kind.word())
            .text_if_any(proposal_flow::SPENDING, flow.spending.map(|spending| spending.word()))
            .money(proposal_flow::AMOUNT, money_of(flow.real))
            .money(proposal_flow::NOMINAL_AMOUNT, money_of(flow.nominal));
    }
}

fn write_inputs(rows: &mut TableRows, Appraised { id, case, uncertainty }: &Appraised) {
    for input in &case.assumptions {
        let swing = case.tornado.iter().find(|swing| swing.path == input.path);
        let knowing = uncertainty.as_ref().and_then(|drawn| drawn.value_of(&input.path)).map(money_of);
        write_input(rows.push().text(proposal_input::PROPOSAL_ID, id), input);
        write_swing(rows, swing);
        rows.money_if_any(proposal_input::VALUE_OF_KNOWING, knowing);
    }
}

fn write_input(row: &mut TableRows, input: &Parameter) {
    let range = input.estimate.range;
    row.text(proposal_input::PATH, &input.path)
        .text(proposal_input::LABEL, &input.label)
        .estimate(proposal_input::VALUE, input.estimate.value)
        .estimate_if_any(proposal_input::LOW, range.map(|range| range.low))
        .estimate_if_any(proposal_input::HIGH, range.map(|range| range.high))
        .text_if_any(proposal_input::SHAPE, range.map(|range| range.shape.word()))
        .text_if_any(proposal_input::SOURCE, input.source.as_deref());
}

fn write_swing(row: &mut TableRows, swing: Option<&Swing>) {
    row.estimate_if_any(proposal_input::SWING_LOW, swing.map(|swing| swing.low))
        .estimate_if_any(proposal_input::SWING_HIGH, swing.map(|swing| swing.high))
        .money_if_any(proposal_input::NPV_AT_LOW, swing.map(|swing| money_of(swing.npv_at_low)))
        .money_if_any(proposal_input::NPV_AT_HIGH, swing.map(|swing| money_of(swing.npv_at_high)))
        .flag_if_any(proposal_input::DECIDES, swing.map(|swing| swing.changes_sign));
}

/// A sentence with what it is about and where it comes from.
struct Note {
    kind: ProposalNoteKind,
    text: String,
    source: Option<String>,
    quality: Option<String>,
}

impl Note {
    fn new(kind: ProposalNoteKind, text: impl Into<String>) -> Note {
        Note { kind, text: text.into(), source: None, quality: None }
    }

    fn from(self, source: &str, quality: &str) -> Note {
        Note { source: Some(source.to_owned()), quality: Some(quality.to_owned()), ..self }
    }
}

fn write_notes(rows: &mut TableRows, appraised: &Appraised) {
    for note in notes_of(appraised) {
        rows.push()
            .text(proposal_note::PROPOSAL_ID, &appraised.id)
            .text(proposal_note::NOTE_KIND, note.kind.word())
            .text(proposal_note::TEXT, &note.text)
            .text_if_any(proposal_note::SOURCE, note.source.as_deref())
            .text_if_any(proposal_note::QUALITY, note.quality.as_deref());
    }
}

fn notes_of(Appraised { case, uncertainty, .. }: &Appraised) -> Vec<Note> {
    use ProposalNoteKind as Kind;
    let mut notes: Vec<Note> = case.findings.iter().map(|finding| Note::new(Kind::Finding, &finding.text)).collect();
    notes.extend(
        case.cautions
            .iter()
            .map(|caution| Note::new(Kind::NotConfirmed, &caution.about).from(&caution.source, &caution.quality)),
    );
    if let Some(claim) = &case.claim {
        notes.push(Note::new(Kind::Claim, &claim.quote).from(&claim.source, &claim.quality));
        notes.extend(claims::lines(claim).into_iter().map(|line| Note::new(Kind::Reading, line)));
        notes.extend(claim.ambiguous.iter().map(|text| Note::new(Kind::Ambiguous, text)));
    }
    notes.extend(case.benefits.iter().map(|benefit| Note::new(Kind::Outcome, outcome(benefit))));
    notes.extend(case.budgets.iter().filter_map(budget).map(|text| Note::new(Kind::Budget, text)));
    let side_payments = match &case.gain_share {
        Ok(share) => share.rule.to_string(),
        Err(why) => format!("none: {why}"),
    };
    notes.push(Note::new(Kind::SidePayments, side_payments));
    if uncertainty.is_none() {
        notes.push(Note::new(Kind::NotDrawn, "no input has a range, so nothing is drawn"));
    }
    notes
}

fn outcome(benefit: &BenefitResult) -> String {
    let affected = benefit.n_affected.map_or(String::new(), |n| format!("of {} a year ", plain(n)));
    let values: Vec<String> = benefit
        .values
        .iter()
        .map(|value| format!("{} {} each", value.kind.word(), exact_pounds(value.amount)))
        .collect();
    let all: f64 = benefit.pounds.iter().sum();
    format!(
        "{}: {affected}{} {} a year change before {} for optimism; {}; {} over all years",
        benefit.outcome,
        plain(benefit.net_units),
        benefit.unit,
        benefit.correction_in_words(),
        values.join(", "),
        pounds(all)
    )
}

/// The line that a cashable saving leaves; none where nothing leaves it.
fn budget(budget: &BudgetUse) -> Option<String> {
    let most = budget.most();
    let centre = budget.cost_centre.as_ref().map_or(String::new(), |centre| format!(", cost centre {centre}"));
    let holds = budget
        .amount
        .map_or("what it holds is not stated".to_owned(), |amount| format!("it holds {} a year", pounds(amount)));
    let share = budget.share_in_words().map_or(String::new(), |share| format!("; {share}"));
    let text = format!(
        "up to {} a year can come out of {} of {}{centre}; {holds}{share}",
        pounds(most),
        budget.line,
        budget.body
    );
    (0.0 < most).then_some(text)
}

fn problems(broken: &[Mistakes]) -> RecordBatch {
    let mut rows = PROPOSAL_PROBLEM.rows();
    for mistake in broken.iter().flat_map(|file| &file.mistakes) {
        rows.push()
            .text(proposal_problem::PATH, &mistake.file)
            .count(proposal_problem::LINE, mistake.line as u64)
            .count(proposal_problem::COLUMN, mistake.column as u64)
            .text(proposal_problem::TEXT, &format!("{}; expected {}", mistake.kind, mistake.expected))
            .text_if_any(proposal_problem::HINT, mistake.hint.as_deref());
    }
    rows.finish()
}

#[cfg(test)]
mod tests;
