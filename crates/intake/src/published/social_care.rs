//! Adult social care by council (PSS-EXP): rows are lines of the return, columns are councils.
//!
//! The headings are `Support type`, `Age category`, `Summary`, `Delivery mechanism`, `Accounting category` and then a
//! council each (`212 - Leeds`). `series` is `adult_social_care_expenditure:` and the accounting category, `label` the
//! summary and the way of delivery, `segment` support type and age. Every line is kept for bodies of the place; of other
//! councils the totals alone. The year is in the file's name, the unit in a note below.

use calamine::Data;
use model::spending::Sector;
use model::{Body, FinancialYear, Place, ProblemKind};

use super::bodies::{self, Authority};
use super::error::Error;
use super::grid::Grid;
use super::headings::{self, Unit, bare, slug};
use super::publication::{Line, Publication, Reading, Sheet};
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
    let unit = stated_unit(grid)
        .ok_or_else(|| Error::UnitMissing { path: publication.path.clone(), sheet: grid.name.clone() })?;
    let councils: Vec<Authority> =
        grid.texts(header_row)[HEADINGS.len()..].iter().map(|heading| council(heading)).collect();
    let bodies = bodies::assign(place, &councils).bodies;
    let table = Table { grid, sheet: publication.sheet(&grid.name), year, unit };
    let mut reading = Reading::default();
    for row in header_row + 1..grid.rows.len() {
        let words: [String; 5] = std::array::from_fn(|column| grid.text(row, column));
        let [support, _, summary, delivery, category] = &words;
        if category.is_empty() {
            continue;
        }
        let is_total = support == "Non Salt Totals" && summary == "Adult Social Care" && delivery == "Total";
        for (at, council) in councils.iter().enumerate().filter(|(at, _)| is_total || bodies[*at].is_some()) {
            table.add(row, HEADINGS.len() + at, &words, council, bodies[at], &mut reading);
        }
    }
    Ok(reading)
}

/// The unit is in a note above or below.
fn stated_unit(grid: &Grid) -> Option<Unit> {
    let is_note = |text: &str| ["000", "illion", "housand"].iter().any(|word| text.contains(word));
    let notes = grid.rows.iter().flatten().filter_map(|cell| match cell {
        Data::String(text) if is_note(text) => Some(text),
        _ => None,
    });
    notes.filter_map(|note| headings::unit(note)).next()
}

struct Table<'a> {
    grid: &'a Grid,
    sheet: Sheet,
    year: FinancialYear,
    unit: Unit,
}

impl Table<'_> {
    /// Adds the figure of one council in one row, whose words are `words`.
    fn add(
        &self,
        row: usize,
        column: usize,
        words: &[String; 5],
        council: &Authority,
        body: Option<&Body>,
        reading: &mut Reading,
    ) {
        let cell = self.grid.cell(row, column).unwrap_or(&Data::Empty);
        let printed = self.grid.text(row, column);
        let name = &council.name;
        let problem = |kind, text: String| self.sheet.cell_problem(row as u64 + 1, name, kind, text);
        let [support, age, summary, delivery, category] = words;
        let series = format!("adult_social_care_expenditure:{}", slug(&category.replace(':', " ")));
        match headings::pounds(cell, self.unit) {
            None => {}
            Some(_) if is_marker(&printed) => {
                let text = format!("{name} has `{printed}` and no figure");
                reading.problems.push(problem(ProblemKind::AmountMissing, text));
            }
            Some(Ok(amount)) => reading.lines.push(Line {
                column: name.clone(),
                body_id: body.map(|body| body.id.clone()),
                spender: name.clone(),
                spender_code: Some(council.codes[0].clone()),
                area: name.clone(),
                sector: Some(Sector::Local),
                segment: Some(format!("{support}, {age}").trim_end_matches(", ").to_owned()),
                line_code: slug(summary),
                label: format!("{summary} / {delivery}"),
                ..Line::new(&self.sheet, row as u64 + 1, &series, self.year, amount.money)
            }),
            Some(Err(_)) => {
                reading.problems.push(problem(ProblemKind::AmountUnreadable, format!("`{printed}` for {name}")));
            }
        }
    }
}

/// `212 - Leeds` taken apart.
fn council(heading: &str) -> Authority {
    let (code, name) = heading.split_once(" - ").unwrap_or(("", heading));
    Authority { codes: vec![code.to_owned()], name: name.to_owned() }
}
