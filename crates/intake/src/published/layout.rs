//! Which layout a file of published figures has, by its own headings.

use std::collections::BTreeSet;

use calamine::Data;
use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind};

use super::error::Error;
use super::grid::{self, Grid};
use super::publication::{Publication, Reading};
use super::{
    allocations, benefit_tables, benefits, counts, plain, regional, return_lines, returns, school_grant, social_care,
};

/// What is known, for the message about a file that is not.
const KNOWN: &str = "Known are the ministry's returns of authorities (a column `E-code`), the Country and Regional \
                     Analysis (`HMT Function`, `NUTS Region`), lines of returns (`ons_code,council,financial_year,form,line`), \
                     adult social care by council, allocations of the NHS, schools' grant, benefits by authority, published \
                     counts, and a plain table: `body` or `area`, `financial_year`, `service`, `amount`";

/// Reads a file of a layout that its headings tell, for the years that the place counts. Counts that others published
/// are kept whatever their year: they are a memorandum.
pub(super) fn read(bytes: &[u8], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let not_counted = |n_rows: usize, years: &str| {
        let text = format!("its figures are for {years}, which the place does not count, so none was kept");
        let problem = publication.sheet("").problem(ProblemKind::YearNotCounted, text);
        Reading { problems: vec![Problem { n_rows: n_rows as u64, ..problem }], ..Reading::default() }
    };
    let mut reading = match read_every_year(bytes, publication, place) {
        Err(Error::OtherYears { found, .. }) => return Ok(not_counted(0, &found)),
        reading => reading?,
    };
    let years: BTreeSet<FinancialYear> = reading.lines.iter().map(|line| line.year).collect();
    let n_rows = reading.lines.len();
    reading.lines.retain(|line| place.counts_year(line.year) || line.series == counts::SERIES);
    if n_rows > 0 && reading.lines.is_empty() {
        let years: Vec<String> = years.iter().map(FinancialYear::to_string).collect();
        return Ok(not_counted(n_rows, &years.join(", ")));
    }
    Ok(reading)
}

/// Reads a file with the figures of every year that it holds.
pub(super) fn read_every_year(bytes: &[u8], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let unreadable = |reason: String| Error::Unreadable { path: publication.path.clone(), reason };
    if bytes.trim_ascii_start().starts_with(b"{") {
        return benefits::read(bytes, publication, place);
    }
    let grids = grid::read_any(bytes).map_err(unreadable)?;
    if regional::is_layout(&grids) {
        return regional::read(&grids, publication, place);
    }
    if returns::is_layout(&grids) {
        return returns::read(&grids, publication, place, false);
    }
    if benefit_tables::is_layout(&grids) {
        return benefit_tables::read(&grids, publication, place);
    }
    let with = |is_layout: fn(&Grid) -> bool| grids.iter().find(|grid| !grid.is_hidden && is_layout(grid));
    if let Some(grid) = with(return_lines::is_layout) {
        Ok(return_lines::read(grid, publication, place))
    } else if let Some(grid) = with(social_care::is_layout) {
        social_care::read(grid, publication, place)
    } else if let Some(grid) = with(school_grant::is_layout) {
        Ok(school_grant::read(grid, publication, place))
    } else if let Some(grid) = with(counts::is_layout) {
        counts::read(grid, publication)
    } else if let Some(grid) = with(plain::is_layout) {
        plain::read(grid, publication, place)
    } else if let Some(grid) = with(allocations::is_layout) {
        allocations::read(grid, publication, place)
    } else {
        let headings = headings_in_words(&grids);
        Err(Error::LayoutUnknown { path: publication.path.clone(), headings, known: KNOWN })
    }
}

const ROWS_OF_HEADINGS: usize = 20;
const HEADINGS_MAX: usize = 12;

/// The row with most words near the top of any sheet: what the headings seem to be.
fn headings_in_words(grids: &[Grid]) -> String {
    let is_word = |cell: &&Data| matches!(cell, Data::String(text) if text.chars().any(char::is_alphabetic));
    let rows = grids.iter().flat_map(|grid| grid.rows.iter().take(ROWS_OF_HEADINGS));
    let fullest = rows.rev().max_by_key(|row| row.iter().filter(is_word).count());
    let words: Vec<String> = fullest
        .map(|row| {
            row.iter().filter(is_word).take(HEADINGS_MAX).map(|cell| format!("`{}`", grid::cell_text(cell))).collect()
        })
        .unwrap_or_default();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
