//! The table `proposal_result`: one measure a row.

use arrow_array::RecordBatch;
use model::FinancialYear;
use model::tables::{PROPOSAL_RESULT, proposal_result};

use super::columns::{optional_estimates, optional_text, text, years};
use super::{Appraised, batch};
use crate::Case;
use crate::case::View;
use crate::uncertainty::{Spread, Uncertainty};

const POUNDS: &str = "pounds";
const RATIO: &str = "ratio";
const YEARS: &str = "years";
const SHARE: &str = "share";
const COUNT: &str = "count";

/// What draws are called among the views.
const DRAWS: &str = "draws";

/// One row.
#[derive(Clone, Debug)]
struct Result {
    scenario: Option<String>,
    view: &'static str,
    measure: &'static str,
    body: Option<String>,
    year: Option<FinancialYear>,
    value: Option<f64>,
    unit: &'static str,
}

/// Rows about one view of a proposal or of a scenario.
struct Rows<'a> {
    rows: &'a mut Vec<Result>,
    scenario: Option<&'a str>,
    view: &'static str,
}

impl Rows<'_> {
    fn add(&mut self, measure: &'static str, unit: &'static str, value: impl Into<Option<f64>>) {
        self.push(measure, unit, None, None, value.into());
    }

    fn add_of(&mut self, body: &str, measure: &'static str, unit: &'static str, value: f64) {
        self.push(measure, unit, Some(body.to_owned()), None, Some(value));
    }

    fn push(
        &mut self,
        measure: &'static str,
        unit: &'static str,
        body: Option<String>,
        year: Option<FinancialYear>,
        value: Option<f64>,
    ) {
        let scenario = self.scenario.map(str::to_owned);
        self.rows.push(Result { scenario, view: self.view, measure, body, year, value, unit });
    }
}

pub(super) fn results(appraised: &[Appraised]) -> RecordBatch {
    let of = |one: &Appraised| -> Vec<(String, Result)> {
        results_of(one).into_iter().map(|result| (one.id.clone(), result)).collect()
    };
    let rows: Vec<(String, Result)> = appraised.iter().flat_map(of).collect();
    batch(
        &PROPOSAL_RESULT,
        [
            (proposal_result::PROPOSAL_ID, text(rows.iter().map(|(id, _)| id.clone()))),
            (proposal_result::SCENARIO, optional_text(rows.iter().map(|(_, row)| row.scenario.clone()))),
            (proposal_result::VIEW, text(rows.iter().map(|(_, row)| row.view.to_owned()))),
            (proposal_result::MEASURE, text(rows.iter().map(|(_, row)| row.measure.to_owned()))),
            (proposal_result::BODY_ID, optional_text(rows.iter().map(|(_, row)| row.body.clone()))),
            (proposal_result::FINANCIAL_YEAR, years(rows.iter().map(|(_, row)| row.year))),
            (proposal_result::VALUE, optional_estimates(rows.iter().map(|(_, row)| row.value))),
            (proposal_result::UNIT, text(rows.iter().map(|(_, row)| row.unit.to_owned()))),
        ],
    )
}

fn results_of(appraised: &Appraised) -> Vec<Result> {
    let case = &appraised.case;
    let mut found = Vec::new();
    for view in &case.views {
        let mut rows = Rows { rows: &mut found, scenario: None, view: view.id };
        of_view(&mut rows, case, view);
        for (body, of_body) in case.bodies.iter().zip(&view.bodies) {
            for (measure, value) in [
                ("pays", of_body.pays),
                ("gains", of_body.gains),
                ("net", of_body.net),
                ("gains_cashable", of_body.cashable),
                ("gains_ame", of_body.ame),
            ] {
                rows.add_of(&body.id, measure, POUNDS, value);
            }
        }
    }
    let mut rows = Rows { rows: &mut found, scenario: None, view: case.standard().id };
    rows.add("uncorrected_public_bcr", RATIO, case.uncorrected_public_bcr.filter(|_| !case.benefits.is_empty()));
    for (at, body) in case.bodies.iter().enumerate() {
        let payment = case.gain_share.as_ref().ok().map(|share| share.bodies[at].side_payment);
        rows.push("side_payment", POUNDS, Some(body.id.clone()), None, payment);
    }
    for year in &case.years {
        rows.push("running_fiscal", POUNDS, None, Some(year.year), Some(year.cumulative_fiscal));
        rows.push("running_public", POUNDS, None, Some(year.year), Some(year.cumulative_public));
        rows.push("kept_by_cap", SHARE, None, Some(year.year), Some(year.kept));
    }
    for scenario in &case.scenarios {
        for view in &scenario.views {
            of_view(&mut Rows { rows: &mut found, scenario: Some(&scenario.name), view: view.id }, case, view);
        }
    }
    if let Some(uncertainty) = &appraised.uncertainty {
        of_draws(&mut Rows { rows: &mut found, scenario: None, view: DRAWS }, uncertainty);
    }
    found
}

/// What is not stated is not computed: a claim without costs has no cost of nothing.
fn of_view(rows: &mut Rows<'_>, case: &Case, view: &View) {
    let cost = |value: f64| (!case.costs.is_empty()).then_some(value);
    let benefit = |value: f64| (!case.benefits.is_empty()).then_some(value);
    let both = |value: f64| benefit(value).and_then(cost);
    rows.add("pv_cost", POUNDS, cost(view.pv_cost));
    rows.add("pv_fiscal", POUNDS, benefit(view.pv_fiscal));
    rows.add("pv_cashable", POUNDS, benefit(view.pv_cashable));
    rows.add("pv_economic", POUNDS, benefit(view.pv_economic));
    rows.add("pv_social", POUNDS, benefit(view.pv_social));
    rows.add("pv_ame", POUNDS, benefit(view.pv_ame));
    rows.add("public_npv", POUNDS, both(view.public.npv));
    rows.add("public_bcr", RATIO, view.public.bcr.and_then(benefit));
    rows.add("financial_npv", POUNDS, both(view.financial.npv));
    rows.add("financial_bcr", RATIO, view.financial.bcr.and_then(benefit));
    rows.add("cashable_npv", POUNDS, both(view.cashable.npv));
    rows.add("cashable_bcr", RATIO, view.cashable.bcr.and_then(benefit));
    rows.add("net_budget_impact", POUNDS, both(view.net_budget_impact));
    rows.add("payback_years", YEARS, view.payback.map(|payback| payback.after_years));
    rows.add("payback_year_index", COUNT, view.payback.map(|payback| payback.year as f64));
    rows.add("switching_public", RATIO, view.switching.public);
    rows.add("switching_fiscal", RATIO, view.switching.fiscal);
}

fn of_draws(rows: &mut Rows<'_>, drawn: &Uncertainty) {
    rows.add("n_draws", COUNT, drawn.simulation.n_draws as f64);
    rows.add("seed", COUNT, drawn.simulation.seed as f64);
    rows.add("n_uncertain_inputs", COUNT, drawn.n_uncertain_inputs as f64);
    let tenths = |spread: &Spread| [spread.p10, spread.p50, spread.p90];
    let npvs = [
        (["public_npv_p10", "public_npv_p50", "public_npv_p90"], tenths(&drawn.public_npv)),
        (["fiscal_npv_p10", "fiscal_npv_p50", "fiscal_npv_p90"], tenths(&drawn.fiscal_npv)),
    ];
    for (measures, values) in npvs {
        measures.into_iter().zip(values).for_each(|(measure, value)| rows.add(measure, POUNDS, value));
    }
    rows.add("chance_public_gain", SHARE, drawn.chance_public_gain);
    rows.add("chance_fiscal_gain", SHARE, drawn.chance_fiscal_gain);
    rows.add("value_of_knowing_everything", POUNDS, drawn.value_of_knowing_everything);
    for body in &drawn.bodies {
        for (measure, value) in ["net_p10", "net_p50", "net_p90"].into_iter().zip(tenths(&body.net)) {
            rows.add_of(&body.body, measure, POUNDS, value);
        }
        rows.add_of(&body.body, "chance_better_off", SHARE, body.chance_better_off);
    }
}
