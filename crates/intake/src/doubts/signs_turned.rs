//! Files most of whose lines are below zero: the signs of payments and credits may be reversed.

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::problem;
use crate::source_file::SourceFile;

/// The fewest lines of which most must be negative to say anything.
const LINES_MIN: u64 = 6;

/// A doubt for each file of a body whose lines are mostly negative and whose sum is negative. A file of credit notes is
/// doubted too: nothing in it shows that it is not a month with its signs reversed.
pub(super) fn signs_turned(tables: &[&SourceFile]) -> Vec<Problem> {
    let turned = tables.iter().filter(|table| is_turned(table));
    turned.map(|table| doubt(table, tables.iter().filter(|other| !is_turned(other)).count())).collect()
}

fn is_turned(table: &SourceFile) -> bool {
    let counts = &table.counts;
    LINES_MIN <= counts.n_lines && counts.n_lines < 2 * counts.n_negative && counts.amount < Money::ZERO
}

fn doubt(table: &SourceFile, n_others: usize) -> Problem {
    let counts = &table.counts;
    let others = match n_others {
        0 => String::new(),
        1 => ", and one file of this body is not like that".to_owned(),
        n => format!(", and {n} files of this body are not like that"),
    };
    let text = format!(
        "{}: {} of {} lines have a minus sign{others}; they were counted as {}, and would be {} with the signs reversed",
        table.shown(),
        counts.n_negative,
        counts.n_lines,
        counts.amount.short(),
        counts.amount.abs().short(),
    );
    problem(table, ProblemKind::SignsTurned, text)
}
