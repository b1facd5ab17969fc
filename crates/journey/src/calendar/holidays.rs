//! Bank holidays of the United Kingdom.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use authored::{Mistakes, Reading};
use jiff::civil::{Date, Weekday};

use crate::NotComputed;

/// The table that comes with the program.
const SHIPPED: &str = include_str!("../../../../reference/calendars/bank_holidays.csv");
const SHIPPED_FILE: &str = "reference/calendars/bank_holidays.csv";

/// A part of the United Kingdom with bank holidays of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Division {
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

/// Bank holidays by division, for the years that the table covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BankHolidays {
    dates: BTreeMap<Division, BTreeSet<Date>>,
}

impl Division {
    pub const ALL: &[Division] = &[Division::EnglandAndWales, Division::Scotland, Division::NorthernIreland];

    pub fn word(self) -> &'static str {
        match self {
            Division::EnglandAndWales => "england-and-wales",
            Division::Scotland => "scotland",
            Division::NorthernIreland => "northern-ireland",
        }
    }
}

impl BankHolidays {
    /// The holidays that come with the program.
    ///
    /// # Panics
    /// If the shipped table has a mistake, which its test would say.
    pub fn shipped() -> BankHolidays {
        BankHolidays::read(SHIPPED, SHIPPED_FILE).expect("the shipped table of bank holidays has no mistake")
    }

    /// Reads a table with the columns `division,date,name`.
    ///
    /// # Errors
    /// Every mistake in the table; a gap of a year is one, because it would mean a year without holidays.
    pub fn read(text: &str, file: &str) -> Result<BankHolidays, Mistakes> {
        let reading = Reading::of(file, text);
        let mut dates: BTreeMap<Division, BTreeSet<Date>> = BTreeMap::new();
        reading.columns(&["division", "date", "name"], |_, [division, date, _]| {
            let words = || Division::ALL.iter().map(|division| division.word());
            let known = Division::ALL.iter().find(|known| known.word() == division.text);
            if known.is_none() {
                reading.unknown_word(
                    division.span.clone(),
                    "division",
                    &division.text,
                    words().collect::<Vec<_>>().join(" or "),
                    words(),
                );
            }
            let day = date.text.parse::<Date>().ok();
            if day.is_none() {
                let kind = authored::MistakeKind::OutOfRange { key: "date".to_owned(), value: date.text.clone() };
                reading.add(date.span.clone(), kind, "a date such as 2026-12-25");
            }
            if let (Some(division), Some(day)) = (known, day) {
                dates.entry(*division).or_default().insert(day);
            }
        });
        let holidays = BankHolidays { dates };
        holidays.check_years(&reading);
        reading.finish(Some(holidays))
    }

    fn check_years(&self, reading: &Reading) {
        for division in self.dates.keys() {
            let of_year = |year: &i16| self.of_year(*division, *year).next().is_none();
            for year in self.years(*division).into_iter().flatten().filter(of_year) {
                let kind = authored::MistakeKind::Lacking(format!("no bank holiday of {year} for {}", division.word()));
                reading.add(0..0, kind, "every year between the first and the last");
            }
        }
    }

    /// The years that the table covers for a division.
    pub fn years(&self, division: Division) -> Option<RangeInclusive<i16>> {
        let dates = self.dates.get(&division)?;
        Some(dates.first()?.year()..=dates.last()?.year())
    }

    pub fn of_year(&self, division: Division, year: i16) -> impl Iterator<Item = Date> {
        let dates = self.dates.get(&division).into_iter().flatten().copied();
        dates.filter(move |date| date.year() == year)
    }

    /// Whether a date is a bank holiday.
    ///
    /// # Errors
    /// If the table does not cover the year: that is not the same as no holiday.
    pub fn is_holiday(&self, division: Division, date: Date) -> Result<bool, NotComputed> {
        self.check_covered(division, date)?;
        Ok(self.dates[&division].contains(&date))
    }

    /// Working days, Monday to Friday without bank holidays, from one date to another, both counted.
    ///
    /// # Errors
    /// If the table does not cover every year of them.
    pub fn n_working_days(&self, division: Division, from: Date, to: Date) -> Result<u32, NotComputed> {
        let mut n = 0;
        for date in from.series(jiff::Span::new().days(1)).take_while(|date| *date <= to) {
            let is_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            n += u32::from(!self.is_holiday(division, date)? && !is_weekend);
        }
        Ok(n)
    }

    /// The date a number of working days after another; a deadline of 0 working days is the date itself.
    ///
    /// # Errors
    /// If the table does not cover every year until then.
    pub fn after_working_days(&self, division: Division, from: Date, n_days: u32) -> Result<Date, NotComputed> {
        let mut date = from;
        let mut left = n_days;
        while 0 < left {
            date = date.tomorrow().map_err(|_| self.outside(division, date))?;
            left -= self.n_working_days(division, date, date)?;
        }
        self.check_covered(division, date)?;
        Ok(date)
    }

    fn check_covered(&self, division: Division, date: Date) -> Result<(), NotComputed> {
        let is_covered = self.years(division).is_some_and(|years| years.contains(&date.year()));
        if is_covered { Ok(()) } else { Err(self.outside(division, date)) }
    }

    pub(crate) fn outside(&self, division: Division, date: Date) -> NotComputed {
        let (first, last) = self.years(division).map_or((0, 0), |years| (*years.start(), *years.end()));
        NotComputed::OutsideHolidays { year: date.year(), first, last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn the_second_of_january_is_a_holiday_in_scotland_alone_and_the_twelfth_of_july_in_northern_ireland() {
        let holidays = BankHolidays::shipped();
        let where_closed = |day: &str| -> Vec<&str> {
            let is_closed = |division: &&Division| holidays.is_holiday(**division, date(day)) == Ok(true);
            Division::ALL.iter().filter(is_closed).map(|division| division.word()).collect()
        };
        assert_eq!(where_closed("2026-01-02"), ["scotland"]);
        assert_eq!(where_closed("2024-07-12"), ["northern-ireland"]);
        assert_eq!(where_closed("2026-12-25"), ["england-and-wales", "scotland", "northern-ireland"]);
    }

    #[test]
    fn a_year_outside_the_table_is_an_error_and_not_a_year_without_holidays() {
        let outside = NotComputed::OutsideHolidays { year: 2029, first: 2015, last: 2028 };
        let holidays = BankHolidays::shipped();
        assert_eq!(holidays.is_holiday(Division::Scotland, date("2029-01-02")), Err(outside));
        assert_eq!(holidays.after_working_days(Division::Scotland, date("2028-12-29"), 1), Err(outside));
    }

    #[test]
    fn a_deadline_in_working_days_steps_over_weekends_and_holidays() {
        let holidays = BankHolidays::shipped();
        let after = |n| holidays.after_working_days(Division::EnglandAndWales, date("2026-12-24"), n);
        // 25 and 28 December are holidays, 26 and 27 a weekend.
        assert_eq!([0, 1, 2].map(after), ["2026-12-24", "2026-12-29", "2026-12-30"].map(|day| Ok(date(day))));
    }

    #[test]
    fn mistakes_in_a_table_are_all_reported() {
        let table =
            "division,date,name\nwales,2015-01-01,x\nscotland,1 May,x\nscotland,2015-01-01,x\nscotland,2017-01-02,x\n";
        let mistakes = BankHolidays::read(table, "holidays.csv").expect_err("three mistakes").mistakes;
        let printed: Vec<String> = mistakes.iter().map(|mistake| mistake.kind.to_string()).collect();
        let expected = ["no bank holiday of 2016 for scotland", "`wales` is not a valid division", "`date` is 1 May"];
        assert_eq!(printed, expected);
    }
}
