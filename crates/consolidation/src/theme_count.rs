//! What a theme costs: rows of ledgers, stated shares of published figures, and activities, each pound once.
//!
//! The pilots of 2009 counted one theme across agencies this way (method, section 1.1). A published figure with a stated
//! share leads; rows of the same body and service lie beneath it and say how much of it opens. An activity is counted
//! only where nothing of its body is in the theme, or else says what holds it. Themes overlap and are never added up.

mod activity;
mod given;
mod lines_of_themes;
mod published;
mod row;
mod rows_of_ledgers;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::problem::Problem;
use model::theme_rule::ThemeRules;
use model::{FinancialYear, Place};
use money::Deflator;

use lines_of_themes::ThemeLines;
use row::{ThemeRow, theme_rows};

/// All that the themes' counts are made from.
pub struct ThemeEvidence<'a> {
    pub place: &'a Place,
    pub rules: &'a ThemeRules,
    /// Batches of `theme_share`.
    pub theme_shares: &'a [RecordBatch],
    /// Batches of `spend`: the line's id, body, year, treatment, attribution, elimination, service, intent and
    /// counterparty.
    pub spend: &'a [RecordBatch],
    /// Batches of `ledger_line`: the line's id, whether it is capital, and its payee where there are activities.
    pub lines: &'a [RecordBatch],
    /// Batches of `published_figure`.
    pub figures: &'a [RecordBatch],
    /// Batches of `whole_count`.
    pub cells: &'a [RecordBatch],
    /// Batches of `set_aside`.
    pub set_aside: &'a [RecordBatch],
    /// Batches of `released_figure`.
    pub released: &'a [RecordBatch],
    /// What the place's unit costs say of the codes that activities name.
    pub unit_costs: &'a BTreeMap<String, KnownUnitCost>,
    /// Brings unit costs and hours to the prices of the place's year.
    pub deflator: &'a Deflator,
}

/// What a published or local unit cost says: what public bodies spend on one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownUnitCost {
    /// Pounds in the prices of its year.
    pub pounds: f64,
    pub year: FinancialYear,
    /// What it is and where it comes from.
    pub what: String,
}

/// The themes' counts.
pub struct ThemeCount {
    /// Rows of `theme_count`.
    pub rows: RecordBatch,
    pub problems: Vec<Problem>,
}

/// Counts what each theme costs.
pub fn theme_count(evidence: &ThemeEvidence<'_>) -> ThemeCount {
    let mut problems = Vec::new();
    let lines = ThemeLines::of(evidence);
    let mut rows = published::shares(evidence, &mut problems);
    rows_of_ledgers::lay_beneath(evidence, &lines, &mut rows, &mut problems);
    activity::add(evidence, &lines, &mut rows, &mut problems);
    problems.sort();
    ThemeCount { rows: theme_rows(&mut rows), problems }
}

/// The rows of one theme and body in a year.
fn of_body<'r>(
    rows: &'r [ThemeRow],
    year: FinancialYear,
    theme: &'r str,
    body: &'r row::Who,
) -> impl Iterator<Item = &'r ThemeRow> {
    rows.iter().filter(move |row| row.year == year && row.theme == theme && row.body.is(body))
}
