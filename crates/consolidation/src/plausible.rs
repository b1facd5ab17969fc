//! Whether the whole is of the right size for the people who live in the place: a wrong unit, a lost sign or a council that
//! is not there shows here first.

use model::count_rule::District;
use model::problem::Problem;
use model::spending::CountBasis;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use crate::areas::Areas;
use crate::cells::Cell;
use crate::drivers::Drivers;
use crate::population::People;

/// Pounds a head between which the whole of a place lies; Birmingham's was about £7,000 in 2011-12.
const POUNDS_A_HEAD: (i64, i64) = (1_000, 40_000);
/// Two numbers of people that differ by more than this fraction are a problem.
const PEOPLE_DIFFERENCE_MAX: f64 = 0.1;

/// A problem for each year in which published figures were given and the whole is below zero, or too small or too large
/// for its people.
pub(crate) fn pounds_a_head(place: &Place, cells: &[Cell], people: &[People], has_figures: bool) -> Vec<Problem> {
    let of_year = |year: FinancialYear| {
        let mut cells = cells.iter().filter(|cell| cell.year == year).peekable();
        cells.peek()?;
        let whole: Money = cells.map(Cell::pounds).sum();
        let people = people.iter().find(|people| people.year == year).map(|people| people.people);
        let text = if whole < Money::ZERO {
            format!(
                "the whole of {} in {year} is {whole}, below zero: signs are reversed, or spending is missing",
                place.name
            )
        } else {
            let (people, a_head) = people.and_then(|people| Some((people, whole.per_head(people)?)))?;
            let is_likely = (POUNDS_A_HEAD.0 * 100..=POUNDS_A_HEAD.1 * 100).contains(&a_head.pence());
            if is_likely || !has_figures {
                return None;
            }
            let (size, why) = if a_head.pence() < POUNDS_A_HEAD.0 * 100 {
                ("little", "a council or a service is missing, or thousands were read as pounds")
            } else {
                (
                    "much",
                    "pounds were read as thousands, thousands as millions, or the place is larger than its population suggests",
                )
            };
            format!(
                "the whole of {} in {year} is {whole}, {a_head} for each of {people} people: that is too {size}; {why}",
                place.name
            )
        };
        let problem = Problem::new(&place.name, ProblemKind::PoundsAHeadUnlikely, text);
        Some(Problem { amount: Some(whole), ..problem })
    };
    place.years().filter_map(of_year).collect()
}

/// A problem for each year in which place.toml and the table of people differ about how many live in the place.
pub(crate) fn people_differ(place: &Place, areas: &Areas<'_>, drivers: &Drivers<'_>) -> Vec<Problem> {
    let Some(stated) = place.population else { return Vec::new() };
    let of_year = |year: FinancialYear| {
        let found = drivers.population(areas, year)?;
        let difference = (stated as f64 - found.part).abs();
        let text = format!(
            "place.toml says that {stated} people live in {}, the table of people for {} says {:.0}: correct `population`, or \
             leave it out",
            place.name, found.as_of, found.part
        );
        let problem = Problem::new(&place.name, ProblemKind::PublishedSourcesDiffer, text);
        let problem = Problem { file_id: Some(found.file_id), ..problem };
        (PEOPLE_DIFFERENCE_MAX * found.part < difference).then_some(problem)
    };
    let mut problems: Vec<Problem> = place.years().filter_map(of_year).collect();
    problems.dedup_by(|a, b| a.text == b.text);
    problems
}

/// A problem for each driver by which published pounds are shared out and nothing of them is the place's.
pub(crate) fn shares_of_nought(cells: &[Cell]) -> Vec<Problem> {
    let is_nought = |cell: &&Cell| cell.basis == CountBasis::Apportioned && cell.pounds() == Money::ZERO;
    let mut found: Vec<(FinancialYear, &str, Problem)> = Vec::new();
    for cell in cells.iter().filter(is_nought) {
        let driver = cell.driver.as_deref().unwrap_or_default();
        let published = cell.published.unwrap_or(Money::ZERO);
        if let Some((.., problem)) = found.iter_mut().find(|(year, of, _)| *year == cell.year && *of == driver) {
            problem.amount = problem.amount.map(|sum| sum + published);
            problem.n_rows += 1;
            continue;
        }
        let text = format!(
            "the place's share of `{}` of {} is zero by `{}`: {}; correct the table",
            cell.label,
            cell.body.name,
            driver.replace('_', " "),
            cell.method
        );
        let problem =
            Problem::new(cell.body.id.as_deref().unwrap_or(&cell.body.name), ProblemKind::DriverMissing, text);
        let problem = Problem { amount: Some(published), file_id: cell.file_id.clone(), n_rows: 1, ..problem };
        found.push((cell.year, driver, problem));
    }
    found.into_iter().map(|(.., problem)| problem).collect()
}

/// A problem for each body that usually serves several districts, is counted in full in a place of one, and does not say
/// which it serves.
pub(crate) fn serves_missing(place: &Place, districts: &[&District], cells: &[Cell]) -> Vec<Problem> {
    use model::BodyKind::{CombinedAuthority, CountyCouncil, Fire, Levying, Police};
    let [district] = districts else { return Vec::new() };
    let is_wide = |kind| matches!(kind, CombinedAuthority | CountyCouncil | Fire | Levying | Police);
    let whole = |id: &str| {
        let own =
            cells.iter().filter(|cell| cell.body.id.as_deref() == Some(id) && cell.basis == CountBasis::PublishedBody);
        own.map(Cell::pounds).sum::<Money>()
    };
    let wide = place.bodies.iter().filter(|body| is_wide(body.kind) && body.in_perimeter && body.serves.is_empty());
    let problem = |body: &model::Body| {
        let amount = whole(&body.id);
        let code = district.codes.first().map_or("", String::as_str);
        let text = format!(
            "{} is counted in full, {amount}, for {} alone: say in place.toml which districts it serves, `serves = [\"{code}\", \
             ...]`; with {code} alone it is still counted in full",
            body.name, district.name
        );
        let problem = Problem::new(&body.id, ProblemKind::ServesMissing, text);
        (amount != Money::ZERO).then_some(Problem { amount: Some(amount), ..problem })
    };
    wide.filter_map(problem).collect()
}
