//! Dates and moments as tables hold them: days, and microseconds, since 1 January 1970.

use jiff::Span;
use jiff::civil::{Date, DateTime};

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

/// Microseconds of a day.
const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// The number of a moment in a table; fractions of a microsecond are cut off.
pub fn micros_of_moment(moment: DateTime) -> i64 {
    let time = moment.time();
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let micros = seconds * 1_000_000 + i64::from(time.subsec_nanosecond()) / 1_000;
    i64::from(day_of_date(moment.date())) * DAY_MICROS + micros
}

/// The moment behind a number in a table; the first or last one of the calendar for numbers beyond it.
pub fn moment_of_micros(micros: i64) -> DateTime {
    let day = i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(if micros < 0 { i32::MIN } else { i32::MAX });
    let of_day = Span::new().microseconds(micros.rem_euclid(DAY_MICROS));
    let midnight = date_of_day(day).at(0, 0, 0, 0);
    midnight.checked_add(of_day).unwrap_or(DateTime::MAX)
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

    #[test]
    fn moments_are_counted_in_microseconds_from_1970() {
        let morning = Date::constant(2020, 4, 1).at(9, 30, 5, 250_000_999);
        let micros = (18_353 * 86_400 + 9 * 3_600 + 30 * 60 + 5) * 1_000_000 + 250_000;
        assert_eq!(micros_of_moment(morning), micros);
        assert_eq!(moment_of_micros(micros), Date::constant(2020, 4, 1).at(9, 30, 5, 250_000_000));
        assert_eq!(moment_of_micros(-1), Date::constant(1969, 12, 31).at(23, 59, 59, 999_999_000));
        assert_eq!(moment_of_micros(i64::MIN).date(), Date::MIN);
    }
}
