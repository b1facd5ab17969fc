//! Allocations of the NHS to commissioning groups: `CCG`, `Final allocation`, `Per capita allocation`, …
//!
//! One figure per commissioner: its final allocation, `nhs_allocation:final_allocation`. The year is in the file's
//! name. The unit is not printed: it is the one in which allocation, people and allocation per head agree, which also
//! finds the column of people whatever its heading says.

use calamine::{Data, DataType};
use model::problem::Problem;
use model::spending::{Sector, Stage};
use model::{Place, ProblemKind};

use super::error::Error;
use super::grid::Grid;
use super::headings::{self, MILLIONS, POUNDS, THOUSANDS, Unit, bare};
use super::plain::by_name;
use super::publication::{Line, Publication, Reading, Sheet};

const HEADER_ROW_MAX: usize = 20;

/// Whether a sheet has a commissioner and its final allocation.
pub(super) fn is_layout(grid: &Grid) -> bool {
    Columns::find(grid).is_some()
}

struct Columns {
    header_row: usize,
    name: usize,
    allocation: usize,
    per_head: Option<usize>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let bared: Vec<String> = grid.texts(header_row).iter().map(|heading| bare(heading)).collect();
            let at =
                |wanted: &[&str]| bared.iter().position(|heading| wanted.iter().any(|word| heading.starts_with(word)));
            Some(Columns {
                header_row,
                name: at(&["ccg", "icb", "pct", "commissioner"])?,
                allocation: at(&["finalallocation", "totalallocation", "allocation"])?,
                per_head: at(&["percapitaallocation", "allocationperhead"]),
            })
        })
    }
}

/// Reads the sheet.
pub(super) fn read(grid: &Grid, publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let columns = Columns::find(grid).ok_or_else(|| publication.without("column `Final allocation`"))?;
    let sheet = publication.sheet(&grid.name);
    let mut reading = Reading::default();
    let heading = |column: usize| grid.text(columns.header_row, column);
    let unit = match stated_unit(grid, &columns) {
        Some(unit) => unit,
        None => {
            let (unit, people) = unit_by_head(grid, &columns)
                .ok_or_else(|| Error::UnitMissing { path: publication.path.clone(), sheet: grid.name.clone() })?;
            reading.problems.extend(people_headed_otherwise(&sheet, &heading(people)));
            unit
        }
    };
    let year = publication.year()?;
    for row in columns.header_row + 1..grid.rows.len() {
        let name = grid.text(row, columns.name);
        let cell = grid.cell(row, columns.allocation).unwrap_or(&Data::Empty);
        let column = heading(columns.allocation);
        match headings::pounds(cell, unit) {
            Some(Ok(amount)) => reading.lines.push(Line {
                column: column.clone(),
                body_id: by_name(place, &name).map(|body| body.id.clone()),
                spender: name.clone(),
                area: name,
                sector: Some(Sector::Central),
                stage: Stage::Allocation,
                line_code: "final_allocation".to_owned(),
                label: column,
                ..Line::new(&sheet, row as u64 + 1, "nhs_allocation:final_allocation", year, amount.money)
            }),
            _ if name.is_empty() => {}
            _ => {
                let text = format!("`{}` for {name}", grid.text(row, columns.allocation));
                reading.problems.push(sheet.cell_problem(row as u64 + 1, &column, ProblemKind::AmountUnreadable, text));
            }
        }
    }
    Ok(reading)
}

fn stated_unit(grid: &Grid, columns: &Columns) -> Option<Unit> {
    (0..=columns.header_row).flat_map(|row| grid.texts(row)).find_map(|title| headings::unit(&title))
}

/// Says so where the column of people has another heading.
fn people_headed_otherwise(sheet: &Sheet, heading: &str) -> Option<Problem> {
    let says_people = ["population", "people", "heads"].iter().any(|word| bare(heading).contains(word));
    let text = format!("the column headed `{heading}` counts people, not what its heading says");
    (!says_people).then(|| sheet.problem(ProblemKind::HeadingDiffers, text))
}

/// The unit in which allocation / people = allocation per head, and the column of people, in nearly every row.
fn unit_by_head(grid: &Grid, columns: &Columns) -> Option<(Unit, usize)> {
    let per_head = columns.per_head?;
    let number = |row: usize, column: usize| -> Option<f64> {
        let text = grid.cell(row, column)?.as_string()?;
        text.chars().filter(|c| *c != ',').collect::<String>().parse().ok()
    };
    let rows: Vec<usize> = (columns.header_row + 1..grid.rows.len()).collect();
    let n_columns = grid.rows[columns.header_row].len();
    let agrees = |size: f64, people: usize| {
        let is_near = |row: &&usize| {
            let figures = (number(**row, columns.allocation), number(**row, people), number(**row, per_head));
            matches!(figures, (Some(money), Some(people), Some(head)) if (money * size / people / head - 1.0).abs() < 0.01)
        };
        rows.iter().filter(is_near).count() * 10 > rows.len() * 9
    };
    let units = [(POUNDS, 1.0), (THOUSANDS, 1e3), (MILLIONS, 1e6)];
    units
        .into_iter()
        .find_map(|(unit, size)| (0..n_columns).find(|people| agrees(size, *people)).map(|people| (unit, people)))
}
