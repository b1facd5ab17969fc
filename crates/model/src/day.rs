//! Dates as tables hold them: days since 1 January 1970.

use jiff::Span;
use jiff::civil::Date;

const FIRST: Date = Date::constant(1970, 1, 1);

/// The number of a date in a table.
pub fn day_of_date(date: Date) -> i32 {
    date.since(FIRST).expect("civil dates are in range").get_days()
}

/// The date behind a number in a table; the last one that can be told for numbers beyond it.
pub fn date_of_day(day: i32) -> Date {
    let since_first = Span::new().try_days(day).ok();
    let date = since_first.and_then(|days| FIRST.checked_add(days).ok());
    date.unwrap_or(if day < 0 { Date::MIN } else { Date::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(date_of_day(18_353), Date::constant(2020, 4, 1));
        assert_eq!(day_of_date(Date::constant(2020, 4, 1)), 18_353);
        assert_eq!(date_of_day(i32::MAX), Date::MAX);
    }
}
