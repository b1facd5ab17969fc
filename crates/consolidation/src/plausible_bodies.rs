//! Whether what each body spends is of the right size for the people whom it serves: one wrong unit, one lost service or one
//! turned sign moves the whole too little to show there.

use model::problem::Problem;
use model::{Body, BodyKind, FinancialYear, Place, ProblemKind, Reach};
use money::Money;

use crate::areas::Areas;
use crate::cells::Cell;
use crate::drivers::Drivers;
use crate::population::People;

/// The range of pounds a head that all national bodies together can spend, and how many of their figures must be there before
/// the sum says anything.
const NATIONAL: (i64, i64) = (300, 25_000);
const NATIONAL_FIGURES_MIN: usize = 20;

/// The range of net current spending a head for a kind of body: wide bounds that catch a wrong unit, a lost service or a turned
/// sign, not an unusual council. None for kinds that come in every size.
fn pounds_a_head(kind: BodyKind) -> Option<(i64, i64)> {
    Some(match kind {
        BodyKind::Council => (100, 10_000),
        BodyKind::CountyCouncil => (100, 6_000),
        BodyKind::DistrictCouncil => (10, 3_000),
        BodyKind::Police => (50, 1_200),
        BodyKind::Fire => (8, 400),
        BodyKind::NhsCommissioner => (200, 8_000),
        _ => return None,
    })
}

/// A problem for each body whose published current spending is too small or too large for the people whom it serves, and
/// for national bodies together.
pub(crate) fn out_of_scale(
    place: &Place,
    areas: &Areas<'_>,
    drivers: &Drivers<'_>,
    cells: &[Cell],
    people: &[People],
) -> Vec<Problem> {
    let years = || place.years();
    let local = place.bodies.iter().filter(|body| body.in_perimeter && body.reach == Reach::Local);
    let of_bodies =
        local.flat_map(|body| years().filter_map(move |year| of_body(body, year, areas, drivers, cells, people)));
    let national = years().filter_map(|year| of_national_bodies(place, year, cells, people));
    of_bodies.chain(national).collect()
}

fn of_body(
    body: &Body,
    year: FinancialYear,
    areas: &Areas<'_>,
    drivers: &Drivers<'_>,
    cells: &[Cell],
    people: &[People],
) -> Option<Problem> {
    let range = pounds_a_head(body.kind)?;
    let is_own = |cell: &&Cell| {
        cell.year == year
            && cell.body.id.as_deref() == Some(&body.id)
            && !cell.kind.is_capital()
            && cell.file_id.is_some()
    };
    let mut own = cells.iter().filter(is_own).peekable();
    own.peek()?;
    // Of a body that serves more than the place, all that it published.
    let spent: Money = own.map(|cell| cell.published.map_or(cell.pounds(), |whole| signed(whole, cell))).sum();
    let served = if body.serves.is_empty() {
        let codes: Vec<String> = body.codes.iter().map(|(_, code)| code.clone()).collect();
        areas.with_codes(&codes)
    } else {
        areas.with_codes(&body.serves)
    };
    let of_place = || people.iter().find(|people| people.year == year).map(|people| people.people);
    let people = if served.is_empty() { of_place()? } else { drivers.people(&served, year)?.round() as u64 };
    let a_head = spent.per_head(people)?;
    let (what, why) = size(a_head, range)?;
    let text = format!(
        "the current spending of {} in {year} is {spent}, {a_head} for each of {people} people: that is too {what} for a body of \
         its kind; {why}",
        body.name
    );
    Some(Problem { amount: Some(spent), ..Problem::new(&body.id, ProblemKind::PoundsAHeadUnlikely, text) })
}

/// The published amount with the sign that it counts with: income is taken off.
fn signed(published: Money, cell: &Cell) -> Money {
    if (cell.pounds() < Money::ZERO) == (published < Money::ZERO) { published } else { -published }
}

fn of_national_bodies(place: &Place, year: FinancialYear, cells: &[Cell], people: &[People]) -> Option<Problem> {
    let national = || cells.iter().filter(|cell| cell.year == year && cell.is_national && cell.amount.is_some());
    let people = people.iter().find(|people| people.year == year)?.people;
    if national().count() < NATIONAL_FIGURES_MIN {
        return None;
    }
    let spent: Money = national().map(Cell::pounds).sum();
    let a_head = spent.per_head(people)?;
    let (what, why) = size(a_head, NATIONAL)?;
    let text = format!(
        "national bodies spend {spent} for {} in {year}, {a_head} for each of {people} people: that is too {what}; {why}",
        place.name
    );
    Some(Problem { amount: Some(spent), ..Problem::new(&place.name, ProblemKind::PoundsAHeadUnlikely, text) })
}

fn size(a_head: Money, (least, most): (i64, i64)) -> Option<(&'static str, &'static str)> {
    match a_head.pence() {
        pence if pence < 0 => Some(("little", "it is below nought: signs are reversed, or spending is missing")),
        pence if pence < least * 100 => Some(("little", "a service is missing, or thousands were read as pounds")),
        pence if most * 100 < pence => {
            Some(("much", "pounds were read as thousands, or the figure is of more people than it says"))
        }
        _ => None,
    }
}
