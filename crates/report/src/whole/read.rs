//! The tables of the whole count.

use std::collections::BTreeMap;

use model::spending::{Control, CountBasis, Grade, SetAsideAs, SpendingKind};
use model::tables::{
    COVERAGE, FUNDING_PROBLEM, PLACE_POPULATION, PUBLICATION, REGIONAL_BRIDGE, SET_ASIDE, WHOLE_COUNT,
    WHOLE_COUNT_PROBLEM, coverage, place_population, publication, regional_bridge, set_aside, whole_count as cell,
    whole_count_problem as problem,
};
use model::{FinancialYear, Place, ProblemKind, Row, Table, TableError, Tables, WHOLE_BODY};

use money::Money;

use super::{BridgeStep, Coverage, Population, PrintedAt, SetAside, WholeCell, WholeCount};

/// The whole count of the place's year; none where nothing is published for it, so that there are only payments.
///
/// `service_name` gives the name of a service of the common list by its id.
///
/// # Errors
/// [`TableError`] where a table cannot be read.
pub fn whole_count(
    tables: &dyn Tables,
    place: &Place,
    service_name: &dyn Fn(&str) -> String,
) -> Result<Option<WholeCount>, TableError> {
    Ok(counted(tables, place, service_name)?.filter(WholeCount::has_published))
}

/// All that is counted of the place's year, though it be payments alone; none where the count was not made.
///
/// # Errors
/// [`TableError`] where a table cannot be read.
pub fn counted(
    tables: &dyn Tables,
    place: &Place,
    service_name: &dyn Fn(&str) -> String,
) -> Result<Option<WholeCount>, TableError> {
    if !tables.exists(&WHOLE_COUNT) {
        return Ok(None);
    }
    let name = |id: &str| if id == WHOLE_BODY { "All services".to_owned() } else { service_name(id) };
    let files = read_files(tables)?;
    let year = place.year;
    Ok(Some(WholeCount {
        place: place.name.clone(),
        year,
        population: population(tables, place)?,
        cells: of_year(tables, &WHOLE_COUNT, cell::FINANCIAL_YEAR, year, |row| read_cell(row, &name, &files))?,
        set_aside: of_year(tables, &SET_ASIDE, set_aside::FINANCIAL_YEAR, year, read_set_aside)?,
        coverage: of_year(tables, &COVERAGE, coverage::FINANCIAL_YEAR, year, |row| read_coverage(row, &name))?,
        doubts: read_doubts(tables)?,
        bridge: of_year(tables, &REGIONAL_BRIDGE, regional_bridge::FINANCIAL_YEAR, year, read_step)?,
    }))
}

/// What `read` makes of each row of a table that is of the year.
pub(super) fn of_year<T>(
    tables: &dyn Tables,
    table: &'static Table,
    column: &'static str,
    year: FinancialYear,
    read: impl Fn(&Row<'_>) -> T,
) -> Result<Vec<T>, TableError> {
    let rows = table.read_all(tables, |row| (row.year(column) == year).then(|| read(row)))?;
    Ok(rows.into_iter().flatten().collect())
}

/// Pounds of the doubts about the count and about its funders, by kind, the most first.
fn read_doubts(tables: &dyn Tables) -> Result<Vec<(ProblemKind, Money)>, TableError> {
    let mut sums: BTreeMap<ProblemKind, Money> = BTreeMap::new();
    for table in [&WHOLE_COUNT_PROBLEM, &FUNDING_PROBLEM] {
        if tables.exists(table) {
            table.read_all(tables, |row| {
                let kind = ProblemKind::parse(row.text(problem::KIND)).expect("a kind is a word of its column");
                let amount = row.money_if_any(problem::AMOUNT).filter(|_| !kind.is_settled());
                *sums.entry(kind).or_default() += amount.unwrap_or_default().abs();
            })?;
        }
    }
    let mut doubts: Vec<(ProblemKind, Money)> = sums.into_iter().filter(|(_, amount)| *amount != Money::ZERO).collect();
    doubts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Ok(doubts)
}

/// How many people live in the place in its year: by place.toml, or else by the driver nearest to the year.
///
/// # Errors
/// [`TableError`] where a table cannot be read.
pub fn population(tables: &dyn Tables, place: &Place) -> Result<Option<Population>, TableError> {
    if !tables.exists(&PLACE_POPULATION) {
        return Ok(place.population.map(Population::stated));
    }
    let files = read_files(tables)?;
    let read = |row: &Row<'_>| read_population(row, &files);
    Ok(of_year(tables, &PLACE_POPULATION, place_population::FINANCIAL_YEAR, place.year, read)?.pop())
}

fn read_population(row: &Row<'_>, files: &Files) -> Population {
    let text = |column| row.text_if_any(column).map(str::to_owned);
    Population {
        people: row.count(place_population::PEOPLE),
        area: text(place_population::AREA),
        as_of: text(place_population::AS_OF),
        file: row.text_if_any(place_population::FILE_ID).and_then(|id| Some(files.get(id)?.0.clone())),
    }
}

fn read_step(row: &Row<'_>) -> BridgeStep {
    BridgeStep {
        step: row.text(regional_bridge::STEP).to_owned(),
        per_head: row.money(regional_bridge::PER_HEAD),
        note: row.text(regional_bridge::NOTE).to_owned(),
    }
}

/// Path and sheet of each publication by its id.
pub(super) type Files = BTreeMap<String, (String, Option<String>)>;

pub(super) fn read_files(tables: &dyn Tables) -> Result<Files, TableError> {
    let mut files = Files::new();
    if tables.exists(&PUBLICATION) {
        PUBLICATION.read_all(tables, |row| {
            let sheet = row.text_if_any(publication::SHEET).map(str::to_owned);
            files.insert(row.text(publication::FILE_ID).to_owned(), (row.text(publication::PATH).to_owned(), sheet));
        })?;
    }
    Ok(files)
}

pub(super) fn printed_at(row: &Row<'_>, files: &Files) -> Option<PrintedAt> {
    let (path, sheet) = files.get(row.text_if_any(cell::FILE_ID)?)?.clone();
    let column = row.text_if_any(cell::COLUMN).unwrap_or_default().to_owned();
    Some(PrintedAt { path, sheet, row: row.count_if_any(cell::ROW)?, column })
}

fn read_cell(row: &Row<'_>, name: &impl Fn(&str) -> String, files: &Files) -> WholeCell {
    WholeCell {
        body_id: row.text_if_any(cell::BODY_ID).map(str::to_owned),
        body: row.text(cell::BODY).to_owned(),
        service_id: row.text(cell::SERVICE).to_owned(),
        service: name(row.text(cell::SERVICE)),
        cofog: row.text_if_any(cell::COFOG).map(str::to_owned),
        label: row.text(cell::LABEL).to_owned(),
        kind: SpendingKind::parse(row.text(cell::KIND)).expect("a word of its column"),
        control: Control::parse(row.text(cell::CONTROL)).expect("a word of its column"),
        basis: CountBasis::parse(row.text(cell::BASIS)).expect("a word of its column"),
        grade: Grade::parse(row.text(cell::GRADE)).expect("a word of its column"),
        method: row.text(cell::METHOD).to_owned(),
        amount: row.money_if_any(cell::AMOUNT),
        low: row.money_if_any(cell::LOW),
        high: row.money_if_any(cell::HIGH),
        printed: printed_at(row, files),
    }
}

fn read_set_aside(row: &Row<'_>) -> SetAside {
    SetAside {
        body: row.text(set_aside::BODY).to_owned(),
        label: row.text(set_aside::LABEL).to_owned(),
        set_aside_as: SetAsideAs::parse(row.text(set_aside::SET_ASIDE_AS)).expect("a word of its column"),
        counted_at: row.text_if_any(set_aside::COUNTED_AT).map(str::to_owned),
        reason: row.text(set_aside::REASON).to_owned(),
        amount: row.money_if_any(set_aside::AMOUNT),
    }
}

fn read_coverage(row: &Row<'_>, name: &impl Fn(&str) -> String) -> Coverage {
    Coverage {
        body_id: row.text_if_any(coverage::BODY_ID).map(str::to_owned),
        body: row.text(coverage::BODY).to_owned(),
        service_id: row.text(coverage::SERVICE).to_owned(),
        service: name(row.text(coverage::SERVICE)),
        is_capital: row.flag(coverage::CAPITAL),
        published: row.money_if_any(coverage::PUBLISHED),
        apportioned: row.money_if_any(coverage::APPORTIONED),
        estimated: row.money_if_any(coverage::ESTIMATED),
        counted: row.money_if_any(coverage::COUNTED),
        ledger: row.money_if_any(coverage::LEDGER),
        opens: row.money_if_any(coverage::OPENS),
        note: row.text(coverage::NOTE).to_owned(),
        ask: row.text_if_any(coverage::ASK).map(str::to_owned),
    }
}
