//! What holds for every proposal.

use proptest::prelude::*;

use super::tests::{EARLY_HELP, case, proposal};
use super::*;
use crate::Reference;
use crate::proposal::{Proposal, Quantity};

/// The worked example at other numbers.
fn varied() -> impl Strategy<Value = Proposal> {
    let base = proposal(EARLY_HELP);
    (
        prop::collection::vec((0.05f64..0.9, 0.05f64..1.0, 0.0f64..0.9), 5),
        prop::collection::vec(0usize..6, 5),
        1usize..12,
        0.1f64..3.0,
    )
        .prop_map(move |(chains, lags, n_years, cost)| {
            let mut proposal = base.clone();
            proposal.n_years = n_years;
            for cost_line in &mut proposal.costs {
                cost_line.factor.value = cost;
                cost_line.by_year.resize(n_years, 10_000.0);
            }
            for ((benefit, numbers), lag) in proposal.benefits.iter_mut().zip(chains).zip(lags) {
                if let Quantity::Chain(chain) = &mut benefit.quantity {
                    (chain.affected.value, chain.impact.value, chain.deadweight.value) = numbers;
                    chain.timing.lag_years = lag;
                }
            }
            proposal
        })
}

fn appraised(proposal: &Proposal) -> Case {
    appraise(proposal, &Reference::builtin()).expect("years that the deflator covers")
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bodies_add_up_to_the_total(proposal in varied()) {
        for view in appraised(&proposal).views {
            let sum = |figure: fn(&BodyView) -> f64| view.bodies.iter().map(figure).sum::<f64>();
            prop_assert!(is_near(sum(|body| body.pays), view.pv_cost));
            prop_assert!(is_near(sum(|body| body.gains), view.pv_fiscal));
            prop_assert!(is_near(sum(|body| body.cashable), view.pv_cashable));
            prop_assert!(is_near(sum(|body| body.net), view.financial.npv));
        }
    }

    #[test]
    fn side_payments_add_up_to_nothing(proposal in varied()) {
        let case = appraised(&proposal);
        let share = case.gain_share.expect("somebody pays");
        let sum: f64 = share.bodies.iter().map(|body| body.side_payment).sum();
        prop_assert!(sum.abs() < 1e-6);
    }

    #[test]
    fn a_longer_lag_never_raises_a_net_present_value(proposal in varied(), benefit in 0usize..5, longer in 1usize..4) {
        let mut later = proposal.clone();
        if let Quantity::Chain(chain) = &mut later.benefits[benefit].quantity {
            chain.timing.lag_years += longer;
        }
        let (sooner, later) = (appraised(&proposal), appraised(&later));
        for (sooner, later) in sooner.views.iter().zip(&later.views) {
            prop_assert!(later.public.npv <= sooner.public.npv + 1e-6);
            prop_assert!(later.financial.npv <= sooner.financial.npv + 1e-6);
        }
    }

    #[test]
    fn moving_the_price_base_changes_no_ratio(proposal in varied(), base in 2005i32..2030) {
        let here = appraised(&proposal);
        let there = appraise_in_prices_of(&proposal, &Reference::builtin(), FinancialYear(base)).expect("in the series");
        for (here, there) in here.views.iter().zip(&there.views) {
            for (here, there) in [(here.public, there.public), (here.financial, there.financial)] {
                let (here, there) = (here.bcr.expect("costs"), there.bcr.expect("costs"));
                prop_assert!(is_near(here, there), "{here} {there}");
            }
        }
        prop_assert_eq!(here.standard().payback.map(|p| p.year), there.standard().payback.map(|p| p.year));
    }

    #[test]
    fn fiscal_plus_economic_is_the_change_in_output(wage in 5_000.0f64..60_000.0, tax in 0.0f64..0.9, adults in 0.1f64..3.0) {
        // A job of this wage: the exchequer takes a share of it, the person keeps the rest; nothing is made twice.
        let mut proposal = proposal(EARLY_HELP);
        proposal.benefits.retain(|benefit| benefit.id == "work");
        let benefit = &mut proposal.benefits[0];
        (benefit.values[0].amount.value, benefit.values[1].amount.value) = (tax * wage, (1.0 - tax) * wage);
        if let Quantity::Chain(chain) = &mut benefit.quantity {
            chain.affected.value = adults;
        }
        let case = appraised(&proposal);
        let result = &case.benefits[0];
        let output = result.units.iter().sum::<f64>() * (1.0 - result.correction) * wage;
        let undiscounted = case.views.last().expect("an undiscounted view");
        prop_assert!(is_near(undiscounted.pv_fiscal + undiscounted.pv_economic, output));
    }

    #[test]
    fn a_cap_is_never_exceeded(proposal in varied(), spend in 1.0f64..20_000.0) {
        let mut capped = proposal;
        let population = capped.population.as_mut().expect("a population");
        population.annual_spend = Some(crate::Estimate::exact(spend));
        let case = appraised(&capped);
        let cap = 200.0 * 0.6 * 0.75 * spend;
        prop_assert!(case.years.iter().all(|year| year.fiscal <= cap * (1.0 + 1e-12)));
    }
}

#[test]
fn the_worked_example_is_read_alike_twice() {
    assert_eq!(format!("{:?}", case(EARLY_HELP)), format!("{:?}", case(EARLY_HELP)));
}
