//! Working days and opening hours: bank holidays of England and Wales, weekends, and when an agency shuts.

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

use crate::people::agencies::Agency;
use crate::people::contacts::Activity;

/// Minutes of a day.
pub(super) const MIDNIGHT: u16 = 24 * 60;

/// When an agency is there for an activity, in minutes of the day.
pub(super) fn hours(activity: &Activity) -> (u16, u16) {
    match activity.agency {
        _ if is_day_and_night(activity) => (0, MIDNIGHT),
        Agency::Health => (8 * 60, 18 * 60 + 30),
        Agency::Schools => (8 * 60 + 30, 16 * 60 + 30),
        Agency::Housing | Agency::Benefits | Agency::MentalHealth => (9 * 60, 17 * 60),
        Agency::SocialCare => (9 * 60, 17 * 60 + 30),
        Agency::Police => (0, MIDNIGHT),
        Agency::Voluntary => (10 * 60, 16 * 60),
    }
}

/// Whether an activity goes on at night, at weekends and on holidays.
pub(super) fn is_day_and_night(activity: &Activity) -> bool {
    activity.agency == Agency::Police
        || matches!(
            activity.name,
            "A&E attendance" | "Emergency admission" | "Hospital discharge" | "Crisis team visit"
        )
}

/// The first and last day on which an agency shuts between Christmas and the New Year, if it does.
pub(super) fn winter_closure(agency: Agency, year: i16) -> Option<(Date, Date)> {
    match agency {
        Agency::Schools => Some((date(year, 12, 20), date(year + 1, 1, 3))),
        Agency::Housing | Agency::Voluntary => Some((date(year, 12, 24), date(year + 1, 1, 1))),
        _ => None,
    }
}

/// Whether an agency does this on a day.
pub(super) fn is_open(activity: &Activity, day: Date) -> bool {
    let is_shut = [day.year() - 1, day.year()]
        .into_iter()
        .filter_map(|year| winter_closure(activity.agency, year))
        .any(|(from, to)| from <= day && day <= to);
    is_day_and_night(activity) || (is_working_day(day) && !is_shut)
}

/// The day itself or the next on which the agency is open; before the day, where the year ends first.
pub(super) fn open_day(activity: &Activity, day: Date, first: Date, last: Date) -> Option<Date> {
    let days = |sign: i64| (0..40).map(move |n| day.saturating_add(Span::new().days(sign * n)));
    let is_right = |day: &Date| first <= *day && *day <= last && is_open(activity, *day);
    days(1).find(is_right).or_else(|| days(-1).find(is_right))
}

/// A working day this many working days later.
pub(super) fn add_working_days(day: Date, n: u32) -> Date {
    let mut days = (1..).map(|n: i64| day.saturating_add(Span::new().days(n))).filter(|day| is_working_day(*day));
    let at = (n as usize).checked_sub(1);
    at.map_or(day, |at| days.nth(at).expect("working days do not end"))
}

/// Working days after one day, up to and with another.
pub(super) fn working_days_between(from: Date, to: Date) -> u32 {
    let days = (1..).map(|n: i64| from.saturating_add(Span::new().days(n))).take_while(|day| *day <= to);
    days.filter(|day| is_working_day(*day)).count() as u32
}

/// Neither a weekend nor a bank holiday in England and Wales.
pub(super) fn is_working_day(day: Date) -> bool {
    !is_weekend(day) && !is_bank_holiday(day)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn is_bank_holiday(day: Date) -> bool {
    bank_holidays(day.year()).contains(&day)
}

/// The eight of the year and those of single years, by the Banking and Financial Dealings Act 1971 and proclamations.
fn bank_holidays(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let beside_easter = |days: i64| easter.saturating_add(Span::new().days(days));
    let mut days = vec![
        substitute(date(year, 1, 1), 0),
        beside_easter(-2),
        beside_easter(1),
        first_monday(date(year, 5, 1)),
        first_monday(date(year, 5, 25)),
        first_monday(date(year, 8, 25)),
        substitute(date(year, 12, 25), 1),
        substitute(date(year, 12, 26), 1),
    ];
    for (of_year, usual, instead) in SINGLE {
        if *of_year == year {
            days.retain(|day| Some((day.month(), day.day())) != *usual);
            days.push(date(year, instead.0, instead.1));
        }
    }
    days
}

type MonthDay = (i8, i8);

/// Year, the usual holiday that it replaced, if any, and the day.
const SINGLE: &[(i16, Option<MonthDay>, MonthDay)] = &[
    (2011, None, (4, 29)),
    (2012, Some((5, 28)), (6, 4)),
    (2012, None, (6, 5)),
    (2020, Some((5, 4)), (5, 8)),
    (2022, Some((5, 30)), (6, 2)),
    (2022, None, (6, 3)),
    (2022, None, (9, 19)),
    (2023, None, (5, 8)),
];

/// A holiday at a weekend moves to the Monday; both days of Christmas move past each other.
fn substitute(day: Date, n_more: i64) -> Date {
    let days = match (day.weekday(), n_more) {
        (Weekday::Saturday, _) => 2,
        (Weekday::Sunday, 0) => 1,
        (Weekday::Sunday, _) => 2,
        _ => 0,
    };
    day.saturating_add(Span::new().days(days))
}

/// The first Monday on a day or after it.
fn first_monday(from: Date) -> Date {
    let days = (7 - i64::from(from.weekday().to_monday_zero_offset())) % 7;
    from.saturating_add(Span::new().days(days))
}

/// Easter Sunday, by the anonymous Gregorian computus.
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::ACTIVITIES;

    fn shown(year: i16) -> Vec<String> {
        let mut days = bank_holidays(year);
        days.sort();
        days.iter().map(|day| format!("{:02}-{:02}", day.month(), day.day())).collect()
    }

    /// As GOV.UK lists them.
    #[test]
    fn bank_holidays_are_those_of_england_and_wales() {
        assert_eq!(shown(2021), ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(
            shown(2022),
            ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]
        );
        assert_eq!(shown(2025), ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]);
        assert_eq!(shown(2026), ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(shown(2020)[3], "05-08");
    }

    #[test]
    fn working_days_are_counted_over_holidays() {
        let before = date(2025, 12, 24);
        assert_eq!(add_working_days(before, 1), date(2025, 12, 29));
        assert_eq!(working_days_between(before, date(2025, 12, 29)), 1);
        assert_eq!(working_days_between(before, before), 0);
        for n in 0..60 {
            assert_eq!(working_days_between(before, add_working_days(before, n)), n);
        }
    }

    #[test]
    fn an_agency_opens_again_after_its_closure() {
        let repair = ACTIVITIES.iter().find(|of| of.name == "Repair visit").expect("an activity");
        let day = open_day(repair, date(2025, 12, 24), date(2025, 4, 1), date(2026, 3, 31));
        assert_eq!(day, Some(date(2026, 1, 2)));
        let arrest = ACTIVITIES.iter().find(|of| of.name == "Arrest").expect("an activity");
        assert!(is_open(arrest, date(2025, 12, 25)));
    }
}
