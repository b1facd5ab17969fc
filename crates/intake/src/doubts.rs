//! Doubts that show only when the files of a place are laid side by side.
//!
//! Nothing here changes a line. A body whose credit notes have lost their minus signs, a month that was
//! never sent, the same month sent twice: the product cannot repair these, so it says so beside the
//! total and, where it can, what it might be worth.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::place::Options;
use model::{Place, ProblemKind, day_of_date};
use money::Money;

use crate::dates::month_named;
use crate::fields::Field;
use crate::ledgers::Table;
use crate::problem::Problem;

/// A file in which no line is negative is doubted where chance would do that less often than this.
const CHANCE_MAX: f64 = 1e-4;
/// Lines that a body must have before it is doubted for having no negative line at all.
const LINES_MIN: u64 = 1_000;
/// Two files are the same payments where this share of the smaller one stands in the larger.
const OVERLAP_MIN: f64 = 0.95;
/// Files smaller than this overlap by chance.
const OVERLAP_LINES_MIN: usize = 20;
/// A run of monthly files has at least this many.
const RUN_MONTHS_MIN: usize = 3;

/// Every doubt across the tables of a place, in no particular order.
pub fn doubts(place: &Place, tables: &[Table]) -> Vec<Problem> {
    let read: Vec<&Table> = tables.iter().filter(|table| table.is_read()).collect();
    let mut by_body: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
    read.iter().for_each(|table| by_body.entry(&table.body_id).or_default().push(table));
    let mut found = Vec::new();
    for (body_id, tables) in &by_body {
        found.extend(missing_signs(body_id, tables, &read));
        found.extend(missing_months(place, body_id, tables));
        found.extend(repeats(tables));
        found.extend(tables.iter().filter_map(|table| outside_period(place, table)));
        found.extend(tables.iter().filter_map(|table| withheld(&place.options, table)));
        found.extend(tables.iter().filter_map(|table| rival_amounts(table)));
    }
    found
}

fn problem(table: &Table, kind: ProblemKind, text: String) -> Problem {
    Problem {
        body_id: table.body_id.clone(),
        file_id: Some(table.file_id.clone()),
        row: None,
        kind,
        column: None,
        n_rows: table.counts.n_lines,
        amount: Some(table.counts.amount),
        month: None,
        text,
    }
}

/// Counts of negative lines over several files.
#[derive(Default, Clone, Copy)]
struct Signs {
    n_lines: u64,
    n_negative: u64,
    paid: Money,
    returned: Money,
}

impl Signs {
    fn of<'a>(tables: impl IntoIterator<Item = &'a &'a Table>) -> Signs {
        tables.into_iter().fold(Signs::default(), |sum, table| Signs {
            n_lines: sum.n_lines + table.counts.n_lines,
            n_negative: sum.n_negative + table.counts.n_negative,
            paid: sum.paid + table.counts.amount - table.counts.amount_negative,
            returned: sum.returned - table.counts.amount_negative,
        })
    }

    fn share(&self) -> f64 {
        if self.n_lines == 0 { 0.0 } else { self.n_negative as f64 / self.n_lines as f64 }
    }

    /// Pounds returned for each pound paid.
    fn pounds_share(&self) -> f64 {
        self.returned.share_of(self.paid).unwrap_or(0.0)
    }

    /// The same, in the middle of several files: one large receipt in one of them says nothing of the others.
    fn pounds_share_median(tables: &[&Table]) -> f64 {
        let mut shares: Vec<f64> = tables.iter().map(|table| Signs::of([table]).pounds_share()).collect();
        shares.sort_by(f64::total_cmp);
        match shares.len() {
            0 => 0.0,
            n => (shares[(n - 1) / 2] + shares[n / 2]) / 2.0,
        }
    }
}

/// Files without a negative line where the body's other files have them, or bodies without any.
fn missing_signs(body_id: &str, tables: &[&Table], all: &[&Table]) -> Vec<Problem> {
    let body = Signs::of(tables);
    if body.n_negative == 0 {
        return signless_body(body_id, body, all).into_iter().collect();
    }
    let with_signs: Vec<&Table> = tables.iter().filter(|table| table.counts.n_negative > 0).copied().collect();
    let others = Signs::of(&with_signs);
    let doubted = |table: &&&Table| {
        let chance = (1.0 - others.share()).powf(table.counts.n_lines as f64);
        table.counts.n_negative == 0 && table.counts.n_lines > 0 && chance < CHANCE_MAX
    };
    let text = |table: &Table| {
        let worth = estimate(table.counts.amount, Signs::pounds_share_median(&with_signs));
        format!(
            "{}: no negative line in {}, but {:.1}% of the lines of this body's other files are negative: \
             credit notes are left out or have lost their minus signs; at the rate of those files this is about {} of credits",
            table.shown(),
            table.counts.n_lines,
            others.share() * 100.0,
            worth.short()
        )
    };
    tables.iter().filter(doubted).map(|table| problem(table, ProblemKind::NoNegativeLines, text(table))).collect()
}

fn signless_body(body_id: &str, body: Signs, all: &[&Table]) -> Option<Problem> {
    let with_signs: Vec<&Table> = all.iter().filter(|table| table.counts.n_negative > 0).copied().collect();
    let others = Signs::of(&with_signs);
    let chance = (1.0 - others.share()).powf(body.n_lines as f64);
    if body.n_lines < LINES_MIN || (others.n_lines > 0 && chance >= CHANCE_MAX) {
        return None;
    }
    let beside = match others.n_lines {
        0 => "a real ledger has credit notes".to_owned(),
        _ => format!(
            "{:.1}% of the lines of the place's other files are negative; at their rate about {} might be credits",
            others.share() * 100.0,
            estimate(body.paid, Signs::pounds_share_median(&with_signs)).short()
        ),
    };
    Some(Problem {
        body_id: body_id.to_owned(),
        file_id: None,
        row: None,
        kind: ProblemKind::NoNegativeLines,
        column: None,
        n_rows: body.n_lines,
        amount: Some(body.paid),
        month: None,
        text: format!(
            "no negative line in any of this body's files ({} lines): credit notes are left out or have lost their minus signs; {beside}",
            body.n_lines
        ),
    })
}

fn estimate(amount: Money, share: f64) -> Money {
    Money::from_pence((amount.pence() as f64 * share).round() as i64)
}

/// The month a table is about: by its sheet's or file's name, else the month of most of its lines.
/// Counted as `year × 12 + month - 1`.
pub fn nominal_month(place: &Place, table: &Table) -> Option<i32> {
    let by_content = table.counts.months.iter().max_by_key(|(_, (n, _))| *n).map(|(month, _)| *month);
    let by_name = table.sheet.as_deref().and_then(month_in_name).or_else(|| month_in_name(file_stem(&table.path)));
    match (by_name, by_content) {
        (Some(Named { year: Some(year), month }), _) => Some(year * 12 + month - 1),
        // `Apr` of a workbook for a year: the year is that of the lines, or the place's.
        (Some(Named { year: None, month }), Some(content)) => {
            let near = content - (content % 12) + month - 1;
            [near - 12, near, near + 12].into_iter().min_by_key(|candidate| (candidate - content).abs())
        }
        (Some(Named { year: None, month }), None) => Some((place.year.0 + i32::from(month < 4)) * 12 + month - 1),
        (None, content) => content,
    }
}

struct Named {
    year: Option<i32>,
    month: i32,
}

fn file_stem(path: &str) -> &str {
    let file = path.rsplit(['/', '!']).next().unwrap_or(path);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// A month in a name: `2020-04`, `november_2011`, `25kapr11`, `1104` (year and month), `Jan '24`.
fn month_in_name(name: &str) -> Option<Named> {
    let parts = letters_and_digits(name);
    let word = parts.iter().enumerate().find_map(|(i, part)| Some((i, month_at_end(part)?)));
    if let Some((i, month)) = word {
        return Some(Named { year: parts.get(i + 1).and_then(|part| year_digits(part)), month });
    }
    let digits: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| part.bytes().all(|b| b.is_ascii_digit())).collect();
    for pair in digits.windows(2) {
        if let (4, Some(year), Ok(month @ 1..=12)) = (pair[0].len(), year_digits(pair[0]), pair[1].parse()) {
            return Some(Named { year: Some(year), month });
        }
    }
    digits.iter().rev().find_map(|text| year_and_month(text))
}

/// `1104` is April 2011 as year and month; `201104` is too.
fn year_and_month(digits: &str) -> Option<Named> {
    let (year, month) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    let month: i32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    // Four digits that read as a year (2011) are one, not the month 11 of the year 20.
    let year = year_digits(year).filter(|_| {
        digits.len() == 6 || (digits.len() == 4 && !digits.starts_with("20") && !digits.starts_with("19"))
    })?;
    Some(Named { year: Some(year), month })
}

fn year_digits(text: &str) -> Option<i32> {
    match (text.len(), text.parse::<i32>().ok()?) {
        (4, year @ 1990..=2100) => Some(year),
        (2, year) => Some(2000 + year),
        _ => None,
    }
}

/// `kapr` of `25kapr11` ends in a month's name, `april` is one.
fn month_at_end(part: &str) -> Option<i32> {
    month_named(part)
        .or_else(|| part.len().checked_sub(3).filter(|_| part.len() <= 5).and_then(|at| month_named(part.get(at..)?)))
}

/// Runs of letters and runs of digits.
fn letters_and_digits(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = 'x';
    let mut in_part = false;
    for c in name.chars() {
        let same = in_part && (c.is_ascii_digit() == last.is_ascii_digit());
        if c.is_alphanumeric() {
            if !same {
                parts.push(String::new());
            }
            parts.last_mut().expect("a part was begun").push(c);
        }
        in_part = c.is_alphanumeric();
        last = c;
    }
    parts
}

/// What a file's name is without its month and numbers: files of one run share it.
fn run_name(table: &Table) -> String {
    let folder = table.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let words = letters_and_digits(file_stem(&table.path));
    let words =
        words.into_iter().filter(|part| month_at_end(part).is_none() && !part.bytes().all(|b| b.is_ascii_digit()));
    format!("{folder}/{}", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// Months of the place's year that a run of monthly files leaves out.
fn missing_months(place: &Place, body_id: &str, tables: &[&Table]) -> Vec<Problem> {
    let first = place.year.0 * 12 + 3;
    let mut runs: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for table in tables {
        let there = nominal_month(place, table).into_iter().chain(several_months(table));
        runs.entry(run_name(table)).or_default().extend(there.filter(|month| (first..first + 12).contains(month)));
    }
    let runs = join_renamed(runs);
    // Files outside every run (`..._May_2011` among `25kmay11`) fill the gaps of all runs.
    let singles: BTreeSet<i32> =
        runs.values().filter(|months| months.len() < RUN_MONTHS_MIN).flatten().copied().collect();
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
        let missing = (first..first + 12).filter(|month| !months.contains(month) && !singles.contains(month));
        missing.map(|month| missing_month(body_id, month, months.len(), &which)).collect()
    };
    runs.iter().flat_map(gaps).collect()
}

/// The months that a file for a quarter or longer holds; none where one or two months have most of its lines.
fn several_months(table: &Table) -> Vec<i32> {
    let mut counts: Vec<u64> = table.counts.months.values().map(|(n, _)| *n).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let (Some(busiest), Some(third)) = (counts.first(), counts.get(2)) else { return Vec::new() };
    if 2 * third < *busiest {
        return Vec::new();
    }
    let has_share = |n: &u64| *busiest <= 5 * n;
    table.counts.months.iter().filter(|(_, (n, _))| has_share(n)).map(|(month, _)| *month).collect()
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
    Problem {
        body_id: body_id.to_owned(),
        file_id: None,
        row: None,
        kind: ProblemKind::MissingMonth,
        column: None,
        n_rows: 0,
        amount: None,
        month: Some(first_day),
        text: format!("{} is missing{which}; {n_there} of 12 months are there", first_day.strftime("%B %Y (%Y-%m)")),
    }
}

/// The same file twice, and files whose lines repeat another's.
fn repeats(tables: &[&Table]) -> Vec<Problem> {
    let mut found = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        for earlier in &tables[..i] {
            let is_same = table.sha256 == earlier.sha256 && table.sheet == earlier.sheet && table.path != earlier.path;
            if is_same {
                let text = format!("{} is the same file as {}; both were counted", table.shown(), earlier.shown());
                found.push(problem(table, ProblemKind::SameFileTwice, text));
            } else if let Some(share) = overlap(table, earlier) {
                let text = format!(
                    "{:.0}% of the lines of {} stand in {} too; both were counted",
                    share * 100.0,
                    table.shown(),
                    earlier.shown()
                );
                found.push(problem(table, ProblemKind::OverlappingFiles, text));
            }
        }
    }
    found
}

/// The share of the smaller table's lines that stand in the other, as often as they stand there.
fn overlap(a: &Table, b: &Table) -> Option<f64> {
    let (small, large) = if a.counts.content.len() <= b.counts.content.len() { (a, b) } else { (b, a) };
    let (small, large) = (&small.counts.content, &large.counts.content);
    if small.len() < OVERLAP_LINES_MIN {
        return None;
    }
    let (mut i, mut j, mut n_shared) = (0, 0, 0);
    while i < small.len() && j < large.len() {
        match small[i].cmp(&large[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n_shared) = (i + 1, j + 1, n_shared + 1),
        }
        // Once too many of the smaller are not there, the rest cannot matter.
        if (i - n_shared) as f64 > small.len() as f64 * (1.0 - OVERLAP_MIN) {
            return None;
        }
    }
    let share = n_shared as f64 / small.len() as f64;
    (OVERLAP_MIN <= share).then_some(share)
}

/// Lines dated far from the month that the file is about, or from the place's year where it is about no month.
fn outside_period(place: &Place, table: &Table) -> Option<Problem> {
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

/// The first day of a month counted from the year 0.
fn first_day(month: i32) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX).clamp(-9999, 9999);
    Date::constant(year, month.rem_euclid(12) as i8 + 1, 1)
}

/// Whether most lines lie in the twelve months.
fn is_of_year(table: &Table, first: i32) -> bool {
    let n_inside: u64 = table.counts.months.range(first..first + 12).map(|(_, (n, _))| n).sum();
    2 * n_inside > table.counts.n_lines
}

/// Whether most lines lie in the month or beside it. A file for a whole year is about no month.
fn is_of_one_month(table: &Table, month: i32) -> bool {
    let n_near: u64 = table.counts.months.range(month - 1..=month + 1).map(|(_, (n, _))| n).sum();
    2 * n_near > table.counts.n_lines
}

fn withheld(options: &Options, table: &Table) -> Option<Problem> {
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

fn rival_amounts(table: &Table) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| !reading.rival_amounts.is_empty())?;
    let text = format!(
        "{}: `{}` was counted; {} could be the amount too",
        table.shown(),
        reading.heading(Field::Amount).unwrap_or_default(),
        reading.rival_amounts.join(", ")
    );
    Some(problem(table, ProblemKind::SeveralAmountColumns, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, year: Option<i32>, month: i32) {
        let found = month_in_name(name).map(|named| (named.year, named.month));
        assert_eq!(found, Some((year, month)), "{name}");
    }

    #[test]
    fn months_are_found_in_the_names_that_bodies_give() {
        check("2020-04", Some(2020), 4);
        check("2020-11_p", Some(2020), 11);
        check("25kapr11", Some(2011), 4);
        check("moj-aramis-data-sept-11", Some(2011), 9);
        check("20111219_november_2011_transparency", Some(2011), 11);
        check("ea-over-25k-1104", Some(2011), 4);
        check("defra-over-25K-1202", Some(2012), 2);
        check("DfE_spend_10jan_2012", Some(2012), 1);
        check("dwp-payments-december2011", Some(2011), 12);
        check("Departmental_Spend_Over_25000_May_2011", Some(2011), 5);
        check("Jan '24", Some(2024), 1);
        check("Apr", None, 4);
        assert!(month_in_name("spend").is_none());
    }
}
