//! How two dates of birth stand to each other.

use rapidfuzz::distance::damerau_levenshtein;

use crate::calendar;

/// What two dates of birth say of whether they are one person's, from the most against it to the most for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BirthTie {
    /// Two days, or two years, that are no slip of one, and a generation between them.
    Apart,
    /// Two days that are no slip of one, but not so far from each other: a parent and a child are further.
    Unlike,
    /// One is not there, or says next to nothing beside the other.
    Missing,
    /// The same year, where one or both say no more.
    Year,
    /// A slip, unless they are a parent's and a child's: years lie so far apart.
    Generation,
    /// Day and month swapped, or a letter or two wrong.
    Slip,
    Same,
}

/// Two dates that differ in more characters than this are different dates.
const N_SLIPS_MAX: usize = 2;
/// A parent is so much older (`docs/methods/families.md`).
const YEARS_OF_GENERATION: u32 = 13;
/// Two people of one name at one home who are at least this many years apart are parent and child, or more distant relations.
const YEARS_OF_NAMESAKES: u32 = 10;
/// What lies outside is a date that somebody garbled.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2100;
/// Nobody is a parent so late: the first digits are wrong.
const YEARS_OF_GENERATION_MAX: u32 = 60;
const N_OF_YEAR: usize = "1993".len();
const N_OF_DATE: usize = "1993-02-28".len();

/// By dates as `1993-02-28` and years as `1993`.
pub(crate) fn tie(left: &str, right: &str) -> BirthTie {
    match (left.len(), right.len()) {
        (N_OF_YEAR, _) | (_, N_OF_YEAR) => tie_of_years(left, right),
        _ if left == right => BirthTie::Same,
        _ if is_slip(left, right) && is_a_generation(left, right) => BirthTie::Generation,
        _ if is_slip(left, right) => BirthTie::Slip,
        _ if !is_date(left) || !is_date(right) => BirthTie::Missing,
        _ if year(left).zip(year(right)).is_some_and(|(l, r)| l.abs_diff(r) < YEARS_OF_NAMESAKES) => BirthTie::Unlike,
        _ => BirthTie::Apart,
    }
}

/// A year is often worked out from an age, so the next one says nothing either way.
fn tie_of_years(left: &str, right: &str) -> BirthTie {
    match (year(left), year(right)) {
        (Some(l), Some(r)) if l == r => BirthTie::Year,
        (Some(l), Some(r)) if 1 < l.abs_diff(r) => BirthTie::Apart,
        _ => BirthTie::Missing,
    }
}

fn year(text: &str) -> Option<i32> {
    text.get(..N_OF_YEAR)?.parse().ok()
}

fn is_date(text: &str) -> bool {
    calendar::day(text).is_some_and(|day| YEARS.contains(&day.year()))
}

fn is_a_generation(left: &str, right: &str) -> bool {
    let (Some(l), Some(r)) = (year(left), year(right)) else { return false };
    (YEARS_OF_GENERATION..=YEARS_OF_GENERATION_MAX).contains(&l.abs_diff(r))
}

fn is_slip(left: &str, right: &str) -> bool {
    let swapped = || {
        left.len() == N_OF_DATE && left.is_ascii() && {
            right.len() == N_OF_DATE
                && right.is_ascii()
                && left[..5] == right[..5]
                && left[5..7] == right[8..]
                && left[8..] == right[5..7]
        }
    };
    swapped() || damerau_levenshtein::distance(left.chars(), right.chars()) <= N_SLIPS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_the_same_a_slip_or_apart() {
        for (left, right, expected) in [
            ("1993-02-28", "1993-02-28", BirthTie::Same),
            ("1993-02-11", "1993-11-02", BirthTie::Slip),
            ("1993-02-28", "1983-02-26", BirthTie::Slip),
            ("1993-02-28", "2993-02-28", BirthTie::Slip),
            ("1963-02-28", "1993-02-28", BirthTie::Generation),
            ("1993-02-28", "1964-07-13", BirthTie::Apart),
            ("1993-02-28", "1993-07-13", BirthTie::Unlike),
            ("1993-02-28", "1984-07-13", BirthTie::Unlike),
            ("1993-02-28", "1983-07-13", BirthTie::Apart),
            ("1993-02-28", "2041-13-45", BirthTie::Missing),
            ("1993", "1993-07-13", BirthTie::Year),
            ("1993", "1993", BirthTie::Year),
            ("1993", "1994-01-02", BirthTie::Missing),
            ("1993", "1996", BirthTie::Apart),
            ("summer", "1993-02-28", BirthTie::Missing),
        ] {
            assert_eq!((tie(left, right), tie(right, left)), (expected, expected), "{left} {right}");
        }
    }
}
