//! Runs of thirteen four-week periods, which some bodies publish by instead of months.

use model::{FinancialYear, date_of_day, day_of_date};

use crate::source_file::SourceFile;

const PERIOD_DAYS: i32 = 28;
/// Fewer periods are no run.
const RUN_MIN: usize = 6;

/// With this many periods of a year present, the others of that year are missing.
const RUN_OF_YEAR_MIN: usize = 3;

/// What is missing of a run of four-week periods, in words. None where the files are not one.
///
/// Known by what they hold, not by their names: each begins four weeks after the one before, where months begin 30
/// or 31 days apart.
pub(super) fn missing_periods(year: FinancialYear, tables: &[&SourceFile]) -> Option<Vec<String>> {
    let mut starts: Vec<i32> = tables.iter().filter_map(|table| first_day(table)).collect();
    starts.sort_unstable();
    if starts.len() < RUN_MIN || starts.len() != tables.len() {
        return None;
    }
    let mut steps: Vec<i32> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let n_regular = steps.iter().filter(|step| n_periods(**step).is_some()).count();
    steps.sort_unstable();
    if (steps[steps.len() / 2] - PERIOD_DAYS).abs() > 1 || n_regular * 5 < steps.len() * 4 {
        return None;
    }
    let year_first = day_of_date(year.first_day());
    let is_of_year = |start: &i32| (-7..=345).contains(&(start - year_first));
    let n_of_year = starts.iter().filter(|start| is_of_year(start)).count();
    // A run of another year says nothing about gaps in this one.
    if n_of_year < RUN_OF_YEAR_MIN {
        return Some(Vec::new());
    }
    let gaps = starts.windows(2).flat_map(|pair| {
        let n = n_periods(pair[1] - pair[0]).unwrap_or(1);
        (1..n).map(move |k| pair[0] + k * PERIOD_DAYS)
    });
    let before = (1..13).map(|k| starts[0] - k * PERIOD_DAYS).take_while(|start| year_first - 7 <= *start);
    let last = starts[starts.len() - 1];
    let after = (1..13).map(|k| last + k * PERIOD_DAYS).take_while(|start| start - year_first <= 345);
    let missing = gaps.chain(before).chain(after).filter(is_of_year);
    let name = |start: i32| {
        let number = (start - year_first + PERIOD_DAYS / 2) / PERIOD_DAYS + 1;
        let (first, end) = (date_of_day(start), date_of_day(start + PERIOD_DAYS - 1));
        format!("period {number} ({first} to {end}) is missing; {n_of_year} of 13 four-week periods are there")
    };
    Some(missing.map(name).collect())
}

/// How many periods lie between two beginnings, a day or two aside.
fn n_periods(days: i32) -> Option<i32> {
    let n = (days + PERIOD_DAYS / 2) / PERIOD_DAYS;
    (n > 0 && (days - n * PERIOD_DAYS).abs() <= 3).then_some(n)
}

/// The day on which a table begins, except for one line in fifty that strayed.
fn first_day(table: &SourceFile) -> Option<i32> {
    let lines = &table.counts.meanings;
    if lines.is_empty() { None } else { lines.get(lines.len() / 50).day() }
}
