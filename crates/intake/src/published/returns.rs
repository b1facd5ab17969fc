//! Returns that every English authority makes to the ministry for local government, as it publishes them.
//!
//! One sheet holds one measure or several: a row per authority with its code, a column per figure, in thousands of
//! pounds. Known are the Revenue Outturn Summary (RS), the Service Expenditure Summary (RSX, with pay, purchases and
//! income apart), the returns beneath it (RO1 to RO6), the Revenue Account budget (RA), Capital Expenditure by Service (COR4) and the financing of capital
//! (COR B, and CER B, which is a budget). [`columns`] says what each column is.
//!
//! Below the authorities stand totals without a code: ENGLAND, and one for each class. Totals are no figures here (they
//! would be counted again) but each is added up from the authorities and compared ([`totals`]). An authority that stands
//! twice is counted once. A cell such as `...` or `M` is not a figure, and no zero; the authority is named.

mod columns;
mod gaps;
mod header;
mod page;
mod regions;
mod totals;
mod uncoded;

use std::collections::BTreeSet;

use model::problem::Problem;
use model::{Place, ProblemKind};
use money::Money;

use super::error::Error;
use super::grid::Grid;
use super::line_numbers;
use super::measure;
use super::publication::{Line, Publication, Reading, Sheet};
pub(super) use gaps::is_marker;
use header::Header;
use page::Page;

/// Whether a sheet that people see has a row of headings with a code of authorities, their names, and figures of a
/// return that is known.
pub(super) fn is_layout(grids: &[Grid]) -> bool {
    let is_page =
        |grid: &Grid| Header::find(grid).is_some_and(|header| columns::Return::find(grids, grid, &header).is_some());
    grids.iter().any(is_page)
}

/// Reads every sheet that has a row of codes. `is_summary` where a person says that it is the outturn summary.
pub(super) fn read(
    grids: &[Grid],
    publication: &Publication,
    place: &Place,
    is_summary: bool,
) -> Result<Reading, Error> {
    let numbered = line_numbers::read(grids);
    let mut reading = Reading::default();
    let mut pages = Vec::new();
    let (seen, hidden): (Vec<&Grid>, Vec<&Grid>) =
        grids.iter().filter(|grid| Header::find(grid).is_some()).partition(|grid| !grid.is_hidden);
    let (read, unread) = if seen.is_empty() { (hidden, Vec::new()) } else { (seen, hidden) };
    for grid in read {
        let Some(header) = Header::find(grid) else { continue };
        let kind = columns::Return::find(grids, grid, &header).or(is_summary.then_some(columns::Return::Summary));
        let Some(kind) = kind else { continue };
        pages.push(Page::read(grids, grid, header, kind, publication, pages.len(), &numbered)?);
    }
    if pages.is_empty() {
        return Err(publication.without("sheet with a column headed `E-code`"));
    }
    let (mut told, mut moved) = (BTreeSet::new(), BTreeSet::new());
    let mut sums = Vec::new();
    let mut said = Vec::new();
    for page in &pages {
        let content = page::read_page(page, place, &mut told);
        reading.problems.extend(content.problems);
        reading.problems.extend(totals::that_differ(page, &content.figures));
        reading.problems.extend(regions::moved(page, &content.figures, &mut moved));
        sums.push(totals::sum_of_total(page, &content.figures));
        let lines: Vec<Line> = content.figures.into_iter().map(|figure| figure.line).collect();
        said.extend(page.said.as_ref().and_then(|said| measure::warning(said, &page.sheet, &lines)));
        reading.lines.extend(lines);
    }
    reading.problems.extend(said);
    reading.problems.extend(two_totals(&pages, &sums));
    reading.problems.extend(unread_sheets(&unread, &pages[0].sheet));
    Ok(reading)
}

/// Hidden sheets of a return are left-overs of other years; they are told, not read.
fn unread_sheets(unread: &[&Grid], sheet: &Sheet) -> Option<Problem> {
    let names: Vec<String> = unread.iter().map(|grid| format!("`{}`", grid.name)).collect();
    let text = format!("hidden sheets with figures of authorities were not read: {}", names.join(", "));
    (!unread.is_empty()).then(|| sheet.problem(ProblemKind::RowsHidden, text))
}

/// A workbook of capital has two totals: by service, and of what was financed, which holds more than services
/// (directions, levies, one-off settlements). That by service is the one that counts.
fn two_totals(pages: &[Page<'_>], sums: &[Option<Money>]) -> Option<Problem> {
    let of = |kind: columns::Return| {
        let at = pages.iter().position(|page| page.kind == kind)?;
        sums[at].map(|sum| (&pages[at], sum))
    };
    let (services, by_service) = of(columns::Return::Capital)?;
    let (financing, financed) = of(columns::Return::Financing)?;
    let text = format!(
        "two totals of capital: {by_service} by service in sheet `{}`, {financed} in `{}`, which is financing, not \
         spending",
        services.grid.name.trim(),
        financing.grid.name.trim()
    );
    let problem = services.sheet.problem(ProblemKind::TotalDiffers, text);
    (by_service != financed).then(|| Problem { amount: Some(financed - by_service), ..problem })
}

#[cfg(test)]
mod tests;
