//! Adult social care by council (PSS-EXP): rows are lines of the return, columns are councils.
//!
//! The headings are `Support type`, `Age category`, `Summary`, `Delivery mechanism`, `Accounting category` and then a
//! council each (`212 - Leeds`). `series` is `adult_social_care_expenditure:` and the accounting category, `label` the
//! summary and the way of delivery, `segment` support type and age. Every line is kept for bodies of the place; of other
//! councils the totals alone. The year stands in the file's name, the unit in a note below.

use calamine::Data;
use model::spending::Sector;
use model::{Place, ProblemKind};

use super::bodies::{self, Authority};
use super::error::Error;
use super::grid::Grid;
use super::headings::{self, bare, slug};
use super::publication::{Line, Publication, Reading};
use super::returns::is_marker;

const HEADER_ROW_MAX: usize = 20;

/// The columns before the councils.
const HEADINGS: [&str; 5] = ["supporttype", "agecategory", "summary", "deliverymechanism", "accountingcategory"];

/// Whether a sheet has these headings.
pub(super) fn is_layout(grid: &Grid) -> bool {
    header_row(grid).is_some()
}

fn header_row(grid: &Grid) -> Option<usize> {
    (0..grid.rows.len().min(HEADER_ROW_MAX)).find(|row| {
        let bared: Vec<String> = grid.texts(*row).iter().take(HEADINGS.len()).map(|heading| bare(heading)).collect();
        bared == HEADINGS
    })
}

/// Reads the sheet.
pub(super) fn read(grid: &Grid, publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let header_row = header_row(grid).ok_or_else(|| publication.without("column `Accounting category`"))?;
    let year = publication.year()?;
    let titles = grid.rows.iter().flatten().filter(|cell| matches!(cell, Data::String(text) if text.contains("000") || text.contains("llion") || text.contains("housand")));
    let unit = titles.map(|cell| cell.to_string()).find_map(|title| headings::unit(&title));
    let (path, name) = (publication.path.clone(), grid.name.clone());
    let unit = unit.ok_or(Error::UnitMissing { path, sheet: name })?;
    let sheet = publication.sheet(&grid.name);
    let councils: Vec<Authority> =
        grid.texts(header_row)[HEADINGS.len()..].iter().map(|heading| council(heading)).collect();
    let bodies = bodies::assign(place, &councils).bodies;
    let mut reading = Reading::default();
    for row in header_row + 1..grid.rows.len() {
        let [support, age, summary, delivery, category] = std::array::from_fn(|column| grid.text(row, column));
        if category.is_empty() {
            continue;
        }
        let series = format!("adult_social_care_expenditure:{}", slug(&category.replace(':', " ")));
        let is_total = support == "Non Salt Totals" && delivery == "Total";
        for (at, council) in councils.iter().enumerate() {
            let column = HEADINGS.len() + at;
            let cell = grid.cell(row, column).unwrap_or(&Data::Empty);
            let body = bodies[at];
            if (body.is_none() && !is_total) || matches!(cell, Data::Empty) {
                continue;
            }
            let printed = grid.text(row, column);
            let problem = |kind, text: String| sheet.cell_problem(row as u64 + 1, &council.name, kind, text);
            match headings::pounds(cell, unit) {
                _ if is_marker(&printed) => {
                    reading.problems.push(problem(
                        ProblemKind::AmountMissing,
                        format!("{} has `{printed}` and no figure", council.name),
                    ));
                }
                Some(Ok(amount)) => reading.lines.push(Line {
                    column: council.name.clone(),
                    body_id: body.map(|body| body.id.clone()),
                    spender: council.name.clone(),
                    spender_code: Some(council.codes[0].clone()),
                    area: council.name.clone(),
                    sector: Some(Sector::Local),
                    segment: Some(format!("{support}, {age}").trim_end_matches(", ").to_owned()),
                    line_code: slug(&summary),
                    label: format!("{summary} / {delivery}"),
                    ..Line::new(&sheet, row as u64 + 1, &series, year, amount.money)
                }),
                Some(Err(_)) => {
                    reading
                        .problems
                        .push(problem(ProblemKind::AmountUnreadable, format!("`{printed}` for {}", council.name)));
                }
                None => {}
            }
        }
    }
    Ok(reading)
}

/// `212 - Leeds` taken apart.
fn council(heading: &str) -> Authority {
    let (code, name) = heading.split_once(" - ").unwrap_or(("", heading));
    Authority { codes: vec![code.to_owned()], name: name.to_owned() }
}
