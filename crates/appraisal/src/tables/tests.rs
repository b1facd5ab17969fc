use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type};
use model::tables::{proposal_flow, proposal_result};

use super::*;
use crate::{Reference, Simulation, appraise, read, simulate};

fn appraised(id: &str, text: &str) -> Appraised {
    let reference = Reference::builtin();
    let proposal = read(text, id, &reference).expect("a good proposal");
    let simulation = Simulation { n_draws: 1_000, seed: 1 };
    Appraised {
        id: id.to_owned(),
        case: appraise(&proposal, &reference).expect("appraisable"),
        uncertainty: simulate(&proposal, &reference, simulation).ok(),
    }
}

fn made() -> Vec<(&'static Table, RecordBatch)> {
    let early_help = include_str!("../../../../reference/proposals/early-help.toml");
    let bedfordshire = include_str!("../../../../reference/proposals/bedfordshire.toml");
    let broken = read(&early_help.replace("retention", "retension"), "proposals/x.toml", &Reference::builtin());
    let appraised = [appraised("bedfordshire", bedfordshire), appraised("early-help", early_help)];
    tables(&appraised, &[broken.expect_err("a mistake")])
}

fn of<'a>(made: &'a [(&'static Table, RecordBatch)], table: &Table) -> &'a RecordBatch {
    &made.iter().find(|(known, _)| *known == table).expect("every table is made").1
}

/// The value of a measure without body, year and scenario.
fn value(results: &RecordBatch, id: &str, view: &str, measure: &str) -> Option<f64> {
    let text = |column: &str, at: usize| {
        let array = results.column_by_name(column).expect("a column").as_string::<i32>();
        array.is_valid(at).then(|| array.value(at).to_owned())
    };
    let is_meant = |at: &usize| {
        text(proposal_result::PROPOSAL_ID, *at).as_deref() == Some(id)
            && text(proposal_result::VIEW, *at).as_deref() == Some(view)
            && text(proposal_result::MEASURE, *at).as_deref() == Some(measure)
            && text(proposal_result::SCENARIO, *at).is_none()
            && text(proposal_result::BODY_ID, *at).is_none()
    };
    let at = (0..results.num_rows()).find(is_meant).expect("a row");
    let values = results.column_by_name(proposal_result::VALUE).expect("a column").as_primitive::<Float64Type>();
    values.is_valid(at).then(|| values.value(at))
}

#[test]
fn the_worked_example_stands_in_the_tables_to_the_printed_digit() {
    let made = made();
    let results = of(&made, &PROPOSAL_RESULT);
    let printed =
        |view: &str, measure: &str| format!("{:.4}", value(results, "early-help", view, measure).expect("a value"));
    assert_eq!(printed("standard", "public_bcr"), "0.9661");
    assert_eq!(printed("standard", "uncorrected_public_bcr"), "1.4032");
    assert_eq!(printed("standard", "pv_cost"), "734130.4348");
    assert_eq!(printed("draws", "n_draws"), "1000.0000");
}

#[test]
fn what_is_not_stated_is_empty_and_never_nothing() {
    let made = made();
    let results = of(&made, &PROPOSAL_RESULT);
    for measure in ["pv_cost", "pv_fiscal", "public_npv", "public_bcr", "payback_years"] {
        assert_eq!(value(results, "bedfordshire", "standard", measure), None, "{measure}");
    }
}

#[test]
fn flows_add_up_to_the_undiscounted_cost() {
    let made = made();
    let flows = of(&made, &PROPOSAL_FLOW);
    let kinds = flows.column_by_name(proposal_flow::FLOW_KIND).expect("a column").as_string::<i32>();
    let amounts = flows.column_by_name(proposal_flow::AMOUNT).expect("a column").as_primitive::<Decimal128Type>();
    let costs = (0..flows.num_rows()).filter(|at| kinds.value(*at).starts_with("cost_"));
    let pence: i128 = costs.map(|at| amounts.value(at)).sum();
    assert_eq!(pence, 74_250_000, "495,000 and 247,500");
}

#[test]
fn a_broken_file_is_a_row_with_its_place_in_it() {
    let made = made();
    let problems = of(&made, &PROPOSAL_PROBLEM);
    assert_eq!(problems.num_rows(), 1, "one slip is one mistake");
    let hint = problems.column_by_name(proposal_problem::HINT).expect("a column").as_string::<i32>();
    assert_eq!(hint.value(0), "did you mean `retention`?");
}
