//! The proposals of the place, read from their tables.

use model::tables::{
    BodyTier, PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW, PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT,
    ProposalFlowKind, ProposalMeasure, ProposalNoteKind, ProposalView, proposal, proposal_body, proposal_flow,
    proposal_input, proposal_note, proposal_problem, proposal_result,
};
use model::{FinancialYear, Row, TableError, Tables};
use money::Money;

/// All of them, and what is wrong with the files that could not be read.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    pub all: Vec<Proposal>,
    pub problems: Vec<FileProblem>,
}

#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: String,
    pub name: String,
    pub summary: Option<String>,
    pub counterfactual: Option<String>,
    pub claimed_by: Option<String>,
    pub price_year: FinancialYear,
    pub first_year: FinancialYear,
    pub n_years: usize,
    pub bodies: Vec<Body>,
    pub flows: Vec<Flow>,
    pub results: Vec<Outcome>,
    pub inputs: Vec<Input>,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug)]
pub struct Body {
    pub id: String,
    pub name: String,
    pub tier: BodyTier,
}

/// Pounds of a year, in the prices of the price year.
#[derive(Clone, Debug)]
pub struct Flow {
    pub year: FinancialYear,
    pub kind: ProposalFlowKind,
    pub amount: Money,
    pub nominal: Money,
}

/// One measure.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub scenario: Option<String>,
    pub view: ProposalView,
    pub measure: ProposalMeasure,
    pub body: Option<String>,
    pub year: Option<FinancialYear>,
    /// None where it cannot be computed.
    pub value: Option<f64>,
}

/// A number that is assumed.
#[derive(Clone, Debug)]
pub struct Input {
    pub label: String,
    pub value: f64,
    pub range: Option<(f64, f64)>,
    pub source: Option<String>,
    pub swing: Option<Swing>,
    pub value_of_knowing: Option<Money>,
}

/// What moving an input does.
#[derive(Clone, Copy, Debug)]
pub struct Swing {
    pub low: f64,
    pub high: f64,
    pub at_low: Money,
    pub at_high: Money,
    pub decides: bool,
}

#[derive(Clone, Debug)]
pub struct Note {
    pub kind: ProposalNoteKind,
    pub text: String,
    pub source: Option<String>,
    pub quality: Option<String>,
}

/// A mistake in a file of `proposals/`.
#[derive(Clone, Debug)]
pub struct FileProblem {
    pub path: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub text: String,
    pub hint: Option<String>,
}

impl Proposal {
    /// A measure of the proposal as it is written.
    pub fn value(&self, view: ProposalView, measure: ProposalMeasure) -> Option<f64> {
        self.find(None, view, measure, None)
    }

    pub fn of_scenario(&self, scenario: &str, view: ProposalView, measure: ProposalMeasure) -> Option<f64> {
        self.find(Some(scenario), view, measure, None)
    }

    pub fn of_body(&self, body: &str, view: ProposalView, measure: ProposalMeasure) -> Option<f64> {
        self.find(None, view, measure, Some(body))
    }

    fn find(
        &self,
        scenario: Option<&str>,
        view: ProposalView,
        measure: ProposalMeasure,
        body: Option<&str>,
    ) -> Option<f64> {
        let is_meant = |row: &&Outcome| {
            row.view == view
                && row.measure == measure
                && row.scenario.as_deref() == scenario
                && row.body.as_deref() == body
        };
        self.results.iter().find(is_meant)?.value
    }

    /// A measure by year.
    pub fn by_year(&self, measure: ProposalMeasure) -> Vec<(FinancialYear, f64)> {
        let rows = self.results.iter().filter(|row| row.measure == measure);
        rows.filter_map(|row| Some((row.year?, row.value?))).collect()
    }

    /// Scenarios in the order in which they are written.
    pub fn scenarios(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.results.iter().filter_map(|row| row.scenario.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    pub fn notes(&self, kind: ProposalNoteKind) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(move |note| note.kind == kind)
    }
}

/// None where the step that writes them did not run.
pub fn read(tables: &dyn Tables) -> Result<Option<Proposals>, TableError> {
    if !tables.exists(&PROPOSAL) {
        return Ok(None);
    }
    let mut all = PROPOSAL.read_all(tables, proposal_of)?;
    add(&mut all, PROPOSAL_BODY.read_all(tables, body_of)?, |proposal| &mut proposal.bodies);
    add(&mut all, PROPOSAL_FLOW.read_all(tables, flow_of)?, |proposal| &mut proposal.flows);
    add(&mut all, PROPOSAL_RESULT.read_all(tables, result_of)?, |proposal| &mut proposal.results);
    add(&mut all, PROPOSAL_INPUT.read_all(tables, input_of)?, |proposal| &mut proposal.inputs);
    add(&mut all, PROPOSAL_NOTE.read_all(tables, note_of)?, |proposal| &mut proposal.notes);
    Ok(Some(Proposals { all, problems: PROPOSAL_PROBLEM.read_all(tables, problem_of)? }))
}

/// Gives each proposal what has its id.
fn add<T>(all: &mut [Proposal], found: Vec<(String, T)>, list: fn(&mut Proposal) -> &mut Vec<T>) {
    for (id, value) in found {
        if let Some(proposal) = all.iter_mut().find(|proposal| proposal.id == id) {
            list(proposal).push(value);
        }
    }
}

fn proposal_of(row: &Row<'_>) -> Proposal {
    Proposal {
        id: row.text(proposal::PROPOSAL_ID).to_owned(),
        name: row.text(proposal::NAME).to_owned(),
        summary: row.text_if_any(proposal::SUMMARY).map(str::to_owned),
        counterfactual: row.text_if_any(proposal::COUNTERFACTUAL).map(str::to_owned),
        claimed_by: row.text_if_any(proposal::CLAIMED_BY).map(str::to_owned),
        price_year: row.year(proposal::PRICE_YEAR),
        first_year: row.year(proposal::FIRST_YEAR),
        n_years: row.count(proposal::N_YEARS) as usize,
        bodies: Vec::new(),
        flows: Vec::new(),
        results: Vec::new(),
        inputs: Vec::new(),
        notes: Vec::new(),
    }
}

fn body_of(row: &Row<'_>) -> (String, Body) {
    let body = Body {
        id: row.text(proposal_body::BODY_ID).to_owned(),
        name: row.text(proposal_body::NAME).to_owned(),
        tier: BodyTier::parse(row.text(proposal_body::TIER)).expect("a word of its column"),
    };
    (row.text(proposal_body::PROPOSAL_ID).to_owned(), body)
}

fn flow_of(row: &Row<'_>) -> (String, Flow) {
    let flow = Flow {
        year: row.year(proposal_flow::FINANCIAL_YEAR),
        kind: ProposalFlowKind::parse(row.text(proposal_flow::FLOW_KIND)).expect("a word of its column"),
        amount: row.money(proposal_flow::AMOUNT),
        nominal: row.money(proposal_flow::NOMINAL_AMOUNT),
    };
    (row.text(proposal_flow::PROPOSAL_ID).to_owned(), flow)
}

fn result_of(row: &Row<'_>) -> (String, Outcome) {
    let result = Outcome {
        scenario: row.text_if_any(proposal_result::SCENARIO).map(str::to_owned),
        view: ProposalView::parse(row.text(proposal_result::VIEW)).expect("a word of its column"),
        measure: ProposalMeasure::parse(row.text(proposal_result::MEASURE)).expect("a word of its column"),
        body: row.text_if_any(proposal_result::BODY_ID).map(str::to_owned),
        year: row.year_if_any(proposal_result::FINANCIAL_YEAR),
        value: row.number_if_any(proposal_result::VALUE),
    };
    (row.text(proposal_result::PROPOSAL_ID).to_owned(), result)
}

fn input_of(row: &Row<'_>) -> (String, Input) {
    let number = |column| row.number_if_any(column);
    let tried = number(proposal_input::SWING_LOW).zip(number(proposal_input::SWING_HIGH));
    let npvs = row.money_if_any(proposal_input::NPV_AT_LOW).zip(row.money_if_any(proposal_input::NPV_AT_HIGH));
    let decides = row.flag(proposal_input::DECIDES);
    let input = Input {
        label: row.text(proposal_input::LABEL).to_owned(),
        value: row.number(proposal_input::VALUE),
        range: number(proposal_input::LOW).zip(number(proposal_input::HIGH)),
        source: row.text_if_any(proposal_input::SOURCE).map(str::to_owned),
        swing: tried.zip(npvs).map(|((low, high), (at_low, at_high))| Swing { low, high, at_low, at_high, decides }),
        value_of_knowing: row.money_if_any(proposal_input::VALUE_OF_KNOWING),
    };
    (row.text(proposal_input::PROPOSAL_ID).to_owned(), input)
}

fn note_of(row: &Row<'_>) -> (String, Note) {
    let note = Note {
        kind: ProposalNoteKind::parse(row.text(proposal_note::NOTE_KIND)).expect("a word of its column"),
        text: row.text(proposal_note::TEXT).to_owned(),
        source: row.text_if_any(proposal_note::SOURCE).map(str::to_owned),
        quality: row.text_if_any(proposal_note::QUALITY).map(str::to_owned),
    };
    (row.text(proposal_note::PROPOSAL_ID).to_owned(), note)
}

fn problem_of(row: &Row<'_>) -> FileProblem {
    FileProblem {
        path: row.text(proposal_problem::PATH).to_owned(),
        line: row.count_if_any(proposal_problem::LINE).map(|n| n as usize),
        column: row.count_if_any(proposal_problem::COLUMN).map(|n| n as usize),
        text: row.text(proposal_problem::TEXT).to_owned(),
        hint: row.text_if_any(proposal_problem::HINT).map(str::to_owned),
    }
}
