//! Which body of the place a levy pays: by its name, by what both are for, or by the service of its figures.

use model::{Body, BodyKind, Place};

use crate::claims::Claim;
use crate::wildcard::bare;

/// What levies are raised for; the words of one row mean the same.
const PURPOSES: [&[&str]; 11] = [
    &["transport", "passenger"],
    &["waste", "refuse", "recycling"],
    &["drainage", "idb"],
    &["flood"],
    &["park", "parks"],
    &["port", "harbour", "conservators"],
    &["pension", "pensions"],
    &["coroner", "coroners"],
    &["probation"],
    &["fire"],
    &["police", "policing"],
];
/// Words that tell no body from another.
const NO_NAMES: [&str; 20] = [
    "all",
    "and",
    "authorities",
    "authority",
    "board",
    "boards",
    "body",
    "city",
    "combined",
    "council",
    "county",
    "district",
    "joint",
    "levies",
    "levy",
    "levying",
    "local",
    "other",
    "regional",
    "the",
];

/// Where the money of a levy is.
pub(crate) enum Levied<'p> {
    /// A body that is counted spends it.
    AtBody,
    /// This body may spend it, and nothing says so.
    MayBeAt(&'p Body),
    /// Nobody who is counted.
    Nowhere,
}

/// Finds the other side of a levy among what is counted; `levies` are all of them.
pub(crate) fn levied<'p>(
    levy: &Claim<'_>,
    counted: &[Claim<'_>],
    levies: &[Claim<'_>],
    place: &'p Place,
) -> Levied<'p> {
    let bodies = spenders(levy, counted, place);
    if bodies.iter().any(|body| is_for(levy, body, place) || levy.spender.id.as_ref() == Some(&body.id)) {
        return Levied::AtBody;
    }
    let may_be = |body: &&&Body| is_levying(body) && !(purpose_of(levy).is_some() && purpose(body).is_some());
    let has_service = |body: &&Body| {
        let of_body =
            |claim: &&Claim| claim.spender.id.as_ref() == Some(&body.id) && claim.figure.year == levy.figure.year;
        counted.iter().filter(of_body).any(|claim| claim.rule.counted_as.service == levy.rule.counted_as.service)
    };
    if bodies.iter().filter(may_be).any(|body| has_service(body)) {
        return Levied::AtBody;
    }
    let is_paid_otherwise = |body: &Body| {
        let of_payer = |other: &&Claim| other.spender == levy.spender && other.figure.year == levy.figure.year;
        levies.iter().filter(of_payer).any(|other| is_for(other, body, place))
    };
    let open = bodies.iter().filter(may_be).find(|body| !is_paid_otherwise(body));
    open.map_or(Levied::Nowhere, |body| Levied::MayBeAt(body))
}

/// Bodies that raise levies, or may, and that are counted in the year.
fn spenders<'p>(levy: &Claim<'_>, counted: &[Claim<'_>], place: &'p Place) -> Vec<&'p Body> {
    use BodyKind::{Agency, CombinedAuthority, Fire, Levying, Other, Police};
    let may_levy = |body: &&Body| matches!(body.kind, Levying | CombinedAuthority | Other | Agency | Fire | Police);
    let is_counted = |body: &&Body| {
        let of_body = |claim: &Claim| claim.spender.id.as_ref() == Some(&body.id);
        counted.iter().any(|claim| of_body(claim) && claim.figure.year == levy.figure.year)
    };
    place.bodies.iter().filter(may_levy).filter(is_counted).collect()
}

fn is_levying(body: &Body) -> bool {
    matches!(body.kind, BodyKind::Levying | BodyKind::CombinedAuthority)
}

/// Whether a levy names a body, or is for what the body is for.
fn is_for(levy: &Claim<'_>, body: &Body, place: &Place) -> bool {
    let (label, at) = (bare(levy.figure.label), bare(levy.rule.counted_at.as_deref().unwrap_or_default()));
    let names = || [&body.id, &body.name].into_iter().chain(&body.other_names).map(|name| bare(name));
    if names().any(|name| name == at || label.contains(&name)) {
        return true;
    }
    let of_levy = purpose_of(levy);
    if of_levy.is_some() {
        return of_levy == purpose(body);
    }
    let of_place = bare(&place.name);
    let tells = |word: &&str| 3 < word.len() && !NO_NAMES.contains(word) && words(&of_place).all(|own| own != *word);
    names().any(|name| words(&name).filter(tells).any(|word| words(&label).any(|own| own == word)))
}

fn purpose_of(levy: &Claim<'_>) -> Option<usize> {
    purpose_in(levy.figure.label).or_else(|| purpose_in(levy.rule.counted_at.as_deref()?))
}

fn purpose(body: &Body) -> Option<usize> {
    let named = std::iter::once(&body.name).chain(&body.other_names).find_map(|name| purpose_in(name));
    // Combined authorities levy for transport.
    named.or((body.kind == BodyKind::CombinedAuthority).then_some(0))
}

fn purpose_in(text: &str) -> Option<usize> {
    let text = bare(text);
    PURPOSES.iter().position(|purpose| words(&text).any(|word| purpose.contains(&word)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
