//! The shipped bank holidays beside `known_answers.json`.

use jiff::civil::Date;
use journey::calendar::{BankHolidays, Division};

use crate::logs::answers;

/// Whether every year that the answers give of every division is as known.
fn check_years(key: &str, count: impl Fn(&BankHolidays, Division, i16) -> u64) {
    let Some(known) = answers("bank_holidays") else { return };
    let holidays = BankHolidays::shipped();
    for division in Division::ALL {
        let years = known[key][division.word()].as_object().expect("numbers by year");
        assert_eq!(years.len(), holidays.years(*division).expect("some years").count());
        for (year, n) in years {
            let year: i16 = year.parse().expect("a year");
            assert_eq!(Some(count(&holidays, *division, year)), n.as_u64(), "{} {year}", division.word());
        }
    }
}

#[test]
fn every_year_of_each_division_has_the_bank_holidays_known() {
    check_years("by_division_and_year", |holidays, division, year| holidays.of_year(division, year).count() as u64);
}

#[test]
fn every_year_of_each_division_has_the_working_days_known() {
    check_years("working_days_monday_to_friday_by_year", |holidays, division, year| {
        let [first, last] = [Date::constant(year, 1, 1), Date::constant(year, 12, 31)];
        u64::from(holidays.n_working_days(division, first, last).expect("the table covers the year"))
    });
}

#[test]
fn working_days_over_christmas_and_the_jubilee_are_those_known() {
    let Some(known) = answers("bank_holidays") else { return };
    let spans = [
        ("working_days_2026-12-24_to_2027-01-05_both_ends_counted", "2026-12-24", "2027-01-05"),
        ("working_days_2022-06-01_to_2022-06-06", "2022-06-01", "2022-06-06"),
    ];
    for (key, from, to) in spans {
        for division in Division::ALL {
            let [from, to] = [from, to].map(|date| date.parse::<Date>().expect("a date"));
            let n = BankHolidays::shipped().n_working_days(*division, from, to).expect("the table covers both");
            assert_eq!(known[key][division.word()].as_u64(), Some(u64::from(n)), "{key} {}", division.word());
        }
    }
}
