//! A day of the calendar, as far as ledgers need one.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Day {
    pub fn new(year: i32, month: u8, day: u8) -> Day {
        Day { year, month, day }
    }

    /// Days since 1 January 1970, after Hinnant, "chrono-compatible low-level date algorithms".
    pub fn epoch_days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The number a spreadsheet keeps for the day, counted from 1900.
    pub fn serial(self) -> i64 {
        self.epoch_days() + 25_569
    }

    pub fn weekday(self) -> &'static str {
        WEEKDAYS[(self.epoch_days() + 3).rem_euclid(7) as usize]
    }

    pub fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month) - 1]
    }

    /// The year in which the financial year of the day begins.
    pub fn financial_year(self) -> i32 {
        self.year - i32::from(self.month < 4)
    }

    /// The month of the financial year, April being 0.
    pub fn period(self) -> usize {
        (usize::from(self.month) + 8) % 12
    }

    /// The same day some years later; the last of February where there is no 29th.
    pub fn years_later(self, n: i32) -> Day {
        let day = if self.month == 2 { self.day.min(28) } else { self.day };
        Day { year: self.year + n, day, ..self }
    }
}

/// As in ISO 8601.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The calendar year and month of a month of the financial year that begins in `year`, April being 0.
pub fn calendar(year: i32, period: usize) -> (i32, u8) {
    if period < 9 { (year, period as u8 + 4) } else { (year + 1, period as u8 - 8) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_and_calendars_count_them() {
        let day = Day::new(2025, 4, 7);
        assert_eq!((day.serial(), day.weekday(), day.financial_year(), day.period()), (45_754, "Monday", 2025, 0));
        assert_eq!(Day::new(2025, 3, 31).financial_year(), 2024);
        assert_eq!(calendar(2024, 11), (2025, 3));
        assert_eq!(day.to_string(), "2025-04-07");
    }
}
