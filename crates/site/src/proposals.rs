//! The proposals of the place, read from their tables.

use model::FinancialYear;
use model::tables::{
    PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW, PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT, proposal,
    proposal_body, proposal_flow, proposal_input, proposal_note, proposal_problem, proposal_result,
};
use money::Money;
use model::Tables;

use crate::Error;
use crate::read::{Row, rows};

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
    pub tier: String,
}

/// Pounds of a year, in the prices of the price year.
#[derive(Clone, Debug)]
pub struct Flow {
    pub year: FinancialYear,
    pub kind: String,
    pub amount: Money,
    pub nominal: Money,
}

/// One measure.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub scenario: Option<String>,
    pub view: String,
    pub measure: String,
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
    pub kind: String,
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
    pub fn value(&self, view: &str, measure: &str) -> Option<f64> {
        self.find(None, view, measure, None)
    }

    pub fn of_scenario(&self, scenario: &str, view: &str, measure: &str) -> Option<f64> {
        self.find(Some(scenario), view, measure, None)
    }

    pub fn of_body(&self, body: &str, view: &str, measure: &str) -> Option<f64> {
        self.find(None, view, measure, Some(body))
    }

    fn find(&self, scenario: Option<&str>, view: &str, measure: &str, body: Option<&str>) -> Option<f64> {
        let is_meant = |row: &&Outcome| {
            row.view == view
                && row.measure == measure
                && row.scenario.as_deref() == scenario
                && row.body.as_deref() == body
        };
        self.results.iter().find(is_meant)?.value
    }

    /// A measure by year.
    pub fn by_year(&self, measure: &str) -> Vec<(FinancialYear, f64)> {
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

    pub fn notes<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| note.kind == kind)
    }
}

/// None where the step that writes them did not run.
pub fn read(tables: &dyn Tables) -> Result<Option<Proposals>, Error> {
    let Some(mut all) = rows(tables, &PROPOSAL, proposal_of)? else { return Ok(None) };
    let owner = |id: &str, all: &mut Vec<Proposal>| all.iter().position(|proposal| proposal.id == id);
    for (id, body) in rows(tables, &PROPOSAL_BODY, body_of)?.unwrap_or_default() {
        if let Some(at) = owner(&id, &mut all) {
            all[at].bodies.push(body);
        }
    }
    for (id, flow) in rows(tables, &PROPOSAL_FLOW, flow_of)?.unwrap_or_default() {
        if let Some(at) = owner(&id, &mut all) {
            all[at].flows.push(flow);
        }
    }
    for (id, result) in rows(tables, &PROPOSAL_RESULT, result_of)?.unwrap_or_default() {
        if let Some(at) = owner(&id, &mut all) {
            all[at].results.push(result);
        }
    }
    for (id, input) in rows(tables, &PROPOSAL_INPUT, input_of)?.unwrap_or_default() {
        if let Some(at) = owner(&id, &mut all) {
            all[at].inputs.push(input);
        }
    }
    for (id, note) in rows(tables, &PROPOSAL_NOTE, note_of)?.unwrap_or_default() {
        if let Some(at) = owner(&id, &mut all) {
            all[at].notes.push(note);
        }
    }
    let problems = rows(tables, &PROPOSAL_PROBLEM, problem_of)?.unwrap_or_default();
    Ok(Some(Proposals { all, problems }))
}

fn proposal_of(row: &Row<'_>) -> Result<Proposal, Error> {
    Ok(Proposal {
        id: row.text(proposal::PROPOSAL_ID)?,
        name: row.text(proposal::NAME)?,
        summary: row.text_if_any(proposal::SUMMARY)?,
        counterfactual: row.text_if_any(proposal::COUNTERFACTUAL)?,
        claimed_by: row.text_if_any(proposal::CLAIMED_BY)?,
        price_year: row.year(proposal::PRICE_YEAR)?,
        first_year: row.year(proposal::FIRST_YEAR)?,
        n_years: row.count(proposal::N_YEARS)?,
        bodies: Vec::new(),
        flows: Vec::new(),
        results: Vec::new(),
        inputs: Vec::new(),
        notes: Vec::new(),
    })
}

fn body_of(row: &Row<'_>) -> Result<(String, Body), Error> {
    let body = Body {
        id: row.text(proposal_body::BODY_ID)?,
        name: row.text(proposal_body::NAME)?,
        tier: row.text(proposal_body::TIER)?,
    };
    Ok((row.text(proposal_body::PROPOSAL_ID)?, body))
}

fn flow_of(row: &Row<'_>) -> Result<(String, Flow), Error> {
    let flow = Flow {
        year: row.year(proposal_flow::FINANCIAL_YEAR)?,
        kind: row.text(proposal_flow::FLOW_KIND)?,
        amount: row.money(proposal_flow::AMOUNT)?,
        nominal: row.money(proposal_flow::NOMINAL_AMOUNT)?,
    };
    Ok((row.text(proposal_flow::PROPOSAL_ID)?, flow))
}

fn result_of(row: &Row<'_>) -> Result<(String, Outcome), Error> {
    let result = Outcome {
        scenario: row.text_if_any(proposal_result::SCENARIO)?,
        view: row.text(proposal_result::VIEW)?,
        measure: row.text(proposal_result::MEASURE)?,
        body: row.text_if_any(proposal_result::BODY_ID)?,
        year: row.year_if_any(proposal_result::FINANCIAL_YEAR)?,
        value: row.estimate_if_any(proposal_result::VALUE)?,
    };
    Ok((row.text(proposal_result::PROPOSAL_ID)?, result))
}

fn input_of(row: &Row<'_>) -> Result<(String, Input), Error> {
    let estimate = |column| row.estimate_if_any(column);
    let tried = estimate(proposal_input::SWING_LOW)?.zip(estimate(proposal_input::SWING_HIGH)?);
    let npvs = row.money_if_any(proposal_input::NPV_AT_LOW)?.zip(row.money_if_any(proposal_input::NPV_AT_HIGH)?);
    let decides = row.flag(proposal_input::DECIDES)?;
    let input = Input {
        label: row.text(proposal_input::LABEL)?,
        value: estimate(proposal_input::VALUE)?.unwrap_or_default(),
        range: estimate(proposal_input::LOW)?.zip(estimate(proposal_input::HIGH)?),
        source: row.text_if_any(proposal_input::SOURCE)?,
        swing: tried.zip(npvs).map(|((low, high), (at_low, at_high))| Swing { low, high, at_low, at_high, decides }),
        value_of_knowing: row.money_if_any(proposal_input::VALUE_OF_KNOWING)?,
    };
    Ok((row.text(proposal_input::PROPOSAL_ID)?, input))
}

fn note_of(row: &Row<'_>) -> Result<(String, Note), Error> {
    let note = Note {
        kind: row.text(proposal_note::NOTE_KIND)?,
        text: row.text(proposal_note::TEXT)?,
        source: row.text_if_any(proposal_note::SOURCE)?,
        quality: row.text_if_any(proposal_note::QUALITY)?,
    };
    Ok((row.text(proposal_note::PROPOSAL_ID)?, note))
}

fn problem_of(row: &Row<'_>) -> Result<FileProblem, Error> {
    Ok(FileProblem {
        path: row.text(proposal_problem::PATH)?,
        line: row.count_if_any(proposal_problem::LINE)?,
        column: row.count_if_any(proposal_problem::COLUMN)?,
        text: row.text(proposal_problem::TEXT)?,
        hint: row.text_if_any(proposal_problem::HINT)?,
    })
}
