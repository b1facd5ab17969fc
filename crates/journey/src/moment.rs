//! What a moment that is known only to the minute, the day or the month leaves open.

use jiff::civil::Date;
use model::day::{date_of_day, day_of_date};
use model::event_log::{Moment, Precision};

pub(crate) const SECOND: i64 = 1_000_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// The first microsecond after everything that the moment may mean.
pub(crate) fn until(moment: Moment) -> i64 {
    match moment.precision {
        Precision::Second => moment.micros + 1,
        Precision::Minute => moment.micros + MINUTE,
        Precision::Day => moment.micros + DAY,
        Precision::Month => midnight(date(moment.micros).last_of_month()) + DAY,
    }
}

/// The date on the clock that the microseconds are counted on.
pub(crate) fn date(micros: i64) -> Date {
    date_of_day(i32::try_from(micros.div_euclid(DAY)).unwrap_or(if micros < 0 { i32::MIN } else { i32::MAX }))
}

/// The first microsecond of a date.
pub(crate) fn midnight(date: Date) -> i64 {
    i64::from(day_of_date(date)) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_until(precision: Precision, last: &str) {
        let start = midnight(Date::constant(2024, 2, 1));
        let until = until(Moment { micros: start, precision });
        let at = jiff::Timestamp::from_microsecond(until).expect("a moment of 2024");
        assert_eq!(at.to_string(), last);
    }

    #[test]
    fn a_date_is_a_whole_day_and_a_month_a_whole_month() {
        check_until(Precision::Second, "2024-02-01T00:00:00.000001Z");
        check_until(Precision::Minute, "2024-02-01T00:01:00Z");
        check_until(Precision::Day, "2024-02-02T00:00:00Z");
        check_until(Precision::Month, "2024-03-01T00:00:00Z");
    }

    #[test]
    fn a_moment_before_1970_is_on_its_own_day() {
        assert_eq!(date(-1), Date::constant(1969, 12, 31));
    }
}
