//! Days as people and systems write them.

use jiff::civil::{Date, date};

/// Reads a day written with the year first or last: `1972-12-22`, `22/12/1972`, `19721222`.
///
/// The day comes before the month where the year is last, as in British records. A time after the
/// day is ignored. Two-digit years and days that are not in the calendar are none.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return calendar_day(&text[..4], &text[4..6], &text[6..]);
    }
    let mut parts = text.split(['-', '/', '.']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match (first.len(), last.len()) {
        (4, 1..=2) => calendar_day(first, month, last),
        (1..=2, 4) => calendar_day(last, month, first),
        _ => None,
    }
}

fn calendar_day(year: &str, month: &str, day: &str) -> Option<Date> {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

/// Days since 1 January 1970.
pub(crate) fn day_number(day: Date) -> i32 {
    let epoch = date(1970, 1, 1);
    epoch.until(day).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_however_they_are_written() {
        let expected = date(1972, 12, 22);
        for text in ["1972-12-22", "22-12-1972", "22/12/1972", "19721222", " 1972-12-22T10:00:00", "22.12.1972"] {
            assert_eq!(day(text), Some(expected), "{text}");
        }
        for text in ["", "29-22-1983", "22-12-72", "1972", "yesterday", "1972-12-22-1", "٢٢-١٢-١٩٧٢", "197212é"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn day_numbers_count_from_1970() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1970, 3, 1)), 59);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
    }
}
