//! Values of JSON, whatever their type: publishers write numbers as text and lists of one as the one.

use jiff::civil::{Date, DateTime};
use money::{Amount, Money};
use serde_json::Value;

use crate::clock::{Stamp, moment};
use crate::dates::{DateFormat, read_date};

/// The text of a member, trimmed; none where it is empty or no text.
pub(super) fn text(value: &Value, member: &str) -> Option<String> {
    let text = match value.get(member)? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The members of a list; of a single value, that one.
pub(super) fn items<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    match value.get(member) {
        Some(Value::Array(items)) => items,
        None | Some(Value::Null) => &[],
        Some(item) => std::slice::from_ref(item),
    }
}

/// The first of a list, or the single object.
pub(super) fn first<'v>(value: &'v Value, member: &str) -> Option<&'v Value> {
    items(value, member).first()
}

/// A number or a printed amount as pounds and pence; the text where it is neither.
pub(super) fn pounds(value: &Value) -> Result<Option<Money>, String> {
    let printed = match value {
        Value::Null => return Ok(None),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.clone(),
        other => return Err(other.to_string()),
    };
    match Amount::parse(&printed) {
        Ok(amount) if amount.mark.is_none_or(|mark| mark == money::CurrencyMark::Pound) => Ok(Some(amount.money)),
        _ => Err(printed),
    }
}

/// A day as the standards write it, or day first, as some publishers do.
pub(super) fn day(printed: &str) -> Option<Date> {
    let read = |text: &str| read_date(text, DateFormat::DayMonthYear);
    read(printed.trim()).or_else(|| read(Stamp::of(printed).date))
}

/// A moment by the clock of the place.
pub(super) fn moment_of(printed: &str) -> Option<DateTime> {
    let stamp = Stamp::of(printed);
    moment(read_date(stamp.date, DateFormat::DayMonthYear)?, stamp.clock).map(|(moment, _)| moment)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn amounts_are_exact_whether_numbers_or_text() {
        let pence = |value: Value| pounds(&value).map(|money| money.map(Money::pence));
        assert_eq!(pence(json!(3036.96)), Ok(Some(303_696)));
        assert_eq!(pence(json!(18848731)), Ok(Some(1_884_873_100)));
        assert_eq!(pence(json!("1,000.50")), Ok(Some(100_050)));
        assert_eq!(pence(json!(1e7)), Ok(Some(1_000_000_000)));
        assert_eq!(pence(json!(-60.43)), Ok(Some(-6_043)));
        assert_eq!((pence(json!(null)), pence(json!(""))), (Ok(None), Ok(None)));
        assert_eq!(pence(json!("about 5")), Err("about 5".to_owned()));
        assert_eq!(pence(json!("€5")), Err("€5".to_owned()));
    }

    #[test]
    fn days_and_moments_are_those_of_the_british_clock() {
        let date = Date::constant;
        assert_eq!(day("2015-06-10T00:00:00+00:00"), Some(date(2015, 6, 10)));
        assert_eq!(day("05/06/2014"), Some(date(2014, 6, 5)));
        assert_eq!(day("2026-01-05T23:59:59Z"), Some(date(2026, 1, 5)));
        assert_eq!(day("2025-04-30T23:00:00Z"), Some(date(2025, 5, 1)), "midnight in summer");
        assert_eq!(day("soon"), None);
        assert_eq!(moment_of("2025-03-11T12:21:44Z"), Some(date(2025, 3, 11).at(12, 21, 44, 0)));
        assert_eq!(moment_of("2025-07-11T12:21:44Z"), Some(date(2025, 7, 11).at(13, 21, 44, 0)));
        assert_eq!(moment_of("2025-07-11"), None);
    }
}
