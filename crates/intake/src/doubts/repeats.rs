//! Tables that hold the same payments: whole files twice, months that stand in two files, in whatever print.

use std::collections::BTreeSet;

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::months::first_day;
use super::problem;
use super::shared::{SharedMonth, shared_months};
use crate::source_file::SourceFile;

/// Months that are named in one doubt.
const MONTHS_MAX: usize = 3;
/// A table of which this share stands in others is a copy.
const COPY_SHARE: f64 = 0.9;

/// What tables repeat of each other.
pub(super) struct Repeats {
    pub problems: Vec<Problem>,
    /// Ids of tables that say nothing new of their body.
    pub copies: BTreeSet<String>,
}

/// The same file twice, and tables whose lines repeat another's; of one body or of two.
pub(super) fn repeats(tables: &[&SourceFile]) -> Repeats {
    let mut found = Repeats { problems: Vec::new(), copies: BTreeSet::new() };
    for (i, table) in tables.iter().enumerate() {
        found.add(table, &tables[..i]);
    }
    found
}

impl Repeats {
    fn add(&mut self, table: &SourceFile, earlier: &[&SourceFile]) {
        if let Some(original) = earlier.iter().find(|earlier| is_same_file(table, earlier)) {
            let text = format!("{} is the same file as {}; both were counted", table.shown(), original.shown());
            self.problems.push(problem(table, ProblemKind::SameFileTwice, text));
            self.copies.extend((table.body_id == original.body_id).then(|| table.file_id.clone()));
            return;
        }
        // A month that stands in three files is counted twice too often, and said twice: not once for each pair.
        let mut said: BTreeSet<Option<i32>> = BTreeSet::new();
        let mut n_of_body = 0;
        for other in earlier {
            let mut shared = shared_months(table, other);
            shared.retain(|month| said.insert(month.month));
            if !shared.is_empty() {
                let doubt = overlap(table, other, &shared);
                n_of_body += if table.body_id == other.body_id { doubt.n_rows } else { 0 };
                self.problems.push(doubt);
            }
        }
        let is_copy = COPY_SHARE * table.counts.n_lines as f64 <= n_of_body as f64 && n_of_body > 0;
        self.copies.extend(is_copy.then(|| table.file_id.clone()));
    }
}

fn is_same_file(a: &SourceFile, b: &SourceFile) -> bool {
    a.sha256 == b.sha256 && a.sheet == b.sheet && a.path != b.path
}

fn overlap(table: &SourceFile, other: &SourceFile, shared: &[SharedMonth]) -> Problem {
    let n_rows: u64 = shared.iter().map(|month| month.n_lines).sum();
    let amount: Money = shared.iter().map(|month| month.amount).sum();
    let share = n_rows as f64 * 100.0 / table.counts.n_lines.max(1) as f64;
    let text = format!(
        "{n_rows} lines ({amount}) of {}, {share:.0}% of its lines{}, stand in {} too; both were counted",
        table.shown(),
        printed_months(shared),
        other.shown(),
    );
    Problem { n_rows, amount: Some(amount), ..problem(table, ProblemKind::OverlappingFiles, text) }
}

/// `, dated June 2025`
fn printed_months(shared: &[SharedMonth]) -> String {
    let names: Vec<String> =
        shared.iter().filter_map(|month| Some(first_day(month.month?).strftime("%B %Y").to_string())).collect();
    match names.len() {
        0 => String::new(),
        n if n <= MONTHS_MAX => format!(", dated {}", names.join(", ")),
        n => format!(", dated {} to {}", names[0], names[n - 1]),
    }
}
