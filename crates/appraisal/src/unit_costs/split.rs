//! Who bears a cost, from the parts it is made of.

use serde::Serialize;

use super::{UnitCost, UnitCosts, ValueKind};

/// Parts are rounded to a pound each when they are published.
const ROUNDING_POUNDS: f64 = 4.0;
const ROUNDING_SHARE: f64 = 0.002;

/// The parts of a cost by agency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Split {
    pub shares: Vec<SplitShare>,
    /// The parts add up to the whole in its own price year. Where they do not, they are alternatives or only some of
    /// the parts, and their shares say nothing.
    pub is_whole: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SplitShare {
    pub agency: String,
    /// Fraction of the sum of the parts.
    pub share: f64,
}

pub(super) fn split(costs: &UnitCosts, code: &str) -> Option<Split> {
    let whole = costs.get(code)?.values.get(&ValueKind::Fiscal)?;
    let fiscal = |cost: &UnitCost| Some((agency(cost), *cost.values.get(&ValueKind::Fiscal)?));
    let parts: Vec<_> = costs.children(code).filter_map(fiscal).collect();
    if parts.is_empty() {
        return None;
    }
    let sum: f64 = parts.iter().map(|(_, value)| value.central()).sum();
    let is_same_year = parts.iter().all(|(_, value)| value.year == whole.year);
    let is_sum = (sum - whole.central()).abs() <= ROUNDING_POUNDS.max(ROUNDING_SHARE * whole.central());
    let mut shares: Vec<SplitShare> = Vec::new();
    for (agency, value) in parts {
        let share = value.central() / sum;
        match shares.iter_mut().find(|known| known.agency == agency) {
            Some(known) => known.share += share,
            None => shares.push(SplitShare { agency, share }),
        }
    }
    shares.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.agency.cmp(&b.agency)));
    Some(Split { shares, is_whole: is_same_year && is_sum })
}

fn agency(cost: &UnitCost) -> String {
    match (cost.agency.as_str(), cost.agency_detail.as_str()) {
        (agency, "" | "-") => agency.to_owned(),
        (agency, detail) => format!("{agency} / {detail}"),
    }
}
