//! Tables that probably hold the payments of another table of their body, though no line is the same: the dates were
//! changed, the amounts rounded, VAT added or taken off, or the lines added up by payee.
//!
//! None of this is certain, so nothing is left out of the count: it is said, with both files and the pounds. What is paid
//! every month is no reprint: it is in further tables too, or more often in the longer one.

mod likeness;
mod sums;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::months::first_day;
use super::problem;
use crate::fields::Field;
use crate::lines::ByPayee;
use crate::source_file::SourceFile;
use likeness::{Likeness, Print, SHARE_MIN, may_be_alike, month_of, nearby, run_of, whenever};
use sums::{Sum, Summed, added_up, sums, sums_of_all};

/// Fewer lines, or fewer different amounts, agree by chance.
const LINES_MIN: u64 = 10;
const AMOUNTS_MIN: usize = 5;
/// The same for payments of other months, which some payees are paid again: fewer lines only if all agree.
const LINES_OF_MONTH_MIN: u64 = 15;
const AMOUNTS_OF_MONTH_MIN: usize = 10;
/// The share of lines that must agree where references say otherwise, and the different amounts then.
const SHARE_BY_PAYEE_MIN: f64 = 0.95;
const AMOUNTS_BY_PAYEE_MIN: usize = 20;
/// Standing orders recur month after month, but never make up the whole of a ledger: of two tables that agree in all their
/// lines except for a few, and in many different amounts, one is a reprint even where a third agrees with both.
const SHARE_OF_NO_ORDER_MIN: f64 = 0.98;
/// From this share of amounts with pence on, amounts in pence are usual.
const PENCE_MIN: f64 = 0.3;
/// How far apart the pounds of a month may be in a table and in one that adds up its lines.
const SUMS_APART: f64 = 0.25;

/// A table, or its lines of one month, sorted by payee and amount.
pub(super) struct Sorted<'a> {
    table: &'a SourceFile,
    lines: Vec<ByPayee>,
    days: Option<(i32, i32)>,
    /// Pence whatever their sign.
    turnover: i128,
    sums: OnceCell<Vec<Sum>>,
}

impl<'a> Sorted<'a> {
    fn new(table: &'a SourceFile) -> Sorted<'a> {
        let counts = &table.counts;
        let turnover = i128::from((counts.amount - counts.amount_negative - counts.amount_negative).pence());
        let days = counts.first_day.zip(counts.last_day);
        Sorted { table, lines: counts.meanings.by_payee(), days, turnover, sums: OnceCell::new() }
    }

    /// The months of a table that have lines enough to be another month over again.
    fn by_month(&self) -> Vec<(i32, Sorted<'a>)> {
        let is_enough = |(n, _): &&(u64, Money)| LINES_MIN <= *n;
        let months = || self.table.counts.months.values().filter(is_enough).map(|(n, _)| *n);
        // Most tables have too few payments that stand there under two dates to hold a month twice.
        if months().count() < 2 || (self.n_twins() as f64) < SHARE_MIN * months().min().unwrap_or(0) as f64 {
            return Vec::new();
        }
        let mut by_month: BTreeMap<i32, Vec<ByPayee>> = BTreeMap::new();
        for line in &self.lines {
            by_month.entry(line.day().map_or(0, month_of)).or_default().push(*line);
        }
        by_month.remove(&0);
        by_month.retain(|_, lines| LINES_MIN <= lines.len() as u64);
        by_month.into_iter().map(|(month, lines)| (month, self.part(lines))).collect()
    }

    /// Lines whose neighbour has the payee and amount, and another day.
    fn n_twins(&self) -> usize {
        let is_twin = |pair: &&[ByPayee]| {
            pair[0].payee_and_amount() == pair[1].payee_and_amount() && pair[0].day() != pair[1].day()
        };
        self.lines.windows(2).filter(is_twin).count()
    }

    fn part(&self, lines: Vec<ByPayee>) -> Sorted<'a> {
        let turnover = lines.iter().map(|line| i128::from(self.amount(*line).pence().abs())).sum();
        let days = || lines.iter().filter_map(|line| line.day());
        let days = days().min().zip(days().max());
        Sorted { table: self.table, lines, days, turnover, sums: OnceCell::new() }
    }

    fn amount(&self, line: ByPayee) -> Money {
        self.table.counts.meanings.amount_by_payee(line)
    }

    fn sums(&self) -> &[Sum] {
        self.sums.get_or_init(|| sums(self))
    }

    fn has(&self, field: Field) -> bool {
        self.table.reading.as_ref().is_some_and(|reading| reading.column(field).is_some())
    }
}

/// Lines and pounds of a table that are said already to be in another, by the ids of both.
pub(super) type Said = BTreeMap<(String, String), u64>;

/// A doubt for each table of a body that probably reprints another.
pub(super) fn reprints(tables: &[&SourceFile], said: &Said) -> Vec<Problem> {
    let with_payees = tables.iter().filter(|table| LINES_MIN <= table.counts.n_lines);
    let sorted: Vec<Sorted<'_>> =
        with_payees.map(|table| Sorted::new(table)).filter(|sorted| sorted.has(Field::Payee)).collect();
    let mut found = Vec::new();
    for (i, later) in sorted.iter().enumerate() {
        for earlier in sorted[..i].iter().filter(|earlier| !is_said(later.table, earlier.table, said)) {
            let Some(problem) = reprint(earlier, later, &sorted) else { continue };
            // A table that is another from end to end is said once, however many there are like it.
            let is_whole = SHARE_OF_NO_ORDER_MIN * later.lines.len() as f64 <= problem.n_rows as f64;
            let is_later = problem.file_id.as_ref() == Some(&later.table.file_id);
            found.push(problem);
            if is_whole && is_later {
                break;
            }
        }
    }
    found.extend(sorted.iter().flat_map(months_alike));
    found
}

/// Months of one table that are others of it with their dates changed.
fn months_alike(sorted: &Sorted<'_>) -> Vec<Problem> {
    let (names, months): (Vec<i32>, Vec<Sorted<'_>>) = sorted.by_month().into_iter().unzip();
    let pairs = (0..months.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    let doubt_of = |(earlier, later): (usize, usize)| {
        let in_order = months[later].lines.len() <= months[earlier].lines.len();
        let (short, long) = if in_order { (later, earlier) } else { (earlier, later) };
        let found = likeness_of_months(&months[short], &months[long], &months)?;
        let name = |at: usize| first_day(names[at]).strftime("%B %Y").to_string();
        let text = format!(
            "{} lines ({}) of {}, dated {}, may be the lines dated {}, with the dates of another month; both were counted",
            found.n_lines,
            found.amount,
            sorted.table.shown(),
            name(short),
            name(long),
        );
        Some(doubt(sorted, found.n_lines, found.amount, text))
    };
    pairs.filter_map(doubt_of).collect()
}

fn is_said(a: &SourceFile, b: &SourceFile, said: &Said) -> bool {
    let of = |a: &SourceFile, b: &SourceFile| said.get(&(a.file_id.clone(), b.file_id.clone())).copied();
    let n_said = of(a, b).or_else(|| of(b, a)).unwrap_or(0);
    a.counts.n_lines.min(b.counts.n_lines) <= 2 * n_said
}

fn reprint(earlier: &Sorted<'_>, later: &Sorted<'_>, all: &[Sorted<'_>]) -> Option<Problem> {
    // The shorter table is the one that may be in the other; of two as long, the one that comes later.
    let (short, long) = if earlier.lines.len() < later.lines.len() { (earlier, later) } else { (later, earlier) };
    let meet = short.days.zip(long.days).is_none_or(|(a, b)| a.0 <= b.1 + 31 && b.0 <= a.1 + 31);
    if meet {
        let found = in_another_print(short, long, all).or_else(|| summed(short, long)).or_else(|| summed(long, short));
        if found.is_some() {
            return found;
        }
    }
    in_another_month(short, long, all)
}

fn in_another_print(short: &Sorted<'_>, long: &Sorted<'_>, all: &[Sorted<'_>]) -> Option<Problem> {
    [Some(Print::Same), rounding(short, long), Some(Print::WithVat), Some(Print::WithoutVat)]
        .into_iter()
        .flatten()
        .filter(|print| may_be_alike(short, long, Some(*print)))
        .find_map(|print| {
            let found = nearby(short, long, print);
            let differs = match print {
                // Lines of the same day are said elsewhere.
                Print::Same => found.n_lines <= 2 * found.n_on_other_days,
                _ => found.n_lines <= 2 * found.n_of_other_amounts,
            };
            let is_most = found.is_most_of(short, SHARE_MIN) && LINES_MIN <= found.n_lines;
            let is_proved = AMOUNTS_MIN <= found.amounts.len() && are_same_invoices(&found, short, long);
            let is_regular = || print == Print::Same && are_weeks(short, long) && recurs(short, long, all);
            (differs && is_most && is_proved && !is_regular()).then(|| said(short, long, &found, how(print)))
        })
}

fn how(print: Print) -> &'static str {
    match print {
        Print::Same => "with other dates",
        Print::Rounded(100) => "with amounts in whole pounds in one of them",
        Print::Rounded(_) => "with rounded amounts in one of them",
        Print::WithVat | Print::WithoutVat => "with VAT in one of them and without it in the other",
    }
}

/// What the amounts of one table are rounded to, where the other has pence.
fn rounding(a: &Sorted<'_>, b: &Sorted<'_>) -> Option<Print> {
    let with_pence = |sorted: &Sorted<'_>| sorted.table.counts.sizes.with_pence();
    let round = match (with_pence(a), with_pence(b)) {
        (0.0, other) if PENCE_MIN <= other => a,
        (other, 0.0) if PENCE_MIN <= other => b,
        _ => return None,
    };
    let is_multiple = |step: i64| round.lines.iter().all(|line| line.pence().is_none_or(|pence| pence % step == 0));
    [100_000, 10_000, 1_000, 100].into_iter().find(|step| is_multiple(*step)).map(Print::Rounded)
}

/// References that differ mean other invoices, unless all lines agree and have many different amounts.
fn are_same_invoices(found: &Likeness, short: &Sorted<'_>, long: &Sorted<'_>) -> bool {
    let have_references = short.has(Field::Reference) && long.has(Field::Reference);
    !have_references
        || found.n_lines <= 2 * found.n_references
        || AMOUNTS_BY_PAYEE_MIN <= found.amounts.len() && found.is_most_of(short, SHARE_BY_PAYEE_MIN)
}

/// Whether two tables are of other days, and each of several: weekly payments recur in them.
fn are_weeks(a: &Sorted<'_>, b: &Sorted<'_>) -> bool {
    a.days.zip(b.days).is_some_and(|(a, b)| (a.1 < b.0 || b.1 < a.0) && a.0 < a.1 && b.0 < b.1)
}

/// Whether most lines of a table are in a third one too, with the payee and the amount.
fn recurs(table: &Sorted<'_>, other: &Sorted<'_>, all: &[Sorted<'_>]) -> bool {
    let is_third = |third: &&Sorted<'_>| ![table, other].iter().any(|own| std::ptr::eq(*own, *third));
    let n_elsewhere = |third: &Sorted<'_>| table.lines.iter().filter(|line| !run_of(**line, third).is_empty()).count();
    all.iter().filter(is_third).any(|third| table.lines.len() < 2 * n_elsewhere(third))
}

/// A month that is another month's with its dates changed.
fn in_another_month(short: &Sorted<'_>, long: &Sorted<'_>, all: &[Sorted<'_>]) -> Option<Problem> {
    let found = likeness_of_months(short, long, all)?;
    Some(said(short, long, &found, "with the dates of another month"))
}

fn likeness_of_months(short: &Sorted<'_>, long: &Sorted<'_>, all: &[Sorted<'_>]) -> Option<Likeness> {
    if short.days.zip(long.days).is_none() || !may_be_alike(short, long, None) {
        return None;
    }
    let found = whenever(short, long);
    let are_all = found.n_lines == short.lines.len() as u64;
    let n_min = if are_all { LINES_MIN } else { LINES_OF_MONTH_MIN };
    let is_most = found.is_most_of(short, SHARE_MIN) && n_min <= found.n_lines;
    let has_references = short.has(Field::Reference) && long.has(Field::Reference);
    let has_same_references = has_references && 4 * found.n_lines <= 5 * found.n_references;
    let is_telling = || {
        AMOUNTS_OF_MONTH_MIN <= found.amounts.len()
            && are_same_invoices(&found, short, long)
            && (has_same_references
                || !is_one_run(short) && (is_no_order(&found, short, long) || !recurs(short, long, all)))
    };
    (is_most && found.n_lines <= 2 * found.n_on_other_days && is_telling()).then_some(found)
}

/// Whether two tables agree in too much to be what is paid every month.
fn is_no_order(found: &Likeness, short: &Sorted<'_>, long: &Sorted<'_>) -> bool {
    AMOUNTS_BY_PAYEE_MIN <= found.amounts.len()
        && found.is_most_of(short, SHARE_OF_NO_ORDER_MIN)
        && long.lines.len() as f64 * SHARE_OF_NO_ORDER_MIN <= found.n_lines as f64
}

/// Payments of whole pounds on one day: rents, grants and fees are paid so every month.
fn is_one_run(table: &Sorted<'_>) -> bool {
    table.days.is_some_and(|(first, last)| first == last) && table.table.counts.sizes.with_pence() < PENCE_MIN
}

/// A table that adds up the lines of another.
fn summed(table: &Sorted<'_>, of: &Sorted<'_>) -> Option<Problem> {
    let is_undated = |sorted: &Sorted<'_>| sorted.table.counts.first_day.is_none();
    if is_undated(table) || is_undated(of) {
        return summed_without_dates(table, of);
    }
    let is_near = |(month, (_, amount)): (&i32, &(u64, Money))| {
        let other = of.table.counts.months.get(month).map(|(_, amount)| amount.pence() as f64);
        other.is_some_and(|other| are_near(amount.pence() as f64, other))
    };
    let months = &table.table.counts.months;
    if !months.iter().any(is_near) {
        return None;
    }
    Some(said_of_sums(table, of, &added_up(table.sums(), of.sums())?, "by payee and month"))
}

fn are_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= SUMS_APART * a.abs().max(b.abs())
}

/// A table without dates that adds up the lines of another, or the other way about.
fn summed_without_dates(table: &Sorted<'_>, of: &Sorted<'_>) -> Option<Problem> {
    let pounds = |sorted: &Sorted<'_>| sorted.table.counts.amount.pence() as f64;
    if !are_near(pounds(table), pounds(of)) {
        return None;
    }
    Some(said_of_sums(table, of, &added_up(&sums_of_all(table), &sums_of_all(of))?, "by payee"))
}

fn said_of_sums(table: &Sorted<'_>, of: &Sorted<'_>, found: &Summed, by: &str) -> Problem {
    let text = format!(
        "{} lines ({}) of {} may be totals, {by}, of the lines of {}; both were counted",
        found.n_lines,
        found.amount,
        table.table.shown(),
        of.table.shown(),
    );
    doubt(table, found.n_lines, found.amount, text)
}

fn said(short: &Sorted<'_>, long: &Sorted<'_>, found: &Likeness, how: &str) -> Problem {
    let share = found.n_lines * 100 / (short.lines.len() as u64).max(1);
    let text = format!(
        "{} lines ({}) of {}, {share}% of its lines, may be those of {}, {how}; both were counted",
        found.n_lines,
        found.amount,
        short.table.shown(),
        long.table.shown(),
    );
    doubt(short, found.n_lines, found.amount, text)
}

/// No month is given, because it is not certain enough to explain a difference.
fn doubt(sorted: &Sorted<'_>, n_rows: u64, amount: Money, text: String) -> Problem {
    Problem { n_rows, amount: Some(amount), ..problem(sorted.table, ProblemKind::OverlappingFiles, text) }
}
