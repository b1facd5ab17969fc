//! Which month a file is about, and which months of the year no file is about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind};

use super::periods::missing_periods;
use crate::named_month::{NamedMonth, file_stem, letters_and_digits, month_at_end, month_in_name, months_in_name};
use crate::source_file::SourceFile;

/// A run of monthly files has at least this many.
const RUN_MONTHS_MIN: usize = 3;

/// The month a table is about: by its sheet's or file's name, else the month of most of its lines.
/// Counted as `year × 12 + month - 1`.
pub(super) fn nominal_month(place: &Place, table: &SourceFile) -> Option<i32> {
    let by_content = table.counts.months.iter().max_by_key(|(_, (n, _))| *n).map(|(month, _)| *month);
    match (named_month(table), by_content) {
        (Some(NamedMonth { year: Some(year), month }), content) => {
            Some(year * 12 + month - 1).filter(|month| may_be_about(table, *month)).or(content)
        }
        // `Apr` of a workbook for a year: the year is that of the lines, or the place's.
        (Some(NamedMonth { year: None, month }), Some(content)) => {
            let near = content - (content % 12) + month - 1;
            [near - 12, near, near + 12].into_iter().min_by_key(|candidate| (candidate - content).abs())
        }
        (Some(NamedMonth { year: None, month }), None) => Some((place.year.0 + i32::from(month < 4)) * 12 + month - 1),
        (None, content) => content,
    }
}

pub(super) fn named_month(table: &SourceFile) -> Option<NamedMonth> {
    table.sheet.as_deref().and_then(month_in_name).or_else(|| month_in_name(file_stem(&table.path)))
}

/// How many months lie between the month in a table's name and most of its lines; `None` if it names no month.
pub(super) fn months_off(table: &SourceFile) -> Option<i32> {
    let named = named_month(table)?;
    let (busiest, _) = table.counts.months.iter().max_by_key(|(_, (n, _))| *n)?;
    let year_round = (busiest % 12 - (named.month - 1)).rem_euclid(12);
    Some(named.year.map_or(year_round.min(12 - year_round), |year| (year * 12 + named.month - 1 - busiest).abs()))
}

/// Whether a tenth of the lines is dated in the month, the one behind it or three before it: invoices are older than
/// their payment. Nothing speaks against a month where lines have no dates.
fn may_be_about(table: &SourceFile, month: i32) -> bool {
    let n_near: u64 = table.counts.months.range(month - 3..=month + 1).map(|(_, (n, _))| n).sum();
    let n_dated: u64 = table.counts.months.values().map(|(n, _)| n).sum();
    n_dated <= 10 * n_near
}

/// The first and the last month that a table's name speaks of, where it holds lines of both: `April - June`,
/// `December 2023 to March 2024`.
pub(super) fn named_range(table: &SourceFile) -> Option<(i32, i32)> {
    let name = table.sheet.as_deref().filter(|sheet| months_in_name(sheet).len() > 1);
    let name = name.unwrap_or_else(|| file_stem(&table.path));
    let [first, last] = months_in_name(name).try_into().ok()?;
    let length = (last.month - first.month).rem_euclid(12);
    let holds = |first: i32| [first, first + length].iter().all(|month| table.counts.months.contains_key(month));
    let starts = match (first.year, last.year) {
        (_, Some(year)) => vec![year * 12 + last.month - 1 - length],
        (Some(year), None) => vec![year * 12 + first.month - 1],
        (None, None) => {
            table.counts.months.keys().copied().filter(|month| month.rem_euclid(12) == first.month - 1).collect()
        }
    };
    starts.into_iter().find(|first| holds(*first)).map(|first| (first, first + length))
}

/// What a file's name is without its month and numbers: files of one run share it.
pub(super) fn run_name(table: &SourceFile) -> String {
    let folder = table.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let words = letters_and_digits(file_stem(&table.path));
    let words =
        words.into_iter().filter(|part| month_at_end(part).is_none() && !part.bytes().all(|b| b.is_ascii_digit()));
    format!("{folder}/{}", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// Months of the place's years that are missing from a run of monthly files.
///
/// A copy of another file is in no run: it has the months of its lines, whatever its name.
pub(super) fn missing_months(
    place: &Place,
    body_id: &str,
    tables: &[&SourceFile],
    copies: &BTreeSet<String>,
) -> Vec<Problem> {
    place.years().flat_map(|year| missing_months_of(year, place, body_id, tables, copies)).collect()
}

fn missing_months_of(
    year: FinancialYear,
    place: &Place,
    body_id: &str,
    tables: &[&SourceFile],
    copies: &BTreeSet<String>,
) -> Vec<Problem> {
    let first = year.0 * 12 + 3;
    let (copies, tables): (Vec<&SourceFile>, Vec<&SourceFile>) =
        tables.iter().copied().partition(|table| copies.contains(&table.file_id));
    let (periods, runs) = four_week_runs(year, tables);
    let mut months: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    let mut quiet: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for (name, tables) in runs {
        if let [table] = tables[..] {
            quiet.insert(name.clone(), quiet_months(table, first));
        }
        let there = tables.iter().flat_map(|table| months_of(place, table));
        months.entry(name).or_default().extend(there.filter(|month| (first..first + 12).contains(month)));
    }
    let runs = join_renamed(months);
    // Files outside every run (`..._May_2011` among `25kmay11`) fill the gaps of all runs.
    let mut singles: BTreeSet<i32> =
        runs.values().filter(|months| months.len() < RUN_MONTHS_MIN).flatten().copied().collect();
    singles.extend(copies.iter().chain(&periods.tables).flat_map(|table| busy_months(table)));
    let gaps = |(name, months): (&String, &BTreeSet<i32>)| -> Vec<Problem> {
        if months.len() < RUN_MONTHS_MIN {
            return Vec::new();
        }
        let n_runs = runs.values().filter(|months| months.len() >= RUN_MONTHS_MIN).count();
        let which = if n_runs > 1 {
            format!(" of the files like `{}`", name.trim_start_matches(|c| c != '/').trim_matches('/'))
        } else {
            String::new()
        };
        let is_elsewhere = |month: &i32| runs.iter().any(|(other, months)| other != name && months.contains(month));
        let is_quiet = |month: &i32| quiet.get(name).is_some_and(|quiet| quiet.contains(month)) && is_elsewhere(month);
        let missing = (first..first + 12).filter(|month| !months.contains(month) && !singles.contains(month));
        let missing = missing.filter(|month| !is_quiet(month));
        missing.map(|month| missing_month(body_id, month, months.len(), &which)).collect()
    };
    let missing_periods =
        periods.missing.iter().map(|text| Problem::new(body_id, ProblemKind::MissingMonth, text.clone()));
    runs.iter().flat_map(gaps).chain(missing_periods).collect()
}

/// The months that a table is there for.
fn months_of(place: &Place, table: &SourceFile) -> Vec<i32> {
    if let Some((first, last)) = named_range(table) {
        return (first..=last).filter(|month| table.counts.months.contains_key(month)).collect();
    }
    nominal_month(place, table).into_iter().chain(several_months(table)).collect()
}

/// The months that a file for a quarter or longer holds; none where one or two months have most of its lines.
fn several_months(table: &SourceFile) -> Vec<i32> {
    let mut counts: Vec<u64> = table.counts.months.values().map(|(n, _)| *n).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    // A file whose name speaks of one month has the invoices of the month before, too.
    let names_month = [table.sheet.as_deref(), Some(file_stem(&table.path))].into_iter().flatten();
    let n_months = if names_month.into_iter().any(|name| month_in_name(name).is_some()) { 3 } else { 2 };
    match (counts.first(), counts.get(n_months - 1)) {
        (Some(busiest), Some(last)) if *busiest <= 2 * last => busy_months(table),
        _ => Vec::new(),
    }
}

/// Months that are not missing from one file for the whole year where other files of the body have them: those of which it
/// has a few lines, and all of them if it has few lines in any month, as a small department's.
fn quiet_months(table: &SourceFile, first: i32) -> BTreeSet<i32> {
    const LINES_MAX: u64 = 6;
    let lines = |month: i32| table.counts.months.get(&month).map_or(0, |(n, _)| *n);
    let year = first..first + 12;
    let has_few = year.clone().map(lines).sum::<u64>() <= 12 * LINES_MAX;
    year.filter(|month| has_few || 0 < lines(*month)).collect()
}

/// The months with a good part of a table's lines.
fn busy_months(table: &SourceFile) -> Vec<i32> {
    let busiest = table.counts.months.values().map(|(n, _)| *n).max().unwrap_or(0);
    table.counts.months.iter().filter(|(_, (n, _))| busiest <= 5 * n).map(|(month, _)| *month).collect()
}

/// Runs of four-week periods of a body, and what is missing of them.
#[derive(Default)]
struct Periods<'a> {
    tables: Vec<&'a SourceFile>,
    missing: Vec<String>,
}

type Runs<'a> = BTreeMap<String, Vec<&'a SourceFile>>;

/// Parts files of four weeks each from the other runs.
fn four_week_runs<'a>(year: FinancialYear, tables: Vec<&'a SourceFile>) -> (Periods<'a>, Runs<'a>) {
    let mut runs: Runs<'a> = BTreeMap::new();
    tables.into_iter().for_each(|table| runs.entry(run_name(table)).or_default().push(table));
    let mut periods = Periods::default();
    runs.retain(|_, tables| {
        let Some(missing) = missing_periods(year, tables) else { return true };
        periods.missing.extend(missing);
        periods.tables.append(tables);
        false
    });
    (periods, runs)
}

/// Runs without a month in common are one run whose files were renamed on the way.
fn join_renamed(runs: BTreeMap<String, BTreeSet<i32>>) -> BTreeMap<String, BTreeSet<i32>> {
    let mut by_size: Vec<(String, BTreeSet<i32>)> = runs.into_iter().collect();
    by_size.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    let mut joined: Vec<(String, BTreeSet<i32>)> = Vec::new();
    for (name, months) in by_size {
        match joined.iter_mut().find(|(_, other)| other.is_disjoint(&months)) {
            Some((_, other)) => other.extend(months),
            None => joined.push((name, months)),
        }
    }
    joined.into_iter().collect()
}

fn missing_month(body_id: &str, month: i32, n_there: usize, which: &str) -> Problem {
    let first_day = first_day(month);
    let text = format!("{} is missing{which}; {n_there} of 12 months are there", first_day.strftime("%B %Y (%Y-%m)"));
    Problem { month: Some(first_day), ..Problem::new(body_id, ProblemKind::MissingMonth, text) }
}

/// The first day of a month counted from the year 0.
pub(super) fn first_day(month: i32) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX).clamp(-9999, 9999);
    Date::constant(year, month.rem_euclid(12) as i8 + 1, 1)
}
