//! Drivers: quantities of areas by which money of a larger area is shared out.
//!
//! Two layouts, as CSV or workbook. A wide table has a row per area and date and a column per driver:
//! `lad_code,lad_name,date,population,aged_0_to_15,…`; every column that is not code, name, date or source is a driver,
//! named by its heading. A long one has a row per figure: `area_code,area,driver,date,value`, and may say its `source`;
//! so do the files of ONS's *Explore local statistics* (`areacd,areanm,…,indicator,period,observation,…,unit`), whose
//! figures in percent are drivers such as `claimant_count_percent`.
//! An empty cell is not known and no row; never zero.

use model::ProblemKind;
use model::problem::Problem;

use super::error::Error;
use super::grid::Grid;
use super::headings::{bare, slug};
use super::publication::{Driver, Publication, Reading, Sheet};

const HEADER_ROW_MAX: usize = 20;
const EXPECTED: &str = "row of headings with a code of areas, a name, a date and drivers, such as \
                        `area_code,area,date,population` or `area_code,area,driver,date,value`";

/// Reads every sheet that has such headings.
pub(super) fn read(grids: &[Grid], publication: &Publication) -> Result<Reading, Error> {
    let mut reading = Reading::default();
    let mut is_known = false;
    for grid in grids.iter().filter(|grid| !grid.is_hidden) {
        let Some(columns) = Columns::find(grid) else { continue };
        is_known = true;
        read_sheet(grid, &columns, &publication.sheet(&grid.name), &mut reading);
    }
    if is_known { Ok(reading) } else { Err(publication.without(EXPECTED)) }
}

struct Columns {
    header_row: usize,
    code: usize,
    name: usize,
    date: usize,
    /// The column that names the driver, of a long table.
    driver: Option<usize>,
    /// Columns of figures and their headings.
    values: Vec<(usize, String)>,
    /// The column that says in what the figure of a long table is: `%`.
    unit: Option<usize>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let headed = grid.texts(header_row);
            let bared: Vec<String> = headed.iter().map(|heading| bare(heading)).collect();
            let code = bared.iter().position(|heading| heading.ends_with("code") || heading == "areacd")?;
            let at = |wanted: &[&str]| bared.iter().position(|heading| wanted.contains(&heading.as_str()));
            let name = bared
                .iter()
                .position(|heading| heading.ends_with("name") || heading == "areanm")
                .or_else(|| at(&["area", "place", "district", "region", "localauthority"]))?;
            let date = at(&["date", "asof", "year", "financialyear", "period", "vintage"])?;
            let driver = at(&["driver", "indicator", "measure"]);
            let value = at(&["value", "number", "count", "observation"]);
            let others = ["source", "note", "notes", "unit"];
            let is_value = |(at, heading): &(usize, &String)| {
                ![code, name, date].contains(at) && !heading.is_empty() && !others.contains(&bare(heading).as_str())
            };
            let values: Vec<(usize, String)> = match (driver, value) {
                (Some(_), Some(value)) => vec![(value, headed[value].clone())],
                _ => headed.iter().enumerate().filter(is_value).map(|(at, heading)| (at, slug(heading))).collect(),
            };
            let driver = driver.filter(|_| value.is_some());
            let unit = driver.and(at(&["unit"]));
            (!values.is_empty()).then_some(Columns { header_row, code, name, date, driver, values, unit })
        })
    }
}

fn read_sheet(grid: &Grid, columns: &Columns, sheet: &Sheet, reading: &mut Reading) {
    for row in columns.header_row + 1..grid.rows.len() {
        let (area_code, area) = (grid.text(row, columns.code), grid.text(row, columns.name));
        if area_code.is_empty() && area.is_empty() {
            continue;
        }
        let as_of = period(&grid.text(row, columns.date));
        let is_percent = columns.unit.is_some_and(|unit| grid.text(row, unit).trim() == "%");
        for (at, heading) in &columns.values {
            let printed = grid.text(row, *at);
            let driver = columns.driver.map_or_else(|| heading.clone(), |column| slug(&grid.text(row, column)));
            let driver = if is_percent { format!("{driver}_percent") } else { driver };
            let number = row as u64 + 1;
            let problem = |kind, text: String| sheet.cell_problem(number, heading, kind, text);
            match quantity(&printed) {
                _ if printed.is_empty() => {}
                None => {
                    let text = format!("`{printed}` is not a number (`{driver}` for {area})");
                    reading.problems.push(problem(ProblemKind::AmountUnreadable, text));
                }
                Some(_) if area_code.is_empty() || as_of.is_empty() => {
                    let text = format!("`{driver}` of `{area}` has no area code or no date, so it is left out");
                    reading.problems.push(problem(ProblemKind::YearUnreadable, text));
                }
                Some(value) => {
                    let (file_id, area_code) = (sheet.file_id.clone(), area_code.clone());
                    let (area, as_of) = (area.clone(), as_of.clone());
                    reading.drivers.push(Driver { file_id, row: number, area_code, area, driver, as_of, value });
                }
            }
        }
    }
    leave_out_repeated(sheet, reading);
}

/// A date as people say it: the calendar year of `2011-01-01/P1Y`.
fn period(printed: &str) -> String {
    let year = printed.strip_suffix("/P1Y").and_then(|start| start.strip_suffix("-01-01"));
    year.unwrap_or(printed).to_owned()
}

/// A quantity as printed: `1,146,624` or `1146624.5`. None if it is not a number.
fn quantity(printed: &str) -> Option<f64> {
    let digits: String = printed.chars().filter(|c| *c != ',').collect();
    digits.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)
}

/// The second figure of an area, driver and date is left out, and told where it says something else.
fn leave_out_repeated(sheet: &Sheet, reading: &mut Reading) {
    let mut first = std::collections::HashMap::new();
    let mut problems: Vec<Problem> = Vec::new();
    reading.drivers.retain(|driver| {
        let key = (driver.area_code.clone(), driver.driver.clone(), driver.as_of.clone());
        let Some((row, value)) = first.insert(key.clone(), (driver.row, driver.value)) else { return true };
        first.insert(key, (row, value));
        if value.to_bits() != driver.value.to_bits() {
            let Driver { driver: name, area, as_of, .. } = driver;
            let text = format!(
                "`{name}` of {area}, {as_of}, is {value} in row {row} and {} here; the first was used",
                driver.value
            );
            problems.push(sheet.cell_problem(driver.row, name, ProblemKind::LinesRepeated, text));
        }
        false
    });
    reading.problems.extend(problems);
}
