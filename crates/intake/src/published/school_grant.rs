//! Grant to state schools by authority, academies included, as the National Education Union adds it up.
//!
//! Headings run over three rows: groups (`Grant Funding (2022-23 prices)`), years below them, and `LA (name)` with a code
//! or a phase. The figures are in the prices of one year of the union's own index, so they are no pounds of their year:
//! `series` is `school_funding:real_terms` and the label names the prices. A phase is the segment.

use std::collections::BTreeSet;

use calamine::Data;
use model::problem::Problem;
use model::spending::SpendingKind;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::bodies::{self, Authority};
use super::grid::Grid;
use super::headings::{self, POUNDS, bare};
use super::publication::{Line, Publication, Reading, Sheet};

const HEADER_ROW_MAX: usize = 20;

/// Whether a sheet has such headings.
pub(super) fn is_layout(grid: &Grid) -> bool {
    Columns::find(grid).is_some()
}

struct Columns {
    first_row: usize,
    phase: Option<usize>,
    /// Column, year and heading of each grant.
    grants: Vec<(usize, FinancialYear, String)>,
}

impl Columns {
    fn find(grid: &Grid) -> Option<Columns> {
        let groups = (0..grid.rows.len().min(HEADER_ROW_MAX)).find(|row| {
            grid.texts(*row)
                .iter()
                .any(|heading| bare(heading).starts_with("grantfunding") && bare(heading).contains("prices"))
        })?;
        let names = (groups + 1..groups + 3).find(|row| bare(&grid.text(*row, 0)).starts_with("laname"))?;
        let mut group = String::new();
        let mut grants = Vec::new();
        for (at, heading) in grid.texts(groups).into_iter().enumerate() {
            if !heading.is_empty() {
                group = heading;
            }
            let is_grant = bare(&group).starts_with("grantfunding") && !bare(&group).contains("perpupil");
            let year = (groups + 1..=names).find_map(|row| headings::year(&grid.text(row, at)));
            grants.extend(year.filter(|_| is_grant).map(|year| (at, year, group.clone())));
        }
        let phase = (1..grid.rows[names].len()).find(|at| bare(&grid.text(names, *at)) == "phase");
        (!grants.is_empty()).then_some(Columns { first_row: names + 1, phase, grants })
    }
}

/// Reads the sheet.
pub(super) fn read(grid: &Grid, publication: &Publication, place: &Place) -> Reading {
    let Some(columns) = Columns::find(grid) else { return Reading::default() };
    let sheet = publication.sheet(&grid.name);
    let names = names_of_rows(grid, columns.first_row);
    let distinct: Vec<&String> = names.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let authority = |name: &&String| Authority { codes: Vec::new(), name: (*name).clone() };
    let authorities: Vec<Authority> = distinct.iter().map(authority).collect();
    let bodies = bodies::assign(place, &authorities).bodies;
    let mut reading = Reading::default();
    for (row, area) in (columns.first_row..).zip(&names) {
        let body = distinct.binary_search(&area).ok().and_then(|at| bodies[at]);
        for (at, year, heading) in &columns.grants {
            let number = row as u64 + 1;
            match headings::pounds(grid.cell(row, *at).unwrap_or(&Data::Empty), POUNDS) {
                None => {}
                Some(Ok(amount)) => reading.lines.push(Line {
                    column: format!("{heading} {year}"),
                    body_id: body.map(|body| body.id.clone()),
                    spender: area.clone(),
                    area: area.clone(),
                    segment: columns.phase.map(|column| grid.text(row, column)),
                    kind: Some(SpendingKind::Current),
                    line_code: "grant_funding".to_owned(),
                    label: heading.clone(),
                    ..Line::new(&sheet, number, "school_funding:real_terms", *year, amount.money)
                }),
                Some(Err(_)) => {
                    let text = format!("`{}` for {area}", grid.text(row, *at));
                    reading.problems.push(sheet.cell_problem(number, heading, ProblemKind::AmountUnreadable, text));
                }
            }
        }
    }
    reading.problems.extend(in_other_prices(&sheet, &columns.grants[0].2, &reading.lines));
    reading
}

/// The authority of each row: its name is in the first of its rows alone.
fn names_of_rows(grid: &Grid, first_row: usize) -> Vec<String> {
    let mut name = String::new();
    let of_row = |row| {
        let printed = grid.text(row, 0);
        if !printed.is_empty() {
            name = printed;
        }
        name.clone()
    };
    (first_row..grid.rows.len()).map(of_row).collect()
}

/// Certain, and nobody has to look: the figures count in no sum.
fn in_other_prices(sheet: &Sheet, prices: &str, lines: &[Line]) -> Option<Problem> {
    let sum: Money = lines.iter().map(|line| line.amount).sum();
    let text = format!(
        "figures of `{prices}` are not in the pounds of their own years ({sum} in all), so no total includes them"
    );
    (!lines.is_empty()).then(|| sheet.problem(ProblemKind::AmountsScaled, text))
}
