//! Thousands set apart by a space or an apostrophe: `1 234.56`, `1'234.56`.
//!
//! A space may also part two numbers that ran into one cell, so such amounts are read only where the whole column is
//! written that way: at least two of them, and none of a thousand pounds or more in any other.

use money::Amount;

use super::points::{Points, parse_continental};

/// Amounts that must be written so before the column is believed.
const AMOUNTS_MIN: usize = 2;

/// What the cells of a column show; none where they are not written this way.
pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Points> {
    let (mut n_english, mut n_continental) = (0, 0);
    for cell in cells {
        match joined(cell) {
            None if is_thousand(cell) => return None,
            None => {}
            Some(text) if Amount::parse(&text).is_ok() => n_english += 1,
            Some(text) if parse_continental(&text).is_ok() => n_continental += 1,
            Some(_) => {}
        }
    }
    match (n_english, n_continental) {
        (AMOUNTS_MIN.., 0) => Some(Points::Spaced),
        (_, AMOUNTS_MIN..) => Some(Points::SpacedContinental),
        _ => None,
    }
}

/// Whether a cell is surely an amount written so: it has pence.
pub(super) fn is_pounds_and_pence(cell: &str) -> bool {
    let has_pence = |text: &str| text.bytes().rev().skip_while(|b| !b.is_ascii_digit()).nth(2).is_some_and(is_point);
    joined(cell)
        .is_some_and(|text| has_pence(&text) && (Amount::parse(&text).is_ok() || parse_continental(&text).is_ok()))
}

fn is_point(byte: u8) -> bool {
    matches!(byte, b'.' | b',')
}

/// The text without the marks between its groups; none where it has none, or groups of any other size than three.
pub(super) fn joined(printed: &str) -> Option<String> {
    if !printed.contains(is_mark) {
        return None;
    }
    let chars: Vec<char> = printed.trim().chars().collect();
    let digits_from = |at: usize| chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let digits_to = |at: usize| chars[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let is_between = |at: usize| is_mark(chars[at]) && 0 < digits_to(at) && 0 < digits_from(at + 1);
    let marks: Vec<usize> = (1..chars.len()).filter(|at| is_between(*at)).collect();
    let first = *marks.first()?;
    let is_grouped = |at: &usize| chars[*at] == chars[first] && digits_to(*at) <= 3 && digits_from(*at + 1) == 3;
    let text = || (0..chars.len()).filter(|at| !marks.contains(at)).map(|at| chars[at]).collect();
    marks.iter().all(is_grouped).then(text)
}

/// A space of any width, or an apostrophe.
fn is_mark(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}')
}

/// An amount of a thousand or more, written in another way.
fn is_thousand(cell: &str) -> bool {
    let pence = Amount::parse(cell).or_else(|_| parse_continental(cell)).map(|amount| amount.money.pence().abs());
    pence.is_ok_and(|pence| 1_000_00 <= pence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: Option<Points>) {
        assert_eq!(of(cells.iter().copied()), expected, "{cells:?}");
    }

    #[test]
    fn a_column_whose_thousands_are_set_apart_is_known() {
        check(&["1 234.56", "12 345.00", "950.00"], Some(Points::Spaced));
        check(&["1'234.56", "(12'345.00)", "-950.00"], Some(Points::Spaced));
        check(&["£1\u{202f}234.56", "£1\u{202f}234\u{202f}567.89 CR"], Some(Points::Spaced));
        check(&["1 234", "12 345", "£ 950"], Some(Points::Spaced));
        check(&["1 234,56", "12 345,00", "950,00"], Some(Points::SpacedContinental));
    }

    #[test]
    fn a_space_in_a_column_that_is_written_otherwise_parts_two_numbers() {
        check(&["1 234.56", "12 345.00", "1,950.00"], None);
        check(&["1 234.56", "12 345.00", "1950.00"], None);
        check(&["1 234.56", "950.00"], None);
        check(&["12 34.56", "1 2345.00"], None);
        check(&["1 234'567.00", "1234 567.00"], None);
        check(&["£ 950.00", "12.50 CR", "- 3.00"], None);
    }

    #[test]
    fn pounds_and_pence_are_known_alone_and_a_telephone_number_is_not() {
        for (cell, expected) in [
            ("1 234.56", true),
            ("(1'234.56)", true),
            ("1 234,56-", true),
            ("01632 960 417", false),
            ("12 345 678", false),
        ] {
            assert_eq!(is_pounds_and_pence(cell), expected, "{cell}");
        }
    }
}
