//! Bodies of the place that must spend something and of which nothing is known: named, never zero.

use std::collections::{BTreeMap, BTreeSet};

use model::count_rule::CountedAs;
use model::spending::{Control, SpendingKind};
use model::{Body, BodyKind, FinancialYear, Place, Reach};

use crate::cells::{Aside, Cell, Spender};
use crate::claims::{Claim, Subject};

/// A cell for each local authority, police, fire or transport body without a figure of current spending, and for each health
/// body whose region is not shared out either. `has_any` says whether something else of a body is known in a year.
pub(crate) fn unpublished(
    place: &Place,
    counted: &BTreeSet<(FinancialYear, String)>,
    has_any: impl Fn(&str, FinancialYear) -> bool,
    health_years: &BTreeSet<FinancialYear>,
) -> Vec<Cell> {
    let local = place.bodies.iter().filter(|body| body.in_perimeter && body.reach == Reach::Local);
    let pairs = local.flat_map(|body| place.years().map(move |year| (body, year)));
    let missing = pairs.filter(|(body, year)| !counted.contains(&(*year, body.id.clone())));
    missing
        .filter_map(|(body, year)| {
            Some(unknown(body, year, has_any(&body.id, year), service_of(body, health_years.contains(&year))?))
        })
        .collect()
}

/// The service of a body of which something should be published; none for bodies that others' figures hold.
fn service_of(body: &Body, is_health_counted: bool) -> Option<(&'static str, Option<&'static str>)> {
    Some(match body.kind {
        BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil | BodyKind::CombinedAuthority => {
            ("other_services", Some("01"))
        }
        BodyKind::Police => ("police", Some("03.1")),
        BodyKind::Fire => ("fire", Some("03.2")),
        BodyKind::Levying => ("other_services", None),
        BodyKind::NhsCommissioner if !is_health_counted => ("nhs", Some("07")),
        _ => return None,
    })
}

/// A cell for each department of place.toml of which no publication of a year says anything, where other figures were given.
pub(crate) fn departments(place: &Place, cells: &[Cell], asides: &[Aside]) -> Vec<Cell> {
    let is_known = |id: &str, year| {
        cells.iter().any(|cell| cell.year == year && cell.body.id.as_deref() == Some(id))
            || asides.iter().any(|aside| aside.year == year && aside.body.id.as_deref() == Some(id))
    };
    let has_figures = |year: &FinancialYear| {
        cells.iter().any(|cell| cell.year == *year && cell.published.is_some() && cell.amount.is_some())
    };
    let national = |body: &&Body| body.kind == BodyKind::Department && body.reach == Reach::National;
    let of_year = |year: FinancialYear| {
        place.bodies.iter().filter(national).filter(move |body| !is_known(&body.id, year)).map(move |body| {
            let counted_as = CountedAs {
                service: "other_services".to_owned(),
                control: Some(Control::NationalFormula),
                ..CountedAs::default()
            };
            let method =
                "no publication that was given for the year has a figure of it for the place or its region".to_owned();
            let cell = Cell::not_known(year, Spender::body(body), "What it spends for the place", counted_as, method);
            Cell {
                is_national: true,
                better_driver: Some(
                    "the Country and Regional Analysis of the year, or its own figures by area".to_owned(),
                ),
                ..cell
            }
        })
    };
    place.years().filter(has_figures).flat_map(of_year).collect()
}

fn unknown(body: &Body, year: FinancialYear, has_any: bool, (service, cofog): (&str, Option<&str>)) -> Cell {
    let counted_as = CountedAs {
        service: service.to_owned(),
        cofog: cofog.map(str::to_owned),
        control: Some(Control::LocalDiscretion),
        ..CountedAs::default()
    };
    let method = "it has no published figure and no ledger for the year".to_owned();
    if has_any {
        let method = "it has a capital figure for the year, but none for current spending".to_owned();
        let cell = Cell::not_known(year, Spender::body(body), "Its current spending", counted_as, method);
        return Cell { better_driver: Some("its revenue outturn".to_owned()), ..cell };
    }
    Cell::not_known(year, Spender::body(body), "All its spending", counted_as, method)
}

/// What to ask a body for that only its ledger speaks of.
pub(crate) const BEYOND_A_LEDGER: &str = "its published outturn: a ledger leaves out pay";

/// A cell for each council, police, fire or health commissioning body that is counted by its ledger alone, for all that
/// a ledger does not hold.
pub(crate) fn beyond_the_ledger(place: &Place, led: &[Cell]) -> Vec<Cell> {
    let keys: BTreeSet<(FinancialYear, &str)> =
        led.iter().filter_map(|cell| Some((cell.year, cell.body.id.as_deref()?))).collect();
    let of_body = |(year, id)| {
        let body = place.body(id)?;
        let is_wanted = !matches!(body.kind, BodyKind::CombinedAuthority | BodyKind::Levying);
        let (service, cofog) = service_of(body, false).filter(|_| is_wanted)?;
        let counted_as = CountedAs {
            service: service.to_owned(),
            cofog: cofog.map(str::to_owned),
            control: Some(Control::LocalDiscretion),
            ..CountedAs::default()
        };
        let method = "it has no published figures for the year, and a ledger of payments leaves out pay, benefits and \
                      delegated schools"
            .to_owned();
        let cell = Cell::not_known(year, Spender::body(body), "What its ledger leaves out", counted_as, method);
        Some(Cell { better_driver: Some(BEYOND_A_LEDGER.to_owned()), ..cell })
    };
    keys.into_iter().filter_map(of_body).collect()
}

/// Classes of the lines of housing benefit.
const HOUSING_BENEFIT: &str = "housing_benefit";

/// A cell for each council that pays housing benefit and whose returns for the year do not show it: a return by service
/// leaves it out.
pub(crate) fn housing_benefit(place: &Place, claims: &[Claim<'_>]) -> Vec<Cell> {
    let is_benefit = |claim: &&Claim| claim.rule.counted_as.class.starts_with(HOUSING_BENEFIT);
    let known: BTreeSet<FinancialYear> = claims.iter().filter(is_benefit).map(|claim| claim.figure.year).collect();
    let pays = |body: &&Body| matches!(body.kind, BodyKind::Council | BodyKind::DistrictCouncil);
    let published = claims.iter().filter(|claim| !known.contains(&claim.figure.year)).filter_map(|claim| {
        let body = claim.spender.id.as_deref().and_then(|id| place.body(id)).filter(pays)?;
        claim.figure.publication().starts_with("revenue_outturn").then_some((claim.figure.year, body.id.as_str()))
    });
    let unknown: BTreeSet<(FinancialYear, &str)> = published.collect();
    let cells = unknown.into_iter().filter_map(|(year, id)| {
        let counted_as = CountedAs {
            service: "benefits".to_owned(),
            cofog: Some("10.6".to_owned()),
            control: Some(Control::NationalFormula),
            ..CountedAs::default()
        };
        let method = "the return by service leaves it out; it is in the revenue outturn summary".to_owned();
        Some(Cell::not_known(year, Spender::body(place.body(id)?), "Housing benefit", counted_as, method))
    });
    cells.collect()
}

/// A cell for each service of which a publication has lost cells, and for the capital of each authority that has a revenue
/// return and no capital return.
pub(crate) fn lost_and_capital(place: &Place, lost: &[Claim<'_>], claims: &[Claim<'_>]) -> Vec<Cell> {
    let mut subjects: BTreeMap<Subject, Vec<&Claim<'_>>> = BTreeMap::new();
    lost.iter().for_each(|claim| subjects.entry(claim.subject()).or_default().push(claim));
    let lost = subjects.into_values().map(|claims| {
        let claim = claims[0];
        let method =
            format!("cells of `{}` are lost in the publication: {}", claim.figure.label, what_is_left(&claims));
        let counted_as = CountedAs { kind: None, ..claim.rule.counted_as.clone() };
        Cell::not_known(claim.figure.year, claim.spender.clone(), claim.figure.label, counted_as, method)
    });
    let key = |claim: &Claim| Some((claim.figure.year, claim.spender.id.clone()?));
    let is_local = |body: &Body| service_of(body, true).is_some();
    let has_capital: BTreeSet<_> = claims.iter().filter(|claim| claim.subject().is_capital).filter_map(key).collect();
    let returned =
        claims.iter().filter(|claim| claim.figure.publication().starts_with("revenue_outturn")).filter_map(key);
    let without: BTreeSet<_> = returned.filter(|known| !has_capital.contains(known)).collect();
    let capital = without.into_iter().filter_map(|(year, id)| {
        let body = place.body(&id).filter(|body| is_local(body))?;
        let counted_as = CountedAs {
            service: "capital_unallocated".to_owned(),
            control: Some(Control::LocalDiscretion),
            ..CountedAs::default()
        };
        let method = "it has no capital return for the year".to_owned();
        let cell = Cell::not_known(year, Spender::body(body), "Capital spending", counted_as, method);
        Some(Cell { kind: SpendingKind::Capital, better_driver: Some("its capital outturn".to_owned()), ..cell })
    });
    lost.chain(capital).collect()
}

/// `it shows pay £70,000.00 and no net figure`
fn what_is_left(claims: &[&Claim<'_>]) -> String {
    let in_words = |claim: &&Claim| {
        let kind = claim.kind().map_or("a part", SpendingKind::word).replace('_', " ");
        format!("{kind} {}", claim.figure.amount)
    };
    let parts: Vec<String> = claims.iter().map(in_words).collect();
    format!("it shows {} and no net figure", parts.join(", "))
}
