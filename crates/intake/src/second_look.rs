//! What a first reading of a table shows that must be known before its lines are counted.
//!
//! Most tables need one look. A second heading in the middle of a sheet, or groups under headings that carry
//! their sums, show only on the way; then the table is read again, knowing them.

use std::collections::BTreeSet;
use std::io;

use model::tables::VatBasis;
use money::Money;

use crate::encoding::Encoding;
use crate::fields::{Field, basis_of, heading_words, name_score};
use crate::reading::{Points, Reading, SampleRow, Unit, reading_at};
use crate::rows::{Row, Rows, Step};

/// What is known of a table before it is read.
#[derive(Clone, Debug, Default)]
pub struct SecondLook {
    /// Headings further down whose columns stand elsewhere, in the order of rows: each holds from its row on.
    pub later: Vec<Reading>,
    /// Headings that say the same in other words.
    pub same: BTreeSet<u64>,
    /// Rows that carry the sum of the rows under them.
    pub totals: BTreeSet<u64>,
}

impl SecondLook {
    pub fn is_needed(&self) -> bool {
        !(self.later.is_empty() && self.same.is_empty() && self.totals.is_empty())
    }
}

/// A heading further down that is not the first one over again, and what had been counted above it.
#[derive(Clone, Debug)]
pub struct OtherHeading {
    pub row: u64,
    pub n_lines: u64,
    pub amount: Money,
    pub text: String,
}

/// Rows under a heading from which its reading is found.
const SAMPLE_ROWS: usize = 100;
/// Headings that are looked at in one table.
const HEADINGS_MAX: usize = 200;

/// Reads the headings further down.
pub fn later_readings(
    rows: &mut dyn Rows,
    encoding: Encoding,
    first: &Reading,
    headings: &[OtherHeading],
    confidence_min: f64,
) -> io::Result<(Vec<Reading>, BTreeSet<u64>)> {
    let (mut later, mut same) = (Vec::new(), BTreeSet::new());
    let mut current = first.clone();
    for (heading, sample) in samples(rows, encoding, headings)? {
        if repeats_lower_half(first, heading, &sample) {
            same.insert(heading);
            continue;
        }
        let Some(mut reading) = reading_at(&sample, heading) else { continue };
        go_on_as_before(&current, &mut reading, &sample);
        if !means_the_same(&current, &reading) {
            continue;
        }
        if is_in_same_order(&current, &reading) {
            same.insert(heading);
        } else if reading.column(Field::Amount).is_some() && confidence_min <= reading.confidence {
            current = reading.clone();
            later.push(reading);
        }
    }
    Ok((later, same))
}

/// Whether a row repeats the lower half of a heading over two rows: each of its cells ends its column's name.
fn repeats_lower_half(first: &Reading, heading: u64, sample: &[SampleRow]) -> bool {
    let (upper, lower) = first.header_rows;
    let Some((_, cells)) = sample.iter().find(|(row, _)| *row == heading) else { return false };
    let filled = || cells.iter().map(|cell| cell.trim()).enumerate().filter(|(_, cell)| !cell.is_empty());
    let ends = |(at, cell): (usize, &str)| {
        first.headings.get(at).is_some_and(|heading| heading.trim().to_lowercase().ends_with(&cell.to_lowercase()))
    };
    upper < lower && 2 < filled().count() && filled().all(ends)
}

/// What the rows under a second heading leave open is as it was above: the unit, how numbers are written, and which of day
/// and month comes first.
fn go_on_as_before(before: &Reading, reading: &mut Reading, sample: &[SampleRow]) {
    if reading.unit == Unit::Pounds {
        reading.unit = before.unit;
    }
    if matches!(reading.points, Points::Unsure { .. }) {
        reading.points = before.points;
    }
    let (Some(format), Some(at)) = (before.date_format, reading.column(Field::Date)) else { return };
    let rows = sample.iter().filter(|(row, _)| reading.header_rows.1 < *row);
    let mut dates = rows.filter_map(|(_, cells)| cells.get(at)).filter(|cell| !cell.is_empty());
    if dates.all(|cell| format.read(cell).is_some()) {
        reading.date_format = Some(format);
    }
}

/// Whether the amount under a second heading is still the payment, and net or gross as before.
fn means_the_same(first: &Reading, second: &Reading) -> bool {
    const SCORE_MIN: f64 = 0.6;
    let amount = |reading: &Reading| reading.heading(Field::Amount).map(heading_words);
    let Some(words) = amount(second) else {
        // The lower half of a heading over two rows need not name the amount again; but another word there means another sum.
        let at = first.column(Field::Amount).and_then(|i| second.headings.get(i)).map_or("", String::as_str);
        let heading = first.heading(Field::Amount).unwrap_or_default().to_lowercase();
        return heading.contains(&at.to_lowercase());
    };
    let bases = (amount(first).map_or(VatBasis::Unknown, |words| basis_of(&words)), basis_of(&words));
    let is_same_basis = bases.0 == bases.1 || bases.0 == VatBasis::Unknown || bases.1 == VatBasis::Unknown;
    is_same_basis && SCORE_MIN <= name_score(Field::Amount, &words)
}

/// Whether every column that both headings name is in the same place.
fn is_in_same_order(first: &Reading, second: &Reading) -> bool {
    // The lower half of a heading over two rows does not name every column; it moves none.
    first.unit == second.unit
        && second.columns.iter().all(|(field, i)| first.column(*field).is_none_or(|known| known == *i))
}

/// The rows from each heading on, until the next one.
fn samples(
    rows: &mut dyn Rows,
    encoding: Encoding,
    headings: &[OtherHeading],
) -> io::Result<Vec<(u64, Vec<SampleRow>)>> {
    let mut found: Vec<(u64, Vec<SampleRow>)> = Vec::new();
    let mut next = headings.iter().take(HEADINGS_MAX).map(|heading| heading.row).peekable();
    let mut upper: Option<SampleRow> = None;
    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => return Ok(found),
            Step::TooLong { .. } => continue,
            Step::Row => {}
        }
        if next.next_if_eq(&row.number).is_some() {
            found.push((row.number, upper.take().into_iter().collect()));
        }
        // The heading may begin in the row above.
        upper = (next.peek() == Some(&(row.number + 1))).then(|| (row.number, row.texts(&encoding)));
        let Some((_, sample)) = found.last_mut() else { continue };
        if !row.is_blank() && sample.len() <= SAMPLE_ROWS {
            sample.push((row.number, row.texts(&encoding)));
        } else if SAMPLE_ROWS < sample.len() && next.peek().is_none() {
            return Ok(found);
        }
    }
}
