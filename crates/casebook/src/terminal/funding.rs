//! Ring-fences and what they cost, as a terminal shows them.

use std::fmt::Write as _;

use appraisal::funding::{Allocation, CutResult, Funding, RingFences, Segment, Service};
use appraisal::text::{percent, plain};

use super::table::table;

/// Allocations side by side, the price of every ring-fence, and what could be pooled and how.
pub fn ring_fences(funding: &Funding, rings: &RingFences) -> String {
    let mut out = format!("{} ({})\n", funding.name, funding.unit);
    table(&allocations(funding, rings), &mut out);
    let _ = writeln!(
        out,
        "The ring-fences cost {} ({}); pooling what can be pooled without a change in the law wins back {}",
        plain(rings.cost),
        percent(rings.cost_share),
        plain(rings.won_by_agreement)
    );
    table(&prices(funding, rings), &mut out);
    let total: f64 = rings.poolable.iter().map(|(_, amount)| amount).sum();
    for (pooling, amount) in rings.poolable.iter().filter(|_| 0.0 < total) {
        let _ = writeln!(out, "{}: {} ({})", pooling.in_words(), plain(*amount), percent(amount / total));
    }
    out.push_str("benefits for each further pound are the contestable input:\n");
    let benefits: Vec<[String; 3]> = funding.services.iter().map(benefits).collect();
    table(&benefits, &mut out);
    out
}

fn allocations(funding: &Funding, rings: &RingFences) -> Vec<[String; 4]> {
    let row = |name: &str, figure: &dyn Fn(&Allocation) -> f64| {
        let [ringed, pooled, single] =
            [&rings.ringed, &rings.pooled, &rings.single].map(|allocation| plain(figure(allocation)));
        [name.to_owned(), ringed, pooled, single]
    };
    let mut rows = vec![["service", "with ring-fences", "pooled by agreement", "one pot"].map(str::to_owned)];
    for (at, service) in funding.services.iter().enumerate() {
        rows.push(row(&service.name, &|allocation| allocation.services[at]));
    }
    rows.push(row("benefit", &|allocation| allocation.benefit));
    rows
}

fn prices(funding: &Funding, rings: &RingFences) -> Vec<[String; 7]> {
    let or = |text: &Option<String>, otherwise: &str| text.clone().unwrap_or_else(|| otherwise.to_owned());
    let heading =
        ["pot", "one more is worth", "price of the ring-fence-fence", "pooling", "legal basis", "owner", "until"];
    let mut rows = vec![heading.map(str::to_owned)];
    for (pot, marginal) in funding.pots.iter().zip(&rings.marginals) {
        rows.push([
            pot.name.clone(),
            plain(marginal.value),
            plain(marginal.price),
            pot.pooling.in_words().to_owned(),
            or(&pot.legal_basis, "not stated"),
            or(&pot.owner, "not stated"),
            or(&pot.expires, "–"),
        ]);
    }
    rows
}

fn benefits(service: &Service) -> [String; 3] {
    let segment = |segment: &Segment| format!("{} at {}", plain(segment.width), plain(segment.value));
    let segments: Vec<String> = service.segments.iter().map(segment).collect();
    let source = service.source.clone().unwrap_or_else(|| "source not stated".to_owned());
    [service.name.clone(), segments.join(", then "), source]
}

/// What a smaller envelope moves, service by service.
pub fn envelope_cut(funding: &Funding, cut: &CutResult) -> String {
    let mut out = format!("Every pot cut by {}\n", percent(cut.share));
    let mut rows = vec![["service", "before", "after", "change"].map(str::to_owned)];
    for (at, service) in funding.services.iter().enumerate() {
        let amounts = [cut.before.services[at], cut.after.services[at], cut.changes[at].1].map(plain);
        let [before, after, change] = amounts;
        rows.push([service.name.clone(), before, after, change]);
    }
    table(&rows, &mut out);
    let _ = writeln!(out, "The benefit is smaller by {}", plain(cut.benefit_lost));
    out
}
