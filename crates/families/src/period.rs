//! Spans of days while something holds.

use jiff::civil::Date;

/// A period; an end that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The days that both have.
    pub fn within(&self, other: &Period) -> Period {
        let earlier = |a: Option<Date>, b: Option<Date>| a.zip(b).map(|(a, b)| a.min(b)).or(a).or(b);
        Period { from: self.from.max(other.from), to: earlier(self.to, other.to) }
    }

    /// The days that both have, where there are any.
    pub fn meeting(&self, other: &Period) -> Option<Period> {
        let both = self.within(other);
        let is_empty = both.from.zip(both.to).is_some_and(|(from, to)| to < from);
        (!is_empty).then_some(both)
    }

    /// From the first day that either has to the last; a side that one of them leaves open stays open.
    pub fn wider(&self, other: &Period) -> Period {
        Period {
            from: self.from.zip(other.from).map(|(one, other)| one.min(other)),
            to: self.to.zip(other.to).map(|(one, other)| one.max(other)),
        }
    }

    /// Whether it is over by a day.
    pub fn is_over(&self, day: Date) -> bool {
        self.to.is_some_and(|to| to < day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_meet_where_both_hold_and_are_as_wide_as_both() {
        let period = |from, to| Period { from, to };
        let first = period(Some(date(2020, 1, 1)), None);
        let second = period(None, Some(date(2021, 1, 1)));
        assert_eq!(first.within(&second), period(Some(date(2020, 1, 1)), Some(date(2021, 1, 1))));
        assert!(first.holds(date(2020, 1, 1)) && !first.holds(date(2019, 12, 31)));
        assert!(second.holds(date(2021, 1, 1)) && !second.holds(date(2021, 1, 2)));
        assert!(second.is_over(date(2021, 1, 2)) && !second.is_over(date(2021, 1, 1)) && !first.is_over(Date::MAX));
        let before = period(Some(date(2010, 1, 1)), Some(date(2012, 6, 30)));
        assert_eq!((first.meeting(&before), before.meeting(&second)), (None, Some(before)));
        assert_eq!(first.wider(&before), period(Some(date(2010, 1, 1)), None));
        assert_eq!(second.wider(&before), second);
    }
}
