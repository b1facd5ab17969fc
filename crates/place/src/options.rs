//! The `[options]` of a place file.

use authored::Keys;
use jiff::civil::Date;
use model::place::Options;
use toml::de::DeValue;

pub(crate) const OPTION_KEYS: [&str; 6] = [
    "confidence_min",
    "year_grace_days",
    "redacted_share_max",
    "transfer_tolerance_share",
    "transfer_tolerance_pounds",
    "today",
];

/// The options as written, each that is not written at its default.
pub(crate) fn options(keys: Option<&Keys<'_>>) -> Options {
    let usual = Options::default();
    let Some(keys) = keys else { return usual };
    let share = |key: &str, usual: f64| keys.number(key, 0.0..=1.0).unwrap_or(usual);
    let pounds_max = 1_000_000_000;
    Options {
        confidence_min: share("confidence_min", usual.confidence_min),
        redacted_share_max: share("redacted_share_max", usual.redacted_share_max),
        transfer_tolerance_share: share("transfer_tolerance_share", usual.transfer_tolerance_share),
        year_grace_days: keys.whole("year_grace_days", 0..=366).unwrap_or(usual.year_grace_days),
        transfer_tolerance_pounds: keys
            .whole("transfer_tolerance_pounds", 0..=pounds_max)
            .unwrap_or(usual.transfer_tolerance_pounds),
        today: today(keys),
        ..usual
    }
}

/// A date, written as TOML's own or as text.
fn today(keys: &Keys<'_>) -> Option<Date> {
    let value = keys.get("today")?;
    let expected = "a date such as 2021-06-30";
    let written = match value.get_ref() {
        DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return keys.wrong_type("today", value, expected),
    };
    let date = written.trim().parse().ok();
    if date.is_none() {
        keys.out_of_range("today", written, expected);
    }
    date
}
