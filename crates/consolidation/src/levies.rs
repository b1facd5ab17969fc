//! Which body of the place a levy pays: by its name, by what both are for, or by the service of its figures.

use model::{Body, BodyKind, FinancialYear, Place, Reach};
use money::Money;

use crate::claims::Claim;
use crate::ledger_beneath::{LedgerSum, Ledgers};
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

/// What levies are looked up in.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k, 'a> {
    pub place: &'a Place,
    pub counted: &'k [Claim<'a>],
    /// All levies.
    pub levies: &'k [Claim<'a>],
    /// These lead for a body without a published figure.
    pub ledgers: &'k Ledgers<'a>,
}

impl<'a> Known<'_, 'a> {
    /// Finds the other side of a levy among what is counted.
    pub fn levied(&self, levy: &Claim<'_>) -> Levied<'a> {
        let place = self.place;
        let bodies = self.spenders(levy);
        if bodies.iter().any(|body| is_for(levy, body, place) || levy.spender.id.as_ref() == Some(&body.id)) {
            return Levied::AtBody;
        }
        let may_be = |body: &&&Body| is_levying(body) && !(purpose_of(levy).is_some() && purpose_named(body).is_some());
        if bodies.iter().filter(may_be).any(|body| self.has_service(levy, body)) {
            return Levied::AtBody;
        }
        let is_paid_otherwise = |body: &Body| {
            let of_payer = |other: &&Claim| other.spender == levy.spender && other.figure.year == levy.figure.year;
            self.levies.iter().filter(of_payer).any(|other| is_for(other, body, place))
        };
        let open = bodies.iter().filter(may_be).find(|body| !is_paid_otherwise(body));
        open.map_or(Levied::Nowhere, |body| Levied::MayBeAt(body))
    }

    /// Bodies that raise levies, or may, and that are counted in the year.
    fn spenders(&self, levy: &Claim<'_>) -> Vec<&'a Body> {
        use BodyKind::{Agency, CombinedAuthority, Fire, Levying, Other, Police};
        let may_levy = |body: &&Body| matches!(body.kind, Levying | CombinedAuthority | Other | Agency | Fire | Police);
        let is_counted = |body: &&Body| {
            let year = levy.figure.year;
            self.published(body, year).next().is_some() || self.led(body, year).next().is_some()
        };
        self.place.bodies.iter().filter(may_levy).filter(is_counted).collect()
    }

    fn has_service(&self, levy: &Claim<'_>, body: &Body) -> bool {
        let (service, year) = (&levy.rule.counted_as.service, levy.figure.year);
        self.published(body, year).any(|claim| claim.rule.counted_as.service == *service)
            || self.led(body, year).any(|sum| sum.service == *service)
    }

    /// What a body spends in a year, as published or by its ledger, apart from capital.
    pub fn spending(&self, body: &Body, year: FinancialYear) -> Money {
        let published = self.published(body, year).filter(|claim| !claim.subject().is_capital).map(Claim::pounds);
        let led = self.led(body, year).filter(|sum| !sum.is_capital).map(|sum| sum.amount);
        published.chain(led).sum()
    }

    fn published(&self, body: &Body, year: FinancialYear) -> impl Iterator<Item = &Claim<'a>> {
        let id = body.id.clone();
        self.counted.iter().filter(move |claim| claim.figure.year == year && claim.spender.id.as_ref() == Some(&id))
    }

    /// Spending in the ledger of a body that is counted by it.
    fn led(&self, body: &Body, year: FinancialYear) -> impl Iterator<Item = &LedgerSum<'a>> {
        let leads = body.in_perimeter && body.reach == Reach::Local && self.published(body, year).next().is_none();
        let id = if leads { body.id.clone() } else { String::new() };
        self.ledgers.0.iter().filter(move |sum| sum.body_id == id && sum.year == year && sum.is_spending())
    }
}

fn is_levying(body: &Body) -> bool {
    matches!(body.kind, BodyKind::Levying | BodyKind::CombinedAuthority)
}

/// Whether a levy names a body, or is for what the body is for.
fn is_for(levy: &Claim<'_>, body: &Body, place: &Place) -> bool {
    let (label, at) = (bare(levy.figure.label), bare(levy.rule.counted_at.as_deref().unwrap_or_default()));
    let names = || std::iter::once(&body.name).chain(&body.other_names).map(|name| bare(name));
    if at == bare(&body.id) || names().any(|name| name == at || has_words(&label, &name)) {
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
    // Combined authorities levy for transport; some dispose of waste too, which their figures show.
    purpose_named(body).or((body.kind == BodyKind::CombinedAuthority).then_some(0))
}

fn purpose_named(body: &Body) -> Option<usize> {
    std::iter::once(&body.name).chain(&body.other_names).find_map(|name| purpose_in(name))
}

fn purpose_in(text: &str) -> Option<usize> {
    let text = bare(text);
    PURPOSES.iter().position(|purpose| words(&text).any(|word| purpose.contains(&word)))
}

/// Whether a text has a name, word for word: `Metro` is not in `Metropolitan`.
fn has_words(text: &str, name: &str) -> bool {
    let (text, name): (Vec<&str>, Vec<&str>) = (words(text).collect(), words(name).collect());
    !name.is_empty() && text.windows(name.len()).any(|run| run == name)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
