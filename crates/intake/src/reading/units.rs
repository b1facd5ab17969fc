//! A row between the heading and the payments that gives the unit of each column: `£000` under `Amount`.

use super::{Header, SampleRow, Unit, join_headings};

/// The heading with such a row joined to it, where there is one.
pub(super) fn joined(header: Header, sample: &[SampleRow]) -> Header {
    if header.is_last {
        return header;
    }
    let next =
        sample.iter().find(|(number, cells)| header.covers(*number) && cells.iter().any(|cell| !cell.is_empty()));
    match next {
        Some((number, cells)) if says_units(cells) => {
            let headings = join_headings(&header.headings, cells);
            Header { rows: (header.rows.0, *number), headings, ..header }
        }
        _ => header,
    }
}

/// Whether every filled cell of a row is a unit or a date format, and at least one is a unit.
fn says_units(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let is_form =
        |cell: &str| matches!(cell.to_lowercase().as_str(), "dd/mm/yyyy" | "dd/mm/yy" | "text" | "yyyy-mm-dd");
    filled.iter().any(|cell| is_unit(cell)) && filled.iter().all(|cell| is_unit(cell) || is_form(cell))
}

fn is_unit(cell: &str) -> bool {
    let bare = cell.trim_matches(['(', ')', ' ', '\'']).to_lowercase();
    let is_short = cell.chars().count() <= 24 && !cell.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    matches!(bare.as_str(), "£" | "gbp" | "£s" | "pounds" | "£.p" | "£ p")
        || is_short && Unit::of_heading(cell) != Unit::Pounds
}
