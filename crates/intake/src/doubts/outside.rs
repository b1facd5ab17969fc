//! Lines of another time than their file, their body or the place is about.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind, date_of_day, day_of_date};
use money::Money;

use super::months::{first_day, named_range, nominal_month};
use super::problem;
use crate::fields::Field;
use crate::source_file::SourceFile;

/// More files of one body and year are one doubt, not one each.
const FILES_MAX: usize = 3;

/// Lines dated far from the month that the file is about, or from the place's year where it is about no month.
pub(super) fn outside_period(place: &Place, table: &SourceFile) -> Option<Problem> {
    table.reading.as_ref()?.column(Field::Date)?;
    let month =
        || nominal_month(place, table).filter(|month| is_of_one_month(table, *month)).map(|month| (month, month));
    let about = named_range(table).or_else(month);
    let year_first = place.year.0 * 12 + 3;
    let (first, last) = match about {
        Some(months) => months,
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
        Some((first, last)) if first == last => first_day(first).strftime("%Y-%m").to_string(),
        Some((first, last)) => {
            format!("{} to {}", first_day(first).strftime("%Y-%m"), first_day(last).strftime("%Y-%m"))
        }
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

/// Tables most lines of which are of another year than the place's: a file each, or one doubt where a body has many.
pub(super) fn of_another_year(place: &Place, body_id: &str, tables: &[&SourceFile]) -> Vec<Problem> {
    let mut by_year: BTreeMap<FinancialYear, Vec<&SourceFile>> = BTreeMap::new();
    for table in tables {
        let most = table.counts.years.iter().max_by_key(|(_, (n, _))| *n);
        if let Some((year, _)) = most.filter(|(_, (n, _))| 2 * n > table.counts.n_lines)
            && *year != place.year.0
        {
            by_year.entry(FinancialYear(*year)).or_default().push(table);
        }
    }
    let doubts = |(year, tables): (FinancialYear, Vec<&SourceFile>)| {
        if tables.len() <= FILES_MAX {
            return tables.iter().map(|table| file_of_another_year(place, year, table)).collect();
        }
        vec![files_of_another_year(place, year, body_id, &tables)]
    };
    by_year.into_iter().flat_map(doubts).collect()
}

/// Lines and pounds that are not of the place's year.
fn of_other_years(place: &Place, table: &SourceFile) -> (u64, Money) {
    let other = table.counts.years.iter().filter(|(year, _)| **year != place.year.0);
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
        "{}: {how_many} ({amount}) are of {year}{dates}, {side} the place's year {}: check `year` in place.toml first, \
         then the file's dates",
        table.shown(),
        place.year
    );
    Problem { n_rows, amount: Some(amount), ..problem(table, ProblemKind::DateOutsidePeriod, text) }
}

fn files_of_another_year(place: &Place, year: FinancialYear, body_id: &str, tables: &[&SourceFile]) -> Problem {
    let (n_rows, amount) = tables
        .iter()
        .map(|table| of_other_years(place, table))
        .fold((0, Money::ZERO), |(n_rows, sum), (n, amount)| (n_rows + n, sum + amount));
    let names: Vec<String> = tables.iter().map(|table| table.shown()).collect();
    let text = format!(
        "{} files are mostly of {year}, not of the place's year {}: {n_rows} of their lines ({amount}) are of other \
         years: check `year` in place.toml first; the files are {}",
        tables.len(),
        place.year,
        names.join(", ")
    );
    let problem = Problem::new(body_id, ProblemKind::DateOutsidePeriod, text);
    Problem { n_rows, amount: Some(amount), ..problem }
}
