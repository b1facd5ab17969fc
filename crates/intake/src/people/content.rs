//! What the cells of a column are of a person, whatever its heading says.

use std::collections::BTreeSet;

use super::birth::Vote;
use super::detection::{is_name, is_nhs_number_printed, is_nino, is_upn};
use super::field::PersonField;
use super::known_names::KnownNames;
use crate::clock::{Clock, time_alone};
use crate::dates::DateFormat;
use crate::postcode::is_postcode;

/// Distinct values that a column must have before it says what it is.
const VALUES_MIN: usize = 5;
/// Years between the earliest and the latest date of a column of dates of birth.
const BIRTH_YEARS_MIN: i16 = 15;
/// Share of cells that the lists must know as first names, and as surnames. Lists are short, of surnames above all.
const GIVEN_SHARE_MIN: f64 = 0.3;
const FAMILY_SHARE_MIN: f64 = 0.1;

/// The filled cells of one column in a sample.
pub(super) fn column(sample: &[(u64, Vec<String>)], at: usize) -> Vec<&str> {
    let cells = sample.iter().filter_map(|(_, cells)| cells.get(at));
    cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect()
}

/// Whether a cell is of a kind.
type IsOne = fn(&str) -> bool;

/// The field that the cells tell without any heading; none where they may be several things.
pub(super) fn field_of_cells(cells: &[&str]) -> Option<PersonField> {
    use PersonField::*;
    if distinct(cells) < VALUES_MIN {
        return is_mostly(cells, is_sex).then_some(Sex).filter(|_| 2 <= distinct(cells));
    }
    let certain: [(PersonField, IsOne); 6] = [
        (NhsNumber, is_nhs_number_printed),
        (Nino, is_nino),
        (Upn, is_upn),
        (Email, is_email),
        (Postcode, is_postcode),
        (Phone, is_phone),
    ];
    let found = certain.into_iter().find(|(_, is)| is_mostly(cells, is)).map(|(field, _)| field);
    found
        .or_else(|| is_births(cells).then_some(Born))
        .or_else(|| name_field(cells))
        .or_else(|| is_mostly(cells, is_address).then_some(Address))
}

/// Whether the cells are what a heading says that contains the name of a field.
pub(super) fn fits(field: PersonField, cells: &[&str]) -> bool {
    use PersonField::*;
    match field {
        // Where the heading says so, many of them may be wrong.
        NhsNumber => is_mostly(cells, has_ten_digits),
        Nino => is_mostly(cells, is_nino),
        Upn => is_mostly(cells, is_upn),
        Email => is_mostly(cells, is_email),
        Postcode => is_mostly(cells, is_postcode),
        Phone => is_mostly(cells, is_phone),
        Born => is_dates(cells),
        Sex => is_mostly(cells, is_sex),
        GivenName | FamilyName | OtherNames | KnownAs | FormerName | Town => is_mostly(cells, is_words),
        FullName => {
            is_mostly(cells, is_words) && 2 * cells.iter().filter(|cell| cell.contains(' ')).count() >= cells.len()
        }
        Address => is_mostly(cells, |cell| cell.contains(' ')),
        _ => false,
    }
}

/// Whether cells under a heading such as `Birth Day` are days of a month, and no dates.
pub(super) fn is_days(cells: &[&str]) -> bool {
    !cells.is_empty() && is_mostly(cells, |cell| is_number_within(cell, 1..=31))
}

/// Whether cells are the parts of dates of birth: days, months by number or name, and years of people's births.
pub(super) fn are_birth_parts(days: &[&str], months: &[&str], years: &[&str]) -> bool {
    let is_month = |cell: &str| is_number_within(cell, 1..=12) || crate::dates::month_named(cell).is_some();
    let is_year = |cell: &str| is_number_within(cell, 1850..=2100);
    let distinct_years: BTreeSet<&&str> = years.iter().collect();
    is_days(days)
        && is_mostly(months, is_month)
        && is_mostly(years, is_year)
        && BIRTH_YEARS_MIN as usize
            <= distinct_years.len().max(if years.len() < 30 { BIRTH_YEARS_MIN as usize } else { 0 })
}

fn is_number_within(cell: &str, within: std::ops::RangeInclusive<u32>) -> bool {
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    whole.parse().is_ok_and(|number| within.contains(&number))
}

pub(super) fn is_dates(cells: &[&str]) -> bool {
    0.8 <= vote(cells).share()
}

/// Whether cells are times of day alone, written with colons or `am` and `pm`: other numbers may be dates.
pub(super) fn are_times(cells: &[&str]) -> bool {
    let is_time = |cell: &str| {
        cell.contains(|c: char| c == ':' || c.is_alphabetic())
            && matches!(time_alone(cell), Clock::Wall(_) | Clock::Offset(..))
    };
    !cells.is_empty() && is_mostly(cells, is_time)
}

fn is_births(cells: &[&str]) -> bool {
    let vote = vote(cells);
    let Some(winner) = vote.winner().filter(|_| 0.8 <= vote.share()) else { return false };
    // A number of several digits is a date only where a heading says so.
    let is_plain = matches!(
        winner,
        DateFormat::Serial
            | DateFormat::SerialTime
            | DateFormat::CompactShortYear
            | DateFormat::CompactShortYearFirst
            | DateFormat::EpochSeconds
            | DateFormat::EpochMilliseconds
            | DateFormat::CompactDayFirst
            | DateFormat::YearMonth
    );
    let years: BTreeSet<i16> =
        cells.iter().filter_map(|cell| super::birth::read_date(cell, Some(winner))).map(|date| date.year()).collect();
    let span = years.first().zip(years.last()).map_or(0, |(first, last)| last - first);
    !is_plain && BIRTH_YEARS_MIN <= span
}

fn vote(cells: &[&str]) -> Vote {
    let mut vote = Vote::default();
    cells.iter().for_each(|cell| vote.count(cell));
    vote
}

/// Whether cells are a code of its own in every row, as numbers of records are: neither amounts nor dates nor texts.
pub(super) fn are_numbers_of_records(cells: &[&str], n_rows: usize) -> bool {
    const N_LETTERS_MAX: usize = 24;
    let is_code = |cell: &&str| {
        cell.len() <= N_LETTERS_MAX
            && cell.bytes().any(|byte| byte.is_ascii_digit())
            && !cell.contains([' ', '.', ',', '£', '@'])
    };
    VALUES_MIN <= cells.len()
        && cells.len() == n_rows
        && cells.iter().all(is_code)
        && distinct(cells) == n_rows
        && !is_dates(cells)
}

/// First names, surnames or whole names by the lists.
fn name_field(cells: &[&str]) -> Option<PersonField> {
    let known = KnownNames::shipped();
    if is_mostly(cells, is_name) {
        let (given, family) = (share(cells, |cell| known.is_given(cell)), share(cells, |cell| known.is_family(cell)));
        return if GIVEN_SHARE_MIN <= given && 2.0 * family < given {
            Some(PersonField::GivenName)
        } else if FAMILY_SHARE_MIN <= family && 2.0 * given < family {
            Some(PersonField::FamilyName)
        } else {
            None
        };
    }
    let is_whole = |cell: &str| (2..=5).contains(&cell.split_whitespace().count()) && is_words(cell);
    let holds_given = |cell: &str| cell.split([' ', ',']).any(|word| known.is_given(word));
    (is_mostly(cells, is_whole) && GIVEN_SHARE_MIN <= share(cells, holds_given)).then_some(PersonField::FullName)
}

fn distinct(cells: &[&str]) -> usize {
    cells.iter().collect::<BTreeSet<_>>().len()
}

fn share(cells: &[&str], is: impl Fn(&str) -> bool) -> f64 {
    if cells.is_empty() { 0.0 } else { cells.iter().filter(|cell| is(cell)).count() as f64 / cells.len() as f64 }
}

/// Four in five.
fn is_mostly(cells: &[&str], is: impl Fn(&str) -> bool) -> bool {
    0.8 <= share(cells, is)
}

fn is_email(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !cell.contains(' '))
}

/// The form of an NHS number, whether or not it passes its check.
fn has_ten_digits(cell: &str) -> bool {
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    whole.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-'))
        && whole.bytes().filter(u8::is_ascii_digit).count() == 10
}

/// Ten digits or more that begin as British numbers do.
fn is_phone(cell: &str) -> bool {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let is_plain = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '-'));
    is_plain
        && (10..=14).contains(&digits.len())
        && (cell.starts_with('0') || cell.starts_with('+') || cell.starts_with("(0"))
}

fn is_sex(cell: &str) -> bool {
    const WORDS: [&str; 12] =
        ["m", "f", "male", "female", "man", "woman", "boy", "girl", "u", "x", "unknown", "not known"];
    WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// A number and a street.
fn is_address(cell: &str) -> bool {
    cell.contains(' ')
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
}

/// Words of letters, as names are.
fn is_words(cell: &str) -> bool {
    cell.chars().next().is_some_and(char::is_alphabetic)
        && cell.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | ',' | ' ' | '(' | ')' | '`'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_they_are() {
        use PersonField::*;
        for (cells, field) in [
            (["LS1 4AP", "LS2 7ER", "bd14aa", "WF1 1AA", "HX1 1AB"], Some(Postcode)),
            (["AB123456C", "CE 12 34 56 A", "GH123456D", "JK123456B", "LM123456C"], Some(Nino)),
            (["a@b.org", "c@d.co.uk", "e@f.com", "g@h.net", "i@j.uk"], Some(Email)),
            (["0113 496 0000", "07700 900123", "+44 7700 900124", "0113 4960001", "(0113) 496 0002"], Some(Phone)),
            (["03/04/1961", "28/05/1990", "1/1/2001", "2/2/1975", "4/7/1933"], Some(Born)),
            (["03/04/2024", "28/05/2024", "1/1/2025", "2/2/2025", "4/7/2024"], None),
            (["John", "Mary", "William", "Siân", "Robert"], Some(GivenName)),
            (["Smith", "Jones", "Patel", "Khan", "Zeta"], Some(FamilyName)),
            (["John Smith", "Mary Jones", "JONES, Robert", "Ann Patel", "Bob Khan"], Some(FullName)),
            (["1 Mill Road", "Flat 2, High St", "3 Elm Close", "4 Ash Way", "5 Oak Ave"], Some(Address)),
            (["F", "M", "M", "F", "f"], Some(Sex)),
            (["12.50", "13.70", "99", "7", "1"], None),
            (["33675", "15766", "18267", "40000", "25000"], None),
        ] {
            assert_eq!(field_of_cells(&cells), field, "{cells:?}");
        }
        assert_eq!(field_of_cells(&["M"; 9]), None, "one value says nothing");
    }

    #[test]
    fn a_heading_that_contains_the_name_of_a_number_stands_above_wrong_ones_too() {
        let numbers = ["9434765919", "943 476 5918", "1234567890.0", "400-000-0004", "9999999999"];
        assert_eq!(field_of_cells(&numbers), None, "by themselves they are of nothing");
        assert!(fits(PersonField::NhsNumber, &numbers));
        assert!(!fits(PersonField::NhsNumber, &["RX1", "RR8", "RAE", "RCB", "9434765919"]), "codes of trusts");
    }

    #[test]
    fn days_are_no_dates() {
        assert!(is_days(&["04", "8", "31"]) && !is_days(&["04/08/1990", "1/2/1961"]) && !is_days(&[]));
        assert!(are_birth_parts(&["1", "31"], &["Jan", "12"], &["1990", "1961"]));
        assert!(!are_birth_parts(&["1", "31"], &["13", "22"], &["1990", "1961"]));
    }
}
