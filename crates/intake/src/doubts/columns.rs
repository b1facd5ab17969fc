//! What is doubtful about the columns of one file.

use model::problem::Problem;
use model::{Place, ProblemKind};

use super::{income, problem};
use crate::fields::Field;
use crate::named_month::file_stem;
use crate::payee::told_heading;
use crate::reading::{Reading, Unit};
use crate::source_file::SourceFile;

pub(super) fn of_columns(place: &Place, table: &SourceFile) -> Vec<Problem> {
    [scaled(table), without_payee(table), without_date(place, table), of_income(table)].into_iter().flatten().collect()
}

/// A file of what was received: of customers, receipts or income.
fn of_income(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|_| 0 < table.counts.n_lines)?;
    let said = income::said(reading, file_stem(&table.path), table.sheet.as_deref())?;
    if table.counts.problems.iter().any(|problem| problem.kind == ProblemKind::FileOfIncome) {
        return None;
    }
    let text = format!("{}: {said}, so it may be income; it was counted as spending", table.shown());
    Some(problem(table, ProblemKind::FileOfIncome, text))
}

fn without_payee(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| reading.column(Field::Payee).is_none())?;
    let text = format!("{}: no column of payees was found; the file has {}", table.shown(), headings(reading),);
    (table.counts.n_lines > 0).then(|| problem(table, ProblemKind::NoPayeeColumn, text))
}

/// No line has a date. An accounting period may still give the year, but never the day.
fn without_date(place: &Place, table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref()?;
    let printed = match &reading.date_lookalike {
        Some((heading, example)) => format!(" (`{heading}` holds {example:?})"),
        None => String::new(),
    };
    let year = match table.stated_period {
        _ if reading.column(Field::Period).is_some() => {
            format!("the years that `{}` gives", reading.heading(Field::Period).unwrap_or_default())
        }
        Some(period) => format!("{}, the year that the file states", period.year),
        None => format!("the place's year {}", place.year),
    };
    let text = format!(
        "{}: no column of dates could be read{printed}; {} lines are counted in {year}",
        table.shown(),
        table.counts.n_lines,
    );
    let is_undated = table.counts.n_lines > 0 && table.counts.first_day.is_none();
    is_undated.then(|| problem(table, ProblemKind::NoDateColumn, text))
}

fn headings(reading: &Reading) -> String {
    let filled = reading.headings.iter().filter(|heading| !heading.is_empty());
    filled.map(|heading| format!("`{}`", told_heading(heading))).collect::<Vec<_>>().join(", ")
}

/// Amounts that were printed in thousands: rounded, and wrong a thousandfold if the heading is.
fn scaled(table: &SourceFile) -> Option<Problem> {
    let reading = table.reading.as_ref().filter(|reading| reading.unit != Unit::Pounds)?;
    let text = format!(
        "{}: `{}` is in {}, according to the file; its lines were counted as {}",
        table.shown(),
        reading.heading(Field::Amount).unwrap_or_default(),
        reading.unit.words(),
        table.counts.amount.short()
    );
    Some(problem(table, ProblemKind::AmountsScaled, text))
}
