//! When an agency is open.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::Division;

/// From one minute of a day to another; 1,440 is midnight at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    pub from_minute: u16,
    pub until_minute: u16,
}

/// Opening hours by weekday, and the days on which all is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    /// Monday first; the hours of each day in order, none of them overlapping.
    pub(super) weekdays: [Vec<Open>; 7],
    /// Whose bank holidays are closed; none is open on them all, as a hospital is.
    pub holidays: Option<Division>,
    /// Days closed beyond bank holidays.
    pub closed: BTreeSet<Date>,
}

impl OpeningHours {
    /// The same hours from Monday to Friday, closed on bank holidays.
    pub fn office(open: Open, division: Division) -> OpeningHours {
        let weekdays = std::array::from_fn(|day| if day < 5 { vec![open] } else { Vec::new() });
        OpeningHours::of(weekdays, Some(division), BTreeSet::new()).expect("one span of a day does not overlap")
    }

    /// Open at all hours of every day.
    pub fn always() -> OpeningHours {
        let weekdays = std::array::from_fn(|_| vec![Open { from_minute: 0, until_minute: 1_440 }]);
        OpeningHours::of(weekdays, None, BTreeSet::new()).expect("a whole day does not overlap")
    }

    /// None if hours of a day end before they start, overlap or run over midnight.
    pub fn of(
        mut weekdays: [Vec<Open>; 7],
        holidays: Option<Division>,
        closed: BTreeSet<Date>,
    ) -> Option<OpeningHours> {
        weekdays.iter_mut().for_each(|day| day.sort_by_key(|open| open.from_minute));
        let is_span = |open: &Open| open.from_minute < open.until_minute && open.until_minute <= 1_440;
        let is_day = |day: &Vec<Open>| {
            day.iter().all(is_span) && day.windows(2).all(|pair| pair[0].until_minute <= pair[1].from_minute)
        };
        weekdays.iter().all(is_day).then_some(OpeningHours { weekdays, holidays, closed })
    }

    /// The hours of a weekday, whatever the date.
    pub fn of_weekday(&self, weekday: Weekday) -> &[Open] {
        &self.weekdays[usize::try_from(weekday.to_monday_zero_offset()).expect("weekdays are counted from 0")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_day(spans: &[(u16, u16)], is_possible: bool) {
        let open = spans.iter().map(|&(from_minute, until_minute)| Open { from_minute, until_minute });
        let mut weekdays: [Vec<Open>; 7] = Default::default();
        weekdays[2] = open.collect();
        assert_eq!(OpeningHours::of(weekdays, None, BTreeSet::new()).is_some(), is_possible, "{spans:?}");
    }

    #[test]
    fn hours_that_overlap_or_end_before_they_start_are_no_hours() {
        check_day(&[(840, 1_020), (540, 720)], true);
        check_day(&[(540, 720), (700, 1_020)], false);
        check_day(&[(720, 540)], false);
        check_day(&[(1_200, 1_500)], false);
    }
}
