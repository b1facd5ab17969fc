//! Every pound of the place once: published figures, shares of regional ones, and the ledgers beneath them.
//!
//! A ledger of payments holds no pay, no benefits, no delegated schools and nothing of a body that sent no file. So
//! the whole is counted from what is published for each body and area, and the ledger says how much of it opens to
//! rows. Method: sections 1.1 to 1.8.

mod areas;
mod benefit_twice;
mod bridge;
mod cells;
mod claims;
mod coverage;
mod doubles;
mod drivers;
mod figure;
mod funding;
mod health_view;
mod ledger_beneath;
mod levies;
mod local;
mod other_side;
mod parishes;
mod parts;
mod plausible;
mod plausible_bodies;
mod population;
mod regional;
mod repeated_lines;
mod seen_twice;
mod shares;
mod sources;
mod theme_count;
mod unpublished;
mod wildcard;

pub use funding::{Funding, FundingEvidence, funding};
pub use theme_count::{KnownUnitCost, ThemeCount, ThemeEvidence, theme_count};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::RecordBatch;
use model::count_rule::{CountRules, District};
use model::problem::Problem;
use model::spending::{CountBasis, Sector};
use model::{BodyKind, FinancialYear, Place, Reach};

use areas::Areas;
use bridge::{Banks, Step};
use cells::{Aside, Cell};
use claims::{Claim, Claims};
use drivers::Drivers;
use figure::{Figure, figures};
use ledger_beneath::Ledgers;
use local::Sharing;
use regional::{Published, RegionTotals, share_out_region};
use wildcard::bare;

/// All that the whole count is made from.
pub struct Evidence<'a> {
    pub place: &'a Place,
    /// How lines and programmes enter the count.
    pub rules: &'a CountRules,
    /// Every district that drivers may be published for.
    pub districts: &'a [District],
    /// Batches of `published_figure`.
    pub figures: &'a [RecordBatch],
    /// Batches of `driver`.
    pub drivers: &'a [RecordBatch],
    /// Batches of `ledger_sum`.
    pub ledger: &'a [RecordBatch],
}

/// The whole count and what is beside it.
pub struct WholeCount {
    /// Rows of `whole_count`.
    pub cells: RecordBatch,
    /// Rows of `set_aside`.
    pub set_aside: RecordBatch,
    /// Rows of `coverage`.
    pub coverage: RecordBatch,
    /// Rows of `place_population`: the number in place.toml, or that of the driver `population` nearest to the year.
    pub population: RecordBatch,
    /// Rows of `regional_bridge`.
    pub bridge: RecordBatch,
    pub problems: Vec<Problem>,
}

/// Counts every pound of the place once.
///
/// A published figure of the same body, year and service leads, however large the ledger; a ledger leads only for a body
/// without any published figure of the year; national bodies' ledgers lie beneath their cells and are never added.
pub fn whole_count(evidence: &Evidence<'_>) -> WholeCount {
    let place = evidence.place;
    let (areas, ledgers) = (Areas::of(place, evidence.districts), Ledgers::read(evidence.ledger));
    let drivers = Drivers::read(evidence.drivers);
    let tested = evidence.rules.programmes.iter().filter_map(|rule| rule.tested_error);
    let sharing = Sharing { areas: &areas, drivers: &drivers, middle_error: shares::middle_error(tested) };
    let mut counted = count(evidence, &sharing, &ledgers);
    let people = population::people(place, &areas, &drivers);
    counted.problems.extend(plausible::people_differ(place, &areas, &drivers));
    counted.problems.extend(plausible::shares_of_nought(&counted.cells));
    counted.problems.extend(parishes::beside_precepts(place, &counted.cells));
    counted.problems.extend(seen_twice::area_beside_bodies(place, &counted.cells));
    counted.problems.extend(drivers.regions_that_differ(&areas));
    counted.problems.extend(plausible::serves_missing(place, &areas.place, &counted.cells));
    counted.problems.sort();
    let is_publication = |source: &model::place::Source| source.kind.is_published();
    let has_figures = place.sources.iter().any(is_publication) || evidence.figures.iter().any(|b| b.num_rows() > 0);
    let mut unlikely = plausible::pounds_a_head(place, &counted.cells, &people, has_figures);
    if unlikely.is_empty() {
        unlikely = plausible_bodies::out_of_scale(place, &areas, &drivers, &counted.cells, &people);
    }
    counted.problems.splice(0..0, unlikely);
    let coverage = coverage::coverage_rows(&counted.cells, &ledgers, place);
    WholeCount {
        bridge: bridge::bridge_rows(&bridges(&counted, place, &sharing)),
        cells: cells::cell_rows(&mut counted.cells),
        set_aside: cells::aside_rows(&mut counted.asides),
        coverage,
        population: population::population_rows(&people),
        problems: counted.problems,
    }
}

/// All that is counted and all that is not, before it becomes tables.
#[derive(Default)]
struct Counted {
    cells: Vec<Cell>,
    asides: Vec<Aside>,
    problems: Vec<Problem>,
    totals: BTreeMap<FinancialYear, RegionTotals>,
}

fn count<'a>(evidence: &Evidence<'a>, sharing: &Sharing<'_, '_>, ledgers: &Ledgers<'a>) -> Counted {
    let place = evidence.place;
    let mut counted = Counted::default();
    let scoped = Scoped::of(evidence, sharing.areas);
    counted.problems.extend(scoped.without_area.iter().map(claims::without_area));
    counted.problems.extend(claims::without_body(&scoped.without_body));
    let (claims, lost) = claim(scoped.bodies, scoped.area, (evidence, ledgers), &mut counted);
    counted.problems.extend(benefit_twice::rebates_not_parted(&claims));
    let has_account = |body_id: &str, year| ledgers.spends_on(body_id, year, local::HOUSING_REVENUE_ACCOUNT);
    let (claims, unknown) = local::housing_revenue_account(claims, has_account, &mut counted.asides);
    counted.cells.extend(unknown);
    counted.cells.extend(local::cells_of_claims(&claims, place, sharing, &mut counted.problems));
    counted.cells.extend(unpublished::housing_benefit(place, &claims));
    counted.cells.extend(unpublished::lost_and_capital(place, &lost, &claims));
    counted.problems.extend(seen_twice::sums_of_two(&claims));
    counted.problems.extend(seen_twice::bodies_alike(place, &claims, &counted.cells));

    let published = published(&claims, &counted.cells, place);
    let regional = share_out_region(scoped.regional, &evidence.rules.programmes, place, sharing, &published);
    counted.asides.extend(regional.asides);
    counted.problems.extend(regional.problems);
    counted.totals = regional.totals;

    let known = bodies_of(&counted.cells);
    let mut known_currently: BTreeSet<(FinancialYear, String)> = {
        let current = counted.cells.iter().filter(|cell| !cell.kind.is_capital() && cell.amount.is_some());
        current.filter_map(|cell| Some((cell.year, cell.body.id.clone()?))).collect()
    };
    known_currently.extend(lost.iter().filter_map(|claim| Some((claim.figure.year, claim.spender.id.clone()?))));
    let led = ledgers.cells_without_published(place, &known);
    let led = health_view::without_other_view(led, &counted.cells, &regional.cells, place);
    known_currently.extend(bodies_of(&led));
    let health = regional.cells.iter().filter(|cell| cell.counted_as.service == "nhs").map(|cell| cell.year);
    let has_any = |id: &str, year| known.contains(&(year, id.to_owned()));
    counted.cells.extend(unpublished::unpublished(place, &known_currently, has_any, &health.collect()));
    counted.cells.extend(unpublished::beyond_the_ledger(place, &led));
    counted.cells.extend(led);
    counted.cells.extend(regional.cells);
    let departments = unpublished::departments(place, &counted.cells, &counted.asides);
    counted.cells.extend(departments);
    counted
}

fn bodies_of(cells: &[Cell]) -> BTreeSet<(FinancialYear, String)> {
    cells.iter().filter_map(|cell| Some((cell.year, cell.body.id.clone()?))).collect()
}

fn bridges(counted: &Counted, place: &Place, sharing: &Sharing<'_, '_>) -> Vec<Step> {
    let of_year = |(year, totals): (&FinancialYear, &RegionTotals)| {
        let people = sharing.drivers.region_population(sharing.areas, *year)?;
        Some(bridge::bridge(&Banks { year: *year, place: &place.name, totals, cells: &counted.cells, people: &people }))
    };
    counted.totals.iter().filter_map(of_year).flatten().collect()
}

/// The figures by what they are of; those of other bodies and areas are in the same publications and are left alone.
#[derive(Default)]
struct Scoped<'a> {
    /// Of the place's own bodies.
    bodies: Vec<Figure<'a>>,
    /// Of national bodies, for the place.
    area: Vec<Figure<'a>>,
    /// Of national bodies, for its region.
    regional: Vec<Figure<'a>>,
    /// Of national bodies of the place, for nobody knows where.
    without_area: Vec<Figure<'a>>,
    /// Of authorities that are called as the place or one of its districts is, and that no body of it stands for.
    without_body: Vec<Figure<'a>>,
}

impl<'a> Scoped<'a> {
    fn of(evidence: &Evidence<'a>, areas: &Areas<'_>) -> Scoped<'a> {
        let place = evidence.place;
        let mut scoped = Scoped::default();
        // Thousands of rows are of a few hundred areas.
        let mut known: HashMap<(Option<&str>, &str), (bool, bool)> = HashMap::new();
        for figure in figures(evidence.figures, |figure| place.counts_year(figure.year)) {
            let body = figure.body_id.and_then(|id| place.body(id));
            let (code, area) = (figure.area_code, figure.area);
            let is = || (areas.is_region(code, area), areas.is_place(code, area));
            let (is_region, is_place) = *known.entry((code, area)).or_insert_with(is);
            match body {
                Some(body) if body.in_perimeter && body.reach == Reach::Local => scoped.bodies.push(figure),
                _ if is_region => scoped.regional.push(figure),
                // An authority that no body of the place stands for is not the place's by its name alone.
                None if is_place && figure.sector == Some(Sector::Local) => scoped.without_body.push(figure),
                _ if is_place => scoped.area.push(figure),
                Some(body) if bare(area) == bare(&body.name) => scoped.without_area.push(figure),
                _ => {}
            }
        }
        scoped
    }
}

/// What is published for bodies and the area, one source for each body, year and service; and of which services no source
/// has the whole.
fn claim<'a>(
    bodies: Vec<Figure<'a>>,
    area: Vec<Figure<'a>>,
    (evidence, ledgers): (&Evidence<'a>, &Ledgers<'a>),
    counted: &mut Counted,
) -> (Vec<Claim<'a>>, Vec<Claim<'a>>) {
    let (mut claims, mut deferred, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    for (figures, basis) in [(bodies, CountBasis::PublishedBody), (area, CountBasis::PublishedArea)] {
        let found = Claims::of(figures, &evidence.rules.lines, evidence.place, basis);
        claims.extend(found.claims);
        deferred.extend(found.deferred);
        counted.asides.extend(found.asides);
        counted.problems.extend(found.problems);
    }
    let Counted { asides, problems, .. } = counted;
    let claims = repeated_lines::first_of_each(claims, asides);
    let claims = health_view::one_view(claims, evidence.place, asides, problems);
    let claims = benefit_twice::at_the_authority(claims, asides, problems);
    let claims = doubles::once(claims, asides, problems);
    let claims = sources::one_source(claims, asides, problems, &mut lost);
    (other_side::count_or_set_aside(claims, deferred, (evidence.place, ledgers), (asides, problems)), lost)
}

/// What the region's figures are not shared out for, because it is published for the place.
fn published(claims: &[Claim<'_>], cells: &[Cell], place: &Place) -> Published {
    let mut published = Published::default();
    for cell in cells {
        let kind = cell.body.id.as_deref().and_then(|id| place.body(id)).map(|body| body.kind);
        if cell.amount.is_some() && matches!(kind, Some(BodyKind::NhsCommissioner | BodyKind::NhsTrust)) {
            *published.health.entry(cell.year).or_default() += cell.pounds();
        }
    }
    for claim in claims {
        if claim.basis == CountBasis::PublishedArea {
            published.add(claim);
        }
    }
    published
}
