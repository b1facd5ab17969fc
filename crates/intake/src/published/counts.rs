//! Counts that others published of whole places: `place,exercise,year,measure,value_gbp,status,source_url,note`.
//!
//! Each is a figure of its own with its scope and source, `published_count`; two totals of one place stay two.

use calamine::Data;
use model::{FinancialYear, ProblemKind};

use super::error::Error;
use super::grid::Grid;
use super::headings::{self, POUNDS, bare, slug};
use super::publication::{Line, Publication, Reading};

pub(super) const SERIES: &str = "published_count";
const HEADINGS: [&str; 5] = ["place", "exercise", "year", "measure", "valuegbp"];

/// Whether a sheet begins with these headings, in any order.
pub(super) fn is_layout(grid: &Grid) -> bool {
    columns(grid).is_some()
}

fn columns(grid: &Grid) -> Option<[usize; 5]> {
    let bared: Vec<String> = grid.texts(0).iter().map(|heading| bare(heading)).collect();
    let at: Vec<usize> =
        HEADINGS.iter().filter_map(|wanted| bared.iter().position(|heading| heading == wanted)).collect();
    at.try_into().ok()
}

/// Reads the sheet.
pub(super) fn read(grid: &Grid, publication: &Publication) -> Result<Reading, Error> {
    let [place, exercise, year, measure, value] =
        columns(grid).ok_or_else(|| publication.without("row of headings `place,exercise,year,measure,value_gbp`"))?;
    let others: Vec<usize> = (0..grid.rows[0].len())
        .filter(|at| ["status", "sourceurl", "note"].contains(&bare(&grid.text(0, *at)).as_str()))
        .collect();
    let sheet = publication.sheet(&grid.name);
    let mut reading = Reading::default();
    for row in 1..grid.rows.len() {
        let number = row as u64 + 1;
        let problem = |column: usize, kind| {
            let text = format!("`{}` for {}", grid.text(row, column), grid.text(row, place));
            sheet.cell_problem(number, &grid.text(0, column), kind, text)
        };
        let amount = match headings::pounds(grid.cell(row, value).unwrap_or(&Data::Empty), POUNDS) {
            None => continue,
            Some(Ok(amount)) => amount.money,
            Some(Err(_)) => {
                reading.problems.push(problem(value, ProblemKind::AmountUnreadable));
                continue;
            }
        };
        let Some(of_year) = FinancialYear::parse(&grid.text(row, year)) else {
            reading.problems.push(problem(year, ProblemKind::YearUnreadable));
            continue;
        };
        let label = grid.text(row, measure);
        let said: Vec<String> = others.iter().map(|at| grid.text(row, *at)).filter(|text| !text.is_empty()).collect();
        reading.lines.push(Line {
            column: grid.text(0, value),
            spender: grid.text(row, exercise),
            area: grid.text(row, place),
            segment: Some(said.join("; ")).filter(|said| !said.is_empty()),
            line_code: slug(&label),
            label,
            ..Line::new(&sheet, number, SERIES, of_year, amount)
        });
    }
    Ok(reading)
}
