//! A single offer, as a terminal shows it.

use std::fmt::Write as _;

use appraisal::Case;
use appraisal::offer::{Offer, OfferKind};
use appraisal::text::short;

use super::table::table;

/// The offer on one page of a terminal.
pub fn offer(offer: &Offer, cases: &[Case]) -> String {
    let summary = offer.summary(cases);
    let kind = if offer.kind == OfferKind::SingleOffer { "single offer" } else { "innovative policy offer" };
    let mut out = format!("{}: {kind}\n", offer.place);
    let eligible = match summary.is_eligible {
        Some(true) => "every test of the rule is met",
        Some(false) => "some tests of the rule are not met",
        None => "no rule is stated",
    };
    let _ = writeln!(
        out,
        "  {eligible}; {} of {} freedoms need a change in the law",
        summary.n_needing_law,
        offer.freedoms.len()
    );
    let figures = [summary.cost, summary.fiscal, summary.public_npv].map(short);
    let [cost, fiscal, npv] = figures;
    let _ = writeln!(out, "  costs {cost}, fiscal benefit {fiscal}, public value {npv} (present values)");
    let mut rows: Vec<[String; 3]> = Vec::new();
    rows.extend(offer.freedoms.iter().map(|f| ["asks".to_owned(), f.what.clone(), f.granted_by.clone()]));
    rows.extend(offer.outcomes.iter().map(|o| {
        ["promises".to_owned(), o.what.clone(), format!("{} from {} to {} by {}", o.measure, o.from, o.to, o.by)]
    }));
    rows.extend(offer.targets.iter().map(|t| ["drops".to_owned(), t.what.clone(), t.department.clone()]));
    table(&rows, &mut out);
    for name in &summary.missing {
        let _ = writeln!(out, "  not appraised: {name}");
    }
    out
}
