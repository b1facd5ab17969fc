//! The edges of the money map.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{FLOW, FlowTier, flow};
use model::{Attribution, FinancialYear, Place, Treatment};

use crate::totals::{LineClass, Tally, Totals, merge_into};
use crate::transfers::receiver;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    tier: FlowTier,
    from: String,
    to: String,
    year: FinancialYear,
}

/// Spending and transfers as edges from body to body, service or outside.
///
/// Financing and exclusions are no flow of this map, and a recharge, which leads from a body to
/// itself, would only be a loop. Everything a national body pays outside the place is one edge to
/// `elsewhere` and one to `not_attributable`.
pub fn flows(place: &Place, totals: &Totals) -> RecordBatch {
    let mut edges: BTreeMap<Edge, Tally> = BTreeMap::new();
    for (class, tally) in &totals.by_class {
        if let Some((tier, to)) = target(place, class) {
            let edge = Edge { tier, from: class.body_id.clone(), to: to.to_owned(), year: class.financial_year };
            merge_into(&mut edges, [(edge, *tally)]);
        }
    }
    let mut rows = FLOW.rows();
    for (edge, tally) in edges {
        rows.push()
            .text(flow::TIER, edge.tier.word())
            .text(flow::FROM_ID, &edge.from)
            .text(flow::TO_ID, &edge.to)
            .year(flow::FINANCIAL_YEAR, edge.year)
            .count(flow::N_LINES, tally.n_lines)
            .money(flow::AMOUNT, tally.amount);
    }
    rows.finish()
}

fn target<'a>(place: &Place, class: &'a LineClass) -> Option<(FlowTier, &'a str)> {
    let is_here = class.attribution == Attribution::Here;
    match class.treatment {
        Treatment::Financing | Treatment::Excluded => None,
        Treatment::Spend if is_here => Some((FlowTier::BodyToService, &class.service)),
        Treatment::Spend => Some((FlowTier::BodyToOutside, class.attribution.word())),
        Treatment::Transfer => {
            let receiver = receiver(class);
            let to_body_of_place = place.body(receiver).is_some_and(|body| body.in_perimeter);
            match (receiver == class.body_id, to_body_of_place, is_here) {
                (true, _, _) => None,
                (_, true, _) => Some((FlowTier::FunderToBody, receiver)),
                (_, false, true) => Some((FlowTier::BodyToOutside, receiver)),
                (_, false, false) => Some((FlowTier::BodyToOutside, class.attribution.word())),
            }
        }
    }
}
