//! What is doubtful about the columns of one file.

use model::ProblemKind;
use model::problem::Problem;

use super::problem;
use crate::fields::Field;
use crate::reading::Unit;
use crate::source_file::SourceFile;

pub(super) fn of_columns(table: &SourceFile) -> Vec<Problem> {
    [scaled(table)].into_iter().flatten().collect()
}

/// Amounts that were printed in thousands: rounded, and wrong a thousandfold if the heading is.
fn scaled(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| reading.unit != Unit::Pounds)?;
    let text = format!(
        "{}: `{}` is in {}, so the file says; its lines were counted as {}",
        table.shown(),
        reading.heading(Field::Amount).unwrap_or_default(),
        reading.unit.words(),
        table.counts.amount.short()
    );
    Some(problem(table, ProblemKind::AmountsScaled, text))
}
