//! Open time between two moments, from sums by day.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use model::event_log::Clock;

use super::{BankHolidays, Open, OpeningHours};
use crate::NotComputed;
use crate::moment::{DAY, MINUTE, date, midnight};

/// British local time, as the rules have been since 1996: summer time from the last Sunday of March to that of October.
const BRITISH: &str = "GMT0BST,M3.5.0/1,M10.5.0/2";

/// Opening hours spread over every day that the table of holidays covers, with the open time before each span.
#[derive(Debug, Clone)]
pub struct WorkingTime {
    spans: Vec<OpenSpan>,
    /// The first moment covered, and the first one after.
    covered: (i64, i64),
    years: (i16, i16),
}

/// A span of open time in microseconds of the log's clock.
#[derive(Debug, Clone, Copy)]
struct OpenSpan {
    from: i64,
    until: i64,
    /// Open time before it.
    before: i64,
}

impl WorkingTime {
    /// Spreads opening hours over the years of the table.
    ///
    /// Hours are those of British clocks. Where a log's moments have an offset, a night in which the clock changes is an
    /// hour shorter or longer; on a wall clock every day has 24 hours. An agency that is open on bank holidays too is
    /// covered for the same years.
    ///
    /// # Errors
    /// If the table has no year of the division.
    pub fn of(hours: &OpeningHours, holidays: &BankHolidays, clock: Clock) -> Result<WorkingTime, NotComputed> {
        let years = years(hours, holidays).ok_or(NotComputed::Nothing)?;
        let zone = TimeZone::posix(BRITISH).expect("the rule of British summer time can be read");
        let micros = |date: Date, minute: u16| on_clock(date, minute, clock, &zone);
        let [first, last] = [Date::constant(years.0, 1, 1), Date::constant(years.1, 12, 31)];
        let mut spans: Vec<OpenSpan> = Vec::new();
        let mut before = 0;
        for date in first.series(Span::new().days(1)).take_while(|date| *date <= last) {
            for open in open_on(hours, holidays, date) {
                let (from, until) = (micros(date, open.from_minute), micros(date, open.until_minute));
                spans.push(OpenSpan { from, until, before });
                before += until - from;
            }
        }
        Ok(WorkingTime { spans, covered: (micros(first, 0), micros(last, 1_440)), years })
    }

    /// Open microseconds from one moment to another; below zero where the second is the earlier one.
    ///
    /// # Errors
    /// If a moment lies outside the years that the table of holidays covers.
    pub fn between(&self, from: i64, to: i64) -> Result<i64, NotComputed> {
        Ok(self.open_before(to)? - self.open_before(from)?)
    }

    fn open_before(&self, micros: i64) -> Result<i64, NotComputed> {
        if micros < self.covered.0 || self.covered.1 < micros {
            let (first, last) = self.years;
            return Err(NotComputed::OutsideHolidays { year: date(micros).year(), first, last });
        }
        let n_begun = self.spans.partition_point(|span| span.from < micros);
        Ok(n_begun.checked_sub(1).map_or(0, |last| {
            let span = &self.spans[last];
            span.before + micros.min(span.until) - span.from
        }))
    }
}

fn years(hours: &OpeningHours, holidays: &BankHolidays) -> Option<(i16, i16)> {
    let divisions = hours.holidays.as_slice();
    let divisions = if divisions.is_empty() { super::Division::ALL } else { divisions };
    let years: Vec<_> = divisions.iter().filter_map(|division| holidays.years(*division)).collect();
    Some((years.iter().map(|years| *years.start()).min()?, years.iter().map(|years| *years.end()).max()?))
}

fn open_on<'h>(hours: &'h OpeningHours, holidays: &BankHolidays, date: Date) -> &'h [Open] {
    let is_holiday = hours.holidays.is_some_and(|division| holidays.is_holiday(division, date) == Ok(true));
    if is_holiday || hours.closed.contains(&date) { &[] } else { hours.of_weekday(date.weekday()) }
}

/// A minute of a day on the log's clock.
fn on_clock(date: Date, minute: u16, clock: Clock, zone: &TimeZone) -> i64 {
    let wall = midnight(date) + i64::from(minute) * MINUTE;
    match clock {
        Clock::Wall => wall,
        Clock::Utc => {
            let (day, minute) = (crate::moment::date(wall), wall.rem_euclid(DAY) / MINUTE);
            let at: DateTime = day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
            zone.to_timestamp(at).expect("days of the table are in range").as_microsecond()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Division;
    use crate::testing::moment;

    const HOUR: i64 = 60 * MINUTE;

    fn office() -> OpeningHours {
        OpeningHours::office(Open { from_minute: 8 * 60, until_minute: 17 * 60 }, Division::EnglandAndWales)
    }

    fn check_hours(hours: &OpeningHours, clock: Clock, from: &str, to: &str, expected: i64) {
        let time = WorkingTime::of(hours, &BankHolidays::shipped(), clock).expect("the table has years");
        let open = time.between(moment(from).micros, moment(to).micros);
        assert_eq!(open, Ok(expected * HOUR), "{from} to {to}");
    }

    #[test]
    fn christmas_2026_in_england_and_wales_has_nine_working_hours() {
        let (from, to) = ("2026-12-24 08:00", "2026-12-28 17:00");
        check_hours(&office(), Clock::Wall, from, to, 9);
        check_hours(&OpeningHours { holidays: None, ..office() }, Clock::Wall, from, to, 27);
        check_hours(&OpeningHours::always(), Clock::Wall, from, to, 105);
    }

    #[test]
    fn moments_outside_opening_hours_add_nothing() {
        check_hours(&office(), Clock::Wall, "2026-03-02 06:00", "2026-03-02 20:00", 9);
        check_hours(&office(), Clock::Wall, "2026-03-02 18:00", "2026-03-03 07:00", 0);
        check_hours(&office(), Clock::Wall, "2026-03-02 16:00", "2026-03-03 09:00", 2);
        check_hours(&office(), Clock::Wall, "2026-03-03 09:00", "2026-03-02 16:00", -2);
    }

    #[test]
    fn a_day_on_which_the_clock_changes_has_23_or_25_hours() {
        let whole_day = Open { from_minute: 0, until_minute: 1_440 };
        let sundays = std::array::from_fn(|day| if day == 6 { vec![whole_day] } else { Vec::new() });
        let sundays = OpeningHours::of(sundays, None, [].into()).expect("a whole day does not overlap");
        let (spring, autumn) = (("2026-03-28 00:00", "2026-03-31 00:00"), ("2026-10-24 00:00", "2026-10-27 00:00"));
        check_hours(&sundays, Clock::Utc, spring.0, spring.1, 23);
        check_hours(&sundays, Clock::Utc, autumn.0, autumn.1, 25);
        check_hours(&sundays, Clock::Wall, spring.0, spring.1, 24);
    }

    #[test]
    fn offices_open_by_british_clocks_in_summer_too() {
        // 8 to 17 of summer time is 7 to 16 in UTC.
        check_hours(&office(), Clock::Utc, "2026-07-01 06:00", "2026-07-01 08:00", 1);
        check_hours(&office(), Clock::Utc, "2026-12-01 06:00", "2026-12-01 09:00", 1);
        // A weekend in which the clock changes is no longer for an office.
        check_hours(&office(), Clock::Utc, "2026-03-27 16:00", "2026-03-30 08:00", 2);
    }

    #[test]
    fn scotland_is_closed_on_the_second_of_january_and_northern_ireland_on_the_twelfth_of_july() {
        let of = |division| OpeningHours { holidays: Some(division), ..office() };
        let [january, july] = [("2025-01-02 00:00", "2025-01-03 00:00"), ("2024-07-12 00:00", "2024-07-13 00:00")];
        check_hours(&of(Division::Scotland), Clock::Wall, january.0, january.1, 0);
        check_hours(&of(Division::NorthernIreland), Clock::Wall, january.0, january.1, 9);
        check_hours(&of(Division::Scotland), Clock::Wall, july.0, july.1, 9);
        check_hours(&of(Division::NorthernIreland), Clock::Wall, july.0, july.1, 0);
    }

    #[test]
    fn days_that_an_agency_closes_are_closed() {
        let closed = [Date::constant(2026, 3, 3)].into();
        check_hours(&OpeningHours { closed, ..office() }, Clock::Wall, "2026-03-02 08:00", "2026-03-04 17:00", 18);
    }

    #[test]
    fn a_year_outside_the_table_is_an_error() {
        let time = WorkingTime::of(&office(), &BankHolidays::shipped(), Clock::Wall).expect("the table has years");
        let open = time.between(moment("2028-12-29 08:00").micros, moment("2029-01-02 09:00").micros);
        assert_eq!(open, Err(NotComputed::OutsideHolidays { year: 2029, first: 2015, last: 2028 }));
    }
}
