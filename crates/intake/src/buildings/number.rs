//! Cells of registers as numbers, pounds and days.

use jiff::civil::Date;
use money::{Amount, Money};

use crate::dates::{DateFormat, DateVote};

/// What stands for nothing in registers.
const NOTHING: [&str; 11] = ["", "na", "n/a", "#n/a", "-", "--", "none", "null", "nan", "not known", "unknown"];

/// Years of leases: one may end in the next century.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2999;

/// Whether a cell says nothing.
pub fn is_nothing(text: &str) -> bool {
    NOTHING.contains(&text.trim().to_lowercase().as_str())
}

/// A text that says something.
pub fn said(text: &str) -> Option<String> {
    (!is_nothing(text)).then(|| text.trim().to_owned())
}

/// A number with or without commas and a unit behind it; an error where the text is none.
pub fn number(text: &str) -> Result<Option<f64>, ()> {
    if is_nothing(text) {
        return Ok(None);
    }
    let bare = text.trim().to_lowercase();
    let bare =
        ["sq m", "sqm", "m2", "m²", "sq.m", "%"].iter().find_map(|unit| bare.strip_suffix(unit)).unwrap_or(&bare);
    let digits = without_commas(bare.trim()).ok_or(())?;
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(()),
    }
}

/// Commas stand before every third digit, or nowhere: `1,5` is no number.
fn without_commas(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut parts = whole.split(',');
    let first = parts.next()?;
    let is_grouped = parts.clone().all(|part| part.len() == 3) && (parts.clone().count() == 0 || first.len() <= 3);
    let joined: String = whole.chars().filter(|c| *c != ',').collect();
    is_grouped.then(|| decimals.map_or(joined.clone(), |decimals| format!("{joined}.{decimals}")))
}

/// Pounds; an error where the text is no amount.
pub fn pounds(text: &str) -> Result<Option<Money>, ()> {
    if is_nothing(text) {
        return Ok(None);
    }
    Amount::parse(text.trim()).map(|amount| Some(amount.money)).map_err(|_| ())
}

/// How a column writes days, by a vote of its cells; none where no cell is a day.
pub fn date_format<'c>(cells: impl Iterator<Item = &'c str>) -> Option<DateFormat> {
    let mut vote = DateVote::default();
    cells.filter(|cell| !is_nothing(cell)).for_each(|cell| vote.count_within(cell, 1, &YEARS));
    vote.winner()
}

/// A day; an error where the text is none.
pub fn day(text: &str, format: Option<DateFormat>) -> Result<Option<Date>, ()> {
    if is_nothing(text) {
        return Ok(None);
    }
    let read = |format| crate::dates::read_date_within(text.trim(), format, &YEARS);
    format.and_then(read).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_with_commas_units_and_words_for_nothing() {
        for (text, expected) in [
            ("1,234.5", Ok(Some(1234.5))),
            ("872.8 sqm", Ok(Some(872.8))),
            ("55 m²", Ok(Some(55.0))),
            (" N/A ", Ok(None)),
            ("", Ok(None)),
            ("about 200", Err(())),
            ("1,5", Err(())),
            ("1,2345", Err(())),
            ("inf", Err(())),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn pounds_are_read_as_in_ledgers() {
        assert_eq!(pounds("£1,250.50"), Ok(Some(Money::from_pence(125_050))));
        assert_eq!(pounds("n/a"), Ok(None));
        assert_eq!(pounds("tbc"), Err(()));
    }

    #[test]
    fn days_are_read_as_their_column_writes_them() {
        let cells = ["24/03/2031", "2/1/2029", ""];
        let format = date_format(cells.into_iter());
        assert_eq!(day(cells[0], format), Ok(Some(jiff::civil::date(2031, 3, 24))));
        assert_eq!(day(cells[1], format), Ok(Some(jiff::civil::date(2029, 1, 2))));
        assert_eq!(day("rolling", format), Err(()));
        assert_eq!(
            day("2114-12-31", date_format(["2114-12-31"].into_iter())),
            Ok(Some(jiff::civil::date(2114, 12, 31)))
        );
    }
}
