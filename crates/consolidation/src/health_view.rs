//! The health service is counted once: as its commissioners pay for it, or as its providers spend it (method, 1.5).

use std::collections::{BTreeMap, BTreeSet};

use model::problem::Problem;
use model::spending::SetAsideAs;
use model::{Body, BodyKind, FinancialYear, Place, ProblemKind};
use money::Money;

use crate::cells::{Aside, Cell};
use crate::claims::{Claim, problem_of};
use crate::regional::HEALTH;

/// From which side a body sees the money of the health service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Commissioner,
    Provider,
}

/// The side of a body; none where it is of neither. A body that place.toml calls by no kind of the health service, and whose
/// figure is for health, is known by its name.
fn view(body: &Body, claim: &Claim<'_>) -> Option<View> {
    match body.kind {
        BodyKind::NhsCommissioner => Some(View::Commissioner),
        BodyKind::NhsTrust => Some(View::Provider),
        BodyKind::Other if claim.rule.counted_as.service == HEALTH => view_of_name(&body.name),
        _ => None,
    }
}

fn view_of_name(name: &str) -> Option<View> {
    let name = name.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // A primary care trust buys, whatever its name shares with trusts that provide.
    if names(&[
        "commissioning",
        "primary care trust",
        "integrated care board",
        "health board",
        "health authority",
        " pct",
        " icb",
        " ccg",
    ]) {
        return Some(View::Commissioner);
    }
    names(&["trust", "hospital", "infirmary", "ambulance"]).then_some(View::Provider)
}

/// Refuses to count commissioners and providers in one year: the providers' figures are set aside and a problem names
/// both sources, until a row of `rules/published_line.csv` says which of the two is not counted.
pub(crate) fn one_view<'a>(
    claims: Vec<Claim<'a>>,
    place: &Place,
    asides: &mut Vec<Aside>,
    problems: &mut Vec<Problem>,
) -> Vec<Claim<'a>> {
    let view =
        |claim: &Claim| claim.spender.id.as_deref().and_then(|id| place.body(id)).and_then(|body| view(body, claim));
    let commissioners = claims.iter().filter(|claim| view(claim) == Some(View::Commissioner));
    let mut commissioned: BTreeMap<FinancialYear, String> = BTreeMap::new();
    for claim in commissioners {
        commissioned.entry(claim.figure.year).or_insert_with(|| in_words(claim));
    }
    let is_second =
        |claim: &Claim| view(claim) == Some(View::Provider) && commissioned.contains_key(&claim.figure.year);
    let (second, kept): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(is_second);
    let years: BTreeSet<FinancialYear> = second.iter().map(|claim| claim.figure.year).collect();
    for year in years {
        let of_year = || second.iter().filter(|claim| claim.figure.year == year);
        let first = of_year().next().expect("the year is one of theirs");
        let text = format!(
            "the health service of {year} is published twice: as its commissioners pay for it, {}, and as its providers \
             spend it, {}. The providers' figures are left out: set one of the two aside in rules/published_line.csv",
            commissioned[&year],
            in_words(first),
        );
        let amount = Some(of_year().map(Claim::pounds).sum::<Money>());
        problems.push(Problem { amount, ..problem_of(&first.figure, ProblemKind::HealthSeenTwice, text) });
    }
    let reason = "The provider's view of money that a commissioner's figure counts";
    asides.extend(second.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, reason)));
    kept
}

/// Leaves the ledgers of health bodies out in a year in which the health service is counted otherwise: as one of its bodies
/// publishes it, or as a share of the region's. A ledger would be the same money from another side.
pub(crate) fn without_other_view(led: Vec<Cell>, counted: &[Cell], national: &[Cell], place: &Place) -> Vec<Cell> {
    let is_health = |cell: &Cell| {
        let kind = cell.body.id.as_deref().and_then(|id| place.body(id)).map(|body| body.kind);
        matches!(kind, Some(BodyKind::NhsCommissioner | BodyKind::NhsTrust))
    };
    let of_region = national.iter().filter(|cell| cell.counted_as.service == HEALTH && cell.amount.is_some());
    let years: BTreeSet<FinancialYear> =
        counted.iter().filter(|cell| is_health(cell)).chain(of_region).map(|cell| cell.year).collect();
    led.into_iter().filter(|cell| !is_health(cell) || !years.contains(&cell.year)).collect()
}

fn in_words(claim: &Claim<'_>) -> String {
    format!("{} ({})", claim.spender.name, claim.figure.place_in_words())
}
