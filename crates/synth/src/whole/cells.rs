//! Cells of the whole as they are in truth, and the figures that are no spending of their own.

use model::spending::{CountBasis, SetAsideAs, SpendingKind};

use super::accounts::{Account, ServiceYear, THOUSAND};
use super::analysis::{FARMING, HEALTH, LOCAL_GOVERNMENT, Segment};
use super::figures::{Figure, Is, Spender};
use super::needs::{FIRE as FIRES, Needs, POLICE as INCIDENTS, PROGRAMMES, Programme, WINTER_FUEL};
use super::region::{District, N_OF_PLACE};
use super::services::SERVICES;
use crate::bodies::{AMBLEFORD, FENHOLT, FIRE, NAVIGATION, POLICE, SERVED, body};
use crate::outturn::{BENEFITS, EMPLOYEES, Published, SCHOOLS, SERIES, TOTAL};

/// One cell: a body's spending of one kind on one service, for the place.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// None for a body that is not the place's.
    pub body_id: Option<&'static str>,
    pub body: &'static str,
    pub service: &'static str,
    pub kind: SpendingKind,
    pub basis: CountBasis,
    /// The label or segment under which its figure is published.
    pub label: &'static str,
    /// Pence for the place; none where nobody can know.
    pub pence: Option<i64>,
    /// Pence of the figure that it is a share of, or that stands for it.
    pub published: Option<i64>,
}

/// A figure that is no spending of its own.
#[derive(Clone, Debug)]
pub(super) struct Aside {
    pub body: &'static str,
    pub label: &'static str,
    pub series: &'static str,
    pub set_aside_as: SetAsideAs,
    pub pence: i64,
}

/// What of a wider body's spending is for the place, in truth.
pub(super) struct Shares {
    police: f64,
    fire: f64,
}

impl Shares {
    /// By what happened in each district that is served.
    pub fn new(districts: &[District], needs: &Needs) -> Shares {
        let share = |segment: &str| {
            let spent = needs.of(segment);
            let served = spent.iter().zip(districts).filter(|(_, district)| SERVED.contains(&district.code));
            spent[..N_OF_PLACE].iter().sum::<f64>() / served.map(|(pounds, _)| pounds).sum::<f64>()
        };
        Shares { police: share(INCIDENTS), fire: share(FIRES) }
    }

    fn of(&self, body: &str) -> Option<f64> {
        match body {
            POLICE => Some(self.police),
            FIRE => Some(self.fire),
            _ => None,
        }
    }

    /// The place's part of a body's figure, with its basis.
    fn part(&self, id: &'static str, pence: i64) -> (CountBasis, i64) {
        match self.of(id) {
            Some(share) => (CountBasis::Apportioned, (pence as f64 * share).round() as i64),
            None => (CountBasis::PublishedBody, pence),
        }
    }
}

/// Income is taken off.
pub(super) fn signed(kind: SpendingKind, pence: i64) -> i64 {
    if kind == SpendingKind::Income { -pence } else { pence }
}

fn of_body(
    id: &'static str,
    service: &'static str,
    label: &'static str,
    kind: SpendingKind,
    pence: i64,
    shares: &Shares,
) -> Cell {
    let published = signed(kind, pence);
    let (basis, part) = shares.part(id, published);
    let body = body(id).name;
    Cell { body_id: Some(id), body, service, kind, basis, label, pence: Some(part), published: Some(published) }
}

/// Pay, running expenses and income of every service with a return.
pub(super) fn of_accounts(accounts: &[Account], shares: &Shares) -> Vec<Cell> {
    let mut cells = Vec::new();
    for account in accounts {
        for (service, year) in SERVICES.iter().zip(&account.services) {
            let cell = |(kind, thousands): (SpendingKind, i64)| {
                of_body(account.body, service.id, service.label, kind, thousands * THOUSAND, shares)
            };
            cells.extend(kinds(year).into_iter().filter(|(_, thousands)| *thousands != 0).map(cell));
        }
    }
    cells
}

fn kinds(year: &ServiceYear) -> [(SpendingKind, i64); 3] {
    [
        (SpendingKind::Pay, year.employees),
        (SpendingKind::GoodsServices, year.running),
        (SpendingKind::Income, year.income()),
    ]
}

/// Figures that are spending of their own, and what those who publish nothing spent.
pub(super) fn of_figures(figures: &[Figure], shares: &Shares) -> Vec<Cell> {
    figures.iter().filter(|figure| figure.pence != 0).filter_map(|figure| of_figure(figure, shares)).collect()
}

fn of_figure(figure: &Figure, shares: &Shares) -> Option<Cell> {
    match (figure.is, figure.spender) {
        (Is::Counted { service, kind, .. }, Spender::Body(id)) => {
            Some(of_body(id, service, figure.label, kind, figure.pence, shares))
        }
        (Is::Counted { service, kind, basis }, Spender::National(body)) => {
            let pence = Some(figure.pence);
            Some(Cell { body_id: None, body, service, kind, basis, label: figure.label, pence, published: pence })
        }
        (Is::Evidence { of, service, pence }, _) => Some(Cell {
            body_id: None,
            body: of,
            service,
            kind: SpendingKind::Current,
            basis: CountBasis::Estimated,
            label: figure.label,
            pence: Some(pence),
            published: Some(figure.pence),
        }),
        (Is::Aside(_), _) => None,
    }
}

/// What national bodies spend on people of the place, of whom only the region's sum is published.
pub(super) fn of_programmes(needs: &Needs) -> Vec<Cell> {
    let is_regional = |of: &&Programme| !of.department.is_empty() && of.segment != WINTER_FUEL;
    PROGRAMMES.iter().filter(is_regional).flat_map(|programme| of_programme(programme, needs)).collect()
}

fn of_programme(programme: &'static Programme, needs: &Needs) -> Vec<Cell> {
    let spent = needs.of(programme.segment);
    let pence = |pounds: f64, percent: i64| Some((pounds * percent as f64).round() as i64);
    let (of_place, of_region): (f64, f64) = (spent[..N_OF_PLACE].iter().sum(), spent.iter().sum());
    let cell = |kind, percent: i64| Cell {
        body_id: None,
        body: programme.department,
        service: programme.service,
        kind,
        basis: CountBasis::Apportioned,
        label: programme.segment,
        pence: pence(of_place, percent),
        published: pence(of_region, percent),
    };
    let capital = (programme.capital > 0).then(|| cell(SpendingKind::Capital, programme.capital));
    [cell(programme.kind, 100 - programme.capital)].into_iter().chain(capital).collect()
}

/// What is spent here and nobody publishes for anything like the place.
pub(super) fn not_known() -> Vec<Cell> {
    let cell = |body_id: Option<&'static str>, body: &'static str, service, label| Cell {
        body_id,
        body,
        service,
        kind: SpendingKind::Current,
        basis: CountBasis::NotKnown,
        label,
        pence: None,
        published: None,
    };
    let account = |id| cell(Some(id), body(id).name, "housing_revenue_account", "Housing revenue account");
    vec![
        cell(Some(NAVIGATION), body(NAVIGATION).name, "", ""),
        account(AMBLEFORD),
        account(FENHOLT),
        cell(None, FARMING, "food_farming", "4. of which: agriculture, fisheries and forestry"),
    ]
}

pub(super) fn asides_of_figures(figures: &[Figure]) -> Vec<Aside> {
    let aside = |figure: &Figure| {
        let Is::Aside(set_aside_as) = figure.is else { return None };
        let body = match figure.spender {
            Spender::Body(id) => body(id).name,
            Spender::National(name) => name,
        };
        let Figure { label, series, pence, .. } = *figure;
        (pence != 0).then_some(Aside { body, label, series, set_aside_as, pence })
    };
    figures.iter().filter_map(aside).collect()
}

/// Statements of accounts have the money of the returns on another basis, or of trusts that the commissioner pays.
pub(super) fn asides_of_statements(published: &[Published]) -> Vec<Aside> {
    let of = |of: &Published| {
        let aside = |series, label, pence| Aside {
            body: body(of.body).name,
            label,
            series,
            set_aside_as: SetAsideAs::OtherMeasure,
            pence,
        };
        let benefits = of.benefits_published.map(|pence| aside(SERIES, BENEFITS, pence));
        let schools = (of.schools != 0).then(|| aside(SERIES, SCHOOLS, of.schools));
        let totals = [aside(SERIES, TOTAL, of.total), aside(EMPLOYEES, TOTAL, of.pay)];
        totals.into_iter().chain(benefits).chain(schools).collect::<Vec<Aside>>()
    };
    published.iter().flat_map(of).collect()
}

/// Rows of the region that are counted from the place's own bodies, or from figures for the area.
pub(super) fn asides_of_region(segments: &[Segment]) -> Vec<Aside> {
    let is_aside =
        |segment: &&Segment| [HEALTH, LOCAL_GOVERNMENT].contains(&segment.department) || segment.name == WINTER_FUEL;
    let aside = |segment: &Segment| Aside {
        body: segment.department,
        label: segment.function,
        series: "country_regional_analysis",
        set_aside_as: SetAsideAs::OtherMeasure,
        pence: segment.thousands * THOUSAND,
    };
    segments.iter().filter(is_aside).map(aside).collect()
}
