//! Files whose name says one month and whose lines are of another one, among files that keep to their names.

use model::ProblemKind;
use model::problem::Problem;

use super::months::{months_off, named_month};
use super::problem;
use crate::source_file::SourceFile;

/// Files that must keep to their names, and the share of the others that they must be.
const FILES_MIN: usize = 3;
const SHARE_MIN: f64 = 0.8;
/// The share of lines in the month of the name from which a file keeps to it, and below which it does not.
const LINES_OF_NAME_MIN: f64 = 0.9;
const LINES_OF_NAME_MAX: f64 = 0.1;

/// Bodies that publish invoices by the month of payment have lines of other months in every file: of these nothing is said.
pub(super) fn named_otherwise(tables: &[&SourceFile]) -> Vec<Problem> {
    let named: Vec<(&SourceFile, f64)> =
        tables.iter().filter_map(|table| Some((*table, share_of_name(table)?))).collect();
    let n_true = named.iter().filter(|(_, share)| LINES_OF_NAME_MIN <= *share).count();
    let is_off =
        |(table, share): &&(&SourceFile, f64)| *share <= LINES_OF_NAME_MAX && months_off(table).is_some_and(|n| 0 < n);
    let n_off = named.iter().filter(is_off).count();
    if n_true < FILES_MIN || (n_true as f64) < SHARE_MIN * (named.len() - n_off.min(1)) as f64 {
        return Vec::new();
    }
    named.iter().filter(is_off).map(|(table, _)| doubt(table)).collect()
}

/// The share of dated lines in the month of a table's name.
fn share_of_name(table: &SourceFile) -> Option<f64> {
    let name = named_month(table)?;
    let n_of = |is_it: &dyn Fn(i32) -> bool| -> u64 {
        table.counts.months.iter().filter(|(month, _)| is_it(**month)).map(|(_, (n, _))| n).sum()
    };
    let n = n_of(&|_| true);
    let is_named = |month: i32| match name.year {
        Some(year) => month == year * 12 + name.month - 1,
        None => month.rem_euclid(12) == name.month - 1,
    };
    (0 < n).then(|| n_of(&is_named) as f64 / n as f64)
}

fn doubt(table: &SourceFile) -> Problem {
    let (first, last) = (table.counts.first_day.unwrap_or_default(), table.counts.last_day.unwrap_or_default());
    let text = format!(
        "{}: its lines are dated {} to {} not in the month in its name, unlike the body's other files",
        table.shown(),
        model::date_of_day(first),
        model::date_of_day(last),
    );
    problem(table, ProblemKind::DateOutsidePeriod, text)
}
