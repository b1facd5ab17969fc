//! Whether somebody expects a child.

use jiff::Span;
use jiff::civil::Date;

/// Days from the first day that is counted to a pregnancy to the expected date of delivery: forty weeks.
const PREGNANCY_DAYS: i64 = 280;

/// Whether any of the expected dates makes a pregnancy of the day: it lies no more than forty weeks ahead, and nothing
/// says that the pregnancy has ended. `ended` are days on which one of the person's pregnancies ended; one that lies
/// before the pregnancy began is of an earlier one. Who is past the date is taken to have given birth.
pub fn is_pregnant(day: Date, expected: &[Date], ended: &[Date]) -> bool {
    expected.iter().any(|expected| {
        let began = expected.saturating_sub(Span::new().days(PREGNANCY_DAYS));
        let has_ended = ended.iter().any(|ended| began < *ended && *ended <= day);
        began <= day && day < *expected && !has_ended
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_pregnancy_lasts_forty_weeks_unless_it_ended_before() {
        let expected = date(2025, 10, 8);
        // 280 days before 8 October 2025.
        let began = date(2025, 1, 1);
        let is = |day, ended: &[Date]| is_pregnant(day, &[expected], ended);
        assert!(is(began, &[]) && !is(date(2024, 12, 31), &[]));
        assert!(is(date(2025, 10, 7), &[]) && !is(expected, &[]));
        let born = [date(2025, 9, 20)];
        assert!(is(date(2025, 9, 19), &born) && !is(born[0], &born) && !is(date(2025, 9, 30), &born));
        assert!(is(date(2025, 9, 30), &[date(2024, 5, 1)]), "an earlier child was born before");
        assert!(!is_pregnant(began, &[], &[]));
    }
}
