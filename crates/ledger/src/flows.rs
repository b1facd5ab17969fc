//! The edges of the money map.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{self, flow};
use model::{Attribution, FinancialYear, Place, Treatment};

use crate::batch;
use crate::totals::{LineClass, Tally, Totals, merge_into};
use crate::transfers::receiver;

/// Where an edge stands on the map, from Treasury to street.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// From one public body to a body of the place.
    FunderToBody,
    /// From a body of the place to what it spends the money on.
    BodyToService,
    /// From a body to whatever lies outside the place.
    BodyToOutside,
}

impl Tier {
    fn word(self) -> &'static str {
        match self {
            Tier::FunderToBody => "funder_to_body",
            Tier::BodyToService => "body_to_service",
            Tier::BodyToOutside => "body_to_outside",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    tier: Tier,
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
    batch::batch(
        &tables::FLOW,
        [
            (flow::TIER, batch::text(edges.keys().map(|edge| edge.tier.word()))),
            (flow::FROM_ID, batch::text(edges.keys().map(|edge| edge.from.as_str()))),
            (flow::TO_ID, batch::text(edges.keys().map(|edge| edge.to.as_str()))),
            (flow::FINANCIAL_YEAR, batch::years(edges.keys().map(|edge| edge.year))),
            (flow::N_LINES, batch::counts(edges.values().map(|tally| tally.n_lines))),
            (flow::AMOUNT, batch::money(edges.values().map(|tally| tally.amount))),
        ],
    )
}

fn target<'a>(place: &Place, class: &'a LineClass) -> Option<(Tier, &'a str)> {
    let is_here = class.attribution == Attribution::Here;
    match class.treatment {
        Treatment::Financing | Treatment::Excluded => None,
        Treatment::Spend if is_here => Some((Tier::BodyToService, &class.service)),
        Treatment::Spend => Some((Tier::BodyToOutside, class.attribution.word())),
        Treatment::Transfer => {
            let receiver = receiver(class);
            let to_body_of_place = place.body(receiver).is_some_and(|body| body.in_perimeter);
            match (receiver == class.body_id, to_body_of_place, is_here) {
                (true, _, _) => None,
                (_, true, _) => Some((Tier::FunderToBody, receiver)),
                (_, false, true) => Some((Tier::BodyToOutside, receiver)),
                (_, false, false) => Some((Tier::BodyToOutside, class.attribution.word())),
            }
        }
    }
}
