//! Tables that hold the same payments: whole files twice, months that are in two files, in whatever print.

use std::collections::{BTreeMap, BTreeSet};

use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use super::copies::{Original, copies, is_same_file, may_be_two_months};
use super::months::first_day;
use super::problem;
use super::reprints::Said;
use super::shared::{LINES_MIN, SharedMonth, shared_months};
use crate::source_file::SourceFile;

/// Months and files that are named in one doubt.
const MONTHS_MAX: usize = 3;
const FILES_MAX: usize = 3;
/// If this share of a table is also in others, it does not count as the file of the month in its name.
const COPY_SHARE: f64 = 0.9;

/// What tables repeat of each other.
#[derive(Default)]
pub(super) struct Repeats {
    pub problems: Vec<Problem>,
    /// The id of each copy, with the id of the table of the same body that it repeats line by line.
    pub copies: BTreeMap<String, String>,
    /// Ids of tables that add next to nothing about their body, copies included.
    pub repeated: BTreeSet<String>,
    /// Lines of two tables of one body that are said to be the same.
    pub said: Said,
}

/// The same file twice, and tables whose lines repeat another's; of one body or of two.
pub(super) fn repeats(place: &Place, tables: &[&SourceFile]) -> Repeats {
    let mut found = Repeats::default();
    let copies = copies(place, tables);
    let is_copy = |table: &SourceFile| copies.proved.contains_key(&table.file_id);
    let standing: Vec<&SourceFile> = tables.iter().copied().filter(|table| !is_copy(table)).collect();
    for table in tables {
        if let Some(original) = copies.proved.get(&table.file_id) {
            found.add_copy(table, original);
        }
    }
    for (i, table) in standing.iter().enumerate() {
        found.add(place, table, &standing[..i]);
    }
    for (table, original) in copies.probable {
        found.add_probable_copy(table, original);
    }
    found
}

impl Repeats {
    fn add_copy(&mut self, table: &SourceFile, original: &Original<'_>) {
        let shown: Vec<String> = original.of.iter().take(FILES_MAX).map(|of| of.shown()).collect();
        let more = if FILES_MAX < original.of.len() { " and others" } else { "" };
        let (of, means) = (shown.join(", "), "a copy is not counted unless a rule in rules/treatment.csv counts both");
        let (kind, text) = if original.is_same_file {
            let text = format!("{} is the same file as {of}: {means}", table.shown());
            (ProblemKind::SameFileTwice, text)
        } else {
            let months: Vec<i32> = table.counts.months.keys().copied().collect();
            let text = format!(
                "{} lines ({}) of {}, 100% of its lines{}, are also in {of}{more}: {means}",
                table.counts.n_lines,
                table.counts.amount,
                table.shown(),
                printed_months(&months),
            );
            (ProblemKind::OverlappingFiles, text)
        };
        self.problems.push(problem(table, kind, text));
        self.copies.insert(table.file_id.clone(), original.of[0].file_id.clone());
        self.repeated.insert(table.file_id.clone());
    }

    /// A few lines that all are in another file, unless that is said already.
    fn add_probable_copy(&mut self, table: &SourceFile, original: &SourceFile) {
        let (id, of) = (table.file_id.clone(), original.file_id.clone());
        if self.said.contains_key(&(id.clone(), of.clone())) || self.said.contains_key(&(of.clone(), id.clone())) {
            return;
        }
        let of_month = |(month, (n, amount)): (&i32, &(u64, Money))| SharedMonth {
            month: Some(*month),
            n_lines: *n,
            amount: *amount,
        };
        let all: Vec<SharedMonth> = table.counts.months.iter().map(of_month).collect();
        self.problems.push(overlap(table, original, &all));
        self.said.insert((id, of), table.counts.n_lines);
    }

    fn add(&mut self, place: &Place, table: &SourceFile, earlier: &[&SourceFile]) {
        if let Some(original) = earlier.iter().find(|earlier| is_same_file(table, earlier)) {
            // An undated regular payment looks the same in every month.
            let may_be_alike = may_be_two_months(place, table, original) && table.counts.n_lines < LINES_MIN;
            if !(may_be_alike && table.body_id == original.body_id) {
                let text = format!("{} is the same file as {}; both were counted", table.shown(), original.shown());
                self.problems.push(problem(table, ProblemKind::SameFileTwice, text));
                self.repeated.extend((table.body_id == original.body_id).then(|| table.file_id.clone()));
                self.said.insert((table.file_id.clone(), original.file_id.clone()), table.counts.n_lines);
            }
            return;
        }
        // A month that is in three files is counted twice too often, and said twice: not once for each pair.
        let mut said: BTreeSet<Option<i32>> = BTreeSet::new();
        let mut n_of_body = 0;
        for other in earlier {
            let mut shared = shared_months(table, other);
            shared.retain(|month| said.insert(month.month));
            for shared in shared.chunk_by(|a, b| year_of(a) == year_of(b)) {
                let doubt = overlap(table, other, shared);
                n_of_body += if table.body_id == other.body_id { doubt.n_rows } else { 0 };
                *self.said.entry((table.file_id.clone(), other.file_id.clone())).or_default() += doubt.n_rows;
                self.problems.push(doubt);
            }
        }
        let is_copy = COPY_SHARE * table.counts.n_lines as f64 <= n_of_body as f64 && n_of_body > 0;
        self.repeated.extend(is_copy.then(|| table.file_id.clone()));
    }
}

fn year_of(month: &SharedMonth) -> Option<FinancialYear> {
    Some(FinancialYear::of(first_day(month.month?)))
}

/// The overlap in one financial year; `month` gives the year if both files are one body's.
fn overlap(table: &SourceFile, other: &SourceFile, shared: &[SharedMonth]) -> Problem {
    let n_rows: u64 = shared.iter().map(|month| month.n_lines).sum();
    let amount: Money = shared.iter().map(|month| month.amount).sum();
    let share = match n_rows * 100 / table.counts.n_lines.max(1) {
        0 => "under 1%".to_owned(),
        share => format!("{share}%"),
    };
    let months: Vec<i32> = shared.iter().filter_map(|month| month.month).collect();
    let text = format!(
        "{n_rows} lines ({amount}) of {}, {share} of its lines{}, are also in {}; both were counted",
        table.shown(),
        printed_months(&months),
        other.shown(),
    );
    let month = months.first().filter(|_| table.body_id == other.body_id).map(|month| first_day(*month));
    Problem { n_rows, amount: Some(amount), month, ..problem(table, ProblemKind::OverlappingFiles, text) }
}

/// `, dated June 2025`
fn printed_months(months: &[i32]) -> String {
    let names: Vec<String> = months.iter().map(|month| first_day(*month).strftime("%B %Y").to_string()).collect();
    match names.len() {
        0 => String::new(),
        n if n <= MONTHS_MAX => format!(", dated {}", names.join(", ")),
        n => format!(", dated {} to {}", names[0], names[n - 1]),
    }
}
