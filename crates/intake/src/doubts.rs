//! Doubts that show only when the files of a place are laid side by side.
//!
//! Nothing here changes a line. A body whose credit notes have lost their minus signs, a month that was
//! never sent, the same month sent twice: the product cannot repair these, so it says so beside the
//! total and, where it can, what it might be worth.

mod columns;
mod months;
mod repeats;
mod signs;

use std::collections::BTreeMap;

use model::place::Options;
use model::problem::Problem;
use model::{Place, ProblemKind, day_of_date};
use money::Money;

use crate::fields::Field;
use crate::source_file::SourceFile;
use columns::of_columns;
use months::{first_day, missing_months, nominal_month};
use repeats::repeats;
use signs::missing_signs;

/// Every doubt across the tables of a place, in no particular order.
pub fn doubts(place: &Place, tables: &[SourceFile]) -> Vec<Problem> {
    let read: Vec<&SourceFile> = tables.iter().filter(|table| table.is_read()).collect();
    let mut by_body: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    read.iter().for_each(|table| by_body.entry(&table.body_id).or_default().push(table));
    let mut found = Vec::new();
    for (body_id, tables) in &by_body {
        found.extend(missing_signs(body_id, tables, &read));
        found.extend(missing_months(place, body_id, tables));
        found.extend(repeats(tables));
        found.extend(tables.iter().filter_map(|table| outside_period(place, table)));
        found.extend(tables.iter().filter_map(|table| withheld(&place.options, table)));
        found.extend(tables.iter().filter_map(|table| rival_amounts(table)));
        found.extend(tables.iter().flat_map(|table| of_columns(table)));
    }
    found
}

fn problem(table: &SourceFile, kind: ProblemKind, text: String) -> Problem {
    Problem { n_rows: table.counts.n_lines, amount: Some(table.counts.amount), ..table.problem(kind, text) }
}

/// Lines dated far from the month that the file is about, or from the place's year where it is about no month.
fn outside_period(place: &Place, table: &SourceFile) -> Option<Problem> {
    table.reading.as_ref()?.column(Field::Date)?;
    let about = nominal_month(place, table).filter(|month| is_of_one_month(table, *month));
    let year_first = place.year.0 * 12 + 3;
    let (first, last) = match about {
        Some(month) => (month, month),
        None if is_of_year(table, year_first) => (year_first, year_first + 11),
        None => return None,
    };
    let is_outside = |other: i32| {
        let days = |from: i32, to: i32| i64::from(day_of_date(first_day(to)) - day_of_date(first_day(from)));
        // Whole months are compared, so a month's own length is allowed beside the grace.
        days(other, first).max(days(last, other)) > place.options.year_grace_days + 31
    };
    let outside = table.counts.months.iter().filter(|(other, _)| is_outside(**other));
    let (n, amount) = outside.fold((0, Money::ZERO), |(n, sum), (_, (n_lines, amount))| (n + n_lines, sum + *amount));
    let period = match about {
        Some(month) => first_day(month).strftime("%Y-%m").to_string(),
        None => format!("the year {}", place.year),
    };
    let text = format!(
        "{}: {n} of {} lines are dated more than {} days from {period}",
        table.shown(),
        table.counts.n_lines,
        place.options.year_grace_days,
    );
    (n > 0).then(|| Problem { n_rows: n, amount: Some(amount), ..problem(table, ProblemKind::DateOutsidePeriod, text) })
}

/// Whether most lines lie in the twelve months.
fn is_of_year(table: &SourceFile, first: i32) -> bool {
    let n_inside: u64 = table.counts.months.range(first..first + 12).map(|(_, (n, _))| n).sum();
    2 * n_inside > table.counts.n_lines
}

/// Whether most lines lie in the month or beside it. A file for a whole year is about no month.
fn is_of_one_month(table: &SourceFile, month: i32) -> bool {
    let n_near: u64 = table.counts.months.range(month - 1..=month + 1).map(|(_, (n, _))| n).sum();
    2 * n_near > table.counts.n_lines
}

fn withheld(options: &Options, table: &SourceFile) -> Option<Problem> {
    let share = table.counts.n_redacted as f64 / table.counts.n_lines.max(1) as f64;
    let text = format!(
        "{}: the payee of {} of {} lines ({:.0}%) is withheld",
        table.shown(),
        table.counts.n_redacted,
        table.counts.n_lines,
        share * 100.0
    );
    (options.redacted_share_max < share).then(|| Problem {
        n_rows: table.counts.n_redacted,
        amount: None,
        ..problem(table, ProblemKind::RedactedShare, text)
    })
}

fn rival_amounts(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| !reading.rival_amounts.is_empty())?;
    let text = format!(
        "{}: `{}` was counted; {} could be the amount too",
        table.shown(),
        reading.heading(Field::Amount).unwrap_or_default(),
        reading.rival_amounts.join(", ")
    );
    Some(problem(table, ProblemKind::SeveralAmountColumns, text))
}
