//! The table `proposal_result`: one measure a row.

use model::tables::{ProposalMeasure as Measure, ProposalView, proposal_result};
use model::{FinancialYear, TableRows};

use super::Appraised;
use crate::Case;
use crate::case::{BodyView, View, YearRow};
use crate::uncertainty::{BodyUncertainty, Spread, Uncertainty};

/// What results are about.
#[derive(Clone, Copy)]
struct About<'a> {
    proposal: &'a str,
    scenario: Option<&'a str>,
    view: ProposalView,
    body: Option<&'a str>,
    year: Option<FinancialYear>,
}

impl<'a> About<'a> {
    fn of_body(self, body: &'a str) -> About<'a> {
        About { body: Some(body), ..self }
    }

    fn write(self, rows: &mut TableRows, measure: Measure, value: impl Into<Option<f64>>) {
        rows.push()
            .text(proposal_result::PROPOSAL_ID, self.proposal)
            .text_if_any(proposal_result::SCENARIO, self.scenario)
            .text(proposal_result::VIEW, self.view.word())
            .text(proposal_result::MEASURE, measure.word())
            .text_if_any(proposal_result::BODY_ID, self.body)
            .year_if_any(proposal_result::FINANCIAL_YEAR, self.year)
            .estimate_if_any(proposal_result::VALUE, value.into())
            .text(proposal_result::UNIT, measure.unit().word());
    }
}

pub(super) fn write(rows: &mut TableRows, Appraised { id, case, uncertainty }: &Appraised) {
    let standard = About { proposal: id, scenario: None, view: case.standard().id, body: None, year: None };
    for view in &case.views {
        let about = About { view: view.id, ..standard };
        write_view(rows, about, case, view);
        for (body, of_body) in case.bodies.iter().zip(&view.bodies) {
            write_body(rows, about.of_body(&body.id), of_body);
        }
    }
    let uncorrected = case.uncorrected_public_bcr.filter(|_| !case.benefits.is_empty());
    standard.write(rows, Measure::UncorrectedPublicBcr, uncorrected);
    for (at, body) in case.bodies.iter().enumerate() {
        let payment = case.gain_share.as_ref().ok().map(|share| share.bodies[at].side_payment);
        standard.of_body(&body.id).write(rows, Measure::SidePayment, payment);
    }
    for year in &case.years {
        write_year(rows, About { year: Some(year.year), ..standard }, year);
    }
    for scenario in &case.scenarios {
        for view in &scenario.views {
            write_view(rows, About { scenario: Some(&scenario.name), view: view.id, ..standard }, case, view);
        }
    }
    if let Some(drawn) = uncertainty {
        write_draws(rows, About { view: ProposalView::Draws, ..standard }, drawn);
    }
}

/// What is not stated is not computed: a claim without costs has no cost of nothing.
fn write_view(rows: &mut TableRows, about: About<'_>, case: &Case, view: &View) {
    let cost = |value: f64| (!case.costs.is_empty()).then_some(value);
    let benefit = |value: f64| (!case.benefits.is_empty()).then_some(value);
    let both = |value: f64| benefit(value).and_then(cost);
    let mut write = |measure, value: Option<f64>| about.write(rows, measure, value);
    write(Measure::PvCost, cost(view.pv_cost));
    write(Measure::PvFiscal, benefit(view.pv_fiscal));
    write(Measure::PvCashable, benefit(view.pv_cashable));
    write(Measure::PvEconomic, benefit(view.pv_economic));
    write(Measure::PvSocial, benefit(view.pv_social));
    write(Measure::PvAme, benefit(view.pv_ame));
    write(Measure::PublicNpv, both(view.public.npv));
    write(Measure::PublicBcr, view.public.bcr.and_then(benefit));
    write(Measure::FinancialNpv, both(view.financial.npv));
    write(Measure::FinancialBcr, view.financial.bcr.and_then(benefit));
    write(Measure::CashableNpv, both(view.cashable.npv));
    write(Measure::CashableBcr, view.cashable.bcr.and_then(benefit));
    write(Measure::NetBudgetImpact, both(view.net_budget_impact));
    write(Measure::PaybackYears, view.payback.map(|payback| payback.after_years));
    write(Measure::PaybackYearIndex, view.payback.map(|payback| payback.year as f64));
    write(Measure::FirstBackYears, view.first_crossing.map(|crossing| crossing.after_years));
    write(Measure::SwitchingPublic, view.switching.public);
    write(Measure::SwitchingFiscal, view.switching.fiscal);
}

fn write_body(rows: &mut TableRows, about: About<'_>, of_body: &BodyView) {
    about.write(rows, Measure::Pays, of_body.pays);
    about.write(rows, Measure::Gains, of_body.gains);
    about.write(rows, Measure::Net, of_body.net);
    about.write(rows, Measure::GainsCashable, of_body.cashable);
    about.write(rows, Measure::GainsAme, of_body.ame);
}

fn write_year(rows: &mut TableRows, about: About<'_>, year: &YearRow) {
    about.write(rows, Measure::RunningFiscal, year.cumulative_fiscal);
    about.write(rows, Measure::RunningPublic, year.cumulative_public);
    about.write(rows, Measure::KeptByCap, year.kept);
}

fn write_draws(rows: &mut TableRows, about: About<'_>, drawn: &Uncertainty) {
    about.write(rows, Measure::NDraws, drawn.simulation.n_draws as f64);
    about.write(rows, Measure::Seed, drawn.simulation.seed as f64);
    about.write(rows, Measure::NUncertainInputs, drawn.n_uncertain_inputs as f64);
    write_tenths(rows, about, Measure::PUBLIC_NPV, &drawn.public_npv);
    write_tenths(rows, about, Measure::FISCAL_NPV, &drawn.fiscal_npv);
    about.write(rows, Measure::ChancePublicGain, drawn.chance_public_gain);
    about.write(rows, Measure::ChanceFiscalGain, drawn.chance_fiscal_gain);
    about.write(rows, Measure::ValueOfKnowingEverything, drawn.value_of_knowing_everything);
    for BodyUncertainty { body, net, chance_better_off } in &drawn.bodies {
        write_tenths(rows, about.of_body(body), Measure::NET, net);
        about.of_body(body).write(rows, Measure::ChanceBetterOff, *chance_better_off);
    }
}

fn write_tenths(rows: &mut TableRows, about: About<'_>, measures: [Measure; 3], spread: &Spread) {
    let values = [spread.p10, spread.p50, spread.p90];
    measures.into_iter().zip(values).for_each(|(measure, value)| about.write(rows, measure, value));
}
