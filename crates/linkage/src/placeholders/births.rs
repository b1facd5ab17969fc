//! Dates and years of birth on which far more are born than about them.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::calendar;
use crate::records::Texts;

/// Fewer records than this on one date are chance, twins and people who stand there several times.
const N_RECORDS_MIN: u32 = 9;
/// A date with this many times as many births as its neighbours is no accident.
const TIMES_NEIGHBOURS: f64 = 5.0;
/// The neighbours of a date: this many days before and after.
const N_DAYS_ABOUT: i32 = 15;
const N_YEARS_ABOUT: i32 = 5;
const DAYS_IN_A_YEAR: f64 = 365.25;

/// Codes of dates, and of years that stand alone, that are worth a closer look.
pub(super) fn frequent_births(values: &Texts, counts: &[u32]) -> Vec<u32> {
    let mut days: BTreeMap<i32, u32> = BTreeMap::new();
    let mut years: BTreeMap<i32, u32> = BTreeMap::new();
    let mut years_of_days: BTreeMap<i32, u32> = BTreeMap::new();
    let mut n_of_january = 0;
    let births: Vec<Option<Birth>> = values.iter().map(Birth::of).collect();
    for (birth, n) in births.iter().zip(counts) {
        match birth {
            Some(Birth::Day(day)) => {
                *days.entry(calendar::day_number(*day)).or_default() += n;
                *years_of_days.entry(i32::from(day.year())).or_default() += n;
                n_of_january += if is_first_of_january(*day) { *n } else { 0 };
            }
            Some(Birth::Year(year)) => *years.entry(*year).or_default() += n,
            None => {}
        }
    }
    let n_of_days: u32 = days.values().sum();
    let is_january_filled_in = is_many(n_of_january, f64::from(n_of_days) / DAYS_IN_A_YEAR);
    let is_frequent = |birth: &Birth| match birth {
        Birth::Day(day) if is_first_of_january(*day) && is_january_filled_in => true,
        Birth::Day(day) => {
            let number = calendar::day_number(*day);
            is_many(days[&number], mean_about(&days, number, N_DAYS_ABOUT))
        }
        // A year of whole dates too is the year of those whom an agency knows.
        Birth::Year(year) => {
            let of_year = f64::from(years_of_days.get(year).copied().unwrap_or(0));
            let share = f64::from(years.values().sum::<u32>()) / f64::from(n_of_days.max(1));
            let expected = mean_about(&years, *year, N_YEARS_ABOUT).max(of_year * share);
            n_of_days != 0 && is_many(years[year], expected)
        }
    };
    let codes = (0..).zip(&births).zip(counts);
    let frequent = codes.filter(|((_, birth), n)| **n != 0 && birth.as_ref().is_some_and(is_frequent));
    frequent.map(|((code, _), _)| code).collect()
}

enum Birth {
    Day(Date),
    Year(i32),
}

impl Birth {
    fn of(value: &str) -> Option<Birth> {
        let year = || value.parse().ok().filter(|_| value.len() == "1993".len()).map(Birth::Year);
        calendar::day(value).map(Birth::Day).or_else(year)
    }
}

fn is_first_of_january(day: Date) -> bool {
    day == date(day.year(), 1, 1)
}

fn is_many(n: u32, expected: f64) -> bool {
    N_RECORDS_MIN <= n && TIMES_NEIGHBOURS * expected < f64::from(n)
}

/// How many records the neighbours of a number have each.
fn mean_about(counts: &BTreeMap<i32, u32>, number: i32, n_about: i32) -> f64 {
    let all: u32 = counts.range(number - n_about..=number + n_about).map(|(_, n)| n).sum();
    f64::from(all - counts.get(&number).copied().unwrap_or(0)) / f64::from(2 * n_about)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(births: &[(&str, u32)], expected: &[&str]) {
        let mut values = Texts::default();
        let counts: Vec<u32> = births.iter().map(|(value, n)| values.push(value).map(|_| *n).expect("room")).collect();
        let found: Vec<&str> = frequent_births(&values, &counts).iter().map(|code| births[*code as usize].0).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_date_with_far_more_births_than_its_neighbours_is_seen() {
        check(&[("1985-06-15", 40), ("1985-06-14", 2), ("1985-06-20", 1)], &["1985-06-15"]);
        check(&[("1985-06-15", 8), ("1985-06-14", 1)], &[]);
        let busy: Vec<String> = (1..29).map(|day| format!("2012-06-{day:02}")).collect();
        let mut busy: Vec<(&str, u32)> = busy.iter().map(|day| (day.as_str(), 30)).collect();
        busy[10].1 = 60;
        check(&busy, &[]);
        busy[10].1 = 300;
        check(&busy, &["2012-06-11"]);
    }

    #[test]
    fn the_first_of_january_is_seen_whatever_the_year() {
        let plain = [("1980-03-04", 30), ("1981-07-09", 30), ("1990-05-05", 30)];
        let january = [("1983-01-01", 5), ("1964-01-01", 7)];
        check(&[plain.as_slice(), &january].concat()[3..], &["1983-01-01", "1964-01-01"]);
        check(&[("1983-01-01", 1), ("1985-06-15", 8)], &[]);
    }

    #[test]
    fn a_year_alone_is_seen_where_neither_its_neighbours_nor_whole_dates_have_as_many() {
        let dates = [("1985-06-15", 8), ("1971-03-02", 8)];
        let years = [("1970", 90), ("1971", 3), ("1969", 2)];
        check(&[dates.as_slice(), &years].concat(), &["1970"]);
        check(&years, &[]);
        check(&[("2016-04-05", 8), ("2016-05-17", 8), ("2016-11-30", 8), ("2016", 90)], &[]);
    }
}
