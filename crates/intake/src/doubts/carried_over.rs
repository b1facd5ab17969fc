//! Payments that stand again in another file of their body: the last of a month at the head of the next, or a month that was
//! sent again with other amounts.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::problem;
use super::reprints::Said;
use super::shared::Compared;
use crate::source_file::SourceFile;

/// The fewest lines that stand again.
const LINES_MIN: u64 = 2;
/// The least of a file's pounds that they come to.
const POUNDS_MIN: f64 = 0.01;
/// The same for a month with other amounts: the lines and their share that have a payee, a day and a reference in common.
const REVISED_LINES_MIN: u64 = 5;
const REVISED_SHARE_MIN: f64 = 0.8;

/// The doubts between the tables of one body; those about which something was said are left out.
pub(super) fn carried_over(tables: &[&SourceFile], said: &Said) -> Vec<Problem> {
    let mut found = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        for other in tables[..i].iter().filter(|other| can_be_compared(table, other)) {
            let pairs = [(&table.file_id, &other.file_id), (&other.file_id, &table.file_id)];
            if pairs.iter().any(|(a, b)| said.contains_key(&((*a).clone(), (*b).clone()))) {
                continue;
            }
            found.extend(again(table, other).or_else(|| revised(table, other)));
        }
    }
    found
}

/// Whether both have payees and references, on days that both have.
fn can_be_compared(a: &SourceFile, b: &SourceFile) -> bool {
    let days = |table: &SourceFile| Some((table.counts.first_day?, table.counts.last_day?));
    let compared = Compared::of(a, b);
    let meet = days(a).zip(days(b)).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1);
    compared.payee && compared.reference && meet
}

fn again(table: &SourceFile, other: &SourceFile) -> Option<Problem> {
    let (n, amount) = table.counts.meanings.shared_with(&other.counts.meanings);
    let whole = table.counts.amount.abs().min(other.counts.amount.abs());
    let is_much = POUNDS_MIN * whole.pence() as f64 <= amount.abs().pence() as f64;
    (LINES_MIN <= n && is_much).then(|| {
        let text = format!(
            "{n} lines ({amount}) of {} stand again in {}, with the same day, payee and reference; both were counted",
            table.shown(),
            other.shown()
        );
        Problem { n_rows: n, amount: Some(amount), ..problem(table, ProblemKind::OverlappingFiles, text) }
    })
}

fn revised(table: &SourceFile, other: &SourceFile) -> Option<Problem> {
    let (n, amount) = table.counts.meanings.shared_but_amounts(&other.counts.meanings);
    let n_lines = table.counts.n_lines.min(other.counts.n_lines);
    let is_most = REVISED_LINES_MIN <= n && REVISED_SHARE_MIN * n_lines as f64 <= n as f64;
    (is_most && amount != Money::ZERO).then(|| {
        let text = format!(
            "{n} lines ({amount}) of {} have the days, payees and references of lines in {} and other amounts, as if one file \
             revised the other; both were counted",
            table.shown(),
            other.shown()
        );
        Problem { n_rows: n, amount: Some(amount), ..problem(table, ProblemKind::OverlappingFiles, text) }
    })
}
