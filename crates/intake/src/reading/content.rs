//! What the cells of a column hold, each text looked at once.

use super::{SampleRow, is_cell_error, organisations, points, spaced};
use crate::dates::{DateFormat, Written};
use crate::fields::period::PeriodCell;
use crate::fields::{Content, Side, currency};
use crate::postcode::is_postcode;

pub(super) fn content(body: &[&SampleRow], index: usize, is_called_date: bool) -> Content {
    let cells: Vec<&str> = body
        .iter()
        .filter_map(|(_, cells)| cells.get(index))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    // Padding rows at the end of the sample say nothing about a column.
    let n_rows = body.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).count();
    if cells.is_empty() || n_rows == 0 {
        return Content::default();
    }
    let mut sorted: Vec<&str> = cells.clone();
    sorted.sort_unstable();
    let distinct: Vec<Text> = sorted.chunk_by(|a, b| a == b).map(|same| Text::of(same[0], same.len())).collect();
    let share_of = |test: &dyn Fn(&Text) -> bool| {
        let n: usize = distinct.iter().filter(|text| test(text)).map(|text| text.n).sum();
        n as f64 / cells.len() as f64
    };
    let share = |test: &dyn Fn(&str) -> bool| share_of(&|text| test(text.cell));
    Content {
        filled: cells.len() as f64 / n_rows as f64,
        // A formula error stands where an amount would: it says nothing against the column.
        amounts: share_of(&|Text { cell, amount, .. }| {
            let is_continental = || cell.contains(['.', ',']) && points::parse_continental(cell).is_ok();
            amount.is_some() || is_cell_error(cell) || is_continental() || spaced::is_pounds_and_pence(cell)
        }),
        decimals: share(&|cell| cell.contains('.')),
        dates: share(&|cell| is_any_of(&DateFormat::ALL, cell)),
        dates_by_name: if is_called_date { share(&|cell| is_any_of(&DateFormat::EVERY, cell)) } else { 0.0 },
        bare_numbers: share(&|cell| cell.bytes().all(|byte| byte.is_ascii_digit())),
        n_cells: cells.len() as f64,
        round: share_of(&|text| text.amount.is_some_and(|amount| amount.pence() % 50_00 == 0)),
        sides: share_of(&|text| text.side.is_some()),
        returned: share_of(&|text| text.side == Some(Side::Returned)),
        // A class `C` under any heading is not a credit.
        sides_unnamed: share_of(&|text| text.side.is_some() && 2 <= text.cell.len()),
        flags: share(&|cell| Side::of_flag(cell).is_some()),
        postcodes: share(&is_postcode),
        currencies: share(&|cell| currency::is_currency(cell)),
        periods: share(&|cell| PeriodCell::read(cell).is_some()),
        words: share(&|cell| {
            cell.chars().filter(|c| c.is_alphabetic()).count()
                >= cell.chars().filter(char::is_ascii_digit).count().max(1)
        }),
        organisations: share(&organisations::is_organisation),
        n_distinct: distinct.len() as f64,
        commonest: distinct.iter().map(|text| text.n).max().unwrap_or(0) as f64 / cells.len() as f64,
        distinct: distinct.len() as f64 / cells.len() as f64,
    }
}

/// A text of a column, looked at once for all its cells.
struct Text<'a> {
    cell: &'a str,
    /// Cells that say it.
    n: usize,
    amount: Option<money::Money>,
    side: Option<Side>,
}

impl Text<'_> {
    fn of(cell: &str, n: usize) -> Text<'_> {
        Text { cell, n, amount: money::Amount::parse(cell).ok().map(|amount| amount.money), side: Side::of(cell) }
    }
}

fn is_any_of(formats: &[DateFormat], cell: &str) -> bool {
    if !cell.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let written = Written::of(cell);
    formats.iter().any(|format| written.read(*format).is_some())
}
