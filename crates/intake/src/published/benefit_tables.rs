//! Benefit expenditure by local authority, as the Department for Work and Pensions publishes it: a sheet a year, a row an
//! area, a column a benefit.
//!
//! A sheet is known by a code and name of areas and by headings that name at least three benefits. The year is in its
//! titles or its name, the unit (millions) in its titles or those of the workbook. Each figure is the department's for
//! the area, `benefit_expenditure`, `label` the benefit; columns of totals sum others. Years that the place does not
//! count are passed over, unless it counts none of the file's.

use calamine::Data;
use model::spending::{Sector, SpendingKind};
use model::{FinancialYear, Place, ProblemKind};

use super::benefits::{DEPARTMENT, SERIES};
use super::error::Error;
use super::grid::Grid;
use super::headings::{self, Unit, bare, slug};
use super::plain::by_name;
use super::publication::{Line, Publication, Reading};
use super::returns::is_marker;

const HEADER_ROW_MAX: usize = 20;

/// Words of headings that name benefits.
const BENEFITS: [&str; 12] = [
    "statepension",
    "pensioncredit",
    "housingbenefit",
    "attendanceallowance",
    "disabilityliving",
    "incomesupport",
    "jobseeker",
    "carersallowance",
    "employmentandsupport",
    "employmentsupport",
    "winterfuel",
    "universalcredit",
];

/// Whether a workbook has such a sheet.
pub(super) fn is_layout(grids: &[Grid]) -> bool {
    grids.iter().any(|grid| Columns::find(grid).is_some())
}

struct Columns {
    header_row: usize,
    code: usize,
    name: usize,
    /// Columns of benefits, and their headings.
    benefits: Vec<(usize, String)>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        (0..grid.rows.len().min(HEADER_ROW_MAX)).find_map(|header_row| {
            let headed = grid.texts(header_row);
            let bared: Vec<String> = headed.iter().map(|heading| bare(heading)).collect();
            let names = ["localauthority", "area", "name", "district", "billingauthority"];
            let code = bared.iter().position(|heading| heading.ends_with("code"))?;
            let name = bared.iter().position(|heading| {
                !heading.ends_with("code")
                    && names.iter().any(|name| heading.starts_with(name) || heading.ends_with(name))
            })?;
            let n_benefits =
                bared.iter().filter(|heading| BENEFITS.iter().any(|word| heading.starts_with(word))).count();
            let first = code.max(name) + 1;
            let benefits = headed.into_iter().enumerate().skip(first).filter(|(_, heading)| !heading.is_empty());
            (n_benefits >= 3).then(|| Columns { header_row, code, name, benefits: benefits.collect() })
        })
    }

    fn titles(&self, grid: &Grid) -> Vec<String> {
        (0..self.header_row).flat_map(|row| grid.texts(row)).chain([grid.name.clone()]).collect()
    }
}

/// Reads every sheet of a year that the place counts.
pub(super) fn read(grids: &[Grid], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let mut pages = Vec::new();
    for grid in grids.iter().filter(|grid| !grid.is_hidden) {
        let Some(columns) = Columns::find(grid) else { continue };
        let titles = columns.titles(grid);
        let (path, sheet) = (publication.path.clone(), grid.name.clone());
        let unit = titles.iter().find_map(|title| headings::unit(title)).or_else(|| unit_of_workbook(grids));
        let unit = unit.ok_or(Error::UnitMissing { path, sheet })?;
        let year = titles.iter().find_map(|title| headings::year(title));
        let year = year.map_or_else(|| publication.year(), Ok)?;
        pages.push((grid, columns, year, unit));
    }
    let is_counted = pages.iter().any(|(_, _, year, _)| place.counts_year(*year));
    let mut reading = Reading::default();
    for (grid, columns, year, unit) in &pages {
        if !is_counted || place.counts_year(*year) {
            read_sheet(grid, columns, *year, *unit, publication, place, &mut reading);
        }
    }
    Ok(reading)
}

fn unit_of_workbook(grids: &[Grid]) -> Option<Unit> {
    let texts = grids.iter().flat_map(|grid| grid.rows.iter().take(HEADER_ROW_MAX).flatten());
    texts
        .filter_map(|cell| match cell {
            Data::String(text) => headings::unit(text),
            _ => None,
        })
        .next()
}

fn read_sheet(
    grid: &Grid,
    columns: &Columns,
    year: FinancialYear,
    unit: Unit,
    publication: &Publication,
    place: &Place,
    reading: &mut Reading,
) {
    let sheet = publication.sheet(&grid.name);
    let body_id = by_name(place, DEPARTMENT).map(|body| body.id.clone());
    for row in columns.header_row + 1..grid.rows.len() {
        let (area, area_code) = (grid.text(row, columns.name), grid.text(row, columns.code));
        for (at, benefit) in columns.benefits.iter().filter(|_| !area.is_empty()) {
            let number = row as u64 + 1;
            let printed = grid.text(row, *at);
            match headings::pounds(grid.cell(row, *at).unwrap_or(&Data::Empty), unit) {
                Some(Ok(amount)) if !is_marker(&printed) => {
                    let is_total = bare(benefit).contains("total");
                    reading.lines.push(Line {
                        column: benefit.clone(),
                        body_id: body_id.clone(),
                        spender: DEPARTMENT.to_owned(),
                        area: area.clone(),
                        area_code: Some(area_code.clone()).filter(|code| !code.is_empty()),
                        sector: Some(Sector::Central),
                        kind: (!is_total).then_some(SpendingKind::Benefits),
                        line_code: slug(benefit),
                        label: benefit.clone(),
                        ..Line::new(&sheet, number, SERIES, year, amount.money)
                    });
                }
                Some(Err(_)) if !is_marker(&printed) => {
                    let text = format!("`{printed}` for {area}");
                    reading.problems.push(sheet.cell_problem(number, benefit, ProblemKind::AmountUnreadable, text));
                }
                Some(_) if printed != "-" => {
                    let text = format!("{area} has `{printed}` and no figure for `{benefit}`");
                    reading.problems.push(sheet.cell_problem(number, benefit, ProblemKind::AmountMissing, text));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use model::BodyKind;
    use model::place::SourceKind;
    use money::Money;

    use super::super::grid;
    use super::super::tests::{place, sheet};
    use super::*;

    #[test]
    fn a_sheet_a_year_of_benefits_by_area_is_read_for_the_years_of_the_place() {
        let sheet = |name: &str, amount: &str| {
            let text = format!(
                "Benefit expenditure by local authority (£ million)\nONS code,Local Authority,State Pension,Housing Benefit,Income Support,Total\n\
                 E08000025,Birmingham,{amount},503.1,..,1422.4\n"
            );
            Grid { name: name.to_owned(), ..Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap()) }
        };
        let grids = [sheet("2010-11", "900"), sheet("2011-12", "919.3")];
        let bodies = [("dwp", "Department for Work and Pensions", BodyKind::Department, None)];
        assert!(is_layout(&grids));
        let publication = Publication::new("benefits.ods", SourceKind::Published, b"");
        let reading = read(&grids, &publication, &place(2011, None, &bodies)).unwrap();
        let found: Vec<String> = reading
            .lines
            .iter()
            .map(|line| format!("{} {} {} {:?} {}", line.area, line.year, line.label, line.kind, line.amount))
            .collect();
        assert_eq!(
            found,
            [
                "Birmingham 2011-12 State Pension Some(Benefits) £919,300,000.00",
                "Birmingham 2011-12 Housing Benefit Some(Benefits) £503,100,000.00",
                "Birmingham 2011-12 Total None £1,422,400,000.00",
            ]
        );
        assert_eq!(reading.lines[0].body_id.as_deref(), Some("dwp"));
        assert_eq!(reading.problems.len(), 1, "one benefit has no figure");
    }
    const YEAR: &str = "
Area code | Local authority | State Pension | Pension Credit | Housing Benefit | Total
E08000025 | Birmingham      | 412.5         | -              | 501.25          | 913.75
E08000035 | Leeds           | 100           | 10             | [x]             | 110
";

    fn read_beside(cover: &str) -> Result<Reading, Error> {
        let grids = [sheet("Cover", cover), sheet("2011-12", YEAR)];
        read(&grids, &Publication::new("published", SourceKind::Outturn, b""), &place(2011, None, &[]))
    }

    /// The sheets of the years have figures alone; the cover says that they are millions.
    #[test]
    fn the_unit_of_a_year_may_stand_on_another_sheet_of_the_workbook() {
        let lines =
            read_beside("Benefit expenditure by local authority\n£ million, nominal terms").expect("a unit").lines;
        let found: Vec<(&str, &str, Money, bool)> = lines
            .iter()
            .map(|line| (line.area.as_str(), line.label.as_str(), line.amount, line.kind.is_some()))
            .collect();
        let pounds = |pounds: i64| Money::from_pence(pounds * 100);
        let expected = [
            ("Birmingham", "State Pension", pounds(412_500_000), true),
            ("Birmingham", "Housing Benefit", pounds(501_250_000), true),
            ("Birmingham", "Total", pounds(913_750_000), false),
            ("Leeds", "State Pension", pounds(100_000_000), true),
            ("Leeds", "Pension Credit", pounds(10_000_000), true),
            ("Leeds", "Total", pounds(110_000_000), false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_workbook_that_says_no_unit_is_not_read() {
        assert!(matches!(read_beside("Benefit expenditure by local authority"), Err(Error::UnitMissing { .. })));
    }
}
