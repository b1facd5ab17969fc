//! Lines of another time than their file, their body or the place is about.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind, date_of_day, day_of_date};
use money::Money;

use super::months::{first_day, named_range, nominal_month};
use super::problem;
use crate::fields::Field;
use crate::source_file::SourceFile;
use crate::stated_period::StatedPeriod;

/// More files than this make one doubt, not one each.
const FILES_MAX: usize = 3;
/// Files that one doubt names.
const NAMES_MAX: usize = 12;

/// Lines dated far from the month that the file is about, or from the place's year where it is about no month.
pub(super) fn outside_period(place: &Place, table: &SourceFile) -> Option<Problem> {
    table.reading.as_ref()?.column(Field::Date)?;
    let month =
        || nominal_month(place, table).filter(|month| is_of_one_month(table, *month)).map(|month| (month, month));
    let about = named_range(table).or_else(month);
    let year = place.years().find(|year| is_of_year(table, year.0 * 12 + 3));
    let (first, last) = about.or_else(|| year.map(|year| (year.0 * 12 + 3, year.0 * 12 + 14)))?;
    let is_outside = |other: i32| {
        let days = |from: i32, to: i32| i64::from(day_of_date(first_day(to)) - day_of_date(first_day(from)));
        // Whole months are compared, so a month's own length is allowed beside the grace.
        days(other, first).max(days(last, other)) > place.options.year_grace_days + 31
    };
    let outside = table.counts.months.iter().filter(|(other, _)| is_outside(**other));
    let (n, amount) = outside.fold((0, Money::ZERO), |(n, sum), (_, (n_lines, amount))| (n + n_lines, sum + *amount));
    let period = match about {
        Some((first, last)) if first == last => first_day(first).strftime("%Y-%m").to_string(),
        Some((first, last)) => {
            format!("{} to {}", first_day(first).strftime("%Y-%m"), first_day(last).strftime("%Y-%m"))
        }
        None => format!("the year {}", year.unwrap_or(place.year)),
    };
    let text = format!(
        "{}: {n} of {} lines are dated more than {} days from {period}",
        table.shown(),
        table.counts.n_lines,
        place.options.year_grace_days,
    );
    (n > 0).then(|| Problem { n_rows: n, amount: Some(amount), ..problem(table, ProblemKind::DateOutsidePeriod, text) })
}

/// Whether most lines are in the twelve months.
fn is_of_year(table: &SourceFile, first: i32) -> bool {
    let n_inside: u64 = table.counts.months.range(first..first + 12).map(|(_, (n, _))| n).sum();
    2 * n_inside > table.counts.n_lines
}

/// Whether most lines are in the month or beside it. A file for a whole year is about no month.
fn is_of_one_month(table: &SourceFile, month: i32) -> bool {
    let n_near: u64 = table.counts.months.range(month - 1..=month + 1).map(|(_, (n, _))| n).sum();
    2 * n_near > table.counts.n_lines
}

/// Tables most of whose lines are of a year that the place does not count: a doubt each if they are few, else one for
/// the place.
pub(super) fn of_another_year(place: &Place, tables: &[&SourceFile]) -> Vec<Problem> {
    let strangers: Vec<(FinancialYear, &SourceFile)> =
        tables.iter().filter_map(|table| Some((other_year(place, table)?, *table))).collect();
    if strangers.len() <= FILES_MAX {
        return strangers.iter().map(|(year, table)| file_of_another_year(place, *year, table)).collect();
    }
    vec![files_of_another_year(place, tables, &strangers.iter().map(|(_, table)| *table).collect::<Vec<_>>())]
}

/// The year of most lines, where the place does not count it.
fn other_year(place: &Place, table: &SourceFile) -> Option<FinancialYear> {
    let (year, _) = table.counts.years.iter().find(|(_, (n, _))| 2 * n > table.counts.n_lines)?;
    Some(FinancialYear(*year)).filter(|year| !place.counts_year(*year))
}

/// Lines and pounds of years that the place does not count.
fn of_other_years(place: &Place, table: &SourceFile) -> (u64, Money) {
    let other = table.counts.years.iter().filter(|(year, _)| !place.counts_year(FinancialYear(**year)));
    other.fold((0, Money::ZERO), |(n, sum), (_, (n_lines, amount))| (n + n_lines, sum + *amount))
}

fn file_of_another_year(place: &Place, year: FinancialYear, table: &SourceFile) -> Problem {
    let (n_rows, amount) = of_other_years(place, table);
    let how_many = match table.counts.n_lines {
        n if n == n_rows => format!("all {n} lines"),
        n => format!("{n_rows} of {n} lines"),
    };
    let dates = table
        .counts
        .first_day
        .zip(table.counts.last_day)
        .map_or(String::new(), |(first, last)| format!(" (dated {} to {})", date_of_day(first), date_of_day(last)));
    let side = if year < place.year { "before" } else { "after" };
    let text = format!(
        "{}: check `year` in place.toml first: {how_many} ({amount}) are of {year}{dates}, {side} the place's {} {}{}; \
         no headline includes them",
        table.shown(),
        if place.earlier_years.is_empty() { "year" } else { "years" },
        place.years_in_words(),
        and_its_own(year, table),
    );
    Problem { n_rows, amount: Some(amount), ..problem(table, ProblemKind::DateOutsidePeriod, text) }
}

/// What the file's own name says, if its lines are not of that year either.
fn and_its_own(year: FinancialYear, table: &SourceFile) -> String {
    let named = StatedPeriod::of(&table.path, table.sheet.as_deref(), &[]).filter(|period| period.year != year);
    named.map_or(String::new(), |period| format!(" and its own name, which says {}", period.year))
}

fn files_of_another_year(place: &Place, all: &[&SourceFile], strangers: &[&SourceFile]) -> Problem {
    let mut by_year: BTreeMap<i32, (u64, Money)> = BTreeMap::new();
    for (year, (n, amount)) in strangers.iter().flat_map(|table| &table.counts.years) {
        let sum = by_year.entry(*year).or_default();
        *sum = (sum.0 + n, sum.1 + *amount);
    }
    by_year.retain(|year, _| !place.counts_year(FinancialYear(*year)));
    let (n_rows, amount) =
        by_year.values().fold((0, Money::ZERO), |(n_rows, sum), (n, amount)| (n_rows + n, sum + *amount));
    let years: Vec<String> =
        by_year.iter().map(|(year, (_, amount))| format!("{} {amount}", FinancialYear(*year))).collect();
    let text = format!(
        "check `year` in place.toml first{}: {} of {} files are mostly of years other than {}; {n_rows} of their lines \
         ({amount}: {}) are in no headline; the files are {}",
        most_lines(place, all),
        strangers.len(),
        all.len(),
        place.years_in_words(),
        years.join(", "),
        shown(strangers),
    );
    let of_one_body = strangers.iter().all(|table| table.body_id == strangers[0].body_id);
    let body_id = if of_one_body { &strangers[0].body_id } else { "" };
    Problem { n_rows, amount: Some(amount), ..Problem::new(body_id, ProblemKind::DateOutsidePeriod, text) }
}

/// The year that most lines of the place have, if it is not one that is counted.
fn most_lines(place: &Place, tables: &[&SourceFile]) -> String {
    match year_of_most_lines(tables.iter().copied()) {
        Some(year) if !place.counts_year(year) => format!(", where most lines would say {year}"),
        _ => String::new(),
    }
}

/// The financial year that most lines have; `None` if there are no lines.
pub fn year_of_most_lines<'a>(tables: impl Iterator<Item = &'a SourceFile>) -> Option<FinancialYear> {
    let mut n_by_year: BTreeMap<i32, u64> = BTreeMap::new();
    for (year, (n, _)) in tables.flat_map(|table| &table.counts.years) {
        *n_by_year.entry(*year).or_default() += n;
    }
    n_by_year.into_iter().max_by_key(|(_, n)| *n).map(|(year, _)| FinancialYear(year))
}

/// The first few by name.
fn shown(tables: &[&SourceFile]) -> String {
    let names: Vec<String> = tables.iter().take(NAMES_MAX).map(|table| table.shown()).collect();
    match tables.len() - names.len() {
        0 => names.join(", "),
        n => format!("{} and {n} more", names.join(", ")),
    }
}
