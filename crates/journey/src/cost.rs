//! What journeys cost.

use std::collections::BTreeMap;

use model::event_log::Name;
use money::Money;

use crate::{Attribute, NotComputed, Trace, Traces};

/// Costs of the cases of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct JourneyCosts {
    /// Each case's sum over its contacts, in the order of the traces.
    pub by_case: Vec<JourneyCost>,
    /// To the penny the sum of the contacts whose cost is known.
    pub total: Money,
    pub n_events_without_cost: usize,
    /// Cases of which every contact has a cost: the figures below are of these alone.
    pub n_cases_complete: usize,
    /// An estimate in pounds.
    pub median_pounds: Result<f64, NotComputed>,
    pub p90_pounds: Result<f64, NotComputed>,
    pub dearest: Result<Dearest, NotComputed>,
}

/// What one case cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JourneyCost {
    pub case: Name,
    pub cost: Money,
    pub n_events_without_cost: usize,
}

/// The dearest twentieth of cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dearest {
    pub n_cases: usize,
    pub cost: Money,
    /// Of the cost of all complete cases.
    pub share: f64,
}

/// What the events of one agency, team or activity cost; of none where events do not say whose they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CostOf {
    pub cost: Money,
    pub n_events: usize,
    pub n_events_without_cost: usize,
}

/// Fewer than this many of the dearest cases say more about people than about money.
const DEAREST_MIN: usize = 10;

/// The cost of each case and of all (method, section 4).
pub fn journey_costs(traces: &Traces) -> JourneyCosts {
    let by_case: Vec<JourneyCost> = traces.iter().map(|trace| cost_of_case(&trace)).collect();
    let mut complete: Vec<Money> =
        by_case.iter().filter(|case| case.n_events_without_cost == 0).map(|case| case.cost).collect();
    complete.sort_unstable_by(|a, b| b.cmp(a));
    let pounds = || complete.iter().map(|cost| cost.pounds()).collect::<Vec<f64>>();
    let p90 = |mut pounds: Vec<f64>| (!pounds.is_empty()).then(|| statistics::percentile(&mut pounds, 0.9));
    JourneyCosts {
        total: by_case.iter().map(|case| case.cost).sum(),
        n_events_without_cost: by_case.iter().map(|case| case.n_events_without_cost).sum(),
        n_cases_complete: complete.len(),
        median_pounds: statistics::median(pounds()).ok_or(NotComputed::Nothing),
        p90_pounds: p90(pounds()).ok_or(NotComputed::Nothing),
        dearest: dearest(&complete),
        by_case,
    }
}

/// The cost of events by who did them, or by what they were.
pub fn costs_by(traces: &Traces, attribute: Attribute) -> BTreeMap<Option<Name>, CostOf> {
    let mut costs: BTreeMap<Option<Name>, CostOf> = BTreeMap::new();
    for event in traces.iter().flat_map(|trace| trace.events()) {
        let of = costs.entry(attribute.of(event)).or_default();
        of.cost += event.cost.unwrap_or_default();
        of.n_events += 1;
        of.n_events_without_cost += usize::from(event.cost.is_none());
    }
    costs
}

fn cost_of_case(trace: &Trace) -> JourneyCost {
    JourneyCost {
        case: trace.case,
        cost: trace.events().filter_map(|event| event.cost).sum(),
        n_events_without_cost: trace.events().filter(|event| event.cost.is_none()).count(),
    }
}

/// The twentieth of cases that cost most, of costs from the highest to the lowest.
fn dearest(costs: &[Money]) -> Result<Dearest, NotComputed> {
    let n_cases = costs.len() / 20;
    if n_cases < DEAREST_MIN {
        return Err(NotComputed::TooFew { n_beyond: n_cases, n_needed: DEAREST_MIN });
    }
    let cost: Money = costs[..n_cases].iter().sum();
    let share = cost.share_of(costs.iter().sum()).ok_or(NotComputed::Nothing)?;
    Ok(Dearest { n_cases, cost, share })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, TieRule};

    fn check_costs(rows: &str, check: impl Fn(&JourneyCosts, BTreeMap<Option<Name>, CostOf>)) {
        let log = log_of(&format!("case | activity | agency | start | cost\n{rows}"));
        let traces = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
        check(&journey_costs(&traces), costs_by(&traces, Attribute::Agency));
    }

    #[test]
    fn journeys_cost_what_their_contacts_cost() {
        let rows = "
            1 | visit | council | 2025-01-01 | 10
            1 | visit | trust   | 2025-01-02 | 20
            2 | visit | council | 2025-01-01 | 50
            3 | visit |         | 2025-01-01 | 5
            3 | visit | trust   | 2025-01-01 |
        ";
        check_costs(rows, |costs, by_agency| {
            assert_eq!(costs.total.pence(), 85_00);
            assert_eq!(by_agency.values().map(|of| of.cost).sum::<Money>(), costs.total);
            assert_eq!(
                by_agency[&None],
                CostOf { cost: Money::from_pence(5_00), n_events: 1, n_events_without_cost: 0 }
            );
            // The third case lacks a cost, so its sum is no cost of a journey.
            assert_eq!((costs.n_cases_complete, costs.n_events_without_cost), (2, 1));
            assert_eq!((costs.median_pounds, costs.p90_pounds), (Ok(40.0), Ok(48.0)));
            assert_eq!(costs.dearest, Err(NotComputed::TooFew { n_beyond: 0, n_needed: 10 }));
        });
    }

    #[test]
    fn the_dearest_twentieth_needs_ten_cases() {
        let rows = |n: usize| {
            let row =
                |case: usize| format!("{case} | visit | council | 2025-01-01 | {}\n", if case < 10 { 91 } else { 10 });
            (0..n).map(row).collect::<String>()
        };
        check_costs(&rows(199), |costs, _| {
            assert_eq!(costs.dearest, Err(NotComputed::TooFew { n_beyond: 9, n_needed: 10 }));
        });
        check_costs(&rows(200), |costs, _| {
            // 910 of 910 + 1,900.
            let dearest = costs.dearest.expect("ten cases");
            assert_eq!((dearest.n_cases, dearest.cost.pence()), (10, 910_00));
            assert!((dearest.share - 910.0 / 2_810.0).abs() < 1e-12);
        });
    }
}
